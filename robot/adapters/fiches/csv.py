"""Vacated dwellings in a CSV file, as Excel, LibreOffice or a landlord's software writes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from robot.adapters.fiches.lignes import (
    COLONNES_MAXIMUM,
    LIGNES_AVANT_LES_TITRES,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
    Mesure,
    decoder,
    lire_tableau,
    nombre_de_titres,
)

TITRES_LONGUEUR_MAXIMUM = 20_000  # characters of a first line that are looked at
SEPARATEURS = (";", ",", "\t", "|")
# What Excel itself writes on a first line to say its separator, and around a number to keep its zeros.
_ANNONCE = re.compile(r'\s*"?sep=(.)"?[ \t;,]*\r?\n', re.IGNORECASE)
_TEXTE_PROTEGE = re.compile(r'="(.*)"')


def lire_csv(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of a CSV file. Raises FichierIllisible."""
    return lire_tableau(fichier, lignes_du_csv(fichier, octets, nombre_de_titres))


def lignes_du_csv(fichier: str, octets: bytes, titres: Callable[[Iterable[str]], int]) -> list[LigneDeTableau]:
    """The rows of a CSV file that are not blank, whatever its encoding and its separator. Raises FichierIllisible.

    `titres` says how many of these cells are titles of the table that is
    looked for: the separator is the one under which most are.
    """
    texte = decoder(fichier, octets)
    annonce = _ANNONCE.match(texte)
    corps = texte[annonce.end() :] if annonce else texte
    separateur = annonce[1] if annonce else _separateur(corps, titres)
    return list(_lignes(fichier, corps, separateur, decalage=1 if annonce else 0))


def _separateur(texte: str, titres: Callable[[Iterable[str]], int]) -> str:
    """The separator under which one of the first lines names most columns."""
    lignes = islice(io.StringIO(texte, newline=None), LIGNES_AVANT_LES_TITRES * 2)
    debut = [ligne.rstrip("\n")[:TITRES_LONGUEUR_MAXIMUM].replace('"', "") for ligne in lignes]
    comptes = {s: max(titres(ligne.split(s, COLONNES_MAXIMUM)) for ligne in debut) for s in SEPARATEURS}
    return max(comptes, key=lambda separateur: comptes[separateur])


def _lignes(fichier: str, texte: str, separateur: str, *, decalage: int) -> Iterator[LigneDeTableau]:
    """(line where the row begins, cells) of every row that is not blank."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut, mesure = decalage + 1, Mesure(fichier)
    try:
        for cellules in lecteur:
            if len(cellules) > COLONNES_MAXIMUM:
                raise FichierIllisible(fichier, f"plus de {COLONNES_MAXIMUM} colonnes", debut)
            if any(cellule.strip() for cellule in cellules):
                mesure.compter(debut, cellules)
                yield debut, [_sans_protection(cellule) for cellule in cellules]
            debut = decalage + lecteur.line_num + 1
    except csv.Error as erreur:
        raison = "guillemets mal fermés ou cellule démesurée à partir d'ici"
        raise FichierIllisible(fichier, raison, debut) from erreur


def _sans_protection(cellule: str) -> str:
    protegee = _TEXTE_PROTEGE.fullmatch(cellule.strip())
    return protegee[1] if protegee else cellule
