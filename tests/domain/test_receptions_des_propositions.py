"""What proves that a household holds its letter, and what its silence is worth (R64, R74; CE 19 June 2025)."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import Reponse, VoieDEnvoi
from robot.domain.decisions import suivi
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import (
    DDETS,
    FAMILLE,
    GESTIONNAIRE,
    attribuee,
    complete,
    nouvelle_adresse,
    proposee_au_dalo,
    prouvee,
)

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


@pytest.mark.regle("R74")
def test_un_avis_qui_devance_le_mot_du_serveur_prouve_la_seconde_lettre():
    """The link was cut as the letter left: an automatic reply came before the server's word on the second attempt."""
    histoire = attribuee(dalo(1))
    (remise,) = histoire.rapporter(1, Remise.FAITE)
    assert isinstance(remise, f.PropositionRemise)
    assert remise.tour == 2
    histoire.partir(1)
    assert histoire.proposition(1).remise_le is not None


@pytest.mark.regle("C15")
def test_l_echec_d_une_premiere_lettre_ne_fait_pas_echouer_la_seconde():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.designer(nouvelle_adresse())
    histoire.partir(1)
    (revenu,) = histoire.rapporter(1, Remise.ECHOUEE, tour=1)
    assert isinstance(revenu, f.CourrierRevenu)
    assert histoire.proposition(1).reponse is Reponse.ATTENDUE


@pytest.mark.regle("C15")
def test_l_echec_d_une_premiere_lettre_ne_fait_pas_echouer_la_seconde_qui_attend_de_partir():
    histoire = attribuee(dalo(1))
    assert histoire.proposition(1).expediee_le is None
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
    histoire.designer(nouvelle_adresse())
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


# --- silence --------------------------------------------------------------------------------------


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
def test_un_rebond_apres_un_silence_prouve_est_dit_a_une_personne_si_le_logement_est_au_suivant():
    histoire = attribuee()
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()
    assert (histoire.proposition(1).reponse, histoire.statut) == (Reponse.SILENCE, Statut.ATTRIBUEE)
    (tombe,) = histoire.rapporter(1, Remise.ECHOUEE)
    assert isinstance(tombe, f.SilenceTombe)
    assert not tombe.revient
    assert histoire.en_lice == [2, 3]
    assert "candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)


@pytest.mark.regle("C15", "R74")
@pytest.mark.parametrize("constat", [False, True], ids=["avant la date", "après le constat de silence"])
def test_une_remise_anterieure_a_l_echec_ne_prouve_plus_rien_une_personne_le_dira(constat):
    histoire = prouvee("2026-05-05")
    echec = "2026-05-20T11:00" if constat else "2026-05-05T12:00"
    histoire.a("2026-05-20T09:00" if constat else echec).avancer()
    histoire.a(echec).rapporter(1, Remise.ECHOUEE)
    assert histoire.rapporter(1, Remise.FAITE, le="2026-05-05T10:05") == ()
    histoire.a("2026-05-21T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.NON_REMISE
    assert len(histoire.de_type(f.SilenceDuCandidat)) == constat
    histoire.ordonner(Verbe.REMIS, 1, jour="2026-05-05", motif="remise en main propre")
    assert histoire.proposition(1).reponse is Reponse.SILENCE


@pytest.mark.regle("C15")
def test_une_remise_posterieure_a_l_echec_dit_que_la_lettre_est_arrivee():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.a("2026-05-05T10:00").rapporter(1, Remise.FAITE)
    assert histoire.proposition(1).reponse is Reponse.ATTENDUE


@pytest.mark.regle("C15", "R74")
def test_un_rebond_avant_la_fin_arrete_la_date():
    histoire = prouvee("2026-05-04")
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.a("2026-05-19T08:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.NON_REMISE
    assert histoire.statut is Statut.COMPLETE


# --- a program answers in the household's place -------------------------------------------------


@pytest.mark.regle("R74")
@pytest.mark.parametrize("prouvee", [False, True], ids=["rien d'autre", "le serveur a dit qu'elle était arrivée"])
def test_le_silence_d_un_menage_absent_va_a_une_personne(prouvee):
    """In hospital until the end of June: what its mailbox says in its place must not cost it its right."""
    histoire = proposee_au_dalo()
    histoire.partir(1)
    if prouvee:
        histoire.rapporter(1, Remise.FAITE)
    histoire.rapporter(1, Remise.FAITE, absence=True)
    histoire.rapporter(1, Remise.FAITE, absence=True)
    assert len(histoire.de_type(f.AbsenceDuCandidat)) == 1
    histoire.a("2026-05-19T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    assert histoire.lettres_a(DDETS.adresse) == []
    (lettre,) = histoire.lettres_de("candidat_a_trancher")
    assert lettre.contexte["absence"] == "avis du serveur"


@pytest.mark.regle("R74")
def test_une_reponse_automatique_apres_le_constat_de_silence_est_dite_a_une_personne():
    histoire = prouvee("2026-05-05")
    histoire.a("2026-05-20T09:00").avancer()
    histoire.a("2026-05-20T11:00").rapporter(1, Remise.FAITE, absence=True)
    assert histoire.proposition(1).reponse is Reponse.SILENCE
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert (notice.contexte["effet"], notice.contexte["absence"]) == ("silence", "avis du serveur")


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    ("geste", "statut", "reponse"),
    [
        pytest.param(lambda h: h.ordonner(Verbe.RECHERCHE), Statut.COMPLETE, Reponse.SANS_PREUVE, id="il revient"),
        pytest.param(
            lambda h: h.designer(menage(2), menage(3), menage(4)),
            Statut.COMPLETE,
            Reponse.SILENCE_TOMBE,
            id="d'autres sont désignés",
        ),
    ],
)
def test_une_reponse_automatique_arrivee_avant_la_date_et_lue_apres_defait_le_silence(geste, statut, reponse):
    """Found in the spam folder: read in its time, it would have kept that silence from being a refusal."""
    histoire = prouvee("2026-05-05")
    histoire.a("2026-05-20T09:00").avancer()
    geste(histoire)
    histoire.a("2026-05-20T12:00").rapporter(1, Remise.FAITE, absence=True, le="2026-05-18T23:00")
    assert (histoire.statut, histoire.proposition(1).reponse) == (statut, reponse)
    assert (1 in histoire.en_lice) is (reponse is Reponse.SANS_PREUVE)
    assert histoire.proposition(1).remise_le is not None, "la lettre, elle, est arrivée"
    (retrait,) = histoire.lettres_de("retrait_ddets")
    assert (retrait.contexte["repondu"], retrait.contexte["absent"]) == (False, True)
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert notice.contexte["absence"] == "avis du serveur"
    assert "n'est pas arrivée" not in notice.contexte["cause"]
    assert histoire.lettres_de("candidats_complets")[-1].contexte["nombre"] == len(histoire.en_lice)
    histoire.a("2026-06-30T09:00").avancer()
    assert not histoire.candidature(1).a_refuse


@pytest.mark.regle("R74")
def test_une_reponse_automatique_ne_dit_rien_de_qui_a_deja_repondu():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.repondre(1, Avis.REFUSE)
    assert histoire.rapporter(1, Remise.FAITE, absence=True) == ()


@pytest.mark.regle("R74")
def test_une_personne_qui_prouve_la_reception_l_emporte_sur_l_absence():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE, absence=True)
    histoire.a("2026-05-19T09:00").avancer()
    histoire.ordonner(Verbe.REMIS, 1, jour="2026-05-05", motif="remise en main propre")
    assert histoire.proposition(1).reponse is Reponse.SILENCE
