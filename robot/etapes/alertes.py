"""Tell the administrators what is wrong: a link down for a while, an address book refused.

The first failures of a link are only logged: networks hiccup. A letter that
cannot leave because the way out itself is down leaves when it is back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.lettres import signature
from robot.etapes.robot import Robot
from robot.ports import ConflitDeVersion, Ecriture, Envoi, Marque

BOITE, ENVOI, DOSSIER, COPIE = "boite", "envoi", "dossier", "copie"
PATIENCE = timedelta(minutes=15)
# The letters refused for good that no dossier speaks of: the day of the last alert, then their Message-IDs until told.
REFUS = "refus_a_dire"
JAMAIS = "-"
# How many of the things that are wrong an alert tells of.
PANNES_DITES = 20

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


class Panne(NamedTuple):
    """Since when something is wrong, and in which words."""

    depuis: datetime
    mots: str


@dataclass(frozen=True)
class Alerte:
    """What the administrators are told: what is wrong since when, in which words, what still works, what to do."""

    sujet: str
    quoi: str
    detail: str
    depuis: datetime
    fonctionne_encore: str
    que_faire: str

    def lettres(self, ctx: Contexte) -> tuple[Courrier, ...]:
        """One to each of them; its key says the day and the subject."""
        jour = ctx.calendrier.jour_local(ctx.maintenant).isoformat()
        contexte = {
            "bailleur": signature(ctx.carnet.bailleur),
            "quoi": self.quoi,
            "detail": self.detail,
            "depuis": self.depuis.isoformat(),
            "fonctionne_encore": self.fonctionne_encore,
            "que_faire": self.que_faire,
        }
        return tuple(
            Courrier(
                cle=f"alerte/{self.sujet}/{jour}/{personne.adresse}",
                gabarit="alerte",
                destinataire=personne.adresse,
                contexte={**contexte, "destinataire": personne.nom},
            )
            for personne in ctx.carnet.administrateurs
        )


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


def constater_les_dossiers(robot: Robot, defauts: Mapping[str, str]) -> None:
    """Remember which dossiers cannot be moved and why, by reference; those that no longer fail are forgotten."""
    for reference, mots in defauts.items():
        constater(robot, f"{DOSSIER}/{reference}", f"{reference} : {mots}", retablie=False)
    for connu in robot.store.reperes():
        if _de(connu, DOSSIER) and connu.partition("/")[2] not in defauts:
            constater(robot, connu, "", retablie=True)


def _de(repere: str, liaison: str) -> bool:
    """Whether a mark is about that link, or one of the things it names."""
    return repere.partition("/")[0] == liaison


def _pannes(reperes: Mapping[str, str], liaison: str) -> list[Panne]:
    """What is wrong with a link, oldest first."""
    valeurs = [valeur.partition(" ") for cle, valeur in reperes.items() if _de(cle, liaison)]
    return sorted(Panne(datetime.fromisoformat(depuis), mots) for depuis, _, mots in valeurs)


def preparer(robot: Robot) -> None:
    """Enqueue at most one alert a day and a subject."""
    ctx = robot.contexte()
    reperes = robot.store.reperes()
    for liaison, (quoi, fonctionne_encore) in LIAISONS.items():
        pannes = [panne for panne in _pannes(reperes, liaison) if ctx.maintenant - panne.depuis >= PATIENCE]
        if pannes:
            dites = [panne.mots for panne in pannes[:PANNES_DITES]]
            if len(pannes) > PANNES_DITES:
                dites.append(f"et {len(pannes) - PANNES_DITES} de plus")
            alerter(
                robot,
                ctx,
                Alerte(
                    sujet=liaison,
                    quoi=quoi,
                    detail=" ; ".join(dites),
                    depuis=min(panne.depuis for panne in pannes),
                    fonctionne_encore=fonctionne_encore,
                    que_faire="Corrigez ce que dit le message ci-dessus ; le robot reprend seul à la passe suivante.",
                ),
            )
    dire_les_refus(robot, ctx)
    if probleme := robot.carnets.probleme():
        alerter(
            robot,
            ctx,
            Alerte(
                sujet="carnet",
                quoi="La dernière modification des réglages n'est pas en vigueur",
                detail=probleme,
                depuis=ctx.maintenant,
                fonctionne_encore="Le robot continue avec les derniers réglages valides.",
                que_faire="Faites ce que dit le message ci-dessus, puis vérifiez avec « robot verifier ».",
            ),
        )


def noter_un_refus(robot: Robot, envoi: Envoi) -> Marque:
    """Remember a letter that was refused for good, until the administrators are told."""
    lue = robot.store.repere(REFUS)
    return Marque(REFUS, lue, f"{lue or JAMAIS} {envoi.message_id}")


def dire_les_refus(robot: Robot, ctx: Contexte) -> None:
    """Tell the administrators of the letters refused since the last time; at most once a day, and none is forgotten."""
    lue = robot.store.repere(REFUS)
    dit_le, *identifiants = (lue or JAMAIS).split()
    jour = ctx.calendrier.jour_local(ctx.maintenant).isoformat()
    if not identifiants or dit_le == jour:
        return
    refuses = robot.store.retrouver(identifiants)
    try:
        alerter(
            robot,
            ctx,
            Alerte(
                sujet="refus",
                quoi="Un courrier du robot n'a pas pu partir",
                detail=" ; ".join(
                    f"{r.courrier.gabarit} pour {r.courrier.destinataire} : {r.reponse}" for r in refuses
                ),
                depuis=min((refuse.cree_le for refuse in refuses), default=ctx.maintenant),
                fonctionne_encore="Les offres et les réponses suivent leur cours.",
                que_faire="Corrigez ces adresses dans robot.yaml ou reservataires.yaml. Les lettres des taux et le "
                "bilan repartent quand vous redonnez la commande (« robot assiette --envoyer », « robot bilan "
                "--envoyer ») ; les autres ne repartent pas.",
            ),
            marque=Marque(REFUS, lue, jour),
        )
    except ConflitDeVersion:
        return  # another letter has just been refused; the next pass tells both


def dire_que_l_horloge_a_recule(robot: Robot, avancee: datetime) -> None:
    """Tell the administrators that the robot once believed it was `avancee`, and may have counted silences too soon."""
    ctx = robot.contexte()
    jour = ctx.calendrier.jour_local(avancee)
    alerter(
        robot,
        ctx,
        Alerte(
            sujet="horloge",
            quoi="L'horloge du robot a avancé, puis reculé",
            detail=f"La boîte est notée lue jusqu'au {jour:%d/%m/%Y}, une date à venir. Pendant que l'horloge "
            "avançait, des délais ont pu être tenus pour écoulés.",
            depuis=ctx.maintenant,
            fonctionne_encore="Le robot reprend à l'heure qu'il est ; la boîte est relue, et rien n'est perdu.",
            que_faire="Vérifiez l'heure de la machine (« timedatectl »). Relisez avec « robot expliquer » les accords "
            "par silence et les délais échus de ces derniers jours ; un accord établi trop tôt se défait par RENVOYER.",
        ),
    )


def alerter(robot: Robot, ctx: Contexte, alerte: Alerte, marque: Marque | None = None) -> None:
    """Enqueue an alert to every administrator, one a day and a subject; `marque` changes in the same transaction.

    Raises ConflitDeVersion when the mark has changed since it was read.
    """
    robot.store.ecrire(Ecriture(courriers=alerte.lettres(ctx), marque=marque), ctx.maintenant)
