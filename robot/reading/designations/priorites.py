"""Why a household comes first, in the réservataire's words (R61): DALO, first quartile, the list of CCH L.441-1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain.candidat import Critere
from robot.reading.calque import calquer
from robot.reading.designations.dalo import CONTEXTE, DALO, NIE_APRES, NIE_AVANT, lire_le_dalo
from robot.reading.designations.publics import CATEGORIES

_QUARTILE = re.compile(
    r"\b(?:1 ?(?:er|ier|ere|°|e)?|premier) ?quartile\b|\bquartile ?(?:n ?°? ?)?[:=]? ?(?:1(?! ?[-/\w])|un\b|oui\b)|"
    r"\bq ?1\b"
)
_PRIORITAIRE = re.compile(r"\bprioritaires?\b|\bl\.? ?441-1\b(?!-)|\bpriorite ?[:=]? ?oui\b")
_SANS_PRIORITE = re.compile(
    r"\b(?:sans|aucune?|pas de|hors|non) (?:critere de )?priorit\w+|\bdroit commun\b|"
    r"\bpriorites? ?[:=]? ?(?:non|aucune|neant)\b"
)
_NOM_PROPRE = re.compile(r"(?<=\S )[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]{2,}")
_SIGLE = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de]{2,}(?!\w)")
_SIGLES = frozenset(
    {"DALO", "PU", "ASE", "PMR", "CHRS", "CHU", "MDPH", "SIAO", "CCH", "AAH", "FJT", "CADA", "CPH", "SDF", "OUI", "NON"}
)
MOTS_D_UNE_PRECISION = 10


@dataclass(frozen=True)
class PrioriteLue:
    """What a text says of priority; `dite` whether it says anything, even that there is none."""

    critere: Critere
    dite: bool
    doutes: tuple[str, ...] = ()


def lire_priorite(texte: str) -> PrioriteLue:
    """The strongest criterion that a text states; what is denied or pending is not retained."""
    plat = calquer(texte)
    dalo, doute_dalo = lire_le_dalo(texte)
    quartile = _affirme(_QUARTILE, plat)
    categorie = any(_affirme(ecrit, plat) for ecrit in CATEGORIES)
    prioritaire = _affirme(_PRIORITAIRE, plat) and not _SANS_PRIORITE.search(plat)
    doutes = (doute_dalo,) if doute_dalo else ()
    if dalo:
        return PrioriteLue(Critere.DALO, dite=True, doutes=doutes)
    if categorie:
        return PrioriteLue(Critere.PRIORITAIRE, dite=True, doutes=doutes)
    if prioritaire and not DALO.search(plat):
        sans_motif = "prioritaire, mais à quel titre ? Précisez le motif (liste de l'art. L.441-1 du CCH)."
        return PrioriteLue(Critere.PRIORITAIRE, dite=True, doutes=(*doutes, sans_motif))
    if quartile:
        return PrioriteLue(Critere.PREMIER_QUARTILE, dite=True, doutes=doutes)
    dite = any(motif.search(plat) for motif in (DALO, _QUARTILE, _PRIORITAIRE, _SANS_PRIORITE))
    return PrioriteLue(Critere.AUCUN, dite=dite, doutes=doutes)


def passages(texte: str) -> tuple[str, str]:
    """(what comes before, the words that state a criterion); all of a short text that only speaks of it."""
    plat = calquer(texte)
    motifs = (DALO, _QUARTILE, _PRIORITAIRE, *CATEGORIES)
    places = [trouve.span() for motif in motifs for trouve in motif.finditer(plat)]
    if not places:
        return texte, ""
    debut, fin = min(d for d, _ in places), max(f for _, f in places)
    bavard = len(texte.split()) > MOTS_D_UNE_PRECISION or re.search("[0-9]{5}", texte)
    autres = set(_SIGLE.findall(texte)) - _SIGLES or _NOM_PROPRE.search(texte)
    return texte[:debut], texte[debut:fin] if bavard or autres else texte


def _affirme(motif: re.Pattern[str], plat: str) -> bool:
    return any(
        not NIE_AVANT.search(plat[max(0, trouve.start() - CONTEXTE) : trouve.start()])
        and not NIE_APRES.match(plat[trouve.end() : trouve.end() + CONTEXTE])
        for trouve in motif.finditer(plat)
    )
