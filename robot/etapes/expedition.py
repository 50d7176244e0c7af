"""Step 4 of a pass: give the letters of the outbox to the server, and record what it says.

`a_expedier -> confiee` is committed before SMTP, `expediee` with its fact
after. Found `confiee` later means unknown: sent again with the same
Message-ID, so that a repeat is recognisable (RFC 5321, 4.5.4.1: retries).
Whatever the server says of the next attempts, `confiee` stays until one is
taken: somebody may have received the first (`non_confirmee` at the end).

A letter is held by one robot at a time, until an instant that is prolonged
while the batch goes on; the store is asked once more when its turn comes. A
robot that comes back to life after it has nothing left to say of it
(ReservationPerdue).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from robot.domain.courriers import OFFRES, Courrier, Depart, avec_jeton
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.suivi import decider
from robot.domain.dossier import Dossier
from robot.domain.lettres import encore_utile
from robot.etapes import alertes
from robot.etapes.defauts import DEFAUTS
from robot.etapes.impression import imprimer, lots, surveiller
from robot.etapes.mot_du_serveur import stimulus_de
from robot.etapes.robot import Robot, faire_avancer, redecider
from robot.ports import (
    ECART_D_HORLOGES,
    ECHOUEES,
    Acheminement,
    CourrierImpossible,
    Ecriture,
    Enveloppe,
    Envoi,
    EtatEnvoi,
    Issue,
    LiaisonIndisponible,
    ReservationPerdue,
    SuiteEnvoi,
)

journal = logging.getLogger(__name__)

LOT = 50
RETRAIT = "orientation_retiree"

# How long a letter is held while it waits for its turn: short enough that the letters of a dead robot do not wait.
BAIL = timedelta(minutes=5)
# While the server has it, from then on: free to nobody, even to a robot whose clock is ahead.
EN_ROUTE = BAIL + ECART_D_HORLOGES

# After this many temporary refusals (some twenty hours of attempts), the address is taken for dead; a person is told.
ESSAIS_MAX = 12
PREMIERE_REPRISE = timedelta(minutes=2)
REPRISE_MAX = timedelta(hours=4)
# Why a letter is tried no more, and what is known of it then.
JAMAIS_PARTIE = "jamais envoyée : la situation a changé avant"
PEUT_ETRE_PARTIE = (
    "peut-être reçue d'un essai dont le robot n'a pas su l'issue ; la situation a changé avant le suivant"
)


def expedier(robot: Robot, gabarits: Collection[str] = ()) -> int:
    """Send every letter that is due, or those of these kinds; how many the server took. Raises LiaisonIndisponible."""
    envoyes = 0
    while envois := reserver(robot, gabarits):
        envoyes += sum(expedier_un_lot(robot, lot) for lot in lots(robot.store, envois))
    return envoyes


def reserver(robot: Robot, gabarits: Collection[str] = ()) -> tuple[Envoi, ...]:
    """Take letters due. An appointment later than any rule can give was made by a clock that was wrong: due too."""
    ctx = robot.contexte()
    au_plus_tard = max(ctx.maintenant, ctx.prochaine_ouverture()) + REPRISE_MAX + ECART_D_HORLOGES
    return robot.store.reserver(ctx.maintenant, ctx.maintenant + BAIL, LOT, au_plus_tard, gabarits=gabarits)


def expedier_un_lot(robot: Robot, envois: tuple[Envoi, ...]) -> int:
    """Send a batch. What the server says is recorded letter by letter, as soon as it says it."""
    ctx = robot.contexte()
    with surveiller(robot.store, envois) as mortelles:
        prets = {e.cle: (envoi, e) for envoi in envois if (e := preparer(robot, envoi, ctx, mortelles)) is not None}
    # To print them took its time.
    tenus = robot.store.prolonger((envoi for envoi, _ in prets.values()), robot.clock.maintenant() + BAIL)
    lot = _Lot(robot, _par_cle(tenus))
    enveloppes = {envoi.courrier.cle: prets[envoi.courrier.cle][1] for envoi in tenus}
    pris = 0
    try:
        for acheminement in robot.postman.envoyer(tuple(enveloppes.values()), lot.garder, lot.remettre):
            envoi, octets = lot.en_route.pop(acheminement.cle), enveloppes[acheminement.cle].octets
            consigner(robot, envoi, acheminement, octets, ctx)
            pris += acheminement.issue is Issue.CONFIEE
            lot.garder()
    except LiaisonIndisponible:
        lot.rendre()
        raise
    lot.rendre()
    return pris


@dataclass
class _Lot:
    """A batch in the hands of this robot: the letters that wait for their turn, and those that the server was given."""

    robot: Robot
    en_attente: dict[str, Envoi]
    en_route: dict[str, Envoi] = field(default_factory=dict)

    def garder(self) -> None:
        """Hold for longer what a slow server makes wait."""
        self.en_attente |= prolonger(self.robot, self.en_attente.values(), BAIL)
        self.en_route |= prolonger(self.robot, self.en_route.values(), EN_ROUTE)

    def remettre(self, enveloppe: Enveloppe) -> bool:
        """Whether that letter leaves now; the attempt is then counted, and the store says that it was still ours.

        Our clock alone cannot tell: another robot's may be ahead of it.
        """
        envoi = self.en_attente[enveloppe.cle]
        if not encore_bonne(self.robot, envoi.courrier):
            return False
        reprise = self.robot.clock.maintenant() + max(attente(envoi.essais), EN_ROUTE)
        confies = self.robot.store.confier([(envoi, enveloppe.octets, reprise)])
        for confie in confies:
            self.en_route[enveloppe.cle] = confie
            del self.en_attente[enveloppe.cle]
        return bool(confies)

    def rendre(self) -> None:
        """Put back letters of which the link said nothing: they were certainly not sent by this attempt."""
        reprise = self.robot.clock.maintenant() + PREMIERE_REPRISE
        for envoi in self.en_attente.values():
            reporter(self.robot, envoi, reprise)
        for envoi in self.en_route.values():
            suite = SuiteEnvoi(envoi.courrier.cle, envoi.etat, essai_annule=True, reprise=reprise)
            _ecrire(self.robot, suite, envoi)


def encore_bonne(robot: Robot, courrier: Courrier) -> bool:
    """Whether a letter prepared with its batch may still leave: a slow server may make the batch last for hours.

    Still within office hours, still of use. One that is not is given back
    unsent; the next pass says what becomes of it.
    """
    ctx = robot.contexte()
    if _attend_l_ouverture(courrier, ctx):
        return False
    return utile(robot, courrier, robot.store.dossier(courrier.reference) if courrier.reference else None, ctx)


def _attend_l_ouverture(courrier: Courrier, ctx: Contexte) -> bool:
    return courrier.depart is Depart.BUREAU and not ctx.bureau_ouvert()


def prolonger(robot: Robot, envois: Iterable[Envoi], bail: timedelta) -> dict[str, Envoi]:
    """Hold for that long the letters whose time runs out, and are still ours."""
    maintenant = robot.clock.maintenant()
    courts = [envoi for envoi in envois if envoi.reprise and envoi.reprise - maintenant < bail - BAIL / 2]
    return _par_cle(robot.store.prolonger(courts, maintenant + bail)) if courts else {}


def _par_cle(envois: Iterable[Envoi]) -> dict[str, Envoi]:
    return {envoi.courrier.cle: envoi for envoi in envois}


def reporter(robot: Robot, envoi: Envoi, reprise: datetime) -> None:
    """Look at a letter again at that instant."""
    _ecrire(robot, SuiteEnvoi(envoi.courrier.cle, envoi.etat, reprise=reprise), envoi)


def _ecrire(robot: Robot, suite: SuiteEnvoi, envoi: Envoi) -> None:
    """Record what becomes of a letter that was not sent, if we still hold it."""
    try:
        robot.store.ecrire(Ecriture(envoi=replace(suite, tenue=envoi.reprise)), robot.clock.maintenant())
    except ReservationPerdue:
        journal.warning("%s est tenu par un autre robot, qui dira ce qu'il devient", envoi.courrier.cle)


def preparer(robot: Robot, envoi: Envoi, ctx: Contexte, mortelles: Collection[str] = ()) -> Enveloppe | None:
    """The envelope of a letter, or None when it does not leave with this batch; what becomes of it is then recorded.

    One about a dossier that our rules or the record contradict is looked at later, and holds back no other.
    """
    try:
        return _preparer(robot, envoi, ctx, mortelles)
    except DEFAUTS:
        journal.exception("dossier illisible : %s", envoi.courrier.reference)
        reporter(robot, envoi, ctx.maintenant + REPRISE_MAX)
        return None


def _preparer(robot: Robot, envoi: Envoi, ctx: Contexte, mortelles: Collection[str]) -> Enveloppe | None:
    courrier = envoi.courrier
    dossier = robot.store.dossier(courrier.reference) if courrier.reference else None
    if not part_maintenant(robot, envoi, dossier, ctx):
        return None
    try:
        octets = imprimer(robot, envoi, dossier, ctx, mortelle=courrier.cle in mortelles)
    except CourrierImpossible as defaut:
        journal.exception("courrier impossible à imprimer : %s", courrier.cle)
        refus = Acheminement(courrier.cle, Issue.REFUSEE, f"impossible à imprimer : {defaut}")
        consigner(robot, envoi, refus, b"", ctx)
        return None
    retour = ctx.carnet.bailleur.adresse
    return Enveloppe(
        cle=courrier.cle,
        retour=avec_jeton(retour, courrier.jeton) if courrier.jeton and robot.jeton_dans_adresse else retour,
        destinataire=courrier.destinataire,
        octets=octets,
        suivi=courrier.suivi,
    )


def part_maintenant(robot: Robot, envoi: Envoi, dossier: Dossier | None, ctx: Contexte) -> bool:
    """Whether a letter leaves with this batch; if not, what becomes of it is recorded."""
    courrier = envoi.courrier
    if (tenue := tenue_ailleurs(robot, courrier, ctx)) is not None:
        reporter(robot, envoi, tenue)
    elif not utile(robot, courrier, dossier, ctx):
        mots = PEUT_ETRE_PARTIE if envoi.etat is EtatEnvoi.CONFIEE else JAMAIS_PARTIE
        _ecrire(robot, SuiteEnvoi(courrier.cle, EtatEnvoi.SANS_OBJET, mots), envoi)
    elif envoi.essais >= ESSAIS_MAX:
        abandon = Acheminement(courrier.cle, Issue.REFUSEE, f"abandonné après {ESSAIS_MAX} essais")
        consigner(robot, envoi, abandon, b"", ctx)
    elif _attend_l_ouverture(courrier, ctx):
        reporter(robot, envoi, ctx.prochaine_ouverture())
    else:
        return True
    return False


def utile(robot: Robot, courrier: Courrier, dossier: Dossier | None, ctx: Contexte) -> bool:
    """Whether a letter still makes sense; an offer is taken back from whoever may hold it, if only perhaps."""
    if dossier is None:
        return True
    if courrier.gabarit == RETRAIT:
        return any(envoi.essais and envoi.etat is not EtatEnvoi.REFUSEE for envoi in _offres(robot, courrier))
    return encore_utile(courrier, dossier, ctx.calendrier.jour_local(ctx.maintenant))


def tenue_ailleurs(robot: Robot, courrier: Courrier, ctx: Contexte) -> datetime | None:
    """Until when the offer that a letter takes back may be in the hands of a robot that is about to send it.

    Taken, or given to the postman with fifty others: it would be read after its
    withdrawal. Once the server has said something of it, even that nobody
    knows its fate, the withdrawal waits for nothing.
    """
    if courrier.gabarit != RETRAIT:
        return None
    tenues = (
        envoi.reprise
        for envoi in _offres(robot, courrier)
        if en_main(envoi) and envoi.reprise and envoi.reprise <= ctx.maintenant + bail_de(envoi)
    )
    return next((reprise for reprise in tenues if reprise > ctx.maintenant), None)


def bail_de(envoi: Envoi) -> timedelta:
    """For how long a robot holds that letter at most; an appointment further than that holds nothing."""
    return EN_ROUTE if envoi.etat is EtatEnvoi.CONFIEE else BAIL


def en_main(envoi: Envoi) -> bool:
    """Whether a robot may be about to send that letter, as far as its record tells."""
    return envoi.etat is EtatEnvoi.A_EXPEDIER or (envoi.etat is EtatEnvoi.CONFIEE and not envoi.reponse)


def _offres(robot: Robot, courrier: Courrier) -> list[Envoi]:
    """The offers of the orientation that a letter is about."""
    envois = robot.store.envois(courrier.reference)
    return [e for e in envois if e.courrier.gabarit in OFFRES and e.courrier.rang == courrier.rang]


def consigner(robot: Robot, envoi: Envoi, acheminement: Acheminement, octets: bytes, ctx: Contexte) -> None:
    """Record the server's word, now: the letter's state and the fact it makes, in one transaction."""
    try:
        redecider(partial(_consigner, robot, envoi, acheminement, octets, ctx))
    except ReservationPerdue:
        journal.warning("%s est tenu par un autre robot, qui dira ce qu'il devient", envoi.courrier.cle)


def _consigner(robot: Robot, envoi: Envoi, acheminement: Acheminement, octets: bytes, ctx: Contexte) -> None:
    ctx = replace(ctx, maintenant=robot.clock.maintenant())
    suite = suite_de(envoi, acheminement, ctx.maintenant)
    dossier = robot.store.dossier(envoi.courrier.reference) if envoi.courrier.reference else None
    stimulus = stimulus_de(envoi, acheminement, suite, octets, ctx)
    faits = decider(dossier, stimulus, ctx) if dossier and stimulus else ()
    ecriture = Ecriture(envoi=replace(suite, tenue=envoi.reprise))
    if faits:
        avancee, courriers = faire_avancer(dossier, faits, ctx)
        ecriture = replace(ecriture, avancees=(avancee,), courriers=courriers)
    if suite.etat in ECHOUEES and stimulus is None and not _a_un_passant(envoi.courrier):
        ecriture = replace(ecriture, marque=alertes.noter_un_refus(robot, envoi))
    robot.store.ecrire(ecriture, ctx.maintenant)


def _a_un_passant(courrier: Courrier) -> bool:
    """Whether a letter answers somebody we do not know: an address that does not exist is no trouble of ours."""
    return courrier.repond and not courrier.jeton


def suite_de(envoi: Envoi, acheminement: Acheminement, maintenant: datetime) -> SuiteEnvoi:
    """What becomes of the letter after the server's word; that an attempt was perhaps taken is never forgotten."""
    cle, mots = envoi.courrier.cle, acheminement.reponse
    if acheminement.issue is Issue.CONFIEE:
        return SuiteEnvoi(cle, EtatEnvoi.EXPEDIEE, mots)
    peut_etre_prise = acheminement.issue is Issue.INCONNUE or envoi.etat is EtatEnvoi.CONFIEE
    if acheminement.issue is Issue.REFUSEE or envoi.essais + 1 >= ESSAIS_MAX:
        return SuiteEnvoi(cle, EtatEnvoi.NON_CONFIRMEE if peut_etre_prise else EtatEnvoi.REFUSEE, mots)
    etat = EtatEnvoi.CONFIEE if peut_etre_prise else EtatEnvoi.A_EXPEDIER
    return SuiteEnvoi(cle, etat, mots, reprise=maintenant + attente(envoi.essais))


def attente(essais: int) -> timedelta:
    """How long to wait before the next attempt: doubling, capped."""
    return min(PREMIERE_REPRISE * (1 << essais), REPRISE_MAX)
