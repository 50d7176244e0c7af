"""Small worlds to share: fixed ones, and those that hypothesis draws; the cost of a ledger, counted another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from robot.domain.flux.livre import GrandLivre, Quotes, Service, quotes
from robot.domain.flux.strates import POIDS, Case, Logement, Strate
from robot.domain.flux.tour import choisir

COMMUNES = ("Archamps", "Jonzier", "Viry")
LARGES = ("Action Logement", "Préfecture", "BAILLEUR")
TYPOLOGIES = ("T2", "T3", "T4")
FINANCEMENTS = ("PLUS", "PLAI", "PLS")
# 0.075 of a dwelling: to wait costs a little more than to be ahead.
RETARD = Fraction(3, 40)

# Viry and Jonzier of the annexe, simplified: half and three quarters to the commune, the rest to wide holders.
A_QUI: Mapping[str, Mapping[str, Fraction]] = {
    commune: {
        f"Commune de {commune}": part,
        "Préfecture": (1 - part) * Fraction(1, 2),
        "Action Logement": (1 - part) * Fraction(2, 5),
        "BAILLEUR": (1 - part) * Fraction(1, 10),
    }
    for commune, part in (("Viry", Fraction(1, 2)), ("Jonzier", Fraction(3, 4)), ("Archamps", Fraction(1, 4)))
}
QUOTES = quotes(A_QUI)


def logement(rang: int, commune: str = "Viry", typologie: str = "T3", financement: str = "PLUS") -> Logement:
    """A released dwelling."""
    traits = {Strate.TYPOLOGIE: typologie, Strate.FINANCEMENT: financement}
    return Logement(f"V-2026-{rang:04d}", commune, traits)


def suite(nombre: int, graine: int = 1) -> list[Logement]:
    """A stream that looks drawn, the same on every machine (Park and Miller's generator)."""
    etat, logements = graine, []
    for rang in range(nombre):
        tirages = []
        for valeurs in (COMMUNES, TYPOLOGIES, FINANCEMENTS):
            etat = etat * 48271 % 2147483647
            tirages.append(valeurs[etat % len(valeurs)])
        logements.append(logement(rang, *tirages))
    return logements


def tenir(jours: Iterable[Sequence[Logement]], a_qui: Quotes = QUOTES) -> GrandLivre:
    """The ledger after these days."""
    livre = GrandLivre()
    for jour in jours:
        livre = livre.avec([choix.service for choix in choisir(jour, a_qui, livre)], a_qui)
    return livre


def cout(services: Iterable[Service], a_qui: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """The cost of having served these, from the shares themselves: a second writing, in fractions."""
    ecarts: dict[tuple[str, Case], Fraction] = {}
    for un, servi in services:
        for case in un.cases:
            for qui, part in a_qui[un.territoire].items():
                ecarts[qui, case] = ecarts.get((qui, case), Fraction(0)) + part
            ecarts[servi, case] -= 1
    return sum(
        (POIDS[c.strate].poids * (ecart + RETARD) ** POIDS[c.strate].exposant for (_, c), ecart in ecarts.items()),
        Fraction(0),
    )


def _en_parts(poids: Mapping[str, int]) -> dict[str, Fraction]:
    total = sum(poids.values())
    return {qui: Fraction(nombre, total) for qui, nombre in poids.items()}


@st.composite
def mondes(draw: st.DrawFn) -> dict[str, dict[str, Fraction]]:
    """Shares of each commune; some holders are owed nothing there."""
    lignes = {}
    for commune in COMMUNES:
        droits = {qui: draw(st.integers(0, 9)) for qui in (f"Commune de {commune}", *LARGES)}
        lignes[commune] = _en_parts(droits if any(droits.values()) else {"BAILLEUR": 1})
    return lignes


@st.composite
def flux(draw: st.DrawFn, maximum: int = 12) -> list[Logement]:
    """A few dwellings."""
    traits = st.tuples(*map(st.sampled_from, (COMMUNES, TYPOLOGIES, FINANCEMENTS)))
    tires = draw(st.lists(traits, min_size=1, max_size=maximum))
    return [logement(rang, *tire) for rang, tire in enumerate(tires)]


__all__ = ["A_QUI", "COMMUNES", "QUOTES", "cout", "flux", "logement", "mondes", "suite", "tenir"]
