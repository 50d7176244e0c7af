"""Lines that go together: a label alone and its value below, a street and its commune below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def recoller(lignes: Sequence[str]) -> Iterator[str]:
    """« Nom : » alone on its line, and its value on the next; a street, and its commune on the next."""
    attente = ""
    for ligne in _recoller_les_adresses(lignes):
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


def _recoller_les_adresses(lignes: Sequence[str]) -> Iterator[str]:
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
