"""References of dwellings in a text: `V-2026-0042`, and nothing that merely looks like one."""

from __future__ import annotations

import re

from robot.reading.limites import REFERENCES_MAX

# A prefix with a letter: « 04-2026-12 », phone numbers, dates and NUDs have none. Year of this century.
FORME = re.compile(
    r"(?<![A-Za-z0-9.@/_-])((?=[0-9]{0,7}[A-Za-z])[A-Za-z0-9]{1,8}-20\d\d-\d{1,6})(?![A-Za-z0-9@_]|-[A-Za-z0-9]|\.\d)"
)
_SIECLE = "-20"  # what every reference has, and few clauses: cheaper to look for
_TIRETS = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2212], "-")


def lire_references(texte: str) -> tuple[str, ...]:
    """Every reference named, upper case, in order, once each; typographic hyphens are hyphens."""
    texte = _a_tirets(texte)
    if _SIECLE not in texte:
        return ()
    return tuple(dict.fromkeys(trouve[1].upper() for trouve in FORME.finditer(texte)))[:REFERENCES_MAX]


def situer(texte: str) -> list[tuple[int, int]]:
    """Where each reference begins and ends, repeated ones included."""
    return [trouve.span() for trouve in FORME.finditer(_a_tirets(texte))]


def masquer(plate: str) -> tuple[str, tuple[str, ...]]:
    """A plain clause with `§` for each reference, and these references in order."""
    texte = _a_tirets(plate)
    return (FORME.sub("§", texte), lire_references(texte)) if _SIECLE in texte else (texte, ())


def _a_tirets(texte: str) -> str:
    """The text with every hyphen made plain."""
    return texte if texte.isascii() else texte.translate(_TIRETS)
