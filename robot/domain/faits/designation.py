"""What happens between an acceptance and the end of the fifteen working days: candidates (R45-R47, R60, R61, R70)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.calendrier import Decompte
from robot.domain.candidat import Critere
from robot.domain.faits.fait import Fait, Personnel


@dataclass(frozen=True, kw_only=True)
class CandidatDesigne(Fait):
    """A household was designated for the dwelling; `numero` counts from 1 in the dossier and is never given again.

    `hors_delai`: after the last day, while nobody had decided otherwise.
    `saisi_par`: the landlord designated it on the réservataire's behalf (R46).
    """

    rang: int
    numero: int
    nud: Personnel
    nom: Personnel
    courriel: Personnel
    adresse: Personnel
    telephone: Personnel
    critere: Critere
    precision: Personnel
    referent: Personnel
    referent_courriel: Personnel
    par: Personnel
    message: str
    hors_delai: bool = False
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class CandidatCorrige(Fait):
    """The same household, as its réservataire now describes it: what is new replaces what was said."""

    rang: int
    numero: int
    nud: Personnel
    nom: Personnel
    courriel: Personnel
    adresse: Personnel
    telephone: Personnel
    critere: Critere
    precision: Personnel
    referent: Personnel
    referent_courriel: Personnel
    par: Personnel
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class CandidatRetire(Fait):
    """The candidature was taken back by whoever designated it, or by the landlord (`saisi_par`)."""

    rang: int
    numero: int
    par: Personnel
    motif: Personnel
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class DesignationLue(Fait):
    """A message about candidates was read to its end: who was taken, who was taken back, what was refused and why.

    `ecartes` and `doutes` hold one sentence a line, with the words of the message.
    """

    rang: int
    par: Personnel
    retenus: tuple[int, ...]
    retires: tuple[int, ...]
    ecartes: Personnel
    doutes: Personnel
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class RappelDeDesignation(Fait):
    """The reminder of that working day of the delay was decided."""

    rang: int
    jour: int


@dataclass(frozen=True, kw_only=True)
class DesignationComplete(Fait):
    """There are as many candidates as the law asks for (R45, R70)."""

    rang: int
    nombre: int
    requis: int
    source: str


@dataclass(frozen=True, kw_only=True)
class DesignationRouverte(Fait):
    """A withdrawal left too few candidates before anything was fixed."""

    rang: int
    nombre: int
    requis: int


@dataclass(frozen=True, kw_only=True)
class DesignationEchue(Fait):
    """The delay ended with too few candidates (R46, R47): `le` is its end, `lu_jusqu_a` how far we had read."""

    rang: int
    nombre: int
    requis: int
    etabli_le: datetime
    lu_jusqu_a: datetime


@dataclass(frozen=True, kw_only=True)
class DelaiAccorde(Fait):
    """A gestionnaire gave more time (R47 c), never beyond `plafond`, the month of a tense zone (R48)."""

    rang: int
    par: Personnel
    motif: Personnel
    decompte: Decompte
    plafond: date | None


@dataclass(frozen=True, kw_only=True)
class RechercheDecidee(Fait):
    """The landlord searches for candidates on the réservataire's behalf (R46, R47 a)."""

    rang: int
    par: Personnel
    motif: Personnel


@dataclass(frozen=True, kw_only=True)
class PresentationDecidee(Fait):
    """The candidates are presented although they are fewer than asked (R.441-3: insufficient number)."""

    rang: int
    nombre: int
    par: Personnel
    motif: Personnel
