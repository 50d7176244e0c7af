"""The morning digest of the gestionnaires: what awaits a person, what is running, what ended.

It is due when the office has opened on a working day and its key is not yet in
the outbox: restarts, missed runs and clock changes need no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordres import PERMIS
from robot.domain.dossier import A_TRAITER, LIBELLES, Dossier, Statut
from robot.domain.fiche import titre
from robot.domain.lettres import signature
from robot.etapes.robot import DEFAUTS, Robot
from robot.ports import ConflitDeVersion, Ecriture, Marque

REPERE = "synthese"
EN_COURS = (Statut.A_EXPEDIER, Statut.EN_ATTENTE)
TERMINES = (Statut.ACCEPTEE, Statut.ACCEPTEE_TACITE, Statut.ANNULEE)
PREMIERE = timedelta(days=1)


def preparer(robot: Robot) -> None:
    """Enqueue today's digest if it is due."""
    ctx = robot.contexte()
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    derniere = robot.store.repere(REPERE)
    depuis = datetime.fromisoformat(derniere) if derniere else ctx.maintenant - PREMIERE
    deja = derniere is not None and ctx.calendrier.jour_local(depuis) >= jour
    if deja or not ctx.calendrier.est_ouvre(jour) or ctx.maintenant < ctx.ouverture(jour):
        return
    contenu = composer(robot, ctx, depuis)
    lettres: tuple[Courrier, ...] = ()
    if any(contenu[partie] for partie in ("a_traiter", "en_cours", "termines", "messages")):
        lettres = tuple(
            Courrier(
                cle=f"synthese/{jour.isoformat()}/{personne.adresse}",
                gabarit="synthese",
                destinataire=personne.adresse,
                contexte={**contenu, "jour": jour.isoformat(), "destinataire": personne.nom},
            )
            for personne in ctx.carnet.gestionnaires
        )
    # In one transaction, so that the next digest starts exactly where this one ends.
    marque = Marque(REPERE, derniere, ctx.maintenant.isoformat())
    try:
        robot.store.ecrire(Ecriture(courriers=lettres, marque=marque), ctx.maintenant)
    except ConflitDeVersion:
        return  # another robot has just made it


def composer(robot: Robot, ctx: Contexte, depuis: datetime) -> dict[str, Any]:
    """What the digest says, as plain values."""

    def dossiers(statuts: Iterable[Statut], depuis: datetime | None = None) -> list[Dossier]:
        return [d for r in robot.store.references(statuts, depuis=depuis) if (d := lisible(robot, r))]

    return {
        "bailleur": signature(ctx.carnet.bailleur),
        "a_traiter": [_a_traiter(dossier) for dossier in dossiers(A_TRAITER)],
        "en_cours": [_en_cours(dossier) for dossier in dossiers(EN_COURS)],
        "termines": [_termine(dossier) for dossier in dossiers(TERMINES, depuis)],
        "messages": [
            {
                "expediteur": message.expediteur,
                "objet": message.objet,
                "recu_le": message.recu_le.isoformat(),
                "resume": message.resume,
            }
            for message in robot.store.a_voir(depuis)
        ],
    }


def lisible(robot: Robot, reference: str) -> Dossier | None:
    """A dossier, or None for a damaged one, which has its own alert: the digest leaves all the same."""
    try:
        return robot.store.dossier(reference)
    except DEFAUTS:
        return None


def _ligne(dossier: Dossier) -> dict[str, Any]:
    return {
        "reference": dossier.reference,
        "titre": titre(dossier.fiche),
        "libelle": LIBELLES[dossier.statut],
        "reservataire": dossier.courante.nom if dossier.orientations else "",
    }


def _a_traiter(dossier: Dossier) -> dict[str, Any]:
    courante = dossier.courante if dossier.orientations else None
    depuis = courante.expediee_le if courante else dossier.libere_le
    return _ligne(dossier) | {
        "depuis": depuis.isoformat() if depuis else None,
        "cause": courante.motif if courante else "",
        "ordres": [verbe.upper() for verbe, statuts in PERMIS.items() if dossier.statut in statuts],
    }


def _en_cours(dossier: Dossier) -> dict[str, Any]:
    decompte = dossier.courante.decompte
    return _ligne(dossier) | {"echeance": decompte.echeance.isoformat() if decompte else None}


def _termine(dossier: Dossier) -> dict[str, Any]:
    fin = dossier.courante.terminee_le if dossier.orientations else None
    return _ligne(dossier) | {"le": fin.isoformat() if fin else None}
