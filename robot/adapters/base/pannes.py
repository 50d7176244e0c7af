"""What the database says when it fails, in the words of the port: moved, out of reach, damaged, or our bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from robot.ports import ConflitDeVersion, StoreInjoignable, StoreInutilisable

# SQLSTATE: serialization_failure and deadlock_detected. The transaction is undone; decided again, it passes.
A_REFAIRE = frozenset({"40001", "40P01"})

# SQLSTATE classes: connection, authorization, transaction timed out, resources, operator intervention, system.
CLASSES_INJOIGNABLES = ("08", "28", "25P0", "53", "57", "58", "3D")
# SQLSTATE of data_corrupted and index_corrupted; what SQLite says of a page.
ABIMEES = frozenset({"XX001", "XX002"})
SQLITE_ABIMEES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
SQLITE_INJOIGNABLE = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")


@contextmanager
def traduire() -> Iterator[None]:
    """Raises ConflitDeVersion, StoreInjoignable or StoreInutilisable for what is not our fault; the rest goes on."""
    try:
        yield
    except DBAPIError as erreur:
        etat = getattr(erreur.orig, "sqlstate", None) or ""
        if etat in A_REFAIRE:
            raise ConflitDeVersion(_mots(erreur)) from erreur
        if est_injoignable(erreur):
            raise injoignable(erreur) from erreur
        if est_abimee(erreur):
            raise StoreInutilisable(
                "La base est abîmée : ce qui était demandé ne s'y relit plus. « robot journal verifier » nomme chaque "
                "défaut. Arrêtez le robot, et restaurez une sauvegarde d'avant."
            ) from erreur
        raise


def est_injoignable(erreur: DBAPIError) -> bool:
    """Whether it is the database that cannot be used now, rather than our request that is wrong."""
    if isinstance(erreur.orig, sqlite3.Error):
        nom = getattr(erreur.orig, "sqlite_errorname", "")
        return nom.startswith(SQLITE_INJOIGNABLE)
    etat = getattr(erreur.orig, "sqlstate", None)
    # Without a state, nothing came from a server: the connection failed before, or broke.
    sans_reponse = etat is None and type(erreur.orig).__name__ in {"OperationalError", "InterfaceError"}
    return erreur.connection_invalidated or sans_reponse or (etat or "").startswith(CLASSES_INJOIGNABLES)


def est_abimee(erreur: DBAPIError) -> bool:
    """Whether what is on the disk can no longer be read; its words may quote somebody's, and are not told."""
    if isinstance(erreur.orig, sqlite3.Error):
        return getattr(erreur.orig, "sqlite_errorname", "").startswith(SQLITE_ABIMEES)
    return getattr(erreur.orig, "sqlstate", None) in ABIMEES


def injoignable(erreur: DBAPIError) -> StoreInjoignable:
    """The same, for an administrator."""
    return StoreInjoignable(
        f"La base ne répond pas ({_mots(erreur)}). Rien n'est perdu : la passe suivante reprend. Vérifiez le serveur "
        "de la base, le réseau, le mot de passe et la place sur le disque."
    )


def _mots(erreur: DBAPIError) -> str:
    """The database's own words, on one line."""
    return " ".join(str(erreur.orig).split())
