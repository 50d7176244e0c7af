"""A base that went back in time without a word: a machine put back to a snapshot, a database to an earlier instant.

Nothing in the store says so; the mailbox, which moved on, does.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from robot.etapes import apres_restauration
from robot.etapes.reprise_copies import lettres
from robot.etapes.robot import Robot
from robot.ports import EtatEnvoi, LiaisonIndisponible

journal = logging.getLogger(__name__)

# Two passes of a robot that works are closer; a store that read its mailbox since has nothing to be told.
SANS_LECTURE = timedelta(minutes=5)


def est_revenue_en_arriere(robot: Robot) -> bool:
    """Whether the store forgot letters that left after it last read the mailbox; then a replay is to do.

    Looked at only after a while without any reading, as after any stop. A letter
    is in the outbox before it leaves, and has no copy while it waits for its turn
    there; one that was being given to the server may have one: some servers make
    their own. A mailbox that does not answer is not read either by the pass that follows.
    """
    lu, maintenant = robot.store.lu_jusqu_a(), robot.clock.maintenant()
    if lu is None or maintenant - lu < SANS_LECTURE:
        return False
    try:
        copies = tuple(lettres(robot.mailbox.envoyes(lu), robot.jetons))
    except LiaisonIndisponible:
        return False
    parties = {copie.message_id for copie in copies if copie.authentique and lu < copie.envoyee_le <= maintenant}
    sues = {e.message_id for e in robot.store.retrouver(parties) if e.etat is not EtatEnvoi.A_EXPEDIER}
    if oubliees := parties - sues:
        journal.error("la base est revenue en arrière : elle ignore %s courriers partis depuis %s", len(oubliees), lu)
        apres_restauration.commencer(robot.store)
    return bool(oubliees)
