"""An order that cannot be carried out: never our bug, always said to its author."""

from __future__ import annotations


class OrdreImpossible(ValueError):
    """An order that the state of the dossier does not allow; the French text says what to write instead."""
