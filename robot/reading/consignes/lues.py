"""What was read of a gestionnaire's message: an order, a request, or a line that no one dares obey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Protocol

from robot.domain.stimuli import Verbe


class Logement(Protocol):
    """The dwelling of an order, for whoever holds its sheet."""

    def est_celui(self, ligne: str) -> bool:
        """Whether a heading describes it."""
        ...

    def est_un_autre(self, mots: str) -> bool:
        """Whether words name another one."""
        ...


@dataclass(frozen=True, kw_only=True)
class Consigne:
    """An order, as written; who gives it and when come from the message (`stimuli.Ordre`).

    `numeros` holds candidates, in the order of a ranking, or lines of the SNE;
    `tout` stands for all of these (SNE TOUT). `nuds` replaces `numeros` when a
    commission's table names its candidates by their unique number.
    `candidats_texte` is what follows COMPLETER, for the reading of designations;
    empty when the candidates can only be in an attachment. `motif` is empty
    when none was given: only the verbs that cannot do without were refused.
    """

    reference: str
    verbe: Verbe
    ligne: str
    numeros: tuple[int, ...] = ()
    nuds: tuple[str, ...] = ()
    tout: bool = False
    jours: int = 0
    jour: date | None = None
    heure: time | None = None
    lieu: str = ""
    reservataire: str = ""
    motif: str
    candidats_texte: str = ""


@dataclass(frozen=True, kw_only=True)
class Incomprise:
    """A line that is meant as an order and is not obeyed; `conseil` says in French what to write instead.

    `verbe` is the one that was read or probably meant, None without one.
    `reference` is None when nothing tells which dwelling.
    """

    reference: str | None
    ligne: str
    conseil: str
    verbe: Verbe | None = None


class Quoi(StrEnum):
    """What may be asked for, that changes nothing."""

    AIDE = "aide"
    ETAT = "etat"


@dataclass(frozen=True, kw_only=True)
class Demande:
    """AIDE, ETAT: a letter to send back."""

    reference: str | None
    quoi: Quoi
    ligne: str


Lue = Consigne | Incomprise | Demande
