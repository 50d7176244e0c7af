"""Servers for the tests: real ones (once per session) and embedded ones (once per test)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from robot.adapters.messagerie.embarques import ServeursEmbarques
from tests.postgresql import ServeurPostgresql, postgresql_prive
from tests.serveurs import ServeursReels, serveurs_reels

# Where the project is guarded, properties are tried on the same examples each time; on a desk, on new ones.
settings.register_profile("garde", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("garde")

# These take minutes each: begun last, one of them would leave the other workers idle.
LES_PLUS_LONGS = frozenset(
    {
        "test_sigkill.py", "test_histoires.py", "test_bogues.py", "test_bogues_de_la_suite.py", "test_demo.py",
        "test_extrait.py", "test_plusieurs_robots.py", "test_seconde_moitie_reelle.py",
    }
)  # fmt: skip

MIDI = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in the order they were shuffled to."""
    items.sort(key=lambda item: item.path.name not in LES_PLUS_LONGS)


@dataclass
class HorlogeReglable:
    """A clock that only moves when told."""

    instant: datetime = MIDI

    def maintenant(self) -> datetime:
        return self.instant

    def avancer(self, **duree: float) -> None:
        self.instant += timedelta(**duree)


class Chrono:
    """Seconds that pass only when told, for the backoff."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def horloge() -> HorlogeReglable:
    return HorlogeReglable()


@pytest.fixture
def chrono() -> Chrono:
    return Chrono()


@pytest.fixture(scope="session")
def dovecot_postfix() -> Iterator[ServeursReels]:
    """Postfix and Dovecot, once for the whole run: messages of other tests may lie in the mailboxes."""
    with serveurs_reels() as serveurs:
        yield serveurs


@pytest.fixture
def serveurs(dovecot_postfix: ServeursReels) -> ServeursReels:
    """Postfix and Dovecot, every mailbox empty."""
    dovecot_postfix.vider()
    return dovecot_postfix


@pytest.fixture
def embarques(horloge: HorlogeReglable) -> Iterator[ServeursEmbarques]:
    """The servers of the demo, with a robot and two communes."""
    boites = {"robot@bailleur.test": "pw-robot", "viry@viry.test": "pw-viry", "balme@balme.test": "pw-balme"}
    with ServeursEmbarques(boites, horloge) as serveurs:
        yield serveurs


@pytest.fixture(scope="session")
def postgresql() -> Iterator[ServeurPostgresql]:
    """A private PostgreSQL, once for the whole run."""
    with postgresql_prive() as serveur:
        yield serveur


@pytest.fixture
def url_postgresql(postgresql: ServeurPostgresql) -> str:
    """An empty database of that server."""
    return postgresql.base_vide()


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="SQLite"),
        pytest.param("postgresql", id="PostgreSQL", marks=pytest.mark.postgresql),
    ]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'robot.sqlite'}"
    vide: str = request.getfixturevalue("url_postgresql")
    return vide
