"""What every fact is, and which of its words may be erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, get_type_hints

_PERSONNEL = "donnée personnelle"
Personnel = Annotated[str, _PERSONNEL]


class Efface(str):
    """What stands where a personal field was erased; its type tells it from the same words in a message."""


EFFACE = Efface("« effacé »")


@dataclass(frozen=True, kw_only=True)
class Fait:
    """Something that happened; every fact has an instant of effect (UTC)."""

    le: datetime


def champs_personnels(type_: type[Fait]) -> tuple[str, ...]:
    """The fields of a kind of fact that may be erased."""
    indices = get_type_hints(type_, include_extras=True)
    return tuple(nom for nom, indice in indices.items() if _PERSONNEL in getattr(indice, "__metadata__", ()))
