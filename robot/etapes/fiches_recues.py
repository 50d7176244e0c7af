"""New dwellings that a gestionnaire attaches to a message: released as by `robot liberer`.

They are written in the message's own transaction. The same file twice releases nothing twice: each release has its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import LIBELLES
from robot.domain.fiche import Liberation, titre
from robot.etapes import apres_restauration
from robot.etapes.liberation import Sort, preparer
from robot.etapes.robot import Robot
from robot.etapes.tables_jointes import TABLES, TROP_DE_TABLES, pieces_ouvrables
from robot.ports import Arrivage, Avancee, Fiches, MessageRecu, TableauIllisible
from robot.reading.courriel.pieces import Piece

# More than a landlord frees in a month; beyond, one transaction would keep the other robots waiting.
PAR_MESSAGE = 500
TROP = (
    f"plus de {PAR_MESSAGE} logements dans un message, rien n'en est enregistré : partagez le fichier, ou demandez à "
    "votre administrateur « robot liberer »."
)
COUPE = "le message est trop gros pour être lu en entier : envoyez le fichier seul, ou en plusieurs messages."
APRES_RESTAURATION = (
    "reçu avant une restauration de la base : rien n'en est enregistré, pour ne donner deux fois aucun numéro. "
    "Renvoyez le fichier."
)


@dataclass(frozen=True)
class Enregistrement:
    """What the files of a message gave: dossiers to write, and what is said of each file, as plain values.

    `a_renvoyer`: nothing was taken of them, in a replay (`etapes/reprise.py`).
    """

    avancees: tuple[Avancee, ...] = ()
    fichiers: tuple[dict[str, Any], ...] = ()
    a_renvoyer: bool = False


def fiches_jointes(fiches: Fiches, message: MessageRecu) -> tuple[Piece, ...]:
    """The attachments of a message that list vacated dwellings, those that a limit cut included."""
    return tuple(piece for piece, _ in _fiches(fiches, message))


def _fiches(fiches: Fiches, message: MessageRecu) -> Iterator[tuple[Piece, bool]]:
    """The same, and whether each may be opened; a table that may not is one of them, so that its sender is told."""
    for piece, ouvrable in pieces_ouvrables(message):
        table = piece.nom.lower().endswith(TABLES)
        if piece.octets and (fiches.reconnait(piece.nom, piece.octets) if ouvrable else table):
            yield piece, ouvrable


def enregistrer(robot: Robot, message: MessageRecu, ctx: Contexte) -> Enregistrement:
    """Release every dwelling that can be read, and say why each other one is not."""
    lus = [
        (piece.nom, _lire(robot, piece, message, ctx) if ouvrable else TROP_DE_TABLES)
        for piece, ouvrable in _fiches(robot.fiches, message)
    ]
    toutes = [lieu_et_logement for _, lu in lus if isinstance(lu, Arrivage) for lieu_et_logement in lu.liberations]
    if len(toutes) > PAR_MESSAGE:
        return Enregistrement(fichiers=tuple(_refuse(nom, TROP) for nom, _ in lus))
    sorts = iter(preparer(robot, (liberation for _, liberation in toutes), ctx))
    avancees, fichiers = list[Avancee](), list[dict[str, Any]]()
    for nom, lu in lus:
        if isinstance(lu, str):
            fichiers.append(_refuse(nom, lu))
            continue
        siens = [(lieu, liberation, next(sorts)) for lieu, liberation in lu.liberations]
        avancees += (sort.avancee for _, _, sort in siens if sort.avancee)
        fichiers.append(_dire(robot, nom, siens, lu.defauts))
    return Enregistrement(tuple(avancees), tuple(fichiers), any(lu == APRES_RESTAURATION for _, lu in lus))


def _lire(robot: Robot, piece: Piece, message: MessageRecu, ctx: Contexte) -> Arrivage | str:
    """What a file gives, or why nothing can be taken from it."""
    if apres_restauration.en_cours(robot.store):
        return APRES_RESTAURATION
    if message.tronque:
        return COUPE
    try:
        return robot.fiches.lire(piece.nom, piece.octets, ctx.carnet.bailleur)
    except TableauIllisible as illisible:
        return str(illisible)


def _refuse(nom: str, raison: str) -> dict[str, Any]:
    return {"nom": nom, "enregistres": [], "deja": [], "refus": [raison]}


def _dire(
    robot: Robot, nom: str, sorts: Iterable[tuple[str, Liberation, Sort]], defauts: Iterable[str]
) -> dict[str, Any]:
    dit: dict[str, Any] = {"nom": nom, "enregistres": [], "deja": [], "refus": list(defauts)}
    for lieu, liberation, sort in sorts:
        if sort.refus:
            dit["refus"].append(f"{lieu} : {sort.refus}")
        elif sort.avancee:
            dit["enregistres"].append([sort.reference, titre(liberation.fiche)])
        else:
            connu = robot.store.dossier(sort.reference)
            etat = LIBELLES[connu.statut] if connu else "dans ce même message"
            dit["deja"].append([sort.reference, f"{titre(liberation.fiche)}, {etat}"])
    return dit
