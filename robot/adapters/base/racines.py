"""The day's root: one hash over everything the store holds, to be kept outside of it.

What no chain can find alone is a chain cut short together with its index. A
root noted elsewhere finds it: what was there at that instant must still be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, Select, and_, bindparam, case, func, select
from sqlmodel import Session

from robot.adapters.base.chaine import ABSENT, chemin, etages, feuille, feuille_de_dossier, sommet
from robot.adapters.base.moteur import LECTURE, POSTGRESQL
from robot.adapters.base.pannes import traduire
from robot.adapters.base.socle import Socle, en_texte
from robot.adapters.base.tables import COURRIERS, EFFACEMENTS, JOURNAL, MESSAGES

# A transaction decided before an instant may be written a moment later; a root is of a time when that is over.
RECUL = timedelta(minutes=2)
# Sorts after every instant.
TOUJOURS = "9999"
J, C = JOURNAL.c, COURRIERS.c
INSTANTANE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def instantane(moteur: Engine) -> Iterator[Session]:
    """Everything as it was at one instant, without making anybody wait."""
    options: dict[str, Any] = INSTANTANE if moteur.dialect.name == POSTGRESQL else LECTURE
    with Session(moteur.execution_options(**options)) as session:
        yield session


@dataclass(frozen=True)
class Racine:
    """A root and the instant whose state it sums up; as noted, `HEX@INSTANT`."""

    valeur: str
    au: datetime | None

    def __str__(self) -> str:
        return f"{self.valeur}@{self.au.isoformat(timespec='seconds')}" if self.au else self.valeur


class Definition(IntEnum):
    """What the leaves of a root are; a root noted under the first must be found again for ever.

    Since the second, the leaf of a letter says whether it had left: the path
    that shows the letter shows it too, and that one which had not is not said to have.
    """

    ENVOIS_A_PART = 1
    ENVOI_AVEC_LA_LETTRE = 2


@dataclass(frozen=True)
class Arbre:
    """The leaves of the root, in order: dossiers by reference, then messages, letters, erasures by seal."""

    feuilles: tuple[bytes, ...]

    @cached_property
    def etages(self) -> tuple[tuple[bytes, ...], ...]:
        """From the leaves to the root."""
        return etages(self.feuilles)

    @cached_property
    def rangs(self) -> dict[bytes, int]:
        """Where each leaf stands."""
        return {feuille: rang for rang, feuille in enumerate(self.feuilles)}

    @property
    def racine(self) -> str:
        """The root."""
        return sommet(self.etages)

    def chemin(self, feuille: bytes) -> tuple[tuple[str, str], ...]:
        """What shows that a leaf is under the root. Raises KeyError when it is not."""
        return chemin(self.etages, self.rangs[feuille])


def _jusqu_a(quoi: Select[Any], date: Any) -> Select[Any]:
    """Those rows, dated up to that instant; of a letter that has not left, there is no sending."""
    return quoi.where(date <= bindparam("au"))


_DERNIERES = _jusqu_a(select(J.reference, func.max(J.numero).label("numero")), J.inscrit_le)
_DERNIERES_LIGNES = _DERNIERES.group_by(J.reference).subquery()
TETES = select(J.reference, J.numero, J.maillon).join(
    _DERNIERES_LIGNES,
    and_(_DERNIERES_LIGNES.c.reference == J.reference, _DERNIERES_LIGNES.c.numero == J.numero),
)
MESSAGES_RECUS = _jusqu_a(select(MESSAGES.c.sceau), MESSAGES.c.consigne_le)
LETTRES = _jusqu_a(select(C.sceau), C.cree_le)
ENVOI = case((C.expedie_le <= bindparam("au"), C.sceau_envoi), else_=ABSENT)
LETTRES_ET_ENVOIS = _jusqu_a(select(C.sceau, ENVOI), C.cree_le)
ENVOIS = _jusqu_a(select(C.sceau_envoi), C.expedie_le)
EFFACES = _jusqu_a(select(EFFACEMENTS.c.maillon), EFFACEMENTS.c.le)
# After the dossiers, in order: what a leaf is, and the texts that it bears.
SCEAUX: dict[Definition, tuple[tuple[str, Select[Any]], ...]] = {
    Definition.ENVOIS_A_PART: (
        ("message", MESSAGES_RECUS),
        ("lettre", LETTRES),
        ("envoi", ENVOIS),
        ("effacement", EFFACES),
    ),
    Definition.ENVOI_AVEC_LA_LETTRE: (
        ("message", MESSAGES_RECUS),
        ("lettre", LETTRES_ET_ENVOIS),
        ("effacement", EFFACES),
    ),
}


def arbre(
    session: Session, au: datetime | None = None, definition: Definition = Definition.ENVOI_AVEC_LA_LETTRE
) -> Arbre:
    """The tree of what was recorded up to that instant; of everything when none is given."""
    jusqu_a = {"au": en_texte(au) if au else TOUJOURS}
    connexion = session.connection()
    feuilles = [feuille_de_dossier(*tete) for tete in sorted(connexion.execute(TETES, jusqu_a), key=_en_octets)]
    for nature, sceaux in SCEAUX[definition]:
        feuilles += [feuille(nature, *textes) for textes in sorted(connexion.execute(sceaux, jusqu_a), key=_en_octets)]
    return Arbre(tuple(feuilles))


def _en_octets(ligne: Iterable[Any]) -> tuple[object, ...]:
    """What a row is sorted by: a damaged one may hold bytes where there was a text."""
    return tuple(champ.encode(errors="surrogateescape") if isinstance(champ, str) else champ for champ in ligne)


def racine_au(store: Socle, au: datetime | None = None) -> str:
    """The root of what was recorded up to that instant; of everything when none is given."""
    with traduire(), instantane(store.moteur) as session:
        return arbre(session, au).racine


def racine_a_comparer(store: Socle, notee: str, au: datetime) -> str:
    """The root of that instant, under the definition that `notee` follows; under the present one if it follows none."""
    with traduire(), instantane(store.moteur) as session:
        racines = [arbre(session, au, definition).racine for definition in reversed(Definition)]
        return notee if notee in racines else racines[0]


def racine_a_noter(store: Socle, maintenant: datetime) -> Racine:
    """The root of a moment ago: what was being written then is written now, and it can be found again."""
    au = (maintenant - RECUL).astimezone(UTC).replace(microsecond=0)
    return Racine(racine_au(store, au), au)
