"""Charter III.4, convention 6.2 and 6.3: candidates are written to, and answer; a DALO refusal goes to the State.

No proof of reception, no refusal by silence (CE, 19 June 2025): a household
loses a right by it, so a person is asked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import (
    ATTRIBUTIONS,
    Candidature,
    Etape,
    Proposition,
    Reponse,
    VoieDEnvoi,
)
from robot.domain.courriers import PROPOSITIONS
from robot.domain.decisions import ddets
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, PropositionConfiee, RapportAuCandidat, Remise, ReponseDuCandidat

Faits = tuple[f.Fait, ...]

# While these last, a candidate may answer what was proposed before the commission.
AVANT_COMMISSION = frozenset({Statut.COMPLETE, Statut.CONVOQUEE})
EN_COURS = AVANT_COMMISSION | {Statut.ATTRIBUEE}
# An answer still decides.
OUVERTES = frozenset(
    {Reponse.ATTENDUE, Reponse.A_CLARIFIER, Reponse.SANS_PREUVE, Reponse.NON_REMISE, Reponse.SANS_REPONSE}
)
TOUS_ONT_REFUSE = "aucun candidat ne reste en lice"


# --- to propose -------------------------------------------------------------------------------------


def proposer_a_tous(dossier: Dossier, ctx: Contexte) -> Faits:
    """Write to every candidate who was not written to yet (R64)."""
    nouveaux = [c for c in dossier.en_lice if c.proposition is None]
    return tuple(proposer(candidature, Etape.PROPOSITION, ctx) for candidature in nouveaux)


def proposer(candidature: Candidature, etape: Etape, ctx: Contexte) -> f.CandidatPropose:
    """The decision to write to a candidate, and the date by which it may answer (R71, R.441-10).

    On paper when there is no address, or when the last e-mail came back.
    """
    precedente = candidature.proposition
    revenue = precedente is not None and precedente.reponse is Reponse.NON_REMISE
    voie = VoieDEnvoi.COURRIEL if candidature.candidat.courriel and not revenue else VoieDEnvoi.PAPIER
    delais = ctx.carnet.delais_des_candidats
    return f.CandidatPropose(
        le=ctx.maintenant,
        rang=candidature.rang,
        numero=candidature.numero,
        etape=etape,
        tour=precedente.tour + 1 if precedente else 1,
        voie=voie,
        dalo=candidature.dalo,
        dernier_jour=ctx.date_de_reponse(delais.courriel if voie is VoieDEnvoi.COURRIEL else delais.papier),
        source=loi.REPONSE_DU_CANDIDAT.source,
    )


def attribuer_au_suivant(dossier: Dossier, ctx: Contexte) -> Faits:
    """Offer the dwelling to the first in rank who was not offered it yet, or hand it back to the gestionnaire."""
    restants = [c for c in dossier.en_lice if c.issue in ATTRIBUTIONS and not _offerte(c)]
    if any(_offerte(c) for c in dossier.en_lice):
        return ()
    if restants:
        return (proposer(min(restants, key=lambda c: (c.ordre, c.numero)), Etape.ATTRIBUTION, ctx),)
    return _sans_attributaire(dossier, ctx)


def _offerte(candidature: Candidature) -> bool:
    return candidature.proposition is not None and candidature.proposition.etape is Etape.ATTRIBUTION


def sans_candidat(dossier: Dossier, ctx: Contexte) -> Faits:
    """Nobody is left to present: the gestionnaire is asked."""
    return () if dossier.en_lice else _sans_attributaire(dossier, ctx)


def _sans_attributaire(dossier: Dossier, ctx: Contexte) -> Faits:
    return (f.SansAttributaire(le=ctx.maintenant, rang=dossier.courante.rang, motif=TOUS_ONT_REFUSE),)


def et_la_suite(dossier: Dossier, faits: Faits, ctx: Contexte) -> Faits:
    """Facts that end a candidature, the notice to the State if it is due, and who comes next."""
    apres = replier(dossier, faits) or dossier
    avis = ddets.aviser(apres, ctx)
    apres = replier(apres, avis) or apres
    if apres.statut is Statut.ATTRIBUEE:
        return (*faits, *avis, *attribuer_au_suivant(apres, ctx))
    if apres.statut in AVANT_COMMISSION:
        return (*faits, *avis, *sans_candidat(apres, ctx))
    return (*faits, *avis)


# --- what reaches us --------------------------------------------------------------------------------


def partir(dossier: Dossier, confiee: PropositionConfiee, _ctx: Contexte) -> Faits:
    """The server's 250: the letter left; nothing is proved yet."""
    proposition = _proposition(dossier, confiee.numero)
    if proposition is None or proposition.expediee_le is not None:
        return ()
    return (
        f.PropositionExpediee(
            le=confiee.le,
            rang=confiee.rang,
            numero=confiee.numero,
            tour=proposition.tour,
            message_id=confiee.message_id,
            preuve=confiee.preuve,
        ),
    )


def prendre_acte(dossier: Dossier, rapport: RapportAuCandidat, _ctx: Contexte) -> Faits:
    """A report proves the reception of the offer, or undoes the date that it stated; it never answers."""
    proposition = _proposition(dossier, rapport.numero)
    if rapport.remise is Remise.DIFFEREE:
        return ()
    if rapport.remise is Remise.ECHOUEE:
        if proposition is None or rapport.courrier not in PROPOSITIONS or proposition.reponse not in OUVERTES:
            return (_retour(rapport),)
        return (
            f.PropositionNonRemise(
                le=rapport.le,
                rang=rapport.rang,
                numero=rapport.numero,
                tour=proposition.tour,
                destinataire=rapport.destinataire,
                statut=rapport.statut,
                preuve=rapport.preuve,
                message=rapport.message,
            ),
        )
    if proposition is None or rapport.courrier not in PROPOSITIONS or proposition.remise_le is not None:
        return ()
    return (
        f.PropositionRemise(
            le=max(rapport.le, proposition.expediee_le or rapport.le),
            rang=rapport.rang,
            numero=rapport.numero,
            tour=proposition.tour,
            preuve=rapport.preuve,
            message=rapport.message,
        ),
    )


def _retour(rapport: RapportAuCandidat) -> f.Fait:
    return f.CourrierRevenu(
        le=rapport.le,
        rang=rapport.rang,
        courrier=rapport.courrier,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _proposition(dossier: Dossier, numero: int) -> Proposition | None:
    candidature = dossier.candidature(numero)
    return candidature.proposition if candidature else None


def repondre(dossier: Dossier, reponse: ReponseDuCandidat, ctx: Contexte) -> Faits:
    """A household answers: yes, no, or a doubt that goes to a person (R64, R71, R73)."""
    candidature = dossier.candidature(reponse.numero)
    if candidature is None:
        return ()
    proposition = candidature.proposition
    if proposition is None or not peut_repondre(dossier, candidature):
        return (
            f.ReponseDuCandidatTardive(
                le=reponse.le,
                rang=reponse.rang,
                numero=reponse.numero,
                par=reponse.par,
                decision=reponse.avis,
                texte=reponse.texte,
                message=reponse.message,
            ),
        )
    if not reponse.habilitation or reponse.avis is Avis.AMBIGU:
        return _douter(candidature, proposition, reponse)
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


def peut_repondre(dossier: Dossier, candidature: Candidature) -> bool:
    """Whether what a household says can still have an effect: it was asked, and the dwelling has not gone its way."""
    proposition = candidature.proposition
    if proposition is None or not candidature.vivante or proposition.reponse not in OUVERTES:
        return False
    etapes = {Etape.ATTRIBUTION} if dossier.statut is Statut.ATTRIBUEE else {Etape.PROPOSITION}
    return dossier.statut in EN_COURS and proposition.etape in etapes and candidature.rang == dossier.courante.rang


def _douter(candidature: Candidature, proposition: Proposition, reponse: ReponseDuCandidat) -> Faits:
    cause = reponse.preuve if reponse.habilitation else "écrite d'une autre adresse que celle du candidat"
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
        ),
    )


# --- time -------------------------------------------------------------------------------------------


def avancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """What time brings to what was proposed: a letter that could not leave is dated anew, a silence is established."""
    if dossier.statut not in EN_COURS:
        return ()
    for candidature in dossier.en_lice:
        faits = _redater(candidature, ctx) or _constater(dossier, candidature, ctx)
        if faits:
            return faits
    return ()


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say."""
    if dossier.statut not in EN_COURS:
        return None
    attendues = [
        instant
        for c in dossier.en_lice
        if c.proposition and c.proposition.reponse is Reponse.ATTENDUE
        for instant in _instants(c.proposition, ctx)
    ]
    return min(attendues, default=None)


def _instants(proposition: Proposition, ctx: Contexte) -> tuple[datetime, ...]:
    constat = ctx.ouverture(ctx.calendrier.lendemain(proposition.dernier_jour))
    if proposition.voie is VoieDEnvoi.COURRIEL and proposition.expediee_le is None:
        trop_tard = _dernier_depart(proposition.dernier_jour) + timedelta(days=1)
        return (min(constat, ctx.ouverture(trop_tard)),)
    return (constat,)


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
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    if proposition.reponse is not Reponse.ATTENDUE or assez_tot(proposition.dernier_jour, aujourd_hui):
        return ()
    return (proposer(candidature, proposition.etape, ctx),)


def _constater(dossier: Dossier, candidature: Candidature, ctx: Contexte) -> Faits:
    """The stated date has passed, the mailbox was read beyond it, and nobody answered.

    It is a refusal only for a DALO household or after the commission, and
    only if the offer is proved to have arrived ten days before at least.

    Source: `loi.REPONSE_DU_CANDIDAT`, `loi.RECEPTION_A_PROUVER`.
    """
    proposition = candidature.proposition
    if proposition is None or proposition.reponse is not Reponse.ATTENDUE or ctx.lu_jusqu_a is None:
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
    if proposition.remise_le is None:
        return "rien ne prouve que la proposition est arrivée"
    recue = ctx.calendrier.jour_local(proposition.remise_le)
    if not assez_tot(proposition.dernier_jour, recue):
        return f"la proposition est arrivée le {recue:%d/%m/%Y}, moins de dix jours avant la date qu'elle annonce"
    return ""
