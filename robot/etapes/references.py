"""The references that were given and whose dossier is lost: no other dwelling may ever have one of them.

Somebody holds an offer that bears it, with a genuine token: an answer to it
would decide for the new dwelling.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from robot.etapes.defauts import DEFAUTS
from robot.ports import Store

PERDUES = "references_perdues"


class ReferencePerdue(Exception):
    """Somebody gives a dwelling the reference of a lost dossier; the French text says what to do."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} était le numéro d'un dossier perdu à la restauration : une offre qui le porte est sans doute "
            "entre les mains d'un réservataire. Laissez la référence vide, le robot en donnera une autre."
        )


def perdues(store: Store) -> tuple[str, ...]:
    """The lost references, in order."""
    return tuple(json.loads(store.repere(PERDUES) or "[]"))


def retenir(store: Store, references: Iterable[str]) -> None:
    """Remember which of these references are lost: given once, and unknown to the store."""
    connues = perdues(store)
    nouvelles = {r for r in references if r not in connues and _est_inconnue(store, r)}
    if nouvelles:
        store.poser_repere(PERDUES, json.dumps(sorted({*connues, *nouvelles})))


def _est_inconnue(store: Store, reference: str) -> bool:
    """Whether the store has no such dossier; one that cannot be read is there."""
    try:
        return store.dossier(reference) is None
    except DEFAUTS:
        return False
