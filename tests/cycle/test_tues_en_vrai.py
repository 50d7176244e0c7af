"""Robots killed at random between real Postfix and Dovecot: `python -m bench.tues_en_vrai` plays hundreds of rounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cycle.tour_mortel import TourMortel
from tests.serveurs import ServeursReels


@pytest.mark.serveurs
def test_des_robots_tues_entre_postfix_et_dovecot_ne_perdent_ni_ne_doublent_rien(
    serveurs: ServeursReels, tmp_path: Path
) -> None:
    bilan = TourMortel(serveurs, tmp_path, graine=3, logements=1).jouer(3)
    assert bilan.griefs == []
    assert bilan.tues >= 3
    assert bilan.logements >= 1
    assert bilan.lettres > 8
