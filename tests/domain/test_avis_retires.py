"""A refusal of which the State was told proves not to be one: it is told so, once, and a later refusal is another."""

from __future__ import annotations

import pytest

from robot.domain.candidature import MotifDAvis, Reponse
from robot.domain.decisions import suivi
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.seconde_moitie import DDETS, GESTIONNAIRE, Histoire, menage
from tests.domain.test_ddets import AUTRE, AUTRE_ADRESSE, avis, muette


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
    histoire.ddets(1, Remise.ECHOUEE, par=DDETS.adresse, statut="5.1.1")
    histoire.a("2026-05-19T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-15T10:00")
    assert histoire.lettres_de("retrait_ddets") == []
    histoire.ordonner(Verbe.NON, 1)
    assert avis(histoire) == [(1, DDETS.adresse)], "son adresse est à corriger"
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert avis(histoire) == [(1, DDETS.adresse), (2, AUTRE.adresse)]


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


@pytest.mark.regle("R74")
def test_si_le_logement_a_suivi_son_chemin_le_gestionnaire_apprend_que_la_preuve_tombe():
    histoire = muette()
    histoire.designer(menage(2), menage(3), menage(4))
    histoire.a("2026-05-20T10:00").rapporter(1, Remise.ECHOUEE)
    assert histoire.lettres_de("retrait_ddets") == []
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "echec_remise"
