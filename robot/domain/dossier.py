"""One vacated dwelling, from its release onwards, and each orientation it went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from robot.domain.calendrier import Decompte
from robot.domain.carnet import Silence
from robot.domain.fiche import Fiche
from robot.domain.loi import Delai


class Statut(StrEnum):
    """Where a dossier stands. The transitions between these are in `statuts.py`."""

    LIBERE = "libere"
    A_EXPEDIER = "a_expedier"
    EN_ATTENTE = "en_attente"
    DIFFEREE = "differee"
    A_CLARIFIER = "a_clarifier"
    NON_REMISE = "non_remise"
    ACCEPTEE = "acceptee"
    ACCEPTEE_TACITE = "acceptee_tacite"
    REFUSEE = "refusee"
    RETIREE = "retiree"
    EPUISEE = "epuisee"
    ANNULEE = "annulee"


LIBELLES: dict[Statut, str] = {
    Statut.LIBERE: "libéré, à orienter",
    Statut.A_EXPEDIER: "offre à envoyer",
    Statut.EN_ATTENTE: "réponse attendue",
    Statut.DIFFEREE: "offre retardée en chemin, délai suspendu",
    Statut.A_CLARIFIER: "réponse à éclaircir, délai suspendu",
    Statut.NON_REMISE: "offre non remise, délai arrêté",
    Statut.ACCEPTEE: "accepté",
    Statut.ACCEPTEE_TACITE: "accepté par silence",
    Statut.REFUSEE: "refusé",
    Statut.RETIREE: "orientation retirée",
    Statut.EPUISEE: "aucun réservataire restant",
    Statut.ANNULEE: "annulé",
}

# Where a person of the landlord has to act.
A_TRAITER = frozenset({Statut.A_CLARIFIER, Statut.NON_REMISE, Statut.DIFFEREE, Statut.EPUISEE})


@dataclass(frozen=True)
class Reception:
    """Since when, and on what evidence, the réservataire holds the offer (R41)."""

    le: datetime
    preuve: str
    presumee: bool


@dataclass(frozen=True)
class Orientation:
    """One offer of the dwelling to one réservataire; `rang` counts from 1 within the dossier.

    `reponse` is the delay of its convention, None for a new dwelling (R13: no
    delay, hence no silence). `decompte` is the running deadline; `designation`
    the one that the acceptance opened (R45).
    """

    rang: int
    reservataire: str
    nom: str
    adresse: str
    jeton: str
    raison: str
    reponse: Delai | None
    silence: Silence
    statut: Statut = Statut.A_EXPEDIER
    expediee_le: datetime | None = None
    reception: Reception | None = None
    decompte: Decompte | None = None
    rappelee: bool = False
    terminee_le: datetime | None = None
    motif: str = ""
    designation: Decompte | None = None


@dataclass(frozen=True)
class Dossier:
    """The state of one dwelling: a fold of its facts, `version` of them."""

    reference: str
    statut: Statut
    fiche: Fiche
    neuf: bool
    libere_le: datetime
    orientations: tuple[Orientation, ...] = ()
    version: int = 0

    @property
    def courante(self) -> Orientation:
        """The latest orientation. Raises IndexError before the first one."""
        return self.orientations[-1]

    def orientation(self, rang: int) -> Orientation | None:
        """The orientation of that rank, or None."""
        return self.orientations[rang - 1] if 1 <= rang <= len(self.orientations) else None
