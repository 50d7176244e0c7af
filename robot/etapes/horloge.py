"""Step 0 of a pass: whether the hour that the clock gives may be believed.

A clock behind the instant at which the mailbox was last read is wrong, or that
instant was: a machine resumed while the robot ran, or a clock that had been
ahead and was put right. An offer sent under a clock that is late would be dated
in the past, and its silence counted before anybody could answer. So nothing is
decided and nothing leaves until the clock catches up, or until the lower hour
has lasted, with nobody reading the mailbox at the later one.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from robot.etapes import alertes
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, LU_JUSQU_A

# Since when the clock is late, by itself, and the instant that it is behind.
RETARD = "horloge_en_retard"
PATIENCE = timedelta(hours=3)


def attendre(robot: Robot) -> str:
    """Why nothing may be decided or sent at this hour (French); "" when it may be believed."""
    lue, maintenant = robot.store.lu_jusqu_a(), robot.clock.maintenant()
    notee = robot.store.repere(RETARD)
    if lue is None or lue - maintenant <= ECART_D_HORLOGES:
        if notee is not None:
            alertes.dire_que_l_horloge_a_retarde(robot)
            robot.store.poser_repere(RETARD, None)
        return ""
    depuis = _depuis(notee, lue, maintenant)
    if depuis is None:
        depuis = maintenant
        robot.store.poser_repere(RETARD, f"{maintenant.isoformat()} {lue.isoformat()}")
    if maintenant - depuis < PATIENCE:
        return _mots(robot, lue, depuis)
    alertes.dire_que_l_horloge_a_recule(robot, lue)
    robot.store.poser_repere(LU_JUSQU_A, None)  # left there, it would stop every silence until its date
    robot.store.poser_repere(RETARD, None)
    return ""


def _depuis(notee: str | None, lue: datetime, maintenant: datetime) -> datetime | None:
    """Since when the clock has been behind that very instant; None if it has gone back again, or that one has moved."""
    depuis, _, derriere = (notee or "").partition(" ")
    if derriere != lue.isoformat():
        return None
    with suppress(TypeError, ValueError):
        if (instant := datetime.fromisoformat(depuis)) <= maintenant:
            return instant
    return None


def _mots(robot: Robot, lue: datetime, depuis: datetime) -> str:
    fuseau = ZoneInfo(robot.contexte().calendrier.fuseau)
    ici, lue, fin = (x.astimezone(fuseau) for x in (robot.clock.maintenant(), lue, depuis + PATIENCE))
    return (
        f"il est le {ici:%d/%m/%Y à %H:%M} à l'horloge de la machine, et la boîte est déjà notée lue le "
        f"{lue:%d/%m/%Y à %H:%M} ; rien n'est décidé ni envoyé avant que l'horloge la rattrape, ou au plus tard le "
        f"{fin:%d/%m/%Y à %H:%M} à cette horloge. Vérifiez l'heure (« timedatectl »)"
    )
