"""What a command prints: lines for a person, an error, an object for a machine."""

from __future__ import annotations

import io
import json
import sys
from typing import Any


def parler_sans_faute() -> None:
    """Print what the output cannot write (the name of a file in another encoding) as an escape, rather than fail."""
    for sortie in (sys.stdout, sys.stderr):
        if isinstance(sortie, io.TextIOWrapper):
            sortie.reconfigure(errors="backslashreplace")


def dire(*lignes: object) -> None:
    """Print lines for a person."""
    for ligne in lignes:
        print(ligne)


def dire_erreur(erreur: object, code: int) -> int:
    """Print an error, and give its exit code."""
    print(erreur, file=sys.stderr)
    return code


def dire_json(objet: Any) -> None:
    """Print one JSON object on one line."""
    print(json.dumps(objet, ensure_ascii=False))
