"""A household's unique number (R61): what is certain is refused, what is only published is pointed out."""

from __future__ import annotations

import pytest

from robot.domain.candidat import (
    LIBELLES_CRITERES,
    PRIORITAIRES,
    Candidat,
    Critere,
    NudInvalide,
    lire_nud,
    nud_en_clair,
)
from robot.domain.stimuli import Avis
from tests.domain.menages import dalo
from tests.domain.seconde_moitie import a_signer, attribuee, complete

NUD = "074260301234574001"


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "ecrit",
    [
        pytest.param(NUD, id="d'un trait"),
        pytest.param("074 2603 012345 74001", id="avec des espaces"),
        pytest.param("074-2603-012345-74001", id="avec des tirets"),
        pytest.param("n° 074\N{NO-BREAK SPACE}2603 012345 74001.", id="dans une phrase, espace insécable"),
    ],
)
def test_un_numero_est_lu_comme_on_l_ecrit(ecrit):
    assert lire_nud(ecrit, "74", 2026) == (NUD, ())


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        pytest.param(NUD[:-1], "compte 18 chiffres ; celui-ci en a 17", id="il en manque un"),
        pytest.param(f"{NUD}0", "compte 18 chiffres ; celui-ci en a 19", id="un de trop"),
        pytest.param("", "celui-ci en a 0", id="rien"),
        pytest.param("074260001234574001", "de 01 à 12 ; ici 00", id="mois zéro"),
        pytest.param("074261301234574001", "de 01 à 12 ; ici 13", id="treizième mois"),
        pytest.param("0742603012345７4001", "celui-ci en a 17", id="un chiffre pleine chasse n'en est pas un"),
    ],
)
def test_un_numero_impossible_dit_pourquoi(ecrit, dit):
    with pytest.raises(NudInvalide, match=dit):
        lire_nud(ecrit)


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("ecrit", "departement", "annee", "doutes"),
    [
        pytest.param(NUD, "74", 2026, (), id="rien ne surprend"),
        pytest.param(NUD, "73", 2026, ("le numéro commence par 074, non par 073.",), id="d'un autre département"),
        pytest.param("074310601234574001", "74", 2026, ("le numéro daterait de 2031.",), id="daté de l'avenir"),
        pytest.param("074310601234574001", "", 0, (), id="rien à comparer"),
        pytest.param(
            "074032601234574001",
            "74",
            2026,
            ("le mois et l'année y sont dans l'ordre inverse : 03 puis 26.",),
            id="le mois avant l'année : un doute, pas un refus",
        ),
        pytest.param(NUD, "2A", 2026, (), id="la Corse n'a pas de forme publiée"),
        pytest.param("974260301234597400", "974", 2026, (), id="un département d'outre-mer"),
    ],
)
def test_ce_qui_n_est_que_publie_n_est_qu_un_doute(ecrit, departement, annee, doutes):
    assert lire_nud(ecrit, departement, annee) == (ecrit, doutes)


def test_un_numero_se_relit_comme_on_le_dicte():
    assert nud_en_clair(NUD) == "074 2603 012345 74001"
    assert lire_nud(nud_en_clair(NUD))[0] == NUD
    assert nud_en_clair("« effacé »") == "« effacé »"


@pytest.mark.regle("R62")
def test_dalo_et_prioritaires_comptent_dans_le_quart_et_chaque_critere_a_son_nom():
    assert {Critere.DALO, Critere.PRIORITAIRE} == PRIORITAIRES
    assert set(LIBELLES_CRITERES) == set(Critere)
    assert all(LIBELLES_CRITERES.values())


def test_un_candidat_sans_rien_dire_n_a_pas_de_priorite():
    assert Candidat(NUD).critere is Critere.AUCUN


# --- the candidature ------------------------------------------------------------------------------


def test_une_candidature_sans_refus_ni_retrait_est_vivante_et_attribuee_une_fois_classee():
    histoire = attribuee()
    assert [c.vivante for c in histoire.dossier.candidatures] == [True, True, True]
    assert [c.attribuee for c in histoire.dossier.candidatures] == [True, True, True]
    histoire.repondre(1, Avis.REFUSE)
    assert (histoire.candidature(1).vivante, histoire.candidature(1).attribuee) == (False, False)


def test_une_candidature_dalo_le_dit():
    assert complete(dalo(1)).candidature(1).dalo
    assert not complete().candidature(1).dalo


def test_un_candidat_d_accord_n_a_pas_refuse():
    assert not a_signer().candidature(1).a_refuse
