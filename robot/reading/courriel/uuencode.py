"""Files pasted in the text by uuencode, as Notes and old Unix programs do: an attachment, not words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_DEBUT = re.compile(r"begin [0-7]{3,4} \S")
_GROUPE = 3  # bytes, written as four characters
_FIN = "end"


def sans_les_fichiers(lignes: Sequence[str]) -> Iterator[str]:
    """The lines that are not those of such a file, damaged or not.

    A line belongs to it only if its first character states its very length,
    so that no sentence can be hidden behind a « begin ».
    """
    dedans = False
    for ligne, suivante in zip_longest(lignes, lignes[1:], fillvalue=""):
        if dedans and ligne == _FIN:
            dedans = False
        elif dedans and _est_codee(ligne):
            continue
        elif _DEBUT.match(ligne) and _est_codee(suivante):
            dedans = True
        else:
            yield ligne


def _est_codee(ligne: str) -> bool:
    if not ligne or not ligne.isascii() or ligne != ligne.upper():
        return False
    octets = (ord(ligne[0]) - ord(" ")) % 64
    return len(ligne) == 1 + -(-octets // _GROUPE) * 4
