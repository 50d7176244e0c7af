"""Where the year's flux stands: what each was owed and received so far, and what was set aside (R7, R30, R90)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from robot.domain import loi
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR, arrondi
from robot.domain.flux.livre import UNITE
from robot.domain.flux.tour_du_flux import Comptes

DECIMALES = 2
LE_BAILLEUR = "Part du bailleur"


@dataclass(frozen=True)
class Ligne:
    """One holder: `code` in the book, dwellings owed and received, `ecart` what it still waits for."""

    code: str
    nom: str
    du: Fraction
    recu: int
    stade: str

    @property
    def ecart(self) -> Fraction:
        """What is still owed; negative for whoever is ahead."""
        return self.du - self.recu

    def en_json(self) -> dict[str, object]:
        """As `robot flux --json` and the digest have it: rounded, to be read."""
        return {
            "reservataire": self.code,
            "nom": self.nom,
            "du": arrondi(self.du, DECIMALES),
            "recu": self.recu,
            "ecart": arrondi(self.ecart, DECIMALES),
            "stade": self.stade,
        }


@dataclass(frozen=True)
class Situation:
    """Every holder, the widest gap first; then internal moves: how many were owed, how many were set aside."""

    annee: int
    lignes: tuple[Ligne, ...]
    mutations_dues: Fraction
    mutations: int

    def en_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "annee": self.annee,
            "lignes": [ligne.en_json() for ligne in self.lignes],
            "mutations": {
                "dues": arrondi(self.mutations_dues, DECIMALES),
                "faites": self.mutations,
                "source": loi.MUTATIONS.source,
            },
        }


def situation(flux: FluxDeLAnnee, comptes: Comptes, nom: Callable[[str], str]) -> Situation:
    """The year so far; `nom` names the holder of a code."""
    titulaires = {*flux.parts.perimetres, *comptes.livre.titulaires()}
    lignes = [_ligne(flux, comptes, code, nom) for code in titulaires]
    rangees = sorted(lignes, key=lambda ligne: (-abs(ligne.ecart), ligne.nom))
    return Situation(flux.annee, tuple(rangees), comptes.mutations_dues, comptes.mutations)


def _ligne(flux: FluxDeLAnnee, comptes: Comptes, code: str, nom: Callable[[str], str]) -> Ligne:
    compte = comptes.livre.compte(code)
    dit = LE_BAILLEUR if code == BAILLEUR else nom(code)
    return Ligne(code, dit, Fraction(compte.du, UNITE), compte.recu, str(flux.stade_de(code)))


def en_clair(lue: Situation) -> Iterator[str]:
    """A table for a person, the widest gap first."""
    largeur = max((len(ligne.nom) for ligne in lue.lignes), default=0)
    yield f"Le flux de {lue.annee}"
    yield f"{'Réservataire':{largeur}}  {'dû':>9}  {'reçu':>6}  {'écart':>7}  compté à"
    for ligne in lue.lignes:
        ecrit = f"{arrondi(ligne.du, DECIMALES):>9}  {ligne.recu:>6}  {arrondi(ligne.ecart, DECIMALES):>7}"
        yield f"{ligne.nom:{largeur}}  {ecrit}  {ligne.stade}"
    yield ""
    dues = arrondi(lue.mutations_dues, DECIMALES)
    yield f"Mutations internes : {lue.mutations} mise{'s' if lue.mutations > 1 else ''} à part, {dues} dues."
