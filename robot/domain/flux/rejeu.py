"""The replay of a stream: to whom each dwelling would go if nobody refused, in order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from robot.domain.flux.livre import GrandLivre, Quotes
from robot.domain.flux.strates import Logement
from robot.domain.flux.tour import Choix, choisir


def rejouer(
    jours: Iterable[Sequence[Logement]], quotes: Quotes, livre: GrandLivre | None = None
) -> Iterator[tuple[tuple[Choix, ...], GrandLivre]]:
    """For each day, its choices and the ledger after them."""
    tenu = livre or GrandLivre()
    for logements in jours:
        choix = choisir(logements, quotes, tenu)
        tenu = tenu.avec((un.service for un in choix), quotes)
        yield choix, tenu
