"""Damaged messages by the million: no exception, no message over its time, none too hungry.

Takes the project's fixtures, and the shared corpus when it is there, damaged
by `messages_abimes.py`. The fingerprint printed at the end is that of every
message of the campaign: the same seed on the same files gives the same one, on
any number of processes.

Run: python bench/mutations_messages.py [--de 0] [--a 1000000] [--graine 1] [--processus 2]
One message, written to a file: python bench/mutations_messages.py --graine 1 --numero 4217 --ecrire a.eml
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.messages_abimes import message, sources
from robot.reading.chaine import en_json, lire
from robot.reading.lecture import Lecture, Nature

BUDGET_FIXE_S = 0.5
BUDGET_PAR_OCTET_S = 1e-5
MEMOIRE_MAX = 768 * 1024 * 1024
PAS = 1_000


@dataclass(frozen=True)
class Essai:
    """One message read: how long it took, how long it may, and what is wrong ("" when nothing is)."""

    numero: int
    taille: int
    duree_s: float
    budget_s: float
    defaut: str = ""

    @property
    def part(self) -> float:
        """The share of its budget that it took."""
        return self.duree_s / self.budget_s


def eprouver(numero: int, octets: bytes, nom: str) -> Essai:
    """Read one message; a slow one is read again, for the machine may be busy."""
    budget = BUDGET_FIXE_S + BUDGET_PAR_OCTET_S * len(octets)
    duree, defaut = _lire_une_fois(octets, nom)
    for _ in range(3):
        if duree <= budget or defaut:
            break
        duree = min(duree, _lire_une_fois(octets, nom)[0])
    if duree > budget and not defaut:
        defaut = f"{duree:.2f} s pour {budget:.2f} s"
    return Essai(numero, len(octets), duree, budget, defaut)


def _lire_une_fois(octets: bytes, nom: str) -> tuple[float, str]:
    depart = time.process_time()
    try:
        lue = lire(octets, nom=nom)
        defaut = incoherence(lue)
    except Exception as erreur:  # noqa: BLE001  # every exception is a finding
        defaut = f"{type(erreur).__name__}: {erreur}"
    return time.process_time() - depart, defaut


def incoherence(lue: Lecture) -> str:
    """What no reading may be: a reply without a decision, a decision without a reply, text that cannot be written."""
    if (lue.nature is Nature.REPONSE) != bool(lue.decisions):
        return f"{lue.nature} avec {len(lue.decisions)} décisions"
    json.dumps(en_json("a.eml", lue), ensure_ascii=False).encode("utf-8")
    return ""


@dataclass(frozen=True)
class Lot:
    """A run of messages: how many, how big, what was found, the nearest to its budget, and their fingerprint."""

    nombre: int
    octets: int
    defauts: tuple[Essai, ...]
    pire: Essai
    empreinte: bytes


def lire_un_lot(graine: int, numeros: range) -> Lot:
    """Read these messages of a campaign."""
    messages, somme, essais = sources(), hashlib.sha256(), []
    for numero in numeros:
        octets, nom = message(graine, numero, messages)
        somme.update(octets)
        essais.append(eprouver(numero, octets, nom))
    return Lot(
        nombre=len(essais),
        octets=sum(essai.taille for essai in essais),
        defauts=tuple(essai for essai in essais if essai.defaut),
        pire=max(essais, key=lambda essai: essai.part),
        empreinte=somme.digest(),
    )


def campagne(graine: int, numeros: range, processus: int) -> int:
    """Read them all, say what is found and where we are; the number of findings."""
    print(f"graine {graine}, {len(sources())} messages de départ, {processus} processus", flush=True)
    lots = [numeros[debut : debut + PAS] for debut in range(0, len(numeros), PAS)]
    with multiprocessing.Pool(processus, initializer=_borner_la_memoire) as pool:
        return _suivre(graine, pool.imap(partial(lire_un_lot, graine), lots))


def _suivre(graine: int, lots: Iterable[Lot]) -> int:
    somme, lus, octets, defauts, debut = hashlib.sha256(), 0, 0, 0, time.monotonic()
    pire: Essai | None = None
    for lot in lots:
        somme.update(lot.empreinte)
        lus, octets, defauts = lus + lot.nombre, octets + lot.octets, defauts + len(lot.defauts)
        pire = lot.pire if pire is None else max(pire, lot.pire, key=lambda essai: essai.part)
        for essai in lot.defauts:
            print(f"DÉFAUT --graine {graine} --numero {essai.numero} : {essai.taille} octets, {essai.defaut}")
        print(
            f"{lus} messages, {octets / 1e9:.2f} Go, {time.monotonic() - debut:.0f} s : {defauts} défauts ; "
            f"pire : {pire.part:.0%} de son budget (numéro {pire.numero}, {pire.taille} octets)",
            flush=True,
        )
    print(f"graine {graine} : empreinte {somme.hexdigest()[:16]}")
    return defauts


def _borner_la_memoire() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))


def main() -> int:
    """Run a campaign, or write one of its messages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--de", type=int, default=0)
    options.add_argument("--a", type=int, default=100_000)
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--processus", type=int, default=2)
    options.add_argument("--numero", type=int)
    options.add_argument("--ecrire", type=Path)
    choix = options.parse_args()
    if choix.numero is None:
        return 1 if campagne(choix.graine, range(choix.de, choix.a), choix.processus) else 0
    _borner_la_memoire()
    octets, nom = message(choix.graine, choix.numero, sources())
    if choix.ecrire:
        choix.ecrire.write_bytes(octets)
    print(eprouver(choix.numero, octets, nom), f"lu sous le nom {nom or 'a.eml'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
