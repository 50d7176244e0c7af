"""One fact, told: a sentence, its evidence, the law, and the delay that it opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from robot.domain import faits as f
from robot.domain.calendrier import Decompte


@dataclass(frozen=True)
class Recit:
    """One fact, told: a sentence, why or on what evidence, the law, and the delay it opens."""

    phrase: str
    preuves: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    decompte: Decompte | None = None


@singledispatch
def raconter(fait: f.Fait) -> Recit:
    """One fact as a person would tell it."""
    raise NotImplementedError(type(fait).__name__)


def auteur(par: str, saisi_par: str) -> str:
    """Who decided: the author of a message, or what a gestionnaire typed."""
    return f"selon {saisi_par}, qui l'a saisi" if saisi_par else f"par {par}"


def lien(empreinte: str) -> tuple[str, ...]:
    """The message that is the evidence, if any."""
    return (f"message reçu, empreinte {empreinte}",) if empreinte else ()


def statut_dit(destinataire: str, statut: str) -> tuple[str, ...]:
    """To whom a letter failed, and the server's code."""
    dit = " ".join(partie for partie in (destinataire, statut) if partie)
    return (dit,) if dit else ()


def texte_cite(texte: str) -> tuple[str, ...]:
    """Somebody's words, if any."""
    return (citer(texte),) if texte.strip() else ()


def citer(texte: str) -> str:
    """Somebody's words, on one line; what was erased is nobody's."""
    return texte if isinstance(texte, f.Efface) else f"« {' '.join(texte.split())} »"
