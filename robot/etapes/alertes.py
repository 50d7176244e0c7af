"""Tell the administrators what is wrong: a link down for a while, an address book refused.

The first failures of a link are only logged: networks hiccup. A letter that
cannot leave because the way out itself is down leaves when it is back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.etapes.robot import Robot
from robot.ports import Ecriture

PANNE = "panne_depuis"
UN_JOUR = timedelta(days=1)
PATIENCE = timedelta(minutes=15)


def preparer(robot: Robot, pannes: Sequence[str]) -> None:
    """Enqueue at most one alert a day and a subject."""
    ctx = robot.contexte()
    depuis = _panne_depuis(robot, ctx, pannes)
    if depuis and ctx.maintenant - depuis >= PATIENCE:
        _alerter(
            robot,
            ctx,
            sujet="panne",
            quoi="La boîte aux lettres du robot ne peut pas être lue",
            detail=" ; ".join(pannes),
            depuis=depuis,
            fonctionne_encore="Les offres partent. Aucun silence n'est compté tant que la boîte n'est pas relue.",
            que_faire="Corrigez ce que dit le message ci-dessus ; le robot reprend seul à la passe suivante.",
        )
    if refusees := robot.store.refusees(ctx.maintenant - UN_JOUR):
        _alerter(
            robot,
            ctx,
            sujet="refus",
            quoi="Un courrier du robot à votre service n'a pas pu partir",
            detail=" ; ".join(f"{r.courrier.gabarit} pour {r.courrier.destinataire} : {r.reponse}" for r in refusees),
            depuis=min(refusee.cree_le for refusee in refusees),
            fonctionne_encore="Les offres et les réponses suivent leur cours.",
            que_faire="Corrigez ces adresses dans robot.yaml (gestionnaires, administrateurs).",
        )
    if probleme := robot.carnets.probleme():
        _alerter(
            robot,
            ctx,
            sujet="carnet",
            quoi="La dernière modification du carnet d'adresses est refusée",
            detail=probleme,
            depuis=ctx.maintenant,
            fonctionne_encore="Le robot continue avec le dernier carnet valide.",
            que_faire="Corrigez les lignes citées, puis vérifiez avec « robot verifier ».",
        )


def _panne_depuis(robot: Robot, ctx: Contexte, pannes: Sequence[str]) -> datetime | None:
    connue = robot.store.repere(PANNE)
    if not pannes:
        if connue:
            robot.store.poser_repere(PANNE, None)
        return None
    if connue:
        return datetime.fromisoformat(connue)
    robot.store.poser_repere(PANNE, ctx.maintenant.isoformat())
    return ctx.maintenant


def _alerter(
    robot: Robot,
    ctx: Contexte,
    *,
    sujet: str,
    quoi: str,
    detail: str,
    depuis: datetime,
    fonctionne_encore: str,
    que_faire: str,
) -> None:
    jour = ctx.calendrier.jour_local(ctx.maintenant).isoformat()
    bailleur = ctx.carnet.bailleur
    contexte = {
        "bailleur": {
            "nom": bailleur.nom,
            "service": bailleur.service,
            "telephone": bailleur.telephone,
            "adresse": bailleur.adresse,
        },
        "quoi": quoi,
        "detail": detail,
        "depuis": depuis.isoformat(),
        "fonctionne_encore": fonctionne_encore,
        "que_faire": que_faire,
    }
    lettres = tuple(
        Courrier(
            cle=f"alerte/{sujet}/{jour}/{personne.adresse}",
            gabarit="alerte",
            destinataire=personne.adresse,
            contexte={**contexte, "destinataire": personne.nom},
        )
        for personne in ctx.carnet.administrateurs
    )
    robot.store.ecrire(Ecriture(courriers=lettres), ctx.maintenant)
