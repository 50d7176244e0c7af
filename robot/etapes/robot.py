"""The ports put together, and the one way a dossier moves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from robot.domain.calendrier import Calendrier
from robot.domain.carnet import Bailleur, Communes
from robot.domain.courriers import SANS_ORIGINE, Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.suivi import rendez_vous
from robot.domain.dossier import Dossier
from robot.domain.faits import Fait
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.prochain import OrdreDuCarnet, Tour
from robot.domain.flux.situation import Situation, situation
from robot.domain.flux.tour_du_flux import TourDuFlux
from robot.domain.jetons import Jetons
from robot.domain.lettres import courriers
from robot.domain.statuts import appliquer
from robot.etapes.comptes import Compteur
from robot.ports import Avancee, Carnets, Clock, ConflitDeVersion, Fiches, Gabarits, Mailbox, Postman, Store, Tableaux

T = TypeVar("T")
journal = logging.getLogger(__name__)

ESSAIS = 5


@dataclass(frozen=True)
class Greffe:
    """What it takes to write in the journal: a clock, a store, the address book, the working days, the tokens.

    `calendriers` gives the working days of a landlord's département, `compteur` keeps the accounts of its flux.
    """

    clock: Clock
    store: Store
    carnets: Carnets
    calendriers: Callable[[Bailleur], Calendrier]
    jetons: Jetons
    compteur: Compteur = field(default_factory=Compteur, kw_only=True)

    def contexte(self) -> Contexte:
        """What the rules may look at, now."""
        carnet = self.carnets.charger()
        calendrier = self.calendriers(carnet.bailleur)
        return Contexte(
            maintenant=self.clock.maintenant(),
            carnet=carnet,
            calendrier=calendrier,
            jetons=self.jetons,
            lu_jusqu_a=self.store.lu_jusqu_a(),
            tour=self._tour(carnet.flux, calendrier),
        )

    def situation(self, ctx: Contexte) -> Situation | None:
        """Where the year's flux stands; None without a table of rights."""
        flux, carnet = ctx.carnet.flux, ctx.carnet
        if flux is None:
            return None
        comptes = self.compteur.comptes(flux, ctx.calendrier, self.store)
        return situation(flux, comptes, lambda code: connu.nom if (connu := carnet.reservataire(code)) else code)

    def _tour(self, flux: FluxDeLAnnee | None, calendrier: Calendrier) -> Tour:
        """Whose turn it is: by the table of rights where there is one, else in the order of the book."""
        if flux is None:
            return OrdreDuCarnet()
        return TourDuFlux(flux, partial(self.compteur.comptes, flux, calendrier, self.store))


@dataclass(frozen=True)
class Robot(Greffe):
    """The registry and its two links: everything a pass needs.

    `serveur_de_confiance` is the authserv-id of our own MX (RFC 8601), empty
    when its verdicts are not to be used. `jeton_dans_adresse`: our server
    delivers `robot+token@…`, so that reports come back with their token.
    `tableaux` reads the tables that people attach, `fiches` the vacated dwellings;
    `communes` are the towns that they name.
    """

    mailbox: Mailbox
    postman: Postman
    gabarits: Gabarits
    tableaux: Tableaux
    fiches: Fiches
    communes: Communes
    serveur_de_confiance: str = ""
    jeton_dans_adresse: bool = True


def redecider(geste: Callable[[], T], essais: int = ESSAIS) -> T:
    """What `geste` gives: it reads, decides and writes, all over again when a dossier moved in between.

    Raises ConflitDeVersion when it moved each time.
    """
    for _ in range(essais - 1):
        try:
            return geste()
        except ConflitDeVersion as conflit:
            journal.info("%s a bougé entre sa lecture et l'écriture : nouvel essai", conflit)
    return geste()


def faire_avancer(
    avant: Dossier | None, faits: Iterable[Fait], ctx: Contexte, origine: Origine = SANS_ORIGINE, cle: str = ""
) -> tuple[Avancee, tuple[Courrier, ...]]:
    """Apply facts one by one and collect the letters each calls for. Raises ValueError when there is no fact."""
    faits = tuple(faits)
    dossier, lettres = avant, list[Courrier]()
    for fait in faits:
        dossier = appliquer(dossier, fait)
        lettres += courriers(dossier, fait, ctx, origine)
    if dossier is None:
        raise ValueError("aucun fait à consigner")
    version = avant.version if avant else 0
    return Avancee(version, faits, dossier, rendez_vous(dossier, ctx), cle), tuple(lettres)
