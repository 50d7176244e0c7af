"""The traits of a released dwelling, from how people write them (R33)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from robot.domain.criteres import NON_RENSEIGNE, criteres, lire_periode, lire_qpv, lire_zonage
from robot.domain.ecriture import plier, propre
from robot.domain.fiche import Fiche
from robot.domain.financements import lire_financement
from robot.domain.flux.strates import Logement, Strate, famille_de_financement, famille_de_typologie
from robot.domain.valeurs import ValeurRefusee, lire_typologie


def _periode(ecrit: str) -> str:
    """That of the year; the words themselves when they tell none: who writes a stream may have classes of its own."""
    lue = lire_periode(ecrit)
    return propre(ecrit) if lue == NON_RENSEIGNE else lue


def _zone(ecrit: str) -> str:
    lue = lire_zonage(ecrit)
    return propre(ecrit).upper() if lue == NON_RENSEIGNE else lue


def _qpv(ecrit: str) -> str:
    lu = lire_qpv(ecrit)
    if lu == NON_RENSEIGNE:
        raise ValeurRefusee("oui ou non")
    return lu


# What a stream's columns say; each raises ValeurRefusee.
LECTEURS: Mapping[Strate, Callable[[str], str]] = {
    Strate.TYPOLOGIE: lambda ecrit: famille_de_typologie(lire_typologie(ecrit)),
    Strate.FINANCEMENT: lambda ecrit: famille_de_financement(lire_financement(ecrit)),
    Strate.PERIODE: _periode,
    Strate.ZONE: _zone,
    Strate.QPV: _qpv,
    Strate.ATTRAIT: plier,
}

# What a landlord may call it among the complements of its sheet (R52).
_ATTRAITS = frozenset({"attrait", "attractivite"})


def logement(reference: str, fiche: Fiche, territoire: str) -> Logement:
    """The dwelling of that sheet, as the flux counts it: what its complements do not tell plainly is not counted.

    Period, zone and QPV are those of the bilan, read in the same columns.
    """
    lus = criteres(fiche)
    traits = {
        Strate.TYPOLOGIE: famille_de_typologie(fiche.typologie),
        Strate.FINANCEMENT: famille_de_financement(fiche.financement),
        Strate.PERIODE: lus.periode,
        Strate.ZONE: lus.zonage,
        Strate.QPV: lus.qpv,
        Strate.ATTRAIT: next((plier(texte) for titre, texte in fiche.complements if plier(titre) in _ATTRAITS), ""),
    }
    connus = {strate: trait for strate, trait in traits.items() if trait not in {"", NON_RENSEIGNE}}
    return Logement(reference, territoire, connus)
