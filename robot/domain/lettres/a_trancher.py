"""What a gestionnaire is told of a household that only a person can settle, or that a person has to warn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from robot.domain import attentes, loi
from robot.domain import faits as f
from robot.domain.candidature import Candidature, Reponse
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.candidats import ABSENT
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.propositions import DETROMPEE
from robot.domain.decisions.silences import redesignee
from robot.domain.dossier import Dossier
from robot.domain.lettres.commun import aujourd_hui, aux_gestionnaires, candidat_en_clair, contexte_de_l_orientation

Lettres = tuple[Courrier, ...]

NON_ARRIVEE = "la lettre n'est pas arrivée"
ABSENT_ENSUITE = "sa messagerie a répondu à sa place, après la date annoncée : rien ne dit qu'il a lu la proposition"


def visee(dossier: Dossier, numero: int) -> Candidature:
    """The candidature that a fact names. Raises LookupError."""
    candidature = dossier.candidature(numero)
    if candidature is None:
        raise LookupError(f"{dossier.reference} : aucun candidat {numero}")
    return candidature


def _sans_preuve(
    dossier: Dossier, fait: f.SilenceSansPreuve | f.PropositionNonRemise, ctx: Contexte, _origine: Origine
) -> Lettres:
    cause = fait.cause if isinstance(fait, f.SilenceSansPreuve) else f"{NON_ARRIVEE} : {fait.preuve}"
    avis = visee(dossier, fait.numero).avis
    if avis is not None and avis.tombe_le == fait.le and avis.tenu:
        cause += f" ; {DETROMPEE}"
    return a_trancher(dossier, fait, ctx, cause=cause, texte="", par="")


def _silence_tombe(dossier: Dossier, fait: f.SilenceTombe, ctx: Contexte, _origine: Origine) -> Lettres:
    """Whoever comes back, or wrote, is told of by what follows; a letter that never arrived has nothing after it."""
    if fait.revient or fait.repondu:
        return ()
    cause = ABSENT if fait.absent else f"{NON_ARRIVEE} : {fait.preuve}"
    return a_trancher(dossier, fait, ctx, cause=cause, texte="", par="")


def _absence(dossier: Dossier, fait: f.AbsenceDuCandidat, ctx: Contexte, _origine: Origine) -> Lettres:
    """A silence that stands as a refusal may be that of somebody who was away."""
    proposition = visee(dossier, fait.numero).proposition
    if proposition is None or proposition.reponse is not Reponse.SILENCE or proposition.tour != fait.tour:
        return ()
    return a_trancher(dossier, fait, ctx, cause=ABSENT_ENSUITE, texte="", par="")


def _effet(candidature: Candidature) -> str:
    """What stands whatever the letter brings: a silence that fell too late, a silence or a refusal that holds."""
    if candidature.silence_tombe:
        return "tombe"
    if candidature.a_refuse and candidature.proposition:
        return "silence" if candidature.proposition.reponse is Reponse.SILENCE else "refus"
    return ""


def _avise(candidature: Candidature) -> bool:
    """Whether the State was told of that refusal or, once it proved to be none, is told so."""
    avis = candidature.avis
    if avis is None:
        return False
    return not avis.revenu if avis.tombe_le is None else avis.tenu


def a_trancher(
    dossier: Dossier,
    fait: f.SilenceSansPreuve
    | f.SilenceTombe
    | f.AbsenceDuCandidat
    | f.PropositionNonRemise
    | f.ReponseDuCandidatAClarifier
    | f.ReponseDuCandidatTardive,
    ctx: Contexte,
    **precisions: Any,
) -> Lettres:
    """What only a person can settle about a household: prove, propose again, or say what it answered."""
    candidature = visee(dossier, fait.numero)
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx) | precisions
    contexte |= {
        "candidat": candidat_en_clair(candidature),
        "dernier_jour": candidature.proposition.dernier_jour.isoformat() if candidature.proposition else None,
        "preuve_source": loi.RECEPTION_A_PROUVER,
        "dalo": candidature.dalo,
        "effet": _effet(candidature),
        "avise": _avise(candidature),
        "redesigne": suivante.numero if (suivante := redesignee(dossier, candidature)) else 0,
        "absence": candidature.proposition.absence if candidature.proposition else "",
    }
    tour = candidature.proposition.tour if candidature.proposition else 0
    distinction = f"c{fait.numero}/{type(fait).__name__}/{tour}/{aujourd_hui(ctx)}"
    return aux_gestionnaires(
        "candidat_a_trancher", dossier, ctx, distinction, contexte, attente=attentes.du_candidat(candidature)
    )


LETTRES: Mapping[type[f.Fait], Callable[..., Lettres]] = {
    f.SilenceSansPreuve: _sans_preuve,
    f.PropositionNonRemise: _sans_preuve,
    f.SilenceTombe: _silence_tombe,
    f.AbsenceDuCandidat: _absence,
}
