"""What every chapter of the store stands on: the engine, one transaction at a time, reading without waiting."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Engine, Row, Select, Table, Update, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import DBAPIError

from robot.adapters.base.moteur import POSTGRESQL, commencer, ouvrir, pour_ecrire, pour_lire
from robot.adapters.base.pannes import est_injoignable, injoignable, traduire
from robot.adapters.base.schema import accorder
from robot.adapters.base.tables import REPERES
from robot.etapes.defauts import DEFAUTS
from robot.ports import ConflitDeVersion, Marque, StoreInjoignable, StoreInutilisable

T = TypeVar("T")
# The date of what has lost its own.
SANS_DATE = datetime.fromtimestamp(0, UTC)
journal = logging.getLogger(__name__)


def en_texte(instant: datetime) -> str:
    """UTC text that sorts as it reads."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def en_instant(texte: str) -> datetime:
    """The instant of a stored text."""
    return datetime.fromisoformat(texte)


def sans_nul(texte: str) -> str:
    """The same text, storable: PostgreSQL has no place for U+0000, which a stranger may well send."""
    return texte.replace("\0", "\N{REPLACEMENT CHARACTER}")


def lisible(texte: str) -> str:
    """The same text, with what is no longer UTF-8 in it spelt out: it can be shown, written and compared."""
    return texte if texte.isascii() else texte.encode(errors="backslashreplace").decode()


def est_intacte(ligne: Iterable[Any]) -> bool:
    """Whether every text of a row is still UTF-8 (`moteur.LIRE_UN_TEXTE`)."""
    return all(valeur.isascii() or lisible(valeur) == valeur for valeur in ligne if isinstance(valeur, str))


def intacte(ligne: Row[Any]) -> Row[Any]:
    """The same row. Raises ValueError when a text of it is no longer UTF-8."""
    if not est_intacte(ligne):
        raise ValueError("un texte de cette ligne n'est plus de l'UTF-8")
    return ligne


def inserer(table: Table) -> Insert:
    """An INSERT that can say what to do when the key is there (`on_conflict_…`): both engines take the same words."""
    return insert(table)


def deposer(table: Table) -> Insert:
    """Insert a row unless its key is there; a transaction that is inserting the same key is waited for."""
    return inserer(table).on_conflict_do_nothing()


def modifier(connexion: Connection, ordre: Insert | Update | Delete, valeurs: Mapping[str, Any]) -> int:
    """Carry out a statement; how many rows it touched."""
    return connexion.execute(ordre, valeurs, execution_options={"preserve_rowcount": True}).rowcount


def _pourquoi(moteur: Engine, erreur: DBAPIError) -> str:
    """Why that base cannot be used, and what to do."""
    if getattr(erreur.orig, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
        return (
            "est en lecture seule pour vous, et toute commande du robot doit pouvoir y écrire. Tapez la commande sous "
            "l'utilisateur du robot. Pour lire une base mise de côté, copiez-la, avec son compagnon -wal s'il existe, "
            "dans un dossier à vous, et dites cette copie dans le réglage « base »."
        )
    ou = (
        "« url », les droits du robot sur cette base"
        if moteur.dialect.name == POSTGRESQL
        else ("« base », les droits sur ce dossier")
    )
    return f"ne peut pas servir ({erreur.orig}). Vérifiez le réglage {ou}, et la place sur le disque."


# --- small facts about the robot ------------------------------------------------------------------

TOUS_LES_REPERES = select(REPERES)
DEPOSER_REPERE = deposer(REPERES)
POSER_REPERE = inserer(REPERES)
POSER_REPERE = POSER_REPERE.on_conflict_do_update(index_elements=["cle"], set_={"valeur": POSER_REPERE.excluded.valeur})
CHANGER_REPERE = (
    update(REPERES)
    .where(REPERES.c.cle == bindparam("laquelle"), REPERES.c.valeur == bindparam("lue"))
    .values(valeur=bindparam("nouvelle"))
)
OTER_REPERE = delete(REPERES).where(REPERES.c.cle == bindparam("laquelle"))


def marquer(connexion: Connection, marque: Marque) -> None:
    """Change a mark if it still reads what was read. Raises ConflitDeVersion."""
    if marque.lue is None:
        change = modifier(connexion, DEPOSER_REPERE, {"cle": marque.cle, "valeur": marque.valeur})
    else:
        valeurs = {"laquelle": marque.cle, "lue": marque.lue, "nouvelle": marque.valeur}
        change = modifier(connexion, CHANGER_REPERE, valeurs)
    if not change:
        raise ConflitDeVersion(marque.cle)


class _Fil(threading.local):
    """What a thread keeps until the end of its session: a connection to read with, and the marks as it found them."""

    liseuse: Connection | None = None
    reperes: Mapping[str, str] | None = None


class Socle:
    """A SQL database opened for a robot. `domaine` is the right part of our Message-IDs.

    Raises StoreInutilisable, and StoreInjoignable for a server that does not answer.
    """

    def __init__(self, url: str, domaine: str) -> None:
        self.url = url
        self.domaine = domaine
        self.moteur = ouvrir(url)
        self._lecture, self._ecriture = pour_lire(self.moteur), pour_ecrire(self.moteur)
        self._fil = _Fil()
        self._illisibles: dict[str, str] = {}
        self._a_retablir: dict[str, str | None] = {}
        try:
            accorder(self.moteur)
        except DBAPIError as erreur:
            self.moteur.dispose()
            if self.moteur.dialect.name == POSTGRESQL and est_injoignable(erreur):
                raise injoignable(erreur) from erreur
            raise StoreInutilisable(f"La base {self.moteur.url.database} {_pourquoi(self.moteur, erreur)}") from erreur
        except BaseException:
            self.moteur.dispose()
            raise

    def fermer(self) -> None:
        """Close every connection."""
        self.moteur.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with traduire(), self._ecriture.begin() as connexion:
            commencer(connexion)
            yield connexion

    def _lire(self, requete: Select[Any], **valeurs: object) -> Sequence[Row[Any]]:
        """The rows of a query, prepared once for all with its `bindparam`."""
        liseuse = self._fil.liseuse
        with traduire(), nullcontext(liseuse) if liseuse else self._lecture.connect() as connexion:
            return connexion.execute(requete, valeurs).all()

    @contextmanager
    def _noter_l_illisible(self, nom: str) -> Iterator[None]:
        """Remember the name of a row whose reading fails, and let the failure go on."""
        try:
            yield
        except DEFAUTS as defaut:
            nom = lisible(nom)
            journal.error("ligne illisible : %s (%s)", nom, type(defaut).__name__)
            self._illisibles[nom] = type(defaut).__name__
            raise

    def _lisibles(
        self, lignes: Iterable[Row[Any]], lire: Callable[[Row[Any]], T], nommer: Callable[[Row[Any]], str]
    ) -> tuple[T, ...]:
        """What can be read of these rows; the others are noted and left out."""
        lues = list[T]()
        for ligne in lignes:
            with suppress(*DEFAUTS), self._noter_l_illisible(nommer(ligne)):
                lues.append(lire(intacte(ligne)))
        return tuple(lues)

    def illisibles(self) -> Mapping[str, str]:
        """See the port."""
        notees, self._illisibles = self._illisibles, {}
        return notees

    @contextmanager
    def seance(self) -> Iterator[None]:
        """See the port."""
        if self._a_retablir:
            self.poser_reperes(self._a_retablir)
            self._a_retablir = {}
        with traduire():
            connexion = self._lecture.connect()
        self._fil.liseuse = connexion
        try:
            yield
        finally:
            connexion.close()
            self._fil.liseuse = self._fil.reperes = None

    def repere(self, cle: str) -> str | None:
        """See the port."""
        return self.reperes().get(cle)

    def reperes(self) -> Mapping[str, str]:
        """See the port. In a session, read again only after this robot changed one.

        What another changes meanwhile is then seen by the next pass: whoever decides holds the lock of the reader.
        """
        if (gardes := self._fil.reperes) is None:
            gardes = {lisible(ligne.cle): lisible(ligne.valeur) for ligne in self._lire(TOUS_LES_REPERES)}
            self._fil.reperes = gardes if self._fil.liseuse else None
        return gardes

    @contextmanager
    def _changer_les_reperes(self) -> Iterator[Connection]:
        """A transaction after which the marks are read again."""
        self._fil.reperes = None
        with self._transaction() as connexion:
            yield connexion

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """See the port."""
        self.poser_reperes({cle: valeur})

    def poser_reperes(self, valeurs: Mapping[str, str | None]) -> None:
        """See the port."""
        with self._changer_les_reperes() as connexion:
            for cle, valeur in sorted(valeurs.items()):  # in one order for all: two robots never wait for each other
                if valeur is None:
                    connexion.execute(OTER_REPERE, {"laquelle": cle})
                else:
                    connexion.execute(POSER_REPERE, {"cle": cle, "valeur": sans_nul(valeur)})

    def retablir_reperes(self, valeurs: Mapping[str, str | None]) -> None:
        """See the port."""
        try:
            self.poser_reperes(valeurs)
        except (StoreInjoignable, ConflitDeVersion):
            self._a_retablir |= valeurs
