"""What a gestionnaire may order when the charter leaves the choice to a person (R14, R47, C13, C14)."""

from __future__ import annotations

from collections.abc import Callable

from robot.domain import faits as f
from robot.domain.carnet import Gestion, Reservataire
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import OUVERTES, et_la_suite, offrir
from robot.domain.dossier import LIBELLES, Dossier, Statut
from robot.domain.stimuli import Ordre, Verbe

Faits = tuple[f.Fait, ...]

ACCEPTEES = frozenset({Statut.ACCEPTEE, Statut.ACCEPTEE_TACITE})
SUSPENDUES = frozenset({Statut.A_CLARIFIER, Statut.DIFFEREE})

# In which states each order makes sense.
PERMIS: dict[Verbe, frozenset[Statut]] = {
    Verbe.SUIVANT: OUVERTES | ACCEPTEES,
    Verbe.RENVOYER: OUVERTES | {Statut.ACCEPTEE_TACITE, Statut.EPUISEE},
    Verbe.REPRENDRE: SUSPENDUES,
    Verbe.ACCEPTE: OUVERTES,
    Verbe.REFUSE: OUVERTES,
    Verbe.ANNULER: frozenset(Statut) - {Statut.ANNULEE},
}


class OrdreImpossible(ValueError):
    """An order that the state of the dossier does not allow; the text says which orders it does."""


def ordonner(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The facts of a gestionnaire's order. Raises OrdreImpossible, whose French text says what to do instead."""
    if dossier.statut not in PERMIS[ordre.verbe]:
        possibles = [verbe.upper() for verbe, statuts in PERMIS.items() if dossier.statut in statuts]
        raise OrdreImpossible(
            f"{dossier.reference} est « {LIBELLES[dossier.statut]} » : {ordre.verbe.upper()} n'y change rien. "
            + (f"Ordres possibles : {', '.join(possibles)}." if possibles else "Le dossier est clos.")
        )
    if ordre.reservataire and ordre.verbe is not Verbe.RENVOYER:
        raise OrdreImpossible(
            f"{ordre.verbe.upper()} ne prend pas de nom. Pour choisir à qui offrir : RENVOYER {ordre.reservataire}."
        )
    if not ordre.par.strip() or not ordre.motif.strip():
        raise OrdreImpossible("Un ordre porte le nom de son auteur et un motif : ils entrent au journal.")
    return ORDRES[ordre.verbe](dossier, ordre, ctx)


def _suivant(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    return et_la_suite(dossier, _retrait(dossier, ordre), ctx)


def _renvoyer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """A new offer to the same réservataire, or to the one named: a new token, a new deadline."""
    cible = _cible(dossier, ordre, ctx)
    raison = f"décision de {ordre.par} : {ordre.motif}"
    if dossier.statut is Statut.EPUISEE:
        return (offrir(dossier, cible, raison, ctx),)
    return (_retrait(dossier, ordre), offrir(dossier, cible, raison, ctx))


def _cible(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Reservataire:
    if not ordre.reservataire and not dossier.orientations:
        raise OrdreImpossible(f"{dossier.reference} n'a encore été offert à personne : nommez le réservataire.")
    code = ordre.reservataire or dossier.courante.reservataire
    cible = ctx.reservataire(code)
    if cible is None or cible.gestion is Gestion.DELEGUEE:
        directs = ", ".join(r.code for r in ctx.carnet.reservataires if r.gestion is Gestion.DIRECTE)
        raise OrdreImpossible(f"« {code} » n'est pas un réservataire en gestion directe. Codes possibles : {directs}.")
    if not cible.concerne(dossier.fiche.commune):
        raise OrdreImpossible(f"{cible.nom} n'a pas de droits à {dossier.fiche.commune.nom}.")
    return cible


def _reprendre(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """Start the suspended clock again; the whole delay runs anew from the day of the order."""
    decompte = ctx.decompter_la_reponse(dossier, ordre.le)
    if decompte is None:
        raise OrdreImpossible(f"{dossier.reference} est un logement neuf : aucun délai n'y court.")
    if dossier.courante.reception is None:
        raise OrdreImpossible(f"L'offre de {dossier.reference} n'est pas arrivée : il faut la RENVOYER.")
    return (
        f.DelaiRepris(le=ordre.le, rang=dossier.courante.rang, par=ordre.par, motif=ordre.motif, decompte=decompte),
    )


def _accepte(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    return (
        f.AccordRecu(
            le=ordre.le,
            rang=dossier.courante.rang,
            par="",
            preuve=ordre.motif,
            designation=ctx.decompter_la_designation(dossier, ordre.le),
            message="",
            saisi_par=ordre.par,
        ),
    )


def _refuse(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    refus = f.RefusRecu(
        le=ordre.le,
        rang=dossier.courante.rang,
        par="",
        preuve=ordre.motif,
        motif=ordre.motif,
        categorie="",
        message="",
        saisi_par=ordre.par,
    )
    return et_la_suite(dossier, refus, ctx)


def _annuler(_dossier: Dossier, ordre: Ordre, _ctx: Contexte) -> Faits:
    return (f.DossierAnnule(le=ordre.le, par=ordre.par, motif=ordre.motif),)


def _retrait(dossier: Dossier, ordre: Ordre) -> f.Fait:
    return f.OrientationRetiree(le=ordre.le, rang=dossier.courante.rang, par=ordre.par, motif=ordre.motif)


ORDRES: dict[Verbe, Callable[[Dossier, Ordre, Contexte], Faits]] = {
    Verbe.SUIVANT: _suivant,
    Verbe.RENVOYER: _renvoyer,
    Verbe.REPRENDRE: _reprendre,
    Verbe.ACCEPTE: _accepte,
    Verbe.REFUSE: _refuse,
    Verbe.ANNULER: _annuler,
}
