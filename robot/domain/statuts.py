"""The machine of a dossier on one screen, and the fold that follows it.

`appliquer` holds no rule: whether a fact may be stated is decided in
`decisions/`; here a fact that the table does not know is our own bug.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce, singledispatch

from robot.domain import faits as f
from robot.domain.dossier import Dossier, Orientation, Reception
from robot.domain.dossier import Statut as S


class TransitionInterdite(Exception):
    """A fact that cannot follow the state: our bug, never a correspondent's; the journal is right."""


TRANSITIONS: Mapping[tuple[S, type[f.Fait]], S] = {
    (S.LIBERE, f.OrientationDecidee): S.A_EXPEDIER,
    (S.LIBERE, f.ListeEpuisee): S.EPUISEE,
    # the offer leaves
    (S.A_EXPEDIER, f.OrientationExpediee): S.EN_ATTENTE,
    (S.A_EXPEDIER, f.RemiseConstatee): S.EN_ATTENTE,
    (S.A_EXPEDIER, f.RemiseEchouee): S.NON_REMISE,
    (S.EN_ATTENTE, f.RemiseConstatee): S.EN_ATTENTE,
    (S.EN_ATTENTE, f.RemiseDifferee): S.DIFFEREE,
    (S.EN_ATTENTE, f.RemiseEchouee): S.NON_REMISE,
    (S.DIFFEREE, f.RemiseConstatee): S.EN_ATTENTE,
    (S.DIFFEREE, f.RemiseEchouee): S.NON_REMISE,
    (S.DIFFEREE, f.DelaiRepris): S.EN_ATTENTE,
    # the réservataire answers, or does not
    (S.EN_ATTENTE, f.RappelDecide): S.EN_ATTENTE,
    (S.EN_ATTENTE, f.AccordTacite): S.ACCEPTEE_TACITE,
    (S.EN_ATTENTE, f.RefusTacite): S.REFUSEE,
    **{
        (statut, fait): suite
        for statut in (S.A_EXPEDIER, S.EN_ATTENTE, S.DIFFEREE, S.NON_REMISE, S.A_CLARIFIER, S.ACCEPTEE_TACITE)
        for fait, suite in (
            (f.AccordRecu, S.ACCEPTEE),
            (f.RefusRecu, S.REFUSEE),
            (f.ReponseAClarifier, S.A_CLARIFIER),
            (f.ReponseNonAutorisee, S.A_CLARIFIER),
        )
    },
    # doubt stays with a person until the author restates or the gestionnaire decides
    (S.A_CLARIFIER, f.RemiseConstatee): S.A_CLARIFIER,
    (S.A_CLARIFIER, f.RemiseEchouee): S.A_CLARIFIER,
    (S.A_CLARIFIER, f.DelaiRepris): S.EN_ATTENTE,
    # what disproves the reception that a silence presumed undoes it
    (S.ACCEPTEE_TACITE, f.RemiseEchouee): S.NON_REMISE,
    (S.ACCEPTEE_TACITE, f.RemiseDifferee): S.DIFFEREE,
    (S.ACCEPTEE_TACITE, f.RemiseConstatee): S.EN_ATTENTE,
    # the next one, or nobody
    **{
        (statut, fait): suite
        for statut in (S.REFUSEE, S.RETIREE, S.EPUISEE)
        for fait, suite in ((f.OrientationDecidee, S.A_EXPEDIER), (f.ListeEpuisee, S.EPUISEE))
    },
    # the gestionnaire takes the dwelling back, or closes the dossier
    **{
        (statut, f.OrientationRetiree): S.RETIREE
        for statut in (
            S.A_EXPEDIER,
            S.EN_ATTENTE,
            S.DIFFEREE,
            S.A_CLARIFIER,
            S.NON_REMISE,
            S.ACCEPTEE,
            S.ACCEPTEE_TACITE,
        )
    },
    **{(statut, f.DossierAnnule): S.ANNULEE for statut in S if statut is not S.ANNULEE},
}

# Recorded whatever the state, and changing nothing (invariant 4, C13).
SANS_EFFET: frozenset[type[f.Fait]] = frozenset({f.ReponseTardive, f.CourrierRevenu})


def appliquer(dossier: Dossier | None, fait: f.Fait) -> Dossier:
    """The dossier after `fait`. Raises TransitionInterdite."""
    if isinstance(fait, f.LogementLibere):
        if dossier is not None:
            raise TransitionInterdite(f"{fait.reference} est déjà libéré")
        return Dossier(fait.reference, S.LIBERE, fait.fiche, fait.neuf, fait.le, version=1)
    if dossier is None:
        raise TransitionInterdite(f"{type(fait).__name__} avant la libération du logement")
    if type(fait) in SANS_EFFET:
        return replace(dossier, version=dossier.version + 1)
    statut = TRANSITIONS.get((dossier.statut, type(fait)))
    if statut is None:
        raise TransitionInterdite(
            f"{dossier.reference} : {type(fait).__name__} ne peut pas suivre « {dossier.statut} »"
        )
    return replace(
        dossier,
        statut=statut,
        version=dossier.version + 1,
        orientations=_orientations(dossier, fait, statut),
    )


def replier(dossier: Dossier | None, faits: Iterable[f.Fait]) -> Dossier | None:
    """The dossier after all `faits`, in order. Raises TransitionInterdite."""
    return reduce(appliquer, faits, dossier)


def _orientations(dossier: Dossier, fait: f.Fait, statut: S) -> tuple[Orientation, ...]:
    if isinstance(fait, f.OrientationDecidee):
        return (*dossier.orientations, _nouvelle(fait))
    if not dossier.orientations or isinstance(fait, f.ListeEpuisee):
        return dossier.orientations
    if getattr(fait, "rang", dossier.courante.rang) != dossier.courante.rang:
        raise TransitionInterdite(f"{dossier.reference} : {type(fait).__name__} concerne une orientation terminée")
    if isinstance(fait, f.DossierAnnule) and dossier.courante.terminee_le is not None:
        return dossier.orientations
    return (*dossier.orientations[:-1], _suite(fait, replace(dossier.courante, statut=statut)))


def _nouvelle(fait: f.OrientationDecidee) -> Orientation:
    return Orientation(
        rang=fait.rang,
        reservataire=fait.reservataire,
        nom=fait.nom,
        adresse=fait.adresse,
        jeton=fait.jeton,
        raison=fait.raison,
        reponse=fait.reponse,
        silence=fait.silence,
    )


@singledispatch
def _suite(_fait: f.Fait, orientation: Orientation) -> Orientation:
    """What a fact writes on the current orientation, besides its status."""
    return orientation


@_suite.register
def _(fait: f.OrientationExpediee, orientation: Orientation) -> Orientation:
    reception = Reception(fait.le, fait.preuve, presumee=True)
    return replace(orientation, expediee_le=fait.le, reception=reception, decompte=fait.decompte)


@_suite.register
def _(fait: f.RemiseConstatee, orientation: Orientation) -> Orientation:
    reception = Reception(fait.le, fait.preuve, presumee=False)
    return replace(
        orientation,
        expediee_le=orientation.expediee_le or fait.le,
        reception=reception,
        decompte=fait.decompte or orientation.decompte,
        rappelee=orientation.rappelee and fait.decompte in (None, orientation.decompte),
        terminee_le=None,
        designation=None,
    )


@_suite.register
def _(_fait: f.RemiseDifferee, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=None, designation=None)


@_suite.register
def _(fait: f.RemiseEchouee, orientation: Orientation) -> Orientation:
    return replace(orientation, reception=None, terminee_le=None, designation=None, motif=fait.preuve)


@_suite.register
def _(_fait: f.RappelDecide, orientation: Orientation) -> Orientation:
    return replace(orientation, rappelee=True)


@_suite.register
def _(fait: f.DelaiRepris, orientation: Orientation) -> Orientation:
    return replace(orientation, decompte=fait.decompte, rappelee=False)


@_suite.register(f.AccordRecu)
@_suite.register(f.AccordTacite)
def _(fait: f.AccordRecu | f.AccordTacite, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=fait.le, designation=fait.designation)


@_suite.register(f.RefusRecu)
@_suite.register(f.OrientationRetiree)
@_suite.register(f.DossierAnnule)
def _(fait: f.RefusRecu | f.OrientationRetiree | f.DossierAnnule, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=fait.le, motif=fait.motif, designation=None)


@_suite.register
def _(fait: f.RefusTacite, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=fait.le)


@_suite.register(f.ReponseAClarifier)
@_suite.register(f.ReponseNonAutorisee)
def _(fait: f.ReponseAClarifier | f.ReponseNonAutorisee, orientation: Orientation) -> Orientation:
    return replace(orientation, motif=fait.cause, terminee_le=None, designation=None)
