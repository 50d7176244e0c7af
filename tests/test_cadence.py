"""When the service passes, whatever becomes of the clock, and what it tells the watchdog."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import apscheduler.executors.base
import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest

from robot import daemon
from robot.adapters.horloge import Horloge
from robot.adapters.montage import Montage
from robot.cycle import Passe
from tests.serveurs import attendre_que


def compter(passes: list[dt.timedelta], horloge: HorlogeDeplacable) -> Callable[[object], Passe]:
    """A pass that only notes by how much the clock was wrong."""

    def cycle(_: object) -> Passe:
        passes.append(horloge.ecart)
        return Passe(0, 0, 0, ())

    return cycle


class HorlogeDeplacable:
    """The wall clock of this process and of the scheduler, moved at will."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ecart = dt.timedelta()
        moi = self

        class Maintenant(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> Any:
                return moi.maintenant().astimezone(tz)

        for module in (apscheduler.schedulers.base, apscheduler.executors.base, apscheduler.triggers.interval):
            if hasattr(module, "datetime"):
                monkeypatch.setattr(module, "datetime", Maintenant)

    def maintenant(self) -> dt.datetime:
        return Horloge().maintenant() + self.ecart


class VeilleurSourd:
    """A mailbox where nothing ever arrives."""

    def attendre(self, delai_s: float) -> bool:
        time.sleep(min(delai_s, 0.05))
        return False


class VeilleurReveille:
    """A mailbox where one message arrives, when told."""

    def __init__(self) -> None:
        self.arrive = threading.Event()

    def attendre(self, delai_s: float) -> bool:
        if not self.arrive.wait(min(delai_s, 0.05)):
            return False
        self.arrive.clear()
        return True


@contextmanager
def service(
    horloge: HorlogeDeplacable, passe_s: int, veilleur: VeilleurSourd | VeilleurReveille | None = None
) -> Iterator[threading.Event]:
    """The loop of the service, running; set what it gives to stop it."""
    arret = threading.Event()
    montage = SimpleNamespace(
        reglages=SimpleNamespace(passe_s=passe_s),
        robot=SimpleNamespace(clock=horloge),
        veilleur=veilleur or VeilleurSourd(),
    )
    fil = threading.Thread(target=daemon.tourner, args=(cast("Montage", montage), arret))
    fil.start()
    try:
        yield arret
    finally:
        arret.set()
        fil.join()


@pytest.fixture
def horloge(monkeypatch: pytest.MonkeyPatch) -> HorlogeDeplacable:
    return HorlogeDeplacable(monkeypatch)


@pytest.fixture
def dit_a_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """What the service manager heard so far."""
    entendu = list[str]()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
        prise.bind(str(tmp_path / "notify"))
        prise.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))

        def ecouter() -> list[str]:
            while True:
                try:
                    entendu.append(prise.recv(100).decode())
                except BlockingIOError:
                    return entendu

        yield ecouter


def test_une_horloge_qui_recule_d_une_heure_n_arrete_pas_les_passes(
    horloge: HorlogeDeplacable, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = list[dt.timedelta]()
    monkeypatch.setattr(daemon, "cycle", compter(passes, horloge))
    with service(horloge, passe_s=1):
        attendre_que(lambda: len(passes) >= 2, "deux passes", 20)
        horloge.ecart = dt.timedelta(hours=-1)
        attendre_que(lambda: passes.count(horloge.ecart) >= 2, "deux passes après le recul", 20)


class PasseRetenue:
    """Passes that last as long as they are held."""

    def __init__(self) -> None:
        self.commencees, self.lachee = 0, threading.Event()

    def __call__(self, _: object) -> Passe:
        self.commencees += 1
        assert self.lachee.wait(20)
        return Passe(0, 0, 0, ())


def test_un_message_qui_arrive_pendant_une_passe_en_amene_une_autre_aussitot(
    horloge: HorlogeDeplacable, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes, veilleur = PasseRetenue(), VeilleurReveille()
    monkeypatch.setattr(daemon, "cycle", passes)
    with service(horloge, 3600, veilleur):
        attendre_que(lambda: passes.commencees == 1, "la première passe", 20)
        veilleur.arrive.set()
        attendre_que(lambda: not veilleur.arrive.is_set(), "le message vu", 20)
        time.sleep(0.2)
        assert passes.commencees == 1, "jamais deux à la fois"
        passes.lachee.set()
        attendre_que(lambda: passes.commencees == 2, "la seconde passe", 20)


def test_a_l_arret_la_passe_en_cours_est_la_derniere(
    horloge: HorlogeDeplacable, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes, veilleur = PasseRetenue(), VeilleurReveille()
    monkeypatch.setattr(daemon, "cycle", passes)
    with service(horloge, 3600, veilleur) as arret:
        attendre_que(lambda: passes.commencees == 1, "la première passe", 20)
        veilleur.arrive.set()
        attendre_que(lambda: not veilleur.arrive.is_set(), "le message vu", 20)
        time.sleep(0.2)
        arret.set()
        passes.lachee.set()
    assert passes.commencees == 1


def test_entre_deux_passes_eloignees_le_chien_de_garde_est_nourri(
    horloge: HorlogeDeplacable, monkeypatch: pytest.MonkeyPatch, dit_a_systemd: Callable[[], list[str]]
) -> None:
    passes = list[dt.timedelta]()
    monkeypatch.setattr(daemon, "cycle", compter(passes, horloge))
    with service(horloge, passe_s=3600):
        attendre_que(lambda: dit_a_systemd().count("WATCHDOG=1") >= 4, "le chien de garde nourri", 20)
    assert len(passes) == 1


def lever() -> Passe:
    raise RuntimeError("une règle se contredit")


@pytest.mark.parametrize(
    ("finir", "nourri"),
    [
        pytest.param(lever, False, id="la passe ne finit pas"),
        pytest.param(lambda: Passe(0, 0, 0, ("envoi",), ("envoi",), muette=True), False, id="rien ne peut se dire"),
        pytest.param(lambda: Passe(0, 0, 0, ("synthèse",), ("synthèse",)), True, id="une alerte le dit"),
    ],
)
def test_le_chien_de_garde_n_est_pas_nourri_tant_qu_un_defaut_ne_peut_se_dire(
    horloge: HorlogeDeplacable,
    monkeypatch: pytest.MonkeyPatch,
    dit_a_systemd: Callable[[], list[str]],
    finir: Callable[[], Passe],
    nourri: bool,
) -> None:
    passes = list[int]()

    def passer(_: object) -> Passe:
        passes.append(1)
        return finir()

    monkeypatch.setattr(daemon, "cycle", passer)
    with service(horloge, passe_s=1):
        attendre_que(lambda: bool(dit_a_systemd()) and len(passes) >= 3, "trois passes", 20)
    assert ("WATCHDOG=1" in dit_a_systemd()) is nourri
