"""What every chapter of the store stands on: the engine, one transaction at a time, reading without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, select

from robot.adapters.base.moteur import LECTURE, ouvrir
from robot.adapters.base.tables import LigneRepere
from robot.ports import StoreInutilisable


def en_texte(instant: datetime) -> str:
    """UTC text that sorts as it reads."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def en_instant(texte: str) -> datetime:
    """The instant of a stored text."""
    return datetime.fromisoformat(texte)


class Socle:
    """A SQL database opened for a robot. `domaine` is the right part of our Message-IDs."""

    def __init__(self, url: str, domaine: str) -> None:
        self.url = url
        self.domaine = domaine
        self.moteur = ouvrir(url)
        try:
            SQLModel.metadata.create_all(self.moteur)
        except DBAPIError as erreur:
            self.moteur.dispose()
            raise StoreInutilisable(
                f"La base {self.moteur.url.database} ne peut pas servir ({erreur.orig}). Vérifiez le réglage « base », "
                "les droits sur ce dossier, et la place sur le disque."
            ) from erreur

    def fermer(self) -> None:
        """Close every connection."""
        self.moteur.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self.moteur, expire_on_commit=False) as session, session.begin():
            yield session

    def _lire(self, requete: Any) -> list[Any]:
        with Session(self.moteur.execution_options(**LECTURE)) as session:
            return list(session.exec(requete))

    def repere(self, cle: str) -> str | None:
        """See the port."""
        return next(iter(self._lire(select(LigneRepere.valeur).where(LigneRepere.cle == cle))), None)

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """See the port."""
        with self._transaction() as session:
            if valeur is not None:
                session.merge(LigneRepere(cle=cle, valeur=valeur))
            elif (ligne := session.get(LigneRepere, cle)) is not None:
                session.delete(ligne)
