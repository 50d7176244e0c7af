"""The database engine: SQLite in WAL with full durability, writers that queue, readers that wait for nobody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import create_engine

# The execution options of a transaction that only reads.
LECTURE = {"lecture_seule": True}


def ouvrir(url: str) -> Engine:
    """The engine of that URL, its connections set up."""
    moteur = create_engine(url)
    if moteur.dialect.name == "sqlite":
        event.listen(moteur, "connect", _regler_sqlite)
        event.listen(moteur, "begin", _commencer)
    return moteur


def _commencer(connexion: Connection) -> None:
    """Writers queue at once; readers see a snapshot and wait for nobody."""
    lecture = connexion.get_execution_options().get("lecture_seule")
    connexion.exec_driver_sql("BEGIN" if lecture else "BEGIN IMMEDIATE")


def _regler_sqlite(connexion: Any, _enregistrement: object) -> None:
    """WAL for readers beside the writer; FULL so that a committed letter survives a power cut."""
    connexion.isolation_level = None
    for reglage in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connexion.execute(f"PRAGMA {reglage}")
