"""A whole year, the same whatever keeps it: `python -m bench.annee [--graine N] [--liberations 100] [--assiette]`.

Plays the year of a seed, with faults, twice on a SQLite file and twice on a
private PostgreSQL, each play in a process of its own. Prints what each one
cost, and the root of its journal; exit code 1 when two of them differ in
anything but time, or when the judge has a grievance.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from robot.simulation.essai import Essai, essayer
from robot.simulation.plan import Parametres
from tests.postgresql import postgresql_prive

FOIS = 2


def jouer(parametres: Parametres, bases: dict[str, str], processus: int) -> dict[str, Essai]:
    """The run of each base, by the name it goes by."""
    with ProcessPoolExecutor(processus, mp_context=get_context("spawn")) as equipe:
        joues = {nom: equipe.submit(essayer, parametres, base) for nom, base in bases.items()}
        return {nom: joue.result() for nom, joue in joues.items()}


def raconter(essais: dict[str, Essai]) -> bool:
    """Print every run; whether they are all alike and without any grievance."""
    for nom, essai in essais.items():
        print(f"{nom:13} racine {essai.racine}, {essai.duree_s:.0f} s, {len(essai.griefs)} griefs")
    premier = next(iter(essais.values()))
    print(
        f"graine {premier.graine} : {premier.liberations} logements, {premier.orientations} orientations, "
        f"{premier.lettres} envois, {premier.messages} messages reçus"
    )
    for grief in premier.griefs:
        print(f"  {grief}")
    return len({repr(replace(essai, duree_s=0)) for essai in essais.values()}) == 1 and not premier.griefs


def main() -> int:
    """Run the bench; its exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--liberations", type=int, default=100)
    options.add_argument("--jours", type=int, default=365)
    options.add_argument("--assiette", action="store_true")
    options.add_argument("--processus", type=int, default=2)
    choix = options.parse_args()
    parametres = Parametres(choix.graine, liberations=choix.liberations, jours=choix.jours, assiette=choix.assiette)
    with postgresql_prive() as serveur, tempfile.TemporaryDirectory() as dossier:
        bases = {
            nom: base
            for fois in range(1, FOIS + 1)
            for nom, base in (
                (f"SQLite {fois}", f"sqlite:///{Path(dossier) / f'annee-{fois}.sqlite'}"),
                (f"PostgreSQL {fois}", serveur.base()),
            )
        }
        return 0 if raconter(jouer(parametres, bases, choix.processus)) else 1


if __name__ == "__main__":
    sys.exit(main())
