"""The rows of the store. They are not domain objects: `store.py` translates.

Instants are stored as UTC text `2026-05-27T21:59:59.000000+00:00`, which sorts
and compares as it reads, on every engine.
"""

from __future__ import annotations

from sqlalchemy import DDL, Column, Index, LargeBinary, Text, event, text
from sqlmodel import Field, SQLModel


class LigneJournal(SQLModel, table=True):
    """One fact. Append-only (triggers); the key makes two writers of one dossier collide."""

    __tablename__ = "journal"

    reference: str = Field(primary_key=True)
    numero: int = Field(primary_key=True)
    fait: str
    le: str
    inscrit_le: str
    donnees: str = Field(sa_column=Column(Text, nullable=False))


class LigneDossier(SQLModel, table=True):
    """The index of the dossiers: rewritten with each fact, and recomputable from the journal."""

    __tablename__ = "dossiers"
    __table_args__ = (
        Index(
            "dossiers_dus",
            "rendez_vous",
            sqlite_where=text("rendez_vous IS NOT NULL"),
            postgresql_where=text("rendez_vous IS NOT NULL"),
        ),
        Index("dossiers_par_statut", "statut", "reservataire"),
        Index("dossiers_par_date", "statut", "avance_le"),
    )

    reference: str = Field(primary_key=True)
    cle: str = Field(unique=True)
    statut: str
    reservataire: str
    rendez_vous: str | None
    version: int
    avance_le: str


class LigneMessage(SQLModel, table=True):
    """A message received and claimed, with its bytes (zlib)."""

    __tablename__ = "messages"
    __table_args__ = (
        Index(
            "messages_a_ranger",
            "consigne_le",
            sqlite_where=text("range_le IS NULL"),
            postgresql_where=text("range_le IS NULL"),
        ),
    )

    empreinte: str = Field(primary_key=True)
    message_id: str
    dossier: str
    uidvalidity: int
    uid: int
    recu_le: str
    consigne_le: str
    expediteur: str
    objet: str
    nature: str
    resume: str
    rangement: str
    range_le: str | None
    octets: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LigneCourrier(SQLModel, table=True):
    """A letter of the outbox; `courrier` is its JSON, `octets` the bytes last given to the server (zlib)."""

    __tablename__ = "courriers"
    __table_args__ = (
        Index(
            "courriers_dus",
            "reprise",
            sqlite_where=text("reprise IS NOT NULL"),
            postgresql_where=text("reprise IS NOT NULL"),
        ),
        Index("courriers_par_dossier", "reference"),
        Index("courriers_par_destinataire", "destinataire", "cree_le"),
    )

    cle: str = Field(primary_key=True)
    etat: str
    message_id: str
    reference: str
    destinataire: str
    automatique: bool
    essais: int
    cree_le: str
    reprise: str | None
    expedie_le: str | None
    reponse: str
    courrier: str = Field(sa_column=Column(Text, nullable=False))
    octets: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LigneSignet(SQLModel, table=True):
    """How far a folder of the mailbox was read."""

    __tablename__ = "signets"

    dossier: str = Field(primary_key=True)
    uidvalidity: int
    uid: int


class LigneRepere(SQLModel, table=True):
    """A small fact about the robot itself."""

    __tablename__ = "reperes"

    cle: str = Field(primary_key=True)
    valeur: str


for _geste in ("UPDATE", "DELETE"):
    event.listen(
        SQLModel.metadata.tables["journal"],
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER journal_sans_{_geste.lower()} BEFORE {_geste} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'le journal ne se corrige pas'); END"
        ).execute_if(dialect="sqlite"),
    )
