"""The excerpt in the README is what the demo says; and the demo leaves what the page promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import extrait, pages
from tests.docs.regles import RACINE

README = pages.lire(RACINE / "README.md")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demo prints, and the folder it leaves."""
    dossier = tmp_path_factory.mktemp("demo") / "resultat"
    return extrait.jouer(dossier), dossier


def test_l_extrait_du_readme_est_la_sortie_de_la_demo(demo: tuple[str, Path]):
    (bloc,) = pages.blocs(README, frozenset({"text"}))
    attendu = extrait.choisir(demo[0]).removeprefix("```text\n").removesuffix("```")
    assert bloc == attendu, "tapez : python -m tests.docs.engendrer --extrait"


def test_l_extrait_montre_chaque_moment_choisi(demo: tuple[str, Path]):
    choisi = extrait.choisir(demo[0])
    assert all(jour in choisi and f"\n{heure}  " in choisi for jour, heure in extrait.MOMENTS)


def test_la_demo_laisse_ce_que_le_readme_annonce(demo: tuple[str, Path]):
    annonces = [code for code in pages.EN_LIGNE.findall(README) if "demo-resultat/" in code]
    assert annonces
    for annonce in annonces:
        assert list(demo[1].glob(annonce.partition("demo-resultat/")[2].rstrip("/") or "*")), annonce
