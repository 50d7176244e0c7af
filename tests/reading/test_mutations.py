"""A sample of `bench/mutations_messages.py`: damaged messages raise nothing and stay within their time."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BANC = Path(__file__).parents[2] / "bench" / "mutations_messages.py"
MESSAGES = 800
LOTS = 4


@pytest.fixture(scope="module")
def banc() -> ModuleType:
    """The script, which is no package."""
    fiche = importlib.util.spec_from_file_location("banc_des_mutations", BANC)
    assert fiche is not None
    assert fiche.loader is not None
    module = importlib.util.module_from_spec(fiche)
    sys.modules[fiche.name] = module  # dataclasses look their module up
    fiche.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lot", range(LOTS))
def test_un_message_abime_ne_leve_rien_et_se_lit_dans_les_temps(banc: ModuleType, lot: int):
    messages = banc.sources(corpus=False)
    essais = [banc.eprouver(numero, *banc.message(2026, numero, messages)) for numero in range(lot, MESSAGES, LOTS)]
    assert [essai for essai in essais if essai.defaut] == []


def test_une_campagne_se_rejoue_a_l_identique(banc: ModuleType):
    messages = banc.sources(corpus=False)
    assert banc.message(1, 42, messages) == banc.message(1, 42, messages)
    assert banc.message(1, 42, messages) != banc.message(1, 43, messages)


def test_une_exception_est_un_defaut(banc: ModuleType):
    assert banc.eprouver(0, "un texte, non des octets", "").defaut.startswith("TypeError")
