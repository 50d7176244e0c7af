"""Many seeds over several processes; each failing one is told as soon as it is known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

from robot.simulation.essai import Essai, essayer
from robot.simulation.monde import EN_MEMOIRE
from robot.simulation.plan import Parametres


def des_graines(parametres: Parametres, graines: Iterable[int]) -> list[Parametres]:
    """The same story from each of these seeds."""
    return [replace(parametres, graine=graine) for graine in graines]


def essayer_toutes(lot: Sequence[Parametres], base: str = EN_MEMOIRE, processus: int = 0) -> Iterator[Essai]:
    """Each story's run, as they end; in this process when there is only one to use."""
    processus = min(processus or os.cpu_count() or 1, len(lot))
    if processus <= 1 or base != EN_MEMOIRE:
        yield from map(partial(essayer, base=base), lot)
        return
    with get_context("spawn").Pool(processus) as equipe:
        yield from equipe.imap_unordered(essayer, lot, chunksize=1)
