"""The judge is itself judged: each bug planted in the robot is caught. Here those of the first half."""

from __future__ import annotations

import pytest

from tests.simulation.bogues import BOGUES
from tests.simulation.prise import prendre

MINIMUM = 50


def test_il_y_a_au_moins_cinquante_bogues_distincts():
    assert len(BOGUES) >= MINIMUM
    assert len({bogue.quoi for bogue in BOGUES.values()}) == len(BOGUES)


@pytest.mark.parametrize("nom", [nom for nom, bogue in BOGUES.items() if not bogue.seconde_moitie])
def test_le_juge_prend_le_bogue(nom: str):
    prendre(nom)
