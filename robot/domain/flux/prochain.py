"""To whom a dwelling goes next: the question that the rules ask, and its answer where no table of rights is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from robot.domain.carnet import Carnet, Gestion, Reservataire
from robot.domain.dossier import Dossier
from robot.domain.faits import Pesee
from robot.domain.fiche import Fiche


@dataclass(frozen=True)
class Prochain:
    """Whose turn it is and why; `reservataire` is None when the landlord keeps the dwelling on its own share."""

    reservataire: Reservataire | None
    raison: str
    pesees: tuple[Pesee, ...] = ()


class Tour(Protocol):
    """Whose turn it is. An answer depends on what was decided before; it is asked for once per decision."""

    def soustraction(self, dossier: Dossier) -> str:
        """Why that dwelling, just released, is set aside for an internal move (R7); empty when it stays in the flux."""
        ...

    def prochain(self, dossier: Dossier, carnet: Carnet) -> Prochain | None:
        """Who is next for that dwelling; None when nobody is left (C14)."""
        ...

    def ensemble(self, dossiers: Iterable[Dossier]) -> Tour:
        """The same, these dwellings being shared together when their turn comes."""
        ...


class OrdreDuCarnet:
    """Without a table of rights: one after the other, in the order of the address book (R30, R44)."""

    def soustraction(self, _dossier: Dossier) -> str:
        """Nothing: no table says how much is set aside."""
        return ""

    def prochain(self, dossier: Dossier, carnet: Carnet) -> Prochain | None:
        """The first réservataire of the perimeter not yet asked."""
        demandes = {orientation.reservataire for orientation in dossier.orientations}
        restants = [r for r in directs(dossier.fiche, carnet) if r.code not in demandes]
        raison = f"rang {len(demandes) + 1} dans l'ordre du carnet pour {dossier.fiche.commune.nom}"
        return Prochain(restants[0], raison) if restants else None

    def ensemble(self, _dossiers: Iterable[Dossier]) -> Tour:
        """The order of the book looks at each dwelling alone."""
        return self


def directs(fiche: Fiche, carnet: Carnet) -> tuple[Reservataire, ...]:
    """Réservataires who may be offered this dwelling, in the order of the address book.

    Only those whose perimeter holds the commune (R31) and who manage their
    rights themselves: delegated management gets no offer (R80-R82).
    """
    eligibles = (r for r in carnet.reservataires if r.gestion is Gestion.DIRECTE and r.concerne(fiche.commune))
    return tuple(sorted(eligibles, key=lambda r: (r.ordre, r.code)))
