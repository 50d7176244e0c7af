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
from robot.domain.dossier import Dossier, Statut
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
    `deja_range`: where it had been filed, when it is read again after a restore.
    """

    emplacement: Emplacement
    recu_le: datetime
    octets: bytes
    tronque: bool = False
    deja_range: Rangement | None = None


class Rangement(StrEnum):
    """Where a read message is filed; `SUR_PLACE` leaves it where it is (spam that is not about us)."""

    TRAITES = "Traités"
    A_VOIR = "À voir"
    SUR_PLACE = ""


@dataclass(frozen=True)
class Copie:
    """A letter that the server took, to be kept in the folder of sent letters: its exact bytes, and when it left."""

    cle: str
    octets: bytes
    envoye_le: datetime


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

    def copier_envoyes(self, copies: Iterable[Copie]) -> Iterator[str]:
        """Keep copies of sent letters, marked as read and dated of their sending; each key once its copy is there.

        A letter that the server will not keep does not hold back the others.
        Raises LiaisonIndisponible, at the end if some were refused.
        """
        ...

    def envoyes(self, depuis: datetime) -> Iterator[MessageRecu]:
        """The folder of sent letters since then, oldest first. Raises LiaisonIndisponible."""
        ...

    def deja_ranges(self, depuis: datetime) -> Iterator[MessageRecu]:
        """What was received since then and is filed already, oldest reception first. Raises LiaisonIndisponible.

        Received in one second, what was dealt with comes before what was left for a person: it had its effect first.
        """
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


class CourrierImpossible(Exception):
    """A letter that cannot be printed: our bug, which must not hold back the other letters."""


class Gabarits(Protocol):
    """Prints letters."""

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """The RFC 5322 bytes of a letter, text and HTML. Raises CourrierImpossible."""
        ...


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


class EtatEnvoi(StrEnum):
    """Where a letter of the outbox stands."""

    A_EXPEDIER = "a_expedier"
    CONFIEE = "confiee"
    EXPEDIEE = "expediee"
    REFUSEE = "refusee"
    SANS_OBJET = "sans_objet"


@dataclass(frozen=True)
class Envoi:
    """A letter of the outbox after `essais` attempts; CONFIEE means that the last one may have succeeded.

    `reprise` is when it is looked at next, None when all is said of it. Whoever
    reserved it wrote that instant, and holds it for as long as it reads the same.
    """

    courrier: Courrier
    message_id: str
    etat: EtatEnvoi
    essais: int
    cree_le: datetime
    expedie_le: datetime | None = None
    reponse: str = ""
    octets: bytes = b""
    reprise: datetime | None = None


@dataclass(frozen=True)
class SuiteEnvoi:
    """What becomes of a letter: its new state, the server's words, when to look at it again.

    `essai_annule`: the attempt counted by `confier` was certainly not made.
    `tenue` is the reservation under which this is said, None when none is needed.
    """

    cle: str
    etat: EtatEnvoi
    reponse: str = ""
    essai_annule: bool = False
    reprise: datetime | None = None
    tenue: datetime | None = None


@dataclass(frozen=True)
class Constat:
    """A message to claim: fingerprint, where it lies, what it was taken for, where it goes."""

    empreinte: str
    message: MessageRecu
    message_id: str
    expediteur: str
    objet: str
    nature: str
    resume: str
    rangement: Rangement


@dataclass(frozen=True)
class Avancee:
    """A dossier that moves: its version when read, its new facts, its state after them, its next appointment."""

    version_lue: int
    faits: tuple[Fait, ...]
    apres: Dossier
    rendez_vous: datetime | None
    cle: str = ""


@dataclass(frozen=True)
class Marque:
    """A small fact about the robot (`Store.repere`) that changes from what was read (`lue`, None: nothing)."""

    cle: str
    lue: str | None
    valeur: str


@dataclass(frozen=True)
class Ecriture:
    """What one transaction writes, all or nothing.

    `inscrit_le`: when it is really written, if that is not the instant at
    which it was decided (`etapes/reprise.py`).
    """

    avancees: tuple[Avancee, ...] = ()
    courriers: tuple[Courrier, ...] = ()
    constat: Constat | None = None
    envoi: SuiteEnvoi | None = None
    marque: Marque | None = None
    inscrit_le: datetime | None = None


@dataclass(frozen=True)
class FaitInscrit:
    """A line of the journal: `numero` counts from 1 in the dossier, `inscrit_le` is when it was written (UTC).

    `maillon` is the hash that ties it to the lines before it.
    """

    numero: int
    inscrit_le: datetime
    fait: Fait
    maillon: str


@dataclass(frozen=True)
class MessageConsigne:
    """A received message as recorded."""

    empreinte: str
    emplacement: Emplacement
    recu_le: datetime
    expediteur: str
    objet: str
    nature: str
    resume: str
    rangement: Rangement
    octets: bytes = b""


class ConflitDeVersion(Exception):
    """The dossier, or the mark, moved between its reading and this writing: read it again and decide again."""


class DejaEnregistre(Exception):
    """That release is already recorded; `reference` is its dossier."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"déjà enregistré sous {reference}")
        self.reference = reference


class StoreInutilisable(Exception):
    """The store cannot be opened, or is not this robot's; the French text says what to look at."""


class StoreInjoignable(Exception):
    """The store does not answer (server, network, full disk): the next pass finds it as it was. The text is French.

    Not a LiaisonIndisponible: without its store, a pass has nothing left to do.
    """


class ReservationPerdue(Exception):
    """Another robot took that letter over: what becomes of it is now for that one to say."""


class VerrouTenu(Exception):
    """Another robot holds this store; the French text says which."""


class Store(Protocol):
    """The journal, the inbox, the outbox and their index. Each writing method is one durable transaction."""

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """Write it all, or nothing.

        With a `constat`, False and nothing written when that message was
        claimed before. A letter whose key is already known is left as it is.
        Raises ConflitDeVersion (for a mark too, if it is no longer what was
        read), DejaEnregistre for a release known before, and
        ReservationPerdue for a letter that is no longer held.
        """
        ...

    def dossier(self, reference: str) -> Dossier | None:
        """The state of a dossier: the fold of its facts, or None."""
        ...

    def journal(self, reference: str) -> tuple[FaitInscrit, ...]:
        """Every fact of a dossier, in order."""
        ...

    def references(
        self, statuts: Iterable[Statut] = (), *, reservataire: str = "", depuis: datetime | None = None
    ) -> tuple[str, ...]:
        """References in any of these states (all when empty), of that réservataire, moved since; in order."""
        ...

    def versions(self, depuis: datetime) -> Mapping[str, int]:
        """The version of each dossier moved since: what tells whether it has to be read again."""
        ...

    def derniere_reference(self, prefixe: str) -> str | None:
        """The highest reference that starts with `prefixe`, or None."""
        ...

    def dus(self, maintenant: datetime) -> tuple[str, ...]:
        """References whose appointment has come, earliest first, found by index."""
        ...

    def message(self, empreinte: str) -> MessageConsigne | None:
        """A recorded message with its bytes, or None."""
        ...

    def a_voir(self, depuis: datetime) -> tuple[MessageConsigne, ...]:
        """Messages set aside for a person and recorded since."""
        ...

    def a_ranger(self, limite: int) -> tuple[tuple[str, Emplacement, Rangement], ...]:
        """Claimed messages not yet filed: (fingerprint, where, whereto)."""
        ...

    def marquer_ranges(self, empreintes: Iterable[str], maintenant: datetime) -> None:
        """These messages have been filed."""
        ...

    def signets(self) -> Mapping[str, tuple[int, int]]:
        """How far each folder was read: `{folder: (uidvalidity, uid)}`."""
        ...

    def poser_signets(self, signets: Mapping[str, tuple[int, int]], lu_jusqu_a: datetime) -> None:
        """Everything up to these bookmarks is claimed; every folder was read at `lu_jusqu_a`.

        Neither ever goes back: a reader who comes late says nothing new.
        """
        ...

    def lu_jusqu_a(self) -> datetime | None:
        """The start of the last complete reading of the mailbox, or None."""
        ...

    def reserver(self, maintenant: datetime, jusqu_a: datetime, limite: int) -> tuple[Envoi, ...]:
        """Take letters due: never sent, to be retried, or left by a robot that was killed.

        Their `reprise` becomes `jusqu_a`: until then no other robot takes them.
        """
        ...

    def confier(self, envois: Iterable[tuple[Envoi, bytes, datetime]]) -> tuple[Envoi, ...]:
        """These letters, in these bytes, are about to be given to the server: those of them that are still held.

        One more attempt each; without news, they are looked at again at the
        instant given.
        """
        ...

    def prolonger(self, envois: Iterable[Envoi], jusqu_a: datetime) -> tuple[Envoi, ...]:
        """Hold these letters until `jusqu_a`: those of them that were still held."""
        ...

    def envois(self, reference: str) -> tuple[Envoi, ...]:
        """Every letter about a dossier, in order."""
        ...

    def retrouver(self, message_ids: Iterable[str]) -> tuple[Envoi, ...]:
        """The letters that have these Message-IDs, whatever became of them."""
        ...

    def a_copier(self, limite: int) -> tuple[Copie, ...]:
        """Letters sent and not yet copied to the folder of sent letters, oldest first, found by index."""
        ...

    def marquer_copies(self, cles: Iterable[str], maintenant: datetime) -> None:
        """These letters have their copy."""
        ...

    def refusees(self, destinataires: Iterable[str], depuis: datetime) -> tuple[Envoi, ...]:
        """Letters to these addresses refused for good since, among those to the landlord's own people."""
        ...

    def reponses(self, destinataire: str, reference: str, depuis: datetime) -> int:
        """How many letters about that dwelling answered something, to that address, since."""
        ...

    def racine(self) -> str:
        """One hash over everything that the store holds: printed in the digest, it keeps a proof outside."""
        ...

    def repere(self, cle: str) -> str | None:
        """A small fact about the robot itself (since when a link is down, last digest…), or None."""
        ...

    def reperes(self) -> Mapping[str, str]:
        """All of them at once."""
        ...

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """Set or erase one."""
        ...

    def verrou(self) -> AbstractContextManager[None]:
        """Keep out the robots that this store cannot serve besides this one. Raises VerrouTenu."""
        ...

    def seance(self) -> AbstractContextManager[None]:
        """Read over one connection while the block runs; it may be lost, and the block with it (StoreInjoignable)."""
        ...

    def lecteur(self) -> AbstractContextManager[bool]:
        """Try to be the one that reads the mailbox and decides, while the block runs; whether we are."""
        ...
