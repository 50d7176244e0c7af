"""The three annexes of the source documents, typed by hand: what they count and what they print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from robot.domain.flux.assiette import Cause, Droit, Tableau, Territoire, contingent_d_apres

EPCI = "CC DU GENEVOIS"

# Commune: total, reserved for defence, brut as printed.
COMMUNES_DU_GENEVOIS: Mapping[str, tuple[int, int, int]] = {
    "ARCHAMPS": (6, 0, 6),
    "BEAUMONT": (21, 0, 21),
    "CHENEX": (5, 0, 5),
    "CHEVRIER": (24, 0, 24),
    "COLLONGES SOUS SALEVE": (33, 0, 33),
    "JONZIER EPAGNY": (4, 0, 4),
    "NEYDENS": (27, 0, 27),
    "PRESILLY": (24, 0, 24),
    "ST JULIEN EN GENEVOIS": (421, 1, 420),
    "VALLEIRY": (104, 0, 104),
    "VIRY": (129, 0, 129),
}
# Réservataire: perimeter, rights, rate as printed.
DROITS_DU_GENEVOIS: Mapping[str, tuple[str, int, str]] = {
    "ACTION LOGEMENT": (EPCI, 121, "15,16 %"),
    "COMMUNE D ARCHAMPS": ("ARCHAMPS", 3, "50,00 %"),
    "COMMUNE DE BEAUMONT": ("BEAUMONT", 8, "38,10 %"),
    "COMMUNE DE CHENEX": ("CHENEX", 2, "40,00 %"),
    "COMMUNE DE CHEVRIER": ("CHEVRIER", 9, "37,50 %"),
    "COMMUNE DE COLLONGES SOUS SALEVE": ("COLLONGES SOUS SALEVE", 13, "39,39 %"),
    "COMMUNE DE JONZIER EPAGNY": ("JONZIER EPAGNY", 3, "75,00 %"),
    "COMMUNE DE NEYDENS": ("NEYDENS", 12, "44,44 %"),
    "COMMUNE DE PRESILLY": ("PRESILLY", 11, "45,83 %"),
    "COMMUNE DE SAINT JULIEN EN GENEVOIS": ("ST JULIEN EN GENEVOIS", 195, "46,32 %"),
    "COMMUNE DE VALLEIRY": ("VALLEIRY", 60, "57,69 %"),
    "COMMUNE DE VIRY": ("VIRY", 65, "50,39 %"),
    "CONSEIL DEPARTEMENTAL HAUTE SAVOIE": (EPCI, 33, "4,14 %"),
    "PREFECTURE DE LA HAUTE SAVOIE / FONCTIONNAIRE": (EPCI, 40, "5,01 %"),
    "PREFECTURE DE LA HAUTE SAVOIE / RS": (EPCI, 200, "25,06 %"),
}
TOTAL_DU_GENEVOIS, BRUT_DU_GENEVOIS, DROITS_EN_TOUT = 798, 797, 775


@dataclass(frozen=True)
class Fiche:
    """One of the two sheets of Viry, as printed."""

    total: int
    brut: int
    mutations: str
    orcod_lhi: str
    net: str
    reservataire: str
    droits: int
    taux: str


FICHES_DE_VIRY: Mapping[str, Fiche] = {
    "halpades_viry_2024": Fiche(68, 68, "10%", "0", "61", "Ville de VIRY", 26, "38%"),
    "mont_blanc_viry_2023": Fiche(54, 54, "10%", "0", "49", "Commune de VIRY", 22, "41%"),
}

DIX_POUR_CENT = Fraction(1, 10)


def genevois() -> Tableau:
    """The table of Haute-Savoie Habitat in the CC du Genevois."""
    return Tableau(
        tuple(
            Territoire(nom, total, {Cause.DEFENSE_SECURITE: defense}, dans=(EPCI,))
            for nom, (total, defense, _) in COMMUNES_DU_GENEVOIS.items()
        ),
        tuple(
            Droit(nom, perimetre, droits, contingent=contingent_d_apres(nom))
            for nom, (perimetre, droits, _) in DROITS_DU_GENEVOIS.items()
        ),
    )


def fiche_de_viry(nom: str = "halpades_viry_2024") -> Tableau:
    """The sheet of one landlord in Viry."""
    fiche = FICHES_DE_VIRY[nom]
    return Tableau(
        (Territoire("VIRY", fiche.total, mutations=DIX_POUR_CENT),),
        (Droit(fiche.reservataire, "VIRY", fiche.droits, droits_uniques=0),),
    )
