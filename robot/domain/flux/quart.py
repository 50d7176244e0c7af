"""The quarter of the attributions of each réservataire that goes to DALO and priority households (R62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from robot.domain import loi
from robot.domain.calendrier import Calendrier
from robot.domain.candidat import PRIORITAIRES
from robot.domain.dossier import Dossier


@dataclass(frozen=True)
class Quart:
    """Of the dwellings attributed on behalf of a réservataire, those that went to such households."""

    attributions: int = 0
    prioritaires: int = 0

    @property
    def part(self) -> Fraction:
        """The part reached; zero when nothing was attributed."""
        return Fraction(self.prioritaires, self.attributions) if self.attributions else Fraction(0)

    @property
    def suffit(self) -> bool:
        """Whether the quarter is reached; of nothing, it is."""
        return not self.attributions or self.part >= loi.PRIORITAIRES.part


def quarts(dossiers: Iterable[Dossier], annee: int, jours: Calendrier) -> Mapping[str, Quart]:
    """By code of réservataire, what the commissions of that year attributed.

    One household per dwelling, the first in line; a dwelling is of the year of
    its last commission.
    """
    comptes: dict[str, Quart] = {}
    for dossier in dossiers:
        attribuees = [c for c in dossier.candidatures if c.attribuee and c.rang == len(dossier.orientations)]
        if not attribuees or dossier.commission is None or jours.jour_local(dossier.commission.debut).year != annee:
            continue
        retenue = min(attribuees, key=lambda c: (c.bail_le is None, c.ordre, c.numero))
        compte = comptes.get(dossier.courante.reservataire, Quart())
        comptes[dossier.courante.reservataire] = Quart(
            compte.attributions + 1, compte.prioritaires + (retenue.candidat.critere in PRIORITAIRES)
        )
    return comptes
