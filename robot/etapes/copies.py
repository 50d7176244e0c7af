"""Step 5 of a pass: keep a copy of each letter that left, in the folder of sent letters of the mailbox.

People look for their mail there; and after a restore, it says which letters
the lost robot had already sent (`reprise.py`). At least once: a pass killed
between the copy and its record makes a second one.
"""

from __future__ import annotations

from robot.etapes.robot import Robot

LOT = 50


def copier(robot: Robot) -> int:
    """Copy every letter that has no copy yet; how many. Raises LiaisonIndisponible."""
    total, reste = 0, True
    while reste and (a_copier := robot.store.a_copier(LOT)):
        faites = list[str]()
        reste = len(a_copier) == LOT
        try:
            for cle in robot.mailbox.copier_envoyes(a_copier):
                faites.append(cle)  # one by one: what was done before a failure counts
        finally:
            robot.store.marquer_copies(faites, robot.clock.maintenant())
        total += len(faites)
    return total
