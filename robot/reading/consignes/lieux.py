"""Where a commission is held: a place that is named, and certain; it is printed on an invitation."""

from __future__ import annotations

import re

from robot.reading.consignes.motifs import DOUTE, Refus

_PAS_CERTAIN = re.compile(
    r"\b(?:annulee?|reportee?|deplacee?|decalee?|avancee?|supprimee?|suspendue?|a venir)\b|"
    r"(?<!\d)\d{1,2} ?h(?:\d\d)?\b|\bou\b|\s/\s|^au lieu\b|\w-20\d\d-\d"  # the dwelling, out of place
)
_MEME_LIEU = re.compile(
    r"(?:(?:au |a la |dans la )?memes? (?:lieu|salle|endroit|adresse|place)|idem|comme (?:d'habitude|"
    r"prevu|convenu|la derniere fois)|lieu (?:habituel|inchange))\b"
)
# A place is named, not told: « Mme Roux absente », « merci de préparer les dossiers ».
_PAS_UN_LIEU = re.compile(
    r"^(?:mme|mlle|mr|m\.|monsieur|madame|presence|merci|svp|veuillez|priere|prevoir|pensez|pour|avec|"
    r"sans|car|afin|en presence|sous la|suite|apres|avant|et)\b|"
    r"\b(?:merci de|absente?s?|excusee?s?|presents?|presentes|prepar\w+|inform\w+|prevenir|previen\w+|convoqu\w+|"
    r"invit\w+|dossiers?|candidate?s?|participe\w*|sera|seront|sont)\b"
)


def exiger_un_lieu(plate: str) -> None:
    """Raises Refus unless these words name one place."""
    if doute := DOUTE.search(plate) or _PAS_CERTAIN.search(plate):
        raise Refus(f"« {doute[0]} » : le lieu n'est pas certain")
    if meme := _MEME_LIEU.match(plate):
        raise Refus(f"« {meme[0]} » : l'invitation doit dire le lieu ; redites-le en entier")
    if autre := _PAS_UN_LIEU.search(plate):
        raise Refus(f"« {autre[0]} » n'est pas un lieu ; écrivez le lieu seul, et le reste ailleurs")
