"""What people attach to their messages, and the address book that says who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from robot.domain.carnet import Bailleur, Carnet
from robot.domain.fiche import Liberation


class TableauIllisible(ValueError):
    """A table that somebody attached cannot be read; the French text says what to send instead."""


class Tableaux(Protocol):
    """Reads the tables that people attach to their messages."""

    def lire(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
        """The rows of a CSV or spreadsheet file, as text. Raises TableauIllisible."""
        ...


@dataclass(frozen=True)
class Arrivage:
    """What a file of vacated dwellings gives: each that can be recorded with where it is written, and every defect.

    A defect is a whole French sentence: where, what is written, what was expected.
    """

    liberations: tuple[tuple[str, Liberation], ...]
    defauts: tuple[str, ...] = ()


class Fiches(Protocol):
    """Reads the vacated dwellings that a gestionnaire attaches."""

    def reconnait(self, nom: str, octets: bytes) -> bool:
        """Whether that file lists dwellings, by its titles; a table of candidates does not."""
        ...

    def lire(self, nom: str, octets: bytes, bailleur: Bailleur) -> Arrivage:
        """What it gives; a bad row costs only itself. Raises TableauIllisible."""
        ...


class Carnets(Protocol):
    """The address book, edited while the robot runs."""

    def charger(self) -> Carnet:
        """The last valid book."""
        ...

    def probleme(self) -> str | None:
        """Why the newest edit was refused, or what of it waits for a restart; None when all of it is in force."""
        ...
