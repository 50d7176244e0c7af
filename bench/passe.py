"""What a pass costs, links in memory, real store on disk, real letters, real reader: `python -m bench.passe [N]`.

Prints seconds for N dwellings (200 by default): offering them, reading N
acceptances, and a pass with nothing to do; then the same empty pass with ten
times as many open dossiers, which must cost the same (due work is found by
index).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.fabrique import CARNET
from tests.monde import Monde

REPETITIONS = 5


def mesurer(monde: Monde, le: str) -> float:
    """Seconds of one pass at that hour."""
    debut = time.perf_counter()
    monde.passer(le)
    return time.perf_counter() - debut


def vide(monde: Monde, le: str) -> float:
    """Median seconds of a pass that has nothing to do."""
    return statistics.median(mesurer(monde, le) for _ in range(REPETITIONS))


def main() -> None:
    """Run the bench and print its table."""
    nombre = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as dossier:
        monde = Monde.creer(base=Path(dossier) / "banc.sqlite", carnet=CARNET)
        for _ in range(nombre):
            monde.liberer()
        print(f"{nombre} offres décidées, composées, confiées, consignées : {mesurer(monde, '2026-04-28T09:00'):.2f} s")
        petite = vide(monde, "2026-04-28T09:05")
        for offre in monde.courriers(gabarit="offre"):
            monde.repondre(offre, "ACCEPTE")
        duree = mesurer(monde, "2026-04-28T10:00")
        print(f"{nombre} acceptations lues, consignées, accusées : {duree:.2f} s")
        print(f"passe vide, {nombre} dossiers ouverts : {petite * 1000:.1f} ms")
        for _ in range(10 * nombre):
            monde.liberer()
        monde.passer("2026-04-28T11:00")
        grande = vide(monde, "2026-04-28T11:05")
        print(f"passe vide, {11 * nombre} dossiers : {grande * 1000:.1f} ms, rapport {grande / petite:.2f}")


if __name__ == "__main__":
    main()
