"""Three robots on one PostgreSQL and one mailbox, killed at random: nothing lost, nothing doubled, nothing stuck."""

from __future__ import annotations

import pytest

from tests.cycle.partie import Partie

# What a robot may be giving to the server when it dies: a letter on each connection, and those just taken.
LETTRES_EN_MAIN = 4

pytestmark = pytest.mark.postgresql


def test_trois_robots_tues_au_hasard_ne_perdent_ni_ne_doublent_rien(url_postgresql, tmp_path):
    bilan = Partie(url_postgresql, tmp_path, orientations=30).jouer()
    assert bilan.griefs == ()
    assert bilan.orientations >= 30
    assert bilan.tues > 3
    assert bilan.repetitions <= LETTRES_EN_MAIN * bilan.tues
