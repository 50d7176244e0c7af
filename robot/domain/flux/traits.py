"""The traits of a released dwelling, from how people write them (R33)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from robot.domain.ecriture import plier, propre
from robot.domain.fiche import Fiche
from robot.domain.financements import lire_financement
from robot.domain.flux.strates import Logement, Strate, famille_de_financement, famille_de_typologie
from robot.domain.valeurs import ValeurRefusee, lire_oui_non, lire_typologie


def _zone(ecrit: str) -> str:
    return propre(ecrit).upper()


# Each raises ValeurRefusee.
LECTEURS: Mapping[Strate, Callable[[str], str]] = {
    Strate.TYPOLOGIE: lambda ecrit: famille_de_typologie(lire_typologie(ecrit)),
    Strate.FINANCEMENT: lambda ecrit: famille_de_financement(lire_financement(ecrit)),
    Strate.PERIODE: propre,
    Strate.ZONE: _zone,
    Strate.QPV: lambda ecrit: "en QPV" if lire_oui_non(ecrit) else "hors QPV",
    Strate.ATTRAIT: plier,
}

# What a landlord may call them among the complements of its sheet (R52).
_COMPLEMENTS: Mapping[str, Strate] = {
    "periode": Strate.PERIODE,
    "periode de construction": Strate.PERIODE,
    "zone": Strate.ZONE,
    "zonage": Strate.ZONE,
    "zone pinel": Strate.ZONE,
    "zonage pinel": Strate.ZONE,
    "qpv": Strate.QPV,
    "attrait": Strate.ATTRAIT,
    "attractivite": Strate.ATTRAIT,
}


def logement(reference: str, fiche: Fiche, territoire: str) -> Logement:
    """The dwelling of that sheet, as the flux counts it; a complement that cannot be read is not counted."""
    traits = {
        Strate.TYPOLOGIE: famille_de_typologie(fiche.typologie),
        Strate.FINANCEMENT: famille_de_financement(fiche.financement),
    }
    for titre, valeur in fiche.complements:
        strate = _COMPLEMENTS.get(plier(titre))
        if strate is None or not valeur:
            continue
        try:
            traits[strate] = LECTEURS[strate](valeur)
        except ValeurRefusee:  # said nowhere: the complements are the landlord's own words, the flux only looks at them
            continue
    return Logement(reference, territoire, traits)
