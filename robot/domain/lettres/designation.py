"""The letters about candidates to those who designate them, and to whoever decides when they are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from robot.domain import attentes, loi
from robot.domain import faits as f
from robot.domain.courriers import Courrier, Depart, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import DESIGNABLES, OUVERTES, requis
from robot.domain.dossier import DESIGNATION, Dossier, Statut
from robot.domain.lettres.commun import (
    au_reservataire,
    aux,
    aux_gestionnaires,
    candidat_en_clair,
    candidats_en_clair,
    contexte_de_l_orientation,
    en_reponse,
    plafond_en_clair,
    table_a_remplir,
)

Lettres = tuple[Courrier, ...]


def _etat(dossier: Dossier, ctx: Contexte) -> dict[str, Any]:
    """Where the designation stands."""
    besoin = requis(dossier, ctx)
    return {
        "candidats": candidats_en_clair(dossier),
        "nombre": len(dossier.en_lice),
        "requis": besoin.valeur,
        "requis_source": besoin.source,
        "delai_ouvert": _delai_ouvert(dossier, ctx),
        "presentes": dossier.statut not in DESIGNATION | {Statut.SANS_ATTRIBUTAIRE},
        "ajouts": dossier.statut in DESIGNABLES,
        **plafond_en_clair(dossier, ctx),
    }


def _delai_ouvert(dossier: Dossier, ctx: Contexte) -> bool:
    """Whether the delay to designate still runs: a date that is over is never asked for."""
    decompte = dossier.courante.designation
    return decompte is not None and dossier.statut in OUVERTES and ctx.maintenant <= decompte.echeance


def _accuse(dossier: Dossier, fait: f.DesignationLue, ctx: Contexte, origine: Origine) -> Lettres:
    """What was taken, what was not and why, and how many are still missing."""
    lettres = en_reponse(
        "accuse_candidats",
        dossier,
        fait,
        ctx,
        origine,
        distinction=fait.le.isoformat(),
        retenus=list(fait.retenus),
        retires=list(fait.retires),
        ecartes=fait.ecartes.splitlines(),
        doutes=fait.doutes.splitlines(),
        **_etat(dossier, ctx),
    )
    if fait.retenus or fait.retires:
        return lettres
    return tuple(replace(lettre, pieces=(table_a_remplir(dossier, ctx),)) for lettre in lettres)


def _rappel(dossier: Dossier, fait: f.RappelDeDesignation, ctx: Contexte, _origine: Origine) -> Lettres:
    tour = dossier.courante.designation.dernier_jour.isoformat() if dossier.courante.designation else ""
    rappel = au_reservataire(
        "rappel_designation",
        dossier,
        dossier.courante,
        ctx,
        distinction=f"{tour}/{fait.jour}",
        jour=fait.jour,
        rouverte=False,
        **_etat(dossier, ctx),
    )
    return (replace(rappel, depart=Depart.BUREAU, suivi=True, pieces=(table_a_remplir(dossier, ctx),)),)


def _rouverte(dossier: Dossier, fait: f.DesignationRouverte, ctx: Contexte, _origine: Origine) -> Lettres:
    """A withdrawal left too few: whoever designated them is told at once."""
    lettre = au_reservataire(
        "rappel_designation",
        dossier,
        dossier.courante,
        ctx,
        distinction=f"rouverte/{fait.le.isoformat()}",
        jour=0,
        rouverte=True,
        **_etat(dossier, ctx),
    )
    return (replace(lettre, suivi=True, pieces=(table_a_remplir(dossier, ctx),)),)


def _complete(
    dossier: Dossier, fait: f.DesignationComplete | f.PresentationDecidee, ctx: Contexte, _origine: Origine
) -> Lettres:
    """The secretariat of the commission may fix a date."""
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx) | _etat(dossier, ctx)
    contexte |= {"malgre_le_nombre": isinstance(fait, f.PresentationDecidee), "motif": getattr(fait, "motif", "")}
    return aux(
        ctx.carnet.secretariat(dossier.fiche.commune),
        "candidats_complets",
        f"{dossier.reference}/{fait.rang}/{fait.le.isoformat()}",
        contexte,
        dossier=dossier,
        ctx=ctx,
        boutons=question.boutons if (question := attentes.du_dossier(dossier, ctx)) else (),
    )


def _echue(dossier: Dossier, fait: f.DesignationEchue, ctx: Contexte, _origine: Origine) -> Lettres:
    """The choice of three is a person's (R46, R47); told each time, though a list reopened ends at the same date."""
    echues = dossier.courante.echues
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx) | _etat(dossier, ctx)
    contexte |= {"echeance": fait.le.isoformat(), "lu_jusqu_a": fait.lu_jusqu_a.isoformat()}
    return aux_gestionnaires(
        "fin_designation",
        dossier,
        ctx,
        f"{fait.rang}/{fait.le.isoformat()}{f'/{echues}' if echues > 1 else ''}",
        contexte,
        attente=attentes.du_dossier(dossier, ctx),
    )


def _delai(dossier: Dossier, fait: f.DelaiAccorde, ctx: Contexte, _origine: Origine) -> Lettres:
    lettre = au_reservataire(
        "delai_accorde",
        dossier,
        dossier.courante,
        ctx,
        distinction=fait.le.isoformat(),
        motif=fait.motif,
        **_etat(dossier, ctx),
    )
    return (replace(lettre, suivi=True),)


def _recherche(dossier: Dossier, fait: f.RechercheDecidee, ctx: Contexte, _origine: Origine) -> Lettres:
    return (
        au_reservataire(
            "recherche_decidee",
            dossier,
            dossier.courante,
            ctx,
            distinction=fait.le.isoformat(),
            motif=fait.motif,
            echues=dossier.courante.echues,
            proposes=sum(candidature.rang == fait.rang for candidature in dossier.candidatures),
            **_etat(dossier, ctx),
        ),
    )


def _de_retour(dossier: Dossier, fait: f.SilenceTombe, ctx: Contexte, _origine: Origine) -> Lettres:
    """The days that were given to name others end: whoever it names in good faith would be turned away."""
    candidature = dossier.candidature(fait.numero)
    if candidature is None or not fait.revient or dossier.statut is not Statut.ACCEPTEE:
        return ()
    lettre = au_reservataire(
        "candidat_de_retour",
        dossier,
        dossier.courante,
        ctx,
        distinction=f"c{fait.numero}/{fait.tour}",
        candidat=candidat_en_clair(candidature),
        dalo=candidature.dalo,
        requis_source=loi.CANDIDATS_DALO.source,
        preuve_source=loi.RECEPTION_A_PROUVER,
    )
    return (replace(lettre, suivi=True),)


LETTRES: Mapping[type[f.Fait], Callable[..., Lettres]] = {
    f.DesignationLue: _accuse,
    f.RappelDeDesignation: _rappel,
    f.DesignationRouverte: _rouverte,
    f.DesignationComplete: _complete,
    f.PresentationDecidee: _complete,
    f.DesignationEchue: _echue,
    f.DelaiAccorde: _delai,
    f.RechercheDecidee: _recherche,
    f.SilenceTombe: _de_retour,
}
