"""The letters around the commission and the lease (R67, R90): invitation, minutes, what is left to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from robot.domain import attentes, loi
from robot.domain import faits as f
from robot.domain.candidature import LIBELLES_ISSUES
from robot.domain.courriers import Courrier, Fabrique, Origine, PieceJointe
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Commission, Dossier
from robot.domain.fiche import titre
from robot.domain.lettres.commun import (
    au_reservataire,
    aux_gestionnaires,
    candidats_en_clair,
    contexte_de_l_orientation,
)

Lettres = tuple[Courrier, ...]

# How long an invitation keeps in a diary; the commission itself has no fixed length.
DUREE = timedelta(hours=1)


def _convocation(dossier: Dossier, fait: f.CommissionFixee, ctx: Contexte, _origine: Origine) -> Lettres:
    """The réservataire is invited to each commission that looks at a dwelling of its own (R67)."""
    lettre = au_reservataire(
        "convocation_caleol",
        dossier,
        dossier.courante,
        ctx,
        distinction=f"{fait.passage}/{fait.sequence}",
        debut=fait.debut.isoformat(),
        lieu=fait.lieu,
        passage=fait.passage,
        deplacee=fait.sequence > 0,
        candidats=candidats_en_clair(dossier),
        commission_source=loi.COMMISSION,
    )
    fixee = Commission(fait.passage, fait.sequence, fait.debut, fait.lieu)
    return (replace(lettre, suivi=True, pieces=(_invitation(dossier, fixee, ctx),)),)


def commission_a_annuler(dossier: Dossier, ctx: Contexte) -> Commission | None:
    """The commission to which the réservataire was invited and which has not been held, None when there is none."""
    commission = dossier.commission
    return commission if commission and not commission.pv and commission.debut > ctx.maintenant else None


def annulation(dossier: Dossier, commission: Commission, ctx: Contexte) -> PieceJointe:
    """What takes that commission out of a diary: the same event, one change later (RFC 5546, section 3.2.5)."""
    return _invitation(dossier, replace(commission, sequence=commission.sequence + 1), ctx, annule=True)


def _invitation(dossier: Dossier, commission: Commission, ctx: Contexte, *, annule: bool = False) -> PieceJointe:
    """An event of one offer: its name is never that of an event that an earlier offer cancelled."""
    bailleur, rang = ctx.carnet.bailleur, dossier.courante.rang
    offre = f"-{rang}" if rang > 1 else ""
    return PieceJointe(
        Fabrique.INVITATION,
        "commission.ics",
        {
            "uid": f"{dossier.reference}{offre}-caleol-{commission.passage}@{bailleur.adresse.partition('@')[2]}",
            "sequence": commission.sequence,
            "debut": commission.debut.isoformat(),
            "fin": (commission.debut + DUREE).isoformat(),
            "titre": f"CALEOL : {titre(dossier.fiche)} ({dossier.reference})",
            "lieu": commission.lieu,
            "description": f"Commission d'attribution du logement {dossier.reference}, {titre(dossier.fiche)}.",
            "organisateur": {"nom": bailleur.nom, "adresse": bailleur.adresse},
            "participants": [{"nom": dossier.courante.nom, "adresse": dossier.courante.adresse}],
            "annule": annule,
        },
    )


def _pv(dossier: Dossier, fait: f.ProcesVerbalDresse, ctx: Contexte, _origine: Origine) -> Lettres:
    """The minutes: each decision with its reason, and the landlord's own file when it sent one (R67)."""
    commission = dossier.commission
    lettre = au_reservataire(
        "pv_caleol",
        dossier,
        dossier.courante,
        ctx,
        distinction=str(fait.passage),
        debut=commission.debut.isoformat() if commission else None,
        lieu=commission.lieu if commission else "",
        passage=fait.passage,
        decisions=[
            {
                "numero": c.numero,
                "nom": c.candidat.nom,
                "issue": LIBELLES_ISSUES[c.issue],
                "ordre": c.ordre,
                "motif": c.decision,
            }
            for c in dossier.candidatures
            if c.issue and c.passage == fait.passage and c.rang == fait.rang
        ],
        candidats=candidats_en_clair(dossier),
        commission_source=loi.COMMISSION,
    )
    recus = tuple(
        PieceJointe(
            Fabrique.RECUE, f"proces-verbal-{fichier.partie}", {"message": fait.message, "partie": fichier.partie}
        )
        for fichier in fait.fichiers
    )
    return (replace(lettre, pieces=recus),)


def _sans_attributaire(dossier: Dossier, fait: f.SansAttributaire, ctx: Contexte, _origine: Origine) -> Lettres:
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx)
    contexte |= {"raison": fait.motif, "candidats": candidats_en_clair(dossier)}
    return aux_gestionnaires(
        "sans_attributaire",
        dossier,
        ctx,
        f"{fait.rang}/{fait.le.isoformat()}",
        contexte,
        attente=attentes.du_dossier(dossier, ctx),
    )


def _bail(dossier: Dossier, fait: f.BailSigne, ctx: Contexte, _origine: Origine) -> Lettres:
    """The réservataire learns of the fourth stage (R90)."""
    return (
        au_reservataire(
            "bail_signe",
            dossier,
            dossier.courante,
            ctx,
            jour=fait.jour.isoformat(),
            candidat=next((c for c in candidats_en_clair(dossier) if c["numero"] == fait.numero), None),
        ),
    )


LETTRES: Mapping[type[f.Fait], Callable[..., Lettres]] = {
    f.CommissionFixee: _convocation,
    f.ProcesVerbalDresse: _pv,
    f.SansAttributaire: _sans_attributaire,
    f.BailSigne: _bail,
}
