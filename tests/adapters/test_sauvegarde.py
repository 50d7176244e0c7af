"""A backup is one file that was read again, of one instant; put back, it is the same store."""

from __future__ import annotations

import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Integer, LargeBinary

from robot.adapters.base.declencheurs import IMMUABLES
from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.sauvegarde import TABLES, destination, elaguer, restaurer, sauvegarder
from robot.etapes import reprise
from robot.ports import StoreInutilisable
from tests.adapters.base_sauvegardee import DOMAINE, IDENTITE, INSTANT, lignes, retoucher, travailler
from tests.fabrique import FICHE, JETONS, paris
from tests.monde import Monde

DERNIERE_PASSE = paris("2026-05-18T09:05")


@pytest.fixture
def store(url: str) -> Iterator[StoreSql]:
    """A store that has worked: an offer, a refusal, another offer, an answer nobody understands."""
    store = travailler(url)
    yield store
    store.fermer()


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    """A sound backup."""
    store = travailler("sqlite://")
    sauvegarder(store, tmp_path / "sauvegarde.sqlite", INSTANT)
    store.fermer()
    return tmp_path / "sauvegarde.sqlite"


@pytest.fixture
def vide() -> Iterator[StoreSql]:
    store = StoreSql("sqlite://", DOMAINE)
    yield store
    store.fermer()


def test_restauree_la_base_est_la_meme_sur_chaque_moteur(store: StoreSql, tmp_path: Path, vide: StoreSql):
    sauvee = sauvegarder(store, tmp_path / "s.sqlite", INSTANT)
    rendue = restaurer(tmp_path / "s.sqlite", vide, IDENTITE)
    assert lignes(vide) == lignes(store)
    assert rendue == sauvee
    assert (sauvee.dossiers, sauvee.messages, sauvee.sauvegarde_le) == (2, 2, DERNIERE_PASSE)
    assert reprise.en_cours(vide)
    assert not verifier(vide).fautes


def test_une_sauvegarde_de_sqlite_se_restaure_sur_chaque_moteur(fichier: Path, url: str):
    cible = StoreSql(url, DOMAINE)
    try:
        attendu = restaurer(fichier, cible, IDENTITE)
        assert attendu.faits == len(lignes(cible)["journal"]) > 0
        assert not verifier(cible).fautes
    finally:
        cible.fermer()


def test_c_est_un_seul_fichier_que_personne_d_autre_ne_lit(store: StoreSql, tmp_path: Path):
    dossier = tmp_path / "ailleurs"
    dossier.mkdir()
    sauvegarder(store, dossier / "s.sqlite", INSTANT)
    assert [f.name for f in dossier.iterdir()] == ["s.sqlite"]
    assert stat.S_IMODE((dossier / "s.sqlite").stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"file:{dossier / 's.sqlite'}?mode=ro&immutable=1", uri=True)) as connexion:
        assert connexion.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_le_secret_n_y_est_pas(fichier: Path):
    octets = fichier.read_bytes()
    assert JETONS.secret not in octets
    assert JETONS.secret.hex().encode() not in octets


def test_prise_pendant_que_le_robot_ecrit_elle_est_d_un_seul_instant(tmp_path: Path):
    monde = Monde.creer("2026-05-18T09:00", base=tmp_path / "robot.sqlite")
    fini = threading.Event()

    def travailler_sans_cesse() -> None:
        while not fini.is_set():
            monde.liberer(replace(FICHE, adresse=str(len(monde.references))))
            monde.passer()

    robot = threading.Thread(target=travailler_sans_cesse)
    robot.start()
    lecteur = StoreSql(f"sqlite:///{tmp_path / 'robot.sqlite'}", DOMAINE)
    try:
        contenus = [sauvegarder(lecteur, tmp_path / f"{n}.sqlite", INSTANT) for n in range(5)]
    finally:
        fini.set()
        robot.join()
        lecteur.fermer()
        monde.store.fermer()
    assert [contenu.fautes for contenu in contenus] == [()] * 5
    assert contenus[-1].dossiers > contenus[0].dossiers, "le robot n'a rien écrit pendant ce temps"


def test_un_fichier_qui_existe_n_est_jamais_ecrase(store: StoreSql, tmp_path: Path):
    deja = tmp_path / "deja.sqlite"
    deja.write_text("précieux")
    with pytest.raises(StoreInutilisable, match="existe déjà"):
        destination(deja, INSTANT)
    with pytest.raises(StoreInutilisable, match="n'a pas pu être écrite"):
        sauvegarder(store, deja, INSTANT)
    assert deja.read_text() == "précieux"
    assert list(tmp_path.glob(".*")) == []


def test_un_dossier_absent_est_dit(tmp_path: Path):
    with pytest.raises(StoreInutilisable, match="n'existe pas"):
        destination(tmp_path / "absent" / "s.sqlite", INSTANT)


def test_dans_un_dossier_elle_porte_sa_date_et_les_anciennes_s_en_vont(tmp_path: Path):
    assert destination(tmp_path, INSTANT).name == "robot-20260518T080000Z.sqlite"
    for jour in range(10, 20):
        (tmp_path / f"robot-202605{jour}T020000Z.sqlite").touch()
    for autre in ("robot.sqlite", "robot-20260501T020000Z.sqlite.txt", "a-garder.sqlite"):
        (tmp_path / autre).touch()
    faite = tmp_path / "robot-20260519T020000Z.sqlite"
    effacees, a_venir = elaguer(faite, 3)
    assert [f.name[12:14] for f in effacees] == ["10", "11", "12", "13", "14", "15", "16"]
    assert a_venir == ()
    assert len(list(tmp_path.iterdir())) == 3 + 3
    assert elaguer(faite, 3) == ((), ())


def test_ce_qu_une_sauvegarde_tuee_a_laisse_s_en_va_le_lendemain(tmp_path: Path):
    """Hidden, full of mail, and counted by no `--garder`."""
    noms = [f".robot-202605{jour}T020000Z.sqlite.4242{suite}" for jour in (17, 19) for suite in ("", "-wal", "-shm")]
    for nom in noms:
        (tmp_path / nom).touch()
    faite = tmp_path / "robot-20260519T020500Z.sqlite"
    faite.touch()
    elaguer(faite, 3)
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted([*noms[3:], faite.name])


@pytest.mark.parametrize(
    ("deja", "faite", "garder", "effacees", "a_venir"),
    [
        pytest.param(
            ["20360101"], "20261123", 1, [], ["20360101"], id="l'horloge était en 2036 un soir : celle-là ne compte pas"
        ),
        pytest.param(
            ["20261120", "20261121", "20261122", "20360101"],
            "20261123",
            2,
            ["20261120", "20261121"],
            ["20360101"],
            id="les anciennes s'en vont comme si celle de 2036 n'y était pas",
        ),
        pytest.param(
            ["20261121", "20261122"],
            "20200101",
            2,
            [],
            ["20261121", "20261122"],
            id="l'horloge est en 2020 ce soir : celle qui vient d'être faite reste",
        ),
        pytest.param(["20261121"], "20261122", 1, ["20261121"], [], id="une seule est gardée : la dernière"),
    ],
)
def test_celle_qui_vient_d_etre_faite_reste_quelle_que_soit_l_horloge(
    tmp_path: Path, deja: list[str], faite: str, garder: int, effacees: list[str], a_venir: list[str]
):
    fichiers = {jour: tmp_path / f"robot-{jour}T031500Z.sqlite" for jour in (*deja, faite)}
    for fichier in fichiers.values():
        fichier.touch()
    attendu = tuple(tuple(fichiers[jour] for jour in jours) for jours in (effacees, a_venir))
    assert elaguer(fichiers[faite], garder) == attendu
    assert fichiers[faite].exists()


def test_une_base_qui_a_un_defaut_est_sauvee_quand_meme_et_il_est_dit(fichier: Path, tmp_path: Path):
    retoucher(
        fichier, "UPDATE journal SET donnees = replace(donnees, 'e', 'f') WHERE numero = 2", "journal_sans_update"
    )
    abimee = StoreSql(f"sqlite:///{fichier}", DOMAINE)
    contenu = sauvegarder(abimee, tmp_path / "avec-defaut.sqlite", INSTANT)
    abimee.fermer()
    assert contenu.fautes
    assert (tmp_path / "avec-defaut.sqlite").exists()


@pytest.mark.parametrize(
    "colonne",
    [
        pytest.param(f"{table.name}.{colonne.name}", id=f"{table.name}, {colonne.name}")
        for table in TABLES
        for colonne in table.columns
        if not isinstance(colonne.type, LargeBinary | Integer | Boolean)
        and table.name not in {"effacements", "personnel"}
    ],
)
def test_un_texte_devenu_octets_est_une_faute_et_la_base_se_sauve(tmp_path: Path, colonne: str):
    """One bit of SQLite's own type of a value; its hash is the same."""
    fichier = tmp_path / "robot.sqlite"
    travailler(f"sqlite:///{fichier}").fermer()
    table, _, nom = colonne.partition(".")
    ordre = f"UPDATE {table} SET {nom} = CAST(COALESCE({nom}, '') AS BLOB) WHERE rowid = (SELECT rowid FROM {table} LIMIT 1)"
    retoucher(fichier, ordre, f"{table}_sans_update" if table in IMMUABLES else "")
    abimee = StoreSql(f"sqlite:///{fichier}", DOMAINE)
    contenu = sauvegarder(abimee, tmp_path / "avec-defaut.sqlite", INSTANT)
    abimee.fermer()
    assert any(faute.startswith(f"{table} ") and "de la sorte" in faute for faute in contenu.fautes)


@pytest.mark.parametrize("signal_recu", [signal.SIGTERM, signal.SIGINT])
def test_une_sauvegarde_interrompue_ne_laisse_rien(tmp_path: Path, signal_recu: signal.Signals):
    """A shutdown, or systemd's time limit."""
    travailler(f"sqlite:///{tmp_path / 'robot.sqlite'}").fermer()
    (tmp_path / "dest").mkdir()
    programme = (
        "import os; from argparse import Namespace; from contextlib import nullcontext; from pathlib import Path\n"
        "from robot.adapters import sauvegarde as copie; from robot.adapters.base.store import StoreSql\n"
        "from robot.commandes import sauvegarde\n"
        f"copie.compter = lambda _: os.kill(os.getpid(), {int(signal_recu)})\n"
        f"store = StoreSql('sqlite:///{tmp_path / 'robot.sqlite'}', 'x')\n"
        "sauvegarde.ouvrir_pour_sauvegarder = lambda _: nullcontext(store)\n"
        f"sauvegarde.sauvegarder(Namespace(garder=0, dest=Path('{tmp_path / 'dest'}'), config='x'))\n"
    )
    fini = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=False)
    assert fini.returncode != 0
    assert list((tmp_path / "dest").iterdir()) == []


def test_disque_plein_rien_n_est_laisse_et_la_base_marche(tmp_path: Path):
    """A limit on the size of files stands for the full disk: the same error from the kernel, at a place we choose."""
    travailler(f"sqlite:///{tmp_path / 'robot.sqlite'}").fermer()
    (tmp_path / "dest").mkdir()
    programme = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from robot.adapters.base.store import StoreSql; from robot.adapters.sauvegarde import sauvegarder\n"
        "from robot.ports import StoreInutilisable\n"
        f"store = StoreSql('sqlite:///{tmp_path / 'robot.sqlite'}', 'x')\n"
        f"try: sauvegarder(store, Path('{tmp_path / 'dest' / 's.sqlite'}'), datetime.now(UTC))\n"
        "except StoreInutilisable as refus: print(refus)\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", programme],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert "n'a pas pu être écrite" in fini.stdout
    assert "place sur ce disque" in fini.stdout
    assert list((tmp_path / "dest").iterdir()) == []
    store = StoreSql(f"sqlite:///{tmp_path / 'robot.sqlite'}", DOMAINE)
    assert not verifier(store).fautes
    store.fermer()
