"""The unguessable token of a correspondence: whoever shows it was written to.

`v-2026-0042.1.<26 characters>`: the reference and the rank in clear, then an
HMAC-SHA-256 of both, 128 bits in base 32. It survives servers that change the
case of a local part, and needs no table to be checked.

The réservataire's own token says nothing more. Those of the other readers name
their way (`Voie`): `v-2026-0042.1.c2.<26 characters>` is the second
candidate's, and opens nothing but what that candidate may answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

FORME = re.compile(
    r"([a-z0-9]{1,8}-\d{4}-\d{1,6})\.(\d{1,4})(?:\.([cdg])(\d{0,4}))?\.([a-z2-7]{26})(?![a-z0-9])", re.IGNORECASE
)
TAILLE = 16


class Voie(StrEnum):
    """Whose token it is: the réservataire's, a candidate's, the DDETS's about a candidate, a gestionnaire's."""

    RESERVATAIRE = ""
    CANDIDAT = "c"
    DDETS = "d"
    GESTIONNAIRE = "g"


class Sujet(NamedTuple):
    """What a genuine token is about; `numero` is the candidate's, 0 when the token is about none."""

    reference: str
    rang: int
    voie: Voie = Voie.RESERVATAIRE
    numero: int = 0


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

    def jeton(self, reference: str, rang: int, voie: Voie = Voie.RESERVATAIRE, numero: int = 0) -> str:
        """The token of one correspondence, safe in an e-mail address and in a Message-ID."""
        sujet = f"{reference.lower()}.{rang}"
        if voie is not Voie.RESERVATAIRE:
            sujet += f".{voie}{numero or ''}"
        sceau = hmac.digest(self.secret, sujet.encode(), hashlib.sha256)[:TAILLE]
        return f"{sujet}.{base64.b32encode(sceau).decode().rstrip('=').lower()}"

    def verifier(self, jeton: str) -> Sujet | None:
        """What a genuine token is about, else None; compared in constant time."""
        forme = FORME.fullmatch(jeton)
        if forme is None:
            return None
        sujet = Sujet(forme[1].upper(), int(forme[2]), Voie((forme[3] or "").lower()), int(forme[4] or 0))
        genuine = self.jeton(*sujet)
        return sujet if hmac.compare_digest(genuine.encode(), jeton.lower().encode()) else None


def voie_ecrite(jeton: str) -> Voie:
    """Whose token that text claims to be; nothing is proved by it."""
    forme = FORME.fullmatch(jeton)
    return Voie((forme[3] or "").lower()) if forme else Voie.RESERVATAIRE


def chercher_jetons(texte: str) -> tuple[str, ...]:
    """Every text shaped like a token, in order, genuine or not."""
    return tuple(dict.fromkeys(trouve[0].lower() for trouve in FORME.finditer(texte)))
