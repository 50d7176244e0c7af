"""Who may work on a store: one robot on a SQLite file; several on PostgreSQL, one of which reads and decides.

Both locks are freed by death: the file's by the kernel, the other by the
server when the connection that holds it closes.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from robot.adapters.base.moteur import POSTGRESQL
from robot.adapters.base.pannes import traduire
from robot.ports import VerrouTenu

# Names of advisory locks, one space of names per database.
LECTEUR = int.from_bytes(b"lecteur")
SCHEMA = int.from_bytes(b"schema")


@contextmanager
def tenir(base: str | None) -> Iterator[None]:
    """Hold the lock of that database file while the block runs; a database in memory has none.

    Raises VerrouTenu, with the process and the host that hold it.
    """
    if not base or base == ":memory:":
        yield
        return
    chemin = Path(f"{base}.verrou")
    with chemin.open("a+") as fichier:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as erreur:
            fichier.seek(0)
            tenant = fichier.read().strip() or "un autre processus"
            raise VerrouTenu(
                f"{base} est déjà tenu par {tenant} : un seul robot par base. "
                "Arrêtez-le, ou attendez la fin de sa passe. Plusieurs robots demandent PostgreSQL (réglage « url »)."
            ) from erreur
        fichier.truncate(0)
        fichier.write(f"le processus {os.getpid()} sur {socket.gethostname()}")
        fichier.flush()
        yield


@contextmanager
def tenter_de_lire(moteur: Engine) -> Iterator[bool]:
    """Whether we are the one reader of the mailbox while the block runs. Raises StoreInjoignable.

    The lock lives on a connection of its own. If that connection is lost
    meanwhile, another robot reads too, which is harmless: a message is claimed
    once, and no bookmark passes an unclaimed one.
    """
    if moteur.dialect.name != POSTGRESQL:
        yield True  # `tenir` keeps the others out
        return
    with traduire():
        connexion = moteur.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with traduire():
            obtenu = bool(connexion.scalar(select(func.pg_try_advisory_lock(LECTEUR))))
        try:
            yield obtenu
        finally:
            if obtenu:
                _rendre(connexion)
    finally:
        connexion.close()


def _rendre(connexion: Connection) -> None:
    """Give the lock back; a connection that cannot is closed, and the server frees what it held."""
    try:
        connexion.execute(select(func.pg_advisory_unlock(LECTEUR)))
    except DBAPIError:
        connexion.invalidate()
