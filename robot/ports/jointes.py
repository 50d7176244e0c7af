"""What people attach to their messages, and the address book that says who they are."""

from __future__ import annotations

from typing import Protocol

from robot.domain.carnet import Carnet


class TableauIllisible(ValueError):
    """A table that somebody attached cannot be read; the French text says what to send instead."""


class Tableaux(Protocol):
    """Reads the tables that people attach to their messages."""

    def lire(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
        """The rows of a CSV or spreadsheet file, as text. Raises TableauIllisible."""
        ...


class Carnets(Protocol):
    """The address book, edited while the robot runs."""

    def charger(self) -> Carnet:
        """The last valid book."""
        ...

    def probleme(self) -> str | None:
        """Why the newest edit was refused, or what of it waits for a restart; None when all of it is in force."""
        ...
