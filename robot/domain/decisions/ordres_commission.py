"""The commission as the gestionnaire tells it: its date, then what it decided of each candidate (R.441-3, R67, R68)."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.candidature import ATTRIBUTIONS, Issue
from robot.domain.dates import instant_en_lettres
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.ordres_designation import exiger_en_lice
from robot.domain.decisions.propositions import attribuer_au_suivant, sans_candidat
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import appliquer, replier
from robot.domain.stimuli import Ordre, Verbe

Faits = tuple[f.Fait, ...]

ISSUES: dict[Verbe, Issue] = {
    Verbe.ATTRIBUE: Issue.ATTRIBUTION,
    Verbe.CLASSE: Issue.RANG,
    Verbe.CONDITION: Issue.CONDITION,
    Verbe.NON_ATTRIBUE: Issue.NON_ATTRIBUTION,
    Verbe.REJETE: Issue.REJET,
}


def fixer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """When and where the commission looks at the dwelling; said again, it moves. A second one counts again (R68)."""
    if ordre.jour is None or ordre.heure is None:
        raise OrdreImpossible("Écrivez le jour, l'heure et le lieu : COMMISSION 12/03/2026 14h30 Annecy, salle B.")
    debut = ctx.calendrier.instant(ordre.jour, ordre.heure)
    if debut <= ctx.maintenant:
        raise OrdreImpossible(
            f"{instant_en_lettres(debut, ctx.calendrier.fuseau)} est passé : écrivez une date à venir."
        )
    precedente = dossier.commission
    deplacee = precedente if dossier.statut is Statut.CONVOQUEE else None
    return (
        f.CommissionFixee(
            le=ordre.le,
            rang=dossier.courante.rang,
            passage=deplacee.passage if deplacee else (precedente.passage if precedente else 0) + 1,
            sequence=deplacee.sequence + 1 if deplacee else 0,
            debut=debut,
            lieu=ordre.lieu,
            par=ordre.par,
        ),
    )


def decider(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """What the commission decided of these candidates, and what follows: an offer, minutes, or nobody left."""
    commission = dossier.commission
    if commission is None or commission.debut > ctx.maintenant:
        raise OrdreImpossible(
            f"{dossier.reference} : la commission n'a pas encore eu lieu. Si elle a été avancée, écrivez d'abord "
            "COMMISSION et sa date."
        )
    exiger_en_lice(dossier, ordre.numeros)
    _exiger_sans_decision(dossier, ordre)
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


def _exiger_sans_decision(dossier: Dossier, ordre: Ordre) -> None:
    passage = dossier.commission.passage if dossier.commission else 0
    decides = [c.numero for c in dossier.en_lice if c.numero in ordre.numeros and c.passage == passage and c.issue]
    if decides:
        raise OrdreImpossible(
            f"{dossier.reference} : la commission a déjà décidé du candidat {', '.join(map(str, decides))}."
        )
    if len(set(ordre.numeros)) < len(ordre.numeros):
        raise OrdreImpossible("Un même candidat est écrit deux fois.")


def _et_la_suite(dossier: Dossier, decisions: Faits, ordre: Ordre, ctx: Contexte) -> Faits:
    faits = list(decisions)
    apres = replier(dossier, decisions) or dossier
    if apres.statut is Statut.CONVOQUEE and any(c.attribuee for c in apres.en_lice):
        tenue = f.CommissionTenue(le=ordre.le, rang=apres.courante.rang, passage=_passage(apres))
        faits.append(tenue)
        apres = appliquer(apres, tenue)
        suite = attribuer_au_suivant(apres, ctx)
        faits += suite
        apres = replier(apres, suite) or apres
    if apres.commission and not apres.commission.pv and _toutes_decidees(apres):
        pv = f.ProcesVerbalDresse(
            le=ordre.le,
            rang=apres.courante.rang,
            passage=_passage(apres),
            message=ordre.message,
            fichiers=ordre.fichiers,
        )
        faits.append(pv)
        apres = appliquer(apres, pv)
    if apres.statut is Statut.CONVOQUEE:
        faits += sans_candidat(apres, ctx)
    return tuple(faits)


def _passage(dossier: Dossier) -> int:
    return dossier.commission.passage if dossier.commission else 0


def _toutes_decidees(dossier: Dossier) -> bool:
    return all(c.passage == _passage(dossier) and c.issue for c in dossier.en_lice)
