"""The assiette: which dwellings the flux is drawn from, and which part of it each réservataire holds.

A is every dwelling of the landlord on a territory, B those that stay in stock,
C = A - B (R6). Rights are counts of dwellings of the former stock (R20) and
stay so: a rate is always the exact fraction rights / base, and is rounded
only to be printed. Printed again from a rounded rate, Viry's 26 rights out of
68 would become 25.84 (DOMAINE 1.12).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from robot.domain import loi
from robot.domain.ecriture import plier

# The landlord's own share, wherever a holder is named (CONTRAT).
BAILLEUR = "BAILLEUR"


class Cause(StrEnum):
    """Why dwellings stay in stock, in the order of the annexe: four columns by decree (R4), two local ones (R5)."""

    DEFENSE_SECURITE = "defense_securite"
    SANTE = "sante"
    PLAN_VENTE = "plan_vente"
    DEMOLITION = "demolition"
    PLAI_ADAPTE = "plai_adapte"
    GENS_DU_VOYAGE = "gens_du_voyage"


class OrcodLhi(StrEnum):
    """Whether relogements of ORCOD and LHI are taken out of the flux: the texts disagree (C1)."""

    SOUSTRAIT = "soustrait"
    DANS_FLUX = "dans_flux"


SOURCES_ORCOD_LHI: Mapping[OrcodLhi, str] = {
    OrcodLhi.SOUSTRAIT: loi.ORCOD_LHI_SOUSTRAITS,
    OrcodLhi.DANS_FLUX: loi.ORCOD_LHI_DANS_LE_FLUX,
}


class Base(StrEnum):
    """What rights are divided by: the texts say the flux, every printed table divides by the total (C2)."""

    TOTAL = "A"
    BRUT = "C"
    NET = "net"


class Contingent(StrEnum):
    """Whose rights they are, as far as a ceiling depends on it (R.441-5-2)."""

    ETAT_PRIORITAIRES = "etat_prioritaires"
    ETAT_FONCTIONNAIRES = "etat_fonctionnaires"
    AUTRE = "autre"


DE_L_ETAT = frozenset({Contingent.ETAT_PRIORITAIRES, Contingent.ETAT_FONCTIONNAIRES})


@dataclass(frozen=True)
class Territoire:
    """A line of the table: the smallest territory on which dwellings are counted, a commune as a rule.

    `total` is A, `exclus` B by cause. `mutations` is the part set aside for
    internal moves (R7), None where the annexe does not say. `dans` names the
    wider perimeters that hold it, EPCI first; `code` is the INSEE code when
    the official table knows the commune.
    """

    nom: str
    total: int
    exclus: Mapping[Cause, int] = field(default_factory=dict)
    mutations: Fraction | None = None
    orcod_lhi: int = 0
    dans: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Droit:
    """A line of the table: the rights of a réservataire on one perimeter (R20, R31).

    `perimetre` is the name of a territory or of a wider perimeter. A
    réservataire has one line per perimeter or convention. `droits_uniques` are
    the one-shot rights still due (R25), `fin` the last day of the convention.
    """

    reservataire: str
    perimetre: str
    droits: int
    droits_uniques: int | None = None
    contingent: Contingent = Contingent.AUTRE
    adresse: str = ""
    fin: date | None = None


@dataclass(frozen=True)
class Assiette:
    """A - B = C on a perimeter (R6), and what is left of it once moves are set aside.

    `net` is exact, None when a territory does not say its part of moves;
    `net_retenu` then takes the charter's. Neither is below zero.
    """

    nom: str
    total: int
    exclus: Mapping[Cause, int]
    mutations: Fraction | None
    orcod_lhi: int
    net: Fraction | None
    net_retenu: Fraction

    @property
    def exclus_en_tout(self) -> int:
        """B."""
        return sum(self.exclus.values())

    @property
    def brut(self) -> int:
        """C."""
        return self.total - self.exclus_en_tout

    def base(self, base: Base) -> Fraction:
        """The number of dwellings that rights are divided by."""
        return {Base.TOTAL: Fraction(self.total), Base.BRUT: Fraction(self.brut), Base.NET: self.net_retenu}[base]


@dataclass(frozen=True)
class Tableau:
    """A landlord's table of the assiette: territories, and rights on them.

    The stock was counted on `millesime`; it sets the objective of `annee`
    (C9: neither is drawn from the other; the annexes of 2024 count the stock
    of the end of 2022).
    """

    territoires: tuple[Territoire, ...]
    droits: tuple[Droit, ...]
    bailleur: str = ""
    millesime: date | None = None
    annee: int | None = None
    orcod_lhi: OrcodLhi = OrcodLhi.SOUSTRAIT
    orcod_lhi_source: str = loi.ORCOD_LHI_SOUSTRAITS

    @cached_property
    def perimetres(self) -> Mapping[str, tuple[Territoire, ...]]:
        """The territories of every perimeter, each territory being one; in the order of the table."""
        contenus: dict[str, list[Territoire]] = {territoire.nom: [territoire] for territoire in self.territoires}
        for territoire in self.territoires:
            for nom in territoire.dans:
                contenus.setdefault(nom, []).append(territoire)
        return {nom: tuple(territoires) for nom, territoires in contenus.items()}

    @cached_property
    def assiettes(self) -> Mapping[str, Assiette]:
        """The figures of every perimeter."""
        return {nom: self._assiette(nom, contenu) for nom, contenu in self.perimetres.items()}

    @cached_property
    def ensemble(self) -> Assiette:
        """The figures of the whole table; bears the name of the one perimeter that holds it all, if there is one."""
        entiers = [nom for nom, contenu in self.perimetres.items() if len(contenu) == len(self.territoires)]
        return self._assiette(entiers[0] if entiers else "Ensemble", self.territoires)

    def taux(self, droit: Droit, base: Base = Base.TOTAL) -> Fraction | None:
        """The exact rate of a right on its perimeter, None on an empty base."""
        diviseur = self.assiettes[droit.perimetre].base(base)
        return droit.droits / diviseur if diviseur else None

    def droits_du_bailleur(self) -> int:
        """What the rights leave of A to the landlord (R25: one-shot rights are consumed there); may be negative."""
        return self.ensemble.total - sum(droit.droits for droit in self.droits)

    def _assiette(self, nom: str, territoires: tuple[Territoire, ...]) -> Assiette:
        taux = {t.mutations for t in territoires}
        dits = [t for t in territoires if t.mutations is not None]
        return Assiette(
            nom,
            total=sum(t.total for t in territoires),
            exclus={cause: sum(t.exclus.get(cause, 0) for t in territoires) for cause in Cause},
            mutations=taux.pop() if len(taux) == 1 else None,
            orcod_lhi=sum(t.orcod_lhi for t in territoires),
            net=sum(map(self._net, dits), Fraction(0)) if len(dits) == len(territoires) else None,
            net_retenu=sum(map(self._net, territoires), Fraction(0)),
        )

    def _net(self, territoire: Territoire) -> Fraction:
        """C less the part of moves (the charter's by default), less ORCOD and LHI if they are taken out (C1)."""
        mutations = loi.MUTATIONS.part if territoire.mutations is None else territoire.mutations
        soustraits = territoire.orcod_lhi if self.orcod_lhi is OrcodLhi.SOUSTRAIT else 0
        brut = territoire.total - sum(territoire.exclus.values())
        return max(brut * (1 - mutations) - soustraits, Fraction(0))


def contingent_d_apres(reservataire: str) -> Contingent:
    """Whose rights a name tells: the annexes write `PREFECTURE DE LA HAUTE SAVOIE / FONCTIONNAIRE` and `/ RS`."""
    mots = re.findall("[a-z]+", plier(reservataire))
    if not any(mot.startswith(("prefecture", "prefet", "ddets")) or mot == "etat" for mot in mots):
        return Contingent.AUTRE
    fonctionnaires = any(mot.startswith("fonctionnaire") for mot in mots)
    return Contingent.ETAT_FONCTIONNAIRES if fonctionnaires else Contingent.ETAT_PRIORITAIRES


# --- as printed ---------------------------------------------------------------------------------------


def arrondi(nombre: Fraction | int, decimales: int = 0) -> str:
    """The number as the annexes print it: rounded half up, French comma (`41`, `5,01`)."""
    signe = "-" if nombre < 0 else ""
    unites = int(abs(Fraction(nombre)) * 10**decimales + Fraction(1, 2))
    entier, reste = divmod(unites, 10**decimales)
    return f"{signe if unites else ''}{entier}" + (f",{reste:0{decimales}d}" if decimales else "")


def pourcentage(part: Fraction, decimales: int) -> str:
    """A rate as the annexes print it, without the sign: `38` or `15,16`."""
    return arrondi(part * 100, decimales)


# The charter's model is one sheet per réservataire, in whole percents; a table of many has two decimals.
DECIMALES_D_UNE_FICHE = 0
DECIMALES_D_UN_TABLEAU = 2


def decimales_de_l_annexe(tableau: Tableau) -> int:
    """How many decimals the annexe of that shape prints."""
    fiche = len(tableau.territoires) == 1 and len(tableau.droits) == 1
    return DECIMALES_D_UNE_FICHE if fiche else DECIMALES_D_UN_TABLEAU
