"""What several robots do to each other on PostgreSQL, and what a server that goes away does to all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from psycopg import OperationalError
from psycopg.errors import DeadlockDetected, DiskFull, SerializationFailure, UniqueViolation
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from robot.__main__ import main
from robot.adapters.base.pannes import traduire
from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import BoiteEnMemoire
from robot.domain.fiche import Liberation
from robot.etapes import reception
from robot.etapes.liberation import liberer
from robot.ports import ConflitDeVersion, DejaEnregistre, Ecriture, StoreInjoignable, StoreInutilisable
from tests.adapters.store_d_essai import LETTRE, MARDI, constat
from tests.fabrique import FICHE, paris
from tests.monde import Monde
from tests.postgresql import postgresql_prive

pytestmark = pytest.mark.postgresql

DOMAINE = "bailleur.example"
EN_MEME_TEMPS = 4
LECTEUR = """
import sys, time
from robot.adapters.base.store import StoreSql
store = StoreSql(sys.argv[1], 'bailleur.example')
with store.lecteur() as lecteur:
    print(lecteur, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def stores(url_postgresql: str) -> Iterator[list[StoreSql]]:
    """As many robots' stores on one base."""
    ouverts = [StoreSql(url_postgresql, DOMAINE) for _ in range(EN_MEME_TEMPS)]
    yield ouverts
    for store in ouverts:
        store.fermer()


@contextmanager
def autre_lecteur(url: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", LECTEUR, url], stdout=subprocess.PIPE, text=True) as processus:
        assert processus.stdout is not None
        assert processus.stdout.readline() == "True\n"
        yield processus
        processus.kill()


# --- the reader of the mailbox --------------------------------------------------------------------


def test_un_seul_robot_a_la_fois_releve_la_boite(stores):
    with stores[0].lecteur() as premier:
        assert premier
        with stores[1].lecteur() as second:
            assert not second
    with stores[1].lecteur() as second:
        assert second


@pytest.mark.parametrize("signe", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_la_mort_du_lecteur_laisse_la_place_en_quelques_secondes(stores, url_postgresql, signe):
    with autre_lecteur(url_postgresql) as mourant:
        with stores[0].lecteur() as lecteur:
            assert not lecteur
        os.kill(mourant.pid, signe)
        fin = time.monotonic() + 5
        while time.monotonic() < fin:
            with stores[0].lecteur() as lecteur:
                if lecteur:
                    return
            time.sleep(0.02)
        pytest.fail("cinq secondes après la mort du lecteur, personne ne peut lire")


def test_le_verrou_d_un_lecteur_dont_la_liaison_tombe_est_libre_et_sa_fin_ne_gene_personne(stores):
    with stores[0].lecteur() as zombie:
        assert zombie
        couper(stores[1])
        with stores[1].lecteur() as second:
            assert second
    with stores[2].lecteur() as troisieme:
        assert troisieme


def test_plusieurs_robots_ouvrent_la_meme_base(stores):
    with stores[0].verrou(), stores[1].verrou():
        pass


def test_un_lecteur_zombie_n_est_cause_d_aucune_perte_et_d_aucun_double(url_postgresql):
    """He lost the lock in mid-reading; the other reads all, files all, and he goes on as if nothing had happened."""
    monde, autre = (_monde(url_postgresql) for _ in range(2))
    autre.boite = monde.boite
    for _ in range(3):
        monde.liberer()
    monde.passer()
    offres = monde.courriers(gabarit="offre")
    for offre in offres:
        monde.repondre(offre, "ACCEPTE")
    zombie = reception.relever(replace(monde.robot, mailbox=_BoiteInterrompue(monde.boite, autre.passer)))
    tardif = monde.repondre(offres[0], "REFUSE")
    assert zombie == 1  # the one he had in hand; the rest was claimed by the other
    assert [monde.faits(reference).count("AccordRecu") for reference in monde.references] == [1, 1, 1]
    assert len(autre.boite.dossiers["INBOX"]) == 1
    autre.passer("2026-04-28T09:10")
    assert "ReponseTardive" in monde.faits(monde.references[0])
    assert tardif.emplacement.uid == monde.store.signets()["INBOX"][1]
    for reference in monde.references:
        numeros = [ligne.numero for ligne in monde.store.journal(reference)]
        assert numeros == list(range(1, len(numeros) + 1))
    monde.store.fermer()
    autre.store.fermer()


class _BoiteInterrompue(BoiteEnMemoire):
    """A mailbox whose reader is frozen after its first message, while `pendant` happens."""

    def __init__(self, boite: BoiteEnMemoire, pendant) -> None:
        super().__init__(boite.clock)
        self.__dict__.update(vars(boite))
        self._pendant = pendant

    def relever(self, signets):
        for rang, message in enumerate(list(super().relever(signets))):
            yield message
            if rang == 0:
                self._pendant()


def _monde(url: str) -> Monde:
    monde = Monde.creer()
    monde.store.fermer()
    monde.store = StoreSql(url, DOMAINE)
    return monde


# --- races ----------------------------------------------------------------------------------------


def ensemble(gestes: Sequence[Any]) -> list[Any]:
    """Do all of it at the same time; the results, or the refusals."""
    depart = threading.Barrier(len(gestes))

    def faire(geste):
        depart.wait()
        try:
            return geste()
        except (ConflitDeVersion, DejaEnregistre, StoreInutilisable) as refus:
            return refus

    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(faire, gestes))


def test_un_message_lu_par_tous_en_meme_temps_n_est_consigne_qu_une_fois(stores):
    for tour in range(5):
        un_message = Ecriture(constat=constat(f"m{tour}", uid=tour + 1))
        resultats = ensemble([lambda s=s, e=un_message: s.ecrire(e, MARDI) for s in stores])
        assert sorted(resultats, key=str) == [False] * (EN_MEME_TEMPS - 1) + [True]


def test_une_lettre_ecrite_par_tous_en_meme_temps_ne_l_est_qu_une_fois(stores):
    """The digest, the alerts: their key is the day and the reader."""
    for tour in range(5):
        lettre = replace(LETTRE, cle=f"synthese/{tour}/a@b.fr")
        assert (
            ensemble([lambda s=s, c=lettre: s.ecrire(Ecriture(courriers=(c,)), MARDI) for s in stores])
            == [True] * EN_MEME_TEMPS
        )
    assert len(stores[0].reserver(MARDI, MARDI + timedelta(hours=1), 99)) == 5


def test_les_lettres_dues_se_partagent_sans_attendre(stores):
    lettres = tuple(replace(LETTRE, cle=f"offre/{numero}") for numero in range(20))
    stores[0].ecrire(Ecriture(courriers=lettres), MARDI)
    lots = ensemble([lambda s=s: s.reserver(MARDI, MARDI + timedelta(hours=1), 5) for s in stores])
    prises = [envoi.courrier.cle for lot in lots for envoi in lot]
    assert len(prises) == len(set(prises))
    reste = stores[0].reserver(MARDI, MARDI + timedelta(hours=1), 99)
    assert sorted([*prises, *(envoi.courrier.cle for envoi in reste)]) == sorted(lettre.cle for lettre in lettres)


@pytest.mark.regle("R51")
def test_des_logements_enregistres_en_meme_temps_ont_chacun_leur_reference(url_postgresql):
    mondes = [_monde(url_postgresql) for _ in range(EN_MEME_TEMPS)]
    gestes = [
        lambda m=m, n=n, i=i: liberer(m.robot, Liberation(replace(FICHE, rpls=f"74{i}{n:07d}")))
        for i, m in enumerate(mondes)
        for n in range(2)
    ]
    references = ensemble(gestes)
    assert sorted(map(str, references)) == [f"V-2026-{n:04d}" for n in range(1, 2 * EN_MEME_TEMPS + 1)]
    for monde in mondes:
        monde.store.fermer()


def test_un_meme_logement_enregistre_par_tous_en_meme_temps_ne_l_est_qu_une_fois(url_postgresql):
    mondes = [_monde(url_postgresql) for _ in range(EN_MEME_TEMPS)]
    resultats = ensemble([lambda m=m: liberer(m.robot, Liberation(FICHE)) for m in mondes])
    assert sorted(map(str, resultats)) == ["V-2026-0001", *["déjà enregistré sous V-2026-0001"] * (EN_MEME_TEMPS - 1)]
    for monde in mondes:
        monde.store.fermer()


def test_le_premier_robot_dit_a_qui_est_la_base_et_les_autres_le_lisent(stores):
    resultats = ensemble(
        [lambda s=s, i=i: s.lier({"siren": "349185611", "secret": f"marque {i}"}) for i, s in enumerate(stores)]
    )
    assert resultats.count(None) == 1
    assert sum(isinstance(resultat, StoreInutilisable) for resultat in resultats) == EN_MEME_TEMPS - 1


def test_deux_syntheses_preparees_ensemble_n_en_font_qu_une(url_postgresql):
    mondes = [_monde(url_postgresql) for _ in range(2)]
    mondes[0].liberer()
    mondes[0].passer("2026-04-28T09:00")
    for monde in mondes:
        monde.horloge.regler(paris("2026-04-29T08:05"))
    ensemble([monde.passer for monde in mondes])
    syntheses = [e.cle for monde in mondes for e in monde.courriers(gabarit="synthese")]
    assert len([cle for cle in syntheses if "2026-04-29" in cle]) == 1
    for monde in mondes:
        monde.store.fermer()


# --- the server -----------------------------------------------------------------------------------


def couper(store: StoreSql) -> None:
    """Cut every connection but this one, as a restart of the server or a firewall does."""
    with store.moteur.connect() as connexion:
        connexion.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_une_liaison_coupee_entre_deux_passes_ne_se_voit_pas(stores):
    stores[0].poser_repere("a", "b")
    couper(stores[1])
    assert stores[0].repere("a") == "b"


def test_une_liaison_coupee_en_pleine_ecriture_se_dit_en_francais_et_n_ecrit_rien(stores):
    def ecrire_pendant_la_coupure() -> None:
        with stores[0]._transaction() as session:
            session.execute(text("INSERT INTO reperes VALUES ('a', 'b')"))
            couper(stores[1])

    with pytest.raises(StoreInjoignable, match="La base ne répond pas"):
        ecrire_pendant_la_coupure()
    assert stores[0].repere("a") is None


def test_un_serveur_arrete_puis_releve_laisse_le_robot_reprendre(tmp_path):
    with postgresql_prive() as serveur:
        monde = _monde(serveur.base())
        reference = monde.liberer()
        serveur.arreter(net=True)
        with pytest.raises(StoreInjoignable, match="la passe suivante reprend"):
            monde.passer()
        with pytest.raises(StoreInjoignable):
            StoreSql(serveur.url("essai_1"), DOMAINE)
        serveur.demarrer()
        monde.passer()
        assert monde.faits(reference)[-1] == "OrientationExpediee"
        monde.store.fermer()


def test_la_commande_dit_que_la_base_ne_repond_pas_et_rend_le_code_d_une_liaison(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ROBOT_SECRET", "s" * 64)
    assert main(["init", str(tmp_path)]) == 0
    reglages = tmp_path / "robot.yaml"
    url = "url: postgresql+psycopg://robot@127.0.0.1:1/robot"
    reglages.write_text(reglages.read_text().replace("base: robot.sqlite", url))
    capsys.readouterr()
    assert main(["etat", "--config", str(tmp_path)]) == 3
    assert "La base ne répond pas" in capsys.readouterr().err


def test_les_commandes_se_servent_de_la_base_partagee_et_refusent_un_autre_secret(
    tmp_path, capsys, monkeypatch, url_postgresql
):
    monkeypatch.setenv("ROBOT_SECRET", "s" * 64)
    assert main(["init", str(tmp_path)]) == 0
    reglages = tmp_path / "robot.yaml"
    reglages.write_text(reglages.read_text().replace("base: robot.sqlite", f"url: {url_postgresql}"))
    assert main(["etat", "--config", str(tmp_path)]) == 0
    monkeypatch.setenv("ROBOT_SECRET", "t" * 64)
    assert main(["etat", "--config", str(tmp_path)]) == 1
    assert "secret différent" in capsys.readouterr().err
    assert sorted(fichier.name for fichier in tmp_path.iterdir()) == ["reservataires.yaml", "robot.yaml"]


@pytest.mark.parametrize(
    ("du_serveur", "du_port"),
    [
        pytest.param(SerializationFailure, ConflitDeVersion, id="sérialisation impossible"),
        pytest.param(DeadlockDetected, ConflitDeVersion, id="étreinte fatale"),
        pytest.param(DiskFull, StoreInjoignable, id="disque plein"),
        pytest.param(OperationalError, StoreInjoignable, id="liaison perdue"),
        pytest.param(UniqueViolation, DBAPIError, id="notre propre faute"),
    ],
)
def test_ce_que_dit_le_serveur_devient_un_mot_du_port(du_serveur, du_port):
    with pytest.raises(du_port), traduire():
        raise DBAPIError("SELECT 1", {}, du_serveur("mots du serveur"))


def test_une_etreinte_fatale_est_denouee_et_se_redecide(stores):
    lettres = [replace(LETTRE, cle=f"offre/{nom}") for nom in "ab"]
    rencontre = threading.Barrier(2)

    def ecrire(store: StoreSql, premiere: int) -> None:
        with store._transaction() as session:
            store._deposer(session, lettres[premiere], MARDI)
            rencontre.wait(10)
            store._deposer(session, lettres[1 - premiere], MARDI)

    resultats = ensemble([lambda i=i: ecrire(stores[i], i) for i in range(2)])
    assert sorted(type(resultat).__name__ for resultat in resultats) == ["ConflitDeVersion", "NoneType"]
    assert len(stores[0].envois(LETTRE.reference)) == 2


@pytest.mark.parametrize(
    "geste", ["UPDATE journal SET donnees = '{}'", "DELETE FROM journal", "TRUNCATE journal", "TRUNCATE effacements"]
)
def test_le_journal_ne_se_corrige_ni_ne_se_vide(url_postgresql, geste):
    monde = _monde(url_postgresql)
    reference = monde.liberer()
    with pytest.raises(IntegrityError, match="le journal ne se corrige pas"), monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql(geste)
    assert monde.faits(reference) == ["LogementLibere"]
    monde.store.fermer()


@pytest.mark.parametrize(
    ("reglage", "valeur"),
    [
        ("synchronous_commit", "on"),
        ("transaction_isolation", "read committed"),
        ("tcp_keepalives_idle", "10"),
        ("idle_in_transaction_session_timeout", "1min"),
    ],
)
def test_la_liaison_est_reglee_pour_durer_et_pour_mourir_vite(stores, reglage, valeur):
    with stores[0].moteur.connect() as connexion:
        assert connexion.exec_driver_sql(f"SHOW {reglage}").scalar() == valeur


@pytest.mark.parametrize(
    ("requete", "index"),
    [
        pytest.param("SELECT reference FROM dossiers WHERE rendez_vous IS NOT NULL AND rendez_vous <= 'z'", "dossiers_dus", id="les dossiers dus"),
        pytest.param("SELECT cle FROM courriers WHERE reprise IS NOT NULL AND reprise <= 'z' ORDER BY reprise", "courriers_dus", id="les lettres dues"),
        pytest.param("SELECT * FROM messages WHERE range_le IS NULL ORDER BY consigne_le", "messages_a_ranger", id="les messages à ranger"),
    ],
)  # fmt: skip
def test_ce_qui_est_du_se_trouve_par_index(stores, requete, index):
    with stores[0].moteur.connect() as connexion:
        connexion.exec_driver_sql("SET enable_seqscan = off")
        plan = "\n".join(ligne[0] for ligne in connexion.exec_driver_sql(f"EXPLAIN {requete}"))
    assert index in plan
