"""What breaks now: windows of failure, and accidents armed until the next occasion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from robot.simulation.plan import Genre, Panne, Parametres

OCCASIONS_DE_MOURIR = 40
ECART_MAX_S = 150


class Mort(BaseException):
    """The robot dies here: it unwinds like a kill, nothing in the robot may catch it."""


class Emballement(BaseException):
    """The robot never stops sending, or passing: the story ends there."""


class Meteo:
    """The weather of a run. `calme` ends it: nothing breaks any more."""

    def __init__(self, parametres: Parametres, pannes: Iterable[Panne]) -> None:
        self._parametres = parametres
        self._fenetres = tuple(p for p in pannes if p.fin > p.debut)
        self._armees: dict[Genre, list[Random]] = {}
        self._avant_la_mort: int | None = None
        self.calme = False

    def armer(self, panne: Panne) -> None:
        """The accident will happen at the next occasion; death after a number of them."""
        hasard = self._parametres.flux("accident", panne.nom)
        if panne.genre is Genre.MORT:
            self._avant_la_mort = hasard.randrange(OCCASIONS_DE_MOURIR)
        else:
            self._armees.setdefault(panne.genre, []).append(hasard)

    def fenetre(self, genre: Genre, maintenant: datetime) -> Random | None:
        """The chance of the failure of that kind that lasts now, always the same during it; None when all is well."""
        if self.calme:
            return None
        for panne in self._fenetres:
            if panne.genre is genre and panne.debut <= maintenant < panne.fin:
                return self._parametres.flux("fenêtre", panne.nom)
        return None

    def accident(self, genre: Genre) -> Random | None:
        """The chance of an armed accident, which is then over; None when there is none."""
        attente = self._armees.get(genre)
        return attente.pop(0) if attente and not self.calme else None

    def risquer_la_mort(self) -> None:
        """An occasion to die: before or after anything that the outside sees. Raises Mort."""
        if self._avant_la_mort is None or self.calme:
            return
        self._avant_la_mort -= 1
        if self._avant_la_mort < 0:
            self._avant_la_mort = None
            raise Mort

    def ecart(self, maintenant: datetime) -> timedelta:
        """By how much the robot's clock is wrong."""
        hasard = self.fenetre(Genre.HORLOGE, maintenant)
        return timedelta(seconds=hasard.randrange(-ECART_MAX_S, ECART_MAX_S) if hasard else 0)
