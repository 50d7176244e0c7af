"""Which letters a fact calls for, to whom, with what to say: a module per chapter.

A context holds plain JSON values only: dates and instants in ISO 8601,
printed in words by the templates.
"""

from __future__ import annotations

from dataclasses import replace

from robot.domain import faits as f
from robot.domain.courriers import SANS_ORIGINE, Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.lettres import a_trancher, candidats, commission, ddets, delegue, designation, orientation
from robot.domain.lettres.commun import en_clair, signature
from robot.domain.lettres.delegue import suivi_delegue
from robot.domain.lettres.utilite import encore_utile

__all__ = ["actualiser", "courriers", "en_clair", "encore_utile", "signature", "suivi_delegue"]

CHAPITRES = (orientation, designation, candidats, a_trancher, ddets, commission, delegue)


def courriers(dossier: Dossier, fait: f.Fait, ctx: Contexte, origine: Origine = SANS_ORIGINE) -> tuple[Courrier, ...]:
    """The letters that a fact calls for, `dossier` being its state after the fact."""
    auteurs = (chapitre.LETTRES.get(type(fait)) for chapitre in CHAPITRES)
    lettres = (lettre for ecrire in auteurs if ecrire for lettre in ecrire(dossier, fait, ctx, origine))
    return tuple(lettre for lettre in lettres if lettre.destinataire)  # nothing is offered to nobody (R81)


def actualiser(courrier: Courrier, dossier: Dossier, ctx: Contexte) -> Courrier:
    """The letter as it must read if it leaves now.

    The deadline of an offer runs from the day it is received; a reminder says how far the delay has run.
    """
    designation = dossier.courante.designation if dossier.orientations else None
    if courrier.gabarit == "rappel_designation" and designation and not courrier.contexte["rouverte"]:
        jour = designation.rang(ctx.calendrier.jour_local(ctx.maintenant))
        return replace(courrier, contexte={**courrier.contexte, "jour": jour})
    if courrier.gabarit != "offre":
        return courrier
    decompte = ctx.decompter_la_reponse(dossier, ctx.maintenant)
    return replace(courrier, contexte={**courrier.contexte, "delai": en_clair(decompte)})
