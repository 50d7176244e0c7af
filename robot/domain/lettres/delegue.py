"""Delegated management (R80-R82): no offer; the réservataire is told of three stages of each dwelling of its share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidat import LIBELLES_CRITERES
from robot.domain.carnet import Gestion, Reservataire
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.flux.stade import Stade
from robot.domain.lettres.commun import contexte_du_dossier

# The three stages of R82, in order.
ETAPES: Mapping[Stade, str] = {
    Stade.ACCEPTATION: "Orienté vers votre contingent",
    Stade.ATTRIBUTION: "Attribué en commission",
    Stade.BAIL: "Bail signé",
}
# What ends them before the lease.
SORTIE = "sortie"


def suivi_delegue(
    dossier: Dossier, reservataire: Reservataire, jours: Mapping[Stade, date], ctx: Contexte, *, raison: str = ""
) -> tuple[Courrier, ...]:
    """What a réservataire in delegated management is told, at each of the three stages; nothing without its address.

    `jours` has the stages reached so far, each with its day: the letter is about
    the last. `raison` is why the dwelling goes to its share. A second commission
    for the same dwelling (R68) is another letter. No household is named: the
    landlord chose it (R81), and the stage alone is owed.

    Raises ValueError when no stage of R82 is reached.
    """
    atteintes = [stade for stade in ETAPES if stade in jours]
    if not atteintes:
        raise ValueError(f"{dossier.reference} : aucune des trois étapes de la gestion déléguée n'est atteinte")
    if not reservataire.adresse:
        return ()
    etape = atteintes[-1]
    passage = dossier.commission.passage if dossier.commission and etape is not Stade.ACCEPTATION else 0
    lettre = _lettre(
        dossier,
        reservataire,
        ctx,
        len(dossier.orientations),
        distinction=f"{etape}/{passage}",
        etape=etape,
        numero=tuple(ETAPES).index(etape) + 1,
        etapes=[
            {"libelle": libelle, "le": jours[stade].isoformat() if stade in jours else None}
            for stade, libelle in ETAPES.items()
        ],
        raison=raison,
        priorite=_priorite(dossier) if etape is not Stade.ACCEPTATION else "",
        gestion_source=loi.COMPTE_AU_BAIL,
    )
    return (lettre,)


def _lettre(
    dossier: Dossier, reservataire: Reservataire, ctx: Contexte, rang: int, *, distinction: str, **precisions: Any
) -> Courrier:
    return Courrier(
        cle=f"suivi_delegue/{dossier.reference}/{distinction}/{reservataire.code}",
        gabarit="suivi_delegue",
        destinataire=reservataire.adresse or "",
        contexte=contexte_du_dossier(dossier, ctx)
        | {"reservataire": {"nom": reservataire.nom, "code": reservataire.code}, **precisions},
        reference=dossier.reference,
        rang=rang,
    )


def _priorite(dossier: Dossier) -> str:
    """The priority of the household that the dwelling goes to: what the State's share is for."""
    retenues = [c for c in dossier.candidatures if c.attribuee]
    if not retenues:
        return ""
    retenue = min(retenues, key=lambda c: (c.bail_le is None, c.ordre, c.numero))
    return LIBELLES_CRITERES[retenue.candidat.critere]


def _sortie(
    dossier: Dossier, fait: f.OrientationRetiree | f.LogementSoustrait | f.DossierAnnule, ctx: Contexte, _o: Origine
) -> tuple[Courrier, ...]:
    """The dwelling no longer goes to the share that it was announced for: whoever was told is told."""
    rang = fait.rang if isinstance(fait, f.OrientationRetiree) else len(dossier.orientations)
    orientation = dossier.orientation(rang)
    reservataire = ctx.reservataire(orientation.reservataire) if orientation and orientation.interne else None
    if reservataire is None or reservataire.gestion is not Gestion.DELEGUEE or not reservataire.adresse:
        return ()
    precisions = {"etape": SORTIE, "motif": fait.motif, "priorite": "", "etapes": []}
    return (_lettre(dossier, reservataire, ctx, rang, distinction=f"{SORTIE}/{rang}", **precisions),)


# --- at each fact -------------------------------------------------------------------------------------


def _etape(dossier: Dossier, fait: f.Fait, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    """The news of a stage, when the dwelling is of the share of a réservataire in delegated management."""
    reservataire = ctx.reservataire(dossier.courante.reservataire)
    if reservataire is None or reservataire.gestion is not Gestion.DELEGUEE:
        return ()
    jours = _jours(dossier, ctx, fait)
    return suivi_delegue(dossier, reservataire, jours, ctx, raison=dossier.courante.raison)


def _jours(dossier: Dossier, ctx: Contexte, fait: f.Fait) -> Mapping[Stade, date]:
    """The day of each stage that this fact completes."""
    oriente = dossier.courante.terminee_le
    jours = {Stade.ACCEPTATION: ctx.calendrier.jour_local(oriente)} if oriente else {}
    if not isinstance(fait, f.OrientationInterne) and dossier.commission:
        jours[Stade.ATTRIBUTION] = ctx.calendrier.jour_local(dossier.commission.debut)
    if isinstance(fait, f.BailSigne):
        jours[Stade.BAIL] = fait.jour
    return jours


LETTRES: Mapping[type[f.Fait], Callable[..., tuple[Courrier, ...]]] = {
    f.OrientationInterne: _etape,
    f.CommissionTenue: _etape,
    f.BailSigne: _etape,
    f.OrientationRetiree: _sortie,
    f.LogementSoustrait: _sortie,
    f.DossierAnnule: _sortie,
}
