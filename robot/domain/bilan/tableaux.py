"""Every table of a bilan, in order, and the whole as plain JSON values."""

from __future__ import annotations

from typing import Any

from robot.domain.bilan.adresse import detail, hors_flux
from robot.domain.bilan.bilan import Bilan
from robot.domain.bilan.comptes import AXES
from robot.domain.bilan.consolide import (
    chiffres,
    croise,
    des_priorites,
    du_et_recu,
    par_critere,
    par_reservataire,
    premiers,
    refus,
    reservataire_par_critere,
)
from robot.domain.bilan.tableau import Tableau


def tableaux(bilan: Bilan) -> tuple[Tableau, ...]:
    """Every table, in the order of the workbook."""
    return (
        chiffres(bilan),
        premiers(bilan),
        par_reservataire(bilan),
        *du_et_recu(bilan),
        refus(bilan),
        des_priorites(bilan),
        *(par_critere(bilan, axe) for axe in AXES),
        detail(bilan),
        reservataire_par_critere(bilan),
        croise(bilan),
        hors_flux(bilan),
    )


def en_json(bilan: Bilan) -> dict[str, Any]:
    """The whole bilan as plain JSON values: what a program reads, and what a workbook is made of."""
    return {
        "bailleur": bilan.bailleur.nom,
        "service": bilan.bailleur.service,
        "periode": {
            "nom": bilan.periode.nom,
            "debut": bilan.periode.debut.isoformat(),
            "fin": bilan.periode.fin.isoformat(),
            "finie": bilan.finie,
        },
        "stade": bilan.stade.value,
        "arrete_le": bilan.arrete_le.isoformat(),
        "manques": dict(bilan.manques),
        "tableaux": [tableau.en_json() for tableau in tableaux(bilan)],
    }
