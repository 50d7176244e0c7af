"""A base of an earlier version goes on in this one: same schema as a new base, same facts, nothing lost on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from robot.adapters.base.moteur import ouvrir
from robot.adapters.base.schema import MIGRATIONS, TETE
from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.ports import StoreInutilisable
from tests.monde import Monde

DOMAINE = "bailleur.example"

# Written by the code of 0.1.0: a week-end of four dwellings.
BASE_0_1_0 = (Path(__file__).parent / "base_0_1_0.sql").read_text()
DEBUT_D_OFFRE = ["LogementLibere", "OrientationDecidee", "OrientationExpediee"]
FAITS_0_1_0 = {
    "V-2026-0001": [*DEBUT_D_OFFRE, "AccordRecu"],
    "V-2026-0002": [*DEBUT_D_OFFRE, "RefusRecu", "OrientationDecidee", "OrientationExpediee", "RappelDecide"],
    "V-2026-0003": [*DEBUT_D_OFFRE, "ReponseAClarifier"],
    "V-2026-0004": ["LogementLibere"],
}


def remonter(url: str, revision: str) -> None:
    """Bring an empty database to a revision, as Alembic does it."""
    reglages = Config()
    reglages.set_main_option("script_location", str(MIGRATIONS))
    moteur = ouvrir(url)
    with moteur.begin() as connexion:
        reglages.attributes["connection"] = connexion
        command.upgrade(reglages, revision)
    moteur.dispose()


@pytest.fixture
def ancienne(url: str, tmp_path: Path) -> str:
    """A base of 0.1.0 with its data, on each engine; its address."""
    fichier = tmp_path / "0.1.0.sqlite"
    with sqlite3.connect(fichier) as base:
        base.executescript(BASE_0_1_0)
    base.close()
    if url.startswith("sqlite"):
        return f"sqlite:///{fichier}"
    remonter(url, "0001")
    source, cible = create_engine(f"sqlite:///{fichier}"), create_engine(url)
    tables = MetaData()
    tables.reflect(source)
    with source.connect() as lue, cible.begin() as ecrite:
        for table in tables.sorted_tables:
            ecrite.execute(table.insert(), [ligne._asdict() for ligne in lue.execute(table.select())])
        ecrite.execute(text("DROP TABLE alembic_version"))  # as 0.1.0 left it: without a mark
    source.dispose()
    cible.dispose()
    return url


@pytest.fixture
def ouvrir_le_store() -> Iterator[Callable[[str], StoreSql]]:
    ouverts = list[StoreSql]()

    def ouvrir_un(url: str) -> StoreSql:
        ouverts.append(StoreSql(url, DOMAINE))
        return ouverts[-1]

    yield ouvrir_un
    for store in ouverts:
        store.fermer()


DECLENCHEURS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def decrire(url: str) -> dict[str, Any]:
    """Columns (but their order), defaults, keys, indexes with their conditions, triggers."""
    moteur = create_engine(url)
    vue = inspect(moteur)
    tables = {
        table: (
            sorted((c["name"], repr(c["type"]), c["nullable"], c["default"]) for c in vue.get_columns(table)),
            vue.get_pk_constraint(table)["constrained_columns"],
            sorted(tuple(u["column_names"]) for u in vue.get_unique_constraints(table)),
            sorted((i["name"], tuple(i["column_names"]), _conditions(i)) for i in vue.get_indexes(table)),
        )
        for table in vue.get_table_names()
    }
    with moteur.connect() as connexion:
        declencheurs = [tuple(ligne) for ligne in connexion.execute(text(DECLENCHEURS[moteur.dialect.name]))]
    moteur.dispose()
    return {"tables": tables, "déclencheurs": declencheurs}


def _conditions(index: Any) -> str:
    return str({nom: str(valeur) for nom, valeur in index.get("dialect_options", {}).items() if nom.endswith("where")})


def test_le_schema_de_depart_est_celui_que_0_1_0_a_ecrit(tmp_path):
    ecrite, remontee = tmp_path / "ecrite.sqlite", tmp_path / "remontee.sqlite"
    with sqlite3.connect(ecrite) as base:
        base.executescript(BASE_0_1_0)
    base.close()
    remonter(f"sqlite:///{remontee}", "0001")
    attendu, obtenu = decrire(f"sqlite:///{ecrite}"), decrire(f"sqlite:///{remontee}")
    obtenu["tables"].pop("alembic_version")
    assert obtenu == attendu


def test_une_base_suivie_a_le_schema_d_une_base_neuve(ancienne, url, ouvrir_le_store, tmp_path, request):
    suivi = ouvrir_le_store(ancienne)
    with suivi.moteur.connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_server_default": True})
        assert compare_metadata(contexte, SQLModel.metadata) == []
    suivi.fermer()
    suivie = decrire(ancienne)
    neuve = f"sqlite:///{tmp_path / 'neuve.sqlite'}"
    if not url.startswith("sqlite"):
        neuve = request.getfixturevalue("postgresql").base()
    ouvrir_le_store(neuve).fermer()
    assert suivie == decrire(neuve)


def test_la_revision_du_code_est_la_derniere():
    reglages = Config()
    reglages.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(reglages).get_heads() == [TETE]


def test_ses_dossiers_ses_lettres_et_ses_messages_sont_les_memes(ancienne, ouvrir_le_store):
    store = ouvrir_le_store(ancienne)
    faits = {r: [type(ligne.fait).__name__ for ligne in store.journal(r)] for r in store.references()}
    assert faits == FAITS_0_1_0
    assert all(ligne.maillon for reference in faits for ligne in store.journal(reference))
    (accord,) = [ligne.fait for ligne in store.journal("V-2026-0001") if type(ligne.fait).__name__ == "AccordRecu"]
    assert accord.par == "civil@viry74.example"
    assert store.repere("siren") == "349185611"
    assert store.a_copier(99) == ()
    with sqlite3.connect(":memory:") as temoin:
        temoin.executescript(BASE_0_1_0)
        lettres = {cle for (cle,) in temoin.execute("SELECT cle FROM courriers")}
    temoin.close()
    assert {envoi.courrier.cle for reference in faits for envoi in store.envois(reference)} <= lettres


def test_le_travail_reprend_ou_il_en_etait(ancienne, ouvrir_le_store):
    monde = Monde.creer("2026-05-04T08:05")
    monde.store.fermer()
    monde.store = ouvrir_le_store(ancienne)
    monde.passer()
    assert monde.faits("V-2026-0002")[-1] == "AccordTacite"
    assert monde.faits("V-2026-0004")[-1] == "OrientationExpediee"
    assert monde.faits("V-2026-0003") == FAITS_0_1_0["V-2026-0003"]


@pytest.mark.parametrize("geste", ["UPDATE journal SET donnees = '{}'", "DELETE FROM journal"])
def test_son_journal_ne_se_corrige_toujours_pas(ancienne, ouvrir_le_store, geste):
    store = ouvrir_le_store(ancienne)
    with pytest.raises(IntegrityError, match="le journal ne se corrige pas"), store.moteur.begin() as connexion:
        connexion.exec_driver_sql(geste)


def test_une_base_plus_recente_que_le_code_est_refusee(url, ouvrir_le_store):
    store = ouvrir_le_store(url)
    with store.moteur.begin() as connexion:
        connexion.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.fermer()
    with pytest.raises(StoreInutilisable, match=r"version plus récente du robot \(schéma 9999"):
        ouvrir_le_store(url)


def test_une_base_abimee_n_est_pas_suivie_a_moitie(ancienne, ouvrir_le_store):
    moteur = create_engine(ancienne)
    with moteur.begin() as connexion:
        connexion.execute(text("INSERT INTO journal VALUES ('V-2026-0004', 2, 'Inconnu', '2026', '2026', '{}')"))
    moteur.dispose()
    avant = decrire(ancienne)
    with pytest.raises(StoreInutilisable, match="un enregistrement est abîmé"):
        ouvrir_le_store(ancienne)
    assert decrire(ancienne) == avant


def test_deux_robots_qui_demarrent_ensemble_ne_suivent_la_base_qu_une_fois(ancienne, ouvrir_le_store):
    with ThreadPoolExecutor(2) as robots:
        stores = list(robots.map(ouvrir_le_store, [ancienne, ancienne]))
    assert [store.references() for store in stores] == [tuple(FAITS_0_1_0)] * 2


def test_une_base_neuve_n_a_pas_besoin_d_alembic(tmp_path):
    code = (
        "import sys; from robot.adapters.base.store import StoreSql; "
        f"StoreSql('sqlite:///{tmp_path / 'neuve.sqlite'}', 'b.example').fermer(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tout_ce_qu_elle_contenait_est_scelle_et_se_verifie(ancienne, ouvrir_le_store):
    bilan = verifier(ouvrir_le_store(ancienne))
    assert bilan.fautes == []
    assert (bilan.dossiers, bilan.lignes) == (4, sum(map(len, FAITS_0_1_0.values())))
    assert bilan.lettres > 0
    assert bilan.messages > 0
