"""Charter III.4, convention 6.2 and 6.3: candidates are written to, and answer; a DALO refusal goes to the State.

No proof of reception, no refusal by silence (CE, 19 June 2025): a household
loses a right by it, so a person is asked.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import Candidature, Etape, Proposition, Reponse, VoieDEnvoi
from robot.domain.dates import instant_en_lettres
from robot.domain.decisions import ddets, silences
from robot.domain.decisions.candidats import (
    ABSENT,
    EN_COURS,
    et_la_suite,
    peut_repondre,
    proposer,
)
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.stimuli import Avis, ReponseDuCandidat

Faits = tuple[f.Fait, ...]

D_AVANT = "répond à une lettre de sa candidature précédente à ce logement"
DETROMPEE = "la DDETS, avisée d'un refus, est détrompée par écrit"

# --- what reaches us --------------------------------------------------------------------------------


def repondre(dossier: Dossier, reponse: ReponseDuCandidat, ctx: Contexte) -> Faits:
    """A household answers: yes, no, or a doubt that goes to a person (R64, R71, R73)."""
    candidature = dossier.candidature(reponse.numero)
    if candidature is None:
        return ()
    proposition = candidature.proposition
    if proposition is None or not peut_repondre(dossier, candidature):
        return (
            _defaire_le_silence(dossier, candidature, reponse, ctx)
            or _douter_de_la_suivante(dossier, candidature, reponse, D_AVANT)
            or (*_tardive(reponse), *ddets.completer(candidature, reponse))
        )
    if doute := _doute(proposition, reponse, ctx):
        return _douter(candidature, proposition, reponse, doute)
    if reponse.avis is Avis.ACCEPTE:
        return (
            f.CandidatAccepte(
                le=reponse.le,
                rang=candidature.rang,
                numero=candidature.numero,
                tour=proposition.tour,
                par=reponse.par,
                preuve=reponse.preuve,
                message=reponse.message,
            ),
        )
    refus = f.CandidatRefuse(
        le=reponse.le,
        rang=candidature.rang,
        numero=candidature.numero,
        tour=proposition.tour,
        par=reponse.par,
        motif=reponse.motif,
        preuve=reponse.preuve,
        message=reponse.message,
        fichiers=reponse.fichiers,
    )
    return et_la_suite(dossier, (refus,), ctx)


def _tardive(reponse: ReponseDuCandidat) -> Faits:
    return (
        f.ReponseDuCandidatTardive(
            le=reponse.le,
            rang=reponse.rang,
            numero=reponse.numero,
            par=reponse.par,
            decision=reponse.avis,
            texte=reponse.texte,
            message=reponse.message,
            fichiers=reponse.fichiers,
        ),
    )


def _doute(proposition: Proposition, reponse: ReponseDuCandidat, ctx: Contexte) -> str:
    """Why a person must look at that answer; empty when it decides by itself."""
    if not reponse.habilitation:
        return "écrite d'une autre adresse que celle du candidat"
    if reponse.avis is Avis.AMBIGU:
        return reponse.preuve or "réponse peu claire"
    if reponse.avis is Avis.ACCEPTE and _hors_delai(proposition, reponse, ctx):
        return f"accord reçu {instant_en_lettres(reponse.le, ctx.calendrier.fuseau)}, après la date annoncée"
    return ""


def _hors_delai(proposition: Proposition, reponse: ReponseDuCandidat, ctx: Contexte) -> bool:
    """Whether a yes came after a date that held against the household (R71 b: late is a refusal).

    Neither the robot's speed nor its own stops decide what that is worth: a
    person does.
    """
    opposable = proposition.dalo or proposition.etape is Etape.ATTRIBUTION
    if not opposable or proposition.reponse is not Reponse.ATTENDUE or _a_temps(proposition, reponse, ctx):
        return False
    return not _preuve_qui_manque(proposition, ctx)


def _a_temps(proposition: Proposition, reponse: ReponseDuCandidat, ctx: Contexte) -> bool:
    return reponse.le <= ctx.calendrier.fin_du_jour(proposition.dernier_jour)


def _defaire_le_silence(dossier: Dossier, candidature: Candidature, reponse: ReponseDuCandidat, ctx: Contexte) -> Faits:
    """An answer received in time, and read only once its silence was established, proves that there was none.

    The household is back, for a person to say what it answered, unless the dwelling has gone to others.
    """
    proposition = silences.silencieuse(candidature)
    if proposition is None or reponse.avis is Avis.REFUSE:
        return ()
    if not reponse.habilitation or not _a_temps(proposition, reponse, ctx):
        return ()
    recue = instant_en_lettres(reponse.le, ctx.calendrier.fuseau)
    cause = f"réponse reçue {recue}, dans le délai, lue après le constat de silence"
    revient = silences.peut_revenir(dossier, candidature)
    tombe = f.SilenceTombe(
        le=reponse.le,
        rang=candidature.rang,
        numero=candidature.numero,
        tour=proposition.tour,
        repondu=True,
        revient=revient,
        preuve=cause,
        message=reponse.message,
    )
    if candidature.avis is not None and candidature.avis.tenu:
        cause += f" ; {DETROMPEE}"
    if not revient:
        dite = _douter_de_la_suivante(dossier, candidature, reponse, cause) or _tardive(reponse)
        return silences.detromper(dossier, (tombe, *dite), ctx)
    doute = _douter(candidature, proposition, reponse, cause)
    retour = silences.remettre_en_lice(candidature, proposition, ctx)
    return silences.detromper(dossier, (tombe, *doute, retour), ctx)


def _douter_de_la_suivante(dossier: Dossier, candidature: Candidature, reponse: ReponseDuCandidat, cause: str) -> Faits:
    """A household designated again, that answers its first letter: it is not silent, a person says what it means."""
    suivante = silences.redesignee(dossier, candidature)
    if suivante is None or suivante.proposition is None or not peut_repondre(dossier, suivante):
        return ()
    return _douter(suivante, suivante.proposition, reponse, cause)


def _douter(candidature: Candidature, proposition: Proposition, reponse: ReponseDuCandidat, cause: str) -> Faits:
    return (
        f.ReponseDuCandidatAClarifier(
            le=reponse.le,
            rang=candidature.rang,
            numero=candidature.numero,
            tour=proposition.tour,
            par=reponse.par,
            cause=cause,
            texte=reponse.texte,
            message=reponse.message,
            fichiers=reponse.fichiers if reponse.habilitation else (),
        ),
    )


# --- time -------------------------------------------------------------------------------------------


def avancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """What time brings to what was proposed: a letter that could not leave is dated anew, a silence is established."""
    if dossier.statut not in EN_COURS:
        return ()
    for candidature in _attendus(dossier):
        faits = _redater(candidature, ctx) or _constater(dossier, candidature, ctx)
        if faits:
            return faits
    return ()


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say."""
    if dossier.statut not in EN_COURS:
        return None
    return min((_instant(c.proposition, ctx) for c in _attendus(dossier) if c.proposition), default=None)


def _attendus(dossier: Dossier) -> tuple[Candidature, ...]:
    """Those whose answer is awaited now; once the commission has ranked them, only the one it chose."""
    return tuple(
        c
        for c in dossier.en_lice
        if peut_repondre(dossier, c) and c.proposition and c.proposition.reponse is Reponse.ATTENDUE
    )


def _instant(proposition: Proposition, ctx: Contexte) -> datetime:
    if proposition.voie is VoieDEnvoi.COURRIEL and proposition.expediee_le is None:
        trop_tard = ctx.calendrier.lendemain(_dernier_depart(proposition.dernier_jour))
        return ctx.calendrier.instant(trop_tard, time())
    return ctx.ouverture(ctx.calendrier.lendemain(proposition.dernier_jour))


def _dernier_depart(dernier_jour: date) -> date:
    """The last day on which a letter that states that date may still be received."""
    return dernier_jour - timedelta(days=loi.REPONSE_DU_CANDIDAT.jours)


def assez_tot(dernier_jour: date, reception: date) -> bool:
    """Whether a reception leaves the candidate the ten days of the law. Source: `loi.REPONSE_DU_CANDIDAT`."""
    return reception <= _dernier_depart(dernier_jour)


def _redater(candidature: Candidature, ctx: Contexte) -> Faits:
    """A letter that waited so long that its date is no longer lawful is replaced by one with another date."""
    proposition = candidature.proposition
    if proposition is None or proposition.voie is VoieDEnvoi.PAPIER or proposition.expediee_le is not None:
        return ()
    if assez_tot(proposition.dernier_jour, ctx.calendrier.jour_local(ctx.maintenant)):
        return ()
    return (proposer(candidature, proposition.etape, ctx),)


def _constater(dossier: Dossier, candidature: Candidature, ctx: Contexte) -> Faits:
    """The stated date has passed, the mailbox was read beyond it, and nobody answered.

    It is a refusal only for a DALO household or after the commission, and
    only if the offer is proved to have arrived ten days before at least.

    Source: `loi.REPONSE_DU_CANDIDAT`, `loi.RECEPTION_A_PROUVER`.
    """
    proposition = candidature.proposition
    if proposition is None or ctx.lu_jusqu_a is None:
        return ()
    if not ctx.lendemain_lu(proposition.dernier_jour):
        return ()
    refus = proposition.dalo or proposition.etape is Etape.ATTRIBUTION
    manque = _preuve_qui_manque(proposition, ctx) if refus else ""
    if manque:
        return (
            f.SilenceSansPreuve(
                le=ctx.maintenant,
                rang=candidature.rang,
                numero=candidature.numero,
                tour=proposition.tour,
                cause=manque,
            ),
        )
    silence = f.SilenceDuCandidat(
        le=ctx.calendrier.fin_du_jour(proposition.dernier_jour),
        rang=candidature.rang,
        numero=candidature.numero,
        tour=proposition.tour,
        refus=refus,
        recue_le=proposition.remise_le,
        preuve=proposition.preuve,
        etabli_le=ctx.maintenant,
        lu_jusqu_a=ctx.lu_jusqu_a,
    )
    return et_la_suite(dossier, (silence,), ctx)


def _preuve_qui_manque(proposition: Proposition, ctx: Contexte) -> str:
    """Why the silence is not a refusal; empty when it is one."""
    if proposition.absence:
        return ABSENT
    if proposition.remise_le is None:
        return "rien ne prouve que la proposition est arrivée"
    recue = ctx.calendrier.jour_local(proposition.remise_le)
    if not assez_tot(proposition.dernier_jour, recue):
        return f"la proposition est arrivée le {recue:%d/%m/%Y}, moins de dix jours avant la date qu'elle annonce"
    return ""
