"""What comes in, as the rules see it: an offer sent, a report, a reply, an order. Time itself is in the context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """Something that reached us about one orientation, at `le` (UTC)."""

    rang: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class OffreConfiee(Stimulus):
    """The first server took the offer (SMTP 250)."""

    message_id: str
    empreinte: str
    preuve: str


class Remise(StrEnum):
    """What a report says of a letter: it arrived, it is late, it will never arrive."""

    FAITE = "faite"
    DIFFEREE = "differee"
    ECHOUEE = "echouee"


@dataclass(frozen=True, kw_only=True)
class Rapport(Stimulus):
    """A report about one of our letters (`courrier` is its template, empty when the report does not tell).

    `indirect`: a person's absence or reading, not a server's report. It proves
    a reception, not its date.
    """

    remise: Remise
    courrier: str
    destinataire: str
    statut: str
    preuve: str
    message: str
    indirect: bool = False


class Avis(StrEnum):
    """What a reply decides, once read."""

    ACCEPTE = "accepte"
    REFUSE = "refuse"
    AMBIGU = "ambigu"


@dataclass(frozen=True, kw_only=True)
class Reponse(Stimulus):
    """A person's reply. `habilitation` says why its author may decide; empty when nothing allows them to."""

    par: str
    habilitation: str
    avis: Avis
    preuve: str
    texte: str
    message: str
    motif: str = ""
    categorie: str = ""


class Verbe(StrEnum):
    """What a gestionnaire may order."""

    SUIVANT = "suivant"
    RENVOYER = "renvoyer"
    REPRENDRE = "reprendre"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    ANNULER = "annuler"


@dataclass(frozen=True, kw_only=True)
class Ordre:
    """A gestionnaire's decision: author and reason are mandatory (R14, R47)."""

    le: datetime
    verbe: Verbe
    par: str
    motif: str
    reservataire: str = ""
