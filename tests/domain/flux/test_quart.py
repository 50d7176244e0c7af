"""Le quart des attributions qui va aux ménages DALO ou prioritaires, réservataire par réservataire."""

from __future__ import annotations

from fractions import Fraction

import pytest

from robot.domain.candidat import Critere
from robot.domain.dossier import Dossier
from robot.domain.flux.quart import Quart, quarts
from robot.domain.stimuli import Verbe
from tests.domain.menages import menage
from tests.domain.seconde_moitie import CALENDRIER, a_signer, attribuee, complete


def compter(*dossiers: Dossier, annee: int = 2026) -> Quart:
    """Those of the commune of Viry."""
    return quarts(dossiers, annee, CALENDRIER).get("viry", Quart())


@pytest.mark.regle("R62")
@pytest.mark.parametrize(
    ("critere", "prioritaires"),
    [
        pytest.param(Critere.PRIORITAIRE, 1, id="un ménage prioritaire"),
        pytest.param(Critere.AUCUN, 0, id="un ménage sans priorité"),
        pytest.param(Critere.PREMIER_QUARTILE, 0, id="le premier quartile n'est pas le quart de l'article L.441-1"),
    ],
)
def test_une_attribution_compte_pour_la_priorite_du_menage(critere, prioritaires):
    assert compter(attribuee(menage(1, critere), menage(2), menage(3)).dossier) == Quart(1, prioritaires)


@pytest.mark.regle("R62")
def test_seul_le_premier_rang_compte_et_non_ceux_qui_attendent():
    classee = attribuee(menage(1), menage(2, Critere.PRIORITAIRE), menage(3, Critere.PRIORITAIRE))
    assert compter(classee.dossier) == Quart(1, 0)


@pytest.mark.regle("R62")
def test_quand_le_premier_refuse_le_suivant_compte():
    histoire = attribuee(menage(1), menage(2, Critere.PRIORITAIRE), menage(3))
    histoire.ordonner(Verbe.NON, 1)
    assert compter(histoire.dossier) == Quart(1, 1)


def test_un_logement_ou_rien_n_est_attribue_ne_compte_pas():
    assert compter(complete(menage(1, Critere.PRIORITAIRE), menage(2), menage(3)).dossier) == Quart()


def test_l_annee_est_celle_de_la_commission():
    assert compter(a_signer().dossier, annee=2025) == Quart()
    assert compter(a_signer().dossier, annee=2026) == Quart(1, 0)


@pytest.mark.regle("R62")
@pytest.mark.parametrize(
    ("quart", "suffit"),
    [
        pytest.param(Quart(), True, id="rien d'attribué : rien à redire"),
        pytest.param(Quart(4, 1), True, id="un sur quatre : juste le quart"),
        pytest.param(Quart(5, 1), False, id="un sur cinq : moins du quart"),
    ],
)
def test_le_quart_se_compte_sans_arrondi(quart, suffit):
    assert quart.suffit is suffit
    assert quart.part == (Fraction(quart.prioritaires, quart.attributions) if quart.attributions else 0)
