"""Several robots, each a process of its own, on one store and one mailbox, killed and born again.

The clock is shared, and does not run by itself: whoever made it turns it.
"""

from __future__ import annotations

import gc
import json
import logging
import mmap
import os
import signal
import struct
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from robot.adapters.base.store import StoreSql
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.memoire import CarnetFixe
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.adapters.montage import calendrier_du, gabarits
from robot.cycle import cycle
from robot.etapes.robot import Robot
from robot.ports import StoreInjoignable
from tests.cycle.robot_mortel import MOT_DE_PASSE, s_echauffer
from tests.fabrique import CARNET, JETONS, ROBOT

HOTE = "127.0.0.1"
DOMAINE = ROBOT.partition("@")[2]
PAUSE_S = 0.2


class HorlogePartagee:
    """One instant for every process, in a mapped file; whoever made it turns it."""

    def __init__(self, chemin: Path, debut: datetime | None = None) -> None:
        if debut is not None:
            chemin.write_bytes(bytes(8))
        with chemin.open("r+b") as fichier:
            self._memoire = mmap.mmap(fichier.fileno(), 8)
        if debut is not None:
            self.regler(debut)

    def maintenant(self) -> datetime:
        """See the port."""
        (microsecondes,) = struct.unpack("<q", self._memoire[:8])
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microsecondes)

    def regler(self, instant: datetime) -> None:
        self._memoire[:8] = struct.pack("<q", round(instant.timestamp() * 1_000_000))

    def fermer(self) -> None:
        self._memoire.close()


# --- a robot --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mission:
    """What a robot needs to know; `journal` is the file of what it says."""

    url: str
    port_imap: int
    port_smtp: int
    horloge: str
    journal: str


def tourner(mission: Mission) -> None:
    """Pass after pass, until death."""
    with Path(mission.journal).open("ab") as sortie:
        os.dup2(sortie.fileno(), sys.stderr.fileno())
    logging.basicConfig(level=logging.WARNING, format=f"%(asctime)s {os.getpid()} %(name)s : %(message)s")
    imap = ReglagesImap(HOTE, mission.port_imap, "aucune", ROBOT, MOT_DE_PASSE, delai_s=30)
    smtp = ReglagesSmtp(HOTE, mission.port_smtp, "aucune", delai_s=30, connexions=2)
    horloge = HorlogePartagee(Path(mission.horloge))
    with BoiteImap(imap, horloge) as boite, FacteurSmtp(smtp) as facteur:
        store = StoreSql(mission.url, DOMAINE)
        robot = Robot(
            clock=horloge,
            store=store,
            carnets=CarnetFixe(CARNET),
            calendriers=calendrier_du,
            jetons=JETONS,
            mailbox=boite,
            postman=facteur,
            gabarits=gabarits(CARNET.bailleur, store, jeton_dans_adresse=True),
            tableaux=TableauxDeFichiers(),
            fiches=FichesJointes(),
            communes=table_officielle(),
        )
        with robot.store.verrou():
            while True:
                passer(robot)


def passer(robot: Robot) -> None:
    """One pass; a store that does not answer is waited for, as the daemon does."""
    try:
        passe = cycle(robot)
    except StoreInjoignable:
        time.sleep(PAUSE_S)
        return
    if not (passe.messages or passe.avances or passe.courriers):
        time.sleep(PAUSE_S)


class Equipe:
    """Robots that are started, killed and started again. A context manager.

    Each is forked by a process that has imported everything and has no thread: a birth costs milliseconds.
    """

    def __init__(self, nombre: int, mission: Mission) -> None:
        self._mission, self._nombre = mission, nombre
        self._robots: list[int] = []
        self.tues = 0

    def __enter__(self) -> Equipe:
        self._forge = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self._robots = [self._naitre() for _ in range(self._nombre)]
        return self

    def __exit__(self, *_: object) -> None:
        for robot in self._robots:
            with suppress(ProcessLookupError):
                os.kill(robot, signal.SIGKILL)
        assert self._forge.stdin is not None
        assert self._forge.stdout is not None
        self._forge.stdin.close()
        self._forge.wait(10)
        self._forge.stdout.close()

    def _naitre(self) -> int:
        assert self._forge.stdin is not None
        assert self._forge.stdout is not None
        print(json.dumps(asdict(self._mission)), file=self._forge.stdin, flush=True)
        return int(self._forge.stdout.readline())

    def tuer(self, rang: int) -> None:
        """SIGKILL one of them, wherever it is; another one is born."""
        os.kill(self._robots[rang], signal.SIGKILL)
        self._robots[rang] = self._naitre()
        self.tues += 1

    def verifier(self) -> None:
        """None may die by itself."""
        for robot in self._robots:
            try:
                os.kill(robot, 0)
            except ProcessLookupError:
                raise AssertionError(f"un robot est mort seul : {Path(self._mission.journal).read_text()}") from None


def forger() -> None:
    """Fork a robot per mission read on the standard input; answer with its number."""
    s_echauffer()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
    for ligne in sys.stdin:
        enfant = os.fork()
        if enfant == 0:
            try:
                tourner(Mission(**json.loads(ligne)))
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(1)
        print(enfant, flush=True)


if __name__ == "__main__":
    forger()
