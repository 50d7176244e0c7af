"""THE FLOW. A pass of the robot is a pure decision between two mailboxes: collect, read, decide, record, send.

Safe to repeat, safe to kill at any line. The daemon, the demo and the tests
all call this one function; nothing else moves a dossier, but an order of a
gestionnaire and the release of a dwelling (`etapes/ordres.py`,
`etapes/liberation.py`), which go through the same rules and the same journal.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import avancer
from robot.etapes import alertes, expedition, reception, synthese
from robot.etapes.robot import DEFAUTS, Robot, faire_avancer
from robot.ports import ConflitDeVersion, Ecriture, LiaisonIndisponible

journal = logging.getLogger(__name__)


@dataclass(frozen=True)
class Passe:
    """What a pass did: messages read, dossiers moved by time, letters given to the server; links found down."""

    messages: int
    avances: int
    courriers: int
    pannes: tuple[str, ...]


def cycle(robot: Robot) -> Passe:
    """One pass. A link that is down never stops the rest: no mailbox read, no silence counted (invariant 1)."""
    messages = courriers = 0
    boite = envoi = ""

    # 1. Collect, read and decide: each message claimed in the transaction of what it causes; then file it.
    try:
        messages = reception.relever(robot)
        reception.ranger(robot)
    except LiaisonIndisponible as panne:
        boite = str(panne)
    alertes.constater(robot, alertes.BOITE, boite, retablie=not boite)

    # 2. Decide what time alone brings: orientations, reminders, silences.
    avances = faire_passer_le_temps(robot)

    # 3. Tell people: the morning digest, and what is wrong.
    synthese.preparer(robot)
    alertes.preparer(robot)

    # 4. Send.
    try:
        courriers = expedition.expedier(robot)
    except LiaisonIndisponible as panne:
        envoi = str(panne)
    alertes.constater(robot, alertes.ENVOI, envoi, retablie=courriers > 0)
    pannes = [f"lecture de la boîte : {boite}" if boite else "", f"envoi du courrier : {envoi}" if envoi else ""]
    return Passe(messages, avances, courriers, tuple(filter(None, pannes)))


def faire_passer_le_temps(robot: Robot) -> int:
    """Move every dossier whose appointment has come; how many moved."""
    ctx = robot.contexte()
    return sum(faire_avancer_un(robot, reference, ctx) for reference in robot.store.dus(ctx.maintenant))


def faire_avancer_un(robot: Robot, reference: str, ctx: Contexte) -> bool:
    """Move one dossier if it has something to say; a damaged one is told and never holds back the others."""
    try:
        dossier = robot.store.dossier(reference)
        faits = avancer(dossier, ctx) if dossier else ()
        avancee, courriers = faire_avancer(dossier, faits, ctx) if faits else (None, ())
    except DEFAUTS as defaut:
        journal.exception("dossier en défaut : %s", reference)
        alertes.constater(robot, alertes.DOSSIER, f"{reference} : {defaut!r}", retablie=False)
        return False
    try:
        return avancee is not None and robot.store.ecrire(Ecriture((avancee,), courriers), ctx.maintenant)
    except ConflitDeVersion:
        return False  # someone moved it meanwhile; the next pass reads it again
