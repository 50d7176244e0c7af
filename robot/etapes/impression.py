"""Printing, watched over: a letter that cannot be printed, or that kills the robot each time, holds back no other.

A kill leaves nothing behind (memory exhausted, watchdog, power cut). Before it
prints a batch, the robot notes its letters in one writing, and takes the notes
back in another. A letter that is found with a note was being printed when a
robot died, with others perhaps: from then on it is printed alone, and given to
the server before the next one is, so that the next death has one culprit, and
is counted. `etapes/ecartes.py` does as much for messages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.lettres import actualiser
from robot.etapes.robot import Robot
from robot.ports import CourrierImpossible, Envoi, LiaisonIndisponible, Store, StoreInjoignable

EN_COURS = "impression/"
MORTS_MAXIMUM = 2  # while it was printed alone: the third time, it is no longer printed
MORTELLE = "le robot s'est arrêté plusieurs fois en imprimant cette lettre, il ne l'imprime plus"
# No fault of the letter: the next pass tries again.
PASSAGERES = (LiaisonIndisponible, StoreInjoignable)


def lots(store: Store, envois: Collection[Envoi]) -> Iterator[tuple[Envoi, ...]]:
    """What is printed together: all that nothing is known of, then, alone, what may have killed a robot; worst last."""
    notes = store.reperes()
    if saines := tuple(envoi for envoi in envois if _note(envoi) not in notes):
        yield saines
    suspectes = [envoi for envoi in envois if _note(envoi) in notes]
    for suspecte in sorted(suspectes, key=lambda envoi: _morts(notes, envoi)):
        yield (suspecte,)


@contextmanager
def surveiller(store: Store, lot: Collection[Envoi]) -> Iterator[frozenset[str]]:
    """Note that these letters are being printed while the block runs; the keys of those that must not be any more."""
    notes, seule = store.reperes(), len(lot) == 1
    try:
        store.poser_reperes({_note(envoi): str(_morts(notes, envoi) + seule) for envoi in lot})
        yield frozenset(envoi.courrier.cle for envoi in lot if _morts(notes, envoi) >= MORTS_MAXIMUM)
    except Exception:  # the robot lives to tell: no death is counted
        store.retablir_reperes({_note(envoi): notes.get(_note(envoi)) for envoi in lot})
        raise
    store.retablir_reperes(dict.fromkeys(map(_note, lot)))


def _note(envoi: Envoi) -> str:
    return EN_COURS + envoi.message_id


def _morts(notes: Mapping[str, str], envoi: Envoi) -> int:
    """How many robots died while they were printing that letter alone."""
    return int(notes.get(_note(envoi), 0))


def imprimer(robot: Robot, envoi: Envoi, dossier: Dossier | None, ctx: Contexte, *, mortelle: bool) -> bytes:
    """The bytes of a letter, as its dossier is now. Raises CourrierImpossible, whatever fails but a link.

    One that killed the robot (`mortelle`) is not tried.
    """
    if mortelle:
        raise CourrierImpossible(MORTELLE)
    try:
        actuel = actualiser(envoi.courrier, dossier, ctx) if dossier else envoi.courrier
        return robot.gabarits.composer(actuel, envoi.message_id, ctx.maintenant)
    except (CourrierImpossible, *PASSAGERES):
        raise
    except Exception as defaut:
        raise CourrierImpossible(f"{envoi.courrier.gabarit} : {defaut!r}") from defaut
