"""Tell the administrators what is wrong: a link down for a while, an address book refused.

The first failures of a link are only logged: networks hiccup. A letter that
cannot leave because the way out itself is down leaves when it is back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.lettres import signature
from robot.etapes.robot import Robot
from robot.ports import Ecriture

BOITE, ENVOI, DOSSIER, COPIE = "boite", "envoi", "dossier", "copie"
PATIENCE = timedelta(minutes=15)
UN_JOUR = timedelta(days=1)

# Which link: what is wrong, and what still works meanwhile.
LIAISONS = {
    BOITE: (
        "La boîte aux lettres du robot ne peut pas être lue",
        "Les offres partent. Aucun silence n'est compté tant que la boîte n'est pas relue.",
    ),
    ENVOI: (
        "Le courrier du robot ne part plus",
        "Les réponses sont lues. Les offres attendent : leur délai ne court qu'une fois remises.",
    ),
    DOSSIER: (
        "Un dossier ne peut plus être traité",
        "Les autres dossiers suivent leur cours. Celui-ci n'avance plus.",
    ),
    COPIE: (
        "Les courriers envoyés ne sont plus copiés dans la boîte du robot",
        "Les offres partent et les réponses sont lues. Les copies seront faites quand la boîte les prendra.",
    ),
}


def constater(robot: Robot, liaison: str, panne: str, *, retablie: bool) -> None:
    """Remember since when a link is down and in which words, or that it works again."""
    if not panne and not retablie:
        return  # nothing was learnt
    connue = robot.store.repere(liaison)
    if panne:
        depuis = connue.partition(" ")[0] if connue else robot.clock.maintenant().isoformat()
        robot.store.poser_repere(liaison, f"{depuis} {panne}")
    elif connue:
        robot.store.poser_repere(liaison, None)


def preparer(robot: Robot) -> None:
    """Enqueue at most one alert a day and a subject."""
    ctx = robot.contexte()
    reperes = robot.store.reperes()
    for liaison, (quoi, fonctionne_encore) in LIAISONS.items():
        depuis_le, _, detail = reperes.get(liaison, "").partition(" ")
        if depuis_le and ctx.maintenant - datetime.fromisoformat(depuis_le) >= PATIENCE:
            alerter(
                robot,
                ctx,
                sujet=liaison,
                quoi=quoi,
                detail=detail,
                depuis=datetime.fromisoformat(depuis_le),
                fonctionne_encore=fonctionne_encore,
                que_faire="Corrigez ce que dit le message ci-dessus ; le robot reprend seul à la passe suivante.",
            )
    collegues = (personne.adresse for personne in (*ctx.carnet.gestionnaires, *ctx.carnet.administrateurs))
    if refusees := robot.store.refusees(collegues, ctx.maintenant - UN_JOUR):
        alerter(
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
        alerter(
            robot,
            ctx,
            sujet="carnet",
            quoi="La dernière modification des réglages n'est pas en vigueur",
            detail=probleme,
            depuis=ctx.maintenant,
            fonctionne_encore="Le robot continue avec les derniers réglages valides.",
            que_faire="Faites ce que dit le message ci-dessus, puis vérifiez avec « robot verifier ».",
        )


def alerter(
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
    """Enqueue an alert to every administrator: one a day and a subject."""
    lettres = lettres_d_alerte(
        ctx,
        sujet=sujet,
        quoi=quoi,
        detail=detail,
        depuis=depuis,
        fonctionne_encore=fonctionne_encore,
        que_faire=que_faire,
    )
    robot.store.ecrire(Ecriture(courriers=lettres), ctx.maintenant)


def lettres_d_alerte(
    ctx: Contexte, *, sujet: str, quoi: str, detail: str, depuis: datetime, fonctionne_encore: str, que_faire: str
) -> tuple[Courrier, ...]:
    """An alert to every administrator; its key says the day and the subject."""
    jour = ctx.calendrier.jour_local(ctx.maintenant).isoformat()
    contexte = {
        "bailleur": signature(ctx.carnet.bailleur),
        "quoi": quoi,
        "detail": detail,
        "depuis": depuis.isoformat(),
        "fonctionne_encore": fonctionne_encore,
        "que_faire": que_faire,
    }
    return tuple(
        Courrier(
            cle=f"alerte/{sujet}/{jour}/{personne.adresse}",
            gabarit="alerte",
            destinataire=personne.adresse,
            contexte={**contexte, "destinataire": personne.nom},
        )
        for personne in ctx.carnet.administrateurs
    )
