"""The tables of a bilan as CSV files, one each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from robot.adapters.bilan.cellules import pour_un_csv
from robot.adapters.csv_de_tableur import csv_de_tableur
from robot.domain.bilan.tableau import Genre

# Made for the chart; everything it says is in another table.
SANS_FICHIER = frozenset({"premiers"})


def fichiers_csv(bilan: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each table of a bilan in plain values (`tableaux.en_json`); no totals, which would be summed."""
    for tableau in bilan["tableaux"]:
        if tableau["nom"] in SANS_FICHIER:
            continue
        genres = [Genre(genre) for _, genre, _, _ in tableau["colonnes"]]
        titres = [titre for titre, _, _, _ in tableau["colonnes"]]
        lignes = ([pour_un_csv(v, g) for v, g in zip(ligne, genres, strict=True)] for ligne in tableau["lignes"])
        yield f"{tableau['nom']}.csv", csv_de_tableur(titres, lignes)
