"""A backup is one file that was read again; put back, it is the same store. What is damaged or foreign is refused."""

from __future__ import annotations

import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from robot.__main__ import main
from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.sauvegarde import TABLES, destination, elaguer, restaurer, sauvegarder
from robot.etapes import reprise
from robot.ports import StoreInutilisable
from tests.adapters.test_migrations import BASE_0_1_0, FAITS_0_1_0
from tests.fabrique import CARNET, FICHE, JETONS
from tests.monde import Monde

IDENTITE = {"siren": CARNET.bailleur.siren, "secret": JETONS.marque}
INSTANT = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
DOMAINE = "bailleur.example"


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


def travailler(url: str) -> StoreSql:
    monde = Monde.creer("2026-05-18T09:00")
    monde = replace(monde, store=StoreSql(url, DOMAINE))
    monde.store.lier(IDENTITE)
    for adresse in ("un", "deux"):
        monde.liberer(replace(FICHE, adresse=adresse))
    monde.passer()
    un, deux = monde.courriers(gabarit="offre")
    monde.repondre(un, "REFUSE")
    monde.repondre(deux, "peut-être, à voir")
    monde.passer("2026-05-18T09:05")
    return monde.store


def lignes(store: StoreSql) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but what a backup adds."""
    with store.moteur.connect() as connexion:
        tout = {table.name: [tuple(ligne) for ligne in connexion.execute(select(table))] for table in TABLES}
    ajoutes = {reprise.SAUVEGARDE, reprise.REPRISE}
    tout["reperes"] = [repere for repere in tout["reperes"] if repere[0] not in ajoutes]
    return {nom: sorted(contenu) for nom, contenu in tout.items()}


def refus(fichier: Path, vide: StoreSql, identite: dict[str, str] | None = None) -> str:
    """Why that backup is not restored; the store stays empty."""
    with pytest.raises(StoreInutilisable) as prise:
        restaurer(fichier, vide, identite or IDENTITE)
    assert not any(contenu for nom, contenu in lignes(vide).items() if nom != "reperes")
    assert not reprise.en_cours(vide)
    return str(prise.value)


# --- saving -----------------------------------------------------------------------------------------------------------


def test_restauree_la_base_est_la_meme_sur_chaque_moteur(store: StoreSql, tmp_path: Path, vide: StoreSql):
    sauvee = sauvegarder(store, tmp_path / "s.sqlite", INSTANT)
    rendue = restaurer(tmp_path / "s.sqlite", vide, IDENTITE)
    assert lignes(vide) == lignes(store)
    assert rendue == sauvee
    assert (sauvee.dossiers, sauvee.messages, sauvee.sauvegarde_le) == (2, 2, INSTANT)
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
    effacees = elaguer(tmp_path, 3)
    assert [f.name[12:14] for f in effacees] == ["10", "11", "12", "13", "14", "15", "16"]
    assert len(list(tmp_path.iterdir())) == 3 + 3
    assert elaguer(tmp_path, 3) == ()


def test_une_base_qui_a_un_defaut_est_sauvee_quand_meme_et_il_est_dit(fichier: Path, tmp_path: Path):
    retoucher(
        fichier, "UPDATE journal SET donnees = replace(donnees, 'e', 'f') WHERE numero = 2", "journal_sans_update"
    )
    abimee = StoreSql(f"sqlite:///{fichier}", DOMAINE)
    contenu = sauvegarder(abimee, tmp_path / "avec-defaut.sqlite", INSTANT)
    abimee.fermer()
    assert contenu.fautes
    assert (tmp_path / "avec-defaut.sqlite").exists()


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


# --- restoring --------------------------------------------------------------------------------------------------------


def test_une_base_qui_a_servi_n_est_pas_ecrasee(fichier: Path):
    occupee = travailler("sqlite://")
    avant = lignes(occupee)
    with pytest.raises(StoreInutilisable, match="n'est pas vide"):
        restaurer(fichier, occupee, IDENTITE)
    assert lignes(occupee) == avant
    occupee.fermer()


@pytest.mark.parametrize(
    ("abimer", "attendu"),
    [
        pytest.param(lambda octets: octets[: len(octets) // 2], "abîmée", id="coupée en deux"),
        pytest.param(lambda octets: octets[:4096] + bytes(8192) + octets[12288:], "abîmée", id="deux pages à zéro"),
        pytest.param(lambda _: b"bonjour", "abîmée", id="un texte"),
        pytest.param(lambda _: b"", "aucun journal", id="vide"),
    ],
)
def test_une_sauvegarde_abimee_est_refusee(fichier: Path, vide: StoreSql, abimer: Any, attendu: str):
    fichier.write_bytes(abimer(fichier.read_bytes()))
    assert attendu in refus(fichier, vide)


def test_un_seul_caractere_change_dans_le_journal_est_vu(fichier: Path, vide: StoreSql):
    retoucher(
        fichier, "UPDATE journal SET donnees = replace(donnees, 'e', 'f') WHERE numero = 2", "journal_sans_update"
    )
    assert "ne se relit pas" in refus(fichier, vide)


def test_une_autre_base_sqlite_est_refusee(tmp_path: Path, vide: StoreSql):
    with closing(sqlite3.connect(tmp_path / "autre.sqlite")) as connexion:
        connexion.execute("CREATE TABLE recettes (nom)")
    assert "aucun journal" in refus(tmp_path / "autre.sqlite", vide)


def test_un_fichier_absent_est_dit(tmp_path: Path, vide: StoreSql):
    assert "No such file" in refus(tmp_path / "absente.sqlite", vide)


def test_la_sauvegarde_d_une_version_plus_recente_est_refusee(fichier: Path, vide: StoreSql):
    retoucher(fichier, "UPDATE alembic_version SET version_num = '9999'")
    assert "version plus récente du robot" in refus(fichier, vide)


@pytest.mark.parametrize(
    ("identite", "attendu"),
    [
        pytest.param(IDENTITE | {"secret": "autre"}, "autre secret des jetons", id="un autre secret"),
        pytest.param(IDENTITE | {"siren": "552100554"}, "d'un autre robot (siren différent)", id="un autre bailleur"),
    ],
)
def test_la_sauvegarde_d_un_autre_est_refusee(fichier: Path, vide: StoreSql, identite: dict[str, str], attendu: str):
    assert attendu in refus(fichier, vide, identite)


def test_interrompue_a_chaque_ecriture_elle_n_a_rien_ecrit_puis_elle_reussit(fichier: Path, tmp_path: Path):
    cible = StoreSql(f"sqlite:///{tmp_path / 'neuve.sqlite'}", DOMAINE)
    restants = 0

    def mourir(*_: Any) -> None:
        nonlocal restants
        restants -= 1
        if restants == 0:
            raise KeyboardInterrupt

    event.listen(cible.moteur, "before_cursor_execute", mourir)
    morts = 0
    while not lignes(cible)["journal"]:
        restants = morts + 1
        with suppress(KeyboardInterrupt):
            restaurer(fichier, cible, IDENTITE)
        morts += restants == 0
        restants = 0
        assert bool(lignes(cible)["journal"]) == reprise.en_cours(cible)
    assert morts > 10
    assert not verifier(cible).fautes
    cible.fermer()


def test_une_simple_copie_du_fichier_se_restaure_aussi(tmp_path: Path, vide: StoreSql):
    """What the guide of 0.1.0 said to keep: it does not say when it was taken; the last reading of the mailbox does."""
    store = travailler(f"sqlite:///{tmp_path / 'robot.sqlite'}")
    lu = store.lu_jusqu_a()
    assert lu is not None
    store.fermer()
    restaurer(tmp_path / "robot.sqlite", vide, IDENTITE)
    assert vide.repere(reprise.SAUVEGARDE) == lu.isoformat()


def test_la_sauvegarde_d_une_base_de_0_1_0_est_remise_au_schema_present(tmp_path: Path, vide: StoreSql):
    with closing(sqlite3.connect(tmp_path / "ancienne.sqlite")) as connexion:
        connexion.executescript(BASE_0_1_0)
    contenu = restaurer(tmp_path / "ancienne.sqlite", vide, {})
    assert contenu.dossiers == len(FAITS_0_1_0)
    assert vide.a_copier(10) == (), "des années de courriers ne partent pas d'un coup dans la boîte"
    assert not verifier(vide).fautes


def retoucher(fichier: Path, ordre: str, declencheur: str = "") -> None:
    """Change a backup by hand, as somebody could."""
    with closing(sqlite3.connect(fichier)) as connexion:
        if declencheur:
            (creation,) = connexion.execute("SELECT sql FROM sqlite_master WHERE name = ?", (declencheur,)).fetchone()
            connexion.execute(f"DROP TRIGGER {declencheur}")
        assert connexion.execute(ordre).rowcount > 0
        if declencheur:
            connexion.execute(creation)
        connexion.commit()


# --- the commands -----------------------------------------------------------------------------------------------------


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
