"""Slips of typing and short forms, one by one."""

from __future__ import annotations

import pytest

from robot.reading.reponses.categories import categorie
from robot.reading.reponses.orthographe import a_une_faute, corriger_le_logement, developper, mot_cle
from tests.reading.ecrire import chaque, courriel, dit


@chaque(
    ("mot", "lu"),
    {
        "une lettre oubliée": ("acepte", "accepte"),
        "une lettre de trop": ("accceptons", "acceptons"),
        "deux lettres échangées": ("refsue", "refuse"),
        "une lettre pour une autre": ("refuzons", "refusons"),
        "deux fautes": ("acpetons", None),
        "un autre mot du français": ("exceptons", None),
        "refuge n'est pas refuse": ("refuge", None),
        "un infinitif ne décide pas": ("accepter", None),
    },
)
def test_une_seule_faute_de_frappe_se_lit(mot: str, lu: str | None):
    assert mot_cle(mot) == lu


@chaque(
    ("ecrit", "lu"),
    {
        "bjr, ns": ("bjr ns refusons", "bonjour nous refusons"),
        "bsr, pr": ("bsr ok pr nous", "bonsoir ok pour nous"),
        "slt, lgt": ("slt lgt accepte", "salut logement accepte"),
        "une ponctuation dictée": ("accepte virgule merci", "accepte , merci"),
        "un mot entier seulement": ("nspr", "nspr"),
    },
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


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "verbe",
    ["Je réfute", "On récuse", "Nous réfutons", "Nous récusons", "La commune accepta", "La commune refusa", "Refusez"],
)
def test_un_vrai_mot_n_est_pas_une_faute_de_frappe(verbe: str):
    assert dit(courriel(f"{verbe} ce logement")) == [(None, "ambigu")]
