"""Candidates in the rows of a table: each row taken or refused with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.candidat import Candidat, Critere
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, MORCEAUX, UN

TITRES = ("Numéro unique", "Nom", "Courriel", "Téléphone", "Adresse postale", "Priorité", "Précision", "Référent social",
          "Courriel du référent", "Retrait")  # fmt: skip


def du_tableau(*lignes: tuple[str, ...]) -> tuple[LigneLue, ...]:
    return lire_table(lignes, departement="74", annee=2026)


@pytest.mark.regle("R61")
def test_une_ligne_du_modele_rempli():
    ligne = (UN, "Mme DUPONT Marie", "marie@orange.fr", "612345678", "12 rue des Alpes, 74580 Viry", "DALO", "violences",
             "Paul Martin, CCAS", "p.martin@ccas.fr", "non")  # fmt: skip
    assert [lue.candidat for lue in du_tableau(("Candidats pour V-2026-0042",), TITRES, ligne, ("", ""))] == [
        Candidat(
            UN, "Mme DUPONT Marie", "marie@orange.fr", "12 rue des Alpes, 74580 Viry", "0612345678", Critere.DALO,
            "DALO, violences", "Paul Martin, CCAS", "p.martin@ccas.fr",
        )
    ]  # fmt: skip


def test_les_titres_d_un_autre_tableau():
    lues = du_tableau(
        (
            "Réf. logement",
            "N° unique (NUD)",
            "Civilité",
            "Nom de famille",
            "Prénom",
            "Mail",
            "DALO",
            "1er quartile",
            "CP",
        ),
        ("V-2026-0042", f" '{UN} ", "Mme", "DUPONT", "Marie", "marie@orange.fr", "non", "oui", ""),
    )
    assert lues == (
        LigneLue(
            lues[0].ecrit,
            lues[0].reference,
            Candidat(
                UN, "Mme DUPONT Marie", "marie@orange.fr", critere=Critere.PREMIER_QUARTILE,
                precision="DALO : non, premier quartile",
            ),
        ),
    )  # fmt: skip


@pytest.mark.regle("R72")
def test_le_courriel_du_referent_dans_la_cellule_de_son_nom():
    (lue,) = du_tableau(TITRES, (UN, "DUPONT", "", "", "", "", "", "Paul Martin, p.martin@ccas.fr, 04 50 11 22 33"))
    assert lue.candidat == Candidat(UN, "DUPONT", referent="Paul Martin", referent_courriel="p.martin@ccas.fr")


def test_une_ligne_pour_deux_logements_est_refusee():
    (lue,) = du_tableau(("Référence", "NUD"), ("V-2026-0042, V-2026-0043", UN))
    assert "plusieurs logements" in lue.refus


@pytest.mark.parametrize(
    ("cellules", "raison"),
    [
        pytest.param((UN[:-1], "DUPONT"), "18 chiffres", id="17 chiffres"),
        pytest.param(("7,42603E+16", "DUPONT"), "le tableur a arrondi", id="un numéro arrondi"),
        pytest.param(("74260301234574000", "DUPONT"), "le tableur a arrondi", id="arrondi, puis écrit en entier"),
        pytest.param(("74260301234574001", "DUPONT"), "le zéro du début", id="le zéro de tête retiré"),
        pytest.param(("", "DUPONT"), "aucun numéro unique", id="sans numéro"),
        pytest.param(("à venir", "DUPONT"), "n'a que des chiffres", id="des mots au lieu du numéro"),
        pytest.param((f"{UN} {DEUX}", "DUPONT"), "celui-ci en a 36", id="deux numéros dans la cellule"),
        pytest.param((UN, "DUPONT", "", "", "", "", "", "", "", "peut-être"), "« Retrait »", id="un retrait incertain"),
    ],
)
def test_une_ligne_de_tableau_refusee_dit_pourquoi(cellules: tuple[str, ...], raison: str):
    (lue,) = du_tableau(TITRES, cellules)
    assert raison in lue.refus
    assert lue.candidat is None


@pytest.mark.parametrize("ecrit", ["oui", "OUI", "x", "1", "Retrait"])
def test_un_retrait_dans_le_tableau(ecrit: str):
    (lue,) = du_tableau(TITRES, (UN, "DUPONT", "a@orange.fr", "", "", "", "", "", "", ecrit))
    assert (lue.retrait, lue.candidat) == (True, Candidat(UN, "DUPONT"))


def test_un_tableau_sans_titres_se_lit_comme_un_message():
    (lue,) = du_tableau((UN, "DUPONT Marie", "marie@orange.fr", "DALO"))
    assert lue.candidat == Candidat(UN, "DUPONT Marie", "marie@orange.fr", critere=Critere.DALO, precision="DALO")


@pytest.mark.parametrize(
    ("lignes", "raison"),
    [
        pytest.param([("Produit", "Prix"), ("pommes", "3")], "aucun titre de colonne reconnu", id="un autre tableau"),
        pytest.param([("Nom", "Courriel"), ("DUPONT", "")], "« Numéro unique »", id="sans la colonne du numéro"),
        pytest.param([("NUD", "Mail", "Courriel"), (UN, "", "")], "n'en gardez qu'une", id="deux fois la même colonne"),
    ],
)
def test_un_tableau_inutilisable_dit_pourquoi(lignes: list[tuple[str, ...]], raison: str):
    (lue,) = du_tableau(*lignes)
    assert raison in lue.refus


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(MORCEAUX)), max_size=12), max_size=6),
    st.booleans(),
)
def test_un_tableau_quelconque_ne_leve_rien(lignes: list[list[str]], titres: bool):
    for ligne in lire_table([TITRES, *lignes] if titres else lignes, departement="74", annee=2026):
        assert bool(ligne.candidat) is not bool(ligne.refus)
