"""What the flow needs from outside: a clock, a mailbox, a postman, a store, a printer of letters, an address book.

Each port has one real adapter and one in memory (`adapters/memoire.py`), under the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from robot.domain.carnet import Carnet
from robot.domain.courriers import Courrier
from robot.domain.dossier import Dossier
from robot.domain.faits import Fait


class LiaisonIndisponible(Exception):
    """A link is down (network, server, password, full mailbox): the next pass tries again.

    The text is French, for an administrator: what, and what to look at.
    """


class Clock(Protocol):
    """The only "now" of the robot."""

    def maintenant(self) -> datetime:
        """The present instant, in UTC."""
        ...


@dataclass(frozen=True)
class Emplacement:
    """Where a message lies in the mailbox."""

    dossier: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class MessageRecu:
    """A message as the server holds it. `recu_le` is its INTERNALDATE in UTC, never its `Date:` header.

    `tronque` says that only its beginning was fetched (a size limit).
    """

    emplacement: Emplacement
    recu_le: datetime
    octets: bytes
    tronque: bool = False


class Rangement(StrEnum):
    """Where a read message is filed."""

    TRAITES = "Traités"
    A_VOIR = "À voir"


class Mailbox(Protocol):
    """The robot's mailbox: every configured folder, junk included."""

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        """Every message beyond the bookmarks `{folder: (uidvalidity, last uid)}`, oldest reception first.

        Reads without marking. Exhausting it means that every folder was read
        to its end. Raises LiaisonIndisponible.
        """
        ...

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """Move messages to their folder; one that is gone is no error. Raises LiaisonIndisponible."""
        ...


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

    def envoyer(self, enveloppes: Sequence[Enveloppe]) -> Iterator[Acheminement]:
        """Send each envelope over few connections, and tell each outcome as soon as it is known.

        An envelope for which nothing is yielded was certainly not sent.
        Raises LiaisonIndisponible when the server cannot be reached or refuses us.
        """
        ...


class Gabarits(Protocol):
    """Prints letters."""

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """The RFC 5322 bytes of a letter, text and HTML, ready to sign off."""
        ...


class Carnets(Protocol):
    """The address book, edited while the robot runs."""

    def charger(self) -> Carnet:
        """The last valid book."""
        ...

    def probleme(self) -> str | None:
        """Why the newest edit was refused, or None; the book in force is then the one before it."""
        ...


@dataclass(frozen=True)
class Constat:
    """A message to record: fingerprint, bytes, what it was taken for, where it goes."""

    empreinte: str
    message: MessageRecu
    expediteur: str
    objet: str
    nature: str
    resume: str
    rangement: Rangement


@dataclass(frozen=True)
class Envoi:
    """A letter of the outbox on its way; `essais` attempts were made."""

    courrier: Courrier
    message_id: str
    essais: int


class ConflitDeVersion(Exception):
    """The dossier moved between its reading and this writing: read it again and decide again."""


class Store(Protocol):
    """The journal, the inbox, the outbox and their index. Each method is one durable transaction."""

    def dossier(self, reference: str) -> Dossier | None:
        """The state of a dossier: the fold of its facts, or None."""
        ...

    def connait(self, empreinte: str) -> bool:
        """Whether that message was already claimed."""
        ...

    def consigner(
        self,
        faits: Mapping[str, tuple[int, Sequence[Fait]]],
        courriers: Sequence[Courrier],
        *,
        maintenant: datetime,
        rendez_vous: Mapping[str, datetime | None],
        constat: Constat | None = None,
    ) -> bool:
        """Append facts `{reference: (version read, facts)}` and enqueue letters, all or nothing.

        With `constat`, the message is claimed in the same transaction: False,
        and nothing written, if it was claimed before. A letter whose key is
        already there is left as it is. Raises ConflitDeVersion.
        """
        ...

    def dus(self, maintenant: datetime, limite: int) -> tuple[str, ...]:
        """References whose next appointment has come, earliest first, found by index."""
        ...

    def a_envoyer(self, maintenant: datetime, limite: int) -> tuple[Envoi, ...]:
        """Letters due: never sent, to be retried, or left `confiee` by a pass that was killed."""
        ...

    def verrou(self) -> AbstractContextManager[None]:
        """Hold the store for one robot. Raises VerrouTenu, which says who holds it."""
        ...
