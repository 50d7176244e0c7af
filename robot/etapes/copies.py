"""Step 5 of a pass: keep a copy of each letter that left, in the folder of sent letters of the mailbox.

People look for their mail there; and after a restore, it says which letters
the lost robot had already sent (`reprise.py`). At least once: a pass killed
between the copy and its record makes a second one.

A letter that the server will not keep is tried again later and later, and
never holds back the others.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Robot
from robot.ports import ECART_D_HORLOGES, LiaisonIndisponible

journal = logging.getLogger(__name__)

LOT = 50
REPERE = "copies_refusees"
PREMIERE_REPRISE = timedelta(minutes=10)
REPRISE_MAX = timedelta(days=1)
# Beyond that many, it is no longer a matter of letters: the oldest are tried again at every pass.
REFUSEES_RETENUES = 500


@dataclass
class _Refusees:
    """The copies that the mailbox refused: when to try each again, how long it waited last (seconds), and why."""

    reprises: dict[str, tuple[str, float, str]]

    @classmethod
    def lire(cls, texte: str | None) -> Self:
        """What the store kept; damaged, it is forgotten, and every copy is tried again."""
        try:
            lues = json.loads(texte) if texte else {}
            for quand, _, _ in lues.values():
                datetime.fromisoformat(quand).astimezone(UTC)
        except DEFAUTS:
            journal.exception("repère %s illisible, oublié", REPERE)
            lues = {}
        return cls(lues)

    def en_attente(self, maintenant: datetime) -> frozenset[str]:
        """The letters that are not to be tried now; a date beyond any wait was made by a clock that was ahead."""
        au_plus_tard = maintenant + REPRISE_MAX + ECART_D_HORLOGES
        return frozenset(
            cle
            for cle, (quand, *_) in self.reprises.items()
            if maintenant < datetime.fromisoformat(quand) <= au_plus_tard
        )

    def noter(self, cle: str, refus: str, maintenant: datetime) -> None:
        """One more refusal: it waits twice as long."""
        _, dernier_s, _ = self.reprises.pop(cle, ("", PREMIERE_REPRISE.total_seconds() / 2, ""))
        attente = min(timedelta(seconds=dernier_s * 2), REPRISE_MAX)
        self.reprises[cle] = ((maintenant + attente).isoformat(), attente.total_seconds(), refus)

    def oublier(self, cles: Iterable[str]) -> None:
        """These are kept now."""
        for cle in cles:
            self.reprises.pop(cle, None)

    def en_texte(self) -> str | None:
        """What the store keeps of it; None for nothing."""
        retenues = dict(list(self.reprises.items())[-REFUSEES_RETENUES:])
        return json.dumps(retenues) if retenues else None


def copier(robot: Robot) -> int:
    """Copy every letter that has no copy yet; how many.

    Raises LiaisonIndisponible, at the end when it is that some letters were refused.
    """
    lues = robot.store.repere(REPERE)
    refusees = _Refusees.lire(lues)
    total = 0
    try:
        while a_copier := robot.store.a_copier(LOT, refusees.en_attente(robot.clock.maintenant())):
            faites = list[str]()
            try:
                for cle, refuse in robot.mailbox.copier_envoyes(a_copier):
                    if refuse:
                        refusees.noter(cle, refuse, robot.clock.maintenant())
                    else:
                        faites.append(cle)  # one by one: what was done before a failure counts
            finally:
                robot.store.marquer_copies(faites, robot.clock.maintenant())
                refusees.oublier(faites)
            total += len(faites)
    finally:
        if (texte := refusees.en_texte()) != lues:
            robot.store.poser_repere(REPERE, texte)
    if refusees.reprises:
        *_, (_, _, refus) = refusees.reprises.values()
        raise LiaisonIndisponible(
            f"la boîte refuse de garder la copie de {len(refusees.reprises)} courrier(s) ({refus})"
        )
    return total
