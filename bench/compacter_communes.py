"""Rebuild `robot/donnees/` from the official tables: `python -m bench.compacter_communes SOURCE_DIR`.

SOURCE_DIR holds communes_2026.csv and departements_2026.csv. The same input
gives the same bytes, so that a rebuild shows in a diff only what changed.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterable
from pathlib import Path

from robot.adapters.communes import cle_de_commune

DESTINATION = Path(__file__).parent.parent / "robot" / "donnees"


def lignes(chemin: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def ecrire(nom: str, rangees: Iterable[tuple[str, ...]]) -> None:
    """Tab-separated, no header, gzip without a date. No field of these tables holds a tab or a line break."""
    texte = "".join("\t".join(rangee) + "\n" for rangee in rangees)
    (DESTINATION / nom).write_bytes(gzip.compress(texte.encode(), 9, mtime=0))


def main(source: Path) -> None:
    """Write the three compact tables."""
    communes = lignes(source / "communes_2026.csv")
    champs = ("code_insee", "nom", "departement", "epci_siren", "codes_postaux")
    ecrire("communes.tsv.gz", [(*(c[champ] for champ in champs), cle_de_commune(c["nom"])) for c in communes])
    epci = sorted({(c["epci_siren"], c["epci_nom"]) for c in communes if c["epci_siren"]})
    ecrire("epci.tsv.gz", epci)
    ecrire("departements.tsv.gz", [(d["code"], d["nom"]) for d in lignes(source / "departements_2026.csv")])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
