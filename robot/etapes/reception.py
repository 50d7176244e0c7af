"""Step 1 of a pass: read the mailbox, claim each message with what it causes, file it afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from robot.domain import faits as f
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.suivi import decider
from robot.domain.dossier import FINIS, Dossier, Statut
from robot.domain.jetons import chercher_jetons
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, Stimulus
from robot.etapes import consignes, livraisons, references
from robot.etapes.designations import ajouter_les_candidats
from robot.etapes.ecartes import (
    MORTEL,
    MORTS_MAXIMUM,
    OCTETS_FOUILLES,
    PASSAGERES,
    Guet,
    MessageImpossible,
    alerte,
    lire_l_enveloppe,
    nommer_l_impossible,
    suspendre,
)
from robot.etapes.interpretation import interpreter
from robot.etapes.rattachement import dmarc, fils_par_jeton
from robot.etapes.robot import Robot, faire_avancer, redecider
from robot.etapes.tables_jointes import fichiers_fermes
from robot.ports import (
    ECART_D_HORLOGES,
    Avancee,
    ConflitDeVersion,
    Constat,
    DejaEnregistre,
    Ecriture,
    Emplacement,
    MessageConsigne,
    MessageRecu,
    Rangement,
)
from robot.reading.chaine import lire
from robot.reading.lecture import Lecture, Nature

journal = logging.getLogger(__name__)

LOT_DE_RANGEMENT = 500
# A mailbox in which something comes at each reading is read that often, then left until the next pass.
LECTURES_MAXIMUM = 10
UN_JOUR = timedelta(days=1)
EN_COURS = frozenset(Statut) - FINIS

# Beyond this many answers to one address about one dwelling in a day, something is looping (RFC 3834, section 2):
# a person looks. What acknowledges a decision always leaves: an orientation is decided once.
# A gestionnaire may well give twenty orders about one dwelling when a stopped mailbox opens again: each is answered.
REPONSES_PAR_JOUR = {"a_preciser": 5, "reponse_tardive": 5, "accuse_candidats": 5, "reponse_ordre": 50}
RESUME = 500
ERREUR = "erreur interne : le message n'a eu aucun effet, un gestionnaire doit le lire"
ORDRES_DEJA_SUIVIS = (
    "copie d'un message de gestionnaire envoyé à plusieurs adresses du robot : ses ordres ont déjà été suivis, "
    "et cette copie n'a eu aucun effet"
)
LUE_APRES_COUP = "arrivé avant la fin de l'offre et lu après, à vous de dire la suite ; "

POUR_UNE_PERSONNE = (
    f.ReponseAClarifier,
    f.ReponseNonAutorisee,
    f.ReponseTardive,
    f.MessageDInconnu,
    f.ReponseDuCandidatAClarifier,
    f.ReponseDuCandidatTardive,
)


@dataclass(frozen=True)
class Suite:
    """What a message leads to: dossiers that move, letters, and a line for the record."""

    avancees: tuple[Avancee, ...] = ()
    courriers: tuple[Courrier, ...] = ()
    rangement: Rangement = Rangement.A_VOIR
    resume: str = ""


Decision = Callable[[Robot, Lecture, MessageRecu, str, Contexte], Suite]


def relever(robot: Robot) -> int:
    """Read every folder to its end; how many new messages were claimed. Raises LiaisonIndisponible.

    Only when the last message is claimed does `lu_jusqu_a` move, to the
    instant at which the reading began: that is what proves a silence. One that
    cannot even be set aside does not hide the next ones, and its failure is
    raised at the end: no silence is counted while it waits.
    """
    debut = robot.clock.maintenant()
    atteints: dict[str, tuple[int, int]] = {}
    deja_lus = list[tuple[Emplacement, Rangement]]()
    nouveaux, guet, impossibles = 0, Guet(robot.store), list[MessageImpossible]()
    signets = robot.store.signets()
    for message in _tout_lire(robot, signets, atteints, trop_loin := set[str]()):
        lieu = message.emplacement
        try:
            with nommer_l_impossible(message):
                marque, connu = livraisons.reconnaitre(robot, message)
                if connu is None:
                    nouveaux += recevoir(robot, message, marque, guet)
                    laisser_la(robot, message, marque)
                elif _est_a_ranger(robot, message, connu):
                    deja_lus.append((lieu, connu.rangement))
        except MessageImpossible as impossible:
            if message.deja_range is None:  # else whoever filed it has set it aside
                impossibles.append(impossible)
        vu = atteints.get(lieu.dossier, (lieu.uidvalidity, 0))
        plus_haut = max(vu[1], lieu.uid) if vu[0] == lieu.uidvalidity else lieu.uid
        atteints[lieu.dossier] = (lieu.uidvalidity, plus_haut)
    if impossibles:
        ranger(robot)  # what was claimed is filed all the same
        raise impossibles[0]
    relus = {nom: (uidvalidity, 0) for nom, (uidvalidity, _) in signets.items() if nom in trop_loin}
    lus = relus | dict(robot.mailbox.fins_des_ranges()) | atteints
    robot.store.poser_signets(lus, debut, {nom: signets[nom] for nom in trop_loin if nom in signets})
    robot.mailbox.ranger(deja_lus)  # second deliveries, and everything again once renumbered or restored
    return nouveaux


def laisser_la(robot: Robot, message: MessageRecu, marque: str) -> None:
    """A message that somebody filed, and that lies where it belongs, is not moved."""
    if message.deja_range is None:
        return
    consigne = robot.store.consigne(marque)
    if consigne is not None and message.deja_range is consigne.rangement:
        robot.store.marquer_ranges((marque,), robot.clock.maintenant())


def _est_a_ranger(robot: Robot, message: MessageRecu, connu: MessageConsigne) -> bool:
    """Whether a message claimed before is to be filed once more: a second delivery, or its folder was restored."""
    if connu.rangement is Rangement.SUR_PLACE or message.deja_range is not None:
        return False
    lieu = message.emplacement
    return lieu != connu.emplacement or lieu.dossier in robot.mailbox.reculs()


def _tout_lire(
    robot: Robot,
    signets: Mapping[str, tuple[int, int]],
    atteints: Mapping[str, tuple[int, int]],
    trop_loin: set[str],
) -> Iterator[MessageRecu]:
    """Every message beyond the bookmarks, until a reading beyond `atteints`, which the caller keeps, finds none.

    A message that a person moves from a folder not listed yet to one that is
    would be in neither. `trop_loin`: the folders that end before their bookmark.
    What was filed is read too: a colleague drags an answer to « Traités » before
    the robot has seen it, or a base put back to a snapshot forgot it.
    """
    lu = robot.store.lu_jusqu_a()
    for rang in range(LECTURES_MAXIMUM):
        trouve, vus = False, {**signets, **atteints}
        ranges = robot.mailbox.ranges_apres(vus, lu - ECART_D_HORLOGES if lu else None)
        for message in chain((range_ for range_ in ranges if range_.octets), robot.mailbox.relever(vus)):
            trouve = True
            yield message
        trop_loin |= robot.mailbox.reculs()
        if rang and not trouve:
            return


def recevoir(robot: Robot, message: MessageRecu, marque: str, guet: Guet) -> bool:
    """Claim one message with everything it causes, in one transaction; False if it was claimed meanwhile.

    Whatever a stranger sends, the pass goes on: one on which our rules fail is
    set aside, and one that killed the robot is no longer read.
    """
    message = livraisons.situer(robot, message, marque)
    morts = guet.morts(marque)
    if morts >= MORTS_MAXIMUM:
        journal.error("message mis de côté sans être lu, après %s arrêts du robot : %s", morts, message.emplacement)
        enveloppe = livraisons.ne_dire_que_la_copie(lire_l_enveloppe(message, morts), message)
        return _reclamer(robot, enveloppe, message, marque, ecarter_le_mortel)
    try:
        lecture = livraisons.ne_dire_que_la_copie(comprendre(message), message)
        try:
            return _reclamer(robot, lecture, message, marque, decider_du_message)
        except PASSAGERES:
            raise
        except Exception:  # noqa: BLE001 - the one shunt: memory exhausted, a rule that contradicts itself…
            journal.exception("règle en défaut sur le message %s, mis de côté", message.emplacement)
        return _reclamer(robot, lecture, message, marque, ecarter)
    except Exception:
        guet.survivre()
        raise


def _reclamer(robot: Robot, lecture: Lecture, message: MessageRecu, marque: str, decider_la_suite: Decision) -> bool:
    def reclamer() -> bool:
        ctx = robot.contexte()
        # Read now, it came no later, whatever the server says; the record keeps what it says.
        date = replace(message, recu_le=min(message.recu_le, ctx.maintenant))
        suite = decider_la_suite(robot, lecture, date, marque, ctx)
        constat = constater(lecture, suite, message, marque)
        try:
            return robot.store.ecrire(Ecriture(suite.avancees, suite.courriers, constat), ctx.maintenant)
        except DejaEnregistre as connu:  # a dwelling of the message, by somebody else meanwhile
            raise ConflitDeVersion(connu.reference) from connu

    return redecider(reclamer)


def constater(lecture: Lecture, suite: Suite, message: MessageRecu, marque: str) -> Constat:
    """The line of the record of a message."""
    return Constat(
        empreinte=marque,
        message=message,
        message_id=lecture.message_id,
        expediteur=lecture.expediteur,
        objet=lecture.objet,
        nature=lecture.nature,
        resume=suite.resume,
        rangement=suite.rangement,
    )


def comprendre(message: MessageRecu) -> Lecture:
    """Read a message; one that makes the reader raise is set aside for a person and never blocks the rest."""
    try:
        return stockable(lire(message.octets, tronque=message.tronque))
    except Exception:  # noqa: BLE001 - the one shunt: whatever a stranger sends, the pass goes on
        journal.exception("message illisible, mis de côté : %s", message.emplacement)
        brut = message.octets[:OCTETS_FOUILLES].decode("latin-1")
        return Lecture(Nature.ILLISIBLE, "la lecture a échoué", fil=chercher_jetons(brut))


def stockable(lecture: Lecture) -> Lecture:
    """The same, if its words can be written; UnicodeEncodeError otherwise: a lone surrogate breaks every store."""
    for texte in (lecture.texte, lecture.objet, lecture.message_id, lecture.expediteur, lecture.preuve):
        texte.encode()
    return lecture


def ecarter(robot: Robot, lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte) -> Suite:
    """A message on which our own rules failed: its offer waits for a person, its files stay shut."""
    return Suite(suspendre(robot, lecture, message, marque, ctx, ERREUR), resume=ERREUR)


def ecarter_le_mortel(robot: Robot, lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte) -> Suite:
    """A message that killed the robot: the same, and an alert."""
    avancees = suspendre(robot, lecture, message, marque, ctx, MORTEL)
    return Suite(avancees, alerte(message, lecture, marque, ctx), resume=MORTEL)


def decider_du_message(robot: Robot, lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte) -> Suite:
    """What a message that was understood leads to."""
    origine = Origine(f"<{lecture.message_id}>" if lecture.message_id else "", lecture.objet)
    fils = fils_par_jeton(lecture, ctx)
    references.retenir(robot.store, (fil.reference for fil in fils if fil.rang))
    auteur = consignes.gestionnaire(lecture, fils, ctx, robot.serveur_de_confiance)
    if auteur is not None and message.copie_pour:
        return Suite(resume=ORDRES_DEJA_SUIVIS)
    if auteur is not None:
        execution = consignes.executer(robot, auteur, lecture, message, marque, fils, ctx, origine)
        lettres = _repondables(robot, execution.courriers, lecture, ctx)
        return Suite(execution.avancees, lettres, execution.rangement, execution.resume[:RESUME])
    vus = interpreter(lecture, message, marque, ctx, robot.store, robot.serveur_de_confiance, robot.communes)
    vus = livraisons.ne_viser_que_la_copie(robot, vus, message)
    vus = ajouter_les_candidats(robot, vus, lecture, message, ctx)
    avancees, faits_nouveaux = list[Avancee](), list[f.Fait]()
    courriers = list(consignes.demander_la_preuve(lecture, fils, marque, ctx, robot.serveur_de_confiance, origine))
    for reference in dict.fromkeys(reference for reference, _ in vus):
        dossier = robot.store.dossier(reference)
        faits = _faits(dossier, [vu for sienne, vu in vus if sienne == reference], ctx) if dossier else ()
        if faits:
            avancee, siennes = faire_avancer(dossier, faits, ctx, origine)
            avancees.append(avancee)
            courriers += siennes
            faits_nouveaux += faits
    fermes = "" if vus else fichiers_fermes(lecture, message)
    return Suite(
        tuple(avancees),
        _repondables(robot, courriers, lecture, ctx),
        ranger_ou(lecture, vus, faits_nouveaux, indesirable=est_indesirable(robot, lecture, message, ctx)),
        f"{fermes}{_apres_coup(faits_nouveaux)}{resumer(lecture, vus)}"[:RESUME],
    )


def _apres_coup(faits: Iterable[f.Fait]) -> str:
    """What to say of an answer that was in time, and that something else has overtaken."""
    return LUE_APRES_COUP if any(isinstance(fait, f.ReponseTardive) and fait.lue_apres_coup for fait in faits) else ""


def _faits(dossier: Dossier, vus: Iterable[Stimulus], ctx: Contexte) -> tuple[f.Fait, ...]:
    """What follows, one after the other, from all that a message says of one dwelling."""
    faits: tuple[f.Fait, ...] = ()
    for vu in vus:
        faits += decider(replier(dossier, faits) or dossier, vu, ctx)
    return faits


def _repondables(robot: Robot, lettres: Iterable[Courrier], lecture: Lecture, ctx: Contexte) -> tuple[Courrier, ...]:
    return tuple(lettre for lettre in lettres if repondable(robot, lettre, lecture, ctx))


def repondable(robot: Robot, lettre: Courrier, lecture: Lecture, ctx: Contexte) -> bool:
    """Whether that letter may leave: none in answer to an automaton, and a limited number of requests to restate."""
    if not lettre.repond:
        return True
    if lecture.reponse_interdite and lettre.destinataire == lecture.expediteur:
        return False
    limite = REPONSES_PAR_JOUR.get(lettre.gabarit)
    if limite is None:
        return True
    return robot.store.reponses(lettre.destinataire, lettre.reference, ctx.maintenant - UN_JOUR) < limite


def est_indesirable(robot: Robot, lecture: Lecture, message: MessageRecu, ctx: Contexte) -> bool:
    """Whether a message that is about nothing may stay in the junk: it is of nobody whom the robot works with.

    Those of the book, and whoever it wrote to about a dwelling that still
    runs; a forged sender is nobody.
    """
    if not livraisons.hors_de_la_reception(message):
        return False
    auteur = lecture.expediteur
    if not auteur or dmarc(lecture, robot.serveur_de_confiance) == "fail":
        return True
    return not ctx.carnet.connait(auteur) and not robot.store.ecrit_a(auteur, EN_COURS)


def ranger_ou(
    lecture: Lecture, vus: tuple[tuple[str, Stimulus], ...], faits: list[f.Fait], *, indesirable: bool
) -> Rangement:
    """Where to file: what a person must see apart; spam that is not about us stays where it is."""
    if any((isinstance(fait, POUR_UNE_PERSONNE) and not _transmis(fait, faits)) or _rien_de_lu(fait) for fait in faits):
        return Rangement.A_VOIR
    if _a_lire(lecture, faits):
        return Rangement.A_VOIR
    if vus:
        return Rangement.TRAITES if faits or lecture.nature is not Nature.REPONSE else Rangement.A_VOIR
    if indesirable:
        return Rangement.SUR_PLACE
    machine = {Nature.REPONSE_AUTOMATIQUE, Nature.ACCUSE_LECTURE, Nature.REMISE}
    return Rangement.TRAITES if lecture.nature in machine else Rangement.A_VOIR


def _a_lire(lecture: Lecture, faits: list[f.Fait]) -> bool:
    """An agreement came with a question or a word for somebody, and not with the candidates that explain it."""
    candidats = any(isinstance(fait, f.DesignationLue) for fait in faits)
    return bool(faits) and not candidats and any(decision.remarque for decision in lecture.decisions)


def _transmis(fait: f.Fait, faits: list[f.Fait]) -> bool:
    """A refusal said again, with the files that were missing: they went to the State, nothing is left to read."""
    redit = isinstance(fait, f.ReponseDuCandidatTardive) and fait.decision == Avis.REFUSE
    return redit and any(isinstance(autre, f.ComplementRecu) for autre in faits)


def _rien_de_lu(fait: f.Fait) -> bool:
    """A message about candidates in which something could not be taken."""
    return isinstance(fait, f.DesignationLue) and (bool(fait.ecartes) or not (fait.retenus or fait.retires))


NATURES = {
    Nature.REPONSE: "réponse",
    Nature.REBOND: "échec de remise",
    Nature.REBOND_TEMPORAIRE: "retard de remise",
    Nature.REMISE: "avis de remise",
    Nature.REPONSE_AUTOMATIQUE: "réponse automatique",
    Nature.ACCUSE_LECTURE: "accusé de lecture",
    Nature.ILLISIBLE: "message illisible",
    Nature.AUTRE: "autre message",
}


def resumer(lecture: Lecture, vus: tuple[tuple[str, Stimulus], ...]) -> str:
    """One line for the record and the digest: nature, evidence, dwellings concerned."""
    references = ", ".join(dict.fromkeys(reference for reference, _ in vus))
    remarques = " ".join(decision.remarque for decision in lecture.decisions if decision.remarque)
    suite = f" ; à lire aussi : {remarques}" if remarques else ""
    return f"{NATURES[lecture.nature]} ({lecture.preuve}){f' : {references}' if references else ''}{suite}"[:RESUME]


def ranger(robot: Robot) -> None:
    """File what was claimed; a pass killed before this finds it again. Raises LiaisonIndisponible."""
    while a_ranger := robot.store.a_ranger(LOT_DE_RANGEMENT):
        robot.mailbox.ranger((lieu, dossier) for _, lieu, dossier in a_ranger)
        robot.store.marquer_ranges((marque for marque, _, _ in a_ranger), robot.clock.maintenant())
