"""The machine of a dossier on one screen, and the fold that follows it.

`appliquer` holds no rule: whether a fact may be stated is decided in
`decisions/`; here a fact that the table does not know is our own bug.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce

from robot.domain import faits as f
from robot.domain.dossier import FINIS, Dossier
from robot.domain.dossier import Statut as S
from robot.domain.flux.soustraits import AUTRE
from robot.domain.repli.candidatures import candidatures
from robot.domain.repli.commission import commission, sne
from robot.domain.repli.orientations import TransitionInterdite, orientations

__all__ = ["SANS_EFFET", "TRANSITIONS", "TransitionInterdite", "appliquer", "replier"]

# Where a candidate may be designated, corrected or taken back.
_CANDIDATS = (S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.COMPLETE, S.SANS_ATTRIBUTAIRE)
# Where candidates are proposed the dwelling, and where one who was may still answer.
_PROPOSES = (S.COMPLETE, S.CONVOQUEE, S.ATTRIBUEE)
_REPONDENT = (S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.SANS_ATTRIBUTAIRE, S.COMPLETE, S.CONVOQUEE)

TRANSITIONS: Mapping[tuple[S, type[f.Fait]], S] = {
    (S.LIBERE, f.OrientationDecidee): S.A_EXPEDIER,
    (S.LIBERE, f.OrientationInterne): S.RECHERCHE,
    (S.LIBERE, f.ListeEpuisee): S.EPUISEE,
    (S.SOUSTRAITE, f.LogementRemisEnFlux): S.LIBERE,
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
    (S.A_CLARIFIER, f.RappelDecide): S.A_CLARIFIER,  # a stranger answered, it did not
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
    (S.A_CLARIFIER, f.RemiseDifferee): S.A_CLARIFIER,
    (S.A_CLARIFIER, f.RemiseEchouee): S.A_CLARIFIER,
    (S.A_CLARIFIER, f.DelaiRepris): S.EN_ATTENTE,
    (S.A_CLARIFIER, f.ReponseIgnoree): S.EN_ATTENTE,
    (S.A_CLARIFIER, f.ReponseAutorisee): S.A_CLARIFIER,
    # what disproves the reception that a silence presumed undoes it
    (S.ACCEPTEE_TACITE, f.RemiseEchouee): S.NON_REMISE,
    (S.ACCEPTEE_TACITE, f.RemiseDifferee): S.DIFFEREE,
    (S.ACCEPTEE_TACITE, f.RemiseConstatee): S.EN_ATTENTE,
    # the next one, or nobody
    **{
        (statut, fait): suite
        for statut in (S.REFUSEE, S.RETIREE, S.EPUISEE)
        for fait, suite in (
            (f.OrientationDecidee, S.A_EXPEDIER),
            (f.OrientationInterne, S.RECHERCHE),
            (f.ListeEpuisee, S.EPUISEE),
        )
    },
    # candidates: the réservataire designates, the delay runs out, the landlord completes (R45-R47)
    (S.ACCEPTEE_TACITE, f.CandidatDesigne): S.ACCEPTEE,
    **{(statut, f.CandidatDesigne): statut for statut in _CANDIDATS},
    **{(statut, f.CandidatCorrige): statut for statut in (*_CANDIDATS, S.CONVOQUEE, S.ATTRIBUEE)},
    **{(statut, f.CandidatRetire): statut for statut in (*_CANDIDATS, S.CONVOQUEE)},
    **{
        (statut, fait): suite
        for statut in (S.ACCEPTEE, S.ACCEPTEE_TACITE)
        for fait, suite in (
            (f.RappelDeDesignation, statut),
            (f.DelaiAccorde, statut),
            (f.DesignationEchue, S.INSUFFISANTE),
        )
    },
    **{
        (statut, f.DesignationComplete): S.COMPLETE
        for statut in (S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.SANS_ATTRIBUTAIRE)
    },
    (S.COMPLETE, f.DesignationRouverte): S.ACCEPTEE,
    (S.COMPLETE, f.RechercheDecidee): S.RECHERCHE,  # nobody but the landlord designates (R81)
    (S.ACCEPTEE, f.PresentationDecidee): S.COMPLETE,  # a new dwelling: no delay ends there (R13)
    **{
        (statut, fait): suite
        for statut in (S.INSUFFISANTE, S.RECHERCHE, S.SANS_ATTRIBUTAIRE)
        for fait, suite in (
            (f.DelaiAccorde, S.ACCEPTEE),
            (f.RechercheDecidee, S.RECHERCHE),
            (f.PresentationDecidee, S.COMPLETE),
        )
    },
    # each candidate is proposed the dwelling in writing, and answers (R64, R71)
    **{(statut, fait): statut for statut in _PROPOSES for fait in (f.CandidatPropose, f.SilenceDuCandidat)},
    **{
        (statut, fait): statut
        for statut in (*_REPONDENT, S.ATTRIBUEE)
        for fait in (f.CandidatRefuse, f.ReponseDuCandidatAClarifier, f.SilenceSansPreuve)
    },
    **{(statut, f.CandidatAccepte): statut for statut in _REPONDENT},
    # the commission, then the candidate it chose, then the lease (R.441-3, R90)
    (S.COMPLETE, f.CommissionFixee): S.CONVOQUEE,
    (S.CONVOQUEE, f.CommissionFixee): S.CONVOQUEE,
    **{(statut, f.CommissionDecidee): statut for statut in (S.CONVOQUEE, S.ATTRIBUEE, S.A_SIGNER, S.SANS_ATTRIBUTAIRE)},
    (S.CONVOQUEE, f.CommissionTenue): S.ATTRIBUEE,
    # the household that the commission chose had not refused, and nobody has the dwelling
    **{
        (statut, f.CommissionTenue): S.ATTRIBUEE
        for statut in (S.ACCEPTEE, S.INSUFFISANTE, S.RECHERCHE, S.SANS_ATTRIBUTAIRE)
    },
    (S.ATTRIBUEE, f.ConditionDefaillie): S.ATTRIBUEE,
    (S.A_SIGNER, f.ConditionDefaillie): S.ATTRIBUEE,
    (S.ATTRIBUEE, f.CandidatAccepte): S.A_SIGNER,
    (S.A_SIGNER, f.CandidatRefuse): S.ATTRIBUEE,
    **{(statut, f.SansAttributaire): S.SANS_ATTRIBUTAIRE for statut in _PROPOSES},
    (S.A_SIGNER, f.BailSigne): S.LOUEE,
    (S.LOUEE, f.DossierClos): S.CLOSE,
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
            S.INSUFFISANTE,
            S.RECHERCHE,
            S.COMPLETE,
            S.CONVOQUEE,
            S.SANS_ATTRIBUTAIRE,
        )
    },
    **{
        (statut, fait): suite
        for statut in S
        if statut not in FINIS | {S.LOUEE}
        for fait, suite in ((f.DossierAnnule, S.ANNULEE), (f.LogementSoustrait, S.SOUSTRAITE))
    },
}

# Recorded whatever the state, which they leave as it is (invariant 4, C13): late words, letters that come back, and
# what concerns a candidate or the State after the dwelling has gone its way.
SANS_EFFET: frozenset[type[f.Fait]] = frozenset(
    {
        f.ReponseTardive,
        f.MessageDInconnu,
        f.CourrierRevenu,
        f.DesignationLue,
        f.PropositionExpediee,
        f.PropositionRemise,
        f.AbsenceDuCandidat,
        f.PropositionNonRemise,
        f.ReponseDuCandidatTardive,
        f.SilenceTombe,
        f.DdetsAvisee,
        f.DdetsDetrompee,
        f.DdetsAccuse,
        f.DdetsRelancee,
        f.ComplementRecu,
        f.AvisRevenu,
        f.ProcesVerbalDresse,
        f.SneSaisi,
    }
)


def appliquer(dossier: Dossier | None, fait: f.Fait) -> Dossier:
    """The dossier after `fait`. Raises TransitionInterdite."""
    if isinstance(fait, f.LogementLibere):
        if dossier is not None:
            raise TransitionInterdite(f"{fait.reference} est déjà libéré")
        return Dossier(fait.reference, S.LIBERE, fait.fiche, fait.neuf, fait.le, version=1)
    if dossier is None:
        raise TransitionInterdite(f"{type(fait).__name__} avant la libération du logement")
    statut = dossier.statut if type(fait) in SANS_EFFET else TRANSITIONS.get((dossier.statut, type(fait)))
    if statut is None:
        raise TransitionInterdite(
            f"{dossier.reference} : {type(fait).__name__} ne peut pas suivre « {dossier.statut} »"
        )
    return replace(
        dossier,
        statut=statut,
        version=dossier.version + 1,
        orientations=dossier.orientations if type(fait) in SANS_EFFET else orientations(dossier, fait, statut),
        candidatures=candidatures(dossier, fait),
        commission=commission(dossier, fait),
        sne=sne(dossier, fait),
        soustrait=_soustrait(dossier, fait),
        remis_le=fait.le if isinstance(fait, f.LogementRemisEnFlux) else dossier.remis_le,
    )


def _soustrait(dossier: Dossier, fait: f.Fait) -> str:
    """Why it is out of the flux, after a fact; empty while it is in it."""
    if isinstance(fait, f.LogementSoustrait):
        return fait.cause or AUTRE.libelle
    return "" if isinstance(fait, f.LogementRemisEnFlux) else dossier.soustrait


def replier(dossier: Dossier | None, faits: Iterable[f.Fait]) -> Dossier | None:
    """The dossier after all `faits`, in order. Raises TransitionInterdite."""
    return reduce(appliquer, faits, dossier)
