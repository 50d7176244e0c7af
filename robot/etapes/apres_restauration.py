"""Whether the store was restored and has not caught up with its mailbox: until then, nothing is recorded by hand."""

from __future__ import annotations

from robot.ports import Store, StoreInutilisable

REPRISE = "reprise"


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
