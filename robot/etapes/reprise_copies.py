"""Our own letters in the folder of sent letters: what they were, about which dwelling, and when they left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser, BytesParser

from robot.domain.jetons import FORME, Jetons, Sujet
from robot.ports import MessageRecu

IDENTIFIANT = re.compile(
    rf"<(?P<gabarit>[a-z_]+)(?:\.(?P<jeton>{FORME.pattern}))?\.[0-9a-f]{{16}}@[^<>\s]+>", re.IGNORECASE
)

# One of the dwellings of a file, as `templates/reponse_ordre` lists them.
ENREGISTREE = re.compile(r"^- ([A-Z0-9]{1,8}-\d{4}-\d{1,6}),", re.MULTILINE)


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


def enregistrees(lettre: Lettre) -> frozenset[str]:
    """The references that this reply to a gestionnaire says it has just given to the dwellings of a file."""
    if lettre.gabarit != "reponse_ordre" or not lettre.authentique:
        return frozenset()
    corps = BytesParser(policy=policy.default).parsebytes(lettre.octets).get_body(("plain",))
    return frozenset(ENREGISTREE.findall(corps.get_content())) if corps else frozenset()
