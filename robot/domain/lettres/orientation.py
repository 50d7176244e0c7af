"""The letters of the offer: to a réservataire until it has answered, to the gestionnaires when a person is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from robot.domain import faits as f
from robot.domain.attentes import du_dossier
from robot.domain.courriers import Courrier, Depart, Origine, PieceJointe
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import LIBELLES, Dossier, Statut
from robot.domain.lettres.commission import annulation, commission_a_annuler
from robot.domain.lettres.commun import (
    au_reservataire,
    aujourd_hui,
    aux_gestionnaires,
    contexte_de_l_orientation,
    contexte_du_dossier,
    en_reponse,
    plafond_en_clair,
    table_a_remplir,
)


def _offre(dossier: Dossier, fait: f.OrientationDecidee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    gabarit = "neuf" if dossier.neuf else "offre"
    offre = au_reservataire(gabarit, dossier, dossier.courante, ctx, pourquoi=fait.raison if fait.pesees else "")
    return (replace(offre, depart=Depart.BUREAU, suivi=True),)


def _rappel(dossier: Dossier, _fait: f.RappelDecide, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    orientation = dossier.courante
    tour = orientation.decompte.dernier_jour.isoformat() if orientation.decompte else ""
    rappel = au_reservataire("rappel_offre", dossier, orientation, ctx, distinction=tour)
    return (replace(rappel, depart=Depart.BUREAU, suivi=True),)


def _accuse_accord(dossier: Dossier, fait: f.AccordRecu, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    plafond = plafond_en_clair(dossier, ctx)
    lettres = en_reponse("accuse_accord", dossier, fait, ctx, origine, preuve=fait.preuve, **plafond)
    return tuple(replace(lettre, pieces=_table(dossier, ctx)) for lettre in lettres)


def _table(dossier: Dossier, ctx: Contexte) -> tuple[PieceJointe, ...]:
    """The table to fill in, unless nobody may be named any more (R48)."""
    return () if plafond_en_clair(dossier, ctx)["plafond_passe"] else (table_a_remplir(dossier, ctx),)


def _accuse_refus(dossier: Dossier, fait: f.RefusRecu, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    return en_reponse("accuse_refus", dossier, fait, ctx, origine, preuve=fait.preuve, motif=fait.motif)


def _silence(
    dossier: Dossier, fait: f.AccordTacite | f.RefusTacite, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    gabarit = "accord_tacite" if isinstance(fait, f.AccordTacite) else "refus_tacite"
    orientation = dossier.orientation(fait.rang) or dossier.courante
    lettre = au_reservataire(
        gabarit,
        dossier,
        orientation,
        ctx,
        distinction=_dates(fait, ctx),
        fin_le=fait.le.isoformat(),
        preuve=fait.preuve,
        lu_jusqu_a=fait.lu_jusqu_a.isoformat(),
        **plafond_en_clair(dossier, ctx),
    )
    pieces = _table(dossier, ctx) if isinstance(fait, f.AccordTacite) else ()
    return (replace(lettre, suivi=True, pieces=pieces),)


def _dates(fait: f.AccordTacite | f.RefusTacite, ctx: Contexte) -> str:
    """What makes another letter of it: its deadline; the day from which one may designate, when it is a later one.

    Not the hour at which it was found: found again in a restored base, it is the letter that left.
    """
    fin = fait.le.isoformat()
    jours = fait.designation if isinstance(fait, f.AccordTacite) else None
    tardif = jours is not None and jours.reception > ctx.calendrier.jour_local(fait.le)
    return f"{fin}/{jours.reception}" if jours and tardif else fin


def _a_preciser(dossier: Dossier, fait: f.ReponseAClarifier, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    return en_reponse("a_preciser", dossier, fait, ctx, origine, cause=fait.cause, texte=fait.texte)


def _tardive(dossier: Dossier, fait: f.ReponseTardive, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    orientation = dossier.orientation(fait.rang) or dossier.courante
    issue = {
        "statut": orientation.statut,
        "libelle": LIBELLES[orientation.statut],
        "le": orientation.terminee_le.isoformat() if orientation.terminee_le else None,
    }
    return en_reponse(
        "reponse_tardive",
        dossier,
        fait,
        ctx,
        origine,
        decision=fait.decision,
        texte=fait.texte,
        issue=issue,
        lue_apres_coup=fait.lue_apres_coup,
    )


def _inconnu(dossier: Dossier, fait: f.ReponseNonAutorisee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx)
    contexte |= {"par": fait.par, "recu_le": fait.le.isoformat(), "texte": fait.texte}
    return aux_gestionnaires(
        "expediteur_inconnu",
        dossier,
        ctx,
        f"{fait.rang}/{aujourd_hui(ctx)}",
        contexte,
        attente=du_dossier(dossier, ctx),
    )


def _echec(
    dossier: Dossier, fait: f.RemiseEchouee | f.CourrierRevenu, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    orientation = dossier.orientation(fait.rang) or dossier.courante
    contexte = contexte_de_l_orientation(dossier, orientation, ctx) | {
        "courrier": getattr(fait, "courrier", ""),
        "offre": isinstance(fait, f.RemiseEchouee),
        "a_renvoyer": False,
        "echec": {
            "le": fait.le.isoformat(),
            "destinataire": fait.destinataire,
            "statut": fait.statut,
            "preuve": fait.preuve,
        },
    }
    offre = "offre" if isinstance(fait, f.RemiseEchouee) else fait.courrier
    attente = du_dossier(dossier, ctx) if isinstance(fait, f.RemiseEchouee) else None
    cle = f"{fait.rang}/{offre}/{aujourd_hui(ctx)}"
    return aux_gestionnaires("echec_remise", dossier, ctx, cle, contexte, attente=attente)


def _epuisee(dossier: Dossier, fait: f.ListeEpuisee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    contexte = contexte_du_dossier(dossier, ctx) | {
        "raison": fait.raison,
        "orientations": [
            {
                "nom": o.nom,
                "issue": LIBELLES[o.statut],
                "motif": o.motif,
                "le": o.terminee_le and o.terminee_le.isoformat(),
            }
            for o in dossier.orientations
        ],
    }
    # Back in the flux, it may find nobody again.
    depuis = f"/{dossier.remis_le.isoformat()}" if dossier.remis_le else ""
    cle = f"{len(dossier.orientations)}{depuis}"
    return aux_gestionnaires("liste_epuisee", dossier, ctx, cle, contexte, attente=du_dossier(dossier, ctx))


def _arrivee_tardive(
    dossier: Dossier, fait: f.RemiseConstatee, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    """Whoever was told that silence had made an agreement is told that it did not."""
    if not fait.defait_le_silence:
        return ()
    motif = "l'offre ne vous est arrivée qu'après la fin du délai annoncé ; l'accord par silence est annulé"
    lettre = au_reservataire(
        "delai_repris", dossier, dossier.courante, ctx, distinction=fait.le.isoformat(), motif=motif, par=""
    )
    return (replace(lettre, suivi=True),)


def _repris(dossier: Dossier, fait: f.DelaiRepris, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    lettre = au_reservataire(
        "delai_repris", dossier, dossier.courante, ctx, distinction=fait.le.isoformat(), motif=fait.motif, par=fait.par
    )
    return (replace(lettre, suivi=True),)


def _retiree(
    dossier: Dossier,
    fait: f.OrientationRetiree | f.DossierAnnule | f.LogementSoustrait,
    ctx: Contexte,
    _origine: Origine,
) -> tuple[Courrier, ...]:
    """Whoever received the offer and did not refuse it is told that it no longer holds."""
    orientation = dossier.courante if dossier.orientations else None
    if orientation is None or orientation.statut is Statut.REFUSEE:
        return ()  # whether the offer ever left is known when this letter does (`etapes/expedition.py`)
    commission = commission_a_annuler(dossier, ctx)
    lettre = au_reservataire(
        "orientation_retiree",
        dossier,
        orientation,
        ctx,
        motif=fait.motif,
        commission=commission.debut.isoformat() if commission else None,
    )
    return (replace(lettre, pieces=(annulation(dossier, commission, ctx),)) if commission else lettre,)


LETTRES: Mapping[type[f.Fait], Callable[..., tuple[Courrier, ...]]] = {
    f.OrientationDecidee: _offre,
    f.RappelDecide: _rappel,
    f.RemiseConstatee: _arrivee_tardive,
    f.AccordRecu: _accuse_accord,
    f.AccordTacite: _silence,
    f.RefusTacite: _silence,
    f.RefusRecu: _accuse_refus,
    f.ReponseAClarifier: _a_preciser,
    f.ReponseTardive: _tardive,
    f.ReponseNonAutorisee: _inconnu,
    f.RemiseEchouee: _echec,
    f.CourrierRevenu: _echec,
    f.ListeEpuisee: _epuisee,
    f.DelaiRepris: _repris,
    f.OrientationRetiree: _retiree,
    f.DossierAnnule: _retiree,
    f.LogementSoustrait: _retiree,
}
