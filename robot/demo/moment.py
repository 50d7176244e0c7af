"""One hour of the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from robot.demo.scene import Scene
from robot.domain.calendrier import PARIS


@dataclass(frozen=True)
class Moment:
    """An hour of the story (of Paris), what happens then, and a line for those who watch."""

    le: datetime
    texte: str
    geste: Callable[[Scene], None]


def le(texte: str) -> datetime:
    """That hour of Paris."""
    return datetime.fromisoformat(texte).replace(tzinfo=ZoneInfo(PARIS))


def rien(_scene: Scene) -> None:
    """Time passes."""
