"""A line made plain without moving a character: what is found in the plain one is cut from the written one."""

from __future__ import annotations

import unicodedata

from robot.domain.ecriture import propre

_SUBSTITUTS = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "：": ":", "“": '"', "”": '"', "«": '"', "»": '"', "…": "…",
}  # fmt: skip


def nettoyer(ligne: str) -> str:
    """The line as its author sees it: one space between words, no invisible character, letters with their accents."""
    return propre(ligne)


def calquer(ligne: str) -> str:
    """The same line without accents nor capitals, character for character: `len` does not change."""
    return "".join(_calquer(c) for c in ligne)


def _calquer(caractere: str) -> str:
    if caractere.isascii():
        return caractere.lower()
    if caractere in _SUBSTITUTS:
        return _SUBSTITUTS[caractere]
    base = unicodedata.normalize("NFKD", caractere)[0].lower()
    return base if len(base) == 1 else caractere
