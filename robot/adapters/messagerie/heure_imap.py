"""What hour it is at the mail server: it dates what is put there without a date (RFC 3501, 6.3.11).

IMAP has no command that tells the time. A message of a few words is appended
already deleted, its date is read, and it is erased; where a server cannot
erase that one alone (RFC 4315, UIDPLUS), it stays hidden until somebody does.
"""

# mypy: untyped-calls-exclude=imapclient

from __future__ import annotations

import logging
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import cast

from imapclient import DELETED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

journal = logging.getLogger(__name__)

_APPENDUID = re.compile(rb"APPENDUID \d+ (\d+)", re.IGNORECASE)
IDENTIFIANT = "<quelle-heure-est-il@robot.invalid>"
SONDE = (
    f"From: <robot@robot.invalid>\r\nSubject: Quelle heure est-il ?\r\nMessage-ID: {IDENTIFIANT}\r\n"
    "Auto-Submitted: auto-generated\r\n\r\n"
    "Le robot demande l'heure au serveur. Ce message s'efface aussitot ; s'il est encore la, effacez-le.\r\n"
).encode()


def demander_l_heure(client: IMAPClient, nom: str) -> datetime | None:
    """The hour of the server in UTC; None when it does not tell. `nom`: a folder that exists, selected then.

    Raises IMAPClientError when the link is cut.
    """
    try:
        reponse = client.append(nom, SONDE, (SEEN, DELETED))
        client.select_folder(nom)
        uid = _numero(client, reponse)
        date = client.fetch([uid], ["INTERNALDATE"])[uid][b"INTERNALDATE"]
        if client.has_capability("UIDPLUS"):
            client.uid_expunge([uid])
    except IMAPClientAbortError:
        raise
    except (IMAPClientError, LookupError) as erreur:
        journal.warning("le serveur de la boîte ne dit pas l'heure qu'il est : %s", erreur)
        return None
    with suppress(AttributeError, ValueError, OverflowError):  # none, or a day that no calendar has
        return cast("datetime", date).astimezone(UTC)
    return None


def _numero(client: IMAPClient, reponse: bytes) -> int:
    """Its UID: the server says it (RFC 4315), or it is looked for. Raises LookupError."""
    if dit := _APPENDUID.search(reponse or b""):
        return int(dit[1])
    return int(max(client.search(["HEADER", "Message-ID", IDENTIFIANT]), default=0))
