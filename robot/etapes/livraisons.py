"""Which delivery of a message this is: the first, one more, one that was taken out of the junk, a copy for elsewhere.

A server delivers one copy for each address of ours that a message was sent to.
They are the same message, and what the writer of it hid (« Cci ») only shows in
what that server noted of each (`reading/courriel/destinations.py`). The first
is claimed under the fingerprint of the message; a copy that bears the token of
another offer is claimed too, once, and speaks for that offer alone.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from robot.domain.jetons import chercher_jetons
from robot.domain.stimuli import Stimulus
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Robot
from robot.ports import MessageConsigne, MessageRecu, Rangement
from robot.reading.courriel.destinations import jetons_vises
from robot.reading.courriel.empreinte import empreinte, empreinte_de_la_copie, empreinte_du_retour
from robot.reading.lecture import Lecture

journal = logging.getLogger(__name__)


def marquer(message: MessageRecu) -> str:
    """The fingerprint of a message; where it lies when the server gives nothing of it."""
    return empreinte(message.octets or repr(message.emplacement).encode())


def hors_de_la_reception(message: MessageRecu) -> bool:
    """Whether it lies neither in INBOX nor where it was filed: in the junk, or in another folder that is read."""
    return message.deja_range is None and message.emplacement.dossier.upper() != "INBOX"


def reconnaitre(robot: Robot, message: MessageRecu) -> tuple[str, MessageConsigne | None]:
    """Under which fingerprint a message is claimed, and what was recorded of it if it was."""
    marque, connu = _premiere(robot, message)
    if connu is not None and (jetons := _jetons_de_plus(robot, message, connu)):
        marque = empreinte_de_la_copie(marque, jetons)
        connu = robot.store.consigne(marque)
    return marque, connu


def situer(robot: Robot, message: MessageRecu, marque: str) -> MessageRecu:
    """The same message, knowing for which tokens it speaks if it is claimed as a copy."""
    premiere, connu = _premiere(robot, message)
    if connu is None or premiere == marque:
        return message
    return replace(message, copie_pour=_jetons_de_plus(robot, message, connu))


def _premiere(robot: Robot, message: MessageRecu) -> tuple[str, MessageConsigne | None]:
    """The fingerprint of the message, whichever copy of it this is, and what was recorded under it.

    One that was left in the junk, where it had no effect, and lies elsewhere
    now, was taken out of it by a person, who wants it read: it is claimed a
    second time, under a fingerprint of its own, hence once.
    """
    marque = marquer(message)
    connu = robot.store.consigne(marque)
    if connu is not None and connu.rangement is Rangement.SUR_PLACE and not hors_de_la_reception(message):
        marque = empreinte_du_retour(marque)
        connu = robot.store.consigne(marque)
    return marque, connu


def _jetons_de_plus(robot: Robot, message: MessageRecu, connu: MessageConsigne) -> tuple[str, ...]:
    """The genuine tokens that this copy was sent to and the recorded one was not; forged ones are ignored.

    Nothing is known of the addresses of one whose bytes were erased, or damaged: no other copy of it has an effect.
    """
    vises = [jeton for jeton in jetons_vises(message.octets) if robot.jetons.verifier(jeton)]
    if not vises:
        return ()  # nearly always: the bytes of the first are not needed
    try:
        consigne = robot.store.message(connu.empreinte)
    except DEFAUTS:
        journal.exception("message consigné illisible : %s", connu.empreinte)
        return ()
    octets = consigne.octets if consigne else b""
    if not octets:
        return ()
    deja = set(jetons_vises(octets))
    return tuple(jeton for jeton in vises if jeton not in deja)


def ne_dire_que_la_copie(lecture: Lecture, message: MessageRecu) -> Lecture:
    """What a copy says more: the thread without the tokens for which the recorded one has spoken."""
    if not message.copie_pour:
        return lecture
    siens = set(message.copie_pour)
    return replace(lecture, fil=tuple(indice for indice in lecture.fil if siens.intersection(chercher_jetons(indice))))


def ne_viser_que_la_copie(
    robot: Robot, vus: tuple[tuple[str, Stimulus], ...], message: MessageRecu
) -> tuple[tuple[str, Stimulus], ...]:
    """A copy is about the dwellings of its own tokens: what it says of others, the recorded one has said."""
    if not message.copie_pour:
        return vus
    sujets = (robot.jetons.verifier(jeton) for jeton in message.copie_pour)
    siens = {sujet.reference for sujet in sujets if sujet}
    return tuple((reference, vu) for reference, vu in vus if reference in siens)
