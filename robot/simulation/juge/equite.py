"""How far the accepted dwellings are from equal shares.

Until the fair turn exists, each dwelling that is accepted (expressly or by
silence) is owed in equal parts to every réservataire in direct management
whose perimeter holds it; new dwellings are shared elsewhere (R12) and do not
count. The deviation of a réservataire is what it got less what it was owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from robot.simulation.juge.livre import Bibliotheque, eligibles
from robot.simulation.juge.suivi import SECONDE_MOITIE, Suivi

ACCEPTES = SECONDE_MOITIE | {"close"}


@dataclass(frozen=True)
class Ecarts:
    """The largest deviation of a réservataire, in dwellings: overall, and within one typology."""

    reservataire: float
    typologie: float


def mesurer(suivis: Iterable[Suivi], bibliotheque: Bibliotheque) -> Ecarts:
    """The deviations at the end of a story, under the last address book."""
    livre = bibliotheque.livres[-1].interlocuteurs
    ecarts: dict[tuple[str, str], float] = defaultdict(float)
    for suivi in suivis:
        if suivi.etat not in ACCEPTES or suivi.logement.neuf or suivi.courante is None:
            continue
        parts = eligibles(livre, suivi.logement)
        for i in parts:
            ecarts[i.code, suivi.logement.typologie] -= 1 / len(parts)
        ecarts[suivi.courante.code, suivi.logement.typologie] += 1
    par_code: dict[str, float] = defaultdict(float)
    for (code, _), ecart in ecarts.items():
        par_code[code] += ecart
    return Ecarts(_plus_grand(par_code.values()), _plus_grand(ecarts.values()))


def _plus_grand(ecarts: Iterable[float]) -> float:
    return round(max(map(abs, ecarts), default=0.0), 3)
