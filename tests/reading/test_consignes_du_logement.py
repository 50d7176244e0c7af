"""In the thread of a dwelling, its sheet tells it from another: a heading that describes it heads its own orders."""

from __future__ import annotations

import pytest

from robot.adapters.communes import table_officielle
from robot.etapes.logement_decrit import LogementDecrit
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Lue
from tests.fabrique import FICHE
from tests.reading.test_consignes import FIL, LUNDI, phrase

COMMUNES = table_officielle()


def lire(texte: str, reference: str | None = FIL) -> tuple[Lue, ...]:
    """The orders of a reply in the thread of the T3 of the 12 rue des Essais, in Viry."""
    logement = LogementDecrit(FICHE, COMMUNES)
    return lire_consignes(texte, reference=reference, aujourd_hui=LUNDI, logement=logement)


def obeis(texte: str) -> list[bool]:
    return [isinstance(lue, Consigne) for lue in lire(texte)]


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "titre",
    [
        "T3 de Viry", "Pour le T3 de Viry :", "12 rue des Essais", "T3 Viry", "Le logement de Viry :", "T3 :",
        "12, rue des Essais à Viry", "Pour le T3 de la rue des Essais :", "le t3 de viry",
    ],
)  # fmt: skip
def test_un_titre_qui_decrit_le_logement_du_fil_est_le_sien(titre: str):
    assert obeis(f"{titre}\nNON 1 : trop loin") == [True]


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "titre",
    [
        "T2 de Viry", "Pour le T3 de Neydens :", "14 rue des Essais", "12 rue du Lac", "rue de Viry",
        "L'autre T3 de Viry", "Pour le T3 de Mme Roux :", "2026-0043", "Pour le second T3 de Viry :",
        "T2 et T3 de Viry", "12 rue de Viry", "Et celui de Viry :",
    ],
)  # fmt: skip
def test_un_titre_qui_en_decrit_un_autre_arrete_l_ordre(titre: str):
    assert not any(obeis(f"{titre}\nNON 1 : trop loin"))


@pytest.mark.regle("R14")
def test_apres_un_premier_ordre_le_meme_titre_peut_en_dire_un_autre():
    assert obeis("OUI 1\n\nT3 de Viry\nNON 2 : trop loin") == [True, False]
    assert obeis("T3 de Viry\nOUI 1\n\nT3 de Neydens\nNON 2 : trop loin") == [True, False]


def test_hors_d_un_fil_un_titre_ne_nomme_personne():
    (lue,) = lire_consignes("T3 de Viry\nOUI 1", reference=None, aujourd_hui=LUNDI)
    assert not isinstance(lue, Consigne)


@pytest.mark.parametrize(
    "texte",
    [
        "RETIRER 2 : a accepté le T4 de Valleiry",
        "NON 1 : elle prend le T2 de Neydens",
        "NON 1 : a accepté le logement de Valleiry",
        "RETIRER 2 : a signé pour le T3 de Valleiry, par téléphone",
    ],
    ids=phrase,
)
def test_qui_a_pris_un_autre_logement_n_accepte_pas_celui_ci(texte: str):
    assert obeis(texte) == [True]


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "texte",
    [
        "RETIRER 2 : a accepté le T3 de Viry",
        "NON 1 : elle prend le T3",
        "NON 1 : elle accepte le logement de Viry",
        "NON 1 : elle accepte le logement",
        "OUI 1 : a accepté le T4 de Valleiry",
        "OUI 1 : elle prend le T2 de Neydens",
    ],
    ids=phrase,
)
def test_qui_prend_l_un_ne_refuse_pas_l_un_ni_n_accepte_l_autre(texte: str):
    assert obeis(texte) == [False]
