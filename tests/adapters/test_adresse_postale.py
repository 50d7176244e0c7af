"""Where a household may answer on paper: at the head of what is printed; missing, it is told before it lacks."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from robot.adapters import modeles
from robot.adapters.carnets.dossier import charger
from robot.adapters.pieces import lettre
from robot.adapters.ressources import racine_ressources
from robot.domain.calendrier import PARIS
from tests.adapters.exemples_de_la_suite import lettres_de_la_suite
from tests.adapters.reglages_d_essai import ROBOT, avertissements, ecrire

LIGNE = "  adresse_postale: 12 rue des Alpes, 74000 Annecy\n"
LONGUE = "Direction de la clientèle et des attributions, bâtiment C, 128 avenue de la République, 74960 Cran-Gevrier"


def imprimer(adresse_postale: str) -> str:
    """The first page of a letter to post, as its reader sees it."""
    (piece,) = lettres_de_la_suite()["lettre DALO à poster"].pieces
    bailleur = {**piece.donnees["contexte"]["bailleur"], "adresse_postale": adresse_postale}
    donnees = {**piece.donnees, "contexte": {**piece.donnees["contexte"], "bailleur": bailleur}}
    papier = modeles.pour_le_papier(racine_ressources() / "templates", PARIS)
    octets, _ = lettre.fabriquer(donnees, papier, datetime(2026, 5, 4, tzinfo=UTC))
    return pypdf.PdfReader(io.BytesIO(octets)).pages[0].extract_text()


@pytest.mark.regle("R64")
def test_une_lettre_imprimee_dit_ou_repondre_par_ecrit():
    lignes = [ligne.strip() for ligne in imprimer("12 rue des Alpes, 74000 Annecy").splitlines()]
    assert lignes.index("12 rue des Alpes") < lignes.index("74000 ANNECY")
    assert "74000 ANNECY" not in imprimer("")


@pytest.mark.regle("R64")
def test_une_longue_adresse_tient_dans_sa_colonne_sans_rien_perdre():
    lu = " ".join(imprimer(LONGUE).split())
    assert "bâtiment C" in lu
    assert "74960 CRAN-GEVRIER" in lu


def test_sans_adresse_postale_verifier_previent_et_le_robot_part_quand_meme(tmp_path: Path):
    (dit,) = [a for a in avertissements(tmp_path, robot=ROBOT.replace(LIGNE, "")) if "adresse_postale" in a]
    assert "les lettres imprimées" in dit
    assert "Écrivez « adresse_postale: 12 rue des Alpes, 74000 Annecy »" in dit
    assert charger(tmp_path).carnet.bailleur.adresse_postale == ""


def test_l_adresse_postale_est_lue_et_ne_previent_de_rien(tmp_path: Path):
    ecrire(tmp_path)
    assert charger(tmp_path).carnet.bailleur.adresse_postale == "12 rue des Alpes, 74000 Annecy"
    assert not [a for a in avertissements(tmp_path) if "adresse_postale" in a]
