"""Remind the gestionnaires of what falls due (R92-R103): one letter thirty, ten and two working days before.

Looked at once a day, when the office has opened on a working day. A letter's
key names the obligation and the reminder: none goes twice. Two working days
before their date, the rates that nobody has sent are sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from robot.domain import loi
from robot.domain.calendrier import Calendrier
from robot.domain.carnet import Carnet, Gestionnaire
from robot.domain.courriers import Courrier, identifiant
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.flux.assiette import pourcentage
from robot.domain.flux.quart import quarts
from robot.domain.lettres import signature
from robot.domain.obligations import Nature, Obligation, jours_restants, obligations, seuil_atteint
from robot.etapes import bilans, taux
from robot.etapes.apres_restauration import retrouvees
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Greffe, Robot
from robot.ports import ConflitDeVersion, Ecriture, Marque

REPERE = "obligations"


def preparer(robot: Robot) -> None:
    """Enqueue today's reminders, once."""
    ctx = robot.contexte()
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    dernier = robot.store.repere(REPERE)
    if dernier == jour.isoformat() or not ctx.calendrier.est_ouvre(jour) or ctx.maintenant < ctx.ouverture(jour):
        return
    lettres = tuple(_rappels(robot, ctx, jour))
    try:
        robot.store.ecrire(
            Ecriture(courriers=lettres, marque=Marque(REPERE, dernier, jour.isoformat())), ctx.maintenant
        )
    except ConflitDeVersion:
        return  # another robot has just made them


def _rappels(robot: Robot, ctx: Contexte, jour: date) -> Iterator[Courrier]:
    deja = retrouvees(robot.store)
    for obligation in a_rappeler(robot, ctx.carnet, jour, ctx.calendrier):
        seuil = seuil_atteint(obligation, jour, ctx.calendrier)
        if seuil is None:
            continue
        if (
            obligation.nature is Nature.TAUX
            and seuil == min(loi.RAPPELS_D_UNE_OBLIGATION)
            and _du_tableau(obligation, ctx)
        ):
            taux.annoncer(robot)
        lignes = _lignes(robot, ctx, obligation)
        for gestionnaire in ctx.carnet.gestionnaires:
            lettre = _lettre(obligation, seuil, gestionnaire, lignes, jour, ctx)
            if identifiant(lettre, ctx.carnet.bailleur.domaine) not in deja:
                yield lettre


def a_rappeler(greffe: Greffe, carnet: Carnet, jour: date, jours: Calendrier) -> tuple[Obligation, ...]:
    """What falls due within the widest reminder and is not done already; nearest first."""
    proches = (o for o in obligations(carnet, jour) if seuil_atteint(o, jour, jours) is not None)
    return tuple(o for o in proches if not _faite(greffe, carnet, o))


def _faite(greffe: Greffe, carnet: Carnet, obligation: Obligation) -> bool:
    """Whether its letters are all in the outbox."""
    match obligation.nature:
        case Nature.TAUX:
            return taux.annoncees(greffe, carnet, obligation.annee)
        case Nature.BILAN:
            return bilans.annonce(greffe, carnet, obligation.annee)
        case Nature.BILAN_CIL:  # nobody to write to is no bilan sent
            return bool(carnet.presidents_epci) and bilans.annonce(greffe, carnet, obligation.annee)
        case _:
            return False


def en_ligne(obligation: Obligation, jour: date, jours: Calendrier) -> dict[str, Any]:
    """A line of the digest."""
    return {
        "titre": obligation.titre,
        "echeance": obligation.echeance.isoformat(),
        "restants": jours_restants(obligation.echeance, jour, jours),
        "reservataires": len(obligation.reservataires),
    }


def _du_tableau(obligation: Obligation, ctx: Contexte) -> bool:
    """Whether the table in force is that of the year."""
    return ctx.carnet.flux is not None and ctx.carnet.flux.annee == obligation.annee


def _lettre(
    obligation: Obligation, seuil: int, gestionnaire: Gestionnaire, lignes: list[str], jour: date, ctx: Contexte
) -> Courrier:
    automatique = obligation.nature is Nature.TAUX and _du_tableau(obligation, ctx)
    return Courrier(
        cle=f"rappel_obligation/{obligation.cle}/{seuil}/{gestionnaire.adresse}",
        gabarit="rappel_obligation",
        destinataire=gestionnaire.adresse,
        contexte={
            "bailleur": signature(ctx.carnet.bailleur),
            "destinataire": gestionnaire.nom,
            "titre_court": obligation.titre,
            "quoi": obligation.quoi,
            "que_faire": obligation.que_faire,
            "a_taper": obligation.commande,
            "echeance": obligation.echeance.isoformat(),
            "restants": jours_restants(obligation.echeance, jour, ctx.calendrier),
            "source": obligation.source,
            "lignes": lignes,
            "tableau_a_changer": obligation.nature is Nature.TAUX and not automatique,
            "envoi_automatique": ""
            if not automatique
            else "fait"
            if seuil == min(loi.RAPPELS_D_UNE_OBLIGATION)
            else "prevu",
            "jours_d_envoi": min(loi.RAPPELS_D_UNE_OBLIGATION),
        },
    )


def _lignes(robot: Robot, ctx: Contexte, obligation: Obligation) -> list[str]:
    """Whom it is about; for the quarter, where each stands."""
    if obligation.nature is not Nature.QUART_PRIORITAIRE:
        noms = {r.code: r.nom for r in ctx.carnet.reservataires}
        return [noms[code] for code in obligation.reservataires]
    comptes = quarts(_dossiers(robot, obligation.annee), obligation.annee, ctx.calendrier)
    return [
        f"{r.nom} : {comptes[r.code].prioritaires} sur {comptes[r.code].attributions}, "
        f"soit {pourcentage(comptes[r.code].part, 0)} %{'' if comptes[r.code].suffit else ', moins du quart'}"
        for r in ctx.carnet.reservataires
        if r.code in comptes
    ]


def _dossiers(robot: Robot, annee: int) -> Iterable[Dossier]:
    """What moved this year; a damaged dossier has its own alert."""
    for reference in robot.store.references(depuis=datetime(annee, 1, 1, tzinfo=UTC)):
        try:
            dossier = robot.store.dossier(reference)
        except DEFAUTS:
            continue
        if dossier is not None:
            yield dossier
