"""What a dwelling is, as far as fairness is concerned, and how much each trait weighs when it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Strate(StrEnum):
    """What is kept fair: the number of dwellings (R30), where they are (R35), and what they are (R33).

    The values are the columns of a stream.
    """

    LOGEMENTS = "logements"
    COMMUNE = "commune"
    TYPOLOGIE = "typologie"
    FINANCEMENT = "financement"
    PERIODE = "periode"
    ZONE = "zone"
    QPV = "qpv"
    ATTRAIT = "attrait"

    # Accounts are looked up by it a hundred times per choice; that of Enum is written in Python.
    __hash__ = str.__hash__


class Case(NamedTuple):
    """One account of a réservataire: `typologie` `T3` counts its T3s."""

    strate: Strate
    valeur: str


TOUT = Case(Strate.LOGEMENTS, "")


class Poids(NamedTuple):
    """What a gap costs: `poids` x gap ** `exposant`. The higher the exponent, the more the widest gap decides."""

    poids: int
    exposant: int


# Found by search on the CC du Genevois, then checked on other seeds (docs/decisions/015-tour.md); [A], no rule of law.
# Exponents are even: one dwelling too many costs about as much as one too few.
POIDS: Mapping[Strate, Poids] = {
    Strate.LOGEMENTS: Poids(100, 8),
    Strate.TYPOLOGIE: Poids(30, 4),
    Strate.FINANCEMENT: Poids(1, 4),
    Strate.COMMUNE: Poids(1, 2),
    Strate.PERIODE: Poids(1, 2),
    Strate.ZONE: Poids(1, 2),
    Strate.QPV: Poids(1, 2),
    Strate.ATTRAIT: Poids(1, 2),
}

# R33 names three financings. The older ones are counted with the one whose income ceilings they share [K].
_COMME_PLAI = frozenset({"PLAI", "PLAI adapté", "PLA-LM/PLATS"})
_COMME_PLS = frozenset({"PLS", "PCL", "PAP", "ILM", "ILN", "CFF"})


def famille_de_typologie(typologie: str) -> str:
    """`T1 bis` is counted with `T1`, and everything from `T5` up together: a rarer size could not be shared."""
    pieces = int(typologie[1])
    return "T5 et plus" if pieces >= 5 else f"T{pieces}"  # noqa: PLR2004 - the last class of RPLS


def famille_de_financement(financement: str) -> str:
    """PLAI, PLUS or PLS (R33)."""
    if financement in _COMME_PLAI:
        return "PLAI"
    return "PLS" if financement in _COMME_PLS else "PLUS"


@dataclass(frozen=True)
class Logement:
    """A released dwelling: where it is, and the traits under which it is counted.

    `territoire` is the name that the table of rights gives to its commune. A
    trait that nobody knows is left out: the dwelling is then not counted there.
    """

    reference: str
    territoire: str
    traits: Mapping[Strate, str]

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The accounts it falls in, the total first."""
        traits = (Case(strate, self.traits[strate]) for strate in Strate if strate in self.traits)
        return (TOUT, Case(Strate.COMMUNE, self.territoire), *traits)
