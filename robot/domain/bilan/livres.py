"""What each réservataire was owed and received in the period: two ledgers, by offers and by acceptances (R90, R91)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from robot.domain.bilan.bilan import Bilan
from robot.domain.bilan.parcours import Parcours
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR
from robot.domain.flux.livre import GrandLivre, Service
from robot.domain.flux.soustraits import DROIT_UNIQUE
from robot.domain.flux.stade import Stade
from robot.domain.flux.traits import logement

PUBLIES = (Stade.ORIENTATION, Stade.ACCEPTATION)


def livres(bilan: Bilan, flux: FluxDeLAnnee) -> Mapping[Stade, GrandLivre]:
    """The ledgers of the period, everybody counted at the same stage; none unless it lies in the year of the assiette.

    From the opening balances when the period begins with the year. What all
    refused is the landlord's (C14), and what a one-shot right took (R25). What
    is owed grows with what is counted, so that the gaps always add up to zero.
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
    for parcours in bilan.tous:
        territoire = flux.territoire(parcours.fiche.commune.code)
        if territoire is None:
            continue
        compte = logement(parcours.reference, parcours.fiche, territoire)
        yield from (Service(compte, qui) for qui, le in pour_qui(parcours, stade) if le in bilan.periode)


def pour_qui(parcours: Parcours, stade: Stade) -> Iterator[tuple[str, date]]:
    """For whom that dwelling is counted at that stage, and the day: as the turn does, without what is still awaited.

    Unlike the four stages, which count what happened: here who kept it has
    received it. The whole journal is read: what was lost in January had not
    been received in December.
    """
    if parcours.neuf or parcours.annule_le:
        return
    if parcours.soustrait:
        if parcours.soustrait.motif.libelle == DROIT_UNIQUE:
            yield BAILLEUR, parcours.soustrait.le
        return
    yield from ((qui, le) for qui, le in COMPTES[stade](parcours) if le is not None)
    if parcours.epuise_le:
        yield BAILLEUR, parcours.epuise_le


def _offres(parcours: Parcours) -> Iterator[tuple[str, date | None]]:
    """Every offer made, refused or not; what the landlord kept without one, then gave back, was offered to nobody."""
    return ((t.reservataire, t.oriente_le) for t in parcours.tours if not t.sorti_le and (t.garde or not t.interne))


def _accords(parcours: Parcours) -> Iterator[tuple[str, date | None]]:
    return ((tour.reservataire, tour.accord_le) for tour in parcours.tours if tour.garde)


def _attributions(parcours: Parcours) -> Iterator[tuple[str, date | None]]:
    """Each commission that attributed it, whatever came of it (R68)."""
    sortis = {tour.rang for tour in parcours.tours if tour.sorti_le}
    return ((a.reservataire, a.le) for a in parcours.attributions if a.rang not in sortis)


def _baux(parcours: Parcours) -> Iterator[tuple[str, date | None]]:
    return ((bail.reservataire, bail.le) for bail in (parcours.bail,) if bail)


COMPTES: Mapping[Stade, Callable[[Parcours], Iterator[tuple[str, date | None]]]] = {
    Stade.ORIENTATION: _offres,
    Stade.ACCEPTATION: _accords,
    Stade.ATTRIBUTION: _attributions,
    Stade.BAIL: _baux,
}
