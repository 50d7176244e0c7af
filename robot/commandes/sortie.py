"""What a command prints: lines for a person, an error, an object for a machine."""

from __future__ import annotations

import json
import sys
from typing import Any


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
