"""Lines that go together: a label alone and its value below, a street and its commune below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from robot.reading.calque import calquer
from robot.reading.designations.reperes import VOIES

_VOIE = re.compile(
    rf"(?:adresse[a-z ]{{0,12}}: ?)?[0-9]{{1,4}}(?: ?(?:bis|ter))?,? (?:{VOIES}) [^0-9@;|\t]{{2,60}},?\s*$"
)
_CODE_POSTAL_SEUL = re.compile(r"\s*[0-9]{5} [a-z' \-]{2,40}$")
_ETIQUETTE_SEULE = re.compile(
    r"[\s\-*\u2022]*(?:nud|numero unique[a-z ()]{0,25}|n ?°? ?unique|noms?[a-z ]{0,20}|prenoms?|"
    r"tel\w*|portable|e-?mail|mail|courriel[a-z ]{0,20}|"
    r"adresse[a-z ]{0,15}|priorite|critere[a-z ]{0,15}|motif|referent\w*[a-z ]{0,12}) ?:\s*$"
)
_CASE_SEULE = re.compile(r"[\s\-*\u2022]*(?:reconnue? |menage |statut )?dalo ?(?P<signe>[:=]?)\s*")
_REPONSE_SEULE = re.compile(r"\s*(?:oui|non|o|n|x|vrai|faux|[\-/\u2713\u2714\u2611\u2610])\s*")
_UN_NUMERO = re.compile(r"[0-9]{6}")
_PUCE_SEULE = re.compile(r"\s*(?:[-*\u2022\u00b7\u25aa\u25e6\u25cf]|\(?[0-9]{1,2}[.)])\s*")
_CHIFFRES_D_UN_TELEPHONE = 10
_REPLIEE_A_PARTIR_DE = 40
_TETE_DE_TELEPHONE = re.compile(r"(?<![0-9])0[1-9](?:[ .\-][0-9]{2}){0,3}\s*$")
_QUEUE_DE_TELEPHONE = re.compile(r"\s*[0-9]{2}(?:[ .\-][0-9]{2}){0,3}(?![ .\-]?[0-9])")


def recoller(lignes: Sequence[str]) -> Iterator[str]:
    """« Nom : » alone on its line, and its value on the next; a street, and its commune on the next."""
    attente = ""
    for ligne in _recoller_les_adresses(_recoller_les_telephones(_recoller_les_puces(_recoller_les_cases(lignes)))):
        plat = calquer(ligne[:200])
        seule = len(ligne) < len(plat) + 1 and _ETIQUETTE_SEULE.match(plat)
        if attente and not ligne.strip():
            continue
        numero = "nud" in calquer(attente) or "unique" in calquer(attente)
        if attente and (seule or ":" in ligne or (not numero and re.search("[0-9]{16}", ligne))):
            if "referent" in calquer(attente):  # what follows is about another person
                yield attente
            attente = ""
        if seule:
            attente = ligne.rstrip()
        else:
            yield f"{attente} {ligne.strip()}" if attente else ligne
            attente = ""


def _recoller_les_puces(lignes: Iterable[str]) -> Iterator[str]:
    """« 1. » or « * » alone on its line, as Outlook writes a list in its text part: the item is on the next."""
    puce = ""
    for ligne in lignes:
        if puce and ligne.strip():
            yield f"{puce} {ligne.strip()}"
            puce = ""
        elif _PUCE_SEULE.fullmatch(ligne):
            puce = ligne.strip()
        else:
            yield ligne


def _recoller_les_cases(lignes: Sequence[str]) -> Iterator[str]:
    """« DALO », with or without a colon, alone on its line, and its answer on the next, or below one that is blank.

    Above a list it is a heading, and stays one.
    """
    attente: list[str] = []  # the case, then perhaps a blank line
    for ligne, suivante in zip_longest(lignes, lignes[1:], fillvalue=""):
        puce = ligne.strip() == "-" and _UN_NUMERO.search(suivante)
        if attente and not puce and _REPONSE_SEULE.fullmatch(calquer(ligne[:20])):
            signe = _CASE_SEULE.fullmatch(calquer(attente[0][:80]))
            deux_points = " " if signe and signe["signe"] else " : "
            yield f"{attente[0].rstrip()}{deux_points}{ligne.strip()}"
            attente = []
        elif len(attente) == 1 and not ligne.strip():
            attente.append(ligne)
        else:
            yield from attente
            attente = [ligne] if _CASE_SEULE.fullmatch(calquer(ligne[:80])) else []
            if not attente:
                yield ligne
    yield from attente


def _recoller_les_telephones(lignes: Iterable[str]) -> Iterator[str]:
    """A telephone that a program cut at the end of a long line goes on at the head of the next."""
    avant = ""
    for ligne in lignes:
        tete, queue = _TETE_DE_TELEPHONE.search(avant), _QUEUE_DE_TELEPHONE.match(ligne)
        if tete and queue and sum(c.isdigit() for c in tete[0] + queue[0]) == _CHIFFRES_D_UN_TELEPHONE:
            avant = f"{avant.rstrip()} {ligne.lstrip()}"
            continue
        if avant:
            yield avant
        avant = ligne if len(ligne) >= _REPLIEE_A_PARTIR_DE else ""
        if not avant:
            yield ligne
    if avant:
        yield avant


def _recoller_les_adresses(lignes: Iterable[str]) -> Iterator[str]:
    rue = ""
    for ligne in lignes:
        if rue and _CODE_POSTAL_SEUL.match(calquer(ligne[:80])):
            yield f"{rue.rstrip(' ,')}, {ligne.strip()}"
            rue = ""
            continue
        if rue:
            yield rue
        rue = ligne if _VOIE.match(calquer(ligne[:120]).lstrip(" -*\u2022")) else ""
        if not rue:
            yield ligne
    if rue:
        yield rue
