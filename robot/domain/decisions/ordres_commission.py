"""The commission as the gestionnaire tells it: its date, then what it decided of each candidate (R.441-3, R67, R68)."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.candidature import ATTRIBUTIONS, Candidature, Issue
from robot.domain.dates import instant_en_lettres
from robot.domain.decisions.candidats import attribuer_au_suivant, dresser_le_pv, sans_candidat
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.ordres_designation import exiger_en_lice
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import appliquer, replier
from robot.domain.stimuli import Ordre, Verbe

Faits = tuple[f.Fait, ...]

# Nobody is offered the dwelling, and the commission may still say to whom it goes.
A_ATTRIBUER = frozenset({Statut.CONVOQUEE, Statut.SANS_ATTRIBUTAIRE})

ISSUES: dict[Verbe, Issue] = {
    Verbe.ATTRIBUE: Issue.ATTRIBUTION,
    Verbe.CLASSE: Issue.RANG,
    Verbe.CONDITION: Issue.CONDITION,
    Verbe.NON_ATTRIBUE: Issue.NON_ATTRIBUTION,
    Verbe.REJETE: Issue.REJET,
}


def fixer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """When and where the commission looks at the dwelling; said again, it moves.

    Once it has decided of a candidate it was held: the next one counts again
    (R68), and the minutes of the first do not wait for it.
    """
    if ordre.jour is None or ordre.heure is None:
        raise OrdreImpossible("Écrivez le jour, l'heure et le lieu : COMMISSION 12/03/2026 14h30 Annecy, salle B.")
    debut = ctx.calendrier.instant(ordre.jour, ordre.heure)
    if debut <= ctx.maintenant:
        raise OrdreImpossible(
            f"{instant_en_lettres(debut, ctx.calendrier.fuseau)} est passé : écrivez une date à venir."
        )
    precedente = dossier.commission
    passage = max((c.passage for c in dossier.candidatures), default=0) + 1
    deplacee = precedente is not None and precedente.passage == passage
    fixee = f.CommissionFixee(
        le=ordre.le,
        rang=dossier.courante.rang,
        passage=passage,
        sequence=precedente.sequence + 1 if precedente and deplacee else 0,
        debut=debut,
        lieu=ordre.lieu,
        par=ordre.par,
    )
    if precedente is None or precedente.pv or deplacee:
        return (fixee,)
    return (f.ProcesVerbalDresse(le=ordre.le, rang=fixee.rang, passage=precedente.passage, message=""), fixee)


def decider(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """What the commission decided of these candidates, and what follows: an offer, minutes, or nobody left."""
    commission = dossier.commission
    if commission is None or commission.debut > ctx.maintenant:
        raise OrdreImpossible(
            f"{dossier.reference} : la commission n'a pas encore eu lieu. Si elle a été avancée, écrivez d'abord "
            "COMMISSION et sa date."
        )
    exiger_en_lice(dossier, ordre.numeros)
    if conditionnel := _conditionnel(dossier, ordre):
        return _faire_tomber(dossier, conditionnel, ordre, ctx)
    _exiger_sans_decision(dossier, ordre)
    _exiger_un_seul(ordre)
    premier = max((c.ordre for c in dossier.candidatures if c.passage == commission.passage), default=0) + 1
    issue = ISSUES[ordre.verbe]
    decisions: Faits = tuple(
        f.CommissionDecidee(
            le=ordre.le,
            rang=dossier.courante.rang,
            passage=commission.passage,
            numero=numero,
            issue=issue,
            ordre=premier + place if issue in ATTRIBUTIONS else 0,
            motif=ordre.motif,
            par=ordre.par,
        )
        for place, numero in enumerate(ordre.numeros)
    )
    return _et_la_suite(dossier, decisions, ordre, ctx)


def _conditionnel(dossier: Dossier, ordre: Ordre) -> Candidature | None:
    """Whose attribution under a condition that order takes back, or None."""
    if ordre.verbe not in {Verbe.NON_ATTRIBUE, Verbe.REJETE} or len(ordre.numeros) != 1:
        return None
    candidature = dossier.candidature(ordre.numeros[0])
    en_cours = dossier.statut in {Statut.ATTRIBUEE, Statut.A_SIGNER}
    return candidature if en_cours and candidature and candidature.issue is Issue.CONDITION else None


def _faire_tomber(dossier: Dossier, candidature: Candidature, ordre: Ordre, ctx: Contexte) -> Faits:
    """A condition not met undoes the attribution (R.441-3, c): the household refuses nothing, the next one is offered.

    To write it as a refusal would tell the State that a DALO household gave up its right (R73).
    """
    defaillie = f.ConditionDefaillie(
        le=ordre.le, rang=candidature.rang, numero=candidature.numero, motif=ordre.motif, par=ordre.par
    )
    return (defaillie, *attribuer_au_suivant(appliquer(dossier, defaillie), ctx))


def _exiger_sans_decision(dossier: Dossier, ordre: Ordre) -> None:
    passage = dossier.commission.passage if dossier.commission else 0
    decides = [c.numero for c in dossier.en_lice if c.numero in ordre.numeros and c.passage == passage and c.issue]
    if decides:
        raise OrdreImpossible(
            f"{dossier.reference} : la commission a déjà décidé du candidat {', '.join(map(str, decides))}."
        )
    if len(set(ordre.numeros)) < len(ordre.numeros):
        raise OrdreImpossible("Un même candidat est écrit deux fois.")


def _exiger_un_seul(ordre: Ordre) -> None:
    """One attribution per dwelling and per commission (R68); an order of preference is a ranking."""
    if ordre.verbe in {Verbe.ATTRIBUE, Verbe.CONDITION} and len(ordre.numeros) > 1:
        raise OrdreImpossible(
            f"{ordre.verbe.en_clair} nomme un seul candidat. Pour un ordre de préférence : "
            f"CLASSE {' '.join(map(str, ordre.numeros))}."
        )


def _et_la_suite(dossier: Dossier, decisions: Faits, ordre: Ordre, ctx: Contexte) -> Faits:
    faits = list(decisions)
    apres = replier(dossier, decisions) or dossier
    if apres.statut in A_ATTRIBUER and any(c.attribuee for c in apres.en_lice):
        tenue = f.CommissionTenue(le=ordre.le, rang=apres.courante.rang, passage=_passage(apres))
        faits.append(tenue)
        apres = appliquer(apres, tenue)
        suite = attribuer_au_suivant(apres, ctx)
        faits += suite
        apres = replier(apres, suite) or apres
    pv = dresser_le_pv(apres, ctx, le=ordre.le, message=ordre.message, fichiers=ordre.fichiers)
    faits += pv
    apres = replier(apres, pv) or apres
    if apres.statut is Statut.CONVOQUEE:
        faits += sans_candidat(apres, ctx)
    return tuple(faits)


def _passage(dossier: Dossier) -> int:
    return dossier.commission.passage if dossier.commission else 0
