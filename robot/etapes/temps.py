"""Step 2 of a pass: what the passing of time alone brings to the dossiers whose appointment has come."""

from __future__ import annotations

import logging

from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.suivi import avancer
from robot.etapes import alertes
from robot.etapes.robot import DEFAUTS, Robot, faire_avancer
from robot.ports import ConflitDeVersion, Ecriture

journal = logging.getLogger(__name__)


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
