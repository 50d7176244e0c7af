"""The commission: each one that was held counts, and a second one for the same dwelling counts again (R68)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from robot.simulation.juge.griefs import DOUBLE, EFFET, RANG, Grief
from robot.simulation.juge.suivi import Suivi

Fait = Mapping[str, Any]


def griefs(fait: Fait, suivi: Suivi) -> Iterator[Grief]:
    """What is wrong with that fact, the dwelling being where `suivi` says before it."""
    for genre, texte in VERIFIER.get(fait["fait"], _rien)(fait, suivi):
        yield Grief(genre, suivi.logement.reference, texte)


Defauts = Iterator[tuple[str, str]]


def _rien(_fait: Fait, _suivi: Suivi) -> Defauts:
    return iter(())


def _fixee(fait: Fait, suivi: Suivi) -> Defauts:
    """The number of the passage, and how many times its date was changed for that réservataire."""
    changements = suivi.fixees[fait["rang"], fait["passage"]]
    attendu = len(suivi.commissions_tenues) + 1
    if fait["passage"] != attendu:
        yield RANG, f"commission dite n° {fait['passage']}, c'est la {attendu}e pour ce logement"
    if fait["sequence"] != changements:
        yield EFFET, f"date changée {fait['sequence']} fois, {changements} attendu"
    if fait["debut"] <= fait["le"]:
        yield EFFET, f"commission fixée au {fait['debut']}, déjà passé"


def _decidee(fait: Fait, suivi: Suivi) -> Defauts:
    menage = suivi.menages.get(fait["numero"])
    if suivi.commission is None or fait["passage"] != suivi.commission[0]:
        yield RANG, f"décision de la commission n° {fait['passage']}, la dernière fixée est {suivi.commission}"
    elif suivi.commission[1] > fait["le"]:
        yield EFFET, f"décision du {fait['le']} avant la commission du {suivi.commission[1]}"
    if menage and menage.passage == fait["passage"] and menage.issue:
        yield DOUBLE, f"la commission n° {fait['passage']} décide deux fois du ménage {menage.numero}"


def _dresse(fait: Fait, suivi: Suivi) -> Defauts:
    if fait["passage"] not in suivi.commissions_tenues:
        yield EFFET, f"procès-verbal de la commission n° {fait['passage']}, qui n'a rien décidé"
    if fait["passage"] in suivi.proces_verbaux and not fait["message"]:
        yield DOUBLE, f"second procès-verbal de la commission n° {fait['passage']}"


VERIFIER: Mapping[str, Any] = {"CommissionFixee": _fixee, "CommissionDecidee": _decidee, "ProcesVerbalDresse": _dresse}
