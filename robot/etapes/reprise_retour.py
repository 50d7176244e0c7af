"""A base that went back in time without a word: a machine put back to a snapshot, a database to an earlier instant.

Nothing in the store says so; the mailbox, which moved on, does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from robot.etapes import livraisons, reprise
from robot.etapes.apres_restauration import A_RELIRE
from robot.etapes.defauts import DEFAUTS
from robot.etapes.reprise_copies import lettres
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, EtatEnvoi, LiaisonIndisponible, MessageRecu, Store

journal = logging.getLogger(__name__)

# Two passes of a robot that works are closer; a store that read its mailbox since has nothing to be told.
SANS_LECTURE = timedelta(minutes=5)


def est_revenue_en_arriere(robot: Robot) -> bool:
    """Whether the store forgot what was done after it last read the mailbox; then a replay is to do.

    Looked at only after a while without any reading, as after any stop. A mailbox
    that does not answer is not read either by the pass that follows.
    """
    lu, maintenant = robot.store.lu_jusqu_a(), robot.clock.maintenant()
    if lu is None or maintenant - lu < SANS_LECTURE:
        return False
    if robot.store.repere(A_RELIRE) is not None:
        return False  # a replay told what it found, and the mailbox is not read to its end since
    try:
        oublies = next(_oublies(robot, lu, maintenant), "")
    except LiaisonIndisponible:
        return False
    if oublies:
        journal.error("la base, qui a lu la boîte jusqu'au %s, est revenue en arrière : %s", lu, oublies)
        reprise.commencer(robot.store)
    return bool(oublies)


def _oublies(robot: Robot, lu: datetime, maintenant: datetime) -> Iterator[str]:
    """What the mailbox holds of it: letters that left, messages that were filed (French)."""
    copies = lettres(robot.mailbox.envoyes(lu), robot.jetons)
    parties = {copie.message_id for copie in copies if copie.authentique and lu < copie.envoyee_le <= maintenant}
    if ignorees := parties - _peut_etre_parties(robot.store, parties):
        yield f"elle ignore le départ de {len(ignorees)} courriers"
    # A message is claimed before it is filed. By the clock of the mail server, which may be behind ours.
    for message in robot.mailbox.deja_ranges(lu - ECART_D_HORLOGES):
        if not _connait(robot.store, message):
            yield f"elle ignore un message rangé, {message.emplacement}"


def _peut_etre_parties(store: Store, message_ids: Iterable[str]) -> set[str]:
    """Those that may have left, as far as the store knows; a letter that waits for its turn has no copy.

    One that was being given to the server may have any: some servers make their own.
    """
    return {envoi.message_id for envoi in store.retrouver(message_ids) if envoi.etat is not EtatEnvoi.A_EXPEDIER}


def _connait(store: Store, message: MessageRecu) -> bool:
    """Whether that message was claimed; nothing is known of one of which the server gives nothing."""
    if not message.octets:
        return True
    try:
        return store.consigne(livraisons.marquer(message)) is not None
    except DEFAUTS:
        return True  # its row is there, and damaged
