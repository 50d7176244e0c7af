"""What a person types, and what they are answered (CONTRAT.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from robot.__main__ import main

ENTETE = (
    "N° RPLS;Adresse;Commune;Étage;Ascenseur;Typologie;Surface;Financement;Chauffage;Eau chaude;Loyer;Charges;PMR\n"
)
LIGNE = "{rpls};12 rue des Essais;Viry;2;oui;T3;64,5;PLUS;gaz;collective;487,32;120,00;non\n"


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "config")]) == 0
    capsys.readouterr()
    return tmp_path / "config"


def test_init_ecrit_des_reglages_valides_tels_quels(tmp_path, capsys):
    assert main(["init", str(tmp_path / "c")]) == 0
    assert main(["verifier", "--config", str(tmp_path / "c")]) == 0
    assert "valides" in capsys.readouterr().out


def test_verifier_dit_toutes_les_erreurs_avec_fichier_et_ligne(reglages, capsys):
    chemin = reglages / "reservataires.yaml"
    texte = chemin.read_text(encoding="utf-8")
    texte = texte.replace("adresse: civil@viry74.example", "adresse: XXX@XXX.XXX")
    texte = texte.replace("commune: La Balme-de-Sillingy", "commune: La Balme-de-Silingy")
    chemin.write_text(texte, encoding="utf-8")
    assert main(["verifier", "--config", str(reglages)]) == 1
    erreurs = capsys.readouterr().err
    assert "reservataires.yaml:" in erreurs
    assert "XXX@XXX.XXX" in erreurs
    assert "La Balme-de-Sillingy" in erreurs


def test_liberer_garde_les_bonnes_lignes_dit_les_mauvaises_et_ne_double_rien(reglages, tmp_path, capsys):
    fichier = tmp_path / "liberes.csv"
    mauvaise = LIGNE.format(rpls="7430900002").replace(";T3;", ";garage;")
    fichier.write_text(ENTETE + LIGNE.format(rpls="7430900001") + mauvaise, encoding="cp1252")
    commande = ["liberer", "--config", str(reglages), str(fichier)]
    assert main(commande) == 1
    premiere = capsys.readouterr()
    assert "V-" in premiere.out
    assert "liberes.csv" in premiere.err
    assert "3" in premiere.err
    assert main(commande) == 1
    assert "déjà enregistré sous" in capsys.readouterr().out
    assert main(["etat", "--config", str(reglages), "--json"]) == 0
    etats = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert [etat["rpls"] for etat in etats] == ["7430900001"]


def test_etat_sans_logement_dit_comment_en_enregistrer(reglages, capsys):
    assert main(["etat", "--config", str(reglages)]) == 0
    assert "robot liberer" in capsys.readouterr().out


def test_expliquer_une_reference_inconnue_dit_ou_les_trouver(reglages, capsys):
    assert main(["expliquer", "V-2026-9999", "--config", str(reglages)]) == 1
    assert "robot etat" in capsys.readouterr().err


def test_cycle_sans_mot_de_passe_dit_comment_le_donner(reglages, capsys, monkeypatch):
    for nom in ("ROBOT_IMAP_MOT_DE_PASSE", "ROBOT_SMTP_MOT_DE_PASSE", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(nom, raising=False)
    assert main(["cycle", "--config", str(reglages)]) == 1
    assert "ROBOT_IMAP_MOT_DE_PASSE" in capsys.readouterr().err


def test_cycle_dont_le_serveur_est_inconnu_sort_en_3(reglages, capsys, monkeypatch):
    monkeypatch.setenv("ROBOT_IMAP_MOT_DE_PASSE", "un mot de passe")
    monkeypatch.setenv("ROBOT_SMTP_MOT_DE_PASSE", "un mot de passe")
    assert main(["cycle", "--config", str(reglages)]) == 3
    assert "imap.bailleur.example" in capsys.readouterr().err


@pytest.mark.regle("R42")
def test_delai_en_json_est_celui_du_contrat(capsys):
    assert main(["delai", "2026-05-22", "--jours", "2", "--json"]) == 0
    lu = json.loads(capsys.readouterr().out)
    assert lu["reception"] == "2026-05-22"
    assert lu["jours"] == 2
    assert lu["echeance"] == "2026-05-27T23:59:59+02:00"
    assert lu["decompte"][0] == {"date": "2026-05-22", "compte": False, "raison": "jour de la réception, jour zéro"}
    assert "Lundi de Pentecôte" in lu["decompte"][3]["raison"]


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        pytest.param(["sauter"], "non attribue", id="un verbe inconnu : la liste des ordres"),
        pytest.param(["delai"], "DELAI 5", id="un nombre de jours oublié"),
        pytest.param(["delait", "5"], "DELAI", id="une faute de frappe n'est jamais obéie"),
        pytest.param(["annuler"], "« essai » ne dit pas", id="un motif qui ne va pas avec l'ordre"),
    ],
)
def test_un_ordre_mal_ecrit_sort_en_2_et_dit_quoi_ecrire(mots, attendu, capsys):
    assert main(["decider", "V-2026-0001", *mots, "--par", "Camille Durand", "--motif", "essai"]) == 2
    assert attendu in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        pytest.param(["delai", "2026-13-01", "--jours", "2"], "n'est pas une date", id="une date impossible"),
        pytest.param(["delai", "2026-05-22", "--jours", "deux"], "écrivez un nombre", id="un nombre en lettres"),
        pytest.param(["delai", "2026-05-22"], "il manque : --jours", id="une option oubliée"),
        pytest.param(["deli"], "n'existe pas", id="une commande mal tapée"),
        pytest.param(["cycle", "--maintenant", "demain"], "n'est pas un instant", id="un instant en lettres"),
    ],
)
def test_un_mauvais_usage_sort_en_2_et_dit_quoi_ecrire(arguments, attendu, capsys):
    with pytest.raises(SystemExit) as sortie:
        main(arguments)
    assert sortie.value.code == 2
    assert attendu in capsys.readouterr().err


def test_lire_ne_demande_aucun_reglage_et_rend_le_json_du_contrat(tmp_path, capsys):
    message = tmp_path / "m.eml"
    message.write_bytes(
        b"From: a@b.example\r\nSubject: Re: V-2026-0042\r\n\r\nREFUSE\r\n\r\nMotif : loyer trop haut\r\n"
    )
    assert main(["lire", str(message), "--json"]) == 0
    lu = json.loads(capsys.readouterr().out)
    assert set(lu) == {"fichier", "nature", "decisions", "texte", "signature", "destinataire", "statut"}
    assert lu["nature"] == "reponse"
    (decision,) = lu["decisions"]
    assert set(decision) == {"reference", "decision", "motif", "preuve"}
    assert decision["decision"] == "refuse"


def test_lire_un_fichier_absent_sort_en_2_et_lit_les_autres(tmp_path, capsys):
    message = tmp_path / "m.eml"
    message.write_bytes(b"From: a@b.example\r\n\r\nACCEPTE\r\n")
    assert main(["lire", str(tmp_path / "absent.eml"), str(message)]) == 2
    sortie = capsys.readouterr()
    assert "absent.eml" in sortie.err
    assert "accepte" in sortie.out
