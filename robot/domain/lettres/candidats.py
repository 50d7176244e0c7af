"""The letters to households, always in writing (R64): by e-mail, or printed for the gestionnaire to post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from robot.domain import attentes, loi
from robot.domain import faits as f
from robot.domain.candidat import nud_en_clair
from robot.domain.candidature import LIBELLES_ISSUES, Candidature, Etape, Issue, VoieDEnvoi
from robot.domain.courriers import Courrier, Fabrique, Origine, PieceJointe
from robot.domain.decisions import silences
from robot.domain.decisions.candidats import cle_au_candidat, gabarit_de, voie_de
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import FINIS, Dossier, Statut
from robot.domain.jetons import Voie
from robot.domain.lettres.a_trancher import a_trancher, visee
from robot.domain.lettres.commun import (
    aujourd_hui,
    aux_gestionnaires,
    candidat_en_clair,
    contexte_de_l_orientation,
    contexte_du_dossier,
)
from robot.domain.stimuli import Avis

Lettres = tuple[Courrier, ...]

ECRIT_APRES = (
    "ce candidat a écrit alors que rien ne lui était demandé ; ce qu'il dit n'a pas d'effet tant que vous n'en "
    "décidez pas"
)


def contexte_du_candidat(dossier: Dossier, candidature: Candidature, ctx: Contexte) -> dict[str, Any]:
    """What a letter to a household may say: the dwelling, itself, and nothing of the other households."""
    proposition = candidature.proposition
    orientation = dossier.orientation(candidature.rang) or dossier.courante
    return contexte_du_dossier(dossier, ctx) | {
        "candidat": {
            "numero": candidature.numero,
            "nom": candidature.candidat.nom,
            "nud": nud_en_clair(candidature.candidat.nud),
        },
        "reservataire": {"nom": orientation.nom},
        "dalo": candidature.dalo,
        "etape": proposition.etape if proposition else Etape.PROPOSITION,
        "dernier_jour": proposition.dernier_jour.isoformat() if proposition else None,
        "tour": proposition.tour if proposition else 0,
        "delai_source": loi.REPONSE_DU_CANDIDAT.source,
        "delai_jours": loi.REPONSE_DU_CANDIDAT.jours,
        "dalo_source": loi.DALO_INFORME,
    }


def au_candidat(
    gabarit: str,
    dossier: Dossier,
    candidature: Candidature,
    ctx: Contexte,
    distinction: str,
    *,
    papier: bool = False,
    **precisions: Any,
) -> Lettres:
    """A letter to a household: by e-mail when it has an address that works, else on paper, through a gestionnaire."""
    contexte = contexte_du_candidat(dossier, candidature, ctx) | precisions
    cle = cle_au_candidat(gabarit, dossier.reference, candidature.numero, distinction)
    if papier or not joignable(candidature):
        return _a_poster(gabarit, dossier, candidature, ctx, distinction, contexte)
    return (
        Courrier(
            cle=cle,
            gabarit=gabarit,
            destinataire=candidature.candidat.courriel,
            contexte=contexte,
            reference=dossier.reference,
            rang=candidature.rang,
            jeton=ctx.jetons.jeton(dossier.reference, candidature.rang, Voie.CANDIDAT, candidature.numero),
            suivi=True,
        ),
    )


def joignable(candidature: Candidature) -> bool:
    """Whether a household can be written to by e-mail: it has an address, from which nothing came back."""
    return voie_de(candidature) is VoieDEnvoi.COURRIEL


def _a_poster(
    gabarit: str,
    dossier: Dossier,
    candidature: Candidature,
    ctx: Contexte,
    distinction: str,
    contexte: Mapping[str, Any],
) -> Lettres:
    """The same letter, ready to print, and what to write back once it is delivered."""
    lettre = PieceJointe(
        Fabrique.LETTRE,
        f"{gabarit}-{dossier.reference}-{candidature.numero}.pdf",
        {
            "gabarit": gabarit,
            "contexte": {**contexte, "papier": True},
            "destinataire": {"nom": candidature.candidat.nom, "adresse": candidature.candidat.adresse},
            "date": aujourd_hui(ctx),
        },
    )
    notice = contexte_de_l_orientation(dossier, dossier.courante, ctx) | {
        "candidat": candidat_en_clair(candidature) | {"adresse": candidature.candidat.adresse},
        "lettre": gabarit,
        "dernier_jour": contexte["dernier_jour"],
        "preuve_demandee": bool(candidature.proposition and gabarit.startswith(("proposition", "attribution"))),
        "recommande": candidature.dalo,
    }
    cle = f"{gabarit}/c{candidature.numero}/{distinction}"
    return aux_gestionnaires(
        "lettre_a_poster", dossier, ctx, cle, notice, pieces=(lettre,), attente=attentes.du_candidat(candidature)
    )


def _proposition(dossier: Dossier, fait: f.CandidatPropose, ctx: Contexte, _origine: Origine) -> Lettres:
    """The offer to a household, and the word to its référent social (R71, R72)."""
    candidature = visee(dossier, fait.numero)
    lettres = au_candidat(
        gabarit_de(fait.etape, dalo=fait.dalo),
        dossier,
        candidature,
        ctx,
        f"{fait.tour}",
        papier=fait.voie is VoieDEnvoi.PAPIER,
        condition=candidature.decision if candidature.issue is Issue.CONDITION else "",
    )
    return (*lettres, *_referent(dossier, candidature, fait, ctx))


def _referent(dossier: Dossier, candidature: Candidature, fait: f.CandidatPropose, ctx: Contexte) -> Lettres:
    """Only for a DALO household whose référent is clearly identified (R72)."""
    if not fait.dalo or not candidature.candidat.referent_courriel:
        return ()
    contexte = contexte_du_candidat(dossier, candidature, ctx) | {"referent": candidature.candidat.referent}
    return (
        Courrier(
            cle=f"information_referent/{dossier.reference}/c{candidature.numero}/{fait.tour}",
            gabarit="information_referent",
            destinataire=candidature.candidat.referent_courriel,
            contexte=contexte,
            reference=dossier.reference,
            rang=candidature.rang,
        ),
    )


def _accuse(dossier: Dossier, fait: f.CandidatAccepte | f.CandidatRefuse, ctx: Contexte, _origine: Origine) -> Lettres:
    """What was understood, so that the household can say at once that it is not so."""
    candidature = visee(dossier, fait.numero)
    oui = isinstance(fait, f.CandidatAccepte)
    if getattr(fait, "sans_dossier", False):
        return _constat_du_dossier(dossier, candidature, fait, ctx)
    return au_candidat(
        "accuse_candidat",
        dossier,
        candidature,
        ctx,
        f"{fait.tour}/{'oui' if oui else 'non'}",
        oui=oui,
        tardive=False,
        recu_le=fait.le.isoformat(),
        motif=getattr(fait, "motif", ""),
        saisi=bool(fait.saisi_par),
        fichiers=len(getattr(fait, "fichiers", ())),
    )


def _constat_du_dossier(
    dossier: Dossier, candidature: Candidature, fait: f.CandidatAccepte | f.CandidatRefuse, ctx: Contexte
) -> Lettres:
    """It refused nothing in words: it learns what is held against it (R74)."""
    distinction = f"{fait.tour}/{fait.le:%Y-%m-%d}"
    return au_candidat(
        "constat_dossier_candidat", dossier, candidature, ctx, distinction, constate_le=fait.le.isoformat()
    )


def _tardive(dossier: Dossier, fait: f.ReponseDuCandidatTardive, ctx: Contexte, _origine: Origine) -> Lettres:
    """Its author is told that nothing was asked any more; a person, that it may be an error of ours to mend."""
    candidature = visee(dossier, fait.numero)
    suivie = candidature.rang == len(dossier.orientations) and dossier.statut not in FINIS | {Statut.LOUEE}
    contredit = candidature.a_refuse is not (fait.decision == Avis.REFUSE) and candidature.retiree_le is None
    dementi = candidature.silence_tombe and _dementi_par(fait, candidature)
    cause = candidature.proposition.motif if dementi and candidature.proposition else ECRIT_APRES
    avis = (
        a_trancher(dossier, fait, ctx, cause=cause, texte=fait.texte, par=fait.par, deja_dit=not dementi)
        if candidature.silence_tombe or (suivie and contredit)
        else ()
    )
    if not _de_lui(fait, candidature):
        return avis
    accuse = au_candidat(
        "accuse_candidat",
        dossier,
        candidature,
        ctx,
        f"tardive/{fait.message[:16]}",
        oui=False,
        tardive=True,
        dans_le_delai=dementi,
        redesigne=silences.redesignee(dossier, candidature) is not None,
        detrompe=candidature.dalo and candidature.avis is not None and candidature.avis.tenu,
        complement=candidature.dalo and candidature.a_refuse and fait.decision != Avis.ACCEPTE,
        recu_le=fait.le.isoformat(),
        motif=fait.texte,
        fichiers=len(fait.fichiers),
    )
    return (*accuse, *avis)


def _dementi_par(fait: f.ReponseDuCandidatTardive | f.ReponseDuCandidatAClarifier, candidature: Candidature) -> bool:
    """Whether it is by that very message that its silence proved to be none; another one, later, says other things."""
    return candidature.proposition is not None and candidature.proposition.dementi == fait.message != ""


def _de_lui(fait: f.ReponseDuCandidatTardive | f.ReponseDuCandidatAClarifier, candidature: Candidature) -> bool:
    """Whether the household itself wrote; an address means the same in capitals."""
    return bool(fait.par) and fait.par.lower() == candidature.candidat.courriel.lower()


def _a_preciser(dossier: Dossier, fait: f.ReponseDuCandidatAClarifier, ctx: Contexte, _origine: Origine) -> Lettres:
    """To the household, the two possible answers; an unknown author or a late answer is for a gestionnaire."""
    candidature = visee(dossier, fait.numero)
    proposition = candidature.proposition
    tard = proposition is not None and ctx.calendrier.jour_local(fait.le) > proposition.dernier_jour
    # Clear perhaps, and read late; it may be the silence of an earlier candidature that this disproved.
    siennes = (c for c in dossier.candidatures if c.candidat.nud == candidature.candidat.nud)
    revient = any(_dementi_par(fait, c) for c in siennes)
    if _de_lui(fait, candidature) and not (tard or revient) and dossier.statut is not Statut.SANS_ATTRIBUTAIRE:
        return au_candidat(
            "a_preciser_candidat",
            dossier,
            candidature,
            ctx,
            fait.message[:16],
            texte=fait.texte,
            cause=fait.cause,
        )
    return a_trancher(dossier, fait, ctx, cause=fait.cause, texte=fait.texte, par=fait.par)


def _silence(dossier: Dossier, fait: f.SilenceDuCandidat, ctx: Contexte, _origine: Origine) -> Lettres:
    """The written confirmation of a silence that is a refusal (R74)."""
    if not fait.refus:
        return ()
    return au_candidat(
        "constat_silence_candidat",
        dossier,
        visee(dossier, fait.numero),
        ctx,
        f"{fait.tour}",
        recue_le=fait.recue_le.isoformat() if fait.recue_le else None,
        preuve=fait.preuve,
    )


def _resultat(dossier: Dossier, fait: f.CommissionDecidee, ctx: Contexte, _origine: Origine) -> Lettres:
    """A household that the commission did not put first is told, with the reason."""
    if fait.issue in {Issue.ATTRIBUTION, Issue.CONDITION} or fait.ordre == 1:
        return ()  # the offer itself follows
    return au_candidat(
        "resultat_candidat",
        dossier,
        visee(dossier, fait.numero),
        ctx,
        f"commission/{fait.passage}",
        issue=LIBELLES_ISSUES[fait.issue],
        ordre=fait.ordre,
        motif=fait.motif,
        raison="",
    )


def _condition(dossier: Dossier, fait: f.ConditionDefaillie, ctx: Contexte, _origine: Origine) -> Lettres:
    """Its attribution lapses, and it has refused nothing."""
    return au_candidat(
        "resultat_candidat",
        dossier,
        visee(dossier, fait.numero),
        ctx,
        "condition",
        issue="",
        ordre=0,
        motif=fait.motif,
        raison="la condition mise à l'attribution n'est pas remplie",
    )


def _retrait(dossier: Dossier, fait: f.CandidatRetire, ctx: Contexte, _origine: Origine) -> Lettres:
    candidature = visee(dossier, fait.numero)
    if candidature.proposition is None:
        return ()  # nothing was proposed to this household
    par = "" if fait.saisi_par else " par l'organisme qui vous avait désigné"
    return _fin(dossier, candidature, ctx, f"votre candidature a été retirée{par}")


def _fin(dossier: Dossier, candidature: Candidature, ctx: Contexte, raison: str) -> Lettres:
    return au_candidat(
        "resultat_candidat", dossier, candidature, ctx, "fin", issue="", ordre=0, motif="", raison=raison
    )


def _a_tous(dossier: Dossier, fait: f.Fait, ctx: Contexte, _origine: Origine) -> Lettres:
    """The dwelling goes elsewhere: each household that was proposed it, and has not refused, is told."""
    loue = isinstance(fait, f.BailSigne)
    cause = "le logement est loué à un autre candidat" if loue else "ce logement ne peut plus vous être proposé"
    preneur = getattr(fait, "numero", 0)
    rang = len(dossier.orientations)
    restants = [
        c
        for c in dossier.candidatures
        if c.rang == rang and c.vivante and c.proposition is not None and c.numero != preneur
    ]
    return tuple(lettre for candidature in restants for lettre in _fin(dossier, candidature, ctx, cause))


LETTRES: Mapping[type[f.Fait], Callable[..., Lettres]] = {
    f.CandidatPropose: _proposition,
    f.CandidatAccepte: _accuse,
    f.CandidatRefuse: _accuse,
    f.ReponseDuCandidatTardive: _tardive,
    f.ReponseDuCandidatAClarifier: _a_preciser,
    f.SilenceDuCandidat: _silence,
    f.CommissionDecidee: _resultat,
    f.ConditionDefaillie: _condition,
    f.CandidatRetire: _retrait,
    f.BailSigne: _a_tous,
    f.OrientationRetiree: _a_tous,
    f.DossierAnnule: _a_tous,
    f.LogementSoustrait: _a_tous,
}
