"""The accounts of the flux, kept up to date from the journal: whose turn it is depends on all that was shared before.

Found again from the dossiers themselves, never stored: nothing can drift. Only
the dossiers that moved since the last question are read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from fractions import Fraction

from robot.domain.calendrier import Calendrier
from robot.domain.dossier import Dossier
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.livre import GrandLivre, Service
from robot.domain.flux.parcours import mutations as mutations_de
from robot.domain.flux.parcours import services
from robot.domain.flux.tour_du_flux import Comptes
from robot.etapes.defauts import DEFAUTS
from robot.ports import Store

journal = logging.getLogger(__name__)


class Compteur:
    """What each dwelling of the year is counted for, read once per version of its dossier."""

    def __init__(self) -> None:
        self._flux: FluxDeLAnnee | None = None
        self._oublier()

    def _oublier(self) -> None:
        self._versions: dict[str, int] = {}
        self._services: dict[str, tuple[Service, ...]] = {}
        self._mutations: dict[str, tuple[Fraction, int]] = {}
        self._livre = self._flux.soldes if self._flux else GrandLivre()

    def comptes(self, flux: FluxDeLAnnee, calendrier: Calendrier, store: Store, sauf: str = "") -> Comptes:
        """The accounts as the store has them now, without the dwelling `sauf`, whose turn is about to be decided.

        Another table, or other balances: everything is counted again.
        """
        if flux is not self._flux:
            self._flux = flux
            self._oublier()
        debut = calendrier.instant(date(flux.annee, 1, 1), time.min)
        versions = store.versions(debut)
        changes = [reference for reference, version in versions.items() if self._versions.get(reference) != version]
        self._compter(flux, _lisibles(store, changes), debut)
        self._versions |= {reference: versions[reference] for reference in changes}
        livre = self._livre.sans(self._services.get(sauf, ()), flux.quotes)
        mutations = [compte for reference, compte in self._mutations.items() if reference != sauf]
        dues = sum((due for due, _ in mutations), Fraction(0))
        return Comptes(livre, dues, sum(servie for _, servie in mutations))

    def _compter(self, flux: FluxDeLAnnee, dossiers: Iterable[Dossier], debut: datetime) -> None:
        """Replace what these were counted for; a dwelling released before the year is in the opening balances."""
        avant, apres = list[Service](), list[Service]()
        for dossier in dossiers:
            if dossier.libere_le < debut:
                continue
            avant += self._services.get(dossier.reference, ())
            self._services[dossier.reference] = services(dossier, flux)
            self._mutations[dossier.reference] = mutations_de(dossier, flux)
            apres += self._services[dossier.reference]
        self._livre = self._livre.sans(avant, flux.quotes).avec(apres, flux.quotes)


def _lisibles(store: Store, references: Iterable[str]) -> Iterator[Dossier]:
    """These dossiers; one that is damaged keeps what it was counted for, and never stops the turn of the others."""
    for reference in references:
        try:
            dossier = store.dossier(reference)
        except DEFAUTS:
            journal.exception("dossier en défaut, laissé hors des comptes du flux : %s", reference)
            continue
        if dossier:
            yield dossier
