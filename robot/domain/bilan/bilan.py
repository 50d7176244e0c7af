"""The bilan of a period: which dwellings it is about, what is counted of them, what nobody said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from robot.domain import loi
from robot.domain.bilan.comptes import STADES, Evenement, Nature, Periode, evenements
from robot.domain.bilan.parcours import Parcours
from robot.domain.carnet import Bailleur
from robot.domain.criteres import NON_RENSEIGNE, criteres
from robot.domain.flux.livre import GrandLivre
from robot.domain.flux.soustraits import DANS_LES_MUTATIONS
from robot.domain.flux.stade import Stade


@dataclass(frozen=True)
class Bilan:
    """Everything that the three tables are made of.

    `noms` gives each réservataire's present name by its code. `stade` is the
    stage that the conventions count (R91); the two ledgers of `livres`, when
    an assiette is configured, hold what each is owed and received, by its name
    or its code. `arrete_le`: the journal was read that day.
    """

    bailleur: Bailleur
    periode: Periode
    stade: Stade
    arrete_le: date
    tous: tuple[Parcours, ...]
    noms: Mapping[str, str]
    livres: Mapping[Stade, GrandLivre] = field(default_factory=dict)

    def nom(self, code: str) -> str:
        """The name of a réservataire, its code when nobody knows it."""
        return self.noms.get(code, code)

    @cached_property
    def comptes(self) -> tuple[Evenement, ...]:
        """What is counted in the flux during the period."""
        return tuple(self._evenements(neufs=False))

    @cached_property
    def comptes_des_neufs(self) -> tuple[Evenement, ...]:
        """The same for new dwellings, whose first letting is out of the flux (R12)."""
        return tuple(self._evenements(neufs=True))

    def _evenements(self, *, neufs: bool) -> Iterable[Evenement]:
        return (e for p in self.tous if p.neuf is neufs for e in evenements(p) if e.le in self.periode)

    @cached_property
    def detail(self) -> tuple[Parcours, ...]:
        """The dwellings of the detailed table: of the flux, and something happened to them in the period."""
        return tuple(p for p in self.tous if not p.neuf and self._bouge(p))

    def _bouge(self, parcours: Parcours) -> bool:
        """Set aside before anything was offered, it is in the third table only."""
        if any(evenement.le in self.periode for evenement in evenements(parcours)):
            return True
        return parcours.soustrait is None and (parcours.libere_le in self.periode or parcours.annule_le in self.periode)

    @cached_property
    def soustraits(self) -> tuple[Parcours, ...]:
        """The dwellings that left the flux in the period."""
        return tuple(p for p in self.tous if not p.neuf and p.soustrait and p.soustrait.le in self.periode)

    @cached_property
    def neufs(self) -> tuple[Parcours, ...]:
        """The new dwellings put into service in the period, and those of which something is counted in it."""
        return tuple(
            p
            for p in self.tous
            if p.neuf and (p.libere_le in self.periode or any(e.le in self.periode for e in evenements(p)))
        )

    @cached_property
    def liberes(self) -> tuple[Parcours, ...]:
        """The releases of the period, new dwellings apart."""
        return tuple(p for p in self.tous if not p.neuf and p.libere_le in self.periode)

    @cached_property
    def mutations(self) -> tuple[Parcours, ...]:
        """Those set aside for moves, swaps included (R7, R8)."""
        return tuple(p for p in self.soustraits if p.soustrait and p.soustrait.motif.libelle in DANS_LES_MUTATIONS)

    @property
    def mutations_attendues(self) -> str:
        """`10 %` (R7)."""
        return f"{loi.MUTATIONS.part.numerator * 100 // loi.MUTATIONS.part.denominator} %"

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The réservataires of the period, by name: those of the book, and those of whom something is counted."""
        vus = {e.reservataire for e in self.comptes} | set(self.noms)
        return tuple(sorted(vus, key=lambda code: (self.nom(code), code)))

    def total(self, nature: Nature) -> int:
        """How many of that nature in the flux."""
        return sum(e.nature is nature for e in self.comptes)

    @property
    def compte_au_stade(self) -> Nature:
        """What the counting stage counts."""
        return STADES[self.stade]

    @cached_property
    def manques(self) -> Mapping[str, int]:
        """For each criterion of the texts that some dwelling does not say, how many."""
        vus = {p.reference: p for p in (*self.detail, *self.neufs, *self.soustraits)}
        lus = [criteres(p.fiche) for p in vus.values()]
        absents = {
            "QPV ou hors QPV": sum(c.qpv == NON_RENSEIGNE for c in lus),
            "Année de livraison": sum(c.livraison is None for c in lus),
            "Période de construction": sum(c.periode == NON_RENSEIGNE for c in lus),
            "Zonage Pinel (facultatif)": sum(c.zonage == NON_RENSEIGNE for c in lus),
        }
        return {nom: nombre for nom, nombre in absents.items() if nombre}

    @property
    def finie(self) -> bool:
        """Whether the period was over when the journal was read."""
        return self.periode.fin < self.arrete_le


def annee_entiere(annee: int) -> Periode:
    """The year of the charter."""
    return Periode(str(annee), date(annee, 1, 1), date(annee, 12, 31))


def semestre(annee: int, rang: int) -> Periode:
    """The half-year of an intermediate bilan (R98)."""
    if rang == 1:
        return Periode(f"1er semestre {annee}", date(annee, 1, 1), date(annee, 6, 30))
    return Periode(f"2e semestre {annee}", date(annee, 7, 1), date(annee, 12, 31))
