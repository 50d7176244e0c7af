"""Slips of typing and short forms: ACCEPTE and REFUSE as people write them in a hurry."""

from __future__ import annotations

import re

# The two answers as people write them, and the word they speak of.
_CLES = ("accepte", "acceptons", "refuse", "refusons")
# French words one slip away from them, in another tense, mood or sense; so are « accepter », « refusez »…
_VRAIS_MOTS = frozenset(
    {"refuge", "refute", "recuse", "accepta", "refusa", "acceptions", "refusions", "refutons", "recusons", "refus"}
)
_ABREGES = {"ns": "nous", "pr": "pour", "bjr": "bonjour", "bsr": "bonsoir", "slt": "salut", "lgt": "logement"} | {
    "refu": "refus",
    "virgule": ",",  # a dictation
}
_ABREGE = re.compile(rf"\b(?:{'|'.join(_ABREGES)})\b")
_APOSTROPHE_PERDUE = re.compile(r"\b([cj]) (?=est\b|accepte\b)")
_ESPACE = re.compile(r"\b(?:a c c e p t e|r e f u s e)\b")
_LOGEMENT = re.compile(r"\bl[a-z]{4,7}[tnm]\b")


def mot_cle(mot: str) -> str | None:
    """The answer that is written there, within one slip of typing; None for another word."""
    if mot in _VRAIS_MOTS or mot.startswith(("accepte", "refuse")):
        return None
    return next((cle for cle in _CLES if a_une_faute(mot, cle)), None)


def developper(plate: str) -> str:
    """A plain clause with its short forms written out."""
    plate = _ESPACE.sub(lambda trouve: trouve[0].replace(" ", ""), plate)
    return _APOSTROPHE_PERDUE.sub(r"\1'", _ABREGE.sub(lambda trouve: _ABREGES[trouve[0]], plate))


def corriger_le_logement(plate: str) -> str:
    """« logemnt », « lgement »: the one noun that every answer has."""
    return _LOGEMENT.sub(lambda trouve: "logement" if a_une_faute(trouve[0], "logement") else trouve[0], plate)


def a_une_faute(mot: str, cle: str) -> bool:
    """Whether one insertion, omission, substitution or swap at most separates two words."""
    debut = next((i for i, (a, b) in enumerate(zip(mot, cle, strict=False)) if a != b), min(len(mot), len(cle)))
    reste, attendu = mot[debut:], cle[debut:]
    return (
        reste[1:] == attendu[1:]
        or reste[1:] == attendu
        or reste == attendu[1:]
        or (reste[:2] == attendu[1::-1] and reste[2:] == attendu[2:])
    )
