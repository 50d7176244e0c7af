"""The excerpt of the demo that the README shows: a few moments of a real run, without the letters."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COUPURE = "[…]"
COURRIER = "✉"
JOUR = "━━"
COLONNES = "100"
DELAI_S = 300

# Day and hour of what is shown: a refusal and the next one, an absence, a doubt, an order, a silence.
MOMENTS = (
    ("Mardi 28 avril", "10 h 05"),
    ("Mardi 28 avril", "10 h 06"),
    ("Mercredi 29 avril", "14 h 20"),
    ("Jeudi 30 avril", "10 h 30"),
    ("Mardi 5 mai", "08 h 00"),
)


def jouer(dossier: Path) -> str:
    """What `robot demo` prints on a screen of that many columns."""
    fini = subprocess.run(
        [sys.executable, "-m", "robot", "demo", "--dossier", str(dossier)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=DELAI_S,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": COLONNES},
    )
    return fini.stdout


def choisir(sortie: str) -> str:
    """The excerpt, as a fenced block."""
    return "\n".join(("```text", "\n".join(_choisir(sortie)).rstrip(), "```"))


def _choisir(sortie: str) -> Iterator[str]:
    jour, montre, suit = "", "", True
    for bloc in sortie.strip().split("\n\n"):
        if bloc.startswith(JOUR):
            jour = bloc
            continue
        if not any(du_jour in jour and bloc.startswith(heure) for du_jour, heure in MOMENTS):
            suit = False
            continue
        if montre and not suit:
            yield f"{COUPURE}\n"
        if jour != montre:
            yield f"{jour}\n"
        yield from (ligne.rstrip() for ligne in bloc.partition(COURRIER)[0].rstrip().splitlines())
        yield ""
        montre, suit = jour, True
