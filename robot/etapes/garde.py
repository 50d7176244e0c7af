"""Runs the steps of a pass: what one of them fails on is logged, remembered until the administrators know, and stops
no other. Without the store a pass has nothing left to do, and ends there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from robot.etapes import alertes
from robot.etapes.ecartes import MessageImpossible
from robot.etapes.robot import Robot
from robot.ports import LiaisonIndisponible, StoreInjoignable, StoreInutilisable

journal = logging.getLogger(__name__)


class Garde:
    """Over the steps of one pass: in which words each failed, and which of them by a fault of ours, with its error."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self.pannes: dict[str, str] = {}
        self.defauts: dict[str, str] = {}

    @contextmanager
    def etape(self, quoi: str, *, prouve: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """One step, a link or another; `prouve` says whether its success shows that what failed before works again.

        Raises StoreInjoignable, StoreInutilisable.
        """
        try:
            yield
        except (StoreInjoignable, StoreInutilisable):
            raise
        except LiaisonIndisponible as panne:
            self.pannes[quoi] = str(panne)
        except MessageImpossible as impossible:
            self.pannes[quoi] = str(impossible)
            self.defauts[quoi] = repr(impossible.__cause__)
        except Exception as defaut:  # noqa: BLE001 - whatever fails, the rest of the pass goes on
            journal.exception("étape en défaut : %s", quoi)
            # The words of the error may quote somebody's: they stay in the log of this machine.
            self.pannes[quoi] = f"erreur interne ({type(defaut).__name__}), voir le journal du service"
            self.defauts[quoi] = repr(defaut)
        alertes.constater(self._robot, quoi, self.pannes.get(quoi, ""), retablie=quoi not in self.pannes and prouve())
