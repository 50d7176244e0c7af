"""The token of an orientation: nobody guesses it, and it survives mail servers."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.domain.jetons import Jetons, Sujet, Voie, chercher_jetons
from tests.fabrique import JETONS

REFERENCE = "V-2026-0042"
JETON = JETONS.jeton(REFERENCE, 1)
TETE, _, SCEAU = JETON.rpartition(".")


@given(st.from_regex(r"\A[A-Z0-9]{1,8}-[0-9]{4}-[0-9]{4,6}\Z"), st.integers(1, 9999))
def test_un_jeton_dit_sa_reference_et_son_rang(reference, rang):
    jeton = JETONS.jeton(reference, rang)
    assert JETONS.verifier(jeton) == Sujet(reference, rang)
    assert JETONS.verifier(jeton.upper()) == Sujet(reference, rang)
    assert chercher_jetons(f"<offre.{jeton}.0123@bailleur.example>") == (jeton,)
    assert chercher_jetons(f"Robot+{jeton.upper()}@bailleur.example") == (jeton,)


@pytest.mark.parametrize(
    "faux",
    [
        pytest.param(f"{TETE}.{'a' * 26}", id="un sceau au hasard"),
        pytest.param(f"v-2026-0042.2.{SCEAU}", id="le sceau d'un autre rang"),
        pytest.param(f"v-2026-0043.1.{SCEAU}", id="le sceau d'un autre logement"),
        pytest.param(f"v-2026-0042.01.{SCEAU}", id="le rang écrit autrement"),
        pytest.param(JETON[:-1], id="un sceau raccourci"),
        pytest.param(JETON + "a", id="un sceau rallongé"),
        pytest.param(f" {JETON}", id="une espace devant"),
        pytest.param(f"{JETON}\n", id="une fin de ligne derrière"),
        pytest.param(f"{TETE}.", id="pas de sceau"),
        pytest.param("", id="rien"),
        pytest.param(f"{TETE}.{SCEAU[:-1]}ſ", id="une lettre qui se minuscule autrement"),
        pytest.param(f"v-２０２６-0042.1.{SCEAU}", id="des chiffres d'une autre écriture"),
    ],
)
def test_un_faux_jeton_n_ouvre_rien(faux):
    assert JETONS.verifier(faux) is None


@given(st.integers(0, 25), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_changer_une_seule_lettre_du_sceau_le_rend_faux(position, lettre):
    altere = f"{TETE}.{SCEAU[:position]}{lettre}{SCEAU[position + 1 :]}"
    assert (JETONS.verifier(altere) is not None) is (altere == JETON)


@pytest.mark.parametrize(
    ("voie", "numero"),
    [
        pytest.param(Voie.CANDIDAT, 2, id="le deuxième candidat"),
        pytest.param(Voie.DDETS, 2, id="la DDETS, au sujet du deuxième candidat"),
        pytest.param(Voie.GESTIONNAIRE, 0, id="un gestionnaire"),
    ],
)
def test_un_jeton_dit_a_qui_il_fut_ecrit(voie, numero):
    jeton = JETONS.jeton(REFERENCE, 1, voie, numero)
    assert JETONS.verifier(jeton.upper()) == Sujet(REFERENCE, 1, voie, numero)
    assert chercher_jetons(f"robot+{jeton}@bailleur.example") == (jeton,)
    marque = f".{voie}{numero or ''}."
    assert JETONS.verifier(jeton.replace(marque, ".")) is None, "le sceau d'un candidat n'ouvre rien au réservataire"
    assert JETONS.verifier(jeton.replace(marque, ".c3.")) is None, "ni à un autre candidat"


def test_un_autre_secret_donne_d_autres_jetons():
    autre = Jetons(b"un autre secret, tout aussi long")
    assert autre.jeton(REFERENCE, 1) != JETON
    assert autre.verifier(JETON) is None


def test_deux_orientations_n_ont_jamais_le_meme_jeton():
    jetons = {JETONS.jeton(f"V-2026-{numero:04d}", rang) for numero in range(100) for rang in range(1, 6)}
    assert len(jetons) == 500
    assert len({jeton.rpartition(".")[2] for jeton in jetons}) == 500


@pytest.mark.parametrize("longueur", [0, 1, 15])
def test_un_secret_trop_court_est_refuse(longueur):
    with pytest.raises(ValueError, match="16 octets"):
        Jetons(b"s" * longueur)


def test_le_secret_ne_se_lit_pas_dans_un_journal_technique():
    assert "secret d'essai" not in repr(JETONS)


@pytest.mark.parametrize("jeton", [JETON, f"{TETE}.{'a' * 26}"], ids=["vrai", "faux"])
def test_la_comparaison_est_a_temps_constant(jeton):
    """It is the standard library's `compare_digest` that decides, whatever the token."""
    appels = list[str]()
    sys.setprofile(lambda _cadre, quoi, appele: appels.append(appele.__name__) if quoi == "c_call" else None)
    try:
        JETONS.verifier(jeton)
    finally:
        sys.setprofile(None)
    assert any("compare_digest" in appel for appel in appels)


def test_plusieurs_jetons_d_un_texte_sortent_dans_l_ordre_et_une_fois():
    second = JETONS.jeton(REFERENCE, 2)
    assert chercher_jetons(f"{second} puis {JETON}, encore {second.upper()}") == (second, JETON)
