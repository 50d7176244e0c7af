"""To whom a dwelling goes, now (charter III.2): offered to whose turn it is, set aside, kept, or handed to a person."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.carnet import Gestion, Reservataire
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.flux.assiette import BAILLEUR
from robot.domain.flux.prochain import Prochain
from robot.domain.flux.soustraits import reconnaitre
from robot.domain.statuts import replier

Faits = tuple[f.Fait, ...]

# Where the journal names an author, and nobody in person decided.
LE_ROBOT = "le robot"
PART_DU_BAILLEUR = "le bailleur, sur sa part"

A_ORIENTER = frozenset({Statut.LIBERE, Statut.REFUSEE, Statut.RETIREE})


def solliciter(dossier: Dossier, ctx: Contexte) -> Faits:
    """To whom that dwelling goes; nothing while the offices are closed."""
    return orienter(dossier, ctx) if ctx.bureau_ouvert() else ()


def et_la_suite(dossier: Dossier, fin: f.Fait, ctx: Contexte) -> Faits:
    """The end of an orientation and, if the office is open, to whom the dwelling goes next (R44)."""
    apres = replier(dossier, (fin,))
    return (fin, *solliciter(apres, ctx)) if apres and apres.statut in A_ORIENTER else (fin,)


def orienter(dossier: Dossier, ctx: Contexte) -> Faits:
    """Offer the dwelling to whose turn it is (R30, R44), set it aside (R7), keep it (R81) or hand it over (C14).

    Source: `loi.SUIVANT`.
    """
    if motif := ctx.tour.soustraction(dossier):
        return (f.LogementSoustrait(le=ctx.maintenant, par=LE_ROBOT, motif=motif, cause=reconnaitre(motif).libelle),)
    prochain = ctx.tour.prochain(dossier, ctx.carnet)
    if prochain is None:
        aucun, tous = "aucun réservataire du secteur", "tous les réservataires du secteur ont été sollicités"
        return (f.ListeEpuisee(le=ctx.maintenant, raison=tous if dossier.orientations else aucun),)
    reservataire = prochain.reservataire
    if reservataire is None or reservataire.gestion is Gestion.DELEGUEE:
        return (garder(dossier, reservataire, prochain, ctx),)
    return (offrir(dossier, reservataire, prochain.raison, ctx, prochain.pesees),)


def garder(dossier: Dossier, reservataire: Reservataire | None, prochain: Prochain, ctx: Contexte) -> f.Fait:
    """The landlord finds the candidates: on its own share, or for a holder in delegated management (R81)."""
    rang = len(dossier.orientations) + 1
    return f.OrientationInterne(
        le=ctx.maintenant,
        rang=rang,
        reservataire=reservataire.code if reservataire else BAILLEUR,
        nom=reservataire.nom if reservataire else PART_DU_BAILLEUR,
        jeton=ctx.jetons.jeton(dossier.reference, rang),
        raison=prochain.raison,
        pesees=prochain.pesees,
    )


def offrir(
    dossier: Dossier, reservataire: Reservataire, raison: str, ctx: Contexte, pesees: tuple[f.Pesee, ...] = ()
) -> f.OrientationDecidee:
    """The decision to offer the dwelling to that réservataire, under its own convention (R42, R13)."""
    if reservataire.adresse is None:
        raise ValueError(f"{reservataire.nom} n'a pas d'adresse : une offre ne peut pas lui être envoyée")
    rang = len(dossier.orientations) + 1
    return f.OrientationDecidee(
        le=ctx.maintenant,
        rang=rang,
        reservataire=reservataire.code,
        nom=reservataire.nom,
        adresse=reservataire.adresse,
        jeton=ctx.jetons.jeton(dossier.reference, rang),
        raison=raison,
        reponse=None if dossier.neuf else reservataire.convention.reponse,
        silence=reservataire.convention.silence,
        pesees=pesees,
    )
