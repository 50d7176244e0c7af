"""Slips of typing and short forms, one by one."""

from __future__ import annotations

import pytest

from robot.reading.categories import categorie
from robot.reading.orthographe import a_une_faute, corriger_le_logement, developper, mot_cle


@pytest.mark.parametrize(
    ("mot", "lu"),
    [
        pytest.param("acepte", "accepte", id="une lettre oubliée"),
        pytest.param("accceptons", "acceptons", id="une lettre de trop"),
        pytest.param("refsue", "refuse", id="deux lettres échangées"),
        pytest.param("refuzons", "refusons", id="une lettre pour une autre"),
        pytest.param("acpetons", None, id="deux fautes"),
        pytest.param("exceptons", None, id="un autre mot du français"),
        pytest.param("refuge", None, id="refuge n'est pas refuse"),
        pytest.param("accepter", None, id="un infinitif ne décide pas"),
    ],
)
def test_une_seule_faute_de_frappe_se_lit(mot: str, lu: str | None):
    assert mot_cle(mot) == lu


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        pytest.param("bjr ns refusons", "bonjour nous refusons", id="bjr, ns"),
        pytest.param("bsr ok pr nous", "bonsoir ok pour nous", id="bsr, pr"),
        pytest.param("slt lgt accepte", "salut logement accepte", id="slt, lgt"),
        pytest.param("accepte virgule merci", "accepte , merci", id="une ponctuation dictée"),
        pytest.param("nspr", "nspr", id="un mot entier seulement"),
    ],
)
def test_les_abreges_se_lisent_en_entier(ecrit: str, lu: str):
    assert developper(ecrit) == lu


def test_le_mot_logement_supporte_une_faute():
    assert corriger_le_logement("ce logemnt, ce lgement") == "ce logement, ce logement"
    assert corriger_le_logement("le lendemain") == "le lendemain"


def test_une_faute_au_plus():
    assert a_une_faute("abc", "abc")
    assert a_une_faute("abc", "acb")
    assert not a_une_faute("abcd", "badc")
    assert not a_une_faute("ab", "abcd")


@pytest.mark.regle("R92")
def test_un_type_seul_dit_la_typologie():
    assert categorie("un t3 ne convient pas") == "typologie"
    assert categorie("sans objet") == "autre"
