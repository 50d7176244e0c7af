"""THE FLOW. A pass of the robot is a pure decision between two mailboxes: collect, read, decide, record, send.

Safe to repeat, safe to kill at any line. The daemon, the demo and the tests
all call this one function; nothing else moves a dossier, but an order of a
gestionnaire and the release of a dwelling (`etapes/ordres.py`,
`etapes/liberation.py`), which go through the same rules and the same journal.
"""

from __future__ import annotations

from dataclasses import dataclass

from robot.etapes import alertes, copies, expedition, horloge, obligations, reception, releves, reprise, synthese
from robot.etapes.garde import Garde
from robot.etapes.reprise_retour import est_revenue_en_arriere
from robot.etapes.robot import Robot
from robot.etapes.temps import faire_passer_le_temps

# While these fail by a fault of ours, nobody can be told of it by a letter.
SANS_QUI_RIEN_NE_SE_DIT = frozenset({alertes.ALERTES, alertes.ENVOI})


@dataclass(frozen=True)
class Passe:
    """What a pass did: messages read, dossiers moved by time, letters given to the server; what failed.

    `pannes`: links found down, and steps in fault; `defauts`: the latter, with
    their error. `muette`: no letter can tell anybody of it.
    """

    messages: int
    avances: int
    courriers: int
    pannes: tuple[str, ...]
    defauts: tuple[str, ...] = ()
    muette: bool = False


def cycle(robot: Robot) -> Passe:
    """One pass. A step that fails never stops the rest: no mailbox read, no silence counted (invariant 1).

    Of several robots on one store, one at a time reads and decides, so that the
    digest misses nothing; all of them send. Raises StoreInjoignable.
    """
    with robot.store.seance():
        return _passer(robot)


def _passer(robot: Robot) -> Passe:
    """The steps, in order."""
    messages = avances = courriers = 0
    garde = Garde(robot)

    # 0. At an hour behind what was read already, nothing is decided and nothing leaves, until it is known to be right.
    if retard := horloge.attendre(robot):
        return _n_envoyer_que_les_alertes(robot, garde, f"horloge : {retard}")

    with robot.store.lecteur() as lecteur:
        # After a restore, live again what the lost robot did: until then nothing is decided and nothing leaves.
        with garde.etape(alertes.REPRISE, prouve=lambda: lecteur):
            if reprise.en_cours(robot.store) or (lecteur and est_revenue_en_arriere(robot)):
                if not lecteur:
                    return Passe(0, 0, 0, ())
                reprise.rejouer(robot)
        if garde.pannes:
            alertes.preparer(robot)
            return _n_envoyer_que_les_alertes(robot, garde)

        if lecteur:
            # 1. Collect, read and decide: each message claimed in the transaction of what it causes; then file it.
            with garde.etape(alertes.BOITE):
                messages = reception.relever(robot)
                reception.ranger(robot)

            # 2. Decide what time alone brings: orientations, reminders, silences.
            with garde.etape(alertes.TEMPS):
                avances = faire_passer_le_temps(robot)

            # 3. Tell people: the morning digest, the weekly statements, what falls due, and what is wrong.
            with garde.etape(alertes.SYNTHESE):
                synthese.preparer(robot)
            with garde.etape(alertes.RELEVES):
                releves.preparer(robot)
            with garde.etape(alertes.OBLIGATIONS):
                obligations.preparer(robot)
            with garde.etape(alertes.ALERTES):
                alertes.preparer(robot)

    # 4. Send.
    with garde.etape(alertes.ENVOI, prouve=lambda: courriers > 0):
        courriers = expedition.expedier(robot)

    # 5. Keep a copy of what left; a mailbox that could not be read takes none either.
    with robot.store.lecteur() as lecteur:
        if lecteur and alertes.BOITE not in garde.pannes:
            with garde.etape(alertes.COPIE):
                copies.copier(robot)

    return _bilan(garde, messages, avances, courriers)


def _n_envoyer_que_les_alertes(robot: Robot, garde: Garde, *pannes: str) -> Passe:
    """Nothing is decided and nothing leaves, but what tells the administrators why."""
    courriers = 0
    with garde.etape(alertes.ENVOI, prouve=lambda: courriers > 0):
        courriers = expedition.expedier(robot, (alertes.GABARIT,))
    return _bilan(garde, 0, 0, courriers, *pannes)


def _bilan(garde: Garde, messages: int, avances: int, courriers: int, *autres: str) -> Passe:
    pannes = (*autres, *(f"{alertes.NOMS[quoi]} : {mots}" for quoi, mots in garde.pannes.items()))
    defauts = tuple(f"{alertes.NOMS[quoi]} : {erreur}" for quoi, erreur in garde.defauts.items())
    muette = not SANS_QUI_RIEN_NE_SE_DIT.isdisjoint(garde.defauts)
    return Passe(messages, avances, courriers, pannes, defauts, muette)
