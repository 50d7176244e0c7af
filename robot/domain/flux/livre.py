"""The ledger of the flux: for each réservataire, what it was owed and what it received, account by account.

Shares are rounded once, to the millionth of a millionth of a dwelling, in such
a way that those of a territory still add up to one. Everything after that is
in whole numbers: two machines cannot disagree, and the gaps of an account
always add up to zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from robot.domain.flux.strates import TOUT, Case, Logement

# What one dwelling is worth in the ledger.
UNITE = 10**12

# Territory -> holder -> what it is owed of each dwelling released there, in units; each line adds up to UNITE.
Quotes = Mapping[str, Mapping[str, int]]


def quotes(par_territoire: Mapping[str, Mapping[str, Fraction]]) -> Quotes:
    """The exact shares of each territory in whole units; whoever is owed nothing is left out.

    Raises ValueError for a territory whose shares do not add up to one.
    """
    return {territoire: _quotes(territoire, parts) for territoire, parts in par_territoire.items()}


def _quotes(territoire: str, parts: Mapping[str, Fraction]) -> Mapping[str, int]:
    if sum(parts.values()) != 1 or min(parts.values()) < 0:
        raise ValueError(f"{territoire} : les parts ne font pas un logement entier")
    unites = {qui: int(part * UNITE) for qui, part in parts.items()}
    # What truncation left goes to those who lost most by it, by name if they lost as much.
    manque = sorted(parts, key=lambda qui: (unites[qui] - parts[qui] * UNITE, qui))
    for qui in manque[: UNITE - sum(unites.values())]:
        unites[qui] += 1
    return {qui: unites[qui] for qui in sorted(unites) if unites[qui]}


class Compte(NamedTuple):
    """One account: `du` in units, `recu` in dwellings."""

    du: int = 0
    recu: int = 0

    @property
    def ecart(self) -> Fraction:
        """What is still owed, in dwellings; negative for whoever received more than its due."""
        return Fraction(self.du, UNITE) - self.recu


VIDE = Compte()


class Service(NamedTuple):
    """A dwelling, and the réservataire whom it is counted for."""

    logement: Logement
    titulaire: str


@dataclass(frozen=True)
class GrandLivre:
    """Every account, by holder. Opened empty, or on balances brought from elsewhere (a spreadsheet, last year)."""

    comptes: Mapping[tuple[str, Case], Compte] = field(default_factory=dict)

    def compte(self, titulaire: str, case: Case = TOUT) -> Compte:
        """That account; an empty one if nothing was ever written there."""
        return self.comptes.get((titulaire, case), VIDE)

    def avec(self, services: Iterable[Service], quotes: Quotes) -> GrandLivre:
        """The ledger once these are counted: each holder of the territory is owed its share, one has received."""
        return self._ecrire(services, quotes, 1)

    def sans(self, services: Iterable[Service], quotes: Quotes) -> GrandLivre:
        """The ledger as if these had never been counted."""
        return self._ecrire(services, quotes, -1)

    def titulaires(self) -> tuple[str, ...]:
        """Everyone who has an account, by name."""
        return tuple(sorted({titulaire for titulaire, _ in self.comptes}))

    def _ecrire(self, services: Iterable[Service], quotes: Quotes, sens: int) -> GrandLivre:
        comptes = dict(self.comptes)
        for logement, servi in services:
            for case in logement.cases:
                for titulaire, quote in quotes.get(logement.territoire, {}).items():
                    du, recu = comptes.get((titulaire, case), VIDE)
                    comptes[titulaire, case] = Compte(du + sens * quote, recu)
                du, recu = comptes.get((servi, case), VIDE)
                comptes[servi, case] = Compte(du, recu + sens)
        return GrandLivre(comptes)
