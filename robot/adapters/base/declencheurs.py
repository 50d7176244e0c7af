"""The triggers that keep the journal as it was written, on each engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

POSTGRESQL = "postgresql"
REFUS = "le journal ne se corrige pas"

# What is never rewritten, and what is never removed.
IMMUABLES: Mapping[str, tuple[str, ...]] = {
    "journal": ("UPDATE", "DELETE"),
    "effacements": ("UPDATE", "DELETE"),
    "personnel": ("UPDATE",),
}

FONCTION = (
    "CREATE OR REPLACE FUNCTION journal_sans_retouche() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def poser(table: str, dialecte: str) -> Iterator[str]:
    """The statements that forbid these gestures on a table."""
    for geste in _gestes(table, dialecte):
        debut = f"CREATE TRIGGER {_nom(table, geste)} BEFORE {geste} ON {table} "
        if dialecte == POSTGRESQL:
            pour = "STATEMENT" if geste == "TRUNCATE" else "ROW"
            yield f"{debut}FOR EACH {pour} EXECUTE FUNCTION journal_sans_retouche()"
        else:
            yield f"{debut}BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"


def retirer(table: str, dialecte: str) -> Iterator[str]:
    """The statements that allow them again, for a migration."""
    for geste in _gestes(table, dialecte):
        ou = f" ON {table}" if dialecte == POSTGRESQL else ""
        yield f"DROP TRIGGER {_nom(table, geste)}{ou}"


def _gestes(table: str, dialecte: str) -> tuple[str, ...]:
    """PostgreSQL can also empty a table without touching its rows."""
    gestes = IMMUABLES[table]
    return (*gestes, "TRUNCATE") if dialecte == POSTGRESQL and "DELETE" in gestes else gestes


def _nom(table: str, geste: str) -> str:
    return f"{table}_sans_{geste.lower()}"
