"""What is put back: a sound backup of this robot, whole or not at all; what is damaged or foreign is refused."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.sauvegarde import restaurer, sauvegarder
from robot.etapes import reprise
from robot.ports import StoreInutilisable
from tests.adapters.base_sauvegardee import DOMAINE, IDENTITE, INSTANT, lignes, retoucher, travailler
from tests.adapters.test_migrations import BASE_0_1_0, FAITS_0_1_0
from tests.fabrique import FICHE
from tests.monde import Monde


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


def refus(fichier: Path, vide: StoreSql, identite: dict[str, str] | None = None) -> str:
    """Why that backup is not restored; the store stays empty."""
    with pytest.raises(StoreInutilisable) as prise:
        restaurer(fichier, vide, identite or IDENTITE)
    assert not any(contenu for nom, contenu in lignes(vide).items() if nom != "reperes")
    assert not reprise.en_cours(vide)
    return str(prise.value)


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


DEFAUTS = "UPDATE journal SET donnees = replace(donnees, 'e', 'f') WHERE numero = 2"


def test_une_base_sauvee_avec_ses_defauts_se_remet_avec_eux_si_on_le_demande(fichier: Path, vide: StoreSql):
    """« Saved as it is: the rest of it is worth having »: it must be possible to put it back."""
    retoucher(fichier, DEFAUTS, "journal_sans_update")
    abimee = StoreSql(f"sqlite:///{fichier}", DOMAINE)
    sauvee = sauvegarder(abimee, fichier.parent / "avec.sqlite", INSTANT)
    avant = lignes(abimee)
    abimee.fermer()
    dit = refus(fichier.parent / "avec.sqlite", vide)
    assert all(faute in dit for faute in sauvee.fautes)
    assert dit.endswith(f"--avec-ses-defauts {sauvee.marque_des_defauts}")
    rendue = restaurer(fichier.parent / "avec.sqlite", vide, IDENTITE, sauvee.marque_des_defauts)
    assert rendue.fautes == sauvee.fautes
    assert lignes(vide) == avant
    assert reprise.en_cours(vide)


@pytest.mark.parametrize(
    ("abimer", "admis", "attendu"),
    [
        pytest.param(True, "00000000", "ne se relit pas sans défaut", id="un code qui n'est pas le sien"),
        pytest.param(True, "le sien", "l'index dit « avance_le = 2030 »", id="un défaut de plus depuis"),
        pytest.param(False, "00000000", "n'a aucun défaut", id="un code donné à une sauvegarde saine"),
    ],
)
def test_le_code_ne_vaut_que_pour_les_defauts_dits(
    fichier: Path, vide: StoreSql, abimer: bool, admis: str, attendu: str
):
    if abimer:
        retoucher(fichier, DEFAUTS, "journal_sans_update")
    if admis == "le sien":
        admis = refus(fichier, vide).rpartition(" ")[2]
        retoucher(fichier, "UPDATE dossiers SET avance_le = '2030' WHERE rowid = 1")
    with pytest.raises(StoreInutilisable) as prise:
        restaurer(fichier, vide, IDENTITE, admis)
    assert attendu in str(prise.value)
    assert lignes(vide)["journal"] == []


def test_une_autre_base_sqlite_est_refusee(tmp_path: Path, vide: StoreSql):
    with closing(sqlite3.connect(tmp_path / "autre.sqlite")) as connexion:
        connexion.execute("CREATE TABLE recettes (nom)")
    assert "aucun journal" in refus(tmp_path / "autre.sqlite", vide)


def test_un_fichier_absent_est_dit(tmp_path: Path, vide: StoreSql):
    dit = refus(tmp_path / "absente.sqlite", vide)
    assert "introuvable" in dit
    assert "La base n'a pas été touchée" in dit


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


def test_une_base_mise_de_cote_apres_un_arret_brutal_garde_ses_dernieres_ecritures(tmp_path: Path, vide: StoreSql):
    """Its last writings are in its -wal alone, as after a power cut."""
    monde = Monde.creer("2026-05-18T09:00", base=tmp_path / "perdue.sqlite")
    monde.store.lier(IDENTITE)
    monde.liberer()
    with closing(sqlite3.connect(tmp_path / "perdue.sqlite")) as connexion:
        connexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    seconde = monde.liberer(replace(FICHE, adresse="deux"))
    for fichier in tmp_path.glob("perdue.sqlite*"):
        shutil.copy(fichier, tmp_path / fichier.name.replace("perdue", "cote"))
    monde.store.fermer()
    restaurer(tmp_path / "cote.sqlite", vide, IDENTITE)
    assert seconde in vide.references()


@pytest.mark.parametrize(
    "ordre",
    [
        pytest.param("UPDATE messages SET objet = CAST(x'c3ff41' AS TEXT)", id="l'objet d'un message"),
        pytest.param("UPDATE reperes SET valeur = CAST(x'c3ff41' AS TEXT) WHERE cle = 'lu_jusqu_a'", id="un repère"),
    ],
)
def test_un_texte_qui_n_est_plus_de_l_utf_8_est_dit_et_se_remet_avec_son_code(fichier: Path, url: str, ordre: str):
    retoucher(fichier, ordre)
    abimee = StoreSql(f"sqlite:///{fichier}", DOMAINE)
    contenu = sauvegarder(abimee, fichier.parent / "avec.sqlite", INSTANT)
    abimee.fermer()
    assert contenu.fautes
    store = StoreSql(url, DOMAINE)
    restaurer(fichier.parent / "avec.sqlite", store, IDENTITE, contenu.marque_des_defauts)
    assert store.references()
    store.fermer()
