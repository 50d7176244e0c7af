"""`robot assiette`: every printed figure of the three annexes, the options, the sheets and the letters."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from robot.__main__ import main
from tests.adapters.tableaux_d_assiette import TITRES, VILLE, VIRY, csv_de_viry, csv_du_genevois
from tests.domain.flux.annexes import (
    DROITS_DU_GENEVOIS,
    EPCI,
    FICHES_DE_VIRY,
)

DONNEES = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def ecrire(tmp_path: Path):
    """Writes a table and gives its path."""

    def ecrire(texte: str, nom: str = "tableau.csv", encodage: str = "utf-8") -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(texte.encode(encodage))
        return chemin

    return ecrire


@pytest.mark.regle("R26", "C2")
def test_la_commande_redit_les_quinze_taux_et_les_sommes_du_genevois(ecrire, capsys):
    chemin = ecrire(csv_du_genevois())
    assert main(["assiette", str(chemin)]) == 0
    sortie = capsys.readouterr().out
    for nom, (_, droits, taux) in DROITS_DU_GENEVOIS.items():
        (ligne,) = [ligne for ligne in sortie.splitlines() if ligne.startswith(f"{nom} ") and "%" in ligne]
        assert f" {droits} " in ligne
        assert taux in ligne
    assert any(ligne.split() == [*EPCI.split(), "798", "1", *"00000", "797"] for ligne in sortie.splitlines())
    assert "124,37 %" in sortie


@pytest.mark.regle("R26")
@pytest.mark.parametrize("nom", FICHES_DE_VIRY)
def test_la_commande_redit_chaque_fiche_de_viry(ecrire, capsys, nom):
    fiche = FICHES_DE_VIRY[nom]
    assert main(["assiette", str(ecrire(csv_de_viry(nom))), "--annee", "2024", "--millesime", "31/12/2022"]) == 0
    mots = [ligne.split() for ligne in capsys.readouterr().out.splitlines()]
    assert ["VIRY", str(fiche.total), *"000000", str(fiche.brut), fiche.mutations, fiche.orcod_lhi, fiche.net] in mots
    assert any([str(fiche.droits), fiche.taux] == ligne[4:6] for ligne in mots)


@pytest.mark.skipif(not DONNEES.exists(), reason="les données partagées ne sont pas à côté du projet")
@pytest.mark.parametrize("nom", ["hsh_cc_du_genevois", *FICHES_DE_VIRY])
def test_les_tableaux_partages_disent_la_meme_chose_que_les_annexes(ecrire, capsys, nom):
    ecrit = csv_du_genevois() if nom == "hsh_cc_du_genevois" else csv_de_viry(nom)
    sorties = []
    for chemin in (ecrire(ecrit), DONNEES / f"assiette_{nom}.csv"):
        assert main(["assiette", str(chemin), "--json"]) == 0
        sorties.append(json.loads(capsys.readouterr().out))
    assert sorties[0] == sorties[1]


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "config")]) == 0
    capsys.readouterr()
    return tmp_path / "config"


def test_les_decimales_se_choisissent(ecrire, capsys):
    assert main(["assiette", str(ecrire(csv_de_viry())), "--json", "--decimales", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["reservataires"][0]["taux"] == "38,24"


@pytest.mark.regle("C1", "C9")
def test_la_clause_et_les_deux_dates_viennent_des_options(ecrire, capsys):
    options = ["--orcod-lhi", "dans_flux", "--annee", "2024", "--millesime", "2022-12-31"]
    assert main(["assiette", str(ecrire(csv_de_viry())), "--json", *options]) == 0
    objet = json.loads(capsys.readouterr().out)
    assert (objet["annee"], objet["millesime"]) == (2024, "2022-12-31")
    assert objet["orcod_lhi"] == {"valeur": "dans_flux", "source": "Convention, art. 2.3 : « il en est de même »"}
    assert any("laissés dans le flux" in texte for texte in objet["alertes"])


@pytest.mark.regle("R24")
@pytest.mark.parametrize(
    ("annee", "echue"),
    [
        pytest.param("2025", False, id="finit pendant l'année"),
        pytest.param("2026", True, id="finie avant le 1er janvier"),
    ],
)
def test_une_convention_est_echue_si_elle_finit_avant_l_annee(ecrire, capsys, annee, echue):
    texte = f"{TITRES},fin_convention\n{VIRY},\n{VILLE},31/12/2025\n"
    assert main(["assiette", str(ecrire(texte)), "--annee", annee]) == 0
    assert ("la convention a pris fin le mercredi 31 décembre 2025" in capsys.readouterr().out) is echue


@pytest.mark.parametrize(
    ("arguments", "code", "mots"),
    [
        pytest.param([], 2, "Dites quel tableau lire", id="aucun tableau"),
        pytest.param(["nulle-part.csv"], 1, "ce fichier n'existe pas", id="un tableau absent"),
    ],
)
def test_un_tableau_qu_on_ne_peut_lire_le_dit(capsys, arguments, code, mots):
    assert main(["assiette", *arguments]) == code
    assert mots in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--annee", "24"], ["--decimales", "9"], ["--orcod-lhi", "parfois"]])
def test_une_option_fausse_est_un_mauvais_usage(capsys, option):
    with pytest.raises(SystemExit) as fin:
        main(["assiette", "x.csv", *option])
    assert fin.value.code == 2
    assert "Écrivez" in capsys.readouterr().err


def test_un_tableau_refuse_dit_chaque_ligne(ecrire, capsys):
    assert main(["assiette", str(ecrire(csv_de_viry().replace("68", "x").replace("26", "y")))]) == 1
    assert [ligne[:20] for ligne in capsys.readouterr().err.splitlines()] == [
        "tableau.csv, ligne 2", "tableau.csv, ligne 3",
    ]  # fmt: skip


@pytest.mark.regle("R23", "R26")
def test_la_sortie_ecrit_la_fiche_et_la_lettre_de_chacun(ecrire, reglages, tmp_path, capsys):
    texte = f"{TITRES},adresse\n{VIRY},\n{VILLE},civil@viry74.example\n"
    commande = ["assiette", str(ecrire(texte)), "--annee", "2027", "--millesime", "2025-12-31"]
    assert main([*commande, "--config", str(reglages), "--sortie", str(tmp_path / "envois")]) == 0
    assert "38%" in capsys.readouterr().out
    fiche, lettre = (tmp_path / "envois" / f"01-ville-de-viry.{suffixe}" for suffixe in ("xlsx", "eml"))
    assert load_workbook(fiche, data_only=True).worksheets[0]["B6"].value == 68
    message = message_from_bytes(lettre.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["to"] == "civil@viry74.example"
    assert message["subject"] == "[38 % sur VIRY · année 2027] Votre assiette et votre taux de réservation"
    partie = message.get_body(("plain",))
    assert partie is not None
    contenu = " ".join(str(partie.get_content()).replace("\xa0", " ").split())
    assert "VIRY : 26 / 68, soit 38 %" in contenu
    assert "10 % des logements libérés" in contenu
    assert "avant le dimanche 28 février 2027" in contenu


def test_une_sortie_impossible_le_dit(ecrire, reglages, tmp_path, capsys):
    bouche = tmp_path / "fichier"
    bouche.write_text("", encoding="utf-8")
    commande = ["assiette", str(ecrire(csv_de_viry())), "--config", str(reglages), "--sortie", str(bouche), "--json"]
    assert main(commande) == 1
    assert "impossible d'y écrire" in capsys.readouterr().err


# --- from the settings, and sent -------------------------------------------------------------------


@pytest.fixture
def regles(reglages: Path) -> Path:
    """The example's settings, with a table beside them."""
    chemin = reglages / "robot.yaml"
    assiette = "\nassiette: {table: assiette.csv, annee: 2027, millesime: 2026-12-31}\n"
    chemin.write_text(chemin.read_text(encoding="utf-8") + assiette, encoding="utf-8")
    (reglages / "assiette.csv").write_text(
        "type;nom;perimetre;total;droits\nterritoire;Viry;;68;\n"
        "reservataire;Commune de Viry;Viry;;26\nreservataire;prefecture-reservation-sociale;Viry;;20\n",
        encoding="utf-8",
    )
    return reglages


def test_sans_tableau_nomme_celui_des_reglages_est_lu(regles, capsys):
    assert main(["assiette", "--config", str(regles)]) == 0
    sortie = capsys.readouterr().out
    assert "objectif 2027 · parc au 31/12/2026" in sortie
    assert "38,24 %" in sortie


def test_sans_tableau_nulle_part_la_commande_dit_quoi_ecrire(reglages, capsys):
    assert main(["assiette", "--config", str(reglages)]) == 2
    assert "assiette.table" in capsys.readouterr().err


@pytest.mark.regle("R23")
def test_les_taux_s_envoient_une_fois_par_an(regles, capsys, monkeypatch):
    monkeypatch.setenv("ROBOT_SECRET", "un secret d'essai de trente-deux octets")
    assert main(["assiette", "--envoyer", "--config", str(regles)]) == 0
    premier = capsys.readouterr().out
    assert "Commune de Viry : lettre des taux 2027 enregistrée pour civil@viry74.example." in premier
    assert main(["assiette", "--envoyer", "--config", str(regles)]) == 0
    assert "déjà enregistrée" in capsys.readouterr().out


@pytest.mark.parametrize("trop", [["tableau.csv"], ["--sortie", "envois"]], ids=["un autre tableau", "une sortie"])
def test_on_n_envoie_que_le_tableau_des_reglages(regles, capsys, trop):
    assert main(["assiette", *trop, "--envoyer", "--config", str(regles)]) == 2
    assert "« --envoyer » envoie les taux du tableau des réglages" in capsys.readouterr().err


def test_sans_assiette_dans_les_reglages_rien_n_est_envoye(reglages, capsys, monkeypatch):
    monkeypatch.setenv("ROBOT_SECRET", "un secret d'essai de trente-deux octets")
    assert main(["assiette", "--envoyer", "--config", str(reglages)]) == 2
    assert "écrivez « assiette: »" in capsys.readouterr().err
