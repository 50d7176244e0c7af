"""A refusal of which the State was told proves not to be one: it is told so, once, and a later refusal is another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from robot.domain import faits as f
from robot.domain.candidature import MotifDAvis, Reponse
from robot.domain.decisions import suivi
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.dementis import a_dire, repond, retraits, revient
from tests.domain.seconde_moitie import DDETS, Histoire
from tests.domain.test_ddets import AUTRE, AUTRE_ADRESSE, avis, muette

AVIS: dict[str, Any] = {"courrier": "avis_ddets", "avis": 1}
RETRAIT: dict[str, Any] = {"courrier": "retrait_ddets", "avis": 1}


def detrompee() -> Histoire:
    """The State was told of a silence; the household's yes, received in time, is read the same day at ten."""
    histoire = muette()
    histoire.a("2026-05-19T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-15T10:00")
    return histoire


@pytest.mark.regle("R73", "R74")
def test_la_ddets_apprend_que_le_silence_dont_elle_fut_avisee_n_en_etait_pas_un():
    histoire = detrompee()
    (lettre,) = histoire.lettres_de("retrait_ddets")
    assert lettre.destinataire == DDETS.adresse
    histoire.ordonner(Verbe.OUI, 1)
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None
    histoire.a("2026-06-30T08:00").avancer()
    assert histoire.lettres_de("rappel_ddets") == [], "elle n'est pas relancée d'un avis retiré"
    assert avis(histoire) == [(1, DDETS.adresse)]


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "refuser",
    [
        pytest.param(lambda h: h.ordonner(Verbe.NON, 1), id="dit par le gestionnaire"),
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), id="écrit par le ménage"),
    ],
)
def test_le_refus_qui_suit_un_silence_defait_est_un_nouveau_refus(refuser):
    histoire = detrompee()
    refuser(histoire)
    assert avis(histoire) == [(1, DDETS.adresse), (2, DDETS.adresse)]
    assert histoire.lettres_de("avis_ddets")[-1].contexte["motif_avis"] is MotifDAvis.REFUS


@pytest.mark.regle("R73")
def test_un_avis_revenu_n_est_pas_retire_personne_ne_le_tient():
    histoire = muette()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **AVIS)
    histoire.a("2026-05-19T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-15T10:00")
    assert histoire.lettres_de("retrait_ddets") == []
    histoire.ordonner(Verbe.NON, 1)
    assert avis(histoire) == [(1, DDETS.adresse), (2, DDETS.adresse)], "un autre refus n'attend pas : un autre avis"
    histoire.ddets(1, Remise.ECHOUEE, par=DDETS.adresse, statut="5.1.1")
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert avis(histoire)[2:] == [(3, AUTRE.adresse)]


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "avant",
    [
        pytest.param(lambda h: h.ddets(1, Remise.FAITE, **AVIS), id="accusé par une personne"),
        pytest.param(lambda h: h.ddets(1, Remise.FAITE, statut="2.0.0", **AVIS), id="accusé par un serveur"),
    ],
)
def test_un_avis_accuse_puis_revenu_est_retire(avant):
    histoire = muette()
    avant(histoire)
    histoire.ddets(1, Remise.ECHOUEE, statut="5.3.4", **AVIS)
    repond(histoire.a("2026-05-20T10:00"))
    assert retraits(histoire) == [(1, DDETS.adresse)]


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "retour",
    [
        pytest.param({"courrier": "complement_ddets", "statut": "5.3.4"}, id="des justificatifs trop lourds"),
        pytest.param({"courrier": "rappel_ddets", "statut": "5.2.2"}, id="le rappel, boîte pleine"),
        pytest.param({"courrier": "avis_ddets", "statut": ""}, id="un serveur qui n'a jamais confirmé"),
        pytest.param({"courrier": "avis_ddets", "statut": "2.0.0"}, id="supprimé sans être lu, par un lecteur"),
        pytest.param(
            {"courrier": "avis_ddets", "statut": "5.1.1", "par": "parti@prefecture.example"}, id="un de ses lecteurs"
        ),
        pytest.param({"statut": "5.1.1"}, id="on ne sait quelle lettre"),
    ],
)
def test_ce_qui_revient_sans_etre_l_avis_lui_meme_n_empeche_pas_de_le_retirer(retour):
    histoire = muette()
    histoire.ddets(1, Remise.ECHOUEE, avis=1, **retour)
    repond(histoire.a("2026-05-20T10:00"))
    assert retraits(histoire) == [(1, DDETS.adresse)]
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert "détrompée" in notice.contexte["cause"]


@pytest.mark.regle("R73")
@pytest.mark.parametrize("accuse", [True, False], ids=["le premier était accusé", "ni l'un ni l'autre n'est arrivé"])
def test_un_second_avis_revenu_n_efface_pas_que_la_ddets_tient_le_premier(accuse):
    histoire = muette()
    if accuse:
        histoire.ddets(1, Remise.FAITE, **AVIS)
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **AVIS)
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=2, par=AUTRE.adresse)
    repond(histoire.a("2026-05-20T10:00"))
    assert retraits(histoire) == ([(1, AUTRE.adresse)] if accuse else [])


@pytest.mark.regle("R73")
def test_personne_ne_lit_que_la_ddets_est_detrompee_d_un_avis_qu_elle_n_a_jamais_eu():
    for dementir in (repond, revient):
        histoire = muette()
        histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **AVIS)
        dementir(histoire.a("2026-05-20T11:00"))
        (notice,) = histoire.lettres_de("candidat_a_trancher")
        assert "détrompée" not in notice.contexte["cause"]


# --- the withdrawal too may come back, or be acknowledged ----------------------------------------------


@pytest.mark.regle("R73")
def test_un_retrait_revenu_est_dit_aux_gestionnaires_et_repart_pour_une_autre_adresse():
    histoire = detrompee()
    histoire.ddets(1, Remise.FAITE, statut="2.0.0", courrier="avis_ddets", avis=1)
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **RETRAIT)
    (notice,) = histoire.lettres_de("echec_remise")
    assert (notice.contexte["courrier"], notice.contexte["a_renvoyer"]) == ("retrait_ddets", True)
    assert any("n'en est pas un" in quoi for quoi in a_dire(histoire))
    assert histoire.a("2026-05-20T09:00").avancer() == ()
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is not None
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert retraits(histoire) == [(1, DDETS.adresse), (2, AUTRE.adresse)]
    assert not any("n'en est pas un" in quoi for quoi in a_dire(histoire))
    assert len({lettre.cle for lettre in histoire.lettres_de("retrait_ddets")}) == 2
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **RETRAIT)
    assert len(retraits(histoire)) == 2, "un second retour de l'ancienne adresse ne condamne pas la neuve"
    assert histoire.avancer() == ()


@pytest.mark.regle("R73")
def test_un_retrait_revenu_repart_chaque_semaine_a_la_meme_adresse_et_n_attend_pas_sans_fin():
    """Its mailbox was full; the dossier is over, and the State still holds that refusal."""
    histoire = detrompee()
    histoire.ordonner(Verbe.ANNULER)
    histoire.ddets(1, Remise.ECHOUEE, statut="5.2.2", **RETRAIT)
    assert histoire.a("2026-05-25T09:00").avancer() == ()
    for _ in range(20):
        histoire.a((histoire.maintenant + timedelta(days=7)).isoformat()).avancer()
        histoire.ddets(1, Remise.ECHOUEE, statut="5.2.2", **RETRAIT)
    assert retraits(histoire) == [(tour, DDETS.adresse) for tour in range(1, 10)]
    assert len({lettre.cle for lettre in histoire.lettres_de("retrait_ddets")}) == 9
    assert any("n'en est pas un" in quoi for quoi in a_dire(histoire)), "une personne l'appelle"
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert retraits(histoire)[9:] == [(10, AUTRE.adresse)]


@pytest.mark.regle("R73")
def test_un_retrait_renvoye_et_accuse_ne_repart_plus():
    histoire = detrompee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.2.2", **RETRAIT)
    histoire.a("2026-05-26T09:00").avancer()
    histoire.ddets(1, Remise.FAITE, **RETRAIT)
    histoire.a("2026-06-30T09:00").avancer()
    assert len(retraits(histoire)) == 2
    assert not any("n'en est pas un" in quoi for quoi in a_dire(histoire))


@pytest.mark.regle("R73")
def test_un_retrait_revenu_ne_retient_pas_l_avis_d_un_vrai_refus():
    histoire = detrompee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", **RETRAIT)
    histoire.ordonner(Verbe.NON, 1)
    assert avis(histoire) == [(1, DDETS.adresse), (2, DDETS.adresse)]
    assert not any("n'en est pas un" in quoi for quoi in a_dire(histoire)), "il a refusé, l'État le sait"


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("rapport", "accuse"),
    [
        pytest.param(RETRAIT, False, id="du retrait"),
        pytest.param({"courrier": "avis_ddets", "avis": 1}, False, id="du premier avis"),
        pytest.param({"courrier": "rappel_ddets", "avis": 2}, False, id="du rappel de ce second avis"),
        pytest.param({}, False, id="d'on ne sait quelle lettre"),
        pytest.param({"courrier": "avis_ddets", "avis": 2}, True, id="du second avis"),
    ],
)
def test_l_accuse_d_un_serveur_ne_vaut_que_pour_la_lettre_dont_il_parle(rapport, accuse):
    histoire = detrompee()
    histoire.ordonner(Verbe.NON, 1)
    histoire.ddets(1, Remise.FAITE, statut="2.0.0", **rapport)
    courant = histoire.candidature(1).avis
    assert courant is not None
    assert (courant.tour, courant.accuse_le is not None) == (2, accuse)


@pytest.mark.regle("R73")
@pytest.mark.parametrize("statut", ["2.0.0", ""], ids=["le serveur", "une personne"])
def test_l_accuse_du_retrait_est_celui_du_retrait(statut):
    histoire = detrompee()
    (fait,) = histoire.ddets(1, Remise.FAITE, statut=statut, **RETRAIT)
    assert isinstance(fait, f.DdetsAccuse)
    assert fait.courrier == "retrait_ddets"
    courant = histoire.candidature(1).avis
    assert courant is not None
    assert courant.retrait is not None
    assert (courant.accuse_le, courant.retrait.accuse_le) == (None, histoire.maintenant)
    assert histoire.ddets(1, Remise.FAITE, statut=statut, **RETRAIT) == ()


@pytest.mark.regle("R73")
def test_l_avis_d_un_silence_tombe_qui_revient_apres_son_retrait_ne_demande_plus_rien():
    histoire = detrompee()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=1)
    (notice,) = histoire.lettres_de("echec_remise")
    assert not notice.contexte["a_renvoyer"]
    histoire.carnet = AUTRE_ADRESSE
    assert histoire.a("2026-05-20T09:00").avancer() == ()


@pytest.mark.regle("R73", "R74", "C15")
def test_une_proposition_qui_revient_apres_le_constat_defait_le_silence_et_detrompe_la_ddets():
    """ "Delivered", said a first server; the second one gave up two weeks later."""
    histoire = muette()
    histoire.a("2026-05-20T10:00").rapporter(1, Remise.ECHOUEE)
    assert histoire.statut is Statut.COMPLETE
    assert histoire.proposition(1).reponse is Reponse.NON_REMISE
    (lettre,) = histoire.lettres_de("retrait_ddets")
    assert not lettre.contexte["repondu"]
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert "est détrompée" in notice.contexte["cause"]
