"""Campaigns by hand: `python -m bench.simulation A-B [--processus N] [--registre FICHIER]`.

Plays the seeds A to B with faults, twenty logements over two months each
(`--logements`, `--jours`, `--assiette`), and stops at nothing: every failing
seed is printed. A register keeps a JSON line per story as it ends, so that a
campaign cut short is counted all the same: `--bilan FICHIER...` says which
seeds were played, which failed, how often each fact of the journal was written,
and which transitions of the table never were: a rule that no story reaches is
not tried.

Planted bugs: `--bogues [MOT] [--max N]` plants each in turn and says within
how many seeds it is caught.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from robot.domain.faits import FAITS
from robot.domain.statuts import TRANSITIONS
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


def _inscrire(registre: Path | None, essai: Essai) -> None:
    if registre is not None:
        essaye = essai.en_json() | {"transitions": essai.transitions}
        with registre.open("a", encoding="utf-8") as lignes:
            lignes.write(json.dumps(essaye, ensure_ascii=False) + "\n")


def _suites(graines: Iterable[int]) -> Iterator[str]:
    """Sorted numbers as ranges: 1-3, 7."""
    for _, groupe in groupby(enumerate(sorted(graines)), lambda rang: rang[1] - rang[0]):
        suite = [graine for _, graine in groupe]
        yield f"{suite[0]}-{suite[-1]}" if len(suite) > 1 else str(suite[0])


def bilan(registres: Iterable[Path]) -> None:
    """What these registers hold, all together."""
    joues = {essai["graine"]: essai for chemin in registres for essai in map(json.loads, chemin.open(encoding="utf-8"))}
    ecrits: Counter[str] = Counter(dict.fromkeys((type_.__name__ for type_ in FAITS), 0))
    histoires: Counter[str] = Counter()
    for essai in joues.values():
        ecrits.update(essai["faits"])
        histoires.update(essai["faits"].keys())
    en_defaut = sorted(graine for graine, essai in joues.items() if essai["griefs"])
    print(f"graines {', '.join(_suites(joues))} : {len(joues)} histoires, {len(en_defaut)} en défaut {en_defaut or ''}")
    for cle in ("liberations", "orientations", "messages", "lettres", "passes", "perdus", "doubles", "silences_a_tort"):
        print(f"{sum(essai[cle] for essai in joues.values()):>10} {cle}")
    print("Faits écrits, et dans combien d'histoires :")
    for fait, nombre in sorted(ecrits.items(), key=lambda compte: (-compte[1], compte[0])):
        print(f"{nombre:>10} {fait} ({histoires[fait]})")
    atteintes = {transition for essai in joues.values() for transition in essai["transitions"]}
    permises = {f"{statut} {fait.__name__}" for statut, fait in TRANSITIONS}
    print(f"{len(permises & atteintes)} transitions sur {len(permises)} ; jamais vues :")
    print(", ".join(sorted(permises - atteintes)) or "aucune")


def campagne(parametres: Parametres, premiere: int, derniere: int, processus: int, registre: Path | None) -> None:
    """Every seed of a range."""
    debut, echecs, logements = time.monotonic(), 0, 0
    graines = range(premiere, derniere + 1)
    gc.disable()  # a twentieth of the time; each story's rubbish goes at its end
    for rang, essai in enumerate(essayer_toutes(des_graines(parametres, graines), processus=processus), 1):
        logements += essai.liberations
        _inscrire(registre, essai)
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
    lecteur.add_argument("--registre", type=Path, default=None)
    lecteur.add_argument("--bilan", type=Path, nargs="+", default=None)
    choix = lecteur.parse_args()
    if choix.bilan is not None:
        bilan(choix.bilan)
        return
    if choix.bogues is not None:
        bogues(choix.bogues, choix.max)
        return
    premiere, _, derniere = choix.graines.partition("-")
    parametres = Parametres(0, liberations=choix.logements, jours=choix.jours, assiette=choix.assiette)
    campagne(parametres, int(premiere), int(derniere or premiere), choix.processus, choix.registre)


if __name__ == "__main__":
    main()
