"""What the mailbox held, against what the robot read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from robot.simulation.juge.griefs import JOURNAL, Grief
from robot.simulation.releve import Arrivee, Releve

UNE_HEURE_ET_UNE_PASSE = timedelta(minutes=70)


def a_lire(releve: Releve, lu: datetime) -> Iterator[Arrivee]:
    """What a reading that began then had to find; what a person filed unread is looked for once an hour."""
    une_heure_avant = lu - UNE_HEURE_ET_UNE_PASSE
    for arrivee in releve.arrivees:
        if arrivee.depose_le <= (une_heure_avant if arrivee.recu_le in releve.ranges_a_la_main else lu):
            yield arrivee


def inconnues(lignes: Mapping[datetime, int], arrivees: Iterable[datetime]) -> Iterator[Grief]:
    """Messages of the store that never came."""
    connues = set(arrivees)
    for recu_le in lignes:
        if recu_le not in connues:
            yield Grief(JOURNAL, "", f"un message inconnu est dans la base ({recu_le})")
