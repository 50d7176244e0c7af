"""A household whose silence was a refusal is designated again, then says that it had answered (R71, R73, R74)."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain.candidature import Reponse
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import FAMILLE, Histoire, acceptee
from tests.domain.test_ddets import muette

A_TEMPS = "2026-05-17T10:00"


def redesigne() -> Histoire:
    """Its silence of 18 May refused; a gestionnaire designated it again, and its second letter has left."""
    histoire = muette().a("2026-05-20T12:00")
    histoire.ordonner(Verbe.COMPLETER, designation=(dalo(1),))
    histoire.partir(2)
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [2])
    return histoire


@pytest.mark.regle("R71", "R73", "R74")
def test_sa_reponse_a_temps_defait_le_silence_et_suspend_celui_de_sa_nouvelle_candidature():
    histoire = redesigne()
    histoire.repondre(1, Avis.ACCEPTE, le=A_TEMPS)
    assert not histoire.candidature(1).a_refuse
    assert histoire.proposition(2).reponse is Reponse.A_CLARIFIER
    (lettre,) = histoire.lettres_de("retrait_ddets")
    assert lettre.contexte["revient"], "c'est à lui que le logement est proposé"
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert (notice.contexte["candidat"]["numero"], notice.contexte["effet"]) == (2, "")
    assert "dans le délai" in notice.contexte["cause"]
    assert "accuse_candidat" not in histoire.lettres_a(FAMILLE), "rien ne lui dit que le logement est parti"
    histoire.rapporter(2, Remise.FAITE)
    assert histoire.a("2026-06-30T09:00").avancer() == (), "il n'est pas silencieux, et n'a rien refusé"
    assert len(histoire.lettres_de("avis_ddets")) == 1


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("avis", list(Avis))
def test_ce_qu_il_repond_apres_la_date_a_sa_premiere_lettre_vaut_doute_pour_la_seconde(avis: Avis):
    histoire = redesigne()
    (doute,) = histoire.repondre(1, avis)
    assert isinstance(doute, f.ReponseDuCandidatAClarifier)
    assert (doute.numero, doute.tour) == (2, 1)
    assert histoire.candidature(1).a_refuse, "son premier silence reste ce qu'il était"
    assert histoire.lettres_a(FAMILLE)[-1] == "a_preciser_candidat"


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize(
    "dementir",
    [
        pytest.param(lambda h: h.repondre(1, Avis.ACCEPTE, le=A_TEMPS), id="sa réponse était arrivée à temps"),
        pytest.param(lambda h: h.rapporter(1, Remise.ECHOUEE), id="sa première lettre était revenue"),
    ],
)
def test_quand_il_a_deja_repondu_a_la_seconde_personne_ne_dit_que_le_logement_est_parti(dementir):
    histoire = redesigne()
    histoire.repondre(2, Avis.ACCEPTE)
    dementir(histoire)
    assert histoire.proposition(2).reponse is Reponse.OUI
    assert histoire.en_lice == [2]
    (lettre,) = histoire.lettres_de("retrait_ddets")
    assert lettre.contexte["revient"]
    assert histoire.lettres_de("candidat_a_trancher")[-1].contexte["redesigne"] == 2


@pytest.mark.regle("R70", "R71")
def test_il_n_est_pas_deux_fois_en_lice():
    """Two were presented; the commission chose the first, who was silent: the other waits for a decision."""
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    histoire.a("2026-05-26T09:00").avancer()
    histoire.ordonner(Verbe.PRESENTER)
    histoire.commission("2026-06-10T14:30")
    histoire.a("2026-06-11T09:00").ordonner(Verbe.ATTRIBUE, 1)
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-25T09:00").avancer()
    histoire.ordonner(Verbe.COMPLETER, designation=(menage(1),))
    assert (histoire.statut, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, [2, 3])
    histoire.repondre(1, Avis.ACCEPTE, le="2026-06-20T10:00")
    assert histoire.en_lice == [2, 3]
