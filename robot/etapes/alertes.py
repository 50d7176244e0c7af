"""Tell the administrators what is wrong: a link down for a while, an address book refused.

The first failures of a link are only logged: networks hiccup. A letter that
cannot leave because the way out itself is down leaves when it is back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.lettres import signature
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, ConflitDeVersion, Ecriture, Envoi, Marque

GABARIT = "alerte"
BOITE, ENVOI, DOSSIER, COPIE, ETAPE, REPRISE = "boite", "envoi", "dossier", "copie", "etape", "rejeu"
# The other steps of a pass, which rest on no link.
TEMPS, SYNTHESE, RELEVES, OBLIGATIONS, ALERTES = (
    f"{ETAPE}/{nom}" for nom in ("temps", "synthese", "releves", "obligations", "alertes")
)
NOMS = {
    BOITE: "lecture de la boîte",
    ENVOI: "envoi du courrier",
    COPIE: "copie des courriers envoyés",
    REPRISE: "reprise après restauration",
    TEMPS: "ce que le temps fait seul (offres, rappels, silences)",
    SYNTHESE: "synthèse du matin",
    RELEVES: "relevés des réservataires",
    OBLIGATIONS: "rappel des obligations",
    ALERTES: "alertes",
}
PATIENCE = timedelta(minutes=15)
# The letters refused for good that no dossier speaks of: the day of the last alert, then their Message-IDs until told.
REFUS = "refus_a_dire"
JAMAIS = "-"
# The day on which unreadable rows were last told, then which.
LIGNES_DITES = "lignes_dites"
# How many of the things that are wrong an alert tells of.
PANNES_DITES = 20
# What still works while no hour can be believed.
TOUT_ATTEND = (
    "Rien n'est perdu : les réponses restent dans la boîte, les offres attendent, et aucun silence n'est compté. "
    "Seules les alertes partent, datées de l'heure fausse."
)

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
    REPRISE: (
        "La reprise après une restauration n'aboutit pas",
        "Rien n'est décidé, ni envoyé hors les alertes, avant qu'elle aboutisse. Les réponses restent dans la boîte.",
    ),
    ETAPE: (
        "Une étape du robot échoue à chaque passe",
        "Les autres étapes suivent leur cours. Ce que celle-ci n'a pas fait se fera quand elle réussira.",
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
                gabarit=GABARIT,
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


def _pannes(reperes: Mapping[str, str], liaison: str, maintenant: datetime) -> list[Panne]:
    """What is wrong with a link, oldest first."""
    return sorted(_panne(cle, valeur, maintenant) for cle, valeur in reperes.items() if _de(cle, liaison))


def _panne(cle: str, valeur: str, maintenant: datetime) -> Panne:
    """What a mark says; one whose date cannot be read, or is of a clock that was ahead, is told at once."""
    depuis, _, mots = valeur.partition(" ")
    if _de(cle, ETAPE):
        mots = f"{NOMS.get(cle, cle)} : {mots}"
    try:
        quand = datetime.fromisoformat(depuis).astimezone(UTC)
    except (ValueError, OverflowError):
        return Panne(maintenant - PATIENCE, mots or valeur)
    return Panne(quand if quand <= maintenant + ECART_D_HORLOGES else maintenant - PATIENCE, mots)


def preparer(robot: Robot) -> None:
    """Enqueue at most one alert a day and a subject."""
    ctx = robot.contexte()
    reperes = robot.store.reperes()
    for liaison, (quoi, fonctionne_encore) in LIAISONS.items():
        pannes = [
            panne for panne in _pannes(reperes, liaison, ctx.maintenant) if ctx.maintenant - panne.depuis >= PATIENCE
        ]
        if pannes:
            alerter(
                robot,
                ctx,
                Alerte(
                    sujet=liaison,
                    quoi=quoi,
                    detail=_enumerer([panne.mots for panne in pannes]),
                    depuis=min(panne.depuis for panne in pannes),
                    fonctionne_encore=fonctionne_encore,
                    que_faire="Corrigez ce que dit le message ci-dessus ; le robot reprend seul à la passe suivante.",
                ),
            )
    dire_les_lignes(robot, ctx, reperes)
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


def _enumerer(mots: list[str]) -> str:
    reste = len(mots) - PANNES_DITES
    return " ; ".join([*mots[:PANNES_DITES], *([f"et {reste} de plus"] if reste > 0 else [])])


def dire_les_lignes(robot: Robot, ctx: Contexte, reperes: Mapping[str, str]) -> None:
    """Tell the administrators which rows were found unreadable since the last time: each once a day.

    A dossier that time cannot move has its own alert.
    """
    lignes = {nom: mots for nom, mots in robot.store.illisibles().items() if nom not in reperes}
    jour = ctx.calendrier.jour_local(ctx.maintenant).isoformat()
    lue = robot.store.repere(LIGNES_DITES)
    dites_le, *dites = (lue or JAMAIS).split()
    dites = dites if dites_le == jour else []
    nouvelles = {nom: empreinte for nom in sorted(lignes) if (empreinte := _abreger(nom)) not in dites}
    if not nouvelles:
        return
    try:
        alerter(
            robot,
            ctx,
            Alerte(
                sujet=f"lignes/{_abreger(*nouvelles)}",
                quoi="Des lignes de la base ne se relisent plus",
                detail=_enumerer([f"{nom.replace('/', ' ', 1)} ({lignes[nom]})" for nom in nouvelles]),
                depuis=ctx.maintenant,
                fonctionne_encore="Tout le reste est lu, décidé et envoyé. Un dossier abîmé n'avance plus, un courrier "
                "abîmé ne part pas, un message abîmé n'a plus que son résumé.",
                que_faire="Lancez « robot journal verifier », qui nomme chaque défaut. Conservez la base telle quelle, "
                "et restaurez une sauvegarde d'avant.",
            ),
            marque=Marque(LIGNES_DITES, lue, " ".join((jour, *dites, *nouvelles.values()))),
        )
    except ConflitDeVersion:
        return  # told by another robot; the next pass tells the rest


def _abreger(*noms: str) -> str:
    return hashlib.sha256("\n".join(noms).encode()).hexdigest()[:12]


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


def dire_que_l_horloge_retarde(robot: Robot, ici: datetime, recu: datetime) -> None:
    """Tell the administrators that nothing is done: the mail server has seen an hour that is yet to come here."""
    ctx = robot.contexte()
    alerter(
        robot,
        ctx,
        Alerte(
            sujet="horloge_en_retard",
            quoi="L'horloge du robot retarde : il ne lit et n'envoie plus rien",
            detail=f"Il est le {ici:%d/%m/%Y à %H:%M} à l'horloge de la machine, et le serveur de messagerie a reçu un "
            f"message le {recu:%d/%m/%Y à %H:%M}.",
            depuis=ctx.maintenant,
            fonctionne_encore=TOUT_ATTEND,
            que_faire="Mettez la machine à l'heure (« timedatectl ») : le robot reprend seul à la passe suivante. Si "
            "elle est à l'heure, c'est qu'elle et le serveur de messagerie ont avancé : le robot croira cette heure "
            "si elle dure une semaine.",
        ),
    )


def dire_que_l_horloge_est_fausse(robot: Robot, ici: datetime, la: datetime) -> None:
    """Tell the administrators that nothing is done: the clock of the mail server is hours away from this one."""
    ctx = robot.contexte()
    alerter(
        robot,
        ctx,
        Alerte(
            sujet="horloge_fausse",
            quoi="L'horloge du robot est fausse : il ne lit et n'envoie plus rien",
            detail=f"Il est le {ici:%d/%m/%Y à %H:%M} à l'horloge de la machine, et le {la:%d/%m/%Y à %H:%M} à celle "
            "du serveur de messagerie, qui date ce qu'il reçoit.",
            depuis=ctx.maintenant,
            fonctionne_encore=TOUT_ATTEND,
            que_faire="Mettez la machine à l'heure (« timedatectl ») : le robot reprend seul à la passe suivante. Si "
            "elle est à l'heure, c'est le serveur de messagerie qui ne l'est pas : ce qu'il reçoit est mal daté, et un "
            "délai se compterait mal. Demandez qu'on le règle.",
        ),
    )


def dire_que_l_horloge_etait_fausse(robot: Robot) -> None:
    """Tell the administrators that the clock was hours away from that of the mail server."""
    _dire_que_l_horloge_est_juste(
        robot,
        sujet="horloge_juste",
        quoi="L'horloge du robot était fausse",
        erreur="Une machine du robot a été à des heures du serveur de messagerie.",
    )


def dire_que_l_horloge_a_retarde(robot: Robot) -> None:
    """Tell the administrators that the clock was behind what had been read."""
    _dire_que_l_horloge_est_juste(
        robot,
        sujet="retard",
        quoi="L'horloge du robot a retardé",
        erreur="Une machine du robot s'est crue à une heure où la boîte avait déjà été lue.",
    )


def _dire_que_l_horloge_est_juste(robot: Robot, *, sujet: str, quoi: str, erreur: str) -> None:
    """It is right again: nothing was decided meanwhile, nor typed once the robot knew."""
    ctx = robot.contexte()
    alerter(
        robot,
        ctx,
        Alerte(
            sujet=sujet,
            quoi=quoi,
            detail=f"{erreur} Elle n'a rien décidé ni envoyé à cette heure-là, et les saisies ont été refusées.",
            depuis=ctx.maintenant,
            fonctionne_encore="Le robot est de nouveau à l'heure ; la boîte est relue, et rien n'est perdu.",
            que_faire="Vérifiez l'heure de chaque machine qui fait tourner ce robot (« timedatectl »). Un logement ou "
            "un ordre saisis avant que le robot s'en aperçoive sont datés de l'heure fausse : relisez-les avec "
            "« robot expliquer ».",
        ),
    )


def alerter(robot: Robot, ctx: Contexte, alerte: Alerte, marque: Marque | None = None) -> None:
    """Enqueue an alert to every administrator, one a day and a subject; `marque` changes in the same transaction.

    Raises ConflitDeVersion when the mark has changed since it was read.
    """
    robot.store.ecrire(Ecriture(courriers=alerte.lettres(ctx), marque=marque), ctx.maintenant)
