"""What a bilan counts: events, each with its day, its dwelling, its réservataire; one at most per stage and turn.

Everything published is a count of these same events: tables agree because
none of them counts anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from robot.domain.bilan.parcours import Parcours
from robot.domain.candidat import Critere
from robot.domain.criteres import criteres
from robot.domain.flux.stade import Stade


@dataclass(frozen=True)
class Periode:
    """From one day to another, both included; `nom` as people call it."""

    nom: str
    debut: date
    fin: date

    def __contains__(self, jour: date | None) -> bool:
        return jour is not None and self.debut <= jour <= self.fin


class Nature(StrEnum):
    """What may happen to a dwelling with a réservataire; the order is that of the columns."""

    ORIENTE = "oriente"
    ACCEPTE = "accepte"
    TACITE = "tacite"  # counted besides ACCEPTE: it is one
    REFUSE = "refuse"
    RETIRE = "retire"
    ATTRIBUE = "attribue"
    BAIL = "bail"


STADES: Mapping[Stade, Nature] = {
    Stade.ORIENTATION: Nature.ORIENTE,
    Stade.ACCEPTATION: Nature.ACCEPTE,
    Stade.ATTRIBUTION: Nature.ATTRIBUE,
    Stade.BAIL: Nature.BAIL,
}


class Evenement(NamedTuple):
    """Something counted. `detail` is the category of a refusal, the priority of an attribution."""

    nature: Nature
    le: date
    reservataire: str
    parcours: Parcours
    detail: str = ""


def evenements(parcours: Parcours) -> Iterator[Evenement]:
    """Everything that a bilan counts of a dwelling, whenever it happened."""
    for tour in parcours.tours:
        a_compter = (
            (Nature.ORIENTE, tour.oriente_le, ""),
            (Nature.ACCEPTE, tour.accord_le, ""),
            (Nature.TACITE, tour.accord_le if tour.tacite else None, ""),
            (Nature.REFUSE, tour.refus_le, tour.categorie),
            (Nature.RETIRE, tour.retire_le if tour.oriente_le else None, ""),
        )
        for nature, le, detail in a_compter:
            if le is not None:
                yield Evenement(nature, le, tour.reservataire, parcours, detail)
    for attribution in parcours.attributions:
        yield Evenement(Nature.ATTRIBUE, attribution.le, attribution.reservataire, parcours, attribution.critere.value)
    if parcours.bail:
        yield Evenement(Nature.BAIL, parcours.bail.le, parcours.bail.reservataire, parcours)


Compte = Mapping[Nature, int]


def compter(comptes: Iterable[Evenement], cle: Callable[[Evenement], tuple[str, ...]]) -> dict[tuple[str, ...], Compte]:
    """How many of each nature, by key; keys in order."""
    trouves: dict[tuple[str, ...], dict[Nature, int]] = {}
    for evenement in comptes:
        compte = trouves.setdefault(cle(evenement), dict.fromkeys(Nature, 0))
        compte[evenement.nature] += 1
    return {nom: trouves[nom] for nom in sorted(trouves)}


def somme(comptes: Iterable[Compte]) -> Compte:
    """Their total."""
    tous = tuple(comptes)
    return {nature: sum(compte[nature] for compte in tous) for nature in Nature}


# R94 and R.441-5-1: by what the consolidated table is split, each in its own block.
AXES: Mapping[str, Callable[[Parcours], str]] = {
    "Commune": lambda p: p.fiche.commune.nom,
    "EPCI": lambda p: p.fiche.commune.epci_nom or "sans EPCI",
    "Typologie": lambda p: p.fiche.typologie,
    "Financement": lambda p: p.fiche.financement,
    "QPV": lambda p: criteres(p.fiche).qpv,
    "Période de construction": lambda p: criteres(p.fiche).periode,
}
# The columns of the crossed table: the very words of R.441-5-1.
CROISES = ("Commune", "Typologie", "Financement", "QPV", "Période de construction")


class Priorites(NamedTuple):
    """The attributions of a réservataire, or of several too small to be told apart (R62)."""

    reservataires: tuple[str, ...]
    attributions: int
    dalo: int
    prioritaires: int
    premier_quartile: int


# Under this many attributions, a count of households would name one (R107: dwellings and counts, never households).
ATTRIBUTIONS_MINIMUM = 5


def priorites(attribues: Iterable[Evenement]) -> tuple[Priorites, ...]:
    """The attributions by priority; nobody is shown with fewer than five, nor could be by subtraction.

    The detailed table names each address and each réservataire: one attribution
    alone, counted as DALO, would say it of a household. Small réservataires are
    told together, with the smallest of the others if they are still too few;
    nothing is told when all together are.
    """
    par_reservataire: dict[str, list[str]] = {}
    for evenement in attribues:
        par_reservataire.setdefault(evenement.reservataire, []).append(evenement.detail)
    petits, grands = list[str](), list[str]()
    for nom in sorted(par_reservataire, key=lambda nom: (len(par_reservataire[nom]), nom)):
        reunis = sum(len(par_reservataire[petit]) for petit in petits)
        seul = len(par_reservataire[nom]) >= ATTRIBUTIONS_MINIMUM
        (grands if seul and (not petits or reunis >= ATTRIBUTIONS_MINIMUM) else petits).append(nom)
    groupes = [(nom,) for nom in sorted(grands)] + ([tuple(sorted(petits))] if petits else [])
    trouvees = tuple(_priorites(groupe, par_reservataire) for groupe in groupes)
    return tuple(p for p in trouvees if p.attributions >= ATTRIBUTIONS_MINIMUM)


def _priorites(groupe: tuple[str, ...], par_reservataire: Mapping[str, list[str]]) -> Priorites:
    details = [detail for nom in groupe for detail in par_reservataire[nom]]
    return Priorites(
        groupe,
        len(details),
        details.count(Critere.DALO.value),
        details.count(Critere.PRIORITAIRE.value),
        details.count(Critere.PREMIER_QUARTILE.value),
    )
