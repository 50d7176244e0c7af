"""Step 0 of a pass: whether the hour that the clock gives may be believed.

A clock that jumps ahead makes silences of offers that were just made. After
hours without a reading, be it a stop or a jump, the mail server is asked what
hour it is: by its clock answers are dated. As long as the two are hours apart,
nothing is decided and nothing leaves but the letter that tells the
administrators so. A silence is never established before the next morning: what
less than that separates changes none.

A clock behind the instant at which the mailbox was last read is wrong, or that
instant was: a machine resumed while the robot ran, or a clock that had been
ahead and was put right. An offer sent under a clock that is late would be dated
in the past, and its silence counted before anybody could answer. So nothing is
decided and nothing leaves until the clock catches up, or until the lower hour
has lasted, with nobody reading the mailbox at the later one.

That it lasted proves little: a machine may start a week late and stay so. The
mail server dates what it receives by its own clock: a message later than our
hour says that we are late. Then the administrators are told, by the one letter
that leaves, and a week may pass without anybody putting the clock right, before
the hour is believed: that server may be on this very machine, and have been
ahead with it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from robot.etapes import alertes
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, LU_JUSQU_A, LiaisonIndisponible, Store, StoreInutilisable

journal = logging.getLogger(__name__)

# Since when the clock is late, by itself, and the instant that it is behind.
RETARD = "horloge_en_retard"
# What is kept there when it is the mail server that says so.
FAUSSE = "fausse"
FAUSSE_EN_CLAIR = (
    "il est le {ici:%d/%m/%Y à %H:%M} à l'horloge de la machine, et le {la:%d/%m/%Y à %H:%M} à celle du serveur de la "
    "boîte ; rien n'est décidé ni envoyé tant que des heures les séparent. Vérifiez l'heure (« timedatectl »)"
)
PATIENCE = timedelta(hours=3)
PATIENCE_AVERTIE = timedelta(days=7)
# How far from that of the mail server our clock may be, and after how long without a reading it is asked its hour.
DES_HEURES = timedelta(hours=3)
# A date so far beyond the last reading was made by no clock.
UN_AN = timedelta(days=366)


def attendre(robot: Robot) -> str:
    """Why nothing may be decided or sent at this hour (French); "" when it may be believed."""
    lue, maintenant = robot.store.lu_jusqu_a(), robot.clock.maintenant()
    en_retard = lue is not None and lue - maintenant > ECART_D_HORLOGES
    if lue is not None and maintenant - lue <= DES_HEURES and not en_retard:
        return _croire(robot)
    heure = _heure_du_serveur(robot)
    if heure is not None and abs(heure - maintenant) > DES_HEURES:
        robot.store.poser_repere(RETARD, FAUSSE)
        ici, la = _a_l_heure_locale(robot, maintenant, heure)
        alertes.dire_que_l_horloge_est_fausse(robot, ici, la)
        return FAUSSE_EN_CLAIR.format(ici=ici, la=la)
    if lue is None or not en_retard:
        return _croire(robot)
    return _attendre_l_heure_lue(robot, lue, maintenant)


def exiger(store: Store) -> None:
    """Nothing is recorded by hand at an hour that is not believed, of which it would be dated.

    Raises StoreInutilisable.
    """
    if store.repere(RETARD) is not None:
        raise StoreInutilisable(
            "Une machine du robot n'est pas à l'heure : ce que vous saisissez serait mal daté. Vérifiez l'heure de "
            "chacune (« timedatectl »), attendez la passe suivante ou tapez « robot cycle », puis recommencez."
        )


def _croire(robot: Robot) -> str:
    """The hour is right, or right again."""
    notee = robot.store.repere(RETARD)
    if notee is not None:
        dire = alertes.dire_que_l_horloge_etait_fausse if notee == FAUSSE else alertes.dire_que_l_horloge_a_retarde
        dire(robot)
        robot.store.poser_repere(RETARD, None)
    return ""


def _heure_du_serveur(robot: Robot) -> datetime | None:
    """None when it does not tell, or does not answer: unread, the mailbox lets no silence be counted anyway."""
    try:
        return robot.mailbox.heure()
    except LiaisonIndisponible:
        return None
    except Exception:  # noqa: BLE001 - no step watches over this one, and the reading that follows tells of it
        journal.exception("boîte illisible, elle ne dit rien de l'heure")
        return None


def _attendre_l_heure_lue(robot: Robot, lue: datetime, maintenant: datetime) -> str:
    """Behind what was read, and nobody says that the hour is wrong: it is believed once it has lasted."""
    depuis = _depuis(robot.store.repere(RETARD), lue, maintenant)
    if depuis is None:
        depuis = maintenant
        robot.store.poser_repere(RETARD, f"{maintenant.isoformat()} {lue.isoformat()}")
    if maintenant - depuis < PATIENCE:
        return _mots(robot, lue, depuis + PATIENCE)
    if maintenant - depuis < PATIENCE_AVERTIE and (temoin := _temoin(robot, maintenant, lue)) is not None:
        alertes.dire_que_l_horloge_retarde(robot, *_a_l_heure_locale(robot, maintenant, temoin))
        return _mots(robot, lue, depuis + PATIENCE_AVERTIE)
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


def _temoin(robot: Robot, maintenant: datetime, lue: datetime) -> datetime | None:
    """An instant that the mail server has seen, and that our clock has not reached; None when it does not answer."""
    des, jusqu_a = maintenant + ECART_D_HORLOGES, lue + UN_AN
    connu = robot.store.recu_apres(des)
    if connu is not None and connu <= jusqu_a:
        return connu
    try:
        arrives = robot.mailbox.relever(robot.store.signets())
        return next((message.recu_le for message in arrives if des < message.recu_le <= jusqu_a), None)
    except LiaisonIndisponible:
        return None
    except Exception:  # noqa: BLE001 - no step watches over this one, and the reading that follows tells of it
        journal.exception("boîte illisible, elle ne dit rien de l'heure")
        return None


def _a_l_heure_locale(robot: Robot, *instants: datetime) -> tuple[datetime, ...]:
    fuseau = ZoneInfo(robot.contexte().calendrier.fuseau)
    return tuple(instant.astimezone(fuseau) for instant in instants)


def _mots(robot: Robot, lue: datetime, fin: datetime) -> str:
    ici, lue, fin = _a_l_heure_locale(robot, robot.clock.maintenant(), lue, fin)
    return (
        f"il est le {ici:%d/%m/%Y à %H:%M} à l'horloge de la machine, et la boîte est déjà notée lue le "
        f"{lue:%d/%m/%Y à %H:%M} ; rien n'est décidé ni envoyé avant que l'horloge la rattrape, ou au plus tard le "
        f"{fin:%d/%m/%Y à %H:%M} à cette horloge. Vérifiez l'heure (« timedatectl »)"
    )
