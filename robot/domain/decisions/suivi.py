"""The chapters of the charter put together: what time brings to a dossier, and what follows from what reached us."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from robot.domain import faits as f
from robot.domain.decisions import ddets, designation, orientation, propositions, remises
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.stimuli import (
    Designation,
    PropositionConfiee,
    RapportALaDdets,
    RapportAuCandidat,
    ReponseDuCandidat,
    Stimulus,
)

CHAPITRES = (orientation, designation, propositions, ddets)

REGLES: dict[type[Stimulus], Callable[..., tuple[f.Fait, ...]]] = {
    Designation: designation.designer,
    PropositionConfiee: remises.partir,
    RapportAuCandidat: remises.prendre_acte,
    ReponseDuCandidat: propositions.repondre,
    RapportALaDdets: ddets.prendre_acte,
}


def avancer(dossier: Dossier, ctx: Contexte) -> tuple[f.Fait, ...]:
    """What the passing of time alone brings: the first chapter that has something to say."""
    return next((faits for chapitre in CHAPITRES if (faits := chapitre.avancer(dossier, ctx))), ())


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say, or None while only an event can move the dossier."""
    instants = (chapitre.rendez_vous(dossier, ctx) for chapitre in CHAPITRES)
    return min(filter(None, instants), default=None)


def decider(dossier: Dossier, stimulus: Stimulus, ctx: Contexte) -> tuple[f.Fait, ...]:
    """The facts that follow from what reached us."""
    stimulus = _apres_le_depart(dossier, stimulus)
    regle = REGLES.get(type(stimulus))
    if regle is None:
        return orientation.decider(dossier, stimulus, ctx)
    return regle(dossier, stimulus, ctx) if dossier.orientations else ()


def _apres_le_depart(dossier: Dossier, stimulus: Stimulus) -> Stimulus:
    """Nothing answers an offer before it left: a server's clock may be wrong, a copied mailbox dates from any year."""
    orientation = dossier.orientation(stimulus.rang)
    depart = orientation.expediee_le if orientation else None
    return replace(stimulus, le=max(stimulus.le, depart or dossier.libere_le))
