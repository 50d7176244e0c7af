"""The commands that the mailbox sends to the server, and what servers make of them.

RFC 3501 (IMAP4rev1), 4315 (UIDPLUS), 6851 (MOVE).
"""

# mypy: untyped-calls-exclude=imapclient

from __future__ import annotations

import imaplib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from robot.adapters.messagerie.session_imap import a_repondu
from robot.ports import Copie, Emplacement

journal = logging.getLogger(__name__)

# What a server says when it can give nothing for now (RFC 5530, 3): asked again at the next pass.
PASSAGERS = ("UNAVAILABLE", "INUSE", "LIMIT", "OVERQUOTA", "AUTHENTICATIONFAILED", "EXPIRED")
# Messages, and octets, of one FETCH or MOVE.
LOT = 200
LOT_OCTETS = 8 * 1024 * 1024


@dataclass(frozen=True)
class Annonce:
    """A message not fetched yet."""

    emplacement: Emplacement
    recu_le: datetime
    taille: int


def deposer(client: IMAPClient, nom: str, copie: Copie) -> None:
    """APPEND: read, and dated of its sending."""
    client.append(nom, copie.octets, (SEEN,), copie.envoye_le)


def au_dela(client: IMAPClient, dernier: int) -> list[int]:
    """By RFC 3501, `n:*` also gives the last message when its UID is under n."""
    return [uid for uid in client.search(["UID", f"{dernier + 1}:*"]) if uid > dernier]


def lots(annonces: Iterable[Annonce]) -> Iterator[list[Annonce]]:
    """Batches bounded in number and in bytes; a big message goes alone."""
    lot: list[Annonce] = []
    octets = 0
    for annonce in annonces:
        if lot and (len(lot) == LOT or octets + annonce.taille > LOT_OCTETS):
            yield lot
            lot, octets = [], 0
        lot.append(annonce)
        octets += annonce.taille
    if lot:
        yield lot


def chercher(client: IMAPClient, uids: Sequence[int], champs: list[str]) -> dict[int, dict[bytes, Any]]:
    """FETCH, and one by one when the server refuses: what it refuses still is left out of the answer.

    A server may say NO when some of them were expunged (RFC 2180, 4.1.2), or for
    all of them because of one that it cannot give (Exchange, Dovecot). Raises
    IMAPClientError when it gives none of several: the trouble is not theirs.
    """
    try:
        return dict(client.fetch(list(uids), champs))
    except imaplib.IMAP4.abort:
        raise
    except IMAPClientError as refus:
        if a_repondu(refus, *PASSAGERS):
            raise
        if len(uids) == 1:
            journal.warning("le serveur refuse le message d'UID %s : %s", uids[0], refus)
            return {}
        rendus = {uid: donnees for un in uids for uid, donnees in chercher(client, [un], champs).items()}
        if not rendus and not a_repondu(refus, "EXPUNGEISSUED"):
            raise
        return rendus


def transferer(client: IMAPClient, uids: Sequence[int], nom: str) -> None:
    """Move: MOVE where it exists, else the three steps it replaces."""
    if client.has_capability("MOVE"):
        client.move(uids, nom)
        return
    client.copy(uids, nom)
    client.delete_messages(uids, silent=True)
    # Without UIDPLUS an expunge would also wipe what someone else marked: they stay, marked and hidden.
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
