"""What the judge holds against the robot."""

from __future__ import annotations

from dataclasses import dataclass

PERDU, DOUBLE, SILENCE = "perdu", "double", "silence"
DELAI, RANG, AUTORITE, EFFET = "délai", "rang", "autorité", "effet"
LETTRE, JOURNAL, VIE = "lettre", "journal", "vie"


@dataclass(frozen=True)
class Grief:
    """One broken promise: its kind, the dwelling, what happened (French)."""

    genre: str
    reference: str
    texte: str

    def __str__(self) -> str:
        return f"[{self.genre}] {self.reference} : {self.texte}".replace("  : ", " ")
