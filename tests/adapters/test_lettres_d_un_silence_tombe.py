"""What is written to a household, its gestionnaire and the State once a silence proves to be no refusal (R71, R74)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from robot.domain.stimuli import Avis, Remise, Verbe
from tests.adapters.test_lettres_en_situation import la_derniere, texte
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import AVEC_DDETS, Histoire, complete, prouvee

A_TEMPS = "votre réponse était arrivée dans le délai"
L_ETAT = "l'État en est prévenu"
PREVENEZ = "prévenez le candidat 1"


def silence() -> Histoire:
    """The date of a DALO household, to whom the offer was proved, was 18 May; its silence was a refusal on the 20th."""
    histoire = prouvee("2026-05-05").a("2026-05-20T09:00")
    histoire.avancer()
    return histoire


def parti(histoire: Histoire) -> Histoire:
    """The dwelling went to others."""
    histoire.designer(menage(2), menage(3), menage(4))
    return histoire.a("2026-05-20T12:00")


def repondait(histoire: Histoire) -> None:
    histoire.repondre(1, Avis.ACCEPTE, le="2026-05-17T10:00")


def revenait(histoire: Histoire) -> None:
    histoire.rapporter(1, Remise.ECHOUEE)


@pytest.mark.regle("R71", "R74")
def test_celui_dont_la_reponse_dement_le_silence_le_lit_et_l_etat_aussi():
    histoire = parti(silence())
    repondait(histoire)
    accuse = la_derniere(histoire, "accuse_candidat")
    assert A_TEMPS in accuse
    assert L_ETAT in accuse
    assert PREVENEZ in la_derniere(histoire, "candidat_a_trancher")


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("dementir", [repondait, revenait])
@pytest.mark.parametrize("avis", [Avis.REFUSE, Avis.AMBIGU, Avis.ACCEPTE])
def test_ce_qu_il_ecrit_ensuite_est_lu_pour_ce_que_c_est(dementir: Callable[[Histoire], None], avis: Avis):
    histoire = parti(silence())
    dementir(histoire)
    histoire.a("2026-05-29T09:00").repondre(1, avis)
    accuse = la_derniere(histoire, "accuse_candidat")
    assert "une personne va le lire et vous répondra" in accuse
    assert A_TEMPS not in accuse
    notice = la_derniere(histoire, "candidat_a_trancher")
    assert "lisez ce qu'écrit le candidat 1" in notice
    assert "dans le délai, lue après" not in notice
    assert "avis du serveur" not in notice


@pytest.mark.regle("R73", "R74")
@pytest.mark.parametrize("cause", ["l'avis est revenu", "aucune DDETS dans le carnet"])
def test_personne_ne_lit_que_l_etat_est_prevenu_quand_rien_ne_lui_avait_ete_dit(cause: str):
    if cause == "l'avis est revenu":
        histoire = silence()
        histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=1)
    else:
        histoire = complete(dalo(1), carnet=replace(AVEC_DDETS, ddets=None))
        histoire.partir(1)
        histoire.rapporter(1, Remise.FAITE)
        histoire.a("2026-05-20T09:00").avancer()
    repondait(parti(histoire))
    accuse = la_derniere(histoire, "accuse_candidat")
    assert A_TEMPS in accuse
    assert L_ETAT not in accuse


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("dementir", [repondait, revenait])
def test_un_menage_designe_a_nouveau_ne_lit_pas_que_le_logement_est_parti(dementir: Callable[[Histoire], None]):
    histoire = silence()
    histoire.ordonner(Verbe.COMPLETER, designation=(dalo(1),))
    histoire.partir(2)
    histoire.repondre(2, Avis.ACCEPTE)
    dementir(histoire)
    dit = " ".join(texte(lettre) for lettre in histoire.lettres[-3:])
    assert "n'est pas disponible" not in dit
    assert "plus disponible" not in dit
    assert "déjà parti" not in dit
    assert "rassurez le candidat 1" in la_derniere(histoire, "candidat_a_trancher")
    assert "Sa nouvelle candidature suit son cours" in la_derniere(histoire, "candidat_a_trancher")
    if dementir is repondait:
        assert "Vous êtes de nouveau candidat à ce logement" in la_derniere(histoire, "accuse_candidat")
