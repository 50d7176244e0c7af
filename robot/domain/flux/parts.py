"""The feasible due: to whom each dwelling released on a territory is owed, in exact fractions.

Printed rates cannot be applied commune by commune: in Jonzier-Épagny they add
up to 124.37 % (DOMAINE 1.12), and R22 forbids it. A holder of the commune
keeps its own rate; what it leaves is divided between the wider holders, the
narrowest first, and the landlord, in proportion to their rights (5.1). Over
its perimeter each holder gets exactly the rights that the annexe prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from robot.domain import loi
from robot.domain.flux.assiette import BAILLEUR, Base, Droit, Tableau, arrondi

UN, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Reduction:
    """Rights that their perimeter cannot hold: every holder of it is scaled down alike (R22)."""

    perimetre: str
    demandes: int
    possibles: Fraction

    def __str__(self) -> str:
        return (
            f"{self.perimetre} : {self.demandes} droits pour {arrondi(self.possibles, 2)} logements disponibles ; "
            f"ils sont réduits en proportion ({loi.SANS_SUR_RESERVATION})."
        )


@dataclass(frozen=True)
class Parts:
    """What each holder is owed of one dwelling, territory by territory.

    `par_territoire[territory][holder]` is above zero, and sums to exactly one
    over the holders, the landlord (`BAILLEUR`) included. `perimetres[holder]`
    are the territories where it may be served at all (R31): those of its
    perimeters, even where nothing is left for it; the landlord's are all.
    A territory without any dwelling has no line: `du` gives zero there.
    """

    par_territoire: Mapping[str, Mapping[str, Fraction]]
    perimetres: Mapping[str, frozenset[str]]
    reductions: tuple[Reduction, ...] = ()

    def du(self, territoire: str, titulaire: str) -> Fraction:
        """What that holder is owed of a dwelling released there, between 0 and 1."""
        return self.par_territoire.get(territoire, {}).get(titulaire, ZERO)


def parts(tableau: Tableau, base: Base = Base.TOTAL) -> Parts:
    """The shares of a landlord's table; one table per landlord, since each has its own flux (R20).

    Perimeters are filled from the narrowest to the widest: each takes its
    rights evenly from what the narrower ones left in its territories.
    """
    capacites = {t.nom: tableau.assiettes[t.nom].base(base) for t in tableau.territoires}
    reste = {nom: UN for nom, capacite in capacites.items() if capacite}
    lignes: dict[str, dict[str, Fraction]] = {nom: {} for nom in reste}
    reductions: list[Reduction] = []
    for perimetre, contenu, droits in _du_plus_etroit(tableau):
        demandes = sum(droit.droits for droit in droits)
        disponibles = sum((capacites[nom] * reste[nom] for nom in contenu if nom in reste), ZERO)
        if demandes > disponibles:
            reductions.append(Reduction(perimetre, demandes, disponibles))
        pris = min(UN, demandes / disponibles) if disponibles else ZERO
        for nom in contenu & reste.keys():
            for droit in droits:
                ligne, du = lignes[nom], reste[nom] * pris * Fraction(droit.droits, demandes or 1)
                ligne[droit.reservataire] = ligne.get(droit.reservataire, ZERO) + du
            reste[nom] *= 1 - pris
    for nom, ligne in lignes.items():
        ligne[BAILLEUR] = ligne.get(BAILLEUR, ZERO) + reste[nom]
    return Parts(_sans_zero(lignes), _perimetres(tableau), tuple(reductions))


def _du_plus_etroit(tableau: Tableau) -> Iterator[tuple[str, frozenset[str], Sequence[Droit]]]:
    """(name, territories, rights) of each perimeter that has rights; perimeters of the same extent are one."""
    groupes: dict[frozenset[str], list[Droit]] = {}
    for droit in tableau.droits:
        contenu = frozenset(t.nom for t in tableau.perimetres[droit.perimetre])
        groupes.setdefault(contenu, []).append(droit)
    for contenu in sorted(groupes, key=lambda contenu: (len(contenu), sorted(contenu))):
        yield groupes[contenu][0].perimetre, contenu, groupes[contenu]


def _sans_zero(lignes: Mapping[str, Mapping[str, Fraction]]) -> Mapping[str, Mapping[str, Fraction]]:
    return {nom: {qui: part for qui, part in ligne.items() if part} for nom, ligne in lignes.items()}


def _perimetres(tableau: Tableau) -> Mapping[str, frozenset[str]]:
    tous: dict[str, frozenset[str]] = {BAILLEUR: frozenset(t.nom for t in tableau.territoires)}
    for droit in tableau.droits:
        contenu = frozenset(t.nom for t in tableau.perimetres[droit.perimetre])
        tous[droit.reservataire] = tous.get(droit.reservataire, frozenset()) | contenu
    return tous
