"""Bugs in the turn by rights: who is owed, what is set aside, who is never offered anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from robot.domain import faits as f
from robot.domain.decisions import sollicitation
from robot.domain.flux import tour_du_flux
from robot.domain.flux.livre import GrandLivre
from robot.domain.lettres import delegue
from tests.simulation.pose import Bogue, a_personne, remplacer, vide


def _sans_compter(vrai: Any, logements: Any, quotes: Any, _livre: Any, exclus: Any = None) -> Any:
    return vrai(logements, quotes, GrandLivre(), exclus or {})


def _au_plus_servi(vrai: Any, logements: Any, quotes: Any, livre: Any, exclus: Any = None) -> Any:
    return [replace(un, rangs=un.rangs[::-1]) for un in vrai(logements, quotes, livre, exclus or {})]


def _meme_refuse(vrai: Any, logements: Any, quotes: Any, livre: Any, _exclus: Any = None) -> Any:
    return vrai(logements, quotes, livre, {})


def _tout_mettre_a_part(_vrai: Any, dossiers: Any, _flux: Any, _comptes: Any) -> Any:
    return tuple(dossier.reference for dossier in dossiers)


def _au_bailleur_d_abord(vrai: Any, tour: Any, dossier: Any, carnet: Any) -> Any:
    prochain = vrai(tour, dossier, carnet)
    return replace(prochain, reservataire=None) if prochain and dossier.orientations else prochain


def _offrir_au_delegue(vrai: Any, dossier: Any, reservataire: Any, prochain: Any, ctx: Any) -> Any:
    if reservataire is None:
        return vrai(dossier, reservataire, prochain, ctx)
    return sollicitation.offrir(dossier, reservataire, prochain.raison, ctx, prochain.pesees)


TOUR: dict[str, Bogue] = {
    nom: Bogue(quoi, poser, graine, assiette=True)
    for nom, quoi, poser, graine in (
        (
            "tour_sans_memoire",
            "le tour oublie ce que chacun a déjà reçu",
            remplacer(tour_du_flux, "choisir", _sans_compter),
            2,
        ),
        (
            "tour_a_l_envers",
            "le tour donne à qui attend le moins",
            remplacer(tour_du_flux, "choisir", _au_plus_servi),
            2,
        ),
        (
            "tour_au_meme",
            "qui a refusé un logement y est sollicité à nouveau",
            remplacer(tour_du_flux, "choisir", _meme_refuse),
            1,
        ),
        (
            "tour_sans_mutations",
            "rien n'est mis à part pour les mutations",
            remplacer(tour_du_flux, "a_mettre_a_part", vide),
            3,
        ),
        (
            "tour_tout_en_mutations",
            "chaque logement est mis à part",
            remplacer(tour_du_flux, "a_mettre_a_part", _tout_mettre_a_part),
            1,
        ),
        (
            "tour_sans_stock",
            "un PLAI adapté que le tableau garde en stock est offert",
            remplacer(tour_du_flux, "reste_en_stock", lambda *_: False),
            2,
        ),
        (
            "tour_au_bailleur",
            "le bailleur garde un logement refusé alors que d'autres y ont des droits",
            remplacer(tour_du_flux.TourDuFlux, "prochain", _au_bailleur_d_abord),
            1,
        ),
        (
            "tour_offre_au_delegue",
            "la gestion déléguée reçoit des offres",
            remplacer(sollicitation, "garder", _offrir_au_delegue),
            1,
        ),
        (
            "tour_delegue_sans_nouvelles",
            "le réservataire en gestion déléguée n'apprend pas ce qui va à son contingent",
            lambda: patch.dict(delegue.LETTRES, {f.OrientationInterne: lambda *_: a_personne(())}),
            1,
        ),
    )
}
