"""Whose turn it is: the réservataires to ask for each dwelling released on a day, first to ask first.

Deterministic: the same table, the same past and the same dwellings give the
same answer on any machine, in whatever order they are listed (`robot repartir`
lets anyone check it). Never outside a perimeter (R31): only those who are owed
a share on that territory are ranked, and the landlord last if all refuse (C14).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from robot.domain.flux.assiette import BAILLEUR
from robot.domain.flux.livre import GrandLivre, Quotes, Service
from robot.domain.flux.partage import Partage
from robot.domain.flux.raisons import Position, raconter
from robot.domain.flux.strates import POIDS, Logement, Poids, Strate

# Reference -> holders who may not be asked (again): they refused, or cannot be reached.
Exclus = Mapping[str, Collection[str]]

# Beyond, a day is shared in successive lots: comparing every pair of dwellings would take seconds.
LOGEMENTS_ENSEMBLE = 40


@dataclass(frozen=True)
class Choix:
    """Whom a dwelling goes to.

    `rangs` has everyone who may be asked, in order, the chosen one first.
    `positions` are the numbers of the choice, in the same order, to be
    journalled; `ecartes` could not be asked, `autres_du_jour` is how many
    dwellings were shared with this one.
    """

    logement: Logement
    rangs: tuple[str, ...]
    positions: tuple[Position, ...]
    ecartes: tuple[str, ...] = ()
    autres_du_jour: int = 0

    @property
    def service(self) -> Service:
        """What the ledger counts once the choice is made."""
        return Service(self.logement, self.rangs[0])

    @cached_property
    def raison(self) -> str:
        """The choice told to a mayor, in two sentences."""
        return raconter(self.logement, self.positions, self.ecartes, self.autres_du_jour)


def choisir(
    logements: Sequence[Logement],
    quotes: Quotes,
    livre: GrandLivre,
    exclus: Exclus | None = None,
    poids: Mapping[Strate, Poids] = POIDS,
) -> tuple[Choix, ...]:
    """Share the dwellings released on one day, together; answers in the order of `logements`.

    `livre` does not count these dwellings yet: the caller then counts the
    `service` of each choice. References must differ from one another.
    """
    choix: dict[str, Choix] = {}
    ordonnes = sorted(logements, key=lambda logement: logement.reference)
    for debut in range(0, len(ordonnes), LOGEMENTS_ENSEMBLE):
        du_lot = _Lot(ordonnes[debut : debut + LOGEMENTS_ENSEMBLE], quotes, livre, exclus or {}, poids).partager()
        choix |= {un.logement.reference: un for un in du_lot}
        if len(choix) < len(ordonnes):
            livre = livre.avec((un.service for un in du_lot), quotes)
    return tuple(choix[logement.reference] for logement in logements)


class _Lot:
    """Dwellings that are shared together: who may have each, and who has it for now."""

    def __init__(
        self,
        lot: Sequence[Logement],
        quotes: Quotes,
        livre: GrandLivre,
        exclus: Exclus,
        poids: Mapping[Strate, Poids],
    ) -> None:
        self._lot = lot
        self._partage = Partage(lot, livre, quotes, poids)
        self._ecartes = [tuple(sorted(exclus.get(logement.reference, ()))) for logement in lot]
        self._eligibles = [self._partage.eligibles(rang, ecartes) for rang, ecartes in enumerate(self._ecartes)]
        self._servis: list[str] = []

    def partager(self) -> tuple[Choix, ...]:
        """One dwelling after the other, then every change and every exchange that makes the whole fairer."""
        for rang in range(len(self._lot)):
            self._partage.echoir(rang)
            # Once all have refused, or where nobody has rights, the landlord keeps the dwelling (C14).
            self._servis.append(next(iter(self._partage.classer(rang, self._eligibles[rang])), BAILLEUR))
            self._partage.donner(rang, self._servis[rang])
        # Each change lowers the cost, hence this ends.
        while len(self._lot) > 1 and (self._changer() or self._echanger()):
            pass
        return tuple(map(self._expliquer, range(len(self._lot))))

    def _changer(self) -> bool:
        """Give each dwelling to whom it now suits most; whether anything changed."""
        change = False
        for rang, servi in enumerate(self._servis):
            meilleur = next(iter(self._partage.classer(rang, self._eligibles[rang], servi)), servi)
            if self._partage.gain(rang, meilleur, servi) > self._partage.gain(rang, servi, servi):
                self._partage.reprendre(rang, servi)
                self._partage.donner(rang, meilleur)
                self._servis[rang] = meilleur
                change = True
        return change

    def _echanger(self) -> bool:
        """Exchange two dwellings wherever the whole gets fairer; whether any were."""
        change = False
        for un, autre in combinations(range(len(self._lot)), 2):
            qui, vers = self._servis[un], self._servis[autre]
            if qui == vers or vers not in self._eligibles[un] or qui not in self._eligibles[autre]:
                continue
            if self._partage.gain_d_un_echange(un, qui, autre, vers) > 0:
                self._partage.reprendre(un, qui)
                self._partage.reprendre(autre, vers)
                self._partage.donner(un, vers)
                self._partage.donner(autre, qui)
                self._servis[un], self._servis[autre] = vers, qui
                change = True
        return change

    def _expliquer(self, rang: int) -> Choix:
        """The order and the numbers, all the other dwellings of the day being given."""
        servi = self._servis[rang]
        autres = [qui for qui in self._partage.classer(rang, self._eligibles[rang], servi) if qui != servi]
        positions = tuple(
            Position(qui, self._partage.comptes(rang, qui, servi), self._partage.gain(rang, qui, servi))
            for qui in (servi, *autres)
        )
        dernier = () if BAILLEUR in (servi, *autres) else (BAILLEUR,)
        return Choix(self._lot[rang], (servi, *autres, *dernier), positions, self._ecartes[rang], len(self._lot) - 1)
