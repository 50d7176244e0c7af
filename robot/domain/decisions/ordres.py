"""What a gestionnaire may order when the charter leaves the choice to a person (R14, R47, C13, C14): the way in.

Orders about the offer are here; those about candidates and what follows are in
`ordres_designation` and `ordres_candidats`.
"""

from __future__ import annotations

from collections.abc import Callable

from robot.domain import faits as f
from robot.domain.carnet import Gestion, Reservataire
from robot.domain.decisions import ordres_candidats, ordres_commission, ordres_designation, ordres_inconnus
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.orientation import OUVERTES
from robot.domain.decisions.sollicitation import et_la_suite, offrir
from robot.domain.dossier import DESIGNATION, FINIS, LIBELLES, Dossier, Statut
from robot.domain.flux.soustraits import reconnaitre
from robot.domain.stimuli import SANS_MOTIF, Ordre, Verbe

__all__ = ["PERMIS", "OrdreImpossible", "ordonner"]

Faits = tuple[f.Fait, ...]

S = Statut
OUVERTS = frozenset(Statut) - FINIS - {Statut.LOUEE}
A_REPRENDRE = frozenset({S.INSUFFISANTE, S.RECHERCHE, S.SANS_ATTRIBUTAIRE})
SUSPENDUES = frozenset({Statut.A_CLARIFIER, Statut.DIFFEREE})

# In which states each order makes sense.
PERMIS: dict[Verbe, frozenset[Statut]] = {
    Verbe.SUIVANT: OUVERTES | DESIGNATION | {S.COMPLETE, S.CONVOQUEE, S.SANS_ATTRIBUTAIRE},
    # Once accepted in writing, the réservataire's days are its own; over, the dwelling may go to another (R47), or the
    # offer be sent again to whoever never had it and was silent for that reason (C15).
    Verbe.RENVOYER: OUVERTES | A_REPRENDRE | {S.LIBERE, S.ACCEPTEE_TACITE, S.EPUISEE},
    Verbe.REPRENDRE: SUSPENDUES,
    Verbe.AUTORISER: frozenset({S.A_CLARIFIER}),
    Verbe.IGNORER: frozenset({S.A_CLARIFIER}),
    Verbe.ACCEPTE: OUVERTES,
    Verbe.REFUSE: OUVERTES,
    Verbe.DELAI: A_REPRENDRE | {S.ACCEPTEE, S.ACCEPTEE_TACITE},
    Verbe.RECHERCHE: frozenset({S.INSUFFISANTE, S.SANS_ATTRIBUTAIRE, S.EPUISEE}),
    Verbe.COMPLETER: A_REPRENDRE | {S.COMPLETE, S.ACCEPTEE},
    Verbe.PRESENTER: A_REPRENDRE | {S.ACCEPTEE},
    Verbe.RETIRER: DESIGNATION | {S.COMPLETE, S.CONVOQUEE, S.SANS_ATTRIBUTAIRE},
    Verbe.COMMISSION: frozenset({S.COMPLETE, S.CONVOQUEE}),
    Verbe.ATTRIBUE: frozenset({S.CONVOQUEE}),
    Verbe.CLASSE: frozenset({S.CONVOQUEE, S.ATTRIBUEE, S.A_SIGNER, S.SANS_ATTRIBUTAIRE}),
    Verbe.CONDITION: frozenset({S.CONVOQUEE}),
    Verbe.NON_ATTRIBUE: frozenset({S.CONVOQUEE, S.ATTRIBUEE, S.A_SIGNER, S.SANS_ATTRIBUTAIRE}),
    Verbe.REJETE: frozenset({S.CONVOQUEE, S.ATTRIBUEE, S.A_SIGNER, S.SANS_ATTRIBUTAIRE}),
    Verbe.OUI: frozenset({S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.COMPLETE, S.CONVOQUEE, S.ATTRIBUEE}),
    Verbe.NON: frozenset({S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.COMPLETE, S.CONVOQUEE, S.ATTRIBUEE, S.A_SIGNER}),
    Verbe.REMIS: frozenset({S.COMPLETE, S.CONVOQUEE, S.ATTRIBUEE}),
    Verbe.REPROPOSER: frozenset({S.COMPLETE, S.CONVOQUEE, S.ATTRIBUEE}),
    Verbe.BAIL: frozenset({S.A_SIGNER}),
    Verbe.SNE: frozenset(Statut),
    Verbe.HORS_FLUX: OUVERTS,
    Verbe.EN_FLUX: frozenset({S.SOUSTRAITE}),
    Verbe.ANNULER: OUVERTS,
}

# What an order bears on: the orientation of the dwelling, hence one réservataire and its candidates; a candidate that
# it numbers, and no number serves twice in a dossier; or the dwelling itself, whoever has it.
SUR_L_ORIENTATION = frozenset(
    {
        Verbe.SUIVANT,
        Verbe.RENVOYER,
        Verbe.REPRENDRE,
        Verbe.AUTORISER,
        Verbe.IGNORER,
        Verbe.ACCEPTE,
        Verbe.REFUSE,
        Verbe.DELAI,
        Verbe.RECHERCHE,
        Verbe.COMPLETER,
        Verbe.PRESENTER,
        Verbe.COMMISSION,
        Verbe.BAIL,
    }
)
SUR_UN_CANDIDAT = frozenset(
    {
        Verbe.RETIRER,
        Verbe.ATTRIBUE,
        Verbe.CLASSE,
        Verbe.CONDITION,
        Verbe.NON_ATTRIBUE,
        Verbe.REJETE,
        Verbe.OUI,
        Verbe.NON,
        Verbe.REMIS,
        Verbe.REPROPOSER,
    }
)
SUR_LE_LOGEMENT = frozenset({Verbe.SNE, Verbe.HORS_FLUX, Verbe.EN_FLUX, Verbe.ANNULER})


def ordonner(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The facts of a gestionnaire's order. Raises OrdreImpossible, whose French text says what to do instead."""
    _exiger_l_orientation_vue(dossier, ordre)
    if dossier.statut not in PERMIS[ordre.verbe]:
        possibles = [verbe.en_clair for verbe in permis(dossier)]
        raise OrdreImpossible(
            f"{dossier.reference} est « {LIBELLES[dossier.statut]} » : {ordre.verbe.en_clair} n'y change rien. "
            + (f"Ordres possibles : {', '.join(possibles)}." if possibles else "Le dossier est clos.")
        )
    if ordre.reservataire and ordre.verbe is not Verbe.RENVOYER:
        raise OrdreImpossible(
            f"{ordre.verbe.en_clair} ne prend pas de nom. Pour choisir à qui offrir : RENVOYER {ordre.reservataire}."
        )
    if not ordre.par.strip() or not ordre.motif.strip():
        raise OrdreImpossible("Un ordre porte le nom de son auteur et un motif : ils entrent au journal.")
    return ORDRES[ordre.verbe](dossier, ordre, ctx)


def _exiger_l_orientation_vue(dossier: Dossier, ordre: Ordre) -> None:
    """What was ordered about one réservataire is never carried out on the next one.

    Two gestionnaires answer one notice, or one presses its button twice: the
    second order meets an offer that its author has not seen.
    """
    rang = len(dossier.orientations)
    if ordre.vue in {None, rang} or ordre.verbe not in SUR_L_ORIENTATION or dossier.statut not in OUVERTS:
        return
    if not rang:
        raise OrdreImpossible(f"{dossier.reference} n'est encore orienté vers personne.")
    raise OrdreImpossible(
        f"{dossier.reference} a été orienté vers {dossier.courante.nom} depuis ce que vous aviez sous les yeux, et il "
        f"est « {LIBELLES[dossier.statut]} ». {ordre.verbe.en_clair} n'a donc pas été suivi. S'il vaut pour "
        f"{dossier.courante.nom}, redites-le en réponse à ce message ; sinon, vous n'avez rien à faire."
    )


def permis(dossier: Dossier) -> tuple[Verbe, ...]:
    """The orders that the state of the dossier allows."""
    sans_objet = set[Verbe]()
    if dossier.statut is not S.LOUEE and not any(tache.a_saisir for tache in dossier.sne):
        sans_objet.add(Verbe.SNE)
    if not (dossier.orientations and dossier.courante.inconnues):
        sans_objet |= {Verbe.AUTORISER, Verbe.IGNORER}
    if dossier.statut is S.ACCEPTEE and not dossier.neuf:
        sans_objet |= {Verbe.COMPLETER, Verbe.PRESENTER}
    if dossier.neuf or (dossier.orientations and dossier.courante.interne):
        sans_objet |= {Verbe.DELAI, Verbe.REPRENDRE}  # no delay runs there (R13, R81)
    return tuple(v for v, statuts in PERMIS.items() if dossier.statut in statuts and v not in sans_objet)


def _suivant(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    return et_la_suite(dossier, _retrait(dossier, ordre), ctx)


def _renvoyer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """A new offer to the same réservataire, or to the one named: a new token, a new deadline (in an emergency, R14)."""
    cible = _cible(dossier, ordre, ctx)
    raison = f"décision de {ordre.par} : {ordre.motif}"
    if dossier.statut in {Statut.LIBERE, Statut.EPUISEE}:
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
    if dossier.courante.entrave is Statut.DIFFEREE and ordre.motif == SANS_MOTIF:
        raise OrdreImpossible(
            f"Rien ne prouve que l'offre de {dossier.reference} est arrivée : un serveur la dit retardée. Écrivez "
            "comment vous le savez (REPRENDRE : reçue, dit la mairie au téléphone), ou RENVOYER."
        )
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


def _soustraire(_dossier: Dossier, ordre: Ordre, _ctx: Contexte) -> Faits:
    """Source: charter I.2, I.3 and I.5 (R4, R5, R7, R9, R14)."""
    cause = reconnaitre(ordre.motif).libelle
    return (f.LogementSoustrait(le=ordre.le, par=ordre.par, motif=ordre.motif, cause=cause),)


def _remettre(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """A dwelling that was set aside, and that no internal move wants: it is shared like the others."""
    return et_la_suite(dossier, f.LogementRemisEnFlux(le=ordre.le, par=ordre.par, motif=ordre.motif), ctx)


def _retrait(dossier: Dossier, ordre: Ordre) -> f.Fait:
    return f.OrientationRetiree(le=ordre.le, rang=dossier.courante.rang, par=ordre.par, motif=ordre.motif)


ORDRES: dict[Verbe, Callable[[Dossier, Ordre, Contexte], Faits]] = {
    Verbe.SUIVANT: _suivant,
    Verbe.RENVOYER: _renvoyer,
    Verbe.REPRENDRE: _reprendre,
    Verbe.AUTORISER: ordres_inconnus.autoriser,
    Verbe.IGNORER: ordres_inconnus.ignorer,
    Verbe.ACCEPTE: _accepte,
    Verbe.REFUSE: _refuse,
    Verbe.DELAI: ordres_designation.accorder_un_delai,
    Verbe.RECHERCHE: ordres_designation.rechercher,
    Verbe.COMPLETER: ordres_designation.completer,
    Verbe.PRESENTER: ordres_designation.presenter,
    Verbe.RETIRER: ordres_designation.retirer,
    Verbe.COMMISSION: ordres_commission.fixer,
    Verbe.ATTRIBUE: ordres_commission.decider,
    Verbe.CLASSE: ordres_commission.decider,
    Verbe.CONDITION: ordres_commission.decider,
    Verbe.NON_ATTRIBUE: ordres_commission.decider,
    Verbe.REJETE: ordres_commission.decider,
    Verbe.OUI: ordres_candidats.accepter,
    Verbe.NON: ordres_candidats.refuser,
    Verbe.REMIS: ordres_candidats.prouver,
    Verbe.REPROPOSER: ordres_candidats.reproposer,
    Verbe.BAIL: ordres_candidats.signer,
    Verbe.SNE: ordres_candidats.cocher,
    Verbe.HORS_FLUX: _soustraire,
    Verbe.EN_FLUX: _remettre,
    Verbe.ANNULER: _annuler,
}
