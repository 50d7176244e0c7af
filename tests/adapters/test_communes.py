"""La table officielle : un nom écrit de toutes les façons désigne la bonne commune, ou en propose."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from robot.adapters.communes import DONNEES, TableCommunes, cle_de_commune, table_officielle
from robot.domain.carnet import Communes

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "communes_2026.csv"


@pytest.fixture(scope="module")
def table() -> TableCommunes:
    return table_officielle()


def test_la_table_tient_le_contrat_du_domaine(table):
    contrat: Communes = table
    viry = contrat.par_code("74309")
    assert viry is not None
    assert (viry.nom, viry.departement, viry.epci, viry.epci_nom) == ("Viry", "74", "247400690", "CC du Genevois")
    assert viry.codes_postaux == ("74580",)


@pytest.mark.parametrize(
    ("ecrit", "codes"),
    [
        pytest.param("Viry", ["39579", "71586", "74309"], id="trois communes s'appellent Viry"),
        pytest.param("LA BALME DE SILLINGY", ["74026"], id="capitales et sans tirets"),
        pytest.param("Balme-de-Sillingy", ["74026"], id="sans son article"),
        pytest.param("st julien en genevois", ["74243"], id="St pour Saint"),
        pytest.param("St-Julien-en-Genevois", ["74243"], id="St- pour Saint-"),
        pytest.param("Ste Colombe sur Gand", ["42209"], id="Ste pour Sainte"),
        pytest.param("Chalon s/ Saône", ["71076"], id="s/ pour sur"),
        pytest.param("L’Isle-Adam", ["95313"], id="apostrophe typographique"),
        pytest.param("l isle adam", ["95313"], id="sans apostrophe"),
        pytest.param("Houches", ["74143"], id="Les Houches sans son article"),
        pytest.param("Ile d'Yeu", ["85113"], id="L'Île-d'Yeu"),
        pytest.param("Coeuvres et Valsery", ["02201"], id="oe pour œ"),
        pytest.param("Virry", [], id="une faute ne désigne personne"),
        pytest.param("", [], id="rien ne désigne personne"),
        pytest.param("-", [], id="un tiret ne désigne personne"),
    ],
)
def test_un_nom_se_lit_sans_accents_casse_tirets_ni_article(table, ecrit, codes):
    assert [commune.code for commune in table.par_nom(ecrit)] == codes


def test_l_article_ecrit_prime_sur_son_absence(table):
    assert {commune.nom for commune in table.par_nom("La Rivière")} == {"La Rivière"}
    assert {commune.nom for commune in table.par_nom("Rivière")} == {"Rivière"}


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        pytest.param("75112", "Paris", id="le 12e arrondissement est à Paris"),
        pytest.param("69383", "Lyon", id="le 3e arrondissement est à Lyon"),
        pytest.param("13216", "Marseille", id="le 16e arrondissement est à Marseille"),
        pytest.param("2a004", "Ajaccio", id="la Corse, en minuscule"),
        pytest.param("97411", "Saint-Denis", id="La Réunion"),
    ],
)
def test_un_code_insee_designe_sa_commune(table, code, nom):
    assert table.par_code(code).nom == nom


@pytest.mark.parametrize("code", ["74999", "", "Viry", "74580"])
def test_un_code_inconnu_ne_designe_rien(table, code):
    assert table.par_code(code) is None


def test_un_code_postal_rend_ses_communes(table):
    assert [commune.nom for commune in table.par_code_postal("74580")] == ["Viry"]
    assert table.par_code_postal("") == ()


@pytest.mark.parametrize(
    ("ecrit", "propose"),
    [
        pytest.param("Virry", "Viry (74)", id="Virry → Viry (74)"),
        pytest.param("La Balme de Silingy", "La Balme-de-Sillingy (74)", id="un l oublié"),
        pytest.param("saint julien", "Saint-Julien-en-Genevois (74)", id="un nom commencé"),
        pytest.param("Anecy", "Annecy (74)", id="un n oublié"),
    ],
)
def test_une_faute_propose_d_abord_les_communes_du_departement(table, ecrit, propose):
    assert table.suggestions(ecrit, "74")[0] == propose
    assert len(table.suggestions(ecrit)) <= 5


def test_virry_propose_viry_meme_sans_departement(table):
    assert "Viry (74)" in table.suggestions("Virry")


@pytest.mark.parametrize("ecrit", ["qsdfghjklm", "", "???", "x" * 10_000])
def test_ce_qui_ne_ressemble_a_rien_ne_propose_rien(table, ecrit):
    assert table.suggestions(ecrit) == ()


@pytest.mark.parametrize(
    "ecrit",
    ["CC du Genevois", "cc genevois", "Communauté de communes du Genevois", "COMMUNAUTÉ DE COMMUNES du genevois"],
)
def test_un_epci_se_nomme_en_sigle_ou_en_entier(table, ecrit):
    assert [epci.siren for epci in table.epci_par_nom(ecrit)] == ["247400690"]


def test_un_epci_se_trouve_par_son_siren_et_connait_ses_communes(table):
    assert table.epci_par_siren("247400690").nom == "CC du Genevois"
    assert "74309" in table.codes_de_l_epci("247400690")
    assert len(table.codes_de_l_epci("247400690")) == 17
    assert table.epci_par_siren("000000000") is None
    assert table.codes_de_l_epci("") == ()


def test_deux_epci_du_meme_nom_sont_rendus_tous_les_deux(table):
    assert len(table.epci_par_nom("CC des Quatre Rivières")) == 2


def test_une_faute_dans_un_epci_propose_le_bon(table):
    assert table.suggestions_epci("CC du Gennevois")[0] == "CC du Genevois"
    assert "CA du Grand Annecy" in table.suggestions_epci("Grand Annecy")


@pytest.mark.parametrize("ecrit", ["74", " 74 ", "Haute-Savoie", "haute savoie", "Haute-Savoie (74)"])
def test_un_departement_se_nomme_par_son_numero_ou_son_nom(table, ecrit):
    assert table.trouver_departement(ecrit).nom == "Haute-Savoie"


def test_les_autres_numeros_de_departement(table):
    assert table.departement("1").nom == "Ain"
    assert table.departement("2a").nom == "Corse-du-Sud"
    assert table.departement("974").nom == "La Réunion"
    assert table.departement("99") is None
    assert table.trouver_departement("") is None
    assert table.suggestions_departement("Haute Savoi")[0] == "Haute-Savoie (74)"


def test_un_departement_connait_ses_communes(table):
    assert {"74309", "74026"} <= set(table.codes_du_departement("74"))
    assert all(code.startswith("74") for code in table.codes_du_departement("74"))
    assert table.codes_du_departement("99") == ()


def test_une_ile_sans_epci_n_est_dans_aucun(table):
    ouessant = table.par_code("29155")
    assert (ouessant.epci, ouessant.epci_nom) == ("", "")


def test_les_noms_simplifies_de_la_table_sont_ceux_que_le_code_calcule():
    lignes = gzip.decompress((DONNEES / "communes.tsv.gz").read_bytes()).decode().splitlines()
    assert len(lignes) == 34_969
    ecarts = [champs[1] for champs in (ligne.split("\t") for ligne in lignes) if champs[5] != cle_de_commune(champs[1])]
    assert ecarts == []


@pytest.mark.skipif(not SOURCE.exists(), reason="la table officielle complète n'est pas là")
def test_la_table_compacte_dit_la_meme_chose_que_l_officielle(table):
    with SOURCE.open(encoding="utf-8", newline="") as fichier:
        for ligne in csv.DictReader(fichier):
            commune = table.par_code(ligne["code_insee"])
            assert commune is not None
            assert commune.nom == ligne["nom"]
            assert commune.departement == ligne["departement"]
            assert (commune.epci, commune.epci_nom) == (ligne["epci_siren"], ligne["epci_nom"])
            assert "|".join(commune.codes_postaux) == ligne["codes_postaux"]
