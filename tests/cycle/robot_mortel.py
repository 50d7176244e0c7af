"""A robot that kills itself with SIGKILL at its n-th touch of the outside world.

Run as a program (`python -m tests.cycle.robot_mortel`) it imports everything
once, then forks one robot per mission read on its standard input: a start
costs milliseconds, and each robot is a process of its own, with real sockets
and a real database file.

No hook in the robot: SQLite's own trace and the sockets of the process count
each statement (BEGIN and COMMIT included), each connection and each packet
about to be sent. Before a step is also after the one that precedes it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from socket import socket
from typing import Any

from sqlalchemy import Engine, event

from robot.adapters.base.store import StoreSql
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.memoire import CarnetFixe
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.adapters.montage import calendrier_du, gabarits
from robot.cycle import cycle
from robot.etapes.robot import Robot
from tests.fabrique import CARNET, JETONS, ROBOT, paris
from tests.monde import Monde

MOT_DE_PASSE = "pw-robot"
PASSES_MAX = 12
UN_INSTANT = timedelta(minutes=3)


@dataclass(frozen=True)
class Mission:
    """What one robot does: one pass, or passes three minutes apart until nothing moves; it dies at step `mourir_a`."""

    base: str
    port_imap: int
    port_smtp: int
    maintenant: str
    mourir_a: int = 0
    jusqu_au_calme: bool = False


@dataclass(frozen=True)
class Fin:
    """How a robot ended: the signal that killed it (0: none), the steps it counted, the failures it told."""

    signal: int
    etapes: int
    pannes: tuple[str, ...]


class Compteur:
    """Counts the steps, and kills at the chosen one (0: never)."""

    def __init__(self) -> None:
        self.mourir_a = 0
        self.etapes = 0

    def compter(self, *_: object) -> None:
        """One step more, about to be taken."""
        self.etapes += 1
        if self.etapes == self.mourir_a:
            os.kill(os.getpid(), signal.SIGKILL)


COMPTEUR = Compteur()


def guetter() -> None:
    """Count every SQL statement of this process, and every packet it sends, from now on."""
    event.listen(Engine, "connect", lambda connexion, _: connexion.set_trace_callback(COMPTEUR.compter))
    for geste in ("connect", "send", "sendall"):
        setattr(socket, geste, _compte(getattr(socket, geste)))


def _compte(geste: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(geste)
    def compte(prise: socket, *arguments: Any) -> Any:
        COMPTEUR.compter()
        return geste(prise, *arguments)

    return compte


def accomplir(mission: Mission) -> Fin:
    """One robot, from its start to its end."""
    COMPTEUR.etapes, COMPTEUR.mourir_a = 0, mission.mourir_a
    horloge = HorlogeFixee(datetime.fromisoformat(mission.maintenant))
    pannes = list[str]()
    with assembler(mission, horloge) as robot, robot.store.verrou():
        for _ in range(PASSES_MAX if mission.jusqu_au_calme else 1):
            passe = cycle(robot)
            pannes += passe.pannes
            if not (passe.messages or passe.avances or passe.courriers):
                break
            horloge.regler(horloge.maintenant() + UN_INSTANT)
        COMPTEUR.compter()
    return Fin(0, COMPTEUR.etapes, tuple(pannes))


@contextmanager
def assembler(mission: Mission, horloge: HorlogeFixee) -> Iterator[Robot]:
    """A robot with its real links."""
    hote = "127.0.0.1"
    imap = ReglagesImap(hote, mission.port_imap, "aucune", ROBOT, MOT_DE_PASSE, delai_s=10)
    smtp = ReglagesSmtp(hote, mission.port_smtp, "aucune", delai_s=10, connexions=1)
    with BoiteImap(imap, horloge) as boite, FacteurSmtp(smtp) as facteur:
        # The same salt for all: two robots killed at the same point leave the same base.
        store = StoreSql(f"sqlite:///{mission.base}", CARNET.bailleur.adresse.partition("@")[2], sel=lambda: bytes(16))
        yield Robot(
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


# --- the forge ------------------------------------------------------------------------------------


def forger() -> None:
    """Fork a robot per line of the standard input; answer with its end."""
    s_echauffer()
    guetter()
    gc.freeze()
    print("prêt", flush=True)
    for ligne in sys.stdin:
        lecture, ecriture = os.pipe()
        enfant = os.fork()
        if enfant == 0:
            os.close(lecture)
            _naitre(Mission(**json.loads(ligne)), ecriture)
        os.close(ecriture)
        with os.fdopen(lecture, "rb") as tube:
            rapport = tube.read()
        code = os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
        if code == 0:
            print(rapport.decode(), flush=True)
        else:
            print(json.dumps(asdict(Fin(-code, 0, ()))), flush=True)


def _naitre(mission: Mission, ecriture: int) -> None:
    """The child: its mission, its report, and no way back into the forge."""
    code = 1
    try:
        os.write(ecriture, json.dumps(asdict(accomplir(mission))).encode())
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def s_echauffer() -> None:
    """Compile every template and query once, so that the robots do not."""
    monde = Monde.creer()
    monde.liberer()
    monde.passer()
    monde.repondre(monde.courriers(gabarit="offre")[0], "REFUSE")
    monde.passer(paris("2026-04-28T09:30"))
    monde.store.fermer()


class Forge:
    """The forge as its users see it. A context manager."""

    def __enter__(self) -> Forge:
        self._processus = subprocess.Popen(
            [sys.executable, "-m", "tests.cycle.robot_mortel"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self._processus.stdout is not None
        assert self._processus.stdout.readline() == "prêt\n"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._processus.stdin is not None
        assert self._processus.stdout is not None
        self._processus.stdin.close()
        self._processus.wait(10)
        self._processus.stdout.close()

    def lancer(self, mission: Mission) -> Fin:
        """Start a robot and wait for its end."""
        assert self._processus.stdin is not None
        assert self._processus.stdout is not None
        print(json.dumps(asdict(mission)), file=self._processus.stdin, flush=True)
        fin = json.loads(self._processus.stdout.readline())
        return Fin(fin["signal"], fin["etapes"], tuple(fin["pannes"]))


if __name__ == "__main__":
    forger()
