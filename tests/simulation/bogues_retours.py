"""Bugs in what comes back: a silence that proves to be none, files sent later, a stranger's answer, a dwelling put back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from robot.domain.candidature import Reponse
from robot.domain.decisions import ddets, ordres, ordres_inconnus, propositions, remises, silences
from robot.domain.stimuli import Verbe
from tests.simulation.pose import Bogue, Pose, remplacer, rien, vide, vrai_toujours


def _ordre(verbe: Verbe, faire: Any) -> Pose:
    """That order, carried out otherwise."""
    vrai = ordres.ORDRES[verbe]
    return lambda: patch.dict(ordres.ORDRES, {verbe: lambda *a: faire(vrai, *a)})


def _jamais(_vrai: Any, *_: Any) -> Any:
    return False


def _sauf_du_silence(vrai: Any, dossier: Any, rapport: Any, proposition: Any, ctx: Any) -> Any:
    return () if proposition.reponse is Reponse.SILENCE else vrai(dossier, rapport, proposition, ctx)


def _la_premiere(_vrai: Any, dossier: Any) -> Any:
    return dossier.courante.inconnues[0] if dossier.courante.inconnues else None


def _de_l_ordre(vrai: Any, dossier: Any, ordre: Any, ctx: Any) -> Any:
    return tuple(replace(fait, le=ordre.le) for fait in vrai(dossier, ordre, ctx))


def _toujours_ailleurs(vrai: Any, dossier: Any, ctx: Any) -> Any:
    return tuple(replace(fait, adresse=f"x{fait.adresse}") for fait in vrai(dossier, ctx))


RETOURS: dict[str, Bogue] = {
    "silence maintenu": Bogue(
        "ce qu'un ménage a écrit à temps ne défait pas son silence",
        remplacer(propositions, "_defaire_le_silence", vide),
        52,
        True,
    ),
    "silence maintenu contre un serveur": Bogue(
        "l'échec de sa lettre ne défait pas le silence d'un ménage",
        remplacer(remises, "_silence_tombe", vide),
        21,
        True,
    ),
    "absence retrouvée oubliée": Bogue(
        "une absence retrouvée ne défait pas un silence", remplacer(remises, "_s_absenter", _sauf_du_silence), 8, True
    ),
    "retour auprès d'un autre": Bogue(
        "un ménage revient quoi que le logement soit devenu",
        remplacer(silences, "peut_revenir", vrai_toujours),
        31,
        True,
    ),
    "retour refusé": Bogue(
        "un ménage écarté à tort ne revient jamais", remplacer(silences, "peut_revenir", _jamais), 8, True
    ),
    "DDETS jamais détrompée": Bogue(
        "la DDETS garde un refus qui n'en est pas un", remplacer(ddets, "detromper", vide), 131, True
    ),
    "DDETS détrompée ailleurs": Bogue(
        "le retrait part à une autre adresse que l'avis", remplacer(ddets, "detromper", _toujours_ailleurs), 131, True
    ),
    "complément oublié": Bogue(
        "un justificatif envoyé après le refus n'est pas transmis", remplacer(ddets, "completer", vide), 8, True
    ),
    "inconnu autorisé malgré un autre": Bogue(
        "de deux inconnus qui se contredisent, le premier compte",
        remplacer(ordres_inconnus, "reponse_a_autoriser", _la_premiere),
        88,
    ),
    "inconnu autorisé du jour de l'ordre": Bogue(
        "une réponse autorisée compte du jour où elle l'est", _ordre(Verbe.AUTORISER, _de_l_ordre), 12
    ),
    "réservataire ignoré": Bogue(
        "on ignore aussi ce que le réservataire a écrit", remplacer(ordres_inconnus, "pourquoi_ne_pas_ignorer", rien), 3
    ),
}
