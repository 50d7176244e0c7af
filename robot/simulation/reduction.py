"""Makes a failing story short: leaves out dwellings, failures, orders and conducts while it still fails alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from robot.simulation.essai import Essai, essayer
from robot.simulation.plan import Parametres, Plan

RANGS_MAX = 6
ESSAIS_MAX = 80

Essayer = Callable[[Parametres], Essai]


def reduire(parametres: Parametres, fautif: Essai, essayer_une: Essayer = essayer) -> Parametres:
    """The same seed with as little as possible, which still raises one of the kinds of grief of `fautif`."""
    genres = frozenset(fautif.genres)
    rangs = range(1, min(RANGS_MAX, fautif.orientations) + 1)
    restants = [*Plan(parametres).elements()]
    logements = [nom for nom in restants if nom.startswith("logement")]
    restants += [f"ordre sur {nom}" for nom in logements]
    restants += [f"réponses au {nom}.{rang}" for nom in logements for rang in rangs]
    essais = 0
    taille = max(1, len(restants) // 2)
    while essais < ESSAIS_MAX:
        gardes = list(restants)
        for debut in range(0, len(restants), taille):
            lot = [nom for nom in restants[debut : debut + taille] if nom in gardes]
            candidat = replace(parametres, coupes=parametres.coupes | set(lot))
            essais += 1
            if lot and essais <= ESSAIS_MAX and genres.intersection(essayer_une(candidat).genres):
                parametres = candidat
                gardes = [nom for nom in gardes if nom not in lot]
        if taille == 1 and len(gardes) == len(restants):
            break
        restants, taille = gardes, max(1, taille // 2)
    return parametres
