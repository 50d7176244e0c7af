"""What a household is offered, proves to hold, answers or leaves unanswered (R64, R71, R74; R.441-10; CE 19 June 2025)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import FichierRecu, Reponse, VoieDEnvoi
from robot.domain.decisions import suivi
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.decisions.propositions import assez_tot
from robot.domain.dossier import Statut
from robot.domain.lettres.candidats import proposition_en_cours
from robot.domain.stimuli import Avis, PropositionConfiee, Remise, ReponseDuCandidat, Verbe
from tests.domain.seconde_moitie import (
    AVEC_DDETS,
    DDETS,
    GESTIONNAIRE,
    Histoire,
    a_signer,
    acceptee,
    attribuee,
    avec_delais,
    complete,
    convoquee,
    dalo,
    menage,
    retirer,
)
from tests.fabrique import paris

FAMILLE = "famille1@menage.example"


def proposee_au_dalo(**champs) -> Histoire:
    """Proposed on Monday 4 May 2026 to a DALO household, by e-mail; the letter states Monday 18 May (16 is a Saturday)."""
    histoire = complete(dalo(1, **champs))
    assert histoire.proposition(1).dernier_jour == date(2026, 5, 18)
    return histoire


# --- to write -------------------------------------------------------------------------------------


@pytest.mark.regle("R64")
def test_chaque_candidat_recoit_une_lettre_des_que_la_designation_est_complete():
    histoire = complete()
    for numero in (1, 2, 3):
        assert histoire.lettres_a(f"famille{numero}@menage.example") == ["proposition_candidat"]
    assert [tache.nature for tache in histoire.dossier.sne] == ["proposition"] * 3


@pytest.mark.regle("R64")
def test_rien_n_est_ecrit_a_un_candidat_tant_que_la_designation_n_est_pas_complete():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    assert histoire.lettres_a(FAMILLE) == []


@pytest.mark.regle("R64")
def test_sans_courriel_la_lettre_est_imprimee_pour_le_gestionnaire():
    histoire = complete(menage(1, courriel=False), menage(2), menage(3))
    (lettre,) = histoire.lettres_de("lettre_a_poster")
    assert lettre.destinataire == GESTIONNAIRE
    assert histoire.proposition(1).voie is VoieDEnvoi.PAPIER
    (piece,) = lettre.pieces
    assert piece.donnees["gabarit"] == "proposition_candidat"
    assert piece.donnees["destinataire"] == {"nom": "Famille 1", "adresse": "1 rue Haute, 74580 Viry"}


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("quand", "courriel", "dernier"),
    [
        pytest.param("2026-05-04T09:00", True, "2026-05-18", id="douze jours par courriel : samedi, reporté au lundi"),
        pytest.param("2026-05-04T09:00", False, "2026-05-26", id="vingt et un jours sur papier : lundi de Pentecôte, reporté"),
        pytest.param("2026-05-05T09:00", True, "2026-05-18", id="un dimanche, reporté au lundi"),
        pytest.param("2026-05-06T09:00", True, "2026-05-18", id="un lundi ouvré reste le jour dit"),
    ],
)  # fmt: skip
def test_la_date_annoncee_laisse_au_moins_dix_jours_et_tombe_un_jour_ouvre(quand, courriel, dernier):
    histoire = acceptee().a(quand)
    histoire.designer(dalo(1, courriel=courriel))
    proposition = histoire.proposition(1)
    assert proposition.dernier_jour == date.fromisoformat(dernier)
    assert assez_tot(proposition.dernier_jour, date.fromisoformat(quand[:10]))


@pytest.mark.regle("R71")
def test_dix_jours_francs_se_comptent_depuis_la_reception():
    assert assez_tot(date(2026, 5, 14), date(2026, 5, 4))
    assert not assez_tot(date(2026, 5, 14), date(2026, 5, 5))


@pytest.mark.regle("R71", "R72")
def test_la_lettre_dalo_et_celle_du_referent_partent_ensemble():
    histoire = proposee_au_dalo(referent="Paul Martin", referent_courriel="p.martin@ccas.example")
    assert histoire.lettres_a(FAMILLE) == ["proposition_dalo"]
    assert histoire.lettres_a("p.martin@ccas.example") == ["information_referent"]
    (lettre,) = histoire.lettres_de("proposition_dalo")
    assert lettre.contexte["dernier_jour"] == "2026-05-18"
    assert lettre.contexte["dalo_source"] == loi.DALO_INFORME
    assert lettre.suivi


@pytest.mark.regle("R72")
@pytest.mark.parametrize(
    "candidat",
    [
        pytest.param(dalo(1), id="un DALO sans référent connu"),
        pytest.param(replace(dalo(1), referent="Paul Martin"), id="un référent nommé sans adresse"),
    ],
)
def test_sans_referent_clairement_identifie_personne_d_autre_n_est_informe(candidat):
    assert complete(candidat).lettres_de("information_referent") == []


@pytest.mark.regle("R72")
def test_le_referent_d_un_menage_qui_n_est_pas_dalo_n_est_pas_sollicite():
    un = replace(menage(1), referent_courriel="p.martin@ccas.example")
    assert complete(un, menage(2), menage(3)).lettres_de("information_referent") == []


# --- an address that was wrong --------------------------------------------------------------------


@pytest.mark.regle("R64", "R71")
def test_une_adresse_corrigee_vaut_une_nouvelle_lettre_et_une_nouvelle_date():
    """The first letter reached somebody else's mailbox, which proved its reception: the silence would have cost DALO."""
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-05-11T09:00").designer(_nouvelle_adresse())
    proposition = histoire.proposition(1)
    assert (proposition.tour, proposition.remise_le, proposition.dernier_jour) == (2, None, date(2026, 5, 26))
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.ATTENDUE


def _nouvelle_adresse():
    return replace(dalo(1), courriel="juste@menage.example")


@pytest.mark.regle("R64")
def test_une_adresse_corrigee_apres_un_echec_fait_reecrire_par_courriel():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.designer(_nouvelle_adresse())
    assert (histoire.proposition(1).voie, histoire.proposition(1).reponse) == (VoieDEnvoi.COURRIEL, Reponse.ATTENDUE)
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]


@pytest.mark.regle("R64", "R71")
def test_l_adresse_du_menage_retenu_peut_encore_etre_corrigee_apres_la_commission():
    histoire = attribuee(dalo(1))
    histoire.designer(_nouvelle_adresse())
    assert histoire.proposition(1).tour == 3
    assert histoire.statut is Statut.ATTRIBUEE
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]


@pytest.mark.regle("R64")
def test_l_adresse_corrigee_pendant_que_la_designation_est_rouverte_sert_a_la_reprise():
    histoire = complete()
    histoire.designer(retirer(3))
    histoire.designer(replace(menage(1), courriel="juste@menage.example"))
    assert histoire.statut is Statut.ACCEPTEE
    histoire.designer(menage(4))
    assert histoire.lettres_a("juste@menage.example") == ["proposition_candidat"]


def test_un_menage_qui_a_deja_repondu_n_est_pas_sollicite_a_nouveau_pour_une_adresse():
    histoire = complete()
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.designer(replace(menage(1), courriel="juste@menage.example"))
    assert histoire.lettres_a("juste@menage.example") == []


def test_une_lettre_imprimee_se_refait_quand_l_adresse_postale_change():
    histoire = complete(dalo(1, courriel=False))
    histoire.designer(replace(dalo(1, courriel=False), adresse="9 rue Basse, 74580 Viry"))
    assert len(histoire.lettres_de("lettre_a_poster")) == 2
    assert histoire.proposition(1).tour == 2


def test_corriger_un_telephone_n_envoie_rien():
    histoire = complete()
    histoire.designer(replace(menage(1), telephone="06 00 00 00 00"))
    assert histoire.lettres_a(FAMILLE) == ["proposition_candidat"]


# --- a letter that waits --------------------------------------------------------------------------


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("quand", "redatee"),
    [
        pytest.param("2026-05-08T23:59", False, id="il reste dix jours : la date vaut encore"),
        pytest.param("2026-05-09T00:00", True, id="il n'en reste que neuf : une autre lettre, une autre date"),
    ],
)
def test_une_lettre_qui_n_a_pas_pu_partir_est_redatee(quand, redatee):
    histoire = proposee_au_dalo()
    histoire.a(quand).avancer()
    proposition = histoire.proposition(1)
    assert (proposition.tour == 2) is redatee
    assert assez_tot(proposition.dernier_jour, date.fromisoformat(quand[:10]))


@pytest.mark.regle("R71")
def test_une_lettre_partie_n_est_jamais_redatee():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-12T09:00").avancer()
    assert histoire.proposition(1).tour == 1


@pytest.mark.regle("R71")
def test_le_rendez_vous_d_une_lettre_qui_attend_est_le_jour_ou_sa_date_ne_vaut_plus():
    histoire = proposee_au_dalo()
    rendez_vous = suivi.rendez_vous(histoire.dossier, histoire.ctx)
    assert rendez_vous is not None
    assert suivi.avancer(histoire.dossier, replace(histoire.ctx, maintenant=rendez_vous - timedelta(seconds=1))) == ()
    assert suivi.avancer(histoire.dossier, replace(histoire.ctx, maintenant=rendez_vous)) != ()


def _classer(histoire: Histoire) -> None:
    histoire.commission("2026-05-06T14:30")
    histoire.a("2026-05-07T09:00").ordonner(Verbe.CLASSE, 2, 1, 3)


@pytest.mark.parametrize(
    ("geste", "utile"),
    [
        pytest.param(lambda h: None, True, id="rien n'a changé"),
        pytest.param(lambda h: h.designer(retirer(1)), False, id="le ménage a été retiré"),
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), False, id="le ménage a refusé"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), False, id="le logement va au réservataire suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), False, id="le dossier est annulé"),
        pytest.param(_classer, False, id="la commission l'a classé depuis, derrière un autre"),
        pytest.param(
            lambda h: h.designer(replace(menage(1), courriel="juste@menage.example")),
            False,
            id="une lettre la remplace",
        ),
    ],
)
def test_une_proposition_restee_dans_la_boite_d_envoi_ne_part_que_si_elle_tient_encore(geste, utile):
    histoire = complete()
    (lettre,) = [x for x in histoire.lettres_de("proposition_candidat") if x.destinataire == FAMILLE]
    geste(histoire)
    assert proposition_en_cours(lettre, histoire.dossier) is utile


@pytest.mark.regle("R64")
def test_une_proposition_jamais_partie_n_est_plus_refaite_une_fois_le_menage_classe():
    histoire = complete()
    _classer(histoire)
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).tour == 1
    assert histoire.proposition(2).etape == "attribution"


# --- proof of reception ---------------------------------------------------------------------------


@pytest.mark.regle("R74")
def test_un_avis_de_remise_prouve_la_reception_une_seule_fois():
    histoire = proposee_au_dalo()
    histoire.partir(1, "2026-05-04T09:01")
    histoire.rapporter(1, Remise.FAITE, le="2026-05-04T09:02")
    premiere = histoire.proposition(1).remise_le
    assert histoire.a("2026-05-06T09:00").rapporter(1, Remise.FAITE) == ()
    assert histoire.proposition(1).remise_le == premiere


def test_un_avis_de_remise_anterieur_au_depart_est_date_du_depart():
    histoire = proposee_au_dalo()
    histoire.partir(1, "2026-05-04T09:05")
    histoire.rapporter(1, Remise.FAITE, le="2026-05-04T09:01")
    assert histoire.proposition(1).remise_le == histoire.proposition(1).expediee_le


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("remise", "courrier", "type_"),
    [
        pytest.param(Remise.DIFFEREE, "", None, id="un retard ne prouve rien et n'arrête rien"),
        pytest.param(Remise.FAITE, "accuse_candidat", None, id="la remise d'une autre lettre ne prouve rien"),
        pytest.param(Remise.ECHOUEE, "accuse_candidat", f.CourrierRevenu, id="l'échec d'une autre lettre est seulement dit"),
        pytest.param(Remise.ECHOUEE, "", f.PropositionNonRemise, id="l'échec de la proposition arrête tout"),
    ],
)  # fmt: skip
def test_ce_que_dit_un_avis_depend_de_la_lettre(remise, courrier, type_):
    histoire = proposee_au_dalo()
    histoire.partir(1)
    faits = histoire.rapporter(1, remise, courrier=courrier)
    assert [type(fait) for fait in faits] == ([type_] if type_ else [])


@pytest.mark.regle("R74")
@pytest.mark.parametrize("anonyme", [False, True], ids=["l'avis nomme la première lettre", "l'avis n'en nomme aucune"])
def test_la_remise_d_une_premiere_lettre_ne_prouve_rien_de_la_seconde(anonyme):
    """A DALO household gets two letters of the same kind: a late receipt of the first is not one of the second."""
    histoire = attribuee(dalo(1))
    assert histoire.proposition(1).tour == 2
    histoire.partir(1)
    assert histoire.rapporter(1, Remise.FAITE, tour=1, anonyme=anonyme) == ()
    histoire.a("2026-06-24T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    assert histoire.lettres_a(DDETS.adresse) == []


@pytest.mark.regle("R74")
def test_l_avis_qui_nomme_la_seconde_lettre_la_prouve():
    histoire = attribuee(dalo(1))
    histoire.partir(1)
    (remise,) = histoire.rapporter(1, Remise.FAITE)
    assert isinstance(remise, f.PropositionRemise)
    assert remise.tour == 2


@pytest.mark.regle("C15")
def test_l_echec_d_une_premiere_lettre_ne_fait_pas_echouer_la_seconde():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.designer(_nouvelle_adresse())
    histoire.partir(1)
    (revenu,) = histoire.rapporter(1, Remise.ECHOUEE, tour=1)
    assert isinstance(revenu, f.CourrierRevenu)
    assert histoire.proposition(1).reponse is Reponse.ATTENDUE


@pytest.mark.regle("C15")
def test_un_rebond_tardif_ne_fait_pas_revenir_une_lettre_imprimee():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.ordonner(Verbe.REPROPOSER, 1)
    assert histoire.proposition(1).voie is VoieDEnvoi.PAPIER
    (revenu,) = histoire.rapporter(1, Remise.ECHOUEE, tour=1, anonyme=True)
    assert isinstance(revenu, f.CourrierRevenu)


def test_une_premiere_lettre_qui_part_apres_avoir_ete_remplacee_ne_vaut_pas_depart_de_la_seconde():
    histoire = proposee_au_dalo()
    histoire.designer(_nouvelle_adresse())
    assert histoire.partir(1, tour=1) == ()
    assert histoire.proposition(1).expediee_le is None
    histoire.partir(1)
    assert histoire.proposition(1).expediee_le is not None


@pytest.mark.regle("R64")
def test_apres_un_echec_tout_s_ecrit_sur_papier_et_y_reste():
    """The address that bounced was used again as soon as the paper letter itself was answered or doubted."""
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.ECHOUEE)
    assert "candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)
    histoire.ordonner(Verbe.REPROPOSER, 1)
    histoire.a("2026-06-01T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    histoire.ordonner(Verbe.REPROPOSER, 1)
    assert histoire.proposition(1).voie is VoieDEnvoi.PAPIER
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.lettres_a(FAMILLE) == ["proposition_dalo"]


# --- an answer ------------------------------------------------------------------------------------


@pytest.mark.regle("R64")
@pytest.mark.parametrize(
    ("avis", "habilitation", "reponse"),
    [
        pytest.param(Avis.ACCEPTE, "adresse exacte", Reponse.OUI, id="oui"),
        pytest.param(Avis.REFUSE, "adresse exacte", Reponse.NON, id="non"),
        pytest.param(Avis.AMBIGU, "adresse exacte", Reponse.A_CLARIFIER, id="ni oui ni non : une personne regarde"),
        pytest.param(Avis.REFUSE, "", Reponse.A_CLARIFIER, id="un non écrit d'une autre adresse n'en est pas un"),
        pytest.param(Avis.ACCEPTE, "", Reponse.A_CLARIFIER, id="un oui écrit d'une autre adresse non plus"),
    ],
)
def test_la_reponse_d_un_menage(avis, habilitation, reponse):
    histoire = proposee_au_dalo()
    histoire.repondre(1, avis, habilitation=habilitation)
    assert histoire.proposition(1).reponse is reponse


def test_qui_a_ecrit_confusement_recoit_les_deux_reponses_possibles_meme_en_capitales():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.AMBIGU, par=FAMILLE.upper())
    assert histoire.lettres_a(FAMILLE)[-1] == "a_preciser_candidat"


def test_ce_qu_ecrit_un_inconnu_va_a_une_personne_et_pas_au_menage():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.REFUSE, habilitation="", par="voisin@ailleurs.example")
    assert histoire.lettres_a(FAMILLE) == ["proposition_dalo"]
    assert histoire.lettres_a(GESTIONNAIRE) == ["candidat_a_trancher"]


@pytest.mark.regle("R64")
def test_un_accord_recu_apres_la_fin_pour_un_menage_ordinaire_est_un_accord():
    histoire = complete().tous_partis()
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_REPONSE
    histoire.repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R64")
def test_un_menage_repond_encore_quand_la_designation_est_rouverte():
    """Its no used to be told too late, and it was presented all the same."""
    histoire = complete()
    histoire.designer(retirer(3))
    histoire.repondre(1, Avis.REFUSE)
    histoire.repondre(2, Avis.ACCEPTE)
    assert (histoire.statut, histoire.en_lice) == (Statut.ACCEPTEE, [2])


@pytest.mark.regle("R64")
def test_quand_tous_ont_refuse_le_gestionnaire_reprend_la_main():
    histoire = complete()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.lettres_a(GESTIONNAIRE) == ["sans_attributaire"]


@pytest.mark.regle("R73", "C13")
@pytest.mark.parametrize(
    ("premiere", "seconde", "alerte"),
    [
        pytest.param(Avis.REFUSE, Avis.ACCEPTE, True, id="non, puis oui : une personne doit le savoir"),
        pytest.param(Avis.REFUSE, Avis.AMBIGU, True, id="non, puis une protestation"),
        pytest.param(Avis.ACCEPTE, Avis.REFUSE, True, id="oui, puis non"),
        pytest.param(Avis.ACCEPTE, Avis.AMBIGU, False, id="oui, puis merci"),
        pytest.param(Avis.REFUSE, Avis.REFUSE, False, id="non, puis encore non"),
    ],
)
def test_se_dedire_n_a_pas_d_effet_par_soi_meme_mais_se_dit(premiere, seconde, alerte):
    histoire = complete()
    histoire.repondre(1, premiere)
    avant = histoire.proposition(1)
    (tardive,) = histoire.repondre(1, seconde)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert histoire.proposition(1) == avant
    assert ("candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)) is alerte
    assert histoire.lettres_a(FAMILLE) == ["proposition_candidat", "accuse_candidat", "accuse_candidat"]


@pytest.mark.regle("C13")
def test_qui_ecrit_pour_un_logement_parti_ailleurs_est_prevenu_et_personne_n_est_derange():
    histoire = complete()
    histoire.ordonner(Verbe.SUIVANT)
    (tardive,) = histoire.repondre(1, Avis.REFUSE)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert "candidat_a_trancher" not in histoire.lettres_a(GESTIONNAIRE)
    assert histoire.lettres_a(FAMILLE)[-1] == "accuse_candidat"


def test_un_menage_a_qui_rien_n_a_ete_propose_ecrit_sans_effet():
    histoire = acceptee()
    histoire.designer(menage(1))
    (tardive,) = histoire.repondre(1, Avis.REFUSE)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert histoire.en_lice == [1]


def test_le_refus_garde_les_mots_du_menage_et_ses_fichiers():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.REFUSE, motif="trop loin", fichiers=(FichierRecu(2, 1000),))
    assert (histoire.candidature(1).refus, histoire.candidature(1).fichiers) == ("trop loin", (FichierRecu(2, 1000),))


# --- silence --------------------------------------------------------------------------------------


def prouvee(jour: str, **champs) -> Histoire:
    """Proposed to a DALO household on 4 May with 18 May as last day; arrived on that day, by the server's report."""
    histoire = proposee_au_dalo(**champs)
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE, le=f"{jour}T10:00")
    return histoire


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize(
    ("arrivee", "quand", "lu", "reponse"),
    [
        pytest.param("2026-05-04", "2026-05-19T07:59", True, Reponse.ATTENDUE, id="le lendemain, avant l'ouverture"),
        pytest.param("2026-05-04", "2026-05-19T08:00", True, Reponse.SILENCE, id="le lendemain à l'ouverture, tout lu"),
        pytest.param("2026-05-04", "2026-06-19T08:00", False, Reponse.ATTENDUE, id="un mois après, courrier non lu"),
        pytest.param("2026-05-08", "2026-05-19T08:00", True, Reponse.SILENCE, id="arrivée dix jours avant, pas un de moins"),
        pytest.param("2026-05-09", "2026-05-19T08:00", True, Reponse.SANS_PREUVE, id="arrivée neuf jours avant : pas de refus"),
        pytest.param("2026-05-18", "2026-05-19T08:00", True, Reponse.SANS_PREUVE, id="arrivée le dernier jour : pas de refus"),
    ],
)  # fmt: skip
def test_le_silence_d_un_dalo_n_est_un_refus_que_prouve_et_lu(arrivee, quand, lu, reponse):
    histoire = prouvee(arrivee)
    histoire.a("2026-05-18T12:00")
    histoire.a(quand, lu=lu).avancer()
    assert histoire.proposition(1).reponse is reponse
    assert (histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]) is (reponse is Reponse.SILENCE)


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("voie", ["courriel", "papier"])
def test_sans_preuve_de_reception_pas_de_refus_une_personne_est_interrogee(voie):
    histoire = complete(dalo(1, courriel=voie == "courriel"))
    if voie == "courriel":
        histoire.partir(1)
    histoire.a("2026-06-01T08:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    assert histoire.statut is Statut.COMPLETE
    (avis,) = histoire.lettres_de("candidat_a_trancher")
    assert avis.contexte["preuve_source"] == loi.RECEPTION_A_PROUVER
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None  # a person is awaited


@pytest.mark.regle("R74")
def test_le_silence_etabli_est_date_de_la_fin_du_jour_annonce_et_confirme_par_ecrit():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-21T09:00").avancer()
    (silence,) = histoire.de_type(f.SilenceDuCandidat)
    assert silence.le.isoformat() == "2026-05-18T21:59:59+00:00"
    assert silence.recue_le.isoformat() == "2026-05-04T08:00:00+00:00"
    assert histoire.lettres_a(FAMILLE)[-1] == "constat_silence_candidat"
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE


@pytest.mark.regle("R64", "R71")
def test_avant_la_commission_le_silence_d_un_menage_ordinaire_ne_refuse_rien():
    histoire = complete().tous_partis()
    histoire.a("2026-05-20T09:00").avancer()
    assert [histoire.proposition(numero).reponse for numero in (1, 2, 3)] == [Reponse.SANS_REPONSE] * 3
    assert histoire.en_lice == [1, 2, 3]
    assert histoire.lettres_de("constat_silence_candidat") == []


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    ("jour", "reponse"),
    [
        pytest.param(
            "2026-05-05", Reponse.SILENCE, id="l'accusé de réception prouve dix jours : le silence est un refus"
        ),
        pytest.param("2026-05-20", Reponse.SANS_PREUVE, id="remise trop tard : toujours pas de refus"),
    ],
)
def test_une_preuve_apportee_apres_coup_fait_reprendre_le_constat(jour, reponse):
    histoire = complete(dalo(1, courriel=False))
    histoire.a("2026-05-27T08:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    histoire.ordonner(Verbe.REMIS, 1, jour=jour, motif="avis de réception")
    assert histoire.proposition(1).reponse is reponse
    assert len(histoire.de_type(f.DdetsAvisee)) == (reponse is Reponse.SILENCE)


@pytest.mark.regle("R74")
def test_un_avis_de_remise_arrive_apres_le_constat_sans_preuve_ne_suffit_pas_s_il_est_tardif():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-19T08:00").avancer()
    histoire.rapporter(1, Remise.FAITE)  # it says that it arrived today
    assert histoire.avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    assert histoire.avancer() == ()


@pytest.mark.regle("C15")
def test_un_rebond_apres_un_silence_prouve_est_dit_a_une_personne():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    (revenu,) = histoire.rapporter(1, Remise.ECHOUEE)
    assert isinstance(revenu, f.CourrierRevenu)
    assert "echec_remise" in histoire.lettres_a(GESTIONNAIRE)


@pytest.mark.regle("C15", "R74")
def test_un_rebond_avant_la_fin_arrete_la_date():
    histoire = prouvee("2026-05-04")
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.a("2026-05-19T08:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.NON_REMISE
    assert histoire.statut is Statut.COMPLETE


# --- an answer around the end ---------------------------------------------------------------------


@pytest.mark.regle("R71")
def test_un_message_recu_avant_la_fin_et_lu_apres_compte():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-25T09:00")  # the robot was stopped; it reads before it counts
    histoire.repondre(1, Avis.ACCEPTE, le="2026-05-18T23:59")
    histoire.avancer()
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_un_accord_recu_apres_une_date_opposable_est_soumis_a_une_personne():
    """The letter says that late is a refusal; the robot's own speed must not decide which it is."""
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T07:30").repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.A_CLARIFIER
    assert histoire.lettres_a(GESTIONNAIRE) == ["candidat_a_trancher"]
    histoire.a("2026-05-20T08:00").avancer()
    assert histoire.lettres_a(DDETS.adresse) == []
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71")
def test_un_accord_tardif_vaut_quand_rien_ne_prouvait_la_reception():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-19T07:30").repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_un_refus_tardif_reste_un_refus():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T07:30").repondre(1, Avis.REFUSE)
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("avis", [Avis.ACCEPTE, Avis.AMBIGU])
def test_une_reponse_recue_a_temps_et_lue_apres_le_constat_defait_le_silence(avis):
    """Found in another folder, or held by a server: it had answered in time, and its right was going to be lost."""
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.a("2026-05-19T10:00").repondre(1, avis, le="2026-05-18T22:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1])
    assert histoire.proposition(1).reponse is Reponse.A_CLARIFIER
    assert "détrompez-la" in histoire.de_type(f.ReponseDuCandidatAClarifier)[-1].cause
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "candidat_a_trancher"
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_apres_la_commission_aussi_une_reponse_recue_a_temps_defait_le_silence():
    histoire = attribuee(dalo(1))
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.repondre(1, Avis.ACCEPTE, le="2026-06-22T10:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [1])
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.dossier.statut is Statut.A_SIGNER


@pytest.mark.regle("R71")
def test_un_silence_se_defait_aussi_quand_d_autres_attendaient_leur_rang():
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()
    assert (histoire.statut, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, [2, 3])
    histoire.repondre(1, Avis.ACCEPTE, le="2026-06-22T10:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [1, 2, 3])


@pytest.mark.regle("R70")
def test_un_dalo_ne_revient_pas_a_cote_d_un_autre_candidat():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    histoire.designer(menage(2))
    assert (histoire.statut, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, [2])
    (tardive,) = histoire.repondre(1, Avis.ACCEPTE, le="2026-05-18T22:00")
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert histoire.en_lice == [2]


@pytest.mark.regle("R70", "C13")
@pytest.mark.parametrize(
    ("avis", "le", "habilitation", "remplace"),
    [
        pytest.param(Avis.ACCEPTE, "2026-05-19T00:00", "adresse exacte", False, id="reçue après la fin"),
        pytest.param(Avis.REFUSE, "2026-05-18T22:00", "adresse exacte", False, id="un non ne défait rien"),
        pytest.param(Avis.ACCEPTE, "2026-05-18T22:00", "", False, id="écrite par un inconnu"),
        pytest.param(
            Avis.ACCEPTE, "2026-05-18T22:00", "adresse exacte", True, id="d'autres candidats ont pris sa place"
        ),
    ],
)
def test_ce_qui_ne_defait_pas_un_silence(avis, le, habilitation, remplace):
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    if remplace:
        histoire.designer(menage(2), menage(3), menage(4))
    (tardive,) = histoire.repondre(1, avis, le=le, habilitation=habilitation)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert 1 not in histoire.en_lice
    assert ("candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)) is (avis is Avis.ACCEPTE)


# --- the gestionnaire in the candidate's place ----------------------------------------------------


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        pytest.param("", "du 04/05/2026 à aujourd'hui", id="sans jour"),
        pytest.param("2026-05-03", "du 04/05/2026 à aujourd'hui", id="avant l'envoi"),
        pytest.param("2026-05-28", "du 04/05/2026 à aujourd'hui", id="demain"),
    ],
)
def test_une_preuve_porte_un_jour_possible(jour, dit):
    histoire = complete(dalo(1, courriel=False)).a("2026-05-27T08:00")
    with pytest.raises(OrdreImpossible, match=dit):
        histoire.ordonner(Verbe.REMIS, 1, jour=jour)


@pytest.mark.parametrize("jour", ["2026-05-04", "2026-05-27"], ids=["le jour même de l'envoi", "ce matin"])
def test_une_preuve_n_est_datee_ni_avant_la_lettre_ni_apres_l_ordre(jour):
    histoire = acceptee().a("2026-05-04T15:00")
    histoire.designer(dalo(1, courriel=False))
    histoire.a("2026-05-27T08:00").ordonner(Verbe.REMIS, 1, jour=jour)
    (remise,) = histoire.de_type(f.PropositionRemise)
    assert histoire.proposition(1).decidee_le <= remise.le <= histoire.maintenant


@pytest.mark.parametrize(
    ("verbe", "numeros", "dit"),
    [
        pytest.param(Verbe.OUI, (1, 2), "un seul candidat à la fois", id="deux à la fois"),
        pytest.param(Verbe.OUI, (9,), "ne désigne pas un candidat en lice", id="un inconnu"),
        pytest.param(Verbe.NON, (), "Écrivez le numéro", id="personne"),
        pytest.param(Verbe.REPROPOSER, (2,), "il n'y a pas lieu d'écrire à nouveau", id="une réponse encore attendue"),
        pytest.param(Verbe.REPROPOSER, (1,), "pas de réponse à donner maintenant", id="un ménage déjà d'accord"),
        pytest.param(Verbe.OUI, (1,), "pas de réponse à donner maintenant", id="un ménage déjà d'accord, encore"),
        pytest.param(Verbe.REMIS, (1,), "a déjà répondu", id="une preuve devenue inutile"),
    ],
)
def test_un_ordre_sur_un_candidat_qui_ne_s_y_prete_pas_dit_pourquoi(verbe, numeros, dit):
    histoire = complete()
    histoire.repondre(1, Avis.ACCEPTE)
    with pytest.raises(OrdreImpossible, match=dit):
        histoire.ordonner(verbe, *numeros, jour="2026-05-04")


def test_la_reponse_donnee_au_telephone_dit_qui_l_a_saisie_et_le_menage_en_recoit_l_ecrit():
    histoire = complete()
    histoire.ordonner(Verbe.OUI, 1, motif="appel du 4 mai")
    (accord,) = histoire.de_type(f.CandidatAccepte)
    assert (accord.par, accord.saisi_par, accord.preuve) == ("", "Claude Martin", "appel du 4 mai")
    assert histoire.lettres_a(FAMILLE)[-1] == "accuse_candidat"


@pytest.mark.regle("R73")
def test_un_oui_repris_au_telephone_est_un_refus():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.ordonner(Verbe.NON, 1, motif="n'a jamais constitué son dossier")
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


def test_un_menage_qui_n_a_rien_a_dire_ne_peut_pas_refuser():
    histoire = attribuee()
    with pytest.raises(OrdreImpossible, match="pas de réponse à donner"):
        histoire.ordonner(Verbe.NON, 2)  # the commission ranked it second, and the first has not answered


@pytest.mark.regle("R71")
def test_apres_la_commission_on_ne_reecrit_qu_a_celui_qui_est_choisi():
    histoire = convoquee().tous_partis()
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(2).reponse is Reponse.SANS_REPONSE
    histoire.a("2026-06-11T09:00").ordonner(Verbe.CLASSE, 1, 2, 3)
    with pytest.raises(OrdreImpossible, match="pas de réponse à donner"):
        histoire.ordonner(Verbe.REPROPOSER, 2)


def test_un_candidat_a_qui_rien_n_a_ete_propose_ne_peut_pas_repondre():
    histoire = complete()
    histoire.appliquer((replace(histoire.de_type(f.CandidatDesigne)[0], numero=4),))
    with pytest.raises(OrdreImpossible, match="pas encore été proposé"):
        histoire.ordonner(Verbe.OUI, 4)


def test_a_signer_seul_le_preneur_peut_se_dedire():
    """Another candidate's no used to leave a household that had accepted without any way to sign."""
    histoire = attribuee()
    histoire.repondre(1, Avis.ACCEPTE)
    with pytest.raises(OrdreImpossible, match="C'est le candidat 1 qui a accepté"):
        histoire.ordonner(Verbe.NON, 2)
    histoire.ordonner(Verbe.NON, 1)
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [2, 3])
    assert histoire.lettres_a("famille2@menage.example")[-1] == "attribution_candidat"


@pytest.mark.regle("R73")
def test_un_refus_ecrit_alors_que_le_bail_est_a_signer_va_a_une_personne_qui_le_saisit():
    histoire = a_signer(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    assert (histoire.statut, histoire.lettres_a(GESTIONNAIRE)[-1]) == (Statut.A_SIGNER, "candidat_a_trancher")
    histoire.ordonner(Verbe.NON, 1)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


def test_un_bailleur_qui_donne_juste_dix_jours_redate_la_lettre_partie_le_lendemain():
    histoire = complete(dalo(1), carnet=avec_delais(AVEC_DDETS, courriel=10, papier=21))
    assert histoire.proposition(1).dernier_jour == date(2026, 5, 15)  # 14 May is Ascension Day
    histoire.a("2026-05-06T00:00").avancer()
    assert histoire.proposition(1).tour == 2


def test_une_lettre_imprimee_ne_part_pas_par_courriel():
    histoire = complete(dalo(1, courriel=False))
    confiee = PropositionConfiee(rang=1, le=histoire.maintenant, numero=1, message_id="<x@y>", preuve="250 Ok")
    assert histoire.recevoir(confiee) == ()


@pytest.mark.parametrize("numero", [0, 9], ids=["le candidat zéro", "un candidat qui n'existe pas"])
def test_ce_qui_concerne_un_candidat_inconnu_ne_dit_rien(numero):
    histoire = complete()
    quand = histoire.maintenant
    reponse = ReponseDuCandidat(
        rang=1, le=quand, numero=numero, par="x@y.example", habilitation="", avis=Avis.REFUSE, preuve="non", texte="non",
        message="m" * 64,
    )  # fmt: skip
    confiee = PropositionConfiee(rang=1, le=quand, numero=numero, message_id="<x@y>", preuve="250 Ok")
    assert histoire.recevoir(reponse) == ()
    assert histoire.recevoir(confiee) == ()


@pytest.mark.regle("R71")
def test_le_rendez_vous_d_une_lettre_partie_est_le_lendemain_de_sa_date_a_l_ouverture():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == paris("2026-05-19T08:00")
