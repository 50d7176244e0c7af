"""Step 4 of a pass: give the letters of the outbox to the server, and record what it says.

`a_expedier -> confiee` is committed before SMTP, `expediee` with its fact
after. Found `confiee` later means unknown: sent again with the same
Message-ID, so that a repeat is recognisable (RFC 5321, 4.5.4.1: retries).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from robot.domain.courriers import OFFRES, Courrier, Depart, avec_jeton
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import decider
from robot.domain.dossier import Dossier
from robot.domain.lettres import actualiser, encore_utile
from robot.domain.stimuli import OffreConfiee, Rapport, Remise, Stimulus
from robot.etapes.robot import DEFAUTS, Robot, faire_avancer
from robot.ports import (
    Acheminement,
    ConflitDeVersion,
    CourrierImpossible,
    Ecriture,
    Enveloppe,
    Envoi,
    EtatEnvoi,
    Issue,
    LiaisonIndisponible,
    SuiteEnvoi,
)

journal = logging.getLogger(__name__)

LOT = 50
ESSAIS = 5

# After this many temporary refusals (some twenty hours of attempts), the address is taken for dead; a person is told.
ESSAIS_MAX = 12
PREMIERE_REPRISE = timedelta(minutes=2)
REPRISE_MAX = timedelta(hours=4)


def expedier(robot: Robot) -> int:
    """Send every letter that is due; how many the server took. Raises LiaisonIndisponible."""
    envoyes = 0
    while envois := robot.store.a_envoyer(robot.clock.maintenant(), LOT):
        envoyes += expedier_un_lot(robot, envois)
    return envoyes


def expedier_un_lot(robot: Robot, envois: tuple[Envoi, ...]) -> int:
    """Send a batch. What the server says is recorded letter by letter, as soon as it says it."""
    ctx = robot.contexte()
    par_cle = {envoi.courrier.cle: envoi for envoi in envois}
    enveloppes = {e.cle: e for envoi in envois if (e := preparer(robot, envoi, ctx)) is not None}
    reprises = {cle: ctx.maintenant + attente(par_cle[cle].essais) for cle in enveloppes}
    robot.store.confier((cle, enveloppe.octets, reprises[cle]) for cle, enveloppe in enveloppes.items())
    a_dire = dict.fromkeys(enveloppes)
    pris = 0
    try:
        for acheminement in robot.postman.envoyer(tuple(enveloppes.values())):
            a_dire.pop(acheminement.cle, None)
            consigner(robot, par_cle[acheminement.cle], acheminement, enveloppes[acheminement.cle].octets)
            pris += acheminement.issue is Issue.CONFIEE
    except LiaisonIndisponible:
        rendre(robot, [par_cle[cle] for cle in a_dire])
        raise
    rendre(robot, [par_cle[cle] for cle in a_dire])
    return pris


def rendre(robot: Robot, envois: Iterable[Envoi]) -> None:
    """Put back letters of which the link said nothing: they were certainly not sent by this attempt."""
    maintenant = robot.clock.maintenant()
    for envoi in envois:
        reprise = maintenant + PREMIERE_REPRISE
        suite = SuiteEnvoi(envoi.courrier.cle, envoi.etat, essai_annule=True, reprise=reprise)
        robot.store.ecrire(Ecriture(envoi=suite), maintenant)


def preparer(robot: Robot, envoi: Envoi, ctx: Contexte) -> Enveloppe | None:
    """The envelope of a letter, or None when it has become useless or must wait for office hours."""
    courrier = envoi.courrier
    try:
        dossier = robot.store.dossier(courrier.reference) if courrier.reference else None
    except DEFAUTS:
        journal.exception("dossier illisible : %s", courrier.reference)
        suite = SuiteEnvoi(courrier.cle, envoi.etat, reprise=ctx.maintenant + REPRISE_MAX)
        robot.store.ecrire(Ecriture(envoi=suite), ctx.maintenant)
        return None
    if not utile(robot, courrier, dossier):
        suite = SuiteEnvoi(courrier.cle, EtatEnvoi.SANS_OBJET, "la situation a changé avant l'envoi")
        robot.store.ecrire(Ecriture(envoi=suite), ctx.maintenant)
        return None
    if envoi.essais >= ESSAIS_MAX:
        consigner(robot, envoi, Acheminement(courrier.cle, Issue.REFUSEE, f"abandonné après {ESSAIS_MAX} essais"), b"")
        return None
    if courrier.depart is Depart.BUREAU and not ctx.bureau_ouvert():
        suite = SuiteEnvoi(courrier.cle, envoi.etat, reprise=ctx.prochaine_ouverture())
        robot.store.ecrire(Ecriture(envoi=suite), ctx.maintenant)
        return None
    actuel = actualiser(courrier, dossier, ctx) if dossier else courrier
    try:
        octets = robot.gabarits.composer(actuel, envoi.message_id, ctx.maintenant)
    except CourrierImpossible as defaut:
        journal.exception("courrier impossible à imprimer : %s", courrier.cle)
        consigner(robot, envoi, Acheminement(courrier.cle, Issue.REFUSEE, f"impossible à imprimer : {defaut}"), b"")
        return None
    retour = ctx.carnet.bailleur.adresse
    return Enveloppe(
        cle=courrier.cle,
        retour=avec_jeton(retour, courrier.jeton) if courrier.jeton and robot.jeton_dans_adresse else retour,
        destinataire=courrier.destinataire,
        octets=octets,
        suivi=courrier.suivi,
    )


def utile(robot: Robot, courrier: Courrier, dossier: Dossier | None) -> bool:
    """Whether a letter still makes sense; an offer is taken back only from whoever may hold it."""
    if dossier is None:
        return True
    if courrier.gabarit == "orientation_retiree":
        return any(
            envoi.courrier.rang == courrier.rang and envoi.courrier.gabarit in OFFRES and envoi.octets
            for envoi in robot.store.envois(courrier.reference)
            if envoi.etat is not EtatEnvoi.REFUSEE
        )
    return encore_utile(courrier, dossier)


def consigner(robot: Robot, envoi: Envoi, acheminement: Acheminement, octets: bytes) -> None:
    """Record the server's word: the letter's state and the fact it makes, in one transaction."""
    for _ in range(ESSAIS):
        ctx = robot.contexte()
        suite = suite_de(envoi, acheminement, ctx.maintenant)
        dossier = robot.store.dossier(envoi.courrier.reference) if envoi.courrier.reference else None
        stimulus = stimulus_de(envoi, acheminement, suite, octets, ctx)
        faits = decider(dossier, stimulus, ctx) if dossier and stimulus else ()
        ecriture = Ecriture(envoi=suite)
        if faits:
            avancee, courriers = faire_avancer(dossier, faits, ctx)
            ecriture = Ecriture((avancee,), courriers, envoi=suite)
        try:
            robot.store.ecrire(ecriture, ctx.maintenant)
        except ConflitDeVersion:
            continue
        return
    raise ConflitDeVersion(envoi.courrier.reference)


def suite_de(envoi: Envoi, acheminement: Acheminement, maintenant: datetime) -> SuiteEnvoi:
    """What becomes of the letter after the server's word."""
    cle, mots = envoi.courrier.cle, acheminement.reponse
    if acheminement.issue is Issue.CONFIEE:
        return SuiteEnvoi(cle, EtatEnvoi.EXPEDIEE, mots)
    if acheminement.issue is Issue.REFUSEE or envoi.essais + 1 >= ESSAIS_MAX:
        return SuiteEnvoi(cle, EtatEnvoi.REFUSEE, mots)
    etat = EtatEnvoi.CONFIEE if acheminement.issue is Issue.INCONNUE else EtatEnvoi.A_EXPEDIER
    return SuiteEnvoi(cle, etat, mots, reprise=maintenant + attente(envoi.essais))


def attente(essais: int) -> timedelta:
    """How long to wait before the next attempt: doubling, capped."""
    return min(PREMIERE_REPRISE * (1 << essais), REPRISE_MAX)


def stimulus_de(
    envoi: Envoi, acheminement: Acheminement, suite: SuiteEnvoi, octets: bytes, ctx: Contexte
) -> Stimulus | None:
    """What the rules must know of the server's word, if anything."""
    courrier = envoi.courrier
    if not courrier.jeton:
        return None
    if suite.etat is EtatEnvoi.EXPEDIEE and courrier.gabarit in OFFRES:
        return OffreConfiee(
            rang=courrier.rang,
            le=ctx.maintenant,
            message_id=envoi.message_id,
            empreinte=hashlib.sha256(octets).hexdigest(),
            preuve=f"remise présumée, réponse du serveur : {acheminement.reponse}",
        )
    if suite.etat is EtatEnvoi.REFUSEE:
        return Rapport(
            rang=courrier.rang,
            le=ctx.maintenant,
            remise=Remise.ECHOUEE,
            courrier=courrier.gabarit,
            destinataire=courrier.destinataire,
            statut=acheminement.statut,
            preuve=f"refusé par le serveur : {acheminement.reponse}",
            message="",
        )
    return None
