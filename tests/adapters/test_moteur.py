"""The engine of the base, opened by several at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from robot.adapters.base.moteur import ouvrir

ENSEMBLE, FOIS = 6, 15
PROPRIETAIRE_SEUL = 0o600


@pytest.fixture
def umask_ouvert() -> Iterator[None]:
    """What most shells have: new files are readable by everybody."""
    avant = os.umask(0o022)
    yield
    os.umask(avant)


def test_une_base_neuve_n_est_lisible_que_par_son_proprietaire_avec_ses_compagnons(umask_ouvert, tmp_path: Path):
    moteur = ouvrir(f"sqlite:///{tmp_path / 'robot.sqlite'}")
    with moteur.begin() as connexion:
        connexion.exec_driver_sql("CREATE TABLE t (a)")
    droits = {fichier.name: fichier.stat().st_mode & 0o777 for fichier in tmp_path.iterdir()}
    moteur.dispose()
    assert droits == dict.fromkeys(("robot.sqlite", "robot.sqlite-wal", "robot.sqlite-shm"), PROPRIETAIRE_SEUL)


def test_une_base_qui_existe_garde_ses_droits_et_son_contenu(tmp_path: Path):
    base = tmp_path / "robot.sqlite"
    with closing(sqlite3.connect(base)) as ancienne:
        ancienne.execute("CREATE TABLE t (a)")
    base.chmod(0o640)
    moteur = ouvrir(f"sqlite:///{base}")
    with moteur.begin() as connexion:
        connexion.exec_driver_sql("INSERT INTO t VALUES (1)")
    moteur.dispose()
    assert base.stat().st_mode & 0o777 == 0o640


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
