"""`robot sauvegarder` and `robot restaurer` as they are typed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from robot.__main__ import main
from tests.adapters.base_sauvegardee import retoucher


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The settings of a robot that holds one dwelling."""
    assert main(["init", str(tmp_path / "config")]) == 0
    (tmp_path / "liberes.csv").write_text(
        "N° RPLS;Adresse;Commune;Étage;Ascenseur;Typologie;Surface;Financement;Chauffage;Eau chaude;Loyer;Charges;PMR\n"
        "7430900001;12 rue des Essais;Viry;2;oui;T3;64,5;PLUS;gaz;collective;487,32;120,00;non\n",
        encoding="utf-8",
    )
    assert main(["liberer", "--config", str(tmp_path / "config"), str(tmp_path / "liberes.csv")]) == 0
    capsys.readouterr()
    return tmp_path / "config"


def test_sauvegarder_puis_restaurer_sur_une_machine_neuve(reglages: Path, tmp_path: Path, capsys):
    dest = tmp_path / "sauvegardes"
    dest.mkdir()
    assert main(["sauvegarder", str(dest), "--config", str(reglages), "--garder", "2"]) == 0
    dit = capsys.readouterr().out
    (sauvegarde,) = dest.iterdir()
    assert f"{sauvegarde} : 1 dossier, 1 fait, 0 message, 0 courrier" in dit
    assert re.search(r"Racine du journal : [0-9a-f]{64}", dit)
    assert ".secret" in dit
    racine = dit.split("Racine du journal : ")[1].split()[0]

    neuve = tmp_path / "neuve"
    shutil.copytree(reglages, neuve, ignore=shutil.ignore_patterns("robot.sqlite*", "robot.secret"))
    assert main(["restaurer", str(sauvegarde), "--config", str(neuve)]) == 1
    assert "autre secret des jetons" in capsys.readouterr().err
    shutil.copy(reglages / "robot.secret", neuve / "robot.secret")
    assert main(["restaurer", str(sauvegarde), "--config", str(neuve)]) == 0
    dit = capsys.readouterr().out
    assert racine in dit
    assert "relit d'abord la boîte" in dit
    assert main(["liberer", "--config", str(neuve), str(tmp_path / "liberes.csv")]) == 1
    assert "robot cycle" in capsys.readouterr().err
    assert main(["etat", "--config", str(neuve)]) == 0
    assert "T3 à Viry" in capsys.readouterr().out
    assert main(["restaurer", str(sauvegarde), "--config", str(neuve)]) == 1
    assert "n'est pas vide" in capsys.readouterr().err


def test_une_sauvegarde_datee_de_l_avenir_est_gardee_et_dite(reglages: Path, tmp_path: Path, capsys):
    dest = tmp_path / "sauvegardes"
    dest.mkdir()
    ancienne, avenir = (dest / f"robot-{annee}0101T000000Z.sqlite" for annee in (2020, 2999))
    ancienne.touch()
    avenir.touch()
    assert main(["sauvegarder", str(dest), "--config", str(reglages), "--garder", "1"]) == 0
    dit = capsys.readouterr().out
    assert not ancienne.exists()
    assert avenir.exists()
    assert len(list(dest.iterdir())) == 2, "celle qui vient d'être faite est là"
    assert f"{avenir} : datée d'un jour à venir" in dit
    assert "Vérifiez l'horloge de cette machine" in dit


def test_garder_ne_vaut_que_pour_un_dossier(reglages: Path, tmp_path: Path, capsys):
    assert main(["sauvegarder", str(tmp_path / "s.sqlite"), "--config", str(reglages), "--garder", "2"]) == 2
    assert "--garder demande un dossier" in capsys.readouterr().err


def test_une_base_absente_n_est_pas_une_sauvegarde_vide(reglages: Path, tmp_path: Path, capsys):
    (reglages / "robot.sqlite").rename(tmp_path / "ailleurs.sqlite")
    assert main(["sauvegarder", str(tmp_path / "s.sqlite"), "--config", str(reglages)]) == 1
    assert "rien à sauvegarder" in capsys.readouterr().err
    assert not (reglages / "robot.sqlite").exists()


def test_une_base_abimee_fait_echouer_la_commande_et_garde_les_anciennes(reglages: Path, tmp_path: Path, capsys):
    dest = tmp_path / "sauvegardes"
    dest.mkdir()
    ancienne = dest / "robot-20200101T000000Z.sqlite"
    ancienne.touch()
    retoucher(reglages / "robot.sqlite", "UPDATE dossiers SET statut = 'acceptee'")
    assert main(["sauvegarder", str(dest), "--config", str(reglages), "--garder", "1"]) == 1
    assert "robot journal verifier" in capsys.readouterr().err
    assert ancienne.exists()
    assert len(list(dest.iterdir())) == 2


def test_une_base_abimee_se_remet_telle_quelle_avec_le_code_que_donne_la_sauvegarde(
    reglages: Path, tmp_path: Path, capsys
):
    retoucher(reglages / "robot.sqlite", "UPDATE dossiers SET statut = 'acceptee'")
    sauvegarde = tmp_path / "s.sqlite"
    assert main(["sauvegarder", str(sauvegarde), "--config", str(reglages)]) == 1
    trouve = re.search(r"--avec-ses-defauts ([0-9a-f]{8}) ", capsys.readouterr().err)
    assert trouve
    for fichier in reglages.glob("robot.sqlite*"):
        fichier.unlink()
    assert main(["restaurer", str(sauvegarde), "--config", str(reglages)]) == 1
    dit = capsys.readouterr().err
    assert "l'index dit « statut = acceptee »" in dit
    assert dit.rstrip().endswith(f"--avec-ses-defauts {trouve[1]}")
    assert main(["restaurer", str(sauvegarde), "--config", str(reglages), "--avec-ses-defauts", trouve[1]]) == 0
    sortie = capsys.readouterr()
    assert "l'index dit « statut = acceptee »" in sortie.err
    assert "relit d'abord la boîte" in sortie.out
