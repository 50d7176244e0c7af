"""The database engine: SQLite in WAL with full durability, or PostgreSQL for several robots.

On both, a committed letter survives a power cut, and readers wait for nobody.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import create_engine

POSTGRESQL = "postgresql"
DROITS = 0o600
ESSAIS_WAL, ATTENTE_WAL_S = 100, 0.05

# The execution options of a transaction that only reads, of several queries.
LECTURE = {"lecture_seule": True}

# READ COMMITTED, whatever the server's default: every writing checks under a row lock the version it was decided on,
# or meets a unique key; a stricter level would only add retries (docs/decisions/011).
ISOLATION = "READ COMMITTED"

# Both ends notice within half a minute that the other is gone, power cut included: the reader's lock is then free.
VIE_DE_LA_LIAISON = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
CONNEXION_S = 10

# A text that is no longer UTF-8 is read all the same, or the whole query would fail: whoever reads its row rejects it.
LIRE_UN_TEXTE = partial(str, encoding="utf-8", errors="surrogateescape")
REGLAGES_POSTGRESQL = {
    **{f"tcp_{cle}": valeur for cle, valeur in VIE_DE_LA_LIAISON.items()},
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "60s",  # a robot frozen in mid-writing holds back nobody for longer
}


def ouvrir(url: str) -> Engine:
    """The engine of that URL, its connections set up."""
    if url.startswith(POSTGRESQL):
        return _ouvrir_postgresql(url)
    moteur = create_engine(url)
    _reserver_au_robot(moteur.url.database)
    event.listen(moteur, "connect", _regler_sqlite)
    event.listen(moteur, "begin", _commencer)
    return moteur


def _reserver_au_robot(base: str | None) -> None:
    """Make a new file that only its owner reads, whatever the umask: SQLite gives its companions the same rights."""
    if base and not base.startswith((":memory:", "file:")):
        with suppress(OSError):  # it is there, or cannot be: SQLite says why
            os.close(os.open(base, os.O_RDWR | os.O_CREAT | os.O_EXCL, DROITS))


def pour_lire(moteur: Engine) -> Engine:
    """The same database, for single queries that change nothing: no transaction around them."""
    if moteur.dialect.name == POSTGRESQL:
        return moteur.execution_options(isolation_level="AUTOCOMMIT")
    return _sans_ecoute(moteur)


def pour_ecrire(moteur: Engine) -> Engine:
    """The same database, for the short transactions of every pass, which `commencer` opens."""
    return moteur if moteur.dialect.name == POSTGRESQL else _sans_ecoute(moteur)


def commencer(connexion: Connection) -> None:
    """Writers queue at once, instead of failing half-way; PostgreSQL locks rows."""
    if connexion.dialect.name != POSTGRESQL:
        connexion.exec_driver_sql("BEGIN IMMEDIATE")


def _sans_ecoute(moteur: Engine) -> Engine:
    """The same connections without the listener that opens each transaction: it costs more than the transaction."""
    return Engine(moteur.pool, moteur.dialect, moteur.url)


def _ouvrir_postgresql(url: str) -> Engine:
    options = " ".join(f"-c {cle}={valeur}" for cle, valeur in REGLAGES_POSTGRESQL.items())
    return create_engine(
        url,
        isolation_level=ISOLATION,
        pool_pre_ping=True,  # a server that restarted between two passes is no failure
        connect_args={
            "application_name": "robot-orientation",
            "connect_timeout": CONNEXION_S,
            "options": options,
            **VIE_DE_LA_LIAISON,
        },
    )


def _commencer(connexion: Connection) -> None:
    """Writers queue at once; readers see a snapshot and wait for nobody."""
    lecture = connexion.get_execution_options().get("lecture_seule")
    connexion.exec_driver_sql("BEGIN" if lecture else "BEGIN IMMEDIATE")


def _regler_sqlite(connexion: Any, _enregistrement: object) -> None:
    """WAL for readers beside the writer; FULL so that a committed letter survives a power cut."""
    connexion.isolation_level = None
    connexion.text_factory = LIRE_UN_TEXTE
    connexion.execute("PRAGMA busy_timeout=10000")
    _passer_en_wal(connexion)
    for reglage in ("synchronous=FULL", "foreign_keys=ON"):
        connexion.execute(f"PRAGMA {reglage}")


def _passer_en_wal(connexion: Any) -> None:
    """The first to open a base changes its mode; SQLite makes the second fail at once rather than wait."""
    for essai in range(ESSAIS_WAL):
        try:
            connexion.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as occupee:
            if "locked" not in str(occupee) or essai == ESSAIS_WAL - 1:
                raise
            time.sleep(ATTENTE_WAL_S)
        else:
            return
