"""The chain of the journal, the personal parts, and the copies of sent letters; what was there is sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from robot.adapters.base.declencheurs import poser, retirer
from robot.adapters.base.migrations.scellement_0002 import sceller_l_existant

revision = "0002"
down_revision = "0001"

NEUVES = ("personnel", "effacements")


def upgrade() -> None:
    """From 0.1.0. The journal may be rewritten for the time of its sealing, in this transaction only."""
    dialecte = op.get_context().dialect.name
    for ordre in retirer("journal", dialecte):
        op.execute(ordre)
    _creer()
    _ajouter("journal", *_textes("engagement", "maillon"), _texte("pieces", sa.Text()))
    op.add_column("journal", sa.Column("rendez_vous", sa.String()))
    _ajouter("dossiers", *_textes("tete"))
    _ajouter("messages", _octets("sel"), *_textes("engagement", "sceau"))
    _ajouter("courriers", _octets("sel"), *_textes("gabarit", "engagement", "sceau", "engagement_envoi", "sceau_envoi"))
    _ajouter("courriers", sa.Column("rang", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("courriers", sa.Column("copie_le", sa.String()))
    # Years of letters are not copied to the folder of sent letters at once.
    op.execute("UPDATE courriers SET copie_le = expedie_le")
    a_copier = sa.text("expedie_le IS NOT NULL AND copie_le IS NULL")
    op.create_index("courriers_a_copier", "courriers", ["expedie_le"], sqlite_where=a_copier, postgresql_where=a_copier)
    op.create_index("courriers_par_identifiant", "courriers", ["message_id"])
    sceller_l_existant(op.get_bind())
    for table in ("journal", *NEUVES):
        for ordre in poser(table, dialecte):
            op.execute(ordre)


def _creer() -> None:
    op.create_table(
        "personnel",
        sa.Column("reference", sa.String(), primary_key=True),
        sa.Column("numero", sa.Integer(), primary_key=True),
        sa.Column("sel", sa.LargeBinary(), nullable=False),
        sa.Column("donnees", sa.Text(), nullable=False),
    )
    op.create_table(
        "effacements",
        sa.Column("numero", sa.Integer(), primary_key=True),
        sa.Column("le", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("engagements", sa.Text(), nullable=False),
        sa.Column("maillon", sa.String(), nullable=False),
    )


def _ajouter(table: str, *colonnes: sa.Column[str] | sa.Column[bytes] | sa.Column[int]) -> None:
    """Add columns that may not be null: empty in the rows there are, without a default for those to come."""
    with op.batch_alter_table(table) as lot:
        for colonne in colonnes:
            lot.add_column(colonne)
    with op.batch_alter_table(table) as lot:
        for colonne in colonnes:
            lot.alter_column(colonne.name, server_default=None)


def _textes(*noms: str) -> tuple[sa.Column[str], ...]:
    return tuple(_texte(nom, sa.String()) for nom in noms)


def _texte(nom: str, forme: sa.String) -> sa.Column[str]:
    return sa.Column(nom, forme, nullable=False, server_default="")


def _octets(nom: str) -> sa.Column[bytes]:
    return sa.Column(nom, sa.LargeBinary(), nullable=False, server_default="")
