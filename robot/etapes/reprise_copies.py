"""Our own letters in the folder of sent letters: what they were, about which dwelling, and when they left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from robot.domain.jetons import FORME, Jetons, Sujet
from robot.ports import MessageRecu

IDENTIFIANT = re.compile(
    rf"<(?P<gabarit>[a-z_]+)(?:\.(?P<jeton>{FORME.pattern}))?\.[0-9a-f]{{16}}@[^<>\s]+>", re.IGNORECASE
)


@dataclass(frozen=True)
class Lettre:
    """One of our letters found in the folder of sent letters.

    `sujet` is the dwelling and rank of its genuine token; `jeton` says whether it bears any, and
    `authentique` whether it is genuine (that of a digest is, and is about no dwelling).
    """

    message_id: str
    gabarit: str
    jeton: bool
    sujet: Sujet | None
    envoyee_le: datetime
    octets: bytes
    authentique: bool = False


def lettres(copies: Iterable[MessageRecu], jetons: Jetons) -> Iterator[Lettre]:
    """Our own letters among those of the folder of sent letters, where people may have theirs."""
    for copie in copies:
        message_id = str(BytesHeaderParser().parsebytes(copie.octets)["Message-ID"] or "").strip()
        forme = IDENTIFIANT.fullmatch(message_id)
        if forme:
            vrai = jetons.verifier(forme["jeton"]) if forme["jeton"] else None
            yield Lettre(
                message_id,
                forme["gabarit"],
                bool(forme["jeton"]),
                vrai if vrai and vrai.rang else None,
                copie.recu_le,
                copie.octets,
                authentique=vrai is not None,
            )
