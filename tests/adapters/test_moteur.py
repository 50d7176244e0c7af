"""The engine of the base, opened by several at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from robot.adapters.base.moteur import ouvrir

ENSEMBLE, FOIS = 6, 15


def test_plusieurs_ouvrent_ensemble_une_base_qui_n_est_pas_encore_en_wal(tmp_path: Path):
    for fois in range(FOIS):
        base = tmp_path / f"{fois}.sqlite"
        with closing(sqlite3.connect(base)) as ancienne:
            ancienne.execute("CREATE TABLE t (a)")
        depart = Barrier(ENSEMBLE)

        def mode(_rang: int, base: Path = base, depart: Barrier = depart) -> str:
            moteur = ouvrir(f"sqlite:///{base}")
            depart.wait()
            with moteur.connect() as connexion:
                trouve = str(connexion.exec_driver_sql("PRAGMA journal_mode").scalar())
            moteur.dispose()
            return trouve

        with ThreadPoolExecutor(ENSEMBLE) as robots:
            assert set(robots.map(mode, range(ENSEMBLE))) == {"wal"}
