"""The bugs of the second half: apart, since another process may play them meanwhile."""

from __future__ import annotations

import pytest

from tests.simulation.bogues import BOGUES
from tests.simulation.prise import prendre


@pytest.mark.parametrize("nom", [nom for nom, bogue in BOGUES.items() if bogue.seconde_moitie])
def test_le_juge_prend_le_bogue_de_la_suite(nom: str):
    prendre(nom)
