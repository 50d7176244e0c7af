"""The judge is itself judged: each bug planted in the robot is caught."""

from __future__ import annotations

import pytest

from robot.simulation.essai import essayer
from tests.simulation.bogues import BOGUES

MINIMUM = 50
GRAINES = 10  # the noted one catches it; the next ones are for the day when another rule moves the stories


def test_il_y_a_au_moins_cinquante_bogues_distincts():
    assert len(BOGUES) >= MINIMUM
    assert len({bogue.quoi for bogue in BOGUES.values()}) == len(BOGUES)


@pytest.mark.parametrize("nom", BOGUES)
def test_le_juge_prend_le_bogue(nom: str):
    bogue = BOGUES[nom]
    with bogue.poser():
        griefs = (essayer(bogue.parametres(bogue.graine + rang)).griefs for rang in range(GRAINES))
        assert any(griefs), f"{bogue.quoi} : personne ne l'a vu"
