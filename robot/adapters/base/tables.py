"""The rows of the store. They are not domain objects: `store.py` translates.

Instants are stored as UTC text `2026-05-27T21:59:59.000000+00:00`, which sorts
and compares as it reads, on every engine.
"""

from __future__ import annotations

from sqlalchemy import DDL, BigInteger, Column, Index, Integer, LargeBinary, Text, event, text
from sqlmodel import Field, SQLModel

from robot.adapters.base.declencheurs import FONCTION, IMMUABLES, poser

# UID and UIDVALIDITY go up to 2**32 - 1 (RFC 3501, 2.3.1.1): too far for the INTEGER of PostgreSQL.
ENTIER_IMAP = Integer().with_variant(BigInteger(), "postgresql")


class LigneJournal(SQLModel, table=True):
    """One fact. Append-only (triggers); the key makes two writers of one dossier collide.

    `donnees` is the part that stays; `engagement` commits to the other, which
    is in `personnel`, or is empty when the fact has none. `rendez_vous` is the
    appointment taken with this line, `pieces` the seals of the message or letter
    that caused it and of the letters it caused, `maillon` its link
    (`chaine.py`). `migrations/scellement_0002.py` computes them for rows of 0.1.0.
    """

    __tablename__ = "journal"

    reference: str = Field(primary_key=True)
    numero: int = Field(primary_key=True)
    fait: str
    le: str
    inscrit_le: str
    donnees: str = Field(sa_column=Column(Text, nullable=False))
    rendez_vous: str | None
    engagement: str
    pieces: str = Field(sa_column=Column(Text, nullable=False))
    maillon: str


class LignePersonnelle(SQLModel, table=True):
    """The personal part of a fact, with its salt: never rewritten (trigger), erased in due time."""

    __tablename__ = "personnel"

    reference: str = Field(primary_key=True)
    numero: int = Field(primary_key=True)
    sel: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    donnees: str = Field(sa_column=Column(Text, nullable=False))


class LigneEffacement(SQLModel, table=True):
    """One erasure: when, under which rule, and the commitments (one a line) of what is gone. Append-only.

    Among them, what was left of a letter that must not leave twice (`chaine.identifiant_laisse`).
    """

    __tablename__ = "effacements"

    numero: int = Field(primary_key=True)
    le: str
    source: str
    engagements: str = Field(sa_column=Column(Text, nullable=False))
    maillon: str


class LigneDossier(SQLModel, table=True):
    """The index of the dossiers: rewritten with each fact, and recomputable from the journal.

    `tete` is the link of its last line.
    """

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
    tete: str


class LigneMessage(SQLModel, table=True):
    """A message received and claimed, with its bytes (zlib).

    Who wrote what is committed (`sel`, `engagement`), and can be erased: the
    columns are then empty. `sceau` covers the rest, but `range_le`.
    """

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
    uidvalidity: int = Field(sa_column=Column(ENTIER_IMAP, nullable=False))
    uid: int = Field(sa_column=Column(ENTIER_IMAP, nullable=False))
    recu_le: str
    consigne_le: str
    expediteur: str
    objet: str
    nature: str
    resume: str
    rangement: str
    range_le: str | None
    octets: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sel: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    engagement: str = ""
    sceau: str = ""


class LigneCourrier(SQLModel, table=True):
    """A letter of the outbox; `courrier` is its JSON, `octets` the bytes last given to the server (zlib).

    `sceau` covers what was asked for, `sceau_envoi` what became of it, empty
    until that is settled. The reader and the words are committed (`sel`,
    `engagement`, `engagement_envoi`), and can be erased: the columns are then
    empty, and `cle` is made of the seal; `message_id` stays for those of `UNE_FOIS`.

    `copie_le`: when it was copied to the folder of sent letters. Migration of a
    row of 0.1.0: its `expedie_le`, so that years of letters are not copied at
    once.
    """

    __tablename__ = "courriers"
    __table_args__ = (
        Index(
            "courriers_dus",
            "reprise",
            sqlite_where=text("reprise IS NOT NULL"),
            postgresql_where=text("reprise IS NOT NULL"),
        ),
        Index(
            "courriers_a_copier",
            "expedie_le",
            sqlite_where=text("expedie_le IS NOT NULL AND copie_le IS NULL"),
            postgresql_where=text("expedie_le IS NOT NULL AND copie_le IS NULL"),
        ),
        Index("courriers_par_dossier", "reference"),
        Index("courriers_par_identifiant", "message_id"),
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
    copie_le: str | None = None
    reponse: str
    courrier: str = Field(sa_column=Column(Text, nullable=False))
    octets: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    gabarit: str
    rang: int
    sel: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    engagement: str = ""
    sceau: str = ""
    engagement_envoi: str = ""
    sceau_envoi: str = ""


class LigneSignet(SQLModel, table=True):
    """How far a folder of the mailbox was read."""

    __tablename__ = "signets"

    dossier: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_column=Column(ENTIER_IMAP, nullable=False))
    uid: int = Field(sa_column=Column(ENTIER_IMAP, nullable=False))


class LigneRepere(SQLModel, table=True):
    """A small fact about the robot itself."""

    __tablename__ = "reperes"

    cle: str = Field(primary_key=True)
    valeur: str


# The same tables, for what runs at each pass: plain rows cost a third of objects that a session watches.
JOURNAL, PERSONNEL, DOSSIERS, MESSAGES, COURRIERS, SIGNETS, REPERES, EFFACEMENTS = (
    SQLModel.metadata.tables[nom]
    for nom in ("journal", "personnel", "dossiers", "messages", "courriers", "signets", "reperes", "effacements")
)

for _dialecte in ("sqlite", "postgresql"):
    for _table in IMMUABLES:
        for _declencheur in poser(_table, _dialecte):
            event.listen(
                SQLModel.metadata.tables[_table],
                "after_create",
                DDL(_declencheur).execute_if(dialect=_dialecte),  # type: ignore[no-untyped-call]
            )

event.listen(
    SQLModel.metadata,
    "before_create",
    DDL(FONCTION).execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]
)
