"""What a fact writes on the commission of a dossier, and on what has to be typed into the SNE (R65, R66)."""

from __future__ import annotations

from dataclasses import replace

from robot.domain import faits as f
from robot.domain.candidature import LIBELLES_ISSUES, Etape, Issue, Reponse
from robot.domain.dossier import Commission, Dossier, NatureSne, TacheSne

# R65: these are told with their reason, or their condition; the others have none but the order that told them.
MOTIVEES = frozenset({Issue.CONDITION, Issue.NON_ATTRIBUTION, Issue.REJET})
A_TAIRE = "à ne pas saisir : ce silence n'était pas un refus"
A_ANNULER = "refus à annuler : ce silence n'en était pas un"

Taches = tuple[TacheSne, ...]


def commission(dossier: Dossier, fait: f.Fait) -> Commission | None:
    """The latest commission after a fact."""
    match fait:
        case f.OrientationDecidee() | f.OrientationInterne():
            return None  # the next réservataire was invited to nothing
        case f.CommissionFixee():
            return Commission(fait.passage, fait.sequence, fait.debut, fait.lieu)
        case f.ProcesVerbalDresse() if dossier.commission:
            return replace(dossier.commission, pv=True)
        case _:
            return dossier.commission


def sne(dossier: Dossier, fait: f.Fait) -> tuple[TacheSne, ...]:
    """The lines to type into the SNE after a fact, those that were typed ticked."""
    if isinstance(fait, f.SneSaisi):
        return _cocher(dossier.sne, fait)
    if isinstance(fait, f.SilenceTombe):
        return _sans_ce_refus(dossier.sne, fait)
    if isinstance(fait, f.PropositionNonRemise | f.ReponseDuCandidatAClarifier) and _defait_un_silence(dossier, fait):
        return _corriger_sur_place(dossier.sne, fait.numero)
    a_saisir = _a_saisir(fait)
    return _ajouter(dossier.sne, fait, *a_saisir) if a_saisir else dossier.sne


def _ajouter(taches: Taches, fait: f.Fait, nature: NatureSne, candidat: int, precision: str, motif: str = "") -> Taches:
    return (*taches, TacheSne(len(taches) + 1, nature, candidat, fait.le, precision, motif))


def _cocher(taches: Taches, fait: f.SneSaisi) -> Taches:
    """A refusal that had proved to be none, and was typed all the same, has to be taken back."""
    cochees = tuple(replace(tache, faite=tache.faite or tache.numero in fait.taches) for tache in taches)
    fausses = [tache for tache in taches if tache.caduque and not tache.faite and tache.numero in fait.taches]
    for tache in fausses:
        cochees = _ajouter(cochees, fait, NatureSne.REFUS, tache.candidat, A_ANNULER)
    return cochees


def _sans_ce_refus(taches: Taches, fait: f.SilenceTombe) -> Taches:
    """The silence was no refusal: nobody types it, or whoever did takes it back."""
    refus = [t for t in taches if (t.nature, t.candidat) == (NatureSne.REFUS, fait.numero)][-1:]
    if any(tache.faite for tache in refus):
        return _ajouter(taches, fait, NatureSne.REFUS, fait.numero, A_ANNULER)
    return tuple(replace(tache, caduque=True) if tache in refus else tache for tache in taches)


def _defait_un_silence(dossier: Dossier, fait: f.PropositionNonRemise | f.ReponseDuCandidatAClarifier) -> bool:
    """Older journals have no fact of a silence that falls: what brought the household back says so."""
    candidature = dossier.candidature(fait.numero)
    proposition = candidature.proposition if candidature else None
    return proposition is not None and proposition.reponse is Reponse.SILENCE and proposition.tour == fait.tour


def _corriger_sur_place(taches: Taches, candidat: int) -> Taches:
    """Those journals go on with the numbers that the lines had then: none is added, and the false one stays to see."""
    refus = [tache for tache in taches if (tache.nature, tache.candidat) == (NatureSne.REFUS, candidat)][-1:]
    return tuple(
        replace(tache, faite=False, precision=A_ANNULER if tache.faite else A_TAIRE) if tache in refus else tache
        for tache in taches
    )


def _a_saisir(fait: f.Fait) -> tuple[NatureSne, int, str, str] | None:
    match fait:
        case f.CandidatPropose(etape=Etape.PROPOSITION, tour=1):
            return NatureSne.PROPOSITION, fait.numero, "", ""
        case f.CommissionDecidee() | f.ConditionDefaillie():
            return NatureSne.RESULTAT, fait.numero, *_resultat(fait)
        case f.CandidatRefuse():
            quoi = "dossier non constitué" if fait.sans_dossier else "refus du candidat"
            return NatureSne.REFUS, fait.numero, quoi, fait.motif
        case f.SilenceDuCandidat(refus=True):
            return NatureSne.REFUS, fait.numero, "sans réponse dans le délai", ""
        case f.BailSigne():
            return NatureSne.RADIATION, fait.numero, f"bail signé le {fait.jour:%d/%m/%Y}", ""
        case _:
            return None


def _resultat(fait: f.CommissionDecidee | f.ConditionDefaillie) -> tuple[str, str]:
    if isinstance(fait, f.ConditionDefaillie):
        return "condition suspensive non remplie", fait.motif
    rang = f" {fait.ordre}" if fait.issue is Issue.RANG else ""
    return f"{LIBELLES_ISSUES[fait.issue]}{rang}", fait.motif if fait.issue in MOTIVEES else ""
