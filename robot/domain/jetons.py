"""The unguessable token of an orientation: whoever shows it holds the offer.

`v-2026-0042.1.<26 characters>`: the reference and the rank in clear, then an
HMAC-SHA-256 of both, 128 bits in base 32. It survives servers that change the
case of a local part, and needs no table to be checked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field

FORME = re.compile(r"([a-z0-9]{1,8}-\d{4}-\d{1,6})\.(\d{1,4})\.([a-z2-7]{26})(?![a-z0-9])", re.IGNORECASE)
TAILLE = 16


@dataclass(frozen=True)
class Jetons:
    """Gives and checks tokens with one secret (at least 16 bytes)."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < TAILLE:
            raise ValueError("le secret des jetons fait au moins 16 octets")

    @property
    def marque(self) -> str:
        """What tells this secret from another, and tells nothing of it."""
        return hmac.new(self.secret, b"marque du secret", hashlib.sha256).hexdigest()

    def jeton(self, reference: str, rang: int) -> str:
        """The token of one orientation, safe in an e-mail address and in a Message-ID."""
        sujet = f"{reference.lower()}.{rang}"
        sceau = hmac.digest(self.secret, sujet.encode(), hashlib.sha256)[:TAILLE]
        return f"{sujet}.{base64.b32encode(sceau).decode().rstrip('=').lower()}"

    def verifier(self, jeton: str) -> tuple[str, int] | None:
        """(reference, rank) of a genuine token, else None; compared in constant time."""
        forme = FORME.fullmatch(jeton)
        if forme is None:
            return None
        reference, rang = forme[1].upper(), int(forme[2])
        genuine = self.jeton(reference, rang)
        return (reference, rang) if hmac.compare_digest(genuine.encode(), jeton.lower().encode()) else None


def chercher_jetons(texte: str) -> tuple[str, ...]:
    """Every text shaped like a token, in order, genuine or not."""
    return tuple(dict.fromkeys(trouve[0].lower() for trouve in FORME.finditer(texte)))
