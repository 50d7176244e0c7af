"""THE FLOW. A pass of the robot is a pure decision between two mailboxes: collect, read, decide, record, send.

Safe to repeat, safe to kill at any line. The daemon, the demo and the tests
all call this one function; nothing else moves a dossier, but an order of a
gestionnaire and the release of a dwelling (`etapes/ordres.py`,
`etapes/liberation.py`), which go through the same rules and the same journal.
"""

from __future__ import annotations

from dataclasses import dataclass

from robot.etapes import alertes, copies, expedition, obligations, reception, releves, reprise, synthese
from robot.etapes.robot import Robot
from robot.etapes.temps import faire_passer_le_temps
from robot.ports import LiaisonIndisponible


@dataclass(frozen=True)
class Passe:
    """What a pass did: messages read, dossiers moved by time, letters given to the server; links found down."""

    messages: int
    avances: int
    courriers: int
    pannes: tuple[str, ...]


def cycle(robot: Robot) -> Passe:
    """One pass. A link that is down never stops the rest: no mailbox read, no silence counted (invariant 1).

    Of several robots on one store, one at a time reads and decides, so that the
    digest misses nothing; all of them send. Raises StoreInjoignable.
    """
    with robot.store.seance():
        return _passer(robot)


def _passer(robot: Robot) -> Passe:
    """The steps, in order."""
    messages = avances = courriers = 0
    boite = envoi = copie = ""

    with robot.store.lecteur() as lecteur:
        # 0. After a restore, live again what the lost robot did: until then nothing is decided and nothing leaves.
        if reprise.en_cours(robot.store) or (lecteur and reprise.est_revenue_en_arriere(robot)):
            if not lecteur:
                return Passe(0, 0, 0, ())
            try:
                reprise.rejouer(robot)
            except LiaisonIndisponible as panne:
                return Passe(0, 0, 0, (f"reprise après restauration : {panne}",))

        # 1. Collect, read and decide: each message claimed in the transaction of what it causes; then file it.
        if lecteur:
            try:
                messages = reception.relever(robot)
                reception.ranger(robot)
            except LiaisonIndisponible as panne:
                boite = str(panne)
            alertes.constater(robot, alertes.BOITE, boite, retablie=not boite)

            # 2. Decide what time alone brings: orientations, reminders, silences.
            avances = faire_passer_le_temps(robot)

            # 3. Tell people: the morning digest, the weekly statements, what falls due, and what is wrong.
            synthese.preparer(robot)
            releves.preparer(robot)
            obligations.preparer(robot)
            alertes.preparer(robot)

    # 4. Send.
    try:
        courriers = expedition.expedier(robot)
    except LiaisonIndisponible as panne:
        envoi = str(panne)
    alertes.constater(robot, alertes.ENVOI, envoi, retablie=courriers > 0)

    # 5. Keep a copy of what left; a mailbox that could not be read takes none either.
    with robot.store.lecteur() as lecteur:
        if lecteur and not boite:
            try:
                copies.copier(robot)
            except LiaisonIndisponible as panne:
                copie = str(panne)
            alertes.constater(robot, alertes.COPIE, copie, retablie=not copie)
    pannes = {"lecture de la boîte": boite, "envoi du courrier": envoi, "copie des courriers envoyés": copie}
    return Passe(messages, avances, courriers, tuple(f"{quoi} : {mots}" for quoi, mots in pannes.items() if mots))
