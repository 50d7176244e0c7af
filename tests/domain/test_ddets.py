"""The refusal of a DALO household goes to the State at once, once, with what proves it (R73, R74; charter III.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.candidature import FichierRecu, MotifDAvis
from robot.domain.carnet import Correspondant
from robot.domain.courriers import Fabrique
from robot.domain.decisions import suivi
from robot.domain.dossier import Statut
from robot.domain.lettres.ddets import OCTETS_PAR_LETTRE, repartir
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.menages import dalo, menage, nud
from tests.domain.seconde_moitie import AVEC_DDETS, DDETS, GESTIONNAIRE, Histoire, attribuee, complete
from tests.fabrique import CARNET, paris

AUTRE = Correspondant("DDETS 74", "reservation-sociale@prefecture.example")
AUTRE_ADRESSE = replace(AVEC_DDETS, ddets=AUTRE)


JUSTIFICATIFS = (FichierRecu(2, 4000),)


def refusee(carnet=AVEC_DDETS, fichiers=JUSTIFICATIFS) -> Histoire:
    """A DALO household refused in writing on Monday 4 May 2026 at 9:00."""
    histoire = complete(dalo(1), carnet=carnet)
    histoire.repondre(1, Avis.REFUSE, motif="trop loin de mon travail", fichiers=fichiers)
    return histoire


def muette() -> Histoire:
    """A DALO household to whom the offer was proved let the date pass; established on 19 May at 8:00."""
    histoire = complete(dalo(1))
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-05-19T08:00").avancer()
    return histoire


def avis(histoire: Histoire) -> list[tuple[int, str]]:
    return [(fait.tour, fait.adresse) for fait in histoire.de_type(f.DdetsAvisee)]


# --- at once, once --------------------------------------------------------------------------------


@pytest.mark.regle("R73")
def test_un_refus_ecrit_part_aussitot_avec_ses_justificatifs():
    histoire = refusee()
    assert [type(fait).__name__ for fait in histoire.faits[-3:]] == [
        "CandidatRefuse",
        "DdetsAvisee",
        "SansAttributaire",
    ]
    (lettre,) = histoire.lettres_de("avis_ddets")
    assert lettre.destinataire == DDETS.adresse
    assert lettre.contexte["nud"].replace(" ", "") == nud(1)
    assert lettre.contexte["motif_avis"] is MotifDAvis.REFUS
    assert lettre.contexte["motif"] == "trop loin de mon travail"
    (piece,) = lettre.pieces
    assert (piece.fabrique, piece.donnees["partie"]) == (Fabrique.RECUE, 2)
    assert piece.donnees["message"] == histoire.candidature(1).message


@pytest.mark.regle("R74")
def test_un_silence_prouve_part_avec_le_constat_ecrit_et_la_preuve_de_reception():
    histoire = muette()
    (lettre,) = histoire.lettres_de("avis_ddets")
    assert lettre.contexte["motif_avis"] is MotifDAvis.SILENCE
    assert lettre.contexte["recue_le"] == paris("2026-05-04T09:00").isoformat()
    (constat,) = lettre.pieces
    assert (constat.fabrique, constat.donnees["gabarit"]) == (Fabrique.LETTRE, "constat_silence_candidat")


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "refuser",
    [
        pytest.param(lambda h: h.ordonner(Verbe.NON, 1, motif="handicap"), id="la gestionnaire dit qu'il refuse"),
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), id="il le redit clairement"),
    ],
)
def test_ce_qu_il_a_joint_a_des_mots_peu_clairs_part_avec_son_refus(refuser):
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.AMBIGU, fichiers=JUSTIFICATIFS)
    ecrit = histoire.de_type(f.ReponseDuCandidatAClarifier)[-1].message
    assert histoire.lettres_a(DDETS.adresse) == []
    refuser(histoire.a("2026-05-05T09:00"))
    notice, complement = (lettre for lettre in histoire.lettres if lettre.destinataire == DDETS.adresse)
    assert (notice.gabarit, notice.contexte["complements"]) == ("avis_ddets", 1)
    assert (complement.gabarit, complement.contexte["avant"]) == ("complement_ddets", True)
    assert complement.pieces[0].donnees == {"message": ecrit, "partie": 2}


@pytest.mark.regle("R73")
def test_ce_que_joint_une_autre_adresse_n_est_a_personne():
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.REFUSE, fichiers=JUSTIFICATIFS, habilitation="", par="cousin@ailleurs.example")
    histoire.ordonner(Verbe.NON, 1, motif="handicap")
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    ("motif", "avis_pour", "au_menage"),
    [
        ("dossier non constitué", MotifDAvis.DOSSIER, "constat_dossier_candidat"),
        ("n'a jamais constitué son dossier", MotifDAvis.DOSSIER, "constat_dossier_candidat"),
        ("son dossier n'a pas été constitué", MotifDAvis.DOSSIER, "constat_dossier_candidat"),
        ("n'a pas fourni les pièces demandées", MotifDAvis.DOSSIER, "constat_dossier_candidat"),
        ("pièces jamais transmises", MotifDAvis.DOSSIER, "constat_dossier_candidat"),
        ("les documents remis ne lui plaisent pas", MotifDAvis.REFUS, "accuse_candidat"),
        ("il refuse : on ne lui a pas remis les documents du logement", MotifDAvis.REFUS, "accuse_candidat"),
        ("n'a pas constitué d'épargne pour le dépôt de garantie", MotifDAvis.REFUS, "accuse_candidat"),
        ("le bailleur ne lui a pas envoyé le dossier de visite", MotifDAvis.REFUS, "accuse_candidat"),
        ("pièces non fournies par la mairie", MotifDAvis.REFUS, "accuse_candidat"),
        ("trop loin de son travail", MotifDAvis.REFUS, "accuse_candidat"),
        ("le dossier est constitué, elle refuse le quartier", MotifDAvis.REFUS, "accuse_candidat"),
    ],
)
def test_un_dossier_non_constitue_vaut_refus_et_le_bailleur_le_constate_par_ecrit(motif, avis_pour, au_menage):
    """Nobody makes the household say that it refused; the State has the landlord's statement."""
    histoire = complete(dalo(1))
    histoire.partir(1)
    histoire.ordonner(Verbe.NON, 1, motif=motif)
    (lettre,) = histoire.lettres_de("avis_ddets")
    assert lettre.contexte["motif_avis"] is avis_pour
    constats = [piece.donnees["gabarit"] for piece in lettre.pieces]
    assert constats == (["constat_dossier_candidat"] if avis_pour is MotifDAvis.DOSSIER else [])
    assert histoire.lettres_a("famille1@menage.example")[-1] == au_menage


@pytest.mark.regle("R73", "R74")
def test_ce_qui_est_joint_a_l_ordre_va_a_l_etat_meme_quand_il_dit_un_dossier_non_constitue():
    histoire = complete(dalo(1))
    histoire.partir(1)
    histoire.ordonner(Verbe.NON, 1, motif="dossier non constitué", message="ab" * 32, fichiers=JUSTIFICATIFS)
    (lettre,) = histoire.lettres_de("avis_ddets")
    assert lettre.contexte["motif_avis"] is MotifDAvis.REFUS
    assert lettre.contexte["fichiers"] == len(JUSTIFICATIFS)


@pytest.mark.regle("R73", "R74")
def test_le_refus_de_menages_ordinaires_ne_regarde_pas_la_ddets():
    histoire = complete()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert avis(histoire) == []


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "geste",
    [
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), id="le ménage redit non"),
        pytest.param(lambda h: h.ordonner(Verbe.RECHERCHE), id="le gestionnaire cherche"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), id="le logement va au suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), id="le dossier est annulé"),
        pytest.param(lambda h: h.designer(menage(2), menage(3), menage(4)), id="d'autres candidats arrivent"),
        pytest.param(lambda h: h.ddets(1, Remise.FAITE), id="la DDETS accuse réception"),
    ],
)
def test_un_refus_vaut_un_avis_et_un_seul_quoi_qu_il_arrive_ensuite(geste):
    histoire = refusee()
    geste(histoire)
    for quand in ("2026-05-05T09:00", "2026-05-11T09:00", "2026-06-30T09:00"):
        histoire.a(quand).avancer()
    assert avis(histoire) == [(1, DDETS.adresse)]


@pytest.mark.regle("R73")
def test_le_refus_apres_la_commission_part_aussi():
    histoire = attribuee(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    assert avis(histoire) == [(1, DDETS.adresse)]
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE


# --- without an address ---------------------------------------------------------------------------


@pytest.mark.regle("R73")
def test_sans_adresse_dans_le_carnet_l_avis_attend_et_part_quand_elle_y_est():
    histoire = refusee(CARNET)
    assert avis(histoire) == []
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == paris("2026-05-05T08:00")
    assert histoire.a("2026-05-05T08:00").avancer() == ()
    histoire.carnet = AVEC_DDETS
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == histoire.maintenant  # it may leave now
    histoire.avancer()
    assert avis(histoire) == [(1, DDETS.adresse)]
    assert histoire.avancer() == ()


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "geste",
    [
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), id="le logement est déjà chez le réservataire suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), id="le dossier est déjà annulé"),
    ],
)
def test_l_avis_qui_attendait_une_adresse_part_meme_si_le_logement_a_suivi_son_chemin(geste):
    histoire = refusee(CARNET)
    geste(histoire)
    histoire.carnet = AVEC_DDETS
    histoire.a("2026-05-05T08:00").avancer()
    assert avis(histoire) == [(1, DDETS.adresse)]


# --- acknowledged, chased, come back --------------------------------------------------------------


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("accuse", "relances"),
    [
        pytest.param(None, 1, id="rien ne revient : relancée une fois, une seule"),
        pytest.param("", 0, id="une personne répond : pas de relance"),
        pytest.param("2.0.0", 0, id="le serveur dit que c'est remis : pas de relance"),
    ],
)
def test_la_ddets_est_relancee_le_troisieme_jour_ouvre_si_rien_n_est_revenu(accuse, relances):
    histoire = refusee()
    if accuse is not None:
        histoire.ddets(1, Remise.FAITE, statut=accuse)
    assert histoire.a("2026-05-07T07:59").avancer() == ()
    for quand in ("2026-05-07T08:00", "2026-05-11T08:00", "2026-07-01T08:00"):
        histoire.a(quand).avancer()
    assert len(histoire.de_type(f.DdetsRelancee)) == relances
    assert len(histoire.lettres_de("rappel_ddets")) == relances


def test_le_rendez_vous_de_la_relance_est_le_bon():
    histoire = refusee()
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == paris("2026-05-07T08:00")


@pytest.mark.regle("R73")
def test_un_avis_revenu_est_dit_aux_gestionnaires_et_repart_pour_une_autre_adresse_seulement():
    histoire = refusee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1")
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "echec_remise"
    assert histoire.a("2026-05-11T09:00").avancer() == ()
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert avis(histoire) == [(1, DDETS.adresse), (2, AUTRE.adresse)]
    assert histoire.lettres_a(AUTRE.adresse) == ["avis_ddets"]
    assert histoire.avancer() == ()


@pytest.mark.regle("R73")
def test_changer_d_adresse_sans_retour_n_envoie_pas_un_second_avis():
    histoire = refusee()
    histoire.carnet = AUTRE_ADRESSE
    histoire.a("2026-05-05T09:00").avancer()
    assert avis(histoire) == [(1, DDETS.adresse)]


@pytest.mark.regle("R73")
def test_un_rebond_tardif_de_l_ancienne_adresse_ne_defait_pas_le_nouvel_avis():
    """Two letters of one notice come back one after the other; the second must not condemn what left since."""
    histoire = refusee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1")
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    (revenu,) = histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", par=DDETS.adresse)
    assert isinstance(revenu, f.CourrierRevenu)
    courant = histoire.candidature(1).avis
    assert courant is not None
    assert (courant.tour, courant.revenu) == (2, "")
    (revenu,) = histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", par=AUTRE.adresse)
    assert isinstance(revenu, f.AvisRevenu)


@pytest.mark.regle("R73")
def test_la_remise_d_une_lettre_de_l_avis_n_efface_pas_le_retour_d_une_autre():
    """A notice in two letters: one arrived, the other came back; the State does not hold everything."""
    histoire = refusee(fichiers=(FichierRecu(2, 6_000_000), FichierRecu(3, 6_000_000)))
    assert len(histoire.lettres_a(DDETS.adresse)) == 2
    histoire.ddets(1, Remise.ECHOUEE, statut="5.3.4")
    assert histoire.ddets(1, Remise.FAITE, statut="2.0.0") == ()
    histoire.ddets(1, Remise.FAITE)  # a person of the DDETS writes that it holds the notice
    courant = histoire.candidature(1).avis
    assert courant is not None
    assert (courant.revenu, courant.accuse_le) == ("", histoire.maintenant)


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("rapport", "accuse"),
    [
        pytest.param({"courrier": "avis_ddets", "avis": 1}, True, id="une personne, du premier avis"),
        pytest.param({"courrier": "rappel_ddets", "avis": 1}, True, id="une personne, du rappel du premier"),
        pytest.param({"courrier": "avis_ddets", "avis": 1, "statut": "2.0.0"}, False, id="un serveur, du premier avis"),
    ],
)
def test_une_personne_qui_repond_au_premier_avis_d_un_refus_vaut_pour_le_second(rapport, accuse):
    """It came back for one of its readers; another one holds it, and says so after the second has left."""
    histoire = refusee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=1)
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    histoire.ddets(1, Remise.FAITE, **rapport)
    assert [fait.le for fait in histoire.de_type(f.DdetsAccuse)] == [histoire.maintenant] * accuse
    histoire.a("2026-06-30T08:00").avancer()
    assert len(histoire.lettres_de("rappel_ddets")) == (not accuse)


@pytest.mark.regle("R73")
def test_une_personne_qui_repond_a_l_avis_d_un_silence_tombe_ne_dit_rien_du_refus_qui_a_suivi():
    histoire = muette()
    histoire.a("2026-05-19T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-15T10:00")
    histoire.ordonner(Verbe.NON, 1)
    assert histoire.ddets(1, Remise.FAITE, courrier="avis_ddets", avis=1) == ()


@pytest.mark.parametrize(
    ("premier", "second"),
    [
        pytest.param(Remise.FAITE, Remise.FAITE, id="deux accusés : un seul fait"),
        pytest.param(Remise.ECHOUEE, Remise.ECHOUEE, id="deux retours : un seul fait"),
        pytest.param(Remise.DIFFEREE, Remise.DIFFEREE, id="un retard : aucun"),
    ],
)
def test_ce_qui_se_repete_ne_s_ecrit_qu_une_fois(premier, second):
    histoire = refusee()
    histoire.ddets(1, premier)
    assert histoire.ddets(1, second) == ()


def test_un_accuse_pour_un_menage_sans_avis_ne_dit_rien():
    assert complete().ddets(1, Remise.FAITE) == ()


# --- attachments ----------------------------------------------------------------------------------


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("tailles", "lots", "trop"),
    [
        pytest.param((), [[]], 0, id="rien : une lettre quand même"),
        pytest.param((1000, 2000), [[1000, 2000]], 0, id="deux petits fichiers : une lettre"),
        pytest.param((OCTETS_PAR_LETTRE,), [[OCTETS_PAR_LETTRE]], 0, id="juste la limite : une lettre"),
        pytest.param((OCTETS_PAR_LETTRE, 1), [[OCTETS_PAR_LETTRE], [1]], 0, id="un octet de plus : deux lettres"),
        pytest.param((OCTETS_PAR_LETTRE + 1,), [[]], 1, id="trop lourd pour toute lettre : dit, non perdu en silence"),
        pytest.param(
            (6_000_000, OCTETS_PAR_LETTRE + 1, 2_000_000), [[6_000_000], [2_000_000]], 1, id="l'ordre est gardé"
        ),
    ],
)
def test_les_justificatifs_trop_lourds_sont_repartis_ou_dits(tailles, lots, trop):
    fichiers = tuple(FichierRecu(partie, taille) for partie, taille in enumerate(tailles, 2))
    repartis, trop_lourds = repartir(fichiers)
    assert [[fichier.taille for fichier in lot] for lot in repartis] == lots
    assert len(trop_lourds) == trop
    histoire = refusee(fichiers=fichiers)
    lettres = histoire.lettres_de("avis_ddets")
    assert [lettre.contexte["lettre"] for lettre in lettres] == list(range(1, len(lots) + 1))
    assert {lettre.contexte["lettres"] for lettre in lettres} == {len(lots)}
    assert {lettre.contexte["trop_lourds"] for lettre in lettres} == {trop}
    assert len({lettre.cle for lettre in lettres}) == len(lots)
