"""The full turn on real Postfix and Dovecot, robots killed at random: `python -m bench.tues_en_vrai` (as root).

`--tues 300 --graine 1 --logements 4`: goes on releasing dwellings until as
many robots were killed, restarts a server in mid-pass now and then, then lets
the last robots end everything. Prints what it cost, and every grievance; exit
code 1 when there is one. `tests/cycle/test_tues_en_vrai.py` is the same, smaller.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.cycle.tour_mortel import TourMortel
from tests.serveurs import serveurs_reels


def main() -> int:
    """Run the bench; its exit code."""
    options = argparse.ArgumentParser(description="Robots tués au hasard, sur de vrais Postfix et Dovecot.")
    options.add_argument("--tues", type=int, default=300)
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--logements", type=int, default=4, help="logements menés de front")
    choix = options.parse_args()
    debut = time.monotonic()
    with serveurs_reels() as serveurs, tempfile.TemporaryDirectory() as dossier:
        bilan = TourMortel(serveurs, Path(dossier), graine=choix.graine, logements=choix.logements).jouer(choix.tues)
    print(
        f"{bilan.tues} robots tués en {bilan.passes} passes, {bilan.redemarrages} serveurs redémarrés, "
        f"{bilan.logements} logements, {bilan.lettres} lettres dont {bilan.repetitions} répétées : "
        f"{time.monotonic() - debut:.0f} s, {len(bilan.griefs)} griefs"
    )
    for grief in bilan.griefs:
        print(f"  {grief}")
    return 1 if bilan.griefs else 0


if __name__ == "__main__":
    sys.exit(main())
