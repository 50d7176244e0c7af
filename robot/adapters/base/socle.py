"""What every chapter of the store stands on: the engine, one transaction at a time, reading without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Delete, Insert, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, delete, select, update

from robot.adapters.base.moteur import POSTGRESQL, ouvrir, pour_lire
from robot.adapters.base.pannes import est_injoignable, injoignable, traduire
from robot.adapters.base.schema import accorder
from robot.adapters.base.tables import LigneRepere
from robot.ports import ConflitDeVersion, Marque, StoreInutilisable


def en_texte(instant: datetime) -> str:
    """UTC text that sorts as it reads."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def en_instant(texte: str) -> datetime:
    """The instant of a stored text."""
    return datetime.fromisoformat(texte)


def sans_nul(texte: str) -> str:
    """The same text, storable: PostgreSQL has no place for U+0000, which a stranger may well send."""
    return texte.replace("\0", "\N{REPLACEMENT CHARACTER}")


def inserer(session: Session, table: type[SQLModel]) -> Any:
    """An INSERT that can say what to do when the key is there (`on_conflict_…`), in the words of each engine."""
    postgres = session.get_bind().dialect.name == POSTGRESQL
    colonnes = SQLModel.metadata.tables[str(table.__tablename__)]  # no row object to keep
    return postgresql.insert(colonnes) if postgres else sqlite.insert(colonnes)


def deposer(session: Session, ligne: SQLModel) -> bool:
    """Insert a row unless its key is there; whether it was inserted.

    A transaction that is inserting the same key is waited for.
    """
    valeurs = {nom: getattr(ligne, nom) for nom in type(ligne).model_fields}
    return modifier(session, inserer(session, type(ligne)).values(valeurs).on_conflict_do_nothing()) == 1


def modifier(session: Session, ordre: Insert | Update | Delete) -> int:
    """Carry out a statement; how many rows it touched."""
    nombre: int = session.exec(ordre, execution_options={"preserve_rowcount": True}).rowcount
    return nombre


def marquer(session: Session, marque: Marque) -> None:
    """Change a mark if it still reads what was read. Raises ConflitDeVersion."""
    if marque.lue is None:
        change = deposer(session, LigneRepere(cle=marque.cle, valeur=marque.valeur))
    else:
        inchangee = update(LigneRepere).where(col(LigneRepere.cle) == marque.cle, col(LigneRepere.valeur) == marque.lue)
        change = modifier(session, inchangee.values(valeur=marque.valeur)) == 1
    if not change:
        raise ConflitDeVersion(marque.cle)


class Socle:
    """A SQL database opened for a robot. `domaine` is the right part of our Message-IDs.

    Raises StoreInutilisable, and StoreInjoignable for a server that does not answer.
    """

    def __init__(self, url: str, domaine: str) -> None:
        self.url = url
        self.domaine = domaine
        self.moteur = ouvrir(url)
        self._lecture = pour_lire(self.moteur)
        try:
            accorder(self.moteur)
        except DBAPIError as erreur:
            self.moteur.dispose()
            postgres = self.moteur.dialect.name == POSTGRESQL
            if postgres and est_injoignable(erreur):
                raise injoignable(erreur) from erreur
            ou = "« url », les droits du robot sur cette base" if postgres else "« base », les droits sur ce dossier"
            raise StoreInutilisable(
                f"La base {self.moteur.url.database} ne peut pas servir ({erreur.orig}). Vérifiez le réglage {ou}, "
                "et la place sur le disque."
            ) from erreur
        except BaseException:
            self.moteur.dispose()
            raise

    def fermer(self) -> None:
        """Close every connection."""
        self.moteur.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with traduire(), Session(self.moteur, expire_on_commit=False) as session, session.begin():
            yield session

    def _lire(self, requete: Any) -> list[Any]:
        with traduire(), Session(self._lecture) as session:
            return list(session.exec(requete))

    def repere(self, cle: str) -> str | None:
        """See the port."""
        return next(iter(self._lire(select(LigneRepere.valeur).where(LigneRepere.cle == cle))), None)

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """See the port."""
        with self._transaction() as session:
            if valeur is None:
                modifier(session, delete(LigneRepere).where(col(LigneRepere.cle) == cle))
                return
            repere = inserer(session, LigneRepere).values(cle=cle, valeur=sans_nul(valeur))
            nouvelle = {"valeur": repere.excluded.valeur}
            modifier(session, repere.on_conflict_do_update(index_elements=["cle"], set_=nouvelle))
