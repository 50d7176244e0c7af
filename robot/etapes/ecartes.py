"""Messages set aside for a person without being opened: one that makes our rules fail, one that killed the robot.

A kill leaves nothing behind (memory exhausted, watchdog, power cut), so the
robot notes, before it reads the first new message of a pass, which one it is
and how many readings of it were never finished. That is enough, and one writing
a pass: a message is claimed in the transaction of what it causes, so the one
that kills is the first that the next pass finds new, behind those that nothing
can claim, if any. A note lasts until its message is claimed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from robot.domain import faits as f
from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.jetons import chercher_jetons
from robot.domain.statuts import TRANSITIONS
from robot.etapes.alertes import Alerte
from robot.etapes.defauts import DEFAUTS
from robot.etapes.rattachement import dmarc, fils_par_jeton, offres_en_cours
from robot.etapes.robot import Robot, faire_avancer
from robot.ports import Avancee, ConflitDeVersion, LiaisonIndisponible, MessageRecu, Store, StoreInjoignable
from robot.reading.chaine import lire
from robot.reading.courriel.mime import lire_entetes
from robot.reading.lecture import Lecture, Nature

journal = logging.getLogger(__name__)

EN_LECTURE = "message_en_lecture"
MORTS_MAXIMUM = 2  # the third time, it is no longer read
NOTES_MAXIMUM = 20  # as many messages that kill, or that nothing can claim, at once
OCTETS_FOUILLES = 200_000
# No fault of the message: the next pass tries again.
PASSAGERES = (LiaisonIndisponible, StoreInjoignable, ConflitDeVersion)
ENTETES_LUS = 64 * 1024
MORTEL = (
    "le robot s'est arrêté plusieurs fois en lisant ce message : il n'est plus lu et n'a eu aucun effet, un "
    "gestionnaire doit l'ouvrir"
)


@dataclass
class Guet:
    """Watches over the readings of one pass."""

    store: Store
    _en_lecture: str = ""
    _avant: Mapping[str, int] = field(default_factory=dict)

    def morts(self, marque: str) -> int:
        """How many readings of that new message died; asked before each, it notes the first of the pass."""
        if self._en_lecture:
            return 0
        notes = self._notes()
        self._en_lecture, self._avant = marque, notes
        autres = {lu: essais for lu, essais in notes.items() if lu != marque and self.store.consigne(lu) is None}
        try:
            self.store.poser_repere(EN_LECTURE, _en_mots({marque: notes.get(marque, 0) + 1} | autres))
        except StoreInjoignable:  # perhaps after it was noted
            self.survivre()
            raise
        return notes.get(marque, 0)

    def survivre(self) -> None:
        """The reading failed, and the robot lives to tell: no death is counted, and the next message is watched."""
        if self._en_lecture:
            self.store.retablir_reperes({EN_LECTURE: _en_mots(self._avant)})
        self._en_lecture = ""

    def _notes(self) -> dict[str, int]:
        """How many readings of each message were never finished."""
        mots = (self.store.repere(EN_LECTURE) or "").split()
        return {lu: int(essais) for essais, lu in zip(mots[::2], mots[1::2], strict=False) if essais.isdecimal()}


def _en_mots(notes: Mapping[str, int]) -> str | None:
    return " ".join(f"{essais} {lu}" for lu, essais in list(notes.items())[:NOTES_MAXIMUM]) or None


class MessageImpossible(Exception):
    """A message that could not even be set aside; the French text says which, and how to go on without it.

    It quotes nothing of the message: the words of the error stay in the log of this machine.
    """

    def __init__(self, message: MessageRecu, defaut: Exception) -> None:
        lieu = message.emplacement
        super().__init__(
            f"un message reçu le {message.recu_le:%d/%m/%Y} ne peut être ni lu ni mis de côté "
            f"({type(defaut).__name__}, voir le journal du service) : numéro {lieu.uid} du dossier « {lieu.dossier} ». "
            "Déplacé hors des dossiers du robot, il ne l'arrête plus"
        )


@contextmanager
def nommer_l_impossible(message: MessageRecu) -> Iterator[None]:
    """Whatever fails on that message says on which; it stays where it is. Raises MessageImpossible."""
    try:
        yield
    except PASSAGERES:
        raise
    except Exception as defaut:
        journal.exception("message impossible à mettre de côté, laissé où il est : %s", message.emplacement)
        raise MessageImpossible(message, defaut) from defaut


def lire_l_enveloppe(message: MessageRecu, morts: int = 0) -> Lecture:
    """Who wrote, about what and in which thread, by the headers alone; only the tokens, if those kill too."""
    brut = message.octets[:OCTETS_FOUILLES].decode("latin-1")
    lecture = Lecture(Nature.ILLISIBLE, MORTEL, fil=chercher_jetons(brut))
    if morts > MORTS_MAXIMUM:
        return lecture
    try:
        entetes = message.octets[:ENTETES_LUS]
        lue = lire(entetes[: lire_entetes(entetes)[1]])
    except Exception:  # noqa: BLE001 - the one shunt: whatever a stranger sends, the pass goes on
        journal.exception("en-têtes illisibles : %s", message.emplacement)
        return lecture
    return replace(lue, nature=Nature.ILLISIBLE, preuve=MORTEL, decisions=(), texte="", fil=(*lue.fil, *lecture.fil))


def suspendre(
    robot: Robot, lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte, cause: str
) -> tuple[Avancee, ...]:
    """The least that is safe: no silence is counted on any offer that the message may be about.

    When it names none, those that its author has to answer, unless our own server says that it is another.
    """
    references = _logements_cites(lecture, ctx)
    if not references and dmarc(lecture, robot.serveur_de_confiance) != "fail":
        references = [fil.reference for fil in offres_en_cours(lecture, ctx, robot.store)]
    avancees = list[Avancee]()
    for reference in references:
        try:
            dossier = robot.store.dossier(reference)
        except DEFAUTS:  # a damaged dossier counts no silence either, and must not keep the others running
            journal.exception("dossier illisible : %s", reference)
            continue
        if dossier is None or (dossier.statut, f.ReponseAClarifier) not in TRANSITIONS:
            continue
        doute = f.ReponseAClarifier(
            le=message.recu_le,
            rang=dossier.courante.rang,
            par=lecture.expediteur,
            cause=cause,
            texte=lecture.texte,
            message=marque,
        )
        avancees.append(faire_avancer(dossier, (doute,), ctx)[0])
    return tuple(avancees)


def _logements_cites(lecture: Lecture, ctx: Contexte) -> list[str]:
    """Every dwelling that a message is about: by its tokens, or by the references that it names."""
    du_fil = (fil.reference for fil in fils_par_jeton(lecture, ctx))
    nommes = (decision.reference for decision in lecture.decisions if decision.reference)
    return list(dict.fromkeys((*du_fil, *nommes, *lecture.references_objet)))


def alerte(message: MessageRecu, lecture: Lecture, marque: str, ctx: Contexte) -> tuple[Courrier, ...]:
    """Tell the administrators which message killed the robot."""
    dossier = message.emplacement.dossier
    return Alerte(
        sujet=f"message/{marque[:16]}",
        quoi="Un message arrête le robot chaque fois qu'il est lu : il est mis de côté",
        detail=f"De : {lecture.expediteur or 'inconnu'} ; objet : {lecture.objet or 'inconnu'} ; dossier : {dossier}",
        depuis=message.recu_le,
        fonctionne_encore=(
            "Le robot a repris ; les autres messages sont lus. Aucun silence n'est compté sur les offres auxquelles "
            "ce message peut répondre."
        ),
        que_faire=(
            "Le message est dans le dossier « À voir » : un gestionnaire l'ouvre et décide. N'ouvrez pas les fichiers "
            "joints d'un inconnu. Regardez aussi au journal du système pourquoi le robot s'est arrêté : mémoire, "
            "arrêt de la machine."
        ),
    ).lettres(ctx)
