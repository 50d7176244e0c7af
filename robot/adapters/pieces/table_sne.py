"""The list of what is to be typed into the SNE (R65, R66): a CSV that a spreadsheet opens without changing anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robot.adapters.csv_de_tableur import csv_de_tableur


def fabriquer(donnees: Mapping[str, Any]) -> tuple[bytes, str]:
    """The CSV bytes and their type: one line per `lignes` under `titres`."""
    return csv_de_tableur(donnees["titres"], donnees["lignes"]), "text/csv"
