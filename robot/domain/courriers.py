"""Letters: which ones a fact calls for, to whom, with what to say. Pure; printing is `adapters/gabarits.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Depart(StrEnum):
    """When a letter may leave: in office hours of working days (offers, reminders) or at once."""

    BUREAU = "bureau"
    IMMEDIAT = "immediat"


@dataclass(frozen=True)
class Courrier:
    """A letter to send, not yet printed.

    `cle` is unique: asking twice for the same letter sends it once, and its
    Message-ID derives from it. `gabarit` is a folder of `templates/`.
    `contexte` holds plain JSON values only. `jeton` goes into Reply-To and
    the envelope. `en_reponse_a` is the Message-ID that it answers (then it is
    `auto-replied`); `fil` the earlier Message-IDs of the thread. `suivi` asks
    for delivery reports.
    """

    cle: str
    gabarit: str
    destinataire: str
    contexte: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    rang: int = 0
    jeton: str = ""
    en_reponse_a: str = ""
    fil: tuple[str, ...] = ()
    depart: Depart = Depart.IMMEDIAT
    suivi: bool = False
