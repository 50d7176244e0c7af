"""The workshop of the tests of attachments."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from robot.adapters.pieces.atelier import Atelier
from robot.adapters.pieces.piece import PieceFaite
from robot.adapters.ressources import racine_ressources
from robot.domain.courriers import Fabrique, PieceJointe
from tests.adapters.pieces.atelier_d_essai import (
    MAINTENANT,
    OBJET,
    TEXTE,
)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own layouts, and one letter of this test."""
    racine = tmp_path_factory.mktemp("gabarits")
    shutil.copytree(racine_ressources() / "templates" / "_commun", racine / "_commun")
    (racine / "essai").mkdir()
    (racine / "essai" / "objet.txt").write_text(OBJET, encoding="utf-8")
    (racine / "essai" / "texte.txt").write_text(TEXTE, encoding="utf-8")
    return racine


@pytest.fixture
def faire(dossier: Path) -> Callable[..., PieceFaite]:
    """Makes a piece; `messages` are those that the store still has."""

    def fabriquer(
        fabrique: Fabrique,
        donnees: Mapping[str, Any],
        nom: str = "fichier",
        messages: Mapping[str, bytes] | None = None,
    ) -> PieceFaite:
        atelier = Atelier(dossier, (messages or {}).get)
        return atelier.fabriquer(PieceJointe(fabrique, nom, donnees), MAINTENANT)

    return fabriquer
