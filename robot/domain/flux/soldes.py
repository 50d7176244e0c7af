"""Opening balances: what each réservataire was owed and received before the robot counted anything.

A landlord that leaves its spreadsheet in the middle of a year brings them, so
that nobody is served twice or forgotten. What was owed may be left out: it is
then the part of each in all that was received.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from robot.domain.flux.assiette import Tableau
from robot.domain.flux.livre import UNITE, Compte, GrandLivre, quotes
from robot.domain.flux.parts import Parts
from robot.domain.flux.stade import Stade
from robot.domain.flux.strates import TOUT, Case, Strate

ENSEMBLE = "ensemble"


@dataclass(frozen=True)
class Solde:
    """A line: of all the dwellings of a holder, or of those of one size or one financing (`traits`).

    `recus` counts them by the stage that they reached; `du` is None when nobody says it.
    """

    titulaire: str
    recus: Mapping[Stade, int] = field(default_factory=dict)
    du: Fraction | None = None
    traits: Mapping[Strate, str] = field(default_factory=dict)

    @property
    def est_un_total(self) -> bool:
        """Whether it counts all the dwellings of its holder."""
        return not self.traits

    @property
    def cases(self) -> tuple[Case, ...]:
        """The accounts that it counts in."""
        return tuple(Case(strate, valeur) for strate, valeur in self.traits.items()) or (TOUT,)


@dataclass(frozen=True)
class Soldes:
    """Every line. Each holder has one total or none; its other lines all say the same traits."""

    lignes: tuple[Solde, ...] = ()

    def livre(self, stade_de: Callable[[str], Stade], parts: Mapping[str, Fraction]) -> GrandLivre:
        """The ledger that they open, each holder being counted at its stage.

        `parts` is the share of each holder in the whole flux; it sums to one.
        """
        recus: dict[Case, dict[str, int]] = {}
        dus: dict[Case, dict[str, Fraction]] = {}
        for titulaire, case, ligne in self._par_case():
            ici = recus.setdefault(case, {})
            ici[titulaire] = ici.get(titulaire, 0) + ligne.recus.get(stade_de(titulaire), 0)
            if ligne.du is not None:
                la = dus.setdefault(case, {})
                la[titulaire] = la.get(titulaire, Fraction(0)) + ligne.du
        par_logement = quotes({ENSEMBLE: parts})[ENSEMBLE]
        comptes: dict[tuple[str, Case], Compte] = {}
        for case, servis in recus.items():
            dits = dus.get(case)
            en_tout = sum(servis.values())
            for titulaire in servis.keys() | (par_logement.keys() if dits is None else set()):
                du = par_logement.get(titulaire, 0) * en_tout if dits is None else _unites(dits.get(titulaire))
                comptes[titulaire, case] = Compte(du, servis.get(titulaire, 0))
        return GrandLivre(comptes)

    def _par_case(self) -> Iterator[tuple[str, Case, Solde]]:
        """(holder, account, line): a total is its own line, or the sum of the others where there is none."""
        avec_total = {ligne.titulaire for ligne in self.lignes if ligne.est_un_total}
        for ligne in self.lignes:
            for case in ligne.cases:
                yield ligne.titulaire, case, ligne
            if ligne.titulaire not in avec_total:
                yield ligne.titulaire, TOUT, ligne


def part_de_chacun(parts: Parts, tableau: Tableau) -> Mapping[str, Fraction]:
    """The share of each holder in the whole flux, when dwellings are freed alike everywhere; it sums to one."""
    poids = {nom: tableau.assiettes[nom].total for nom in parts.par_territoire}
    total = sum(poids.values())
    siennes: dict[str, Fraction] = {}
    for nom, ligne in parts.par_territoire.items():
        for titulaire, part in ligne.items():
            siennes[titulaire] = siennes.get(titulaire, Fraction(0)) + part * Fraction(poids[nom], total)
    return siennes


def _unites(du: Fraction | None) -> int:
    return round((du or Fraction(0)) * UNITE)
