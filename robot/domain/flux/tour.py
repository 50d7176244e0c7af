"""Whose turn it is. For now the order of the address book; the fair turn will take its place here."""

from __future__ import annotations

from robot.domain.carnet import Carnet, Gestion, Reservataire
from robot.domain.fiche import Fiche


def rangs(fiche: Fiche, carnet: Carnet) -> tuple[Reservataire, ...]:
    """Réservataires to ask for this dwelling, first to ask first.

    Only those whose perimeter holds the commune (R31) and who manage their
    rights themselves: delegated management gets no offer (R80-R82).
    """
    directs = (r for r in carnet.reservataires if r.gestion is Gestion.DIRECTE and r.concerne(fiche.commune))
    return tuple(sorted(directs, key=lambda r: (r.ordre, r.code)))
