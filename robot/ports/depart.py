"""The way out: letters printed, then given to the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from robot.domain.courriers import Courrier


@dataclass(frozen=True)
class Enveloppe:
    """A composed message, ready for SMTP.

    `retour` is the envelope sender (bounces come back there, token included);
    `suivi` asks for delivery reports (RFC 3461) with `cle` as identifier.
    """

    cle: str
    retour: str
    destinataire: str
    octets: bytes
    suivi: bool


class Issue(StrEnum):
    """What the first server said of one envelope."""

    CONFIEE = "confiee"
    REFUSEE = "refusee"
    REPORTEE = "reportee"
    INCONNUE = "inconnue"


@dataclass(frozen=True)
class Acheminement:
    """The outcome of one envelope: taken (250), refused for good (5xx), later (4xx), or unknown (cut after the data).

    `reponse` is the server's own words; `statut` the enhanced status code when it gave one.
    """

    cle: str
    issue: Issue
    reponse: str
    statut: str = ""


class Postman(Protocol):
    """The way out."""

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        """Send each envelope over few connections, and tell each outcome as soon as it is known.

        `patienter` is called now and then, in this thread, while the server keeps us waiting;
        `peut_partir` once for each envelope, just before it is handed over, and one that it refuses stays here.

        An envelope for which nothing is yielded was certainly not sent.
        Raises LiaisonIndisponible when the server cannot be reached or refuses us.
        """
        ...


class CourrierImpossible(Exception):
    """A letter that cannot be printed: our bug, which must not hold back the other letters."""


class Gabarits(Protocol):
    """Prints letters."""

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """The RFC 5322 bytes of a letter, text and HTML. Raises CourrierImpossible."""
        ...
