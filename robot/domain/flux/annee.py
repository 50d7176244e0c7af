"""The flux of the year in force: the table of rights, and all that is drawn from it once, for every turn that follows.

Its holders are the codes of the address book, the landlord's own share being
`BAILLEUR`: what the journal says of a réservataire and what the table says of
it are then about the same body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from robot.domain import loi
from robot.domain.flux.assiette import Tableau
from robot.domain.flux.livre import GrandLivre, Quotes, quotes
from robot.domain.flux.parts import Parts, parts
from robot.domain.flux.soldes import Soldes, part_de_chacun
from robot.domain.flux.stade import Stade


@dataclass(frozen=True)
class FluxDeLAnnee:
    """What is shared in `annee`, and how it is counted (R90, R91).

    `delegues` are the holders in delegated management: no offer, counted in
    leases (R82). `ouverture` is what was owed and received before the robot
    counted anything. `source` is the file that the table comes from. The table is
    compared as a whole; what is computed from it is made on first use, once.
    """

    tableau: Tableau
    annee: int
    stade: Stade = Stade.ACCEPTATION
    stade_source: str = loi.STADE_DU_COMPTE
    delegues: frozenset[str] = frozenset()
    ouverture: Soldes = field(default_factory=Soldes)
    source: str = ""

    @cached_property
    def parts(self) -> Parts:
        """The exact share of each holder, territory by territory."""
        return parts(self.tableau)

    @cached_property
    def quotes(self) -> Quotes:
        """The same in units of the ledger."""
        return quotes(self.parts.par_territoire)

    @cached_property
    def soldes(self) -> GrandLivre:
        """The ledger to start from, each holder counted at its own stage."""
        return self.ouverture.livre(self.stade_de, part_de_chacun(self.parts, self.tableau))

    def soldes_au(self, stade: Stade) -> GrandLivre:
        """The same with everybody counted at that stage, for the ledgers that are published beside (R91)."""
        return self.ouverture.livre(lambda _titulaire: stade, part_de_chacun(self.parts, self.tableau))

    @cached_property
    def _territoires(self) -> dict[str, str]:
        return {territoire.code: territoire.nom for territoire in self.tableau.territoires if territoire.code}

    def territoire(self, insee: str) -> str | None:
        """The line of the table that counts the dwellings of that commune; None when it has none."""
        return self._territoires.get(insee)

    def stade_de(self, titulaire: str) -> Stade:
        """The stage at which a dwelling is counted for that holder (R82: in leases when management is delegated)."""
        return Stade.BAIL if titulaire in self.delegues else self.stade
