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


def extrait() -> list[str]:
    """The lines of the excerpt, cuts apart."""
    (bloc,) = pages.blocs(pages.lire(RACINE / "README.md"), frozenset({"text"}))
    return [ligne.rstrip() for ligne in bloc.splitlines() if ligne.strip() and ligne.strip() != COUPURE]


def test_l_extrait_du_readme_est_la_sortie_de_la_demo(demo: tuple[str, Path]):
    dites = iter([ligne.rstrip() for ligne in demo[0].splitlines()])
    absente = next((ligne for ligne in extrait() if ligne not in dites), None)
    assert absente is None, f"la démonstration ne dit plus, à cet endroit : {absente}"
    assert len(extrait()) > len("dix lignes")


def test_la_demo_laisse_ce_que_le_readme_annonce(demo: tuple[str, Path]):
    annonces = [code for code in pages.EN_LIGNE.findall(pages.lire(RACINE / "README.md")) if "demo-resultat/" in code]
    assert annonces
    for annonce in annonces:
        assert list(demo[1].glob(annonce.partition("demo-resultat/")[2].rstrip("/") or "*")), annonce
