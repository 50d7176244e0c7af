"""The way in: the mailbox of the robot, every folder of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Emplacement:
    """Where a message lies in the mailbox."""

    dossier: str
    uidvalidity: int
    uid: int


class Rangement(StrEnum):
    """Where a read message is filed; `SUR_PLACE` leaves it where it is (spam of strangers, not about us)."""

    TRAITES = "Traités"
    A_VOIR = "À voir"
    SUR_PLACE = ""


@dataclass(frozen=True)
class MessageRecu:
    """A message as the server holds it. `recu_le` is its INTERNALDATE in UTC, never its `Date:` header.

    `tronque` says that only its beginning was fetched (a size limit).
    `deja_range`: where it had been filed, when it is read again after a restore.
    `copie_pour`: the tokens for which alone this copy speaks, when another copy
    of the same message was claimed already.
    """

    emplacement: Emplacement
    recu_le: datetime
    octets: bytes
    tronque: bool = False
    deja_range: Rangement | None = None
    copie_pour: tuple[str, ...] = ()


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

    def reculs(self) -> frozenset[str]:
        """The folders that the latest reading found to end before their bookmark, and read from their start.

        The mailbox was restored from a backup, its UIDVALIDITY kept: their bookmarks have to come down.
        """
        ...

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """Move messages to their folder; one that is gone is no error. Raises LiaisonIndisponible."""
        ...

    def copier_envoyes(self, copies: Iterable[Copie]) -> Iterator[tuple[str, str]]:
        """Keep copies of sent letters, marked as read and dated of their sending.

        Each key once its copy is there, with ""; or with why the server will
        not keep that letter. Raises LiaisonIndisponible.
        """
        ...

    def heure(self) -> datetime | None:
        """What hour it is at the mail server, in UTC, which dates what is received; None when it does not tell.

        Raises LiaisonIndisponible.
        """
        ...

    def envoyes(self, depuis: datetime) -> Iterator[MessageRecu]:
        """The folder of sent letters since then, oldest first. Raises LiaisonIndisponible."""
        ...

    def ranges_apres(self, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None) -> Iterator[MessageRecu]:
        """What came into the filing folders beyond their bookmarks, oldest reception first.

        Where no bookmark holds, what was received since `a_defaut`, or nothing
        without it: a person may have filed years of mail there before the robot
        came. Raises LiaisonIndisponible.
        """
        ...

    def fins_des_ranges(self) -> Mapping[str, tuple[int, int]]:
        """The bookmarks of the filing folders once the latest `ranges_apres` is exhausted, as far as the server says.

        They hold before anything comes there: what is filed next is beyond them.
        """
        ...

    def deja_ranges(self, depuis: datetime) -> Iterator[MessageRecu]:
        """What was received since then and is filed already, oldest reception first. Raises LiaisonIndisponible.

        Received in one second, what was dealt with comes before what was left for a person: it had its effect first.
        """
        ...
