"""The schema of 0.1.0."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from robot.adapters.base.declencheurs import FONCTION, poser
from robot.adapters.base.tables import ENTIER_IMAP

revision = "0001"
down_revision = None

COURTS = sa.String


def upgrade() -> None:
    """From nothing."""
    _dossiers()
    _messagerie()
    op.create_table(
        "reperes",
        sa.Column("cle", COURTS(), primary_key=True),
        sa.Column("valeur", COURTS(), nullable=False),
    )


def _dossiers() -> None:
    """The journal, which nobody rewrites, and its index."""
    dialecte = op.get_context().dialect.name
    op.create_table(
        "journal",
        sa.Column("reference", COURTS(), primary_key=True),
        sa.Column("numero", sa.Integer(), primary_key=True),
        sa.Column("fait", COURTS(), nullable=False),
        sa.Column("le", COURTS(), nullable=False),
        sa.Column("inscrit_le", COURTS(), nullable=False),
        sa.Column("donnees", sa.Text(), nullable=False),
    )
    if dialecte == "postgresql":
        op.execute(FONCTION)
    for declencheur in poser("journal", dialecte):
        op.execute(declencheur)
    op.create_table(
        "dossiers",
        sa.Column("reference", COURTS(), primary_key=True),
        sa.Column("cle", COURTS(), nullable=False, unique=True),
        sa.Column("statut", COURTS(), nullable=False),
        sa.Column("reservataire", COURTS(), nullable=False),
        sa.Column("rendez_vous", COURTS()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("avance_le", COURTS(), nullable=False),
    )
    _index_partiel("dossiers_dus", "dossiers", "rendez_vous", "rendez_vous IS NOT NULL")
    op.create_index("dossiers_par_statut", "dossiers", ["statut", "reservataire"])
    op.create_index("dossiers_par_date", "dossiers", ["statut", "avance_le"])


def _messagerie() -> None:
    """What was received, what is to send, and how far each folder was read."""
    op.create_table(
        "messages",
        sa.Column("empreinte", COURTS(), primary_key=True),
        sa.Column("message_id", COURTS(), nullable=False),
        sa.Column("dossier", COURTS(), nullable=False),
        sa.Column("uidvalidity", ENTIER_IMAP, nullable=False),
        sa.Column("uid", ENTIER_IMAP, nullable=False),
        *(
            sa.Column(nom, COURTS(), nullable=False)
            for nom in ("recu_le", "consigne_le", "expediteur", "objet", "nature", "resume", "rangement")
        ),
        sa.Column("range_le", COURTS()),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
    )
    _index_partiel("messages_a_ranger", "messages", "consigne_le", "range_le IS NULL")
    op.create_table(
        "courriers",
        sa.Column("cle", COURTS(), primary_key=True),
        *(
            sa.Column(nom, COURTS(), nullable=False)
            for nom in ("etat", "message_id", "reference", "destinataire", "cree_le", "reponse")
        ),
        sa.Column("automatique", sa.Boolean(), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("reprise", COURTS()),
        sa.Column("expedie_le", COURTS()),
        sa.Column("courrier", sa.Text(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
    )
    _index_partiel("courriers_dus", "courriers", "reprise", "reprise IS NOT NULL")
    op.create_index("courriers_par_dossier", "courriers", ["reference"])
    op.create_index("courriers_par_destinataire", "courriers", ["destinataire", "cree_le"])
    op.create_table(
        "signets",
        sa.Column("dossier", COURTS(), primary_key=True),
        sa.Column("uidvalidity", ENTIER_IMAP, nullable=False),
        sa.Column("uid", ENTIER_IMAP, nullable=False),
    )


def _index_partiel(nom: str, table: str, colonne: str, condition: str) -> None:
    quand = sa.text(condition)
    op.create_index(nom, table, [colonne], sqlite_where=quand, postgresql_where=quand)
