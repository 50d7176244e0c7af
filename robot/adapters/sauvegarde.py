"""A backup is ONE SQLite file, whatever the engine of the store: taken while robots work, verified, put back elsewhere.

From SQLite by `VACUUM INTO`: one read transaction, hence one instant, and
nobody waits; the online backup API would start again at each writing of
another process. From PostgreSQL row by row, in one REPEATABLE READ snapshot,
through the same tables. The secret of the tokens is not in it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel

from robot.adapters.base.moteur import LECTURE, POSTGRESQL
from robot.adapters.base.racines import arbre, instantane
from robot.adapters.base.socle import lisible
from robot.adapters.base.store import StoreSql
from robot.adapters.base.tables import COURRIERS, JOURNAL, MESSAGES
from robot.adapters.base.verification import verifier
from robot.adapters.fichiers import raison
from robot.etapes import apres_restauration
from robot.ports import StoreInjoignable, StoreInutilisable

TABLES = SQLModel.metadata.sorted_tables
REPERES = SQLModel.metadata.tables["reperes"]
LOT = 500
# What dates the life of a store, besides the last reading of its mailbox.
VIVANTES = (JOURNAL.c.inscrit_le, MESSAGES.c.consigne_le, COURRIERS.c.cree_le, COURRIERS.c.expedie_le)
DROITS = 0o600
COMPAGNONS = ("", "-wal", "-shm", "-journal")
DATE = "%Y%m%dT%H%M%SZ"
NOM_DATE = re.compile(r"robot-\d{8}T\d{6}Z\.sqlite")
NOM_INACHEVE = re.compile(r"\.robot-(\d{8}T\d{6}Z)\.sqlite\.\d+(?:-wal|-shm|-journal)?")
UN_JOUR = timedelta(days=1)
PANNES = (OSError, UnicodeError, sqlite3.Error, StatementError, StoreInjoignable)


@dataclass(frozen=True)
class Contenu:
    """What a backup holds, as counted by reading it again; `racine` commits to its whole journal.

    `fautes`: what does not hold in it, as it did not in the store.
    """

    sauvegarde_le: datetime
    dossiers: int
    faits: int
    messages: int
    courriers: int
    racine: str
    fautes: tuple[str, ...]

    @property
    def marque_des_defauts(self) -> str:
        """What stands for exactly these faults: who types it has them before its eyes, and one more changes it."""
        return hashlib.sha256("\n".join(sorted(self.fautes)).encode()).hexdigest()[:8] if self.fautes else ""


# --- saving ---------------------------------------------------------------------------------------


def destination(dest: Path, instant: datetime) -> Path:
    """The file to write: in a folder, a name that says when (UTC). Raises StoreInutilisable rather than overwrite."""
    fichier = dest / f"robot-{instant.astimezone(UTC).strftime(DATE)}.sqlite" if dest.is_dir() else dest
    if fichier.exists():
        raise StoreInutilisable(f"{fichier} existe déjà, et n'a pas été touché. Donnez un autre nom, ou un dossier.")
    if not fichier.parent.is_dir():
        raise StoreInutilisable(f"Le dossier {fichier.parent} n'existe pas. Créez-le, sur un autre disque que la base.")
    return fichier


def sauvegarder(store: StoreSql, fichier: Path, instant: datetime) -> Contenu:
    """Write the backup whole, read again and on the disk, or not at all. Raises StoreInutilisable.

    It is dated of what the store knows last, never later than `instant`, which
    is read before: nothing older is missing from it. A store with faults is
    saved as it is: the rest of it is worth having.
    """
    provisoire = fichier.with_name(f".{fichier.name}.{os.getpid()}")
    try:
        os.close(os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL, DROITS))
        _photographier(store, provisoire)
        with _ouvrir(provisoire, store.domaine) as copie:
            apres_restauration.dater(copie, min(instant, _dernier_instant(copie) or instant))
            contenu = compter(copie)
        _clore(provisoire)
        _nommer(provisoire, fichier)
        _synchroniser(fichier.parent)
    except PANNES as panne:
        raise StoreInutilisable(
            f"La sauvegarde {fichier} n'a pas pu être écrite ({_mots(panne)}). Vérifiez la place sur ce disque et vos "
            "droits sur ce dossier. La base n'a pas été touchée."
        ) from panne
    finally:
        for suffixe in COMPAGNONS:
            provisoire.with_name(f"{provisoire.name}{suffixe}").unlink(missing_ok=True)
    return contenu


def _dernier_instant(copie: StoreSql) -> datetime | None:
    """When the store last learnt or did anything; one that was put back to an earlier day stopped there."""
    with copie.moteur.connect() as connexion:
        derniers = [connexion.execute(select(func.max(colonne))).scalar() for colonne in VIVANTES]
    return max(filter(None, (*map(_en_instant, derniers), copie.lu_jusqu_a())), default=None)


def _en_instant(ecrit: object) -> datetime | None:
    """What a column of dates holds; None when that row is damaged: the others, or the mailbox, date the store."""
    with suppress(ValueError):
        return datetime.fromisoformat(ecrit) if isinstance(ecrit, str) else None
    return None


def elaguer(faite: Path, garder: int) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Remove the oldest dated backups around the one just made, all but `garder`; those removed, those yet to come.

    One dated later than the one just made comes from a clock that was wrong,
    then or now: it is neither counted nor removed, and the new one never is.
    What a backup that was killed left behind a day ago or more goes too.
    """
    _oublier_les_inachevees(faite)
    datees = sorted(fichier for fichier in faite.parent.iterdir() if NOM_DATE.fullmatch(fichier.name))
    a_venir = tuple(fichier for fichier in datees if fichier.name > faite.name)
    passees = [fichier for fichier in datees if fichier.name < faite.name]
    perimees = tuple(passees[: max(len(passees) + 1 - garder, 0)])
    for fichier in perimees:
        fichier.unlink()
    return perimees, a_venir


def _oublier_les_inachevees(faite: Path) -> None:
    """Remove the hidden files of backups that never ended: full of mail, and counted by nobody."""
    limite = datetime.strptime(faite.name, f"robot-{DATE}.sqlite").replace(tzinfo=UTC) - UN_JOUR
    for fichier in faite.parent.iterdir():
        inacheve = NOM_INACHEVE.fullmatch(fichier.name)
        if inacheve and datetime.strptime(inacheve[1], DATE).replace(tzinfo=UTC) < limite:
            fichier.unlink(missing_ok=True)


def _photographier(store: StoreSql, provisoire: Path) -> None:
    """The whole store at one instant, in a SQLite file."""
    if store.moteur.dialect.name == POSTGRESQL:
        with _ouvrir(provisoire, store.domaine) as copie, copie.moteur.begin() as ecriture:
            _recopier(store.moteur, ecriture)
        return
    with closing(store.moteur.raw_connection()) as connexion:
        connexion.cursor().execute("VACUUM INTO ?", (str(provisoire),))
    with closing(sqlite3.connect(provisoire)) as fichier, suppress(sqlite3.IntegrityError):
        fichier.execute("REINDEX")  # VACUUM copies an index as it is: a damaged one would make the backup useless


def _clore(provisoire: Path) -> None:
    """Leave one file and no companion, readable from any medium, and on the disk."""
    with closing(sqlite3.connect(provisoire)) as connexion:
        connexion.execute("PRAGMA journal_mode=DELETE")
    _synchroniser(provisoire)


def _nommer(provisoire: Path, fichier: Path) -> None:
    """Give its name to a finished backup, never that of another file. Raises FileExistsError."""
    try:
        os.link(provisoire, fichier)
    except PermissionError:  # a file system that knows no links
        if fichier.exists():
            raise FileExistsError(fichier) from None
        provisoire.rename(fichier)


def _synchroniser(chemin: Path) -> None:
    descripteur = os.open(chemin, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


# --- verifying ------------------------------------------------------------------------------------


def compter(copie: StoreSql) -> Contenu:
    """Read everything again: every link of the journal, every fold, the index."""
    examen = verifier(copie)
    with instantane(copie.moteur) as session:
        racine = arbre(session).racine
    return Contenu(
        sauvegarde_le=datetime.fromisoformat(
            copie.repere(apres_restauration.SAUVEGARDE) or apres_restauration.ORIGINE.isoformat()
        ),
        dossiers=examen.dossiers,
        faits=examen.lignes,
        messages=examen.messages,
        courriers=examen.lettres,
        racine=racine,
        fautes=tuple(str(faute) for faute in examen.fautes),
    )


# --- restoring ------------------------------------------------------------------------------------


def restaurer(source: Path, store: StoreSql, identite: Mapping[str, str], defauts_admis: str = "") -> Contenu:
    """Put a backup in an empty store, in one transaction, with the replay to do. Raises StoreInutilisable.

    One that has faults is refused, unless `defauts_admis` is the mark of those very ones
    (`Contenu.marque_des_defauts`): they were in the store, and no other backup may be left.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="robot-restauration-") as atelier:
            travail = Path(atelier) / source.name
            _relire(source, travail)
            with _ouvrir(travail, store.domaine) as copie:
                _exiger_la_meme_identite(source, copie, identite)
                apres_restauration.commencer(copie)
                contenu = compter(copie)
                _exiger_sans_autre_defaut(source, contenu, defauts_admis)
                with store.moteur.begin() as ecriture:
                    _exiger_vide(ecriture)
                    _remettre(copie, travail, ecriture)
    except PANNES as panne:
        raise StoreInutilisable(
            f"{source} n'a pas pu être restaurée ({_mots(panne)}). La base n'a pas été touchée. Vérifiez le fichier, "
            "vos droits et la place sur le disque."
        ) from panne
    return contenu


def _relire(source: Path, travail: Path) -> None:
    """A copy to work on, of a file that is a sound SQLite database. Raises StoreInutilisable.

    With the journal of a store that was set aside after a crash: its last writings may be there alone.
    """
    shutil.copyfile(source, travail)
    if (suite := source.with_name(f"{source.name}-wal")).exists():
        shutil.copyfile(suite, travail.with_name(f"{travail.name}-wal"))
    try:
        with closing(sqlite3.connect(travail)) as connexion:
            defauts = [ligne for (ligne,) in connexion.execute("PRAGMA integrity_check(5)") if ligne != "ok"]
            est_la = connexion.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone()
    except sqlite3.DatabaseError as erreur:
        defauts, est_la = [str(erreur)], True
    if defauts or not est_la:
        cause = " ; ".join(defauts) or "aucun journal dedans"
        raise StoreInutilisable(
            f"{source} est abîmée, ou n'est pas une sauvegarde du robot ({cause}). Prenez-en une autre : rien n'a été "
            "restauré."
        )


def _exiger_sans_autre_defaut(source: Path, contenu: Contenu, admis: str) -> None:
    """Raises StoreInutilisable, with every fault: whoever wants the backup all the same has read them."""
    if admis == contenu.marque_des_defauts:
        return
    if not contenu.fautes:
        raise StoreInutilisable(f"{source} n'a aucun défaut : ôtez --avec-ses-defauts. Rien n'a été restauré.")
    dits = "".join(f"\n  {faute}" for faute in contenu.fautes)
    raise StoreInutilisable(
        f"{source} ne se relit pas sans défaut :{dits}\nRien n'a été restauré. Prenez-en une plus ancienne, qui n'en a "
        "pas. Si ces défauts étaient déjà dans la base quand elle fut sauvegardée (« robot sauvegarder » les avait "
        "dits, avec le même code), vous pouvez la remettre telle quelle : "
        f"--avec-ses-defauts {contenu.marque_des_defauts}"
    )


def _exiger_la_meme_identite(source: Path, copie: StoreSql, identite: Mapping[str, str]) -> None:
    """Raises StoreInutilisable: with another secret, no answer to the offers in flight would be recognised."""
    differents = [cle for cle, valeur in identite.items() if copie.repere(cle) not in {None, valeur}]
    if "secret" in differents:
        raise StoreInutilisable(
            f"{source} a été faite avec un autre secret des jetons. Remettez celui d'alors (ROBOT_SECRET, ou le "
            "fichier .secret posé à côté de la base), puis recommencez : rien n'a été restauré."
        )
    if differents:
        raise StoreInutilisable(
            f"{source} est la sauvegarde d'un autre robot ({', '.join(differents)} différent) : rien n'a été restauré."
        )


def _exiger_vide(ecriture: Connection) -> None:
    """Nobody may write before the end, and nobody has. Raises StoreInutilisable."""
    if ecriture.dialect.name == POSTGRESQL:
        ecriture.execute(text(f"LOCK TABLE {', '.join(table.name for table in TABLES)} IN ACCESS EXCLUSIVE MODE"))
    pleines = [
        table.name
        for table in TABLES
        if table is not REPERES and ecriture.execute(select(table).limit(1)).first() is not None
    ]
    if pleines:
        raise StoreInutilisable(
            f"La base {ecriture.engine.url.database} n'est pas vide : une restauration n'écrase rien. Mettez-la de "
            "côté (déplacez le fichier et ses compagnons -wal et -shm, ou créez une base neuve), puis recommencez."
        )
    ecriture.execute(REPERES.delete())


def _remettre(copie: StoreSql, travail: Path, ecriture: Connection) -> None:
    """Every row of the backup; between two SQLite files byte for byte, what is no longer UTF-8 included."""
    if ecriture.dialect.name == POSTGRESQL:
        _recopier(copie.moteur, ecriture)
        return
    ecriture.exec_driver_sql("ATTACH DATABASE ? AS sauvegarde", (str(travail),))
    for table in TABLES:
        colonnes = ", ".join(colonne.name for colonne in table.columns)
        ecriture.exec_driver_sql(
            f"INSERT INTO main.{table.name} ({colonnes}) SELECT {colonnes} FROM sauvegarde.{table.name}"  # noqa: S608 - our own names
        )


def _recopier(source: Engine, ecriture: Connection) -> None:
    """Every row of every table, read at one instant."""
    with source.connect() as connexion:
        if connexion.dialect.name == POSTGRESQL:
            lecture = connexion.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            lecture.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # between two batches, we write
        else:
            lecture = connexion.execution_options(**LECTURE)
        for table in TABLES:
            for lot in lecture.execution_options(yield_per=LOT).execute(select(table)).mappings().partitions():
                ecriture.execute(insert(table), [{nom: _ecrivable(v) for nom, v in ligne.items()} for ligne in lot])


def _ecrivable(valeur: object) -> object:
    """What PostgreSQL and the driver take: a damaged text is spelt out."""
    return lisible(valeur) if isinstance(valeur, str) else valeur


@contextmanager
def _ouvrir(fichier: Path, domaine: str) -> Iterator[StoreSql]:
    """A backup opened as a store: an older schema is carried forward, a newer one is refused."""
    store = StoreSql(f"sqlite:///{fichier}", domaine)
    try:
        yield store
    finally:
        store.fermer()


def _mots(panne: Exception) -> str:
    if isinstance(panne, OSError):
        return raison(panne)
    return " ".join(str(getattr(panne, "orig", None) or panne).split())
