"""Read a dossier for a person: one whose record is damaged is named, and is no bug of the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from robot.etapes.defauts import DEFAUTS
from robot.ports import StoreInutilisable


class DossierIllisible(Exception):
    """A dossier that cannot be read again; the French text says where to look.

    A reference that is no longer UTF-8 may be somebody's words: it is not told.
    """

    def __init__(self, reference: str) -> None:
        abimee = not reference.isascii() and reference != reference.encode(errors="replace").decode()
        qui = "La base est abîmée : un dossier" if abimee else reference
        super().__init__(f"{qui} ne se relit plus. Voyez « robot journal verifier ».")


@contextmanager
def relire(reference: str) -> Iterator[None]:
    """Around what reads that dossier, and nothing else. Raises DossierIllisible."""
    try:
        yield
    except (*DEFAUTS, StoreInutilisable) as defaut:
        raise DossierIllisible(reference) from defaut
