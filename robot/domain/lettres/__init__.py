"""Which letters a fact calls for, to whom, with what to say: a module per chapter.

A context holds plain JSON values only: dates and instants in ISO 8601,
printed in words by the templates.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from robot.domain import faits as f
from robot.domain.calendrier import Decompte
from robot.domain.courriers import OFFRES, PROPOSITIONS, SANS_ORIGINE, Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import OUVERTES as DESIGNATION_OUVERTE
from robot.domain.decisions.ordres_inconnus import le_reservataire_se_tait
from robot.domain.decisions.propositions import assez_tot
from robot.domain.dossier import Dossier, Statut
from robot.domain.lettres import a_trancher, candidats, commission, ddets, delegue, designation, orientation
from robot.domain.lettres.commun import en_clair, signature
from robot.domain.lettres.delegue import suivi_delegue

__all__ = ["actualiser", "courriers", "en_clair", "encore_utile", "signature", "suivi_delegue"]

CHAPITRES = (orientation, designation, candidats, a_trancher, ddets, commission, delegue)


def courriers(dossier: Dossier, fait: f.Fait, ctx: Contexte, origine: Origine = SANS_ORIGINE) -> tuple[Courrier, ...]:
    """The letters that a fact calls for, `dossier` being its state after the fact."""
    auteurs = (chapitre.LETTRES.get(type(fait)) for chapitre in CHAPITRES)
    lettres = (lettre for ecrire in auteurs if ecrire for lettre in ecrire(dossier, fait, ctx, origine))
    return tuple(lettre for lettre in lettres if lettre.destinataire)  # nothing is offered to nobody (R81)


def encore_utile(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """Whether a letter in the outbox still makes sense.

    An offer that was answered or withdrawn meanwhile does not; nor does a
    reminder of a deadline that is over or no longer runs, nor a
    proposal whose date would leave less than the law's ten days (R71): another
    one, dated anew, takes its place.
    """
    if courrier.gabarit in OFFRES:
        return dossier.statut is Statut.A_EXPEDIER and dossier.courante.rang == courrier.rang
    if courrier.gabarit == "rappel_offre":
        a_temps = _court_encore(courrier, "delai", dossier.courante.decompte, aujourd_hui)
        return a_temps and dossier.courante.rang == courrier.rang and le_reservataire_se_tait(dossier)
    if courrier.gabarit == "rappel_designation":
        a_temps = courrier.contexte["rouverte"] or _court_encore(
            courrier, "designation", dossier.courante.designation, aujourd_hui
        )
        return a_temps and dossier.statut in DESIGNATION_OUVERTE and dossier.courante.rang == courrier.rang
    if courrier.gabarit in PROPOSITIONS:
        dernier_jour = courrier.contexte["dernier_jour"]
        a_temps = dernier_jour is None or assez_tot(date.fromisoformat(dernier_jour), aujourd_hui)
        return a_temps and candidats.proposition_en_cours(courrier, dossier)
    if courrier.gabarit == "information_referent":
        return candidats.proposition_en_cours(courrier, dossier)
    return True


def _court_encore(courrier: Courrier, nom: str, decompte: Decompte | None, aujourd_hui: date) -> bool:
    """Whether the deadline that a letter states is the one that runs, and is not over."""
    dit = courrier.contexte[nom]
    if decompte is None or dit is None:
        return False
    return bool(dit["dernier_jour"] == decompte.dernier_jour.isoformat()) and aujourd_hui <= decompte.dernier_jour


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
