"""CSV that a French spreadsheet opens without changing anything, and without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from robot.domain.ecriture import en_texte

# A number that a spreadsheet would round (15 digits) or whose zeros it would drop.
_NUMERO = re.compile(r"0\d+|\d{12,}")
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), wide forms included.
_FORMULE = re.compile(r"[=+\-@＝＋－＠]")


def csv_de_tableur(titres: Sequence[object], lignes: Iterable[Sequence[object]]) -> bytes:
    """The bytes: UTF-8 announced, semicolons, one line per `lignes` under `titres`.

    A long number comes as `="0740…"`, which Excel and LibreOffice show and
    copy as the bare digits; a text that begins as a formula is preceded by
    an apostrophe.
    """
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    for ligne in (titres, *lignes):
        ecrivain.writerow([_cellule(valeur) for valeur in ligne])
    return flux.getvalue().encode("utf-8-sig")


def _cellule(valeur: object) -> str:
    texte = en_texte(valeur)
    if _NUMERO.fullmatch(texte):
        return f'="{texte}"'
    return f"'{texte}" if isinstance(valeur, str) and _FORMULE.match(texte) else texte
