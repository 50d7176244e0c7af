"""When to call `cycle()`: at each period, and at once when a message arrives (IMAP IDLE).

The schedule is a pure function of the hour and the journal, so a missed run or
a restart needs no code here. A clock that goes back does: the scheduler would
wait for an hour that has been already.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from datetime import timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from robot.adapters.montage import Montage
from robot.cycle import Passe, cycle
from robot.etapes.robot import Robot
from robot.ports import StoreInjoignable

journal = logging.getLogger(__name__)

PASSE = "passe"

# How long the loop sleeps at most: it feeds systemd's watchdog and looks at the clock.
SOMMEIL_MAX_S = 300.0


def lancer(montage: Montage) -> None:
    """Run until SIGTERM or SIGINT, and end within the running pass. Raises VerrouTenu."""
    arret = threading.Event()

    def arreter(numero: int, _cadre: FrameType | None) -> None:
        journal.info("signal %s reçu : fin à l'issue de la passe en cours", signal.Signals(numero).name)
        arret.set()
        montage.veilleur.reveiller()

    for signe in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signe, arreter)
    with montage.robot.store.verrou():
        tourner(montage, arret)


def tourner(montage: Montage, arret: threading.Event) -> None:
    """Pass after pass until `arret` is set; IDLE brings the next pass forward."""
    periode_s = montage.reglages.passe_s
    repos = threading.Event()  # set between two passes, as long as the last one ended well
    # One worker, hence one thread for both links; a late pass is run late, never dropped, never doubled: the second
    # instance waits for the first, for whoever wrote while that one ran.
    ordonnanceur = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    ordonnanceur.add_job(
        passer,
        "interval",
        (montage.robot, repos, arret),
        id=PASSE,
        seconds=periode_s,
        coalesce=True,
        max_instances=2,
        misfire_grace_time=None,
        next_run_time=montage.robot.clock.maintenant(),
    )
    ordonnanceur.start()
    journal.info("robot en marche : une passe toutes les %s s, et à chaque message", periode_s)
    prevenir_systemd("READY=1")
    try:
        while not arret.is_set():
            message = montage.veilleur.attendre(min(periode_s, SOMMEIL_MAX_S))
            maintenant = montage.robot.clock.maintenant()
            recule = ordonnanceur.get_job(PASSE).next_run_time - maintenant > timedelta(seconds=periode_s)
            if (message or recule) and not arret.is_set():
                ordonnanceur.modify_job(PASSE, next_run_time=maintenant)
            if repos.is_set():
                prevenir_systemd("WATCHDOG=1")
    finally:
        prevenir_systemd("STOPPING=1")
        ordonnanceur.shutdown(wait=True)
        journal.info("robot arrêté")


def passer(robot: Robot, repos: threading.Event, arret: threading.Event) -> None:
    """One pass, and a word to the journal; `repos` is set at its end. None once `arret` is set.

    When something fails of which no letter can tell, or an error ends the pass itself, the watchdog is not fed, and
    systemd starts us again if that goes on.
    """
    if arret.is_set():
        return
    repos.clear()
    try:
        passe = cycle(robot)
    except StoreInjoignable as muette:
        journal.warning("%s", muette)
        passe = Passe(0, 0, 0, ())
    for panne in passe.pannes:
        journal.warning("%s", panne)
    if passe.messages or passe.avances or passe.courriers:
        journal.info("passe : %s messages, %s dossiers, %s courriers", passe.messages, passe.avances, passe.courriers)
    if passe.muette:
        return
    repos.set()
    prevenir_systemd("WATCHDOG=1")


def prevenir_systemd(etat: str) -> None:
    """Tell the service manager, when there is one (sd_notify(3): a datagram to $NOTIFY_SOCKET)."""
    adresse = os.environ.get("NOTIFY_SOCKET")
    if not adresse:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
        prise.connect(f"\0{adresse[1:]}" if adresse.startswith("@") else adresse)
        prise.sendall(etat.encode())
