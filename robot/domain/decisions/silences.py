"""A silence that was a refusal, and proves to be none (R71, R74; CE, 19 June 2025).

Two questions are kept apart. Is the refusal disproved? Then it is one for
nobody any more, whatever became of the dwelling, and the State is told so.
May the household come back? Only if nobody else has the dwelling since.
"""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import Candidature, Etape, Proposition, Reponse
from robot.domain.decisions import ddets
from robot.domain.decisions.candidats import clore
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import FINIS, Dossier, Statut
from robot.domain.statuts import replier

Faits = tuple[f.Fait, ...]

# Nobody has the dwelling there, if nobody is in the running.
LIBRES = frozenset({Statut.ACCEPTEE, Statut.INSUFFISANTE, Statut.RECHERCHE, Statut.SANS_ATTRIBUTAIRE})


def silencieuse(candidature: Candidature | None) -> Proposition | None:
    """The proposal whose silence stands as a refusal of that household; None when there is none."""
    proposition = candidature.proposition if candidature else None
    return proposition if proposition and proposition.reponse is Reponse.SILENCE else None


def redesignee(dossier: Dossier, candidature: Candidature) -> Candidature | None:
    """The later candidature of the same household, to whom the dwelling may still go; None when there is none."""
    nud = candidature.candidat.nud
    autres = (c for c in dossier.en_lice if c.candidat.nud == nud and c.numero > candidature.numero)
    finie = dossier.statut in FINIS | {Statut.LOUEE}
    return next((c for c in autres if c.bail_le or not finie), None)


def peut_revenir(dossier: Dossier, candidature: Candidature) -> bool:
    """Not if the dwelling has gone to others since its silence, nor beside them when one is DALO (R70)."""
    if redesignee(dossier, candidature):
        return False  # it is back already
    if dossier.statut not in LIBRES or candidature.rang != dossier.courante.rang or candidature.retiree_le:
        return False
    seul = dossier.statut is not Statut.SANS_ATTRIBUTAIRE or any(c.dalo for c in (candidature, *dossier.en_lice))
    return not (seul and dossier.en_lice)


def remettre_en_lice(candidature: Candidature, proposition: Proposition, ctx: Contexte) -> f.Fait:
    """Where the dossier stood before that silence: a DALO household is alone before the commission (R70)."""
    if proposition.etape is Etape.ATTRIBUTION:
        return f.CommissionTenue(le=ctx.maintenant, rang=candidature.rang, passage=candidature.passage)
    seul = loi.CANDIDATS_DALO
    return f.DesignationComplete(
        le=ctx.maintenant, rang=candidature.rang, nombre=1, requis=seul.valeur, source=seul.source
    )


def detromper(dossier: Dossier, faits: Faits, ctx: Contexte) -> Faits:
    """These facts, by which a silence falls, and what the State is told of it; its refusal is not to type any more."""
    return clore(dossier, (*faits, *ddets.detromper(replier(dossier, faits) or dossier, ctx)), ctx.maintenant)
