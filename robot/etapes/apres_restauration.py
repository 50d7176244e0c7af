"""What a restore leaves behind: a replay to do, before which nothing is recorded by hand; letters known by their copy.

A letter of no dossier is decided by no fact: the replay cannot ask for it
again. Its copy says that it left; it must not leave again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from robot.ports import FaitInscrit, Store, StoreInutilisable

REPRISE = "reprise"
SAUVEGARDE = "sauvegarde"
# A backup is dated just before it is made, and its mailbox was read no later than that.
LE_TEMPS_D_UNE_SAUVEGARDE = timedelta(hours=1)
ORIGINE = datetime(2000, 1, 1, tzinfo=UTC)
RETROUVEES = "lettres_retrouvees"
# When the replay that is not finished began; those that are: of which backup, and when each began and ended.
REJEU_DEPUIS, REJEUX = "reprise_depuis", "reprises"


SANS_FIN = datetime.max.replace(tzinfo=UTC)


class Rejeu(NamedTuple):
    """One replay: the backup that it started from, its first and last instants (UTC)."""

    sauvegarde: datetime
    debut: datetime
    fin: datetime


def commencer(store: Store) -> None:
    """Put a store that was just restored, or that went back in time, in the state of a replay to do.

    A replay that was to be done already starts from where it did: the readings that it made count for nothing.
    """
    lu = (store.lu_jusqu_a() or ORIGINE).isoformat()
    store.poser_repere(REPRISE, store.repere(REPRISE) or lu)
    store.poser_repere(SAUVEGARDE, store.repere(SAUVEGARDE) or lu)  # a plain copy of the file does not say when


def dater(store: Store, sauvee_le: datetime) -> None:
    """Write in a backup when it is of; that of a store whose replay is still to be done is of what was restored."""
    d_alors = store.repere(SAUVEGARDE) if en_cours(store) else None
    store.poser_repere(SAUVEGARDE, d_alors or sauvee_le.isoformat())


def en_cours(store: Store) -> bool:
    """Whether the store was restored and has not been brought up to date since."""
    return store.repere(REPRISE) is not None or _est_une_copie(store)


def _est_une_copie(store: Store) -> bool:
    """Whether this is the file of a backup, which somebody put in the place of the store: a live one has no such date.

    One that read its mailbox long after that date has lived since: an earlier robot forgot the mark there.
    """
    sauvee_le, lu = store.repere(SAUVEGARDE), store.lu_jusqu_a()
    if sauvee_le is None:
        return False
    return lu is None or lu <= datetime.fromisoformat(sauvee_le) + LE_TEMPS_D_UNE_SAUVEGARDE


def debuter(store: Store, maintenant: datetime) -> None:
    """The replay begins, or begins again after a kill."""
    if store.repere(REPRISE) is None:
        commencer(store)  # the file of a backup, put by hand in the place of the store
    store.poser_repere(REJEU_DEPUIS, store.repere(REJEU_DEPUIS) or maintenant.isoformat())


def terminer(store: Store, maintenant: datetime) -> None:
    """The replay is done: a plain copy made from now on is of another date."""
    vecus = [rejeu._replace(fin=min(rejeu.fin, maintenant)) for rejeu in rejeux(store)]
    ecrits = [[instant.isoformat() for instant in rejeu] for rejeu in vecus]
    store.poser_reperes({REJEUX: json.dumps(ecrits), REPRISE: None, SAUVEGARDE: None, REJEU_DEPUIS: None})


def rejeux(store: Store) -> tuple[Rejeu, ...]:
    """Every replay that this store went through, the one under way last."""
    ecrits = json.loads(store.repere(REJEUX) or "[]")
    if depuis := store.repere(REJEU_DEPUIS):
        ecrits.append([store.repere(SAUVEGARDE) or ORIGINE.isoformat(), depuis, SANS_FIN.isoformat()])
    return tuple(Rejeu(*map(datetime.fromisoformat, ecrit)) for ecrit in ecrits)


def su_le(inscrit: FaitInscrit, vecus: Collection[Rejeu]) -> datetime:
    """Since when people could know of that line: those of a replay tell again what had been known long before."""
    if any(rejeu.debut <= inscrit.inscrit_le <= rejeu.fin for rejeu in vecus):
        return getattr(inscrit.fait, "etabli_le", inscrit.fait.le)
    return inscrit.inscrit_le


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
