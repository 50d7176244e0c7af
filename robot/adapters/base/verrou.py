"""One robot per store: an advisory lock on a file beside the database, freed by the kernel if we die."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from robot.ports import VerrouTenu


@contextmanager
def tenir(base: str | None) -> Iterator[None]:
    """Hold the lock of that database file while the block runs; a database in memory has none.

    Raises VerrouTenu, with the process and the host that hold it.
    """
    if not base or base == ":memory:":
        yield
        return
    chemin = Path(f"{base}.verrou")
    with chemin.open("a+") as fichier:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as erreur:
            fichier.seek(0)
            tenant = fichier.read().strip() or "un autre processus"
            raise VerrouTenu(
                f"{base} est déjà tenu par {tenant} : un seul robot par base. "
                "Arrêtez-le, ou attendez la fin de sa passe."
            ) from erreur
        fichier.truncate(0)
        fichier.write(f"le processus {os.getpid()} sur {socket.gethostname()}")
        fichier.flush()
        yield
