"""The descriptive sheet of a dwelling (charter, annexe 3): twelve fields, typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from robot.domain.carnet import Commune


class EauChaude(StrEnum):
    """Hot water: individual or collective (R51)."""

    INDIVIDUELLE = "individuelle"
    COLLECTIVE = "collective"


@dataclass(frozen=True)
class Fiche:
    """The twelve mandatory fields (R51), plus what the landlord cares to add (R52).

    `rpls` is None only for a new dwelling, which has no number yet. `etage` is
    0 on the ground floor, None in a house. `surface_m2` in m²; `loyer` and
    `charges` in euros a month, two decimals.
    """

    rpls: str | None
    adresse: str
    commune: Commune
    etage: int | None
    ascenseur: bool
    typologie: str
    surface_m2: Decimal
    financement: str
    chauffage: str
    eau_chaude: EauChaude
    loyer: Decimal
    charges: Decimal
    pmr: bool
    complements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Liberation:
    """A vacated dwelling as the landlord declares it.

    `reference` is None when the robot is to give one. `libere_le` is the day
    the dwelling is or will be free. `cle` makes recording it twice harmless.
    """

    fiche: Fiche
    reference: str | None = None
    neuf: bool = False
    libere_le: date | None = None

    @property
    def cle(self) -> str:
        """What identifies this release: its own reference, or the dwelling and the day it is free."""
        if self.reference:
            return self.reference
        logement = self.fiche.rpls or f"{self.fiche.commune.code} {self.fiche.adresse} {self.fiche.etage}"
        return f"{logement} {self.libere_le.isoformat() if self.libere_le else ''}".strip()


@dataclass(frozen=True)
class Defaut:
    """One field that cannot be taken: which, what was written, what was expected (in French)."""

    champ: str
    valeur: str
    attendu: str


class FicheInvalide(ValueError):
    """A sheet that cannot be recorded; `defauts` says everything at once."""

    def __init__(self, defauts: tuple[Defaut, ...]) -> None:
        super().__init__(" ; ".join(f"{d.champ} : {d.attendu}" for d in defauts))
        self.defauts = defauts
