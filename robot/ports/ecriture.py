"""What is written in the store, and what is read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from robot.domain.courriers import Courrier
from robot.domain.dossier import Dossier
from robot.domain.faits import Fait
from robot.ports.boite import Emplacement, MessageRecu, Rangement


class EtatEnvoi(StrEnum):
    """Where a letter of the outbox stands."""

    A_EXPEDIER = "a_expedier"
    CONFIEE = "confiee"
    EXPEDIEE = "expediee"
    REFUSEE = "refusee"
    NON_CONFIRMEE = "non_confirmee"
    SANS_OBJET = "sans_objet"


# What failed for good: no attempt was taken, or nobody knows (NON_CONFIRMEE).
ECHOUEES = frozenset({EtatEnvoi.REFUSEE, EtatEnvoi.NON_CONFIRMEE})


@dataclass(frozen=True)
class Envoi:
    """A letter of the outbox after `essais` attempts; CONFIEE means that one of them may have succeeded.

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
