"""Step 2 of a pass: what the passing of time alone brings to the dossiers whose appointment has come."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace

from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.sollicitation import A_ORIENTER
from robot.domain.decisions.suivi import avancer
from robot.domain.dossier import Dossier
from robot.etapes import alertes
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Robot, faire_avancer
from robot.ports import ConflitDeVersion, Ecriture

journal = logging.getLogger(__name__)


def faire_passer_le_temps(robot: Robot) -> int:
    """Move every dossier whose appointment has come; how many moved."""
    ctx = robot.contexte()
    dus = robot.store.dus(ctx.maintenant)
    if dus and ctx.bureau_ouvert():
        ctx = replace(ctx, tour=ctx.tour.ensemble(_a_orienter(robot, dus)))
    defauts = dict[str, str]()
    avances = sum(faire_avancer_un(robot, reference, ctx, defauts) for reference in dus)
    alertes.constater_les_dossiers(robot, defauts)
    return avances


def _a_orienter(robot: Robot, references: Iterable[str]) -> Iterator[Dossier]:
    """Those of these dwellings whose turn is about to be decided; a damaged one is told when it is moved."""
    for reference in references:
        try:
            dossier = robot.store.dossier(reference)
        except DEFAUTS:
            continue
        if dossier and dossier.statut in A_ORIENTER:
            yield dossier


def faire_avancer_un(robot: Robot, reference: str, ctx: Contexte, defauts: dict[str, str]) -> bool:
    """Move one dossier if it has something to say; a damaged one is noted and never holds back the others."""
    try:
        dossier = robot.store.dossier(reference)
        faits = avancer(dossier, ctx) if dossier else ()
        avancee, courriers = faire_avancer(dossier, faits, ctx) if faits else (None, ())
    except DEFAUTS as defaut:
        journal.exception("dossier en défaut : %s", reference)
        defauts[reference] = repr(defaut)
        return False
    try:
        return avancee is not None and robot.store.ecrire(Ecriture((avancee,), courriers), ctx.maintenant)
    except ConflitDeVersion:
        return False  # someone moved it meanwhile; the next pass reads it again
