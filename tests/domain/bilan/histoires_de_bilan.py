"""Journals for the bilan: told stories, and any journal that the table of transitions allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random  # noqa: TID251 - Hypothesis seeds it
from typing import Any

from robot.domain import faits as f
from robot.domain.bilan.bilan import Bilan, annee_entiere
from robot.domain.bilan.comptes import Periode
from robot.domain.bilan.parcours import Parcours, parcourir
from robot.domain.candidat import Critere
from robot.domain.candidature import Etape
from robot.domain.dossier import Statut
from robot.domain.fiche import Fiche
from robot.domain.flux.stade import Stade
from robot.domain.statuts import TRANSITIONS, TransitionInterdite, appliquer
from tests.domain.exemples_de_faits import fait
from tests.fabrique import CARNET, FICHE, libere, paris

NOMS = {r.code: r.nom for r in CARNET.reservataires}
CODES = ("viry", "als", "prefecture")
MOTIFS = ("mutation interne", "vente", "relogement NPNRU", "à la demande de la directrice")
DE_BILAN = (
    f.OrientationDecidee, f.OrientationInterne, f.OrientationExpediee, f.RemiseConstatee, f.RemiseDifferee, f.RemiseEchouee, f.AccordRecu,
    f.AccordTacite, f.RefusRecu, f.RefusTacite, f.ReponseAClarifier, f.ReponseNonAutorisee, f.OrientationRetiree,
    f.CandidatDesigne, f.CandidatCorrige, f.DesignationComplete, f.CandidatPropose, f.CommissionFixee,
    f.CommissionTenue, f.SansAttributaire, f.CandidatAccepte, f.BailSigne, f.DossierAnnule, f.LogementSoustrait,
    f.LogementRemisEnFlux, f.ListeEpuisee,
)  # fmt: skip


# Chance must not end every story at once.
FREINS: dict[type[f.Fait], float] = {
    f.DossierAnnule: 0.95,
    f.LogementSoustrait: 0.95,
    f.OrientationRetiree: 0.7,
    f.RefusRecu: 0.7,
    f.ReponseAClarifier: 0.7,
    f.ReponseNonAutorisee: 0.7,
}


def suite(*types: type[f.Fait] | tuple[type[f.Fait], dict[str, Any]], fiche: Fiche = FICHE) -> tuple[f.Fait, ...]:
    """A journal: the release, then these facts, one a day from 28 April 2026; a type alone or with what it says."""
    faits: list[f.Fait] = [libere(fiche)]
    rang = 0
    for jour, dit in enumerate(types):
        type_, champs = dit if isinstance(dit, tuple) else (dit, {})
        rang += type_ in {f.OrientationDecidee, f.OrientationInterne}
        le = paris("2026-04-28T09:00") + timedelta(days=jour)
        jour_de_bail = {"jour": le.date()} if type_ is f.BailSigne else {}
        faits.append(fait(type_, rang, **{"le": le, **jour_de_bail, **champs}))
    return tuple(faits)


def au_hasard(chance: Random, numero: int) -> tuple[f.Fait, ...]:
    """Any journal that the table allows, over two years: each fact follows the state, a few days after the last one."""
    depart = replace(libere(), reference=f"V-2026-{numero:04d}", neuf=chance.random() < 0.1)
    depart = replace(depart, le=paris("2026-01-02T09:00") + timedelta(days=chance.randint(0, 500)))
    dossier, le, passage = appliquer(None, depart), depart.le, 0
    faits: list[f.Fait] = [depart]
    for _ in range(chance.randint(0, 60)):
        possibles = _possibles(dossier.statut)
        if not possibles:
            break
        type_ = chance.choice(possibles)
        if chance.random() < FREINS.get(type_, 0):
            continue
        le += timedelta(days=chance.randint(0, 15))
        passage += type_ is f.CommissionFixee and chance.random() < 0.5
        suivant = _fait(type_, len(dossier.orientations), passage, le, chance, len(dossier.candidatures))
        if suivant is None:
            continue
        try:
            dossier = appliquer(dossier, suivant)
        except TransitionInterdite:
            continue
        faits.append(suivant)
    return tuple(faits)


@cache
def _possibles(statut: Statut) -> tuple[type[f.Fait], ...]:
    """What the table lets follow, in a fixed order."""
    return tuple(type_ for type_ in DE_BILAN if (statut, type_) in TRANSITIONS)


def _fait(type_: type[f.Fait], rang: int, passage: int, le: datetime, chance: Random, candidats: int) -> f.Fait | None:
    """A fact of that type that may follow; None when it is about a candidate and there is none."""
    if "numero" in type_.__dataclass_fields__ and type_ is not f.CandidatDesigne and not candidats:
        return None
    possibles: dict[str, Any] = {
        "reservataire": chance.choice(CODES),
        "nom": "un nom d'alors",
        "numero": candidats + 1 if type_ is f.CandidatDesigne else chance.randint(1, candidats or 1),
        "critere": chance.choice(tuple(Critere)),
        "passage": max(passage, 1),
        "debut": le + timedelta(days=chance.randint(0, 9)),
        "etape": chance.choice(tuple(Etape)),
        "categorie": chance.choice(("", "loyer", "etage", "pas_de_candidat")),
        "jour": le.date(),
        "motif": chance.choice(MOTIFS),
    }
    champs = {nom: valeur for nom, valeur in possibles.items() if nom in type_.__dataclass_fields__}
    return fait(type_, rang + (type_ in {f.OrientationDecidee, f.OrientationInterne}), **{"le": le, **champs})


def dresser(
    journaux: Iterable[Iterable[f.Fait]], periode: Periode | None = None, stade: Stade = Stade.ACCEPTATION, **plus: Any
) -> Bilan:
    """The bilan of these journals; of 2026 unless told."""
    tous = tuple(parcourir(journal) for journal in journaux)
    return Bilan(CARNET.bailleur, periode or annee_entiere(2026), stade, date(2028, 1, 5), tous, NOMS, **plus)


def seul(*types: type[f.Fait] | tuple[type[f.Fait], dict[str, Any]]) -> Parcours:
    """The story of that journal."""
    return parcourir(suite(*types))


ATTRIBUE = (
    f.OrientationDecidee, f.OrientationExpediee, f.AccordRecu, f.CandidatDesigne, f.DesignationComplete,
    (f.CommissionFixee, {"debut": paris("2026-05-05T14:30")}),
    f.CommissionDecidee, f.CommissionTenue, (f.CandidatPropose, {"etape": Etape.ATTRIBUTION}),
)  # fmt: skip
