"""Campaigns by hand: `python -m bench.simulation A-B [--processus N]`; planted bugs: `--bogues [MOT] [--max N]`.

The first plays the seeds A to B with faults, twenty logements over two months
each (`--logements`, `--jours`, `--assiette`), and stops at nothing: every failing seed is printed. The second plants
each bug in turn and says within how many seeds it is caught.
"""

from __future__ import annotations

import argparse
import gc
import time

from robot.simulation.campagne import des_graines, essayer_toutes
from robot.simulation.essai import Essai, essayer
from robot.simulation.plan import Parametres
from tests.simulation.bogues import BOGUES


def chercher(nom: str, jusqu_a: int) -> Essai | None:
    """The first seed that catches that bug."""
    with BOGUES[nom].poser():
        for graine in range(1, jusqu_a + 1):
            essai = essayer(BOGUES[nom].parametres(graine))
            if essai.griefs:
                return essai
    return None


def bogues(mot: str, jusqu_a: int) -> None:
    """Within how many seeds each planted bug is caught."""
    for nom in (nom for nom in BOGUES if mot in nom):
        debut = time.monotonic()
        essai = chercher(nom, jusqu_a)
        trouve = f"graine {essai.graine} : {essai.griefs[0]}" if essai else f"PAS PRIS en {jusqu_a} graines"
        print(f"{nom} : {trouve} ({time.monotonic() - debut:.0f} s)", flush=True)


def campagne(parametres: Parametres, premiere: int, derniere: int, processus: int) -> None:
    """Every seed of a range."""
    debut, echecs, logements = time.monotonic(), 0, 0
    graines = range(premiere, derniere + 1)
    gc.disable()  # a twentieth of the time; each story's rubbish goes at its end
    for rang, essai in enumerate(essayer_toutes(des_graines(parametres, graines), processus=processus), 1):
        logements += essai.liberations
        if essai.griefs:
            echecs += 1
            print(f"graine {essai.graine} : {len(essai.griefs)} griefs, {essai.griefs[0]}", flush=True)
        gc.collect()
        if rang % 100 == 0:
            print(f"{rang} graines, {echecs} en défaut, {time.monotonic() - debut:.0f} s", flush=True)
    duree = time.monotonic() - debut
    print(f"{len(graines)} graines, {logements} logements, {echecs} en défaut, {duree:.0f} s")


def main() -> None:
    """Read the command line."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("graines", nargs="?", default="1-100")
    lecteur.add_argument("--processus", type=int, default=0)
    lecteur.add_argument("--logements", type=int, default=20)
    lecteur.add_argument("--jours", type=int, default=62)
    lecteur.add_argument("--assiette", action="store_true")
    lecteur.add_argument("--bogues", nargs="?", const="", default=None)
    lecteur.add_argument("--max", type=int, default=300)
    choix = lecteur.parse_args()
    if choix.bogues is not None:
        bogues(choix.bogues, choix.max)
        return
    premiere, _, derniere = choix.graines.partition("-")
    parametres = Parametres(0, liberations=choix.logements, jours=choix.jours, assiette=choix.assiette)
    campagne(parametres, int(premiere), int(derniere or premiere), choix.processus)


if __name__ == "__main__":
    main()
