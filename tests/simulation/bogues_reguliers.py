"""Bugs in what comes by itself or too late: the digest, the weekly statement, letters that are no longer right."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from robot.domain.carnet import Carnet
from robot.domain.decisions import ordres
from robot.domain.lettres import candidats as lettres_aux_candidats
from robot.domain.stimuli import Verbe
from robot.etapes import expedition, releves, synthese
from tests.simulation.pose import Bogue, remplacer, vide, vrai_toujours


def _jamais_le_lundi(vrai: Any, jour: Any, ctx: Any) -> Any:
    return jour.weekday() != 0 and vrai(jour, ctx)


def _jamais(_vrai: Any, *_: Any) -> Any:
    return False


def _a_tous(_vrai: Any, carnet: Any, _commune: Any) -> Any:
    return carnet.gestionnaires


def _toujours_le_premier() -> AbstractContextManager[Any]:
    """A second commission for the same dwelling is the first one again."""
    vrai: Any = ordres.ORDRES[Verbe.COMMISSION]

    def faux(*arguments: Any) -> Any:
        return tuple(replace(fait, passage=1) for fait in vrai(*arguments))

    return patch.dict(ordres.ORDRES, {Verbe.COMMISSION: faux})


REGULIERS: dict[str, Bogue] = {
    "pas de synthèse le lundi": Bogue(
        "la synthèse du lundi n'est pas écrite", remplacer(synthese, "est_due", _jamais_le_lundi), 1
    ),
    "synthèse à toute heure": Bogue(
        "la synthèse part la nuit et le dimanche", remplacer(synthese, "est_due", vrai_toujours), 1
    ),
    "synthèse qui oublie": Bogue(
        "la synthèse ne dit pas ce qui attend une personne", remplacer(synthese, "_attentes", vide), 1
    ),
    "secteurs confondus": Bogue(
        "chaque gestionnaire est averti des logements des autres", remplacer(Carnet, "gestionnaires_de", _a_tous), 1
    ),
    "relevé oublié": Bogue("le relevé de la semaine n'est pas écrit", remplacer(releves, "_est_du", _jamais), 1),
    "relevé incomplet": Bogue(
        "le relevé ne dit pas les offres sans réponse", lambda: patch.object(releves, "SANS_REPONSE", frozenset()), 2
    ),
    "lettre dépassée": Bogue(
        "une lettre part alors que le logement est ailleurs", remplacer(expedition, "utile", vrai_toujours), 19
    ),
    "référent oublié": Bogue(
        "le référent social n'est pas informé", remplacer(lettres_aux_candidats, "_referent", vide), 3, True
    ),
    "second passage oublié": Bogue("une seconde commission ne compte pas (R68)", _toujours_le_premier, 3, True),
}
