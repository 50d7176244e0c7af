"""What a restore leaves behind: a replay to do, before which nothing is recorded by hand; letters known by their copy.

A letter of no dossier is decided by no fact: the replay cannot ask for it
again. Its copy says that it left; it must not leave again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from robot.ports import Store, StoreInutilisable

REPRISE = "reprise"
RETROUVEES = "lettres_retrouvees"


def en_cours(store: Store) -> bool:
    """Whether the store was restored and has not been brought up to date since."""
    return store.repere(REPRISE) is not None


def exiger_la_fin(store: Store) -> None:
    """Nothing is recorded by hand before the replay. Raises StoreInutilisable."""
    if en_cours(store):
        raise StoreInutilisable(
            "La base vient d'être restaurée et le robot n'a pas encore relu sa boîte. « robot cycle » termine la "
            "reprise (« robot lancer » aussi) : recommencez ensuite."
        )


def retrouvees(store: Store) -> frozenset[str]:
    """The Message-IDs of letters that a lost robot sent, and of which the outbox knows nothing."""
    return frozenset(json.loads(store.repere(RETROUVEES) or "[]"))


def retenir(store: Store, message_ids: Iterable[str]) -> None:
    """Remember these for ever, with those of earlier restores."""
    connues = retrouvees(store)
    if nouvelles := frozenset(message_ids) - connues:
        store.poser_repere(RETROUVEES, json.dumps(sorted(connues | nouvelles)))
