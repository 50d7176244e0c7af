"""Read a dossier for a person: one whose record is damaged is named, and is no bug of the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from robot.etapes.defauts import DEFAUTS
from robot.ports import StoreInutilisable


class DossierIllisible(Exception):
    """A dossier that cannot be read again; the French text says where to look."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} ne se relit plus. Voyez « robot journal verifier ».")


@contextmanager
def relire(reference: str) -> Iterator[None]:
    """Around what reads that dossier, and nothing else. Raises DossierIllisible."""
    try:
        yield
    except (*DEFAUTS, StoreInutilisable) as defaut:
        raise DossierIllisible(reference) from defaut
