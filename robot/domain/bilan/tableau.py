"""A table as plain values: columns, lines, totals. Who prints it decides of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from robot.domain.bilan.comptes import Nature
from robot.domain.bilan.parcours import SILENCE

Valeur = str | int | Decimal | Fraction | date | None


class Genre(StrEnum):
    """How a column is shown."""

    TEXTE = "texte"
    JOUR = "jour"
    NOMBRE = "nombre"
    EUROS = "euros"
    PART = "part"
    ECART = "ecart"


@dataclass(frozen=True)
class Colonne:
    """A column; `largeur` in characters, 0 for that of its kind. `somme`: its total means something."""

    titre: str
    genre: Genre = Genre.TEXTE
    largeur: int = 0
    somme: bool = False


@dataclass(frozen=True)
class Tableau:
    """A table: `nom` identifies it, `titre` is read, `note` says how to. Each line has a value per column."""

    nom: str
    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Valeur, ...], ...]
    note: str = ""
    avec_total: bool = False

    def total(self) -> tuple[Valeur, ...]:
        """The sums of the columns that have one, `Total` in the first; None elsewhere."""
        rangs = enumerate(self.colonnes)
        return tuple(
            sum(v for ligne in self.lignes if isinstance(v := ligne[rang], int))
            if colonne.somme
            else ("Total" if rang == 0 else None)
            for rang, colonne in rangs
        )

    def en_json(self) -> dict[str, Any]:
        """Plain values: days in ISO, fractions and amounts as exact text."""
        return {
            "nom": self.nom,
            "titre": self.titre,
            "note": self.note,
            "colonnes": [[c.titre, c.genre.value, c.largeur, c.somme] for c in self.colonnes],
            "lignes": [[_simple(valeur) for valeur in ligne] for ligne in self.lignes],
            "total": [_simple(valeur) for valeur in self.total()] if self.avec_total else None,
        }


def _simple(valeur: Valeur) -> str | int | None:
    return (
        valeur.isoformat()
        if isinstance(valeur, date)
        else str(valeur)
        if isinstance(valeur, Decimal | Fraction)
        else valeur
    )


COMPTES: Mapping[Nature, str] = {
    Nature.ORIENTE: "Orientés",
    Nature.ACCEPTE: "Acceptés",
    Nature.TACITE: "dont par silence",
    Nature.REFUSE: "Refusés",
    Nature.RETIRE: "Retirés par le bailleur",
    Nature.ATTRIBUE: "Attribués en CALEOL",
    Nature.BAIL: "Baux signés",
}
MOTIFS_DE_REFUS: Mapping[str, str] = {
    "pas_de_candidat": "Pas de candidat",
    "loyer": "Loyer ou ressources",
    "typologie": "Typologie ou surface",
    "etage": "Étage ou ascenseur",
    "localisation": "Localisation",
    "autre": "Autre motif, ou aucun",
    SILENCE: "Silence valant refus",
}
