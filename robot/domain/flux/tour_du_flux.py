"""Whose turn it is where a table of rights is known: the fair turn (`tour.choisir`), in the life of dwellings.

A refusal sends the dwelling to the next one (R44), chosen anew among those who
have not been asked: the landlord's own share comes back only when nobody is
left, as the charter has it (C14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from robot.domain import loi
from robot.domain.carnet import Carnet
from robot.domain.dossier import Dossier
from robot.domain.faits import Pesee
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR, arrondi
from robot.domain.flux.livre import GrandLivre
from robot.domain.flux.parcours import part_des_mutations, reste_en_stock, territoire_de
from robot.domain.flux.prochain import OrdreDuCarnet, Prochain, Tour, directs
from robot.domain.flux.raisons import Position, raconter
from robot.domain.flux.strates import Logement
from robot.domain.flux.tour import Choix, choisir
from robot.domain.flux.traits import logement


@dataclass(frozen=True)
class Comptes:
    """What was shared so far: the ledger; how many releases internal moves were owed, and how many they had (R7)."""

    livre: GrandLivre
    mutations_dues: Fraction = Fraction(0)
    mutations: int = 0

    @property
    def mutations_en_retard(self) -> Fraction:
        """How many dwellings internal moves still wait for."""
        return self.mutations_dues - self.mutations


@dataclass(frozen=True)
class TourDuFlux:
    """The turn by the table of the year.

    `comptes` gives the accounts as they are when asked, without the dwelling of that reference.

    `ensemble_partage` has the dwellings that were shared together, by reference: to whom, None for one set aside.
    """

    flux: FluxDeLAnnee
    comptes: Callable[[str], Comptes]
    ensemble_partage: Mapping[str, Choix | None] = field(default_factory=dict)

    def ensemble(self, dossiers: Iterable[Dossier]) -> Tour:
        """Share together the dwellings, among these, that nobody was asked about yet."""
        a_partager = [
            d
            for d in dossiers
            if not d.orientations and territoire_de(d, self.flux) and not reste_en_stock(d, self.flux)
        ]
        nouveaux = sorted(a_partager, key=lambda dossier: dossier.reference)
        if not nouveaux:
            return self
        comptes = self.comptes("")
        mis_a_part = a_mettre_a_part(nouveaux, self.flux, comptes)
        restants = [self._logement(d) for d in nouveaux if d.reference not in mis_a_part]
        choix = choisir(restants, self.flux.quotes, comptes.livre)
        partage: dict[str, Choix | None] = dict.fromkeys(mis_a_part)
        return replace(self, ensemble_partage=partage | {un.logement.reference: un for un in choix})

    def soustraction(self, dossier: Dossier) -> str:
        """See the port."""
        if dossier.orientations or dossier.remis or territoire_de(dossier, self.flux) is None:
            return ""
        if reste_en_stock(dossier, self.flux):
            return f"PLAI adapté, gardé en stock par le tableau de l'assiette ({loi.STOCK})"
        if dossier.reference in self.ensemble_partage:
            a_part = self.ensemble_partage[dossier.reference] is None
        else:
            a_part = bool(a_mettre_a_part([dossier], self.flux, self.comptes(dossier.reference)))
        if not a_part:
            return ""
        part = arrondi(part_des_mutations(dossier, self.flux) * 100, 0)
        return f"mutation interne : {part} % des libérations, au fil de l'eau ({loi.MUTATIONS.source})"

    def prochain(self, dossier: Dossier, carnet: Carnet) -> Prochain | None:
        """See the port. Where the table has no line for the commune, the order of the book."""
        if territoire_de(dossier, self.flux) is None:
            return OrdreDuCarnet().prochain(dossier, carnet)
        choix = self._choix(dossier)
        retenu = choix.rangs[0]
        if retenu == BAILLEUR and dossier.orientations:
            return self._sans_part_ici(dossier, carnet)
        return Prochain(carnet.reservataire(retenu), _raison(choix, carnet), _pesees(choix))

    def _choix(self, dossier: Dossier) -> Choix:
        prepare = self.ensemble_partage.get(dossier.reference)
        if prepare is not None and not dossier.orientations:
            return prepare
        demandes = {orientation.reservataire for orientation in dossier.orientations}
        exclus = demandes | {BAILLEUR} if dossier.orientations else demandes
        compte = self._logement(dossier)
        livre = self.comptes(dossier.reference).livre
        (choix,) = choisir([compte], self.flux.quotes, livre, {dossier.reference: exclus})
        return choix

    def _sans_part_ici(self, dossier: Dossier, carnet: Carnet) -> Prochain | None:
        """Once all those who are owed a share there refused: whoever else has rights on the commune (R44)."""
        demandes = {orientation.reservataire for orientation in dossier.orientations}
        territoire = territoire_de(dossier, self.flux)
        for reservataire in directs(dossier.fiche, carnet):
            if reservataire.code not in demandes and territoire in self.flux.parts.perimetres.get(
                reservataire.code, frozenset()
            ):
                raison = "ses droits portent aussi sur cette commune, où aucune part ne lui revient au premier tour"
                return Prochain(reservataire, f"{reservataire.nom} : {raison} ; les autres ont refusé.")
        return None

    def _logement(self, dossier: Dossier) -> Logement:
        territoire = territoire_de(dossier, self.flux)
        assert territoire is not None
        return logement(dossier.reference, dossier.fiche, territoire)


def a_mettre_a_part(dossiers: Iterable[Dossier], flux: FluxDeLAnnee, comptes: Comptes) -> tuple[str, ...]:
    """Which of these releases, taken in order, are set aside for internal moves (R7).

    One whenever a whole dwelling is owed to them: the share set aside is never
    more than one dwelling away from its due.
    """
    retard, mis_a_part = comptes.mutations_en_retard, list[str]()
    for dossier in dossiers:
        retard += part_des_mutations(dossier, flux)
        if retard >= 1 and not dossier.remis:
            retard -= 1
            mis_a_part.append(dossier.reference)
    return tuple(mis_a_part)


def _nom(code: str, carnet: Carnet) -> str:
    reservataire = carnet.reservataire(code)
    return reservataire.nom if reservataire else code


def _raison(choix: Choix, carnet: Carnet) -> str:
    """The choice told to a mayor, each réservataire by its name."""
    nommees = [position._replace(titulaire=_nom(position.titulaire, carnet)) for position in choix.positions]
    ecartes = [_nom(code, carnet) for code in choix.ecartes if code != BAILLEUR]
    return raconter(choix.logement, nommees, ecartes, choix.autres_du_jour)


def _pesees(choix: Choix) -> tuple[Pesee, ...]:
    return tuple(_pesee(position, rang) for position in choix.positions for rang in range(len(position.comptes)))


def _pesee(position: Position, rang: int) -> Pesee:
    case, (du, recu) = position.comptes[rang]
    return Pesee(position.titulaire, str(case.strate), case.valeur, du, recu)
