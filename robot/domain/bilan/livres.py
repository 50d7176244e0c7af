"""What each réservataire was owed and received in the period: two ledgers, by offers and by acceptances (R90, R91)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from robot.domain.bilan.bilan import Bilan
from robot.domain.bilan.comptes import STADES
from robot.domain.bilan.parcours import Parcours
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR
from robot.domain.flux.compteurs import Stade
from robot.domain.flux.livre import GrandLivre, Service
from robot.domain.flux.soustraits import DROIT_UNIQUE
from robot.domain.flux.traits import logement

PUBLIES = (Stade.ORIENTATION, Stade.ACCEPTATION)


def livres(bilan: Bilan, flux: FluxDeLAnnee) -> Mapping[Stade, GrandLivre]:
    """The ledgers of the period, everybody counted at the same stage; none unless it lies in the year of the assiette.

    From the opening balances when the period begins with the year. What all
    refused is the landlord's (C14), and what a one-shot right took (R25).
    """
    periode = bilan.periode
    if {periode.debut.year, periode.fin.year} != {flux.annee}:
        return {}
    tenus = {}
    for stade in (*PUBLIES, *({bilan.stade} - set(PUBLIES))):
        depuis = flux.soldes_au(stade) if periode.debut.timetuple().tm_yday == 1 else GrandLivre()
        tenus[stade] = depuis.avec(_services(bilan, flux, stade), flux.quotes)
    return tenus


def _services(bilan: Bilan, flux: FluxDeLAnnee, stade: Stade) -> Iterator[Service]:
    comptes = ((e.parcours, e.reservataire) for e in bilan.comptes if e.nature is STADES[stade])
    epuises = ((p, BAILLEUR) for p in bilan.tous if not p.neuf and p.epuise_le in bilan.periode)
    uniques = ((p, BAILLEUR) for p in bilan.soustraits if p.soustrait and p.soustrait.motif.libelle == DROIT_UNIQUE)
    for parcours, titulaire in (*comptes, *epuises, *uniques):
        territoire = _territoire(parcours, flux)
        if territoire is not None:
            yield Service(logement(parcours.reference, parcours.fiche, territoire), titulaire)


def _territoire(parcours: Parcours, flux: FluxDeLAnnee) -> str | None:
    return flux.territoire(parcours.fiche.commune.code)
