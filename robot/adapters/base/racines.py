"""The day's root: one hash over everything the store holds, to be kept outside of it.

What no chain can find alone is a chain cut short together with its index. A
root noted elsewhere finds it: what was there at that instant must still be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from robot.adapters.base.chaine import chemin, feuille, feuille_de_dossier, racine
from robot.adapters.base.moteur import LECTURE, POSTGRESQL
from robot.adapters.base.pannes import traduire
from robot.adapters.base.socle import Socle, en_texte
from robot.adapters.base.tables import LigneCourrier, LigneEffacement, LigneJournal, LigneMessage

INSTANTANE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def instantane(moteur: Engine) -> Iterator[Session]:
    """Everything as it was at one instant, without making anybody wait."""
    options: dict[str, Any] = INSTANTANE if moteur.dialect.name == POSTGRESQL else LECTURE
    with Session(moteur.execution_options(**options)) as session:
        yield session


@dataclass(frozen=True)
class Arbre:
    """The leaves of the root, in order: dossiers by reference, then messages, letters, sendings, erasures by seal."""

    feuilles: tuple[bytes, ...]

    @property
    def racine(self) -> str:
        """The root."""
        return racine(self.feuilles)

    def chemin(self, feuille: bytes) -> tuple[tuple[str, str], ...]:
        """What shows that a leaf is under the root. Raises ValueError when it is not."""
        return chemin(self.feuilles, self.feuilles.index(feuille))


def arbre(session: Session, au: datetime | None = None) -> Arbre:
    """The tree of what was recorded up to that instant; of everything when none is given."""
    lignes = select(col(LigneJournal.reference), col(LigneJournal.numero), col(LigneJournal.maillon))
    en_ordre = _jusqu_a(session, lignes.order_by(col(LigneJournal.numero)), "inscrit_le", au)
    tetes = {reference: (numero, maillon) for reference, numero, maillon in en_ordre}  # the last one stays
    feuilles = [feuille_de_dossier(reference, *tete) for reference, tete in sorted(tetes.items())]
    for nature, sceau, quand in (
        ("message", col(LigneMessage.sceau), "consigne_le"),
        ("lettre", col(LigneCourrier.sceau), "cree_le"),
        ("envoi", col(LigneCourrier.sceau_envoi), "expedie_le"),
        ("effacement", col(LigneEffacement.maillon), "le"),
    ):
        trouves = sorted(trouve for (trouve,) in _jusqu_a(session, select(sceau), quand, au))
        feuilles += [feuille(nature, trouve) for trouve in trouves]
    return Arbre(tuple(feuilles))


def _jusqu_a(session: Session, requete: Any, quand: str, au: datetime | None) -> Any:
    """The rows dated up to that instant; of a letter that has not left, there is no sending."""
    date = requete.selected_columns[0].table.c[quand]
    return session.execute(requete.where(date.is_not(None) if au is None else date <= en_texte(au)))


def racine_au(store: Socle, au: datetime | None = None) -> str:
    """The root of what was recorded up to that instant; of everything when none is given."""
    with traduire(), instantane(store.moteur) as session:
        return arbre(session, au).racine
