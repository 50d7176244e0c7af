"""What the robot says of its own journal at the end of a story: that it holds, and that its proofs do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.preuves import controle
from robot.adapters.preuves.export import exporter
from robot.simulation.juge.griefs import JOURNAL, Grief

PREUVES = 2  # with the verification, less than a twentieth of the time of a story


def relire_les_scelles(store: StoreSql, maintenant: datetime) -> Iterator[Grief]:
    """Every fault of the journal, and of the proof files of a few dwellings: a true story leaves none."""
    for faute in verifier(store).fautes:
        yield Grief(JOURNAL, faute.ou, faute.quoi)
    with TemporaryDirectory(prefix="robot-preuves-") as dossier:
        for reference in store.references()[-PREUVES:]:
            sortie = Path(dossier) / f"{reference}.zip"
            exporter(store, reference, "", sortie, maintenant)
            for tient, quoi in controle.controler(controle.lire(sortie)).constats:
                if not tient:
                    yield Grief(JOURNAL, reference, f"sa preuve ne tient pas : {quoi}")
