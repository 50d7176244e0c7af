"""What a fact writes on the orientations of a dossier. No rule here: whether it may be stated is decided before."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from robot.domain import faits as f
from robot.domain.carnet import Silence
from robot.domain.dossier import SECONDE_MOITIE, Dossier, Orientation, Reception, ReponseInconnue, Statut

APRES_L_ACCORD = SECONDE_MOITIE - {Statut.ACCEPTEE, Statut.ACCEPTEE_TACITE} | {Statut.CLOSE}


class TransitionInterdite(Exception):
    """A fact that cannot follow the state: our bug, never a correspondent's; the journal is right."""


def orientations(dossier: Dossier, fait: f.Fait, statut: Statut) -> tuple[Orientation, ...]:
    """The orientations after a fact that leads to `statut`. Raises TransitionInterdite."""
    if isinstance(fait, f.OrientationDecidee):
        return (*dossier.orientations, _nouvelle(fait))
    if isinstance(fait, f.OrientationInterne):
        return (*dossier.orientations, _interne(fait))
    if not dossier.orientations or isinstance(fait, f.ListeEpuisee | f.LogementRemisEnFlux):
        return dossier.orientations
    if getattr(fait, "rang", dossier.courante.rang) != dossier.courante.rang:
        raise TransitionInterdite(f"{dossier.reference} : {type(fait).__name__} concerne une orientation terminée")
    if isinstance(fait, f.DossierAnnule | f.LogementSoustrait) and dossier.courante.terminee_le is not None:
        return dossier.orientations
    # Accepted once, an orientation stays so while its candidates are followed.
    garde = dossier.courante.statut if statut in APRES_L_ACCORD else statut
    return (*dossier.orientations[:-1], _suite(fait, replace(dossier.courante, statut=garde)))


def _nouvelle(fait: f.OrientationDecidee) -> Orientation:
    return Orientation(
        rang=fait.rang,
        reservataire=fait.reservataire,
        nom=fait.nom,
        adresse=fait.adresse,
        jeton=fait.jeton,
        raison=fait.raison,
        decidee_le=fait.le,
        reponse=fait.reponse,
        silence=fait.silence,
    )


def _interne(fait: f.OrientationInterne) -> Orientation:
    """Accepted as soon as decided: nobody has to answer."""
    return Orientation(
        rang=fait.rang,
        reservataire=fait.reservataire,
        nom=fait.nom,
        adresse="",
        jeton=fait.jeton,
        raison=fait.raison,
        decidee_le=fait.le,
        reponse=None,
        silence=Silence.ACCORD,
        statut=Statut.ACCEPTEE,
        terminee_le=fait.le,
        interne=True,
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
        entrave=None,
    )


@_suite.register
def _(_fait: f.RemiseDifferee, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=None, designation=None, entrave=Statut.DIFFEREE)


@_suite.register
def _(fait: f.RemiseEchouee, orientation: Orientation) -> Orientation:
    return replace(
        orientation,
        reception=None,
        terminee_le=None,
        designation=None,
        motif=fait.preuve,
        entrave=Statut.NON_REMISE,
    )


@_suite.register
def _(_fait: f.RappelDecide, orientation: Orientation) -> Orientation:
    return replace(orientation, rappelee=True)


@_suite.register
def _(fait: f.DelaiRepris, orientation: Orientation) -> Orientation:
    """After what a server said of a delay, the reception rests on the gestionnaire's word alone (C15)."""
    reception = orientation.reception
    if reception is not None and orientation.entrave is not None:
        reception = replace(reception, preuve=f"{fait.par} : {fait.motif}")
    return replace(
        orientation,
        decompte=fait.decompte,
        reception=reception,
        rappelee=False,
        inconnues=(),
        doute=False,
        entrave=None,
    )


@_suite.register
def _(_fait: f.ReponseIgnoree, orientation: Orientation) -> Orientation:
    return replace(orientation, motif="", inconnues=())


@_suite.register(f.AccordRecu)
@_suite.register(f.AccordTacite)
def _(fait: f.AccordRecu | f.AccordTacite, orientation: Orientation) -> Orientation:
    return replace(
        _exprimee(orientation, fait),
        terminee_le=fait.le,
        designation=fait.designation,
        rappels=(),
        inconnues=(),
        doute=False,
    )


@_suite.register(f.RefusRecu)
@_suite.register(f.OrientationRetiree)
@_suite.register(f.DossierAnnule)
@_suite.register(f.LogementSoustrait)
def _(
    fait: f.RefusRecu | f.OrientationRetiree | f.DossierAnnule | f.LogementSoustrait, orientation: Orientation
) -> Orientation:
    return replace(_exprimee(orientation, fait), terminee_le=fait.le, motif=fait.motif, designation=None)


@_suite.register
def _(fait: f.RefusTacite, orientation: Orientation) -> Orientation:
    return replace(orientation, terminee_le=fait.le)


@_suite.register
def _(fait: f.ReponseAClarifier, orientation: Orientation) -> Orientation:
    return replace(_exprimee(orientation, fait), motif=fait.cause, terminee_le=None, designation=None, doute=True)


@_suite.register
def _(fait: f.ReponseNonAutorisee, orientation: Orientation) -> Orientation:
    inconnue = ReponseInconnue(
        le=fait.le,
        par=fait.par,
        decision=fait.decision,
        preuve=fait.preuve,
        motif=fait.motif,
        categorie=fait.categorie,
        message=fait.message,
    )
    return replace(
        orientation,
        motif=fait.cause,
        terminee_le=None,
        designation=None,
        inconnues=(*orientation.inconnues, inconnue),
    )


@_suite.register
def _(fait: f.CandidatDesigne, orientation: Orientation) -> Orientation:
    return _exprimee(orientation, fait)


@_suite.register
def _(fait: f.RappelDeDesignation, orientation: Orientation) -> Orientation:
    return replace(orientation, rappels=(*orientation.rappels, fait.jour))


@_suite.register
def _(_fait: f.DesignationEchue, orientation: Orientation) -> Orientation:
    return replace(orientation, echues=orientation.echues + 1)


@_suite.register
def _(fait: f.DelaiAccorde, orientation: Orientation) -> Orientation:
    return replace(orientation, designation=fait.decompte, rappels=())


def _exprimee(orientation: Orientation, fait: f.Fait) -> Orientation:
    """The first word of the réservataire about the offer; what the landlord found for it is not one."""
    sienne = isinstance(fait, f.AccordRecu | f.RefusRecu | f.ReponseAClarifier)
    designe = isinstance(fait, f.CandidatDesigne) and not fait.saisi_par
    if orientation.exprimee_le is not None or not (sienne or designe):
        return orientation
    return replace(orientation, exprimee_le=fait.le)
