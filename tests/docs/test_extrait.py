"""The excerpt in the README is what the demo says, line by line; and the demo leaves what the page promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.regles import RACINE

COUPURE = "[…]"
DELAI_S = 120


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demo prints, and the folder it leaves."""
    dossier = tmp_path_factory.mktemp("demo") / "resultat"
    fini = subprocess.run(
        [sys.executable, "-m", "robot", "demo", "--dossier", str(dossier)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=DELAI_S,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    return fini.stdout, dossier


def sans_blancs(texte: str) -> str:
    """The text without white space: the demo lays its lines out for the width of the terminal."""
    return "".join(texte.split())


def extrait() -> list[str]:
    """The pieces of the excerpt, between its cuts."""
    (bloc,) = pages.blocs(pages.lire(RACINE / "README.md"), frozenset({"text"}))
    return [morceau.strip() for morceau in bloc.split(COUPURE)]


def test_l_extrait_du_readme_est_la_sortie_de_la_demo(demo: tuple[str, Path]):
    reste = sans_blancs(demo[0])
    for morceau in extrait():
        _, trouve, reste = reste.partition(sans_blancs(morceau))
        assert trouve, f"la démonstration ne dit plus, à cet endroit :\n{morceau}"
    assert len(extrait()) > 1


def test_la_demo_laisse_ce_que_le_readme_annonce(demo: tuple[str, Path]):
    annonces = [code for code in pages.EN_LIGNE.findall(pages.lire(RACINE / "README.md")) if "demo-resultat/" in code]
    assert annonces
    for annonce in annonces:
        assert list(demo[1].glob(annonce.partition("demo-resultat/")[2].rstrip("/") or "*")), annonce
