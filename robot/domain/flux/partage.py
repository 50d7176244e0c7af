"""Dwellings being shared: the accounts they touch, and what each choice is worth.

The cost of a ledger is the sum, over all accounts, of weight x gap ** exponent
(`strates.POIDS`, `RETARD`), in whole numbers. A dwelling goes where it lowers that cost
most: where most is owed, in number first, then of that kind.

Accounts are lists, one place per case: exchanges are tried thousands of times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from robot.domain.flux.livre import UNITE, Compte, GrandLivre, Quotes
from robot.domain.flux.strates import POIDS, Case, Logement, Poids, Strate

# Gaps are in units; costs of every exponent are brought to units ** _EXPOSANT_MAXIMUM, and add up.
_EXPOSANT_MAXIMUM = max(poids.exposant for poids in POIDS.values())
_ECHELLES = {exposant: UNITE ** (_EXPOSANT_MAXIMUM - exposant) for exposant in range(_EXPOSANT_MAXIMUM + 1)}
# To wait costs a little more than to be ahead: gaps are looked at from 0.075 dwelling further on that side.
RETARD = UNITE * 75 // 1000


def _gain(ecart: int, poids: Poids) -> int:
    """How much the cost of an account falls when one dwelling is received."""
    avant, apres = (ecart + RETARD) ** poids.exposant, (ecart + RETARD - UNITE) ** poids.exposant
    return int(poids.poids * (avant - apres) * _ECHELLES[poids.exposant])


class _Comptes:
    """The accounts of one holder, and what one dwelling more or less would change in each; None: not known yet."""

    def __init__(self, titulaire: str, cases: Iterable[Case], livre: GrandLivre) -> None:
        comptes = [livre.compte(titulaire, case) for case in cases]
        self.recus = [compte.recu for compte in comptes]
        self.ecarts = [compte.du - compte.recu * UNITE for compte in comptes]
        self.gains: list[int | None] = [None] * len(comptes)
        self.pertes: list[int | None] = [None] * len(comptes)

    def ecrire(self, places: Iterable[int], du: int, recu: int) -> None:
        """Owe `du` units and count `recu` dwellings in each."""
        for place in places:
            self.ecarts[place] += du - recu * UNITE
            self.recus[place] += recu
            self.gains[place] = self.pertes[place] = None


class Partage:
    """A working copy of the accounts that some dwellings touch. A dwelling is named by its rank among them."""

    def __init__(
        self, logements: Sequence[Logement], livre: GrandLivre, quotes: Quotes, poids: Mapping[Strate, Poids] = POIDS
    ) -> None:
        self._logements = logements
        self._livre = livre
        self._quotes = [quotes.get(logement.territoire, {}) for logement in logements]
        self._cases = sorted({case for logement in logements for case in logement.cases})
        self._poids = [poids[case.strate] for case in self._cases]
        place = {case: rang for rang, case in enumerate(self._cases)}
        self._places = [frozenset(place[case] for case in logement.cases) for logement in logements]
        self._place = place
        self._comptes: dict[str, _Comptes] = {}

    def eligibles(self, rang: int, exclus: Collection[str]) -> tuple[str, ...]:
        """Those who are owed a share of it (R31), by name."""
        return tuple(qui for qui in self._quotes[rang] if qui not in exclus)

    def echoir(self, rang: int) -> None:
        """Owe everyone its share of that dwelling."""
        for titulaire, quote in self._quotes[rang].items():
            self._de(titulaire).ecrire(self._places[rang], quote, 0)

    def donner(self, rang: int, titulaire: str) -> None:
        """Count that dwelling for that holder."""
        self._de(titulaire).ecrire(self._places[rang], 0, 1)

    def reprendre(self, rang: int, titulaire: str) -> None:
        """Undo `donner`."""
        self._de(titulaire).ecrire(self._places[rang], 0, -1)

    def gain(self, rang: int, titulaire: str, servi: str | None = None) -> int:
        """How much the cost falls if that holder is given that dwelling, taken back from `servi`, who had it."""
        geste = self._rendre if titulaire == servi else self._recevoir
        return geste(titulaire, self._places[rang])

    def gain_d_un_echange(self, un: int, qui: str, autre: int, vers: str) -> int:
        """How much the cost falls if `qui` and `vers`, who must differ, exchange the dwellings that they were given.

        An account that both dwellings fall in stays as it is.
        """
        de_l_un, de_l_autre = self._places[un] - self._places[autre], self._places[autre] - self._places[un]
        recu = self._recevoir(qui, de_l_autre) + self._recevoir(vers, de_l_un)
        return recu - self._rendre(qui, de_l_un) - self._rendre(vers, de_l_autre)

    def classer(self, rang: int, titulaires: Iterable[str], servi: str | None = None) -> tuple[str, ...]:
        """Those holders, the one whom the dwelling suits most first; by name between equals."""
        return tuple(sorted(titulaires, key=lambda qui: (-self.gain(rang, qui, servi), qui)))

    def comptes(self, rang: int, titulaire: str, servi: str) -> tuple[tuple[Case, Compte], ...]:
        """The accounts of that holder in which the dwelling falls, the total first; not counting it for `servi`."""
        comptes, en_trop = self._de(titulaire), int(titulaire == servi)
        lus = []
        for case in self._logements[rang].cases:
            place = self._place[case]
            recu = comptes.recus[place]
            lus.append((case, Compte(comptes.ecarts[place] + recu * UNITE, recu - en_trop)))
        return tuple(lus)

    def _de(self, titulaire: str) -> _Comptes:
        comptes = self._comptes.get(titulaire)
        if comptes is None:
            comptes = self._comptes[titulaire] = _Comptes(titulaire, self._cases, self._livre)
        return comptes

    def _recevoir(self, titulaire: str, places: Iterable[int]) -> int:
        """How much the cost of these accounts falls if one more dwelling is received."""
        comptes, total = self._de(titulaire), 0
        for place in places:
            gain = comptes.gains[place]
            if gain is None:
                gain = comptes.gains[place] = _gain(comptes.ecarts[place], self._poids[place])
            total += gain
        return total

    def _rendre(self, titulaire: str, places: Iterable[int]) -> int:
        """How much the cost of these accounts rises if one dwelling is given back."""
        comptes, total = self._de(titulaire), 0
        for place in places:
            perte = comptes.pertes[place]
            if perte is None:
                perte = comptes.pertes[place] = _gain(comptes.ecarts[place] + UNITE, self._poids[place])
            total += perte
        return total
