"""What a fact writes on the candidatures of a dossier. No rule here: whether it may be stated is decided before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch
from typing import Any

from robot.domain import faits as f
from robot.domain.candidat import Candidat
from robot.domain.candidature import (
    Avis,
    Candidature,
    Complement,
    Etape,
    Issue,
    Proposition,
    Reponse,
    Retrait,
    VoieDEnvoi,
)
from robot.domain.courriers import RETRAIT
from robot.domain.dossier import Dossier
from robot.domain.repli.orientations import TransitionInterdite


def candidatures(dossier: Dossier, fait: f.Fait) -> tuple[Candidature, ...]:
    """The candidatures after a fact. Raises TransitionInterdite when it is about a candidate that does not exist."""
    if isinstance(fait, f.CandidatDesigne):
        if fait.numero != len(dossier.candidatures) + 1:
            raise TransitionInterdite(f"{dossier.reference} : le candidat {fait.numero} n'est pas le suivant")
        return (*dossier.candidatures, _nouvelle(fait))
    if not concerne(fait):
        return dossier.candidatures
    numero: int = getattr(fait, "numero")  # noqa: B009 - every such fact has one
    visee = dossier.candidature(numero)
    if visee is None:
        raise TransitionInterdite(f"{dossier.reference} : {type(fait).__name__} concerne un candidat inconnu")
    suivie = _avis_tombe(fait, visee, _suite(fait, visee))
    return (*dossier.candidatures[: numero - 1], suivie, *dossier.candidatures[numero:])


def concerne(fait: f.Fait) -> bool:
    """Whether a fact is about one candidature."""
    return _suite.dispatch(type(fait)) is not _suite.dispatch(f.Fait)


def _nouvelle(fait: f.CandidatDesigne) -> Candidature:
    return Candidature(
        numero=fait.numero, rang=fait.rang, candidat=_candidat(fait), designee_le=fait.le, message=fait.message
    )


def _candidat(fait: f.CandidatDesigne | f.CandidatCorrige) -> Candidat:
    return Candidat(
        nud=fait.nud,
        nom=fait.nom,
        courriel=fait.courriel,
        adresse=fait.adresse,
        telephone=fait.telephone,
        critere=fait.critere,
        precision=fait.precision,
        referent=fait.referent,
        referent_courriel=fait.referent_courriel,
    )


@singledispatch
def _suite(_fait: f.Fait, candidature: Candidature) -> Candidature:
    """What a fact writes on the candidature it names."""
    return candidature


@_suite.register
def _(fait: f.CandidatCorrige, candidature: Candidature) -> Candidature:
    return replace(candidature, candidat=_candidat(fait))


@_suite.register
def _(fait: f.CandidatRetire, candidature: Candidature) -> Candidature:
    return replace(candidature, retiree_le=fait.le, decision=fait.motif)


@_suite.register
def _(fait: f.CandidatPropose, candidature: Candidature) -> Candidature:
    precedente = candidature.proposition
    proposition = Proposition(
        etape=fait.etape,
        tour=fait.tour,
        voie=fait.voie,
        dalo=fait.dalo,
        decidee_le=fait.le,
        dernier_jour=fait.dernier_jour,
        courriel=candidature.candidat.courriel,
        adresse=candidature.candidat.adresse,
        deja_ecrit=precedente is not None and (precedente.deja_ecrit or precedente.voie is VoieDEnvoi.COURRIEL),
    )
    return replace(candidature, proposition=proposition)


def _sur_la_proposition(ecrire: Callable[[Any, Proposition], Proposition]) -> Callable[[Any, Candidature], Candidature]:
    """Write on the latest proposal; a fact about an earlier one changes nothing."""

    def suivre(fait: Any, candidature: Candidature) -> Candidature:
        proposition = candidature.proposition
        if proposition is None or proposition.tour != fait.tour:
            return candidature
        return replace(candidature, proposition=ecrire(fait, proposition))

    return suivre


def _repondre(reponse: Reponse, motif: str = "") -> Callable[[Any, Proposition], Proposition]:
    def ecrire(fait: Any, proposition: Proposition) -> Proposition:
        return replace(
            proposition,
            reponse=reponse,
            repondue_le=fait.le,
            motif=getattr(fait, motif) if motif else proposition.motif,
        )

    return ecrire


def _expediee(fait: f.PropositionExpediee, proposition: Proposition) -> Proposition:
    preuve = proposition.preuve or fait.preuve
    return replace(proposition, expediee_le=fait.le, preuve=preuve, message_id=fait.message_id)


def _remise(fait: f.PropositionRemise, proposition: Proposition) -> Proposition:
    attendue = proposition.reponse in {Reponse.NON_REMISE, Reponse.SANS_PREUVE}
    return replace(
        proposition,
        remise_le=fait.le,
        preuve=fait.preuve,
        absence="" if fait.saisi_par else proposition.absence,
        reponse=Reponse.ATTENDUE if attendue else proposition.reponse,
    )


def _absence(fait: f.AbsenceDuCandidat, proposition: Proposition) -> Proposition:
    return replace(proposition, absence=fait.preuve)


def _non_remise(fait: f.PropositionNonRemise, proposition: Proposition) -> Proposition:
    return replace(proposition, remise_le=None, reponse=Reponse.NON_REMISE, motif=fait.preuve, echouee_le=fait.le)


def _silence(fait: f.SilenceDuCandidat, proposition: Proposition) -> Proposition:
    reponse = Reponse.SILENCE if fait.refus else Reponse.SANS_REPONSE
    return replace(proposition, reponse=reponse, repondue_le=fait.le)


def _silence_tombe(fait: f.SilenceTombe, proposition: Proposition) -> Proposition:
    """What was to prove the reception does not, when it is the letter that came back."""
    return replace(
        proposition,
        remise_le=proposition.remise_le if fait.repondu or fait.absent else None,
        reponse=Reponse.SILENCE_TOMBE,
        motif=fait.preuve,
        dementi=fait.message,
        absence=fait.preuve if fait.absent else proposition.absence,
    )


_suite.register(f.PropositionExpediee, _sur_la_proposition(_expediee))
_suite.register(f.PropositionRemise, _sur_la_proposition(_remise))
_suite.register(f.AbsenceDuCandidat, _sur_la_proposition(_absence))
_suite.register(f.PropositionNonRemise, _sur_la_proposition(_non_remise))
_suite.register(f.CandidatAccepte, _sur_la_proposition(_repondre(Reponse.OUI)))
_suite.register(f.SilenceDuCandidat, _sur_la_proposition(_silence))
_suite.register(f.SilenceTombe, _sur_la_proposition(_silence_tombe))
_suite.register(f.SilenceSansPreuve, _sur_la_proposition(_repondre(Reponse.SANS_PREUVE, "cause")))


_douter = _sur_la_proposition(_repondre(Reponse.A_CLARIFIER, "cause"))


@_suite.register
def _(fait: f.ReponseDuCandidatAClarifier, candidature: Candidature) -> Candidature:
    return _joindre(fait, _douter(fait, candidature)) if fait.fichiers else _douter(fait, candidature)


@_suite.register
def _(fait: f.ComplementRecu, candidature: Candidature) -> Candidature:
    return _joindre(fait, candidature)


def _joindre(fait: f.ComplementRecu | f.ReponseDuCandidatAClarifier, candidature: Candidature) -> Candidature:
    complement = Complement(le=fait.le, message=fait.message, texte=fait.texte, fichiers=fait.fichiers)
    return replace(candidature, complements=(*candidature.complements, complement))


@_suite.register
def _(fait: f.CandidatRefuse, candidature: Candidature) -> Candidature:
    """A refusal that no letter asked for (a household that never builds its file) is one all the same (R74)."""
    sans = Proposition(
        etape=Etape.PROPOSITION,
        tour=fait.tour,
        voie=VoieDEnvoi.PAPIER,
        dalo=candidature.dalo,
        decidee_le=fait.le,
        dernier_jour=fait.le.date(),
    )
    proposition = replace(candidature.proposition or sans, reponse=Reponse.NON, repondue_le=fait.le, motif=fait.motif)
    return replace(
        candidature,
        proposition=proposition,
        refus=fait.motif,
        refus_saisi_par=fait.saisi_par,
        sans_dossier=fait.sans_dossier,
        message=fait.message,
        fichiers=fait.fichiers,
    )


@_suite.register
def _(fait: f.CommissionDecidee, candidature: Candidature) -> Candidature:
    return replace(candidature, passage=fait.passage, issue=fait.issue, ordre=fait.ordre, decision=fait.motif)


@_suite.register
def _(fait: f.ConditionDefaillie, candidature: Candidature) -> Candidature:
    return replace(candidature, issue=Issue.NON_ATTRIBUTION, decision=fait.motif)


@_suite.register
def _(fait: f.DdetsAvisee, candidature: Candidature) -> Candidature:
    precedent = candidature.avis
    du_meme_refus = precedent is not None and precedent.tombe_le is None
    avis = Avis(
        tour=fait.tour,
        motif=fait.motif,
        adresse=fait.adresse,
        decide_le=fait.le,
        remplace=precedent if du_meme_refus else None,
    )
    return replace(candidature, avis=avis)


@_suite.register
def _(fait: f.DdetsAccuse, candidature: Candidature) -> Candidature:
    return _sur_l_avis(fait, candidature, accuse_le=fait.le, revenu="")


@_suite.register
def _(fait: f.DdetsRelancee, candidature: Candidature) -> Candidature:
    return replace(candidature, avis=candidature.avis and replace(candidature.avis, relance_le=fait.le))


def _avis_tombe(fait: f.Fait, avant: Candidature, apres: Candidature) -> Candidature:
    """What the State was told no longer holds once the refusal proves not to be one (R73).

    In older journals no fact says that it was told so: the letter left with what brought the household back.
    """
    if apres.avis is None or not avant.a_refuse or apres.a_refuse:
        return apres
    repondu = fait.repondu if isinstance(fait, f.SilenceTombe) else isinstance(fait, f.ReponseDuCandidatAClarifier)
    deja = None if isinstance(fait, f.SilenceTombe) else Retrait(1, apres.avis.adresse, fait.le)
    absent = isinstance(fait, f.SilenceTombe) and fait.absent
    return replace(apres, avis=replace(apres.avis, tombe_le=fait.le, repondu=repondu, absent=absent, retrait=deja))


@_suite.register
def _(fait: f.DdetsDetrompee, candidature: Candidature) -> Candidature:
    retrait = Retrait(tour=fait.tour, adresse=fait.adresse, decide_le=fait.le)
    return replace(candidature, avis=candidature.avis and replace(candidature.avis, retrait=retrait))


@_suite.register
def _(fait: f.AvisRevenu, candidature: Candidature) -> Candidature:
    """Older journals do not say which letter came back: once there is a withdrawal, it may be that one."""
    retire = candidature.avis is not None and candidature.avis.retrait is not None
    if not fait.courrier and retire:
        fait = replace(fait, courrier=RETRAIT)
    rendu = {} if fait.courrier == RETRAIT else {"rendu": fait.certain}
    return _sur_l_avis(fait, candidature, revenu=fait.preuve, **rendu)


def _sur_l_avis(fait: f.DdetsAccuse | f.AvisRevenu, candidature: Candidature, **suite: Any) -> Candidature:
    """What became of the notice, or of its withdrawal."""
    avis = candidature.avis
    if avis is None:
        return candidature
    if fait.courrier != RETRAIT:
        return replace(candidature, avis=replace(avis, **suite))
    return replace(candidature, avis=replace(avis, retrait=avis.retrait and replace(avis.retrait, **suite)))


@_suite.register
def _(fait: f.BailSigne, candidature: Candidature) -> Candidature:
    return replace(candidature, bail_le=fait.jour)
