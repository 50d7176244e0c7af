"""To write to candidates (R64), and to whom the dwelling is offered next when one is out (R.441-3)."""

from __future__ import annotations

from datetime import datetime

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import ATTRIBUTIONS, Candidature, Etape, FichierRecu, Reponse, VoieDEnvoi
from robot.domain.decisions import ddets
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import replier

Faits = tuple[f.Fait, ...]

# Candidates are proposed the dwelling, and dates run.
AVANT_COMMISSION = frozenset({Statut.COMPLETE, Statut.CONVOQUEE})
EN_COURS = AVANT_COMMISSION | {Statut.ATTRIBUEE}
# A candidate may answer: it was written to, even if others are missing again.
REPONDENT = EN_COURS | {Statut.ACCEPTEE, Statut.INSUFFISANTE, Statut.RECHERCHE, Statut.SANS_ATTRIBUTAIRE}
# An answer still decides.
OUVERTES = frozenset(
    {Reponse.ATTENDUE, Reponse.A_CLARIFIER, Reponse.SANS_PREUVE, Reponse.NON_REMISE, Reponse.SANS_REPONSE}
)
TOUS_ONT_REFUSE = "aucun candidat ne reste en lice"
ABSENT = "sa messagerie a répondu à sa place : rien ne dit qu'il a lu la proposition"
SANS_RANG = "le candidat retenu ne reste pas en lice, et la commission n'a rien dit des autres"


def proposer_a_tous(dossier: Dossier, ctx: Contexte) -> Faits:
    """Write to every candidate who was not written to yet, or was written to elsewhere (R64).

    One whose address was corrected while its answer was awaited gets another
    letter and another date: the first must not run against it.
    """
    nouveaux = [c for c in dossier.en_lice if c.proposition is None]
    ailleurs = [c for c in dossier.en_lice if peut_repondre(dossier, c) and _ecrit_ailleurs(c)]
    return (
        *(proposer(c, c.proposition.etape, ctx) for c in ailleurs if c.proposition),
        *(proposer(c, Etape.PROPOSITION, ctx) for c in nouveaux),
    )


def _ecrit_ailleurs(candidature: Candidature) -> bool:
    """Whether the latest letter went where the household is no longer written to."""
    proposition, candidat = candidature.proposition, candidature.candidat
    if proposition is None:
        return False
    demenage = proposition.voie is VoieDEnvoi.PAPIER and proposition.adresse != candidat.adresse
    return demenage or proposition.courriel != candidat.courriel


def voie_de(candidature: Candidature) -> VoieDEnvoi:
    """How that household is written to: on paper without an address, or once what was sent there came back."""
    precedente, courriel = candidature.proposition, candidature.candidat.courriel
    if not courriel:
        return VoieDEnvoi.PAPIER
    if precedente is None or precedente.courriel != courriel:
        return VoieDEnvoi.COURRIEL
    sur_papier = precedente.voie is VoieDEnvoi.PAPIER or precedente.reponse is Reponse.NON_REMISE
    return VoieDEnvoi.PAPIER if sur_papier else VoieDEnvoi.COURRIEL


def proposer(candidature: Candidature, etape: Etape, ctx: Contexte) -> f.CandidatPropose:
    """The decision to write to a candidate, and the date by which it may answer (R71, R.441-10)."""
    precedente, voie = candidature.proposition, voie_de(candidature)
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


def gabarit_de(etape: Etape, *, dalo: bool) -> str:
    """Which letter offers the dwelling to a candidate."""
    if dalo:
        return "proposition_dalo"
    return "attribution_candidat" if etape is Etape.ATTRIBUTION else "proposition_candidat"


def cle_au_candidat(gabarit: str, reference: str, numero: int, distinction: str) -> str:
    """The key of an e-mail to a candidate (`Courrier.cle`)."""
    return f"{gabarit}/{reference}/c{numero}/{distinction}"


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
    motif = SANS_RANG if dossier.en_lice else TOUS_ONT_REFUSE
    return (f.SansAttributaire(le=ctx.maintenant, rang=dossier.courante.rang, motif=motif),)


def et_la_suite(dossier: Dossier, faits: Faits, ctx: Contexte) -> Faits:
    """Facts that end a candidature, the notice to the State if it is due, and who comes next."""
    apres = replier(dossier, faits) or dossier
    avis = ddets.aviser(apres, ctx)
    apres = replier(apres, avis) or apres
    suite: Faits = (*avis, *dresser_le_pv(apres, ctx))
    if apres.statut is Statut.ATTRIBUEE:
        return (*faits, *suite, *attribuer_au_suivant(apres, ctx))
    if apres.statut in AVANT_COMMISSION:
        return (*faits, *suite, *sans_candidat(apres, ctx))
    return (*faits, *suite)


def dresser_le_pv(
    dossier: Dossier,
    ctx: Contexte,
    *,
    le: datetime | None = None,
    message: str = "",
    fichiers: tuple[FichierRecu, ...] = (),
) -> Faits:
    """The minutes, once every household left has its decision (R67); a household that is out is not waited for.

    `le`, `message`, `fichiers`: the order that brought the last decision, if one did.
    """
    commission = dossier.commission
    if commission is None or commission.pv or commission.debut > ctx.maintenant:
        return ()
    rang, passage = dossier.courante.rang, commission.passage
    tenue = any(c.rang == rang and c.passage == passage and c.issue for c in dossier.candidatures)
    if not tenue or not _toutes_decidees(dossier):
        return ()
    pv = f.ProcesVerbalDresse(le=le or ctx.maintenant, rang=rang, passage=passage, message=message, fichiers=fichiers)
    return (pv,)


def _toutes_decidees(dossier: Dossier) -> bool:
    """Whether the latest commission has decided of every household still in the running."""
    passage = dossier.commission.passage if dossier.commission else 0
    return all(c.passage == passage and c.issue for c in dossier.en_lice)


def clore(dossier: Dossier, faits: Faits, le: datetime) -> Faits:
    """These facts, and the end of a dwelling that is let once they leave nothing to type into the SNE (R66)."""
    apres = replier(dossier, faits) or dossier
    reste = apres.statut is not Statut.LOUEE or any(tache.a_saisir for tache in apres.sne)
    return faits if reste else (*faits, f.DossierClos(le=le))


def peut_repondre(dossier: Dossier, candidature: Candidature) -> bool:
    """Whether what a household says can still have an effect: it was asked, and the dwelling has not gone its way."""
    proposition = candidature.proposition
    if proposition is None or not candidature.vivante or proposition.reponse not in OUVERTES:
        return False
    etape = Etape.ATTRIBUTION if dossier.statut is Statut.ATTRIBUEE else Etape.PROPOSITION
    return dossier.statut in REPONDENT and proposition.etape is etape and candidature.rang == dossier.courante.rang
