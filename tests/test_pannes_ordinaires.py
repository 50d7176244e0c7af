"""What goes wrong on any machine is told in French, with what to do: a closed folder, a damaged base, a slip.

Nothing here may end in a traceback, which is for our bugs: `main` would raise.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from robot import __main__ as ligne
from robot.__main__ import main
from robot.adapters.fichiers import MOTS, en_phrase, raison
from robot.adapters.montage import ouvrir_le_greffe
from tests.droits import sans_passe_droit

ENTETE = (
    "N° RPLS;Adresse;Commune;Étage;Ascenseur;Typologie;Surface;Financement;Chauffage;Eau chaude;Loyer;Charges;PMR\n"
)
LIGNE = "{rpls};12 rue des Essais;Viry;2;oui;T3;64,5;PLUS;gaz;collective;487,32;120,00;non\n"


def lignes(combien: int) -> str:
    return ENTETE + "".join(LIGNE.format(rpls=7430900001 + rang) for rang in range(combien))


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A robot that recorded two dwellings, its base in a folder of its own."""
    dossier, fichier = tmp_path / "config", tmp_path / "liberes.csv"
    assert main(["init", str(dossier)]) == 0
    robot = dossier / "robot.yaml"
    texte = robot.read_text(encoding="utf-8")
    assert "\nbase: robot.sqlite" in texte
    robot.write_text(texte.replace("\nbase: robot.sqlite", "\nbase: base/robot.sqlite"), encoding="utf-8")
    (dossier / "base").mkdir()
    fichier.write_text(lignes(2), encoding="utf-8")
    assert main(["liberer", "--config", str(dossier), str(fichier)]) == 0
    capsys.readouterr()
    return dossier


def lancer(mots: list[str]) -> int:
    try:
        return main(mots)
    except SystemExit as sortie:
        return int(str(sortie.code))


# --- a folder that one may not enter --------------------------------------------------------------


@pytest.fixture
def ferme(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody else, and files in it."""
    dossier = tmp_path / "ferme"
    dossier.mkdir()
    for nom in ("f.csv", "robot.yaml", "reservataires.yaml"):
        (dossier / nom).write_text("x", encoding="utf-8")
    dossier.chmod(0)
    with sans_passe_droit():
        yield dossier
    dossier.chmod(0o700)


@pytest.mark.parametrize(
    "mots",
    [
        pytest.param(["liberer", "F"], id="liberer"),
        pytest.param(["sauvegarder", "F"], id="sauvegarder dans ce dossier"),
        pytest.param(["restaurer", "F"], id="restaurer"),
        pytest.param(["assiette", "F"], id="assiette d'un tableau"),
        pytest.param(["assiette", "--config", "D"], id="assiette des réglages"),
        pytest.param(["repartir", "F", "F"], id="repartir"),
        pytest.param(["demo", "--dossier", "F"], id="demo"),
        pytest.param(["init", "F"], id="init"),
        pytest.param(["verifier", "--config", "D"], id="verifier"),
        pytest.param(["etat", "--config", "D"], id="etat"),
        pytest.param(["journal", "exporter", "V-2026-0001", "--sortie", "F"], id="exporter une preuve"),
        pytest.param(["bilan", "--annee", "2026", "--sortie", "F"], id="bilan dans des fichiers"),
    ],
)
def test_un_dossier_ferme_se_dit(mots: list[str], reglages: Path, ferme: Path, capsys):
    propres = [{"F": str(ferme / "f.csv"), "D": str(ferme)}.get(mot, mot) for mot in mots]
    sans_reglages = {"demo", "init", "repartir"}
    if "--config" not in propres and propres[0] not in sans_reglages:
        propres += ["--config", str(reglages)]
    assert lancer(propres) == 1
    dit = capsys.readouterr().err
    assert "ferme" in dit or "robot.yaml" in dit
    assert any(mot in dit for mot in ("accès refusé", "droits"))
    assert "Permission denied" not in dit


def test_un_fichier_ferme_n_empeche_pas_de_lire_les_autres(reglages: Path, ferme: Path, tmp_path: Path, capsys):
    (tmp_path / "suite.csv").write_text(lignes(3), encoding="utf-8")
    assert main(["liberer", str(ferme / "f.csv"), str(tmp_path / "suite.csv"), "--config", str(reglages)]) == 1
    dit = capsys.readouterr()
    assert "f.csv : lecture impossible (accès refusé)" in dit.err
    assert [ligne for ligne in dit.out.splitlines() if ligne.endswith(", enregistré.")]


def test_un_message_dans_un_dossier_ferme_sort_en_2(ferme: Path, capsys):
    assert main(["lire", str(ferme / "m.eml")]) == 2
    assert "impossible à lire (accès refusé)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "mots",
    [
        ["journal", "verifier"],
        ["journal", "exporter", "V-2026-0001"],
        ["purger"],
        ["purger", "--effacer"],
        ["sauvegarder", "ailleurs.sqlite"],
        ["verifier"],
        ["etat"],
        ["expliquer", "V-2026-0001"],
        ["flux"],
        ["bilan", "--annee", "2026"],
    ],
    ids=" ".join,
)
def test_une_base_dans_un_dossier_ferme_se_dit(mots: list[str], reglages: Path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (reglages / "base").chmod(0)
    try:
        with sans_passe_droit():
            assert lancer([*mots, "--config", str(reglages)]) == 1
    finally:
        (reglages / "base").chmod(0o700)
    dit = capsys.readouterr().err
    assert "base" in dit
    assert "droits" in dit


def test_une_base_en_lecture_seule_dit_d_en_faire_une_copie(reglages: Path, capsys):
    (reglages / "base" / "robot.sqlite").chmod(0o400)
    (reglages / "base").chmod(0o500)
    try:
        with sans_passe_droit():
            assert main(["journal", "verifier", "--config", str(reglages)]) == 1
    finally:
        (reglages / "base").chmod(0o700)
    assert "copiez-la, avec son compagnon -wal" in capsys.readouterr().err


def test_ce_que_dit_le_systeme_nomme_le_fichier_et_quoi_faire():
    for numero in MOTS:
        erreur = OSError(numero, os.strerror(numero), "/la/base")
        assert en_phrase(erreur) == f"/la/base : {raison(erreur)}. {MOTS[numero][1]}"
        assert os.strerror(numero) not in raison(erreur)
    assert en_phrase(ConnectionRefusedError(errno.ECONNREFUSED, "refused")) is None


def test_un_bogue_garde_sa_trace(reglages: Path, monkeypatch):
    """What no person can mend goes to whoever mends the robot."""
    for defaut in (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), KeyError("bogue"), ValueError("bogue")):

        def faux(_choix: object, defaut: Exception = defaut) -> int:
            raise defaut

        monkeypatch.setitem(ligne.COMMANDES, "etat", faux)
        with pytest.raises(type(defaut)):
            main(["etat"])


# --- a damaged base -------------------------------------------------------------------------------


def abimer_un_fait(reglages: Path, reference: str) -> None:
    """By a hand that takes the triggers away, or by a disk."""
    with contextlib.closing(sqlite3.connect(reglages / "base" / "robot.sqlite", isolation_level=None)) as base:
        base.execute("DROP TRIGGER journal_sans_update")
        base.execute("UPDATE journal SET donnees = '{' WHERE reference = ?", (reference,))


def abimer_une_page(reglages: Path) -> None:
    """The page where the lines of the journal begin."""
    with contextlib.closing(sqlite3.connect(reglages / "base" / "robot.sqlite", isolation_level=None)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
        (taille,) = base.execute("PRAGMA page_size").fetchone()
    with (reglages / "base" / "robot.sqlite").open("r+b") as fichier:
        fichier.seek((page - 1) * taille)
        fichier.write(b"\xff" * taille)


@pytest.fixture
def premiere(reglages: Path) -> str:
    from robot.adapters.horloge import Horloge

    with ouvrir_le_greffe(reglages, Horloge()) as greffe:
        return greffe.store.references()[0]


DECIDER = ["decider", "REF", "annuler", "--par", "Claude Martin", "--motif", "vendu"]


def test_etat_nomme_le_dossier_abime_et_montre_les_autres(reglages: Path, premiere: str, capsys):
    abimer_un_fait(reglages, premiere)
    assert main(["etat", "--config", str(reglages)]) == 1
    dit = capsys.readouterr()
    assert dit.err == f"{premiere} ne se relit plus. Voyez « robot journal verifier ».\n"
    assert len(dit.out.splitlines()) == 1
    assert premiere not in dit.out


@pytest.mark.parametrize(
    "mots",
    [["etat", "REF"], ["expliquer", "REF"], ["expliquer", "REF", "--json"], DECIDER, ["liberer", "FICHIER"]],
    ids=lambda mots: mots[0] if mots[-1] != "--json" else "expliquer --json",
)
def test_un_fait_abime_se_dit(mots: list[str], reglages: Path, premiere: str, tmp_path: Path, capsys):
    abimer_un_fait(reglages, premiere)
    propres = [{"REF": premiere, "FICHIER": str(tmp_path / "liberes.csv")}.get(mot, mot) for mot in mots]
    assert main([*propres, "--config", str(reglages)]) == 1
    assert f"{premiere} ne se relit plus" in capsys.readouterr().err


@pytest.mark.parametrize(
    "mots",
    [
        ["etat"],
        ["expliquer", "REF"],
        ["purger"],
        ["journal", "exporter", "REF"],
        ["bilan", "--annee", "2026"],
        ["liberer", "FICHIER"],
        DECIDER,
        ["sauvegarder", "ailleurs.sqlite"],
    ],
    ids=lambda mots: " ".join(mots[:2]),
)
def test_une_page_abimee_se_dit(mots: list[str], reglages: Path, premiere: str, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    abimer_une_page(reglages)
    (tmp_path / "neuf.csv").write_text(lignes(3), encoding="utf-8")
    propres = [{"REF": premiere, "FICHIER": "neuf.csv"}.get(mot, mot) for mot in mots]
    assert main([*propres, "--config", str(reglages)]) == 1
    dit = capsys.readouterr().err
    assert any(mot in dit for mot in ("robot journal verifier", "malformed"))


def test_un_texte_abime_se_dit_sans_citer_personne(reglages: Path, capsys):
    with contextlib.closing(sqlite3.connect(reglages / "base" / "robot.sqlite", isolation_level=None)) as base:
        base.execute("UPDATE dossiers SET reference = CAST(x'ff4a65616e6e65' AS TEXT) WHERE rowid = 1")
    assert main(["etat", "--config", str(reglages)]) == 1
    dit = capsys.readouterr().err
    assert "La base est abîmée" in dit
    assert "Jeanne" not in dit


# --- what is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        pytest.param(["delai", "9999-12-31", "--jours", "10"], "une année entre", id="la fin des temps"),
        pytest.param(["delai", "0001-01-01", "--jours", "1"], "une année entre", id="avant les fuseaux horaires"),
        pytest.param(["cycle", "--maintenant", "0001-01-01"], "une année entre", id="une horloge d'un autre âge"),
        pytest.param(
            ["journal", "verifier", "--racine", "abcd@9999-12-31T23:59:59-12:00"], "une année entre", id="une racine"
        ),
        pytest.param(["simuler", "--base", "nimporte"], "sqlite:///essai.sqlite", id="une base sans adresse"),
        pytest.param(["simuler", "--base", "mysql://h/b"], "sqlite:///essai.sqlite", id="une base d'ailleurs"),
        pytest.param(["simuler", "--jours", "99999999"], "de 1 à 3660", id="trop de jours"),
        pytest.param(["simuler", "--jours", "-3"], "de 1 à 3660", id="un nombre de jours négatif"),
        pytest.param(["simuler", "--liberations", "-3"], "de 0 à", id="un nombre de logements négatif"),
        pytest.param(["etat", "\udce9"], "n'est pas un texte", id="une référence d'un autre codage"),
        pytest.param(["expliquer", "\udce9"], "n'est pas un texte", id="la même, pour expliquer"),
        pytest.param(
            ["decider", "V-1", "annuler", "--par", "\udce9", "--motif", "x"], "n'est pas un texte", id="un nom"
        ),
        pytest.param(["sauvegarder", "\udce9"], "n'est pas un texte", id="un fichier à écrire"),
    ],
)
def test_une_valeur_impossible_est_un_mauvais_usage(mots: list[str], attendu: str, capsys):
    assert lancer(mots) == 2
    assert attendu in capsys.readouterr().err


def test_un_motif_sur_deux_lignes_ou_colle_d_un_traitement_de_texte_se_prend(reglages: Path, premiere: str):
    mots = ["decider", premiere, "annuler", "--par", "Claude Martin", "--motif", "vendu :\nacte signé"]
    assert main([*mots, "--config", str(reglages)]) == 0


def test_un_nom_trop_long_se_dit(reglages: Path, tmp_path: Path, capsys):
    assert main(["sauvegarder", str(tmp_path / ("s" * 300)), "--config", str(reglages)]) == 1
    assert "nom trop long" in capsys.readouterr().err


def test_demo_dans_un_fichier_est_un_mauvais_usage(tmp_path: Path, capsys):
    (tmp_path / "f").write_text("gardé", encoding="utf-8")
    assert main(["demo", "--dossier", str(tmp_path / "f")]) == 2
    assert "n'est pas un dossier" in capsys.readouterr().err
    assert (tmp_path / "f").read_text(encoding="utf-8") == "gardé"


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        pytest.param(None, "introuvable. Vérifiez ce chemin", id="absent"),
        pytest.param("Élise".encode("cp1252"), "n'est pas en UTF-8", id="un texte d'un autre codage"),
    ],
)
def test_des_candidats_illisibles_se_disent_en_francais(octets, attendu, reglages, premiere, tmp_path, capsys):
    if octets is not None:
        (tmp_path / "c.txt").write_bytes(octets)
    mots = ["decider", premiere, "completer", "--candidats", str(tmp_path / "c.txt"), "--par", "x", "--motif", "y"]
    assert main([*mots, "--config", str(reglages)]) == 2
    assert attendu in capsys.readouterr().err


def test_un_nom_de_fichier_d_un_autre_codage_s_imprime_en_json_valide(tmp_path: Path, monkeypatch):
    import json

    fichier = tmp_path / os.fsdecode(b"r\xe9p.eml")
    fichier.write_bytes(b"From: a@b.example\r\n\r\nACCEPTE\r\n")
    sortie = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict")
    monkeypatch.setattr(sys, "stdout", sortie)
    assert main(["lire", "--json", str(fichier)]) == 0
    sortie.flush()
    lu = json.loads(sortie.buffer.getvalue())
    assert os.fsencode(lu["fichier"]) == os.fsencode(fichier)
