"""What breaks now: windows of failure, and accidents armed until the next occasion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from robot.simulation.plan import Genre, Panne, Parametres

OCCASIONS_DE_MOURIR = 40
ECART_MAX_S = 150
ECART_LOIN_H = (5, 500)
# How many occasions at most an accident lets go by: else it would always hit the first writing of a pass, the
# first letter of a batch.
OCCASIONS_MANQUEES = {Genre.BASE_OCCUPEE: 12, Genre.SMTP_COUPE_LOT: 5, Genre.SMTP_COUPE: 4,
    Genre.IMAP_COUPE_RANGEMENT: 4, Genre.IMAP_COUPE_COPIE: 4}  # fmt: skip


class Mort(BaseException):
    """The robot dies here: it unwinds like a kill, nothing in the robot may catch it."""


class Emballement(BaseException):
    """The robot never stops sending, or passing: the story ends there."""


@dataclass
class _Armee:
    """An accident that waits: its chance, and how many occasions it still lets go by."""

    hasard: Random
    avant: int


class Meteo:
    """The weather of a run. `calme` ends it: nothing breaks any more."""

    def __init__(self, parametres: Parametres, pannes: Iterable[Panne]) -> None:
        self._parametres = parametres
        self._fenetres = tuple(p for p in pannes if p.fin > p.debut)
        self._armees: dict[Genre, list[_Armee]] = {}
        self._avant_la_mort: int | None = None
        self._mort = False
        self.calme = False

    def armer(self, panne: Panne) -> None:
        """The accident will happen at the next occasion, or after a number of them (OCCASIONS_MANQUEES, death)."""
        hasard = self._parametres.flux("accident", panne.nom)
        if panne.genre is Genre.MORT:
            self._avant_la_mort = hasard.randrange(OCCASIONS_DE_MOURIR)
        else:
            manquees = hasard.randrange(OCCASIONS_MANQUEES.get(panne.genre, 1))
            self._armees.setdefault(panne.genre, []).append(_Armee(hasard, manquees))

    def fenetre(self, genre: Genre, maintenant: datetime) -> Random | None:
        """The chance of the failure of that kind that lasts now, always the same during it; None when all is well."""
        if self.calme:
            return None
        for panne in self._fenetres:
            if panne.genre is genre and panne.debut <= maintenant < panne.fin:
                return self._parametres.flux("fenêtre", panne.nom)
        return None

    def accident(self, genre: Genre) -> Random | None:
        """An occasion: the chance of the accident that happens at it, which is then over; None when none does."""
        attente = self._armees.get(genre)
        if not attente or self.calme:
            return None
        attente[0].avant -= 1
        return attente.pop(0).hasard if attente[0].avant < 0 else None

    def risquer_la_mort(self) -> None:
        """An occasion to die: before or after anything that the outside sees. Raises Mort."""
        if self._avant_la_mort is None or self.calme:
            return
        self._avant_la_mort -= 1
        if self._avant_la_mort < 0:
            self._avant_la_mort = None
            self._mort = True
            raise Mort

    def vivre(self) -> None:
        """What only a living robot does: killed, it tidies nothing up as it unwinds. Raises Mort."""
        if self._mort:
            raise Mort

    def renaitre(self) -> None:
        """The robot is started again."""
        self._mort = False

    def ecart(self, maintenant: datetime) -> timedelta:
        """By how much the robot's clock is wrong."""
        if loin := self.fenetre(Genre.HORLOGE_FAUSSE, maintenant):
            return loin.choice((1, 1, -1)) * timedelta(hours=loin.uniform(*ECART_LOIN_H))
        hasard = self.fenetre(Genre.HORLOGE, maintenant)
        return timedelta(seconds=hasard.randrange(-ECART_MAX_S, ECART_MAX_S) if hasard else 0)
