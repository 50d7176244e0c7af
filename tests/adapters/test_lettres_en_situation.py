"""Letters printed in the situation where they leave: none asks for a date already past, nor says what nobody said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.adapters.gabarits import GabaritsJinja
from robot.domain import faits as f
from robot.domain.bilan.bilan import Bilan, annee_entiere, semestre
from robot.domain.bilan.comptes import Periode
from robot.domain.bilan.lettre import lettres as lettres_du_bilan
from robot.domain.candidature import FichierRecu
from robot.domain.carnet import Convention, PresidentEpci, Silence
from robot.domain.courriers import Courrier, Fabrique
from robot.domain.dossier import Statut
from robot.domain.financements import PLAI_ADAPTE
from robot.domain.flux.stade import Stade
from robot.domain.lettres import en_clair
from robot.domain.stimuli import SANS_MOTIF, Avis, Remise, Reponse, Verbe
from tests.adapters.lettres_imprimees import GABARITS, message, mots
from tests.domain.menages import menage, retirer
from tests.domain.offre_a_viry import rapport
from tests.domain.seconde_moitie import AVEC_DDETS, Histoire, acceptee, complete, offerte, proposee_au_dalo
from tests.fabrique import ETAT_DELEGUE, FICHE, dossier, libere, paris


def texte(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> str:
    """The subject and the plain text of a letter, without what is attached to it."""
    lu = message(replace(courrier, pieces=()), gabarits)
    corps = lu.get_body(("plain",))
    assert corps is not None
    return mots(f"{lu['subject']}\n{corps.get_content()}")


def la_derniere(histoire: Histoire, gabarit: str) -> str:
    return texte(histoire.lettres_de(gabarit)[-1])


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.regle("R45", "R47")
def test_un_candidat_recu_apres_le_delai_n_est_pas_suivi_d_une_demande_pour_une_date_passee():
    histoire = acceptee().a("2026-05-25T09:00")
    histoire.avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    histoire.a("2026-05-27T10:00").designer(menage(1))
    dit = la_derniere(histoire, "accuse_candidats")
    assert "encore 2 candidats. Votre message est enregistré" in dit
    assert "avant le vendredi 22 mai" not in dit
    assert "Le délai a pris fin le vendredi 22 mai 2026 : notre service choisit la suite" in dit


@pytest.mark.regle("R61")
def test_un_retrait_apres_le_delai_ne_demande_rien_pour_une_date_passee_et_joint_la_table():
    histoire = complete().a("2026-06-03T10:00")
    histoire.avancer()
    histoire.designer(retirer(2))
    rappel = histoire.lettres_de("rappel_designation")[-1]
    assert "avant le vendredi 22 mai" not in texte(rappel)
    assert "Ce délai est passé" in texte(rappel)
    assert [piece.fabrique for piece in rappel.pieces] == [Fabrique.TABLE_CANDIDATS]


@pytest.mark.regle("R46", "R47")
def test_une_liste_rouverte_apres_le_delai_puis_echue_encore_est_dite_encore_au_gestionnaire():
    histoire = complete().a("2026-06-03T10:00")
    histoire.avancer()
    histoire.designer(retirer(2))
    histoire.avancer()
    histoire.designer(menage(4))
    histoire.designer(retirer(4))
    histoire.a("2026-06-04T10:00").avancer()
    assert [fait.le for fait in histoire.de_type(f.DesignationEchue)] == [paris("2026-05-22T23:59:59")] * 2
    cles = [lettre.cle for lettre in histoire.lettres_de("fin_designation")]
    assert len(cles) == len(set(cles)) == 2


@pytest.mark.regle("R41", "R43")
def test_une_preuve_de_reception_plus_ancienne_n_avance_pas_une_echeance_annoncee_depuis():
    histoire = offerte().a("2026-04-28T15:00")
    _repondre(histoire, Avis.AMBIGU)
    histoire.a("2026-04-30T09:00").ordonner(Verbe.REPRENDRE)
    annoncee = histoire.dossier.courante.decompte
    assert annoncee is not None
    assert annoncee.dernier_jour == date(2026, 5, 5)
    histoire.a("2026-04-30T09:05").recevoir(rapport(Remise.FAITE, "2026-04-28T09:01"))
    assert histoire.dossier.courante.decompte == annoncee
    histoire.a("2026-05-04T08:30").avancer()
    assert histoire.statut is Statut.EN_ATTENTE


def _repondre(histoire: Histoire, avis: Avis) -> None:
    histoire.recevoir(
        Reponse(
            rang=1,
            le=histoire.maintenant,
            par="civil@viry74.example",
            habilitation="adresse exacte",
            avis=avis,
            preuve=avis.upper(),
            texte=avis.upper(),
            message=histoire.message(),
        )
    )


# --- numbers and sources ----------------------------------------------------------------------------------------------


@pytest.mark.regle("R45", "C6")
def test_pour_un_plai_adapte_chaque_lettre_demande_un_candidat_et_cite_le_bon_article():
    histoire = acceptee(fiche=replace(FICHE, financement=PLAI_ADAPTE))
    accuse = la_derniere(histoire, "accuse_accord")
    assert "Proposez 1 candidat (source : CCH, art. R.441-3)." in accuse
    assert "DALO" not in accuse.partition("Comment les proposer")[0]
    (table,) = histoire.lettres_de("accuse_accord")[-1].pieces
    assert table.donnees["candidats"] == 1
    histoire.designer()
    assert "Il faut 1 candidat (source : CCH, art. R.441-3)." in la_derniere(histoire, "accuse_candidats")


@pytest.mark.regle("R43")
def test_un_silence_qui_vaut_refus_cite_la_convention_qui_le_dit():
    clause = "Convention du 12 mars 2026, art. 5.3"
    convention = Convention(silence=Silence.REFUS, silence_source=clause)
    viry, *autres = AVEC_DDETS.reservataires
    histoire = offerte(carnet=replace(AVEC_DDETS, reservataires=(replace(viry, convention=convention), *autres)))
    offre = histoire.lettres_de("offre")[0]
    partie = replace(offre, contexte={**offre.contexte, "delai": en_clair(histoire.dossier.courante.decompte)})
    assert f"votre silence vaut refus (source : {clause})" in texte(partie)
    assert "pour répondre (source : Charte départementale, III.2" in texte(partie)


@pytest.mark.regle("R45")
def test_une_correction_apres_un_refus_ne_reclame_personne_et_ne_parle_pas_d_un_delai_passe():
    histoire = complete().tous_partis()
    histoire.repondre(2, Avis.REFUSE)
    histoire.a("2026-05-05T09:00").designer(menage(1, telephone="06 11 22 33 44"))
    dit = la_derniere(histoire, "accuse_candidats")
    assert "Vous n'avez rien à faire : votre message est enregistré." in dit
    assert "vous pouvez proposer un autre candidat" in dit
    assert "a pris fin" not in dit


@pytest.mark.regle("R47")
def test_un_delai_accorde_est_compte_de_la_decision_et_ne_s_ajoute_pas():
    histoire = acceptee().a("2026-05-19T09:00")
    histoire.ordonner(Verbe.DELAI, jours=5)
    assert "Vous avez 5 jours ouvrés à compter de cette décision" in la_derniere(histoire, "delai_accorde")


# --- who said what ----------------------------------------------------------------------------------------------------


@pytest.mark.regle("R47")
def test_la_recherche_apres_trois_refus_ne_dit_pas_que_le_delai_est_passe():
    histoire = complete().tous_partis()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.ordonner(Verbe.RECHERCHE)
    dit = la_derniere(histoire, "recherche_decidee")
    assert "Les candidats que vous aviez proposés n'ont pas abouti." in dit
    assert "est passé" not in dit


@pytest.mark.regle("R47")
def test_la_recherche_apres_un_refus_dalo_ne_dit_pas_non_plus_que_le_delai_est_passe():
    """One household was asked for, and named in time; three are asked for again once it has refused."""
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.REFUSE)
    histoire.ordonner(Verbe.RECHERCHE)
    dit = la_derniere(histoire, "recherche_decidee")
    assert "Les candidats que vous aviez proposés n'ont pas abouti." in dit


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("tailles", "dit", "tait"),
    [
        pytest.param((9_000_000,), "1 fichier dépasse la taille d'un courriel", "tel que reçu", id="un trop gros"),
        pytest.param(
            (9_000_000, 9_000_000, 1000),
            "tel que reçu : 1 fichier. 2 fichiers dépassent la taille d'un courriel : demandez-les-nous",
            "3 fichiers",
            id="deux trop gros sur trois",
        ),
    ],
)
def test_l_avis_a_la_ddets_ne_compte_que_les_fichiers_qu_il_porte(tailles: tuple[int, ...], dit: str, tait: str):
    histoire = proposee_au_dalo()
    histoire.partir(1)
    fichiers = tuple(FichierRecu(rang, taille) for rang, taille in enumerate(tailles, 2))
    histoire.a("2026-05-06T10:00").repondre(1, Avis.REFUSE, fichiers=fichiers)
    lu = la_derniere(histoire, "avis_ddets")
    assert dit in lu
    assert tait not in lu
    assert "aucun justificatif" not in lu


@pytest.mark.regle("R73")
def test_les_mots_d_un_gestionnaire_ne_sont_pas_donnes_a_l_etat_pour_ceux_du_menage():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-06T10:00").ordonner(Verbe.NON, 1, motif="au téléphone, elle refuse")
    lu = la_derniere(histoire, "avis_ddets")
    assert "Le motif, saisi par Claude Martin" in lu
    assert "dans les mots du ménage" not in lu


@pytest.mark.parametrize(
    ("verbe", "gabarit"),
    [
        pytest.param(Verbe.SUIVANT, "orientation_retiree", id="retrait"),
        pytest.param(Verbe.ACCEPTE, "accuse_accord", id="accord"),
        pytest.param(Verbe.REFUSE, "accuse_refus", id="refus"),
    ],
)
def test_un_bouton_presse_sans_motif_n_en_donne_pas_au_reservataire(verbe: Verbe, gabarit: str):
    histoire = offerte()
    histoire.ordonner(verbe, motif=SANS_MOTIF)
    assert SANS_MOTIF not in la_derniere(histoire, gabarit).partition("Si nous avons mal compris")[0]


@pytest.mark.regle("R82")
@pytest.mark.parametrize("verbe", [Verbe.HORS_FLUX, Verbe.ANNULER], ids=["sorti du flux", "annulé"])
def test_l_etat_en_gestion_deleguee_apprend_que_le_logement_quitte_son_contingent(verbe: Verbe):
    etat = replace(ETAT_DELEGUE, adresse="etat@haute-savoie.example")
    carnet = replace(AVEC_DDETS, reservataires=(etat,))
    histoire = Histoire(dossier(libere(FICHE)), paris("2026-04-28T09:00"), carnet)
    tour = f.OrientationInterne(
        le=histoire.maintenant, rang=1, reservataire=etat.code, nom=etat.nom, jeton="", raison="son tour", pesees=()
    )
    histoire.appliquer((tour,))
    histoire.ordonner(verbe, motif="mutation interne")
    assert histoire.lettres_a("etat@haute-savoie.example") == ["suivi_delegue"] * 2
    sortie = texte(histoire.lettres_de("suivi_delegue")[-1])
    assert "ce logement ne revient plus à votre contingent" in sortie
    assert "mutation interne" in sortie


# --- the bilan of another period --------------------------------------------------------------------------------------


@pytest.mark.regle("R92", "R97", "R98")
@pytest.mark.parametrize(
    ("periode", "date_dite"),
    [
        pytest.param(annee_entiere(2026), True, id="une année"),
        pytest.param(semestre(2026, 1), False, id="un semestre"),
    ],
)
def test_seul_le_bilan_d_une_annee_porte_les_dates_dues(periode: Periode, date_dite: bool):
    carnet = replace(AVEC_DDETS, presidents_epci=(PresidentEpci("CC du Genevois", "presidence@cc.example", ()),))
    bilan = Bilan(carnet.bailleur, periode, Stade.ACCEPTATION, date(2027, 1, 10), (), {})
    for lettre in lettres_du_bilan(bilan, carnet):
        assert ("28 février 2027" in texte(lettre)) is date_dite
        assert ("conférence intercommunale du logement avant le" in texte(lettre)) is (
            date_dite and lettre.contexte["president"]
        )
