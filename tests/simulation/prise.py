"""How a planted bug is said to be caught."""

from __future__ import annotations

from robot.simulation.essai import essayer
from tests.simulation.bogues import BOGUES

GRAINES = 10  # the noted one catches it; the next ones are for the day when another rule moves the stories


def prendre(nom: str) -> None:
    """Assert that the judge catches it."""
    bogue = BOGUES[nom]
    with bogue.poser():
        griefs = (essayer(bogue.parametres(bogue.graine + rang)).griefs for rang in range(GRAINES))
        assert any(griefs), f"{bogue.quoi} : personne ne l'a vu"
