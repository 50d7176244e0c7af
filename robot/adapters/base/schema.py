"""The schema of the store: created in one go for a new base, carried forward by Alembic for an old one.

A base of 0.1.0 bears no version: its journal without a mark means `0001`.
Whatever is done is done in one transaction.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, func, insert, inspect, select
from sqlmodel import SQLModel

from robot.adapters.base.moteur import POSTGRESQL, pour_lire
from robot.adapters.base.verrou import SCHEMA
from robot.ports import StoreInutilisable

TETE = "0002"
DE_0_1_0 = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"

# Alembic's own table, so that it goes on from here.
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def accorder(moteur: Engine) -> None:
    """Make the schema the one of this code. Raises StoreInutilisable for a newer one."""
    with pour_lire(moteur).connect() as connexion:
        if version(connexion) == TETE:
            return
    with moteur.begin() as connexion:
        if connexion.dialect.name == POSTGRESQL:  # on SQLite the transaction is IMMEDIATE
            connexion.execute(select(func.pg_advisory_xact_lock(SCHEMA)))
        trouvee = version(connexion)
        if trouvee == "":
            creer(connexion)
        elif trouvee != TETE:
            _faire_suivre(connexion, trouvee)


def version(connexion: Connection) -> str:
    """The revision of a base; "" when it is empty. Raises StoreInutilisable for the file of another program."""
    tables = inspect(connexion)
    if not tables.has_table("journal"):
        if connexion.dialect.name != POSTGRESQL and tables.get_table_names():
            raise StoreInutilisable(
                f"Le fichier {connexion.engine.url.database} contient déjà les données d'un autre programme : le robot "
                "n'y ajoute rien. Donnez au réglage « base » un fichier qui n'existe pas encore, ou celui du robot."
            )
        return ""
    return str(connexion.scalar(select(VERSION.c.version_num))) if tables.has_table(VERSION.name) else DE_0_1_0


def creer(connexion: Connection) -> None:
    """Every table in its present shape, and the mark of it."""
    SQLModel.metadata.create_all(connexion, checkfirst=False)
    _marquer(connexion, TETE)


def _faire_suivre(connexion: Connection, trouvee: str) -> None:
    # Only an old base needs Alembic: its import would cost every command a tenth of a second.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    reglages = Config()
    reglages.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    connues = {revision.revision for revision in ScriptDirectory.from_config(reglages).walk_revisions()}
    if trouvee not in connues:
        raise StoreInutilisable(
            f"La base {connexion.engine.url.database} vient d'une version plus récente du robot (schéma {trouvee}, "
            f"celle-ci connaît {TETE}). Installez cette version-là, ou restaurez la sauvegarde d'avant sa mise à jour."
        )
    if not inspect(connexion).has_table(VERSION.name):
        _marquer(connexion, trouvee)
    reglages.attributes["connection"] = connexion
    try:
        command.upgrade(reglages, TETE)
    except (LookupError, ValueError) as defaut:
        raise StoreInutilisable(
            f"La base {connexion.engine.url.database} ne peut pas être mise à jour : un enregistrement est abîmé "
            f"({defaut}). Rien n'y a été changé. Restaurez une sauvegarde, ou prévenez qui entretient le robot."
        ) from defaut


def _marquer(connexion: Connection, revision: str) -> None:
    VERSION.create(connexion)
    connexion.execute(insert(VERSION).values(version_num=revision))
