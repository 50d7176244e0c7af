"""What lies where the robot files, and that it never read: a person put it there, or a robot that the base forgot.

Nobody is asked to leave the mailbox alone. A colleague opens an answer, believes
it dealt with, and drags it to « Traités » before the robot has seen it: its
silence must not be counted as acceptance.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from robot.etapes.reprise_retour import SANS_LECTURE
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, MessageRecu

# Until when what was filed has been looked at. Far below a night: a silence falls at the opening of the office, after
# a delay that ended at midnight.
REPERE = "ranges_lus"
TOUTES_LES = timedelta(hours=1)


def a_relire_depuis(robot: Robot, maintenant: datetime) -> datetime | None:
    """From which reception on the filed messages are to be looked at again; None when it is too early.

    At once after a while without any reading. No letter may have left since a
    snapshot: the way out was down, or nothing was due. Then there is nothing to
    live again, and what the lost robot filed is read as if it had just come.
    """
    lu = robot.store.lu_jusqu_a()
    if lu is None:
        return None
    vus = _vus_jusqu_a(robot) or lu
    depuis = min(lu, vus if vus <= maintenant else maintenant - TOUTES_LES)  # a clock that was ahead proves nothing
    if maintenant - lu < SANS_LECTURE and maintenant - depuis < TOUTES_LES:
        return None
    return depuis - ECART_D_HORLOGES  # the clock of the mail server may be behind ours


def lire(robot: Robot, depuis: datetime) -> Iterator[MessageRecu]:
    """What was received since then and is filed; nothing is known of one of which the server gives nothing."""
    yield from (recu for recu in robot.mailbox.deja_ranges(depuis) if recu.octets)


def noter(robot: Robot, debut: datetime, depuis: datetime | None) -> None:
    """They were looked at, by a reading that began then; the first one of all has nothing to look at."""
    if depuis is not None or _vus_jusqu_a(robot) is None:
        robot.store.poser_repere(REPERE, debut.isoformat())


def _vus_jusqu_a(robot: Robot) -> datetime | None:
    with suppress(TypeError, ValueError):
        return datetime.fromisoformat(robot.store.repere(REPERE) or "")
    return None
