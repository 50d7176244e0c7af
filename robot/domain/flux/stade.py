"""How far a dwelling goes, and from which stage on a convention counts it (R90, R91, C7)."""

from __future__ import annotations

from enum import StrEnum


class Stade(StrEnum):
    """How far a dwelling went (R90), in order. A silent acceptance is an acceptance (R43)."""

    ORIENTATION = "orientation"
    ACCEPTATION = "acceptation"
    ATTRIBUTION = "attribution"
    BAIL = "bail"
