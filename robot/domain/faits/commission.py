"""What happens from the commission (CALEOL) to the lease (R65-R68, R90), and how a dossier ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.candidature import FichierRecu, Issue
from robot.domain.faits.fait import Fait, Personnel


@dataclass(frozen=True, kw_only=True)
class CommissionFixee(Fait):
    """The commission will look at the dwelling; `passage` counts from 1 (R68), `sequence` the changes of its date."""

    rang: int
    passage: int
    sequence: int
    debut: datetime
    lieu: str
    par: Personnel


@dataclass(frozen=True, kw_only=True)
class CommissionDecidee(Fait):
    """What the commission decided of one candidate (R.441-3, a to e); `ordre` is its rank, 0 when it has none."""

    rang: int
    passage: int
    numero: int
    issue: Issue
    ordre: int
    motif: Personnel
    par: Personnel


@dataclass(frozen=True, kw_only=True)
class CommissionTenue(Fait):
    """The commission attributed the dwelling: the first in rank is offered it."""

    rang: int
    passage: int


@dataclass(frozen=True, kw_only=True)
class ConditionDefaillie(Fait):
    """The condition of an attribution was not met (R.441-3, c): it lapses, and the household has refused nothing."""

    rang: int
    numero: int
    motif: Personnel
    par: Personnel


@dataclass(frozen=True, kw_only=True)
class ProcesVerbalDresse(Fait):
    """Every candidate has its decision: the minutes go to the réservataire, with the file that the landlord sent."""

    rang: int
    passage: int
    message: str
    fichiers: tuple[FichierRecu, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SansAttributaire(Fait):
    """No candidate is left: none attributed, or all who were have refused."""

    rang: int
    motif: str


@dataclass(frozen=True, kw_only=True)
class BailSigne(Fait):
    """The lease was signed on `jour` with that candidate: the fourth stage (R90)."""

    rang: int
    numero: int
    jour: date
    par: Personnel


@dataclass(frozen=True, kw_only=True)
class SneSaisi(Fait):
    """These lines were typed into the SNE by a person (R65, R66)."""

    taches: tuple[int, ...]
    par: Personnel


@dataclass(frozen=True, kw_only=True)
class DossierClos(Fait):
    """The lease is signed and the SNE is up to date: nothing is left to do."""


@dataclass(frozen=True, kw_only=True)
class LogementSoustrait(Fait):
    """The dwelling leaves the flux by decision of the landlord, who says why (R4, R5, R7, R9, R14).

    `cause` is the cause of the texts that these words tell (`flux.soustraits`): it stays when they are erased.
    """

    par: Personnel
    motif: Personnel
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class LogementRemisEnFlux(Fait):
    """The dwelling had left the flux, and comes back to it: its turn is decided anew, as on the first day."""

    par: Personnel
    motif: Personnel
