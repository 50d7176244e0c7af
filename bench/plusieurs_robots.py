"""Several robots on one PostgreSQL and one mailbox, killed at random: `python -m bench.plusieurs_robots`.

`--orientations 5000 --robots 3 --toutes-les 25 --graine 1`: a SIGKILL every so
many letters on average. Prints what it cost, and every grievance; exit code 1
when there is one. `tests/cycle/test_plusieurs_robots.py` is the same, smaller.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.cycle.partie import Partie
from tests.postgresql import postgresql_prive

UNE_HEURE_S = 3600


def main() -> int:
    """Run the bench; its exit code."""
    options = argparse.ArgumentParser(description="Plusieurs robots tués au hasard sur une base PostgreSQL.")
    options.add_argument("--orientations", type=int, default=1000)
    options.add_argument("--robots", type=int, default=3)
    options.add_argument("--toutes-les", type=int, default=25, help="lettres entre deux SIGKILL, en moyenne")
    options.add_argument("--graine", type=int, default=1)
    choix = options.parse_args()
    with postgresql_prive() as serveur, tempfile.TemporaryDirectory() as dossier:
        bilan = Partie(
            serveur.base(),
            Path(dossier),
            orientations=choix.orientations,
            robots=choix.robots,
            toutes_les=choix.toutes_les,
            graine=choix.graine,
            lot=100,
            delai_s=2 * UNE_HEURE_S,
            raconter=lambda mots: print(mots, flush=True),
        ).jouer()
    print(
        f"{bilan.orientations} orientations, {bilan.lettres} lettres dont {bilan.repetitions} répétées, "
        f"{choix.robots} robots, {bilan.tues} tués : {bilan.duree_s:.0f} s "
        f"({bilan.duree_s / bilan.lettres * 1000:.0f} ms par lettre), {len(bilan.griefs)} griefs"
    )
    for grief in bilan.griefs:
        print(f"  {grief}")
    return 1 if bilan.griefs else 0


if __name__ == "__main__":
    sys.exit(main())
