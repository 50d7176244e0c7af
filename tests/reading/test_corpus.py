"""Thresholds on the shared corpus of real messages, when it is beside the project."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

RACINE = Path(__file__).parents[2]


def charger_le_banc() -> ModuleType:
    """`bench/lecture.py`, which is a script and no package."""
    fiche = importlib.util.spec_from_file_location("banc_de_lecture", RACINE / "bench" / "lecture.py")
    assert fiche is not None
    assert fiche.loader is not None
    module = importlib.util.module_from_spec(fiche)
    importlib.sys.modules[fiche.name] = module  # type: ignore[attr-defined]  # dataclasses look their module up
    fiche.loader.exec_module(module)
    return module


banc = charger_le_banc()
pytestmark = pytest.mark.skipif(not (banc.CORPUS / "LABELS.jsonl").exists(), reason="le corpus partagé n'est pas là")


@pytest.fixture(scope="module")
def mesures():
    return banc.mesurer()


@pytest.mark.regle("R42", "R43", "R44")
def test_aucune_decision_fausse(mesures):
    assert mesures.fausses == []


@pytest.mark.regle("R42")
def test_chaque_mot_cle_est_decide(mesures):
    assert mesures.mots_cles.fautes == []


def test_les_phrases_libres_et_les_pieges(mesures):
    assert mesures.libres.part >= 0.9
    assert mesures.pieges.part >= 0.9


def test_le_texte_nouveau_est_exact(mesures):
    assert mesures.textes.part >= 0.9
    assert mesures.textes_des_decisions.part >= 0.85


@pytest.mark.regle("C15")
def test_personnes_automates_et_rebonds_sont_distingues(mesures):
    assert mesures.natures.part >= 0.98


@pytest.mark.regle("C15")
def test_le_destinataire_en_echec_est_trouve(mesures):
    assert mesures.destinataires.part >= 0.97
