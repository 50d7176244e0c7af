"""Which of the files attached to a message may be opened as tables: the first ones, within what a message may cost."""

from __future__ import annotations

from collections.abc import Iterator

from robot.ports import MessageRecu
from robot.reading.courriel.archives import taille_annoncee
from robot.reading.courriel.pieces import Piece, pieces_jointes
from robot.reading.lecture import Lecture, Nature

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".yaml", ".yml", ".json")
DE_LOGEMENTS = tuple(extension for extension in TABLES if extension != ".txt")
TABLES_PAR_MESSAGE = 20
# Once inflated, all of them together.
OCTETS_PAR_MESSAGE = 64 * 2**20
TROP_DE_TABLES = (
    f"le message porte plus de {TABLES_PAR_MESSAGE} tableaux, ou trop gros une fois décompressés : celui-ci n'a pas "
    "été ouvert, envoyez-le dans un autre message."
)


def pieces_ouvrables(message: MessageRecu) -> Iterator[tuple[Piece, bool]]:
    """Every attachment, in order, and whether it may be opened as a table."""
    tables = octets = 0
    for piece in pieces_jointes(message.octets):
        if piece.nom.lower().endswith(TABLES):
            tables += 1
            octets += taille_annoncee(piece.octets)
        yield piece, tables <= TABLES_PAR_MESSAGE and octets <= OCTETS_PAR_MESSAGE


def fichiers_fermes(lecture: Lecture, message: MessageRecu) -> str:
    """What to say of the tables of somebody who may not release any dwelling: they are not opened."""
    if lecture.nature is not Nature.REPONSE:
        return ""
    noms = [piece.nom for piece in pieces_jointes(message.octets) if piece.nom.lower().endswith(DE_LOGEMENTS)]
    if not noms:
        return ""
    autres = f" et {len(noms) - 1} autres" if noms[1:] else ""
    return (
        f"fichier joint non ouvert ({noms[0]}{autres}), rien d'enregistré : rien ne prouve que son expéditeur est un "
        "gestionnaire du carnet ; "
    )
