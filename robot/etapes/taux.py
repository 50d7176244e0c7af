"""The yearly letter of rates, in the outbox: once per year and réservataire, whoever asks for it (R23, R97)."""

from __future__ import annotations

from dataclasses import dataclass

from robot.domain.carnet import Carnet, Reservataire
from robot.domain.courriers import Courrier, Fabrique, PieceJointe
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.annexe import contexte_du_taux_annuel, feuille
from robot.domain.flux.assiette import decimales_de_l_annexe
from robot.domain.lettres import signature
from robot.etapes.robot import Greffe
from robot.etapes.une_fois import a_enregistrer
from robot.ports import Ecriture

GABARIT = "taux_annuel"


@dataclass(frozen=True)
class Annonce:
    """What sending the rates did: whose letters were recorded now, earlier, and who has no address."""

    enregistrees: tuple[Reservataire, ...]
    deja: tuple[Reservataire, ...]
    sans_adresse: tuple[Reservataire, ...]


def annoncer(greffe: Greffe) -> Annonce | None:
    """Record the letters that are not in the outbox yet, for the year of the settings; None without its table."""
    ctx = greffe.contexte()
    if ctx.carnet.flux is None:
        return None
    lettres = {
        reservataire.code: _lettre(reservataire, ctx.carnet.flux, ctx.carnet) for reservataire in concernes(ctx.carnet)
    }
    adressees = [lettre for lettre in lettres.values() if lettre.destinataire]
    nouvelles = a_enregistrer(greffe, adressees, ctx.carnet)
    if nouvelles:
        greffe.store.ecrire(Ecriture(courriers=tuple(nouvelles.values())), ctx.maintenant)
    tries: dict[str, list[Reservataire]] = {"nouvelles": [], "deja": [], "sans": []}
    for reservataire in concernes(ctx.carnet):
        lettre = lettres[reservataire.code]
        sort = "sans" if not lettre.destinataire else "nouvelles" if lettre.cle in nouvelles else "deja"
        tries[sort].append(reservataire)
    return Annonce(*(tuple(tries[sort]) for sort in ("nouvelles", "deja", "sans")))


def annoncees(greffe: Greffe, carnet: Carnet, annee: int) -> bool:
    """Whether every réservataire that can be written to has its letter of that year."""
    if carnet.flux is None or carnet.flux.annee != annee:
        return False
    lettres = [lettre for r in concernes(carnet) if (lettre := _lettre(r, carnet.flux, carnet)).destinataire]
    return not a_enregistrer(greffe, lettres, carnet)


def concernes(carnet: Carnet) -> tuple[Reservataire, ...]:
    """The réservataires who have rights in the table, in the order of the book."""
    if carnet.flux is None:
        return ()
    titulaires = {droit.reservataire for droit in carnet.flux.tableau.droits}
    return tuple(r for r in carnet.reservataires if r.code in titulaires)


def _lettre(reservataire: Reservataire, flux: FluxDeLAnnee, carnet: Carnet) -> Courrier:
    """The letter, and the sheet as a workbook: they say the same figures."""
    fiche = feuille(flux.tableau, reservataire.code, decimales_de_l_annexe(flux.tableau), nom=reservataire.nom)
    return Courrier(
        cle=f"{GABARIT}/{flux.annee}/{reservataire.code}",
        gabarit=GABARIT,
        destinataire=reservataire.adresse or "",
        contexte=contexte_du_taux_annuel(fiche, signature(carnet.bailleur), flux.annee),
        pieces=(PieceJointe(Fabrique.FICHE_TAUX, f"assiette-{flux.annee}-{reservataire.code}.xlsx", fiche),),
    )
