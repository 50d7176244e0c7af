"""The facts of a dossier, told in French: a module per chapter, all registered on `raconter`."""

from __future__ import annotations

from robot.domain.recits import candidats, commission, orientation
from robot.domain.recits.recit import Recit, raconter

__all__ = ["Recit", "candidats", "commission", "orientation", "raconter"]
