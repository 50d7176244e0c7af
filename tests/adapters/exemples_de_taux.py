"""The yearly letters of rates, for one perimeter, for several, and for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from robot.domain.courriers import Courrier
from robot.domain.flux.annexe import contexte_du_taux_annuel, feuille
from robot.domain.flux.assiette import SOURCES_ORCOD_LHI, Droit, OrcodLhi, Tableau, Territoire, decimales_de_l_annexe
from tests.domain.flux.annexes import fiche_de_viry, genevois

MILLESIME = date(2025, 12, 31)


def taux_annuels(bailleur: Mapping[str, str], destinataire: str) -> dict[str, Courrier]:
    """Each letter under a name that says what is particular to it."""
    viry = replace(fiche_de_viry(), millesime=MILLESIME)
    dans_flux = replace(viry, orcod_lhi=OrcodLhi.DANS_FLUX, orcod_lhi_source=SOURCES_ORCOD_LHI[OrcodLhi.DANS_FLUX])
    als = "ACTION LOGEMENT"
    plusieurs = replace(genevois(), droits=(*genevois().droits, Droit(als, "VIRY", 2, droits_uniques=4)))
    vide = Tableau((Territoire("CHEVRIER", 0),), (Droit("COMMUNE DE CHEVRIER", "CHEVRIER", 2),))
    cas = {
        "taux annuel": (viry, "Ville de VIRY"),
        "taux annuel, ORCOD dans le flux": (dans_flux, "Ville de VIRY"),
        "taux annuel, plusieurs périmètres et des droits uniques": (plusieurs, als),
        "taux annuel, aucun logement": (vide, "COMMUNE DE CHEVRIER"),
    }
    return {nom: _lettre(*sujet, bailleur, destinataire) for nom, sujet in cas.items()}


def _lettre(tableau: Tableau, reservataire: str, bailleur: Mapping[str, str], destinataire: str) -> Courrier:
    fiche = feuille(tableau, reservataire, decimales_de_l_annexe(tableau))
    contexte = contexte_du_taux_annuel(fiche, bailleur, 2027)
    return Courrier(f"taux_annuel/2027/{reservataire}", "taux_annuel", destinataire, contexte)
