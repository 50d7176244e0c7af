"""From what happened to dwellings to a ledger, at the stage that the conventions count (R90, R91, C7).

An offer still under way is counted for whoever holds it: otherwise the same
réservataire would be drawn again until it answered. It stops being counted
when it is refused or lost before the stage that counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from robot.domain.flux.livre import GrandLivre, Quotes, Service
from robot.domain.flux.strates import Logement


class Stade(StrEnum):
    """How far a dwelling went (R90), in order. A silent acceptance is an acceptance (R43)."""

    ORIENTATION = "orientation"
    ACCEPTATION = "acceptation"
    ATTRIBUTION = "attribution"
    BAIL = "bail"

    @property
    def rang(self) -> int:
        """Its place in the order."""
        return tuple(Stade).index(self)


@dataclass(frozen=True)
class Etape:
    """That dwelling reached that stage for that holder. Every attribution by a CALEOL counts (R68)."""

    logement: Logement
    titulaire: str
    stade: Stade


@dataclass(frozen=True)
class Abandon:
    """Whoever held that dwelling no longer does: refused, withdrawn, no candidate."""

    reference: str


@dataclass
class _EnCours:
    service: Service
    compte: bool = False


def services(evenements: Iterable[Etape | Abandon], stade: Stade, *, en_cours: bool = True) -> tuple[Service, ...]:
    """What is counted at that stage, in order; `en_cours` adds the offers that may still reach it.

    With `en_cours`, this is what the next turn is decided on; without, what a bilan publishes.
    """
    tenus: dict[str, _EnCours] = {}
    comptes: list[Service] = []
    for evenement in evenements:
        if isinstance(evenement, Abandon):
            tenus.pop(evenement.reference, None)
            continue
        logement, titulaire = evenement.logement, evenement.titulaire
        tenu = tenus.get(logement.reference)
        if tenu is None or tenu.service.titulaire != titulaire:
            tenu = tenus[logement.reference] = _EnCours(Service(logement, titulaire))
        compte_encore = not tenu.compte or evenement.stade is stade is Stade.ATTRIBUTION
        if evenement.stade.rang >= stade.rang and compte_encore:
            comptes.append(tenu.service)
            tenu.compte = True
    attendus = (tenu.service for tenu in tenus.values() if not tenu.compte)
    return (*comptes, *attendus) if en_cours else tuple(comptes)


def tenir(
    evenements: Iterable[Etape | Abandon],
    quotes: Quotes,
    stade: Stade,
    *,
    ouverture: GrandLivre | None = None,
    en_cours: bool = True,
) -> GrandLivre:
    """The ledger at that stage, from the opening balances on."""
    livre = ouverture or GrandLivre()
    return livre.avec(services(evenements, stade, en_cours=en_cours), quotes)
