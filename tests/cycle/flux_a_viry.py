"""A hundred dwellings a year at Viry, shared by rights: the world in which the turn is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from robot.domain.carnet import Carnet
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Cause, Droit, Tableau, Territoire
from robot.domain.flux.soldes import Solde, Soldes
from tests.fabrique import CARNET, FICHE
from tests.monde import Monde

DROITS = {"viry": 40, "als": 20, "prefecture": 10, "etat-rs": 20}


def annee(
    mutations: Fraction | None = Fraction(0), exclus: Mapping[Cause, int] | None = None, **reste: Any
) -> FluxDeLAnnee:
    """A hundred dwellings at Viry, ten of which are nobody's: the landlord's own."""
    tableau = Tableau(
        (Territoire("Viry", 100, exclus or {}, mutations, code="74309"),),
        tuple(Droit(qui, "Viry", droits) for qui, droits in DROITS.items()),
    )
    return FluxDeLAnnee(tableau, 2026, delegues=frozenset({"etat-rs"}), **reste)


def carnet(flux: FluxDeLAnnee | None = None) -> Carnet:
    return replace(CARNET, flux=flux or annee())


def monde(flux: FluxDeLAnnee | None = None) -> Monde:
    return Monde.creer("2026-01-05T09:00", carnet(flux))


def liberer_chaque_jour(monde: Monde, nombre: int) -> None:
    """One release a day, at nine; nobody ever answers."""
    for rang in range(nombre):
        monde.liberer(replace(FICHE, typologie=("T2", "T3", "T3", "T4")[rang % 4]))
        monde.passer(monde.horloge.maintenant() + timedelta(days=1))
    monde.passer(monde.horloge.maintenant() + timedelta(days=4))


def titulaires(monde: Monde) -> list[str]:
    """For whom each dwelling was, in order of release; « mutation » for one set aside."""
    dossiers = [monde.dossier(reference) for reference in monde.references]
    return [d.courante.reservataire if d.orientations else d.soustrait or "personne" for d in dossiers]


def du_a(qui: str, nombre: int) -> Soldes:
    return Soldes((Solde(qui, {}, Fraction(nombre)),))
