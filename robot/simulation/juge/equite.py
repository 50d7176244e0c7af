"""How far the accepted dwellings are from what each was due.

Where a table of rights shares them, each accepted dwelling is due in
proportion to the rights; elsewhere, in equal parts to every réservataire in
direct management whose perimeter holds it. New dwellings are shared apart
(R12) and do not count. The deviation of a holder is what it got less its due.
What the landlord keeps where no table gives it a share, since all refused, is
nobody's (C14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from robot.simulation.juge.livre import Bibliotheque, eligibles
from robot.simulation.juge.suivi import SECONDE_MOITIE, Suivi
from robot.simulation.juge.tour import BAILLEUR, au_tableau
from robot.simulation.releve import Livre

ACCEPTES = SECONDE_MOITIE | {"close"}


@dataclass(frozen=True)
class Ecarts:
    """The largest deviation of a réservataire, in dwellings: overall, and within one typology."""

    reservataire: float
    typologie: float


def mesurer(suivis: Iterable[Suivi], bibliotheque: Bibliotheque) -> Ecarts:
    """The deviations at the end of a story, under the last address book."""
    livre = bibliotheque.livres[-1]
    ecarts: dict[tuple[str, str], float] = defaultdict(float)
    for suivi in suivis:
        if suivi.etat not in ACCEPTES or suivi.logement.neuf or suivi.courante is None:
            continue
        if suivi.courante.code == BAILLEUR and not au_tableau(suivi, livre):
            continue
        for code, part in _parts(suivi, livre).items():
            ecarts[code, suivi.logement.typologie] -= part
        ecarts[suivi.courante.code, suivi.logement.typologie] += 1
    par_code: dict[str, float] = defaultdict(float)
    for (code, _), ecart in ecarts.items():
        par_code[code] += ecart
    return Ecarts(_plus_grand(par_code.values()), _plus_grand(ecarts.values()))


def _parts(suivi: Suivi, livre: Livre) -> Mapping[str, float]:
    if au_tableau(suivi, livre):
        return {code: float(part) for code, part in livre.droits[suivi.logement.commune].items()}
    possibles = eligibles(livre.interlocuteurs, suivi.logement)
    return {i.code: 1 / len(possibles) for i in possibles}


def _plus_grand(ecarts: Iterable[float]) -> float:
    return round(max(map(abs, ecarts), default=0.0), 3)
