"""The weekly statement of each réservataire that asked for one: its offers, what it answered, what still runs.

Due when the office has opened on the first working day of the week, once: the
mark in the store says up to when the last one spoke.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from robot.domain.carnet import Reservataire
from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import OUVERTES as DESIGNATION_OUVERTE
from robot.domain.decisions.designation import requis
from robot.domain.dossier import FINIS, LIBELLES, SECONDE_MOITIE, Dossier, Orientation, Statut
from robot.domain.fiche import titre
from robot.domain.lettres import signature
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Robot
from robot.ports import ConflitDeVersion, Ecriture, Marque

REPERE = "releves"
UNE_SEMAINE = timedelta(days=7)
SANS_REPONSE = frozenset({Statut.A_EXPEDIER, Statut.EN_ATTENTE, Statut.DIFFEREE, Statut.A_CLARIFIER, Statut.NON_REMISE})


def preparer(robot: Robot) -> None:
    """Enqueue this week's statements if they are due."""
    ctx = robot.contexte()
    abonnes = [r for r in ctx.carnet.reservataires if r.releve and r.adresse]
    if not abonnes:
        return
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    dernier = robot.store.repere(REPERE)
    depuis = datetime.fromisoformat(dernier) if dernier else ctx.maintenant - UNE_SEMAINE
    if (dernier and _semaine(ctx.calendrier.jour_local(depuis)) == _semaine(jour)) or not _est_du(jour, ctx):
        return
    if depuis > ctx.maintenant:  # made by a clock that was wrong
        depuis = ctx.maintenant - UNE_SEMAINE
    dossiers = tuple(_dossiers(robot, depuis))
    lettres = tuple(_lettre(abonne, dossiers, depuis, jour, ctx) for abonne in abonnes)
    marque = Marque(REPERE, dernier, ctx.maintenant.isoformat())
    try:
        robot.store.ecrire(Ecriture(courriers=lettres, marque=marque), ctx.maintenant)
    except ConflitDeVersion:
        return  # another robot has just made them


def _semaine(jour: date) -> tuple[int, int]:
    return jour.isocalendar()[:2]


def _est_du(jour: date, ctx: Contexte) -> bool:
    return ctx.calendrier.est_ouvre(jour) and ctx.maintenant >= ctx.ouverture(jour)


def _dossiers(robot: Robot, depuis: datetime) -> Iterable[Dossier]:
    """What runs, and what moved since; a damaged dossier has its own alert."""
    en_cours = [statut for statut in Statut if statut not in FINIS]
    references = dict.fromkeys((*robot.store.references(en_cours), *robot.store.references(depuis=depuis)))
    for reference in references:
        try:
            dossier = robot.store.dossier(reference)
        except DEFAUTS:
            continue
        if dossier is not None:
            yield dossier


def _lettre(abonne: Reservataire, dossiers: Iterable[Dossier], depuis: datetime, jour: date, ctx: Contexte) -> Courrier:
    siennes = [(d, o) for d in dossiers for o in d.orientations if o.reservataire == abonne.code]
    contexte = {
        "bailleur": signature(ctx.carnet.bailleur),
        "reservataire": {"nom": abonne.nom, "code": abonne.code},
        "depuis": depuis.isoformat(),
        "jour": jour.isoformat(),
        "recues": [_offre(d, o) for d, o in siennes if o.expediee_le and o.expediee_le > depuis],
        "repondues": [_offre(d, o) for d, o in siennes if o.terminee_le and o.terminee_le > depuis],
        "a_repondre": [_offre(d, o) for d, o in siennes if o is d.courante and d.statut in SANS_REPONSE],
        "suivies": [_suivi(d, o, ctx) for d, o in siennes if o is d.courante and d.statut in SECONDE_MOITIE],
    }
    return Courrier(
        cle=f"releve_reservataire/{abonne.code}/{jour.isoformat()}",
        gabarit="releve_reservataire",
        destinataire=abonne.adresse or "",
        contexte=contexte,
    )


def _offre(dossier: Dossier, orientation: Orientation) -> dict[str, Any]:
    court = orientation.statut is Statut.EN_ATTENTE  # a delay that is suspended has no date to announce
    return {
        "reference": dossier.reference,
        "titre": titre(dossier.fiche),
        "libelle": LIBELLES[orientation.statut],
        "motif": orientation.motif,
        "echeance": orientation.decompte.dernier_jour.isoformat() if orientation.decompte and court else None,
        "le": orientation.terminee_le.isoformat() if orientation.terminee_le else None,
    }


def _suivi(dossier: Dossier, orientation: Orientation, ctx: Contexte) -> dict[str, Any]:
    ouverte = dossier.statut in DESIGNATION_OUVERTE
    return _offre(dossier, orientation) | {
        "libelle": LIBELLES[dossier.statut],
        "candidats": len(dossier.en_lice),
        "requis": requis(dossier, ctx).valeur,
        "dernier_jour": orientation.designation.dernier_jour.isoformat()
        if orientation.designation and ouverte
        else None,
    }
