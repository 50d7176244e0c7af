"""Le tableau de l'assiette dans les réglages : rattaché au carnet, suivi comme lui, et chaque écart est dit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from robot.adapters.carnets.dossier import Rechargeur, charger
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import OrcodLhi
from robot.domain.flux.livre import UNITE
from robot.domain.flux.stade import Stade
from tests.adapters.reglages_d_essai import ROBOT, avertissements, ecrire, erreurs, un

ASSIETTE = "assiette: {table: assiette.csv, annee: 2026, millesime: 2025-12-31}\n"
TABLE = """\
type;nom;perimetre;total;droits;mutations_pct
territoire;Viry;;129;;10
territoire;Neydens;;27;;10
reservataire;Commune de VIRY;Viry;;65;
reservataire;PREFECTURE DE LA HAUTE SAVOIE / RS;CC du Genevois;;39;
"""
CARNET = un("Commune de Viry", code="viry") + un(
    "Préfecture, réservation sociale",
    code="prefecture-rs",
    adresse="ddets@haute-savoie.fr",
    gestion="deleguee",
    perimetre="{departement: 74}",
    ordre="",
    alias='"Préfecture de la Haute-Savoie / RS"',
)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    poser(tmp_path)
    return tmp_path


def poser(dossier: Path, *, assiette: str = ASSIETTE, table: str = TABLE, carnet: str = CARNET) -> None:
    ecrire(dossier, robot=ROBOT + assiette, reservataires=carnet)
    (dossier / "assiette.csv").write_text(table, encoding="utf-8")


def refus(dossier: Path, *, assiette: str = ASSIETTE, table: str = TABLE, carnet: str = CARNET) -> list[str]:
    poser(dossier, table=table)
    return erreurs(dossier, robot=ROBOT + assiette, reservataires=carnet)


def dits(dossier: Path, *, assiette: str = ASSIETTE, table: str = TABLE, carnet: str = CARNET) -> list[str]:
    poser(dossier, table=table)
    return avertissements(dossier, robot=ROBOT + assiette, reservataires=carnet)


def flux(dossier: Path) -> FluxDeLAnnee:
    lu = charger(dossier).carnet.flux
    assert lu is not None
    return lu


def test_sans_assiette_le_carnet_n_a_pas_de_flux(tmp_path):
    ecrire(tmp_path)
    assert charger(tmp_path).carnet.flux is None


@pytest.mark.regle("R20")
def test_les_titulaires_sont_les_codes_du_carnet(dossier):
    lu = flux(dossier)
    assert {droit.reservataire for droit in lu.tableau.droits} == {"viry", "prefecture-rs"}
    assert lu.parts.du("Viry", "viry") == Fraction(65, 129)
    assert sum(lu.quotes["Neydens"].values()) == UNITE
    assert lu.quotes["Neydens"].keys() == {"prefecture-rs", "BAILLEUR"}
    assert (lu.annee, lu.source, lu.tableau.bailleur) == (2026, "assiette.csv", "Office de démonstration")
    assert lu.territoire("74309") == "Viry"
    assert lu.territoire("74010") is None


@pytest.mark.regle("R82", "R91")
def test_un_reservataire_delegue_est_compte_au_bail_les_autres_au_stade_des_conventions(dossier):
    poser(dossier, assiette=ASSIETTE.replace("}", ", stade: {valeur: attribution, source: Comité du 3 mars}}"))
    lu = flux(dossier)
    assert lu.stade_source == "Comité du 3 mars"
    assert lu.stade_de("viry") is Stade.ATTRIBUTION
    assert lu.stade_de("prefecture-rs") is Stade.BAIL


@pytest.mark.regle("C1")
@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [("soustraits", OrcodLhi.SOUSTRAIT), ("soustrait", OrcodLhi.SOUSTRAIT), ("dans_flux", OrcodLhi.DANS_FLUX)],
)
def test_la_clause_des_orcod_s_ecrit(dossier, ecrit, attendu):
    poser(dossier, assiette=ASSIETTE.replace("}", f", orcod_lhi: {ecrit}}}"))
    assert flux(dossier).tableau.orcod_lhi is attendu


@pytest.mark.parametrize(
    ("ecrit", "phrase"),
    [
        pytest.param({"table": TABLE.replace("VIRY", "Virry")}, "n'est dans le carnet ni un nom", id="nom inconnu"),
        pytest.param({"table": TABLE.replace(";129;", ";cent;")}, "nombre entier de logements", id="total en lettres"),
        pytest.param({"table": ""}, "le fichier est vide", id="tableau vide"),
        pytest.param({"assiette": "assiette: {annee: 2026}\n"}, "assiette.table : ce réglage manque", id="sans table"),
        pytest.param({"assiette": "assiette: {table: assiette.csv}\n"}, "assiette.annee : ce réglage", id="sans année"),
        pytest.param(
            {"assiette": ASSIETTE.replace("2026", "26")}, "nombre entier de 2021", id="année en deux chiffres"
        ),
        pytest.param(
            {"assiette": ASSIETTE.replace("assiette.csv", "autre.csv")}, "ce fichier n'existe pas", id="table absente"
        ),
        pytest.param(
            {"assiette": ASSIETTE.replace("}", ", orcod_lhi: parfois}")},
            "soustraits ou dans_flux",
            id="clause inconnue",
        ),
        pytest.param(
            {"assiette": ASSIETTE.replace("}", ", stade: bail}")}, "stade: {valeur: acceptation", id="stade sans source"
        ),
        pytest.param(
            {"carnet": CARNET + un("Autre", perimetre="{commune: Neydens}", alias="Commune de Viry")},
            "peut être autre ou viry",
            id="un nom pour deux réservataires",
        ),
    ],
)
def test_une_faute_est_refusee_et_dit_quoi_ecrire(tmp_path, ecrit, phrase):
    trouves = refus(tmp_path, **ecrit)
    assert any(phrase in trouve for trouve in trouves), trouves


def test_un_nom_inconnu_est_dit_avec_sa_ligne_et_l_alias_a_ecrire(tmp_path):
    (seul,) = refus(tmp_path, table=TABLE.replace("Commune de VIRY", "Mairie de Viry"))
    assert seul.startswith("assiette.csv:4: nom : « Mairie de Viry »")
    assert 'alias: "Mairie de Viry"' in seul
    assert "« commune de viry »" in seul


@pytest.mark.parametrize(
    ("ecrit", "phrase"),
    [
        pytest.param(
            {"carnet": CARNET + un("Neydens", adresse="mairie@neydens.fr", perimetre="{commune: Neydens}")},
            "« Neydens » n'y a aucun droit",
            id="un réservataire sans droit",
        ),
        pytest.param(
            {"carnet": CARNET.replace("{departement: 74}", "{commune: Viry}")},
            "des droits là où son périmètre ne va pas : Neydens",
            id="des droits hors du périmètre",
        ),
        pytest.param(
            {"table": TABLE.replace("territoire;Neydens", "territoire;Secteur sud")},
            "« Secteur sud » n'est pas une commune connue",
            id="une ligne qui n'est pas une commune",
        ),
    ],
)
@pytest.mark.regle("R31")
def test_un_ecart_entre_le_tableau_et_le_carnet_est_un_avertissement(tmp_path, ecrit, phrase):
    assert any(phrase in dit for dit in dits(tmp_path, **ecrit))


def test_le_tableau_est_suivi_et_le_dernier_bon_reste(dossier):
    rechargeur = Rechargeur(dossier)
    rechargeur.charger()
    poser(dossier, table=TABLE.replace(";65;", ";60;"))
    carnet = rechargeur.charger()
    assert carnet.flux is not None
    assert carnet.flux.parts.du("Viry", "viry") == Fraction(60, 129)
    poser(dossier, table=TABLE.replace(";65;", ";beaucoup;"))
    assert rechargeur.charger() is carnet
    assert "assiette.csv:4: droits" in (rechargeur.probleme() or "")
    poser(dossier)
    neuf = rechargeur.charger().flux
    assert neuf is not None
    assert neuf.parts.du("Viry", "viry") == Fraction(65, 129)
    assert rechargeur.probleme() is None


def test_sans_modification_le_flux_n_est_pas_recalcule(dossier):
    rechargeur = Rechargeur(dossier)
    rechargeur.charger()
    premier = rechargeur.charger().flux
    assert premier is not None
    assert rechargeur.charger().flux is premier
    assert premier.parts is premier.parts
