"""How a bug is planted: the words that the lists of `bogues_*.py` are written with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from robot.domain import faits as f
from robot.domain.decisions import orientation
from robot.domain.lettres import orientation as lettres
from robot.simulation.correspondants import SANS_DESIGNATION
from robot.simulation.plan import Parametres
from tests.simulation.histoires import COURTE, MOYENNE, PAR_DROITS

Pose = Callable[[], AbstractContextManager[Any]]


class MalPose(BaseException):
    """The rule has changed its shape since: the bug would be caught for a reason that is not its own."""


@dataclass(frozen=True)
class Bogue:
    """A wrong edit: what it does (French), how it is planted, and a seed that catches it."""

    quoi: str
    poser: Pose
    graine: int
    seconde_moitie: bool = False
    assiette: bool = False

    def parametres(self, graine: int) -> Parametres:
        """The story to play; a bug of the first half needs no candidates."""
        if self.assiette:
            return Parametres(graine, *PAR_DROITS, assiette=True)
        if self.seconde_moitie:
            return Parametres(graine, *MOYENNE)
        return Parametres(graine, *COURTE, coupes=frozenset({SANS_DESIGNATION}))


def remplacer(ou: Any, nom: str, faire: Callable[..., Any]) -> Pose:
    """In the place of `ou.nom`, a function that is given the true one first."""
    vrai = getattr(ou, nom)

    def faux(*arguments: Any, **nommes: Any) -> Any:
        return _poser(faire, vrai, *arguments, **nommes)

    return lambda: patch.object(ou, nom, faux)


def _poser(faire: Callable[..., Any], *arguments: Any, **nommes: Any) -> Any:
    try:
        return faire(*arguments, **nommes)
    except TypeError as defaut:
        raise MalPose(f"{faire.__name__} : {defaut}") from defaut


def lettre(fait: type[f.Fait], faire: Callable[..., Any]) -> Pose:
    """Other letters than those that the fact calls for."""
    vrai = lettres.LETTRES[fait]

    def faux(*arguments: Any) -> Any:
        return _poser(faire, vrai(*arguments))

    return lambda: patch.dict(lettres.LETTRES, {fait: faux})


def regle(stimulus: type[Any], faire: Callable[..., Any]) -> Pose:
    vrai = orientation.REGLES[stimulus]
    return lambda: patch.dict(orientation.REGLES, {stimulus: lambda *a: _poser(faire, vrai, *a)})


def ensemble(*poses: AbstractContextManager[Any]) -> AbstractContextManager[Any]:

    pile = ExitStack()
    for pose in poses:
        pile.enter_context(pose)
    return pile


# --- in the place of a rule ---


def vide(_vrai: Any, *_: Any) -> Any:
    return ()


def deux_fois(vrai: Any, *arguments: Any) -> Any:
    """What it finds, twice."""
    return vrai(*arguments) * 2


def vrai_toujours(_vrai: Any, *_: Any) -> Any:
    return True


def a_personne(_ecrites: Any) -> Any:
    return ()


def rien(_vrai: Any, *_: Any) -> Any:
    return ""


def aucun(_vrai: Any, *_: Any) -> Any:
    return None
