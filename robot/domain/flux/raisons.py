"""Why a dwelling goes to whom it goes, in two sentences, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from robot.domain.ecriture import a_la_commune
from robot.domain.flux.assiette import BAILLEUR, arrondi
from robot.domain.flux.livre import UNITE, Compte
from robot.domain.flux.strates import Case, Logement, Strate

DECIMALES = 2


class Position(NamedTuple):
    """Where a holder stands when a dwelling is about to be given, its share of it included in what it is owed.

    `comptes` has the accounts that the dwelling falls in, the total first;
    `gain` is what giving it there lowers the cost by (`partage.Partage.gain`).
    """

    titulaire: str
    comptes: tuple[tuple[Case, Compte], ...]
    gain: int

    def en_json(self) -> dict[str, object]:
        """The numbers as they are journalled: exact, in plain types; `du` and `gain` in units of the ledger."""
        comptes = [
            {"strate": str(c.strate), "valeur": c.valeur, "du": du, "recu": recu} for c, (du, recu) in self.comptes
        ]
        return {"reservataire": self.titulaire, "comptes": comptes, "gain": self.gain}


def raconter(logement: Logement, positions: Sequence[Position], exclus: Sequence[str], autres_du_jour: int) -> str:
    """Two sentences: to whom and what it was owed; then who comes next, and why not."""
    servi, *suivants = positions
    debut = f"Partagé avec {_autres(autres_du_jour)}, ce" if autres_du_jour else "Ce"
    premiere = (
        f"{debut} {_nature(logement)} {a_la_commune(logement.territoire)} va {_a(servi.titulaire)}, "
        f"à qui il est dû à ce jour {_dus(servi)}."
    )
    seconde = _seconde(logement, servi, suivants[0]) if suivants else "personne d'autre n'a de droits à cet endroit."
    ecartes = f"mis à part {_liste(exclus)}, " if exclus else ""
    return f"{premiere} {_majuscule(ecartes + seconde)}"


def _seconde(logement: Logement, servi: Position, suivant: Position) -> str:
    donne = f"donné {_a(suivant.titulaire)}, qui vient ensuite ({_dus(suivant)}), ce {_nature(logement)} laisserait"
    if suivant.gain == servi.gain:
        return f"{donne} les mêmes écarts entre dus et reçus : l'ordre alphabétique tranche."
    return f"{donne} de plus grands écarts entre dus et reçus."


def _dus(position: Position) -> str:
    """`12,43 logements pour 12 reçus, dont 3,21 T3 pour 2 reçus`."""
    (_, tout), *details = position.comptes
    ecrit = f"{_nombre(tout)} {'logements' if abs(tout.du) >= 2 * UNITE else 'logement'} pour {_recus(tout)}"
    for case, compte in details:
        if case.strate is Strate.TYPOLOGIE:
            ecrit += f", dont {_nombre(compte)} {case.valeur} pour {_recus(compte)}"
    return ecrit


def _nombre(compte: Compte) -> str:
    return arrondi(Fraction(compte.du, UNITE), DECIMALES)


def _recus(compte: Compte) -> str:
    return f"{compte.recu} reçu{'s' if compte.recu > 1 else ''}"


def _nature(logement: Logement) -> str:
    return logement.traits.get(Strate.TYPOLOGIE, "logement")


def _autres(nombre: int) -> str:
    return f"les {nombre} autres logements du jour" if nombre > 1 else "l'autre logement du jour"


def _a(titulaire: str) -> str:
    return "au bailleur" if titulaire == BAILLEUR else f"à {titulaire}"


def _majuscule(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]


def _liste(noms: Sequence[str]) -> str:
    ecrits = ["le bailleur" if nom == BAILLEUR else nom for nom in noms]
    return ecrits[0] if len(ecrits) == 1 else f"{', '.join(ecrits[:-1])} et {ecrits[-1]}"
