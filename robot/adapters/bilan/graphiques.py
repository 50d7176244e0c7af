"""The charts of the workbook: native ones, drawn from its own cells, in colours that print in black and white."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

COULEURS = ("#1F4E79", "#5B9BD5", "#F4B183", "#548235")
GRILLE = {"visible": True, "line": {"color": "#D9D9D9"}}
LARGEUR, DEMI, HAUTEUR, HAUTEUR_D_UNE_LIGNE = 1010, 500, 300, 20
POLICE = {"name": "Calibri", "size": 9}


@dataclass(frozen=True)
class Place:
    """Where charts are put."""

    livre: xlsxwriter.Workbook
    feuille: Worksheet


@dataclass(frozen=True)
class Source:
    """Where their cells are: a sheet, and the row of the column titles."""

    feuille: str
    entete: int


def par_reservataire(place: Place, tableau: Mapping[str, Any], source: Source) -> int:
    """The four stages of each réservataire, beside each other; the first free row."""
    nombre = len(tableau["lignes"])
    if not nombre:
        return 0
    graphique = _graphique(place, "bar")
    for rang in range(1, len(tableau["colonnes"])):
        graphique.add_series(_serie(source, nombre, rang, COULEURS[rang - 1]))
    hauteur = 90 + 46 * nombre
    _habiller(graphique, "Offres, accords, attributions et baux", LARGEUR, hauteur)
    graphique.set_plotarea({"layout": {"x": 0.21, "y": 0.13, "width": 0.75, "height": 0.77}})
    graphique.set_y_axis({"reverse": True, "num_font": POLICE})
    graphique.set_x_axis({"num_font": POLICE, "major_gridlines": GRILLE, "num_format": "0", "label_position": "low"})
    place.feuille.insert_chart(0, 0, graphique, {"object_position": 2})
    return hauteur // HAUTEUR_D_UNE_LIGNE + 1


def par_typologie(place: Place, tableau: Mapping[str, Any], source: Source, ligne: int) -> None:
    """What was offered, what was accepted, what was refused, size by size."""
    nombre = len(tableau["lignes"])
    if not nombre:
        return
    graphique = _graphique(place, "column")
    for colonne, couleur in ((1, COULEURS[0]), (2, COULEURS[1]), (4, COULEURS[2])):
        graphique.add_series(_serie(source, nombre, colonne, couleur))
    _habiller(graphique, "Par typologie", DEMI, HAUTEUR)
    graphique.set_y_axis({"num_font": POLICE, "num_format": "0", "major_gridlines": GRILLE})
    place.feuille.insert_chart(ligne, 0, graphique, {"object_position": 2})


def refus(place: Place, tableau: Mapping[str, Any], source: Source, ligne: int) -> None:
    """Why dwellings are refused, all réservataires together: the total line of the table."""
    nombre = len(tableau["lignes"])
    if not nombre:
        return
    derniere = len(tableau["colonnes"]) - 2  # the last one is their sum
    total = source.entete + nombre + 1
    graphique = _graphique(place, "bar")
    graphique.add_series(
        {
            "name": "Refus",
            "categories": [source.feuille, source.entete, 1, source.entete, derniere],
            "values": [source.feuille, total, 1, total, derniere],
            "fill": {"color": COULEURS[2]},
            "data_labels": {"value": True, "font": POLICE},
            "gap": 40,
        }
    )
    _habiller(graphique, "Motifs des refus", DEMI, HAUTEUR, legende=False)
    graphique.set_y_axis({"reverse": True, "num_font": POLICE})
    graphique.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    place.feuille.insert_chart(ligne, 0, graphique, {"x_offset": DEMI + 10, "object_position": 2})


def _graphique(place: Place, genre: str) -> Chart:
    graphique = place.livre.add_chart({"type": genre})
    if graphique is None:
        raise ValueError(genre)
    return graphique


def _serie(source: Source, nombre: int, colonne: int, couleur: str) -> dict[str, Any]:
    premiere, derniere = source.entete + 1, source.entete + nombre
    return {
        "name": [source.feuille, source.entete, colonne],
        "categories": [source.feuille, premiere, 0, derniere, 0],
        "values": [source.feuille, premiere, colonne, derniere, colonne],
        "fill": {"color": couleur},
        "gap": 50,
    }


def _habiller(graphique: Chart, titre: str, largeur: int, hauteur: int, *, legende: bool = True) -> None:
    graphique.set_title({"name": titre, "name_font": {"name": "Calibri", "size": 12, "bold": True}, "overlay": False})
    graphique.set_legend({"position": "bottom", "font": POLICE} if legende else {"none": True})
    graphique.set_size({"width": largeur, "height": hauteur})
