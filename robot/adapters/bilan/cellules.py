"""A value of a table of the bilan, as plain JSON has it, back to what a spreadsheet or a CSV holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from robot.domain.bilan.tableau import Genre
from robot.domain.flux.assiette import arrondi, pourcentage

Brute = str | int | None


def pour_un_csv(brute: Brute, genre: Genre) -> object:
    """What a French spreadsheet reads as the same value; a text stays a `str`, hence guarded."""
    if brute is None:
        return None
    match genre:
        case Genre.JOUR:
            return date.fromisoformat(str(brute))
        case Genre.EUROS:
            return Decimal(str(brute))
        case Genre.PART:
            return _Nombre(f"{pourcentage(Fraction(str(brute)), 1)} %")
        case Genre.ECART:
            return _Nombre(arrondi(Fraction(str(brute)), 2))
        case _:
            return brute


class _Nombre:
    """A number already written, which may begin with a minus without being a formula."""

    def __init__(self, ecrit: str) -> None:
        self._ecrit = ecrit

    def __str__(self) -> str:
        return self._ecrit


def pour_un_classeur(brute: Brute, genre: Genre) -> str | float | date | None:
    """What the cell holds: a day, a number, or text."""
    if brute is None:
        return None
    match genre:
        case Genre.JOUR:
            return date.fromisoformat(str(brute))
        case Genre.EUROS | Genre.PART | Genre.ECART:
            return float(Fraction(str(brute)))
        case Genre.NOMBRE:
            return int(brute)
        case _:
            return str(brute)
