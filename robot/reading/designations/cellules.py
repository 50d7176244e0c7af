"""A table of which each cell became a line, as when it is pasted from a page: titles first, then the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from robot.domain.table_candidats import reconnaitre
from robot.reading.calque import calquer
from robot.reading.designations.dalo import DALO
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.reperes import Espece, reperer

_TITRES_MIN = 2
_TITRE_MAX = 60
_COLONNES_MAX = 20


def mettre_en_rangees(lignes: Sequence[str]) -> tuple[list[list[str]], int]:
    """The table that these lines begin with, and how many of them it takes; when cells miss, how many are its titles.

    Every candidate must have all its cells: where one is missing, nobody knows whose the next ones are. A withdrawal
    is never read so: it has to be certain.
    """
    titres, place = _titres(lignes)
    noms = [colonne.nom for titre in titres if (colonne := reconnaitre(titre))]
    if len(titres) < _TITRES_MIN or noms.count("nud") != 1:
        return [], 0
    attendus = [nom == "nud" for nom in noms]
    table, fin = [titres], place
    rangee, suite = _cellules(lignes, fin, len(titres))
    while [_est_un_numero(cellule) for cellule in rangee] == attendus:
        table.append(rangee)
        fin = suite
        rangee, suite = _cellules(lignes, fin, len(titres))
    decale = any(map(_est_un_numero, rangee))
    return ([], place) if decale or len(table) == 1 or "retrait" in noms else (table, fin)


def sans_priorites(titres: Sequence[str]) -> list[str]:
    """Titles of a table that could not be put back together: « DALO » says nothing yet of the candidate below."""
    return [
        f"{titre} :" if DALO.search(calquer(titre)) else "" if lire_priorite(titre).dite else titre for titre in titres
    ]


def _titres(lignes: Sequence[str]) -> tuple[list[str], int]:
    titres: list[str] = []
    for place, ligne in enumerate(lignes):
        if ligne.strip() and (len(ligne) > _TITRE_MAX or reconnaitre(ligne) is None or len(titres) == _COLONNES_MAX):
            return titres, place
        if ligne.strip():
            titres.append(ligne.strip())
    return titres, len(lignes)


def _cellules(lignes: Sequence[str], debut: int, combien: int) -> tuple[list[str], int]:
    """That many cells from there on, and where they end."""
    places = list(islice((i for i in range(debut, len(lignes)) if lignes[i].strip()), combien))
    return [lignes[i].strip() for i in places], places[-1] + 1 if places else debut


def _est_un_numero(cellule: str) -> bool:
    trouves = [r for r in reperer(cellule) if r.espece in (Espece.NUD, Espece.FAUX)]
    return len(trouves) == 1 and trouves[0].fin - trouves[0].debut == len(cellule)
