"""The bilan of a period, from the journals to the outbox: count, then write once to each reader (R92, R97)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from robot.domain.bilan.bilan import Bilan, annee_entiere
from robot.domain.bilan.comptes import Periode
from robot.domain.bilan.lettre import attendues, lettres
from robot.domain.bilan.livres import livres
from robot.domain.bilan.parcours import Parcours, parcourir
from robot.domain.carnet import Carnet
from robot.domain.courriers import Courrier
from robot.domain.flux.stade import Stade
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Greffe
from robot.etapes.une_fois import a_enregistrer
from robot.ports import Ecriture


class BilanImpossible(Exception):
    """A bilan that would be false: the French text says what to do first."""


@dataclass(frozen=True)
class Envoi:
    """What became of a request to send: the letters recorded now, those that were before."""

    nouvelles: tuple[Courrier, ...]
    deja: tuple[Courrier, ...]


def dresser(greffe: Greffe, periode: Periode, stade: Stade | None = None) -> Bilan:
    """The bilan of that period, from the whole journal. Raises BilanImpossible for a journal that cannot be read.

    Without `stade`, the one that the settings count. When they have an assiette
    of that year, what each is owed and received is published with it.
    """
    ctx = greffe.contexte()
    flux = ctx.carnet.flux
    fuseau = ctx.carnet.bailleur.fuseau
    noms = dict[str, str]()
    tous = list[Parcours]()
    for reference in greffe.store.references():
        try:
            tous.append(parcourir((inscrit.fait for inscrit in greffe.store.journal(reference)), fuseau))
        except DEFAUTS as defaut:
            raise BilanImpossible(
                f"{reference} ne se relit plus : un bilan sans lui serait faux. Voyez « robot journal verifier »."
            ) from defaut
        noms |= {tour.reservataire: tour.nom for tour in tous[-1].tours}
    noms |= {reservataire.code: reservataire.nom for reservataire in ctx.carnet.reservataires}
    arrete_le = ctx.calendrier.jour_local(ctx.maintenant)
    bilan = Bilan(ctx.carnet.bailleur, periode, stade or (flux.stade if flux else Stade.ACCEPTATION), arrete_le,
                  tuple(tous), noms)  # fmt: skip
    return replace(bilan, livres=livres(bilan, flux) if flux else {})


def envoyer(greffe: Greffe, bilan: Bilan) -> Envoi:
    """Record its letters in the outbox, once for ever for a period and a reader (`une_fois`); the next pass sends them.

    Raises BilanImpossible before the period is over.
    """
    if not bilan.finie:
        raise BilanImpossible(
            f"La période finit le {bilan.periode.fin:%d/%m/%Y} : un bilan ne part qu'une fois finie. "
            "Sans --envoyer, vous pouvez déjà le lire."
        )
    carnet = greffe.carnets.charger()
    toutes = lettres(bilan, carnet)
    nouvelles = a_enregistrer(greffe, toutes, carnet)
    if nouvelles:
        greffe.store.ecrire(Ecriture(courriers=tuple(nouvelles.values())), greffe.clock.maintenant())
    return Envoi(tuple(nouvelles.values()), tuple(c for c in toutes if c.cle not in nouvelles))


def annoncer(greffe: Greffe, annee: int) -> Envoi:
    """Count a year and record its letters: what the calendar of obligations calls. Raises BilanImpossible."""
    return envoyer(greffe, dresser(greffe, annee_entiere(annee)))


def annonce(greffe: Greffe, carnet: Carnet, annee: int) -> bool:
    """Whether everybody who can be written to has its bilan of that year."""
    return not a_enregistrer(greffe, attendues(annee_entiere(annee), carnet), carnet)
