"""A private PostgreSQL for the tests: its own directory, port and user; nothing of the system's cluster is touched."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

PROGRAMMES = "/usr/lib/postgresql/*/bin"
COMPTE = "postgres"
DEMARRAGE_S = 30
MEMOIRE = "/dev/shm"  # a database is made of many small files

# Speed: no test cuts the power of this server. Locale C sorts as SQLite does.
REGLAGES = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


def programmes() -> Path | None:
    """Where the newest installed PostgreSQL lies."""
    return max(Path("/").glob(PROGRAMMES[1:]), key=lambda dossier: float(dossier.parent.name), default=None)


def exiger_postgresql() -> Path:
    """Fail in CI, skip elsewhere, when there is no PostgreSQL."""
    trouve = programmes()
    if trouve is None:
        manque = f"PostgreSQL réel : rien dans {PROGRAMMES}"
        if os.environ.get("CI"):
            pytest.fail(manque)
        pytest.skip(manque)
    return trouve


class ServeurPostgresql:
    """A cluster in a directory of its own. `base()` makes a new empty database."""

    def __init__(self, programmes: Path, racine: Path) -> None:
        self._programmes = programmes
        self._racine = racine
        self._donnees = racine / "donnees"
        # PostgreSQL refuses to run as root; an ordinary user runs it as itself.
        self._identite = pwd.getpwnam(COMPTE) if os.geteuid() == 0 else None
        self._processus: subprocess.Popen[bytes] | None = None
        self._numeros = count(1)
        self._commune: str | None = None
        self.port = _port_libre()

    def url(self, base: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://robot@127.0.0.1:{self.port}/{base}"

    def base(self) -> str:
        """A new empty database; its address."""
        nom = f"essai_{next(self._numeros)}"
        self.ordonner(f"CREATE DATABASE {nom} TEMPLATE template0")
        return self.url(nom)

    def base_vide(self) -> str:
        """The same database each time, emptied: faster than a new one. Its address."""
        if self._commune is None:
            self._commune = self.base()
        self.ordonner("DROP SCHEMA public CASCADE", self._commune)
        self.ordonner("CREATE SCHEMA public", self._commune)
        return self._commune

    def ordonner(self, ordre: str, url: str = "") -> None:
        """Carry out a statement as an administrator, in that database or in the server's own."""
        moteur = create_engine(url or self.url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with moteur.connect() as connexion:
                connexion.execute(text(ordre))
        finally:
            moteur.dispose()

    def preparer(self) -> None:
        """Make the cluster."""
        if self._identite:
            os.chown(self._racine, self._identite.pw_uid, self._identite.pw_gid)
        options = ["-U", "robot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(self._commande("initdb", *options), check=True, stdout=subprocess.DEVNULL, cwd=self._racine)

    def demarrer(self) -> None:
        """Start the server, and wait until it answers."""
        reglages = {**REGLAGES, "port": str(self.port), "unix_socket_directories": str(self._racine)}
        options = [f"--{nom}={valeur}" for nom, valeur in reglages.items()]
        with (self._racine / "journal").open("ab") as journal:
            self._processus = subprocess.Popen(
                self._commande("postgres", *options),
                stdout=subprocess.DEVNULL,
                stderr=journal,
                start_new_session=True,
                cwd=self._racine,
            )
        fin = time.monotonic() + DEMARRAGE_S
        while not self._repond():
            if self._processus.poll() is not None or time.monotonic() > fin:
                pytest.fail(f"PostgreSQL ne démarre pas : {(self._racine / 'journal').read_text()}")
            time.sleep(0.05)

    def arreter(self, *, net: bool = False) -> None:
        """Stop the server by its own pid; `net` is a crash: nobody is told."""
        if self._processus is not None:
            self._processus.send_signal(signal.SIGQUIT if net else signal.SIGINT)
            self._processus.wait(DEMARRAGE_S)
            self._processus = None

    def _repond(self) -> bool:
        """Whether it takes connections."""
        pret = [str(self._programmes / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(pret, check=False).returncode == 0

    def _commande(self, programme: str, *options: str) -> list[str]:
        """One of its programs on its directory, by the user who may run it."""
        droits = []
        if self._identite:
            identite = (f"--reuid={self._identite.pw_uid}", f"--regid={self._identite.pw_gid}", "--clear-groups")
            droits = ["setpriv", *identite]
        return [*droits, str(self._programmes / programme), "-D", str(self._donnees), *options]


def _port_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port: int = prise.getsockname()[1]
        return port


@contextmanager
def postgresql_prive() -> Iterator[ServeurPostgresql]:
    """A running server in a private directory, stopped and removed at the end."""
    binaires = exiger_postgresql()
    racine = Path(tempfile.mkdtemp(prefix="robot-pg-", dir=MEMOIRE if Path(MEMOIRE).is_dir() else None))
    serveur = ServeurPostgresql(binaires, racine)
    try:
        serveur.preparer()
        serveur.demarrer()
        yield serveur
    finally:
        serveur.arreter()
        shutil.rmtree(racine, ignore_errors=True)
