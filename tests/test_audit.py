"""`robot journal` and `robot purger`, as typed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from robot.__main__ import main
from robot.adapters.preuves import controle

ENTETE = (
    "N° RPLS;Adresse;Commune;Étage;Ascenseur;Typologie;Surface;Financement;Chauffage;Eau chaude;Loyer;Charges;PMR\n"
)
LIGNE = "{rpls};12 rue des Essais;Viry;2;oui;T3;64,5;PLUS;gaz;collective;487,32;120,00;non\n"


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A robot that recorded two dwellings."""
    dossier, fichier = tmp_path / "config", tmp_path / "liberes.csv"
    fichier.write_text(ENTETE + LIGNE.format(rpls="7430900001") + LIGNE.format(rpls="7430900002"), encoding="utf-8")
    assert main(["init", str(dossier)]) == 0
    assert main(["liberer", "--config", str(dossier), str(fichier)]) == 0
    capsys.readouterr()
    return dossier


def annuler(reglages: Path, reference: str) -> None:
    assert (
        main(["decider", reference, "annuler", "--par", "Claude Martin", "--motif", "vendu", "--config", str(reglages)])
        == 0
    )


@pytest.fixture
def reference(reglages, capsys) -> str:
    assert main(["etat", "--config", str(reglages), "--json"]) == 0
    return str(json.loads(capsys.readouterr().out.splitlines()[0])["reference"])


def base(reglages: Path) -> sqlite3.Connection:
    return sqlite3.connect(reglages / "robot.sqlite", isolation_level=None)


def test_verifier_un_journal_intact(reglages, capsys):
    assert main(["journal", "verifier", "--config", str(reglages)]) == 0
    sortie = capsys.readouterr()
    assert "Dossiers : 2, lignes : 2" in sortie.out
    assert "Le journal tient" in sortie.out
    assert "@20" in sortie.out
    assert sortie.err == ""


def test_verifier_un_journal_rompu_sort_en_1_et_nomme_chaque_defaut(reglages, reference, capsys):
    connexion = base(reglages)
    connexion.execute("UPDATE dossiers SET statut = 'annulee' WHERE reference = ?", (reference,))
    connexion.close()
    assert main(["journal", "verifier", "--config", str(reglages)]) == 1
    sortie = capsys.readouterr()
    assert "LE JOURNAL EST ROMPU : 1 défaut(s)" in sortie.out
    assert sortie.err == f"{reference} : l'index dit « statut = annulee », le journal dit « libere »\n"
    assert main(["journal", "verifier", "--config", str(reglages), "--json"]) == 1
    rendu = json.loads(capsys.readouterr().out)
    assert (rendu["tient"], len(rendu["fautes"]), rendu["lignes"]) == (False, 1, 2)


def test_une_base_abimee_sur_le_disque_est_un_defaut_pas_une_panne(reglages, capsys):
    """A page of the file overwritten, as a failing disk does."""
    connexion = base(reglages)
    connexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connexion.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
    (taille,) = connexion.execute("PRAGMA page_size").fetchone()
    connexion.close()
    with (reglages / "robot.sqlite").open("r+b") as fichier:
        fichier.seek((page - 1) * taille)
        fichier.write(b"\xff" * taille)
    assert main(["journal", "verifier", "--config", str(reglages)]) == 1
    sortie = capsys.readouterr()
    assert "elle ne se lit plus entièrement" in sortie.err
    assert "Racine" not in sortie.out


def test_un_index_abime_qui_cache_un_logement_est_un_defaut(reglages, reference, capsys):
    """One bit of an appointment in its index: every row still reads, and the robot would never see the dwelling due."""
    connexion = base(reglages)
    connexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connexion.execute("SELECT rootpage FROM sqlite_master WHERE name = 'dossiers_dus'").fetchone()
    (taille,) = connexion.execute("PRAGMA page_size").fetchone()
    (rendez_vous,) = connexion.execute("SELECT rendez_vous FROM dossiers WHERE reference = ?", (reference,)).fetchone()
    connexion.close()
    fichier = reglages / "robot.sqlite"
    octets = bytearray(fichier.read_bytes())
    ou = octets.index(rendez_vous.encode(), (page - 1) * taille, page * taille)
    octets[ou + 1] ^= 1 << 3  # from 2026 to 2826
    fichier.write_bytes(octets)
    assert main(["journal", "verifier", "--config", str(reglages)]) == 1
    assert "base : le fichier de la base est abîmé : " in capsys.readouterr().err
    copie = reglages.parent / "copie.sqlite"
    assert main(["sauvegarder", str(copie), "--config", str(reglages)]) == 0, "la copie refait ses index"


def test_exporter_un_dossier_qui_ne_se_relit_plus_se_dit(reglages, reference, tmp_path, capsys):
    connexion = base(reglages)
    connexion.execute("DROP TRIGGER journal_sans_update")
    connexion.execute("UPDATE journal SET donnees = '{}'")
    connexion.close()
    assert main(["journal", "exporter", reference, "--sortie", str(tmp_path / "p.zip"), "--config", str(reglages)]) == 1
    assert "robot journal verifier" in capsys.readouterr().err
    assert not (tmp_path / "p.zip").exists()


def test_une_racine_notee_se_compare(reglages, capsys):
    assert main(["journal", "verifier", "--config", str(reglages), "--json"]) == 0
    notee = json.loads(capsys.readouterr().out)["racine"]
    assert main(["journal", "verifier", "--config", str(reglages), "--racine", notee]) == 0
    assert f"La racine notée ({notee}) est celle du journal." in capsys.readouterr().out
    fausse = ("0" if notee[0] != "0" else "1") + notee[1:]
    assert main(["journal", "verifier", "--config", str(reglages), "--racine", fausse]) == 1
    assert fausse in capsys.readouterr().err


def test_une_racine_sans_instant_n_accuse_pas_le_journal(reglages, capsys):
    """What the digests of older versions printed."""
    assert main(["journal", "verifier", "--config", str(reglages), "--racine", "0f" * 16 + " " + "a1" * 16]) == 1
    assert "ne prouve rien, ni pour ni contre" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        pytest.param(["exporter"], "robot journal exporter REF", id="exporter sans référence"),
        pytest.param(["verifier", "V-2026-0001"], "robot journal verifier", id="vérifier avec une référence"),
        pytest.param(["brûler"], "au choix : 'verifier', 'exporter'", id="un geste inconnu"),
        pytest.param(["verifier", "--racine", "zzz"], "Recopiez-la", id="une racine qui n'en est pas une"),
    ],
)
def test_un_mauvais_usage_se_dit(reglages, capsys, mots, dit):
    try:
        code = main(["journal", *mots, "--config", str(reglages)])
    except SystemExit as sortie:
        code = int(str(sortie.code))
    assert code == 2
    assert dit in capsys.readouterr().err


def test_exporter_ecrit_une_preuve_qui_se_controle_seule(reglages, reference, tmp_path, capsys):
    annuler(reglages, reference)
    sortie = tmp_path / "p.zip"
    assert main(["journal", "exporter", reference.lower(), "--sortie", str(sortie), "--config", str(reglages)]) == 0
    dit = capsys.readouterr().out
    assert "python3 verifier.py" in dit
    (tete,) = [ligne.split()[1] for ligne in dit.splitlines() if ligne.strip().startswith("tete")]
    controle_seul = [sys.executable, "-I", "-S", controle.__file__, str(sortie), "--tete", tete]
    assert subprocess.run(controle_seul, capture_output=True, check=False).returncode == 0
    with zipfile.ZipFile(sortie) as archive:
        assert "Dossier annulé par Claude Martin" in archive.read("histoire.txt").decode()


def test_exporter_en_json_puis_refuser_d_ecraser(reglages, reference, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["journal", "exporter", reference, "--json", "--config", str(reglages)]) == 0
    assert json.loads(capsys.readouterr().out)["fichier"] == f"preuve-{reference}.zip"
    assert main(["journal", "exporter", reference, "--config", str(reglages)]) == 1
    assert "existe déjà" in capsys.readouterr().err


def test_exporter_une_reference_inconnue_dit_ou_les_trouver(reglages, capsys):
    assert main(["journal", "exporter", "V-1999-0001", "--config", str(reglages)]) == 1
    assert "robot etat" in capsys.readouterr().err


def vieillir(reglages: Path, reference: str) -> None:
    """Closed in 2010: as the journal would say it, had the robot run then."""
    annuler(reglages, reference)
    from sqlmodel import Session

    from robot.adapters.base import chaine
    from robot.adapters.base.declencheurs import poser, retirer
    from robot.adapters.base.store import StoreSql
    from robot.adapters.base.tables import LigneDossier, LigneJournal

    store = StoreSql(f"sqlite:///{reglages / 'robot.sqlite'}", "bailleur.example")
    with Session(store.moteur) as session, session.begin():
        pilote = session.connection()
        for ordre in retirer("journal", "sqlite"):
            pilote.exec_driver_sql(ordre)
        dossier = session.get_one(LigneDossier, reference)
        dossier.avance_le = "2010-01-04T08:00:00.000000+00:00"
        dossier.tete = chaine.origine(reference, dossier.cle)
        for numero in range(1, dossier.version + 1):
            ligne = session.get_one(LigneJournal, (reference, numero))
            ligne.inscrit_le = dossier.avance_le
            ligne.maillon = dossier.tete = chaine.maillon(dossier.tete, ligne)
        session.flush()
        for ordre in poser("journal", "sqlite"):
            pilote.exec_driver_sql(ordre)
    store.fermer()


def test_purger_annonce_puis_efface_puis_n_a_plus_rien_a_faire(reglages, reference, capsys):
    vieillir(reglages, reference)
    capsys.readouterr()
    assert main(["purger", "--config", str(reglages)]) == 0
    annonce = capsys.readouterr().out
    assert f"{reference} : parties personnelles de 1 fait(s)" in annonce
    assert "Rien n'a été effacé" in annonce
    assert main(["expliquer", reference, "--config", str(reglages)]) == 0
    assert "Claude Martin" in capsys.readouterr().out
    assert main(["purger", "--effacer", "--config", str(reglages)]) == 0
    assert "C'est effacé" in capsys.readouterr().out
    assert main(["expliquer", reference, "--config", str(reglages)]) == 0
    assert "Dossier annulé par « effacé »" in capsys.readouterr().out
    assert main(["journal", "verifier", "--config", str(reglages)]) == 0
    assert "Contenus effacés selon la loi, dont il reste l'empreinte : 1." in capsys.readouterr().out
    assert main(["purger", "--json", "--config", str(reglages)]) == 0
    assert json.loads(capsys.readouterr().out)["dossiers"] == []


def test_purger_suit_la_duree_reglee_et_sa_source(reglages, reference, capsys):
    annuler(reglages, reference)
    chemin = reglages / "robot.yaml"
    texte = (
        chemin.read_text(encoding="utf-8")
        .replace("mois: 60", "mois: 84")
        .replace("C. civ., art. 2224", "Registre, fiche 4")
    )
    chemin.write_text(texte, encoding="utf-8")
    capsys.readouterr()
    assert main(["purger", "--config", str(reglages)]) == 0
    dit = capsys.readouterr().out
    assert "84 mois (Registre, fiche 4" in dit
    assert "Rien à effacer." in dit


def test_purger_refuse_un_journal_rompu(reglages, reference, capsys):
    vieillir(reglages, reference)
    connexion = base(reglages)
    connexion.execute("UPDATE dossiers SET reservataire = 'x' WHERE reference = ?", (reference,))
    connexion.close()
    assert main(["purger", "--effacer", "--config", str(reglages)]) == 1
    assert "rien n'est effacé" in capsys.readouterr().err


@pytest.mark.parametrize("commande", [["journal", "verifier"], ["purger"]])
def test_sans_base_on_le_dit_et_on_n_en_cree_pas(tmp_path, capsys, commande):
    assert main(["init", str(tmp_path / "c")]) == 0
    assert main([*commande, "--config", str(tmp_path / "c")]) == 1
    assert "n'existe pas" in capsys.readouterr().err
    assert not (tmp_path / "c" / "robot.sqlite").exists()
