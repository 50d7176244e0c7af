"""Which letters a fact calls for, to whom, with what to say.

A context holds plain JSON values only: dates and instants in ISO 8601,
printed in words by the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.calendrier import Decompte
from robot.domain.carnet import Bailleur, Correspondant
from robot.domain.courriers import OFFRES, SANS_ORIGINE, Courrier, Depart, Origine, identifiant
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import LIBELLES, Dossier, Orientation, Statut
from robot.domain.fiche import fiche_en_clair, titre


def courriers(dossier: Dossier, fait: f.Fait, ctx: Contexte, origine: Origine = SANS_ORIGINE) -> tuple[Courrier, ...]:
    """The letters that a fact calls for, `dossier` being its state after the fact."""
    ecrire = LETTRES.get(type(fait))
    return ecrire(dossier, fait, ctx, origine) if ecrire else ()


def encore_utile(courrier: Courrier, dossier: Dossier) -> bool:
    """Whether a letter in the outbox still makes sense: an offer that was answered or withdrawn meanwhile does not."""
    if courrier.gabarit in OFFRES:
        return dossier.statut is Statut.A_EXPEDIER and dossier.courante.rang == courrier.rang
    if courrier.gabarit == "rappel_offre":
        return dossier.statut is Statut.EN_ATTENTE and dossier.courante.rang == courrier.rang
    return True


def actualiser(courrier: Courrier, dossier: Dossier, ctx: Contexte) -> Courrier:
    """The letter as it must read if it leaves now: the deadline of an offer runs from the day it is received."""
    if courrier.gabarit != "offre":
        return courrier
    decompte = ctx.decompter_la_reponse(dossier, ctx.maintenant)
    return replace(courrier, contexte={**courrier.contexte, "delai": en_clair(decompte)})


def en_clair(decompte: Decompte | None) -> dict[str, Any] | None:
    """A deadline as plain values: last day, instant, skipped days with their reasons, source."""
    if decompte is None:
        return None
    return {
        "reception": decompte.reception.isoformat(),
        "jours_ouvres": decompte.jours_ouvres,
        "dernier_jour": decompte.dernier_jour.isoformat(),
        "echeance": decompte.echeance.isoformat(),
        "sautes": [{"date": jour.date.isoformat(), "raison": jour.raison} for jour in decompte.jours_sautes],
        "source": decompte.source,
    }


def signature(bailleur: Bailleur) -> dict[str, str]:
    """The landlord as every letter signs it."""
    return {
        "nom": bailleur.nom,
        "service": bailleur.service,
        "telephone": bailleur.telephone,
        "adresse": bailleur.adresse,
    }


def _contexte(dossier: Dossier, ctx: Contexte) -> dict[str, Any]:
    """What every letter about a dwelling may say."""
    fiche = dossier.fiche
    return {
        "reference": dossier.reference,
        "neuf": dossier.neuf,
        "statut": LIBELLES[dossier.statut],
        "logement": {
            "titre": titre(fiche),
            "typologie": fiche.typologie,
            "commune": fiche.commune.nom,
            "adresse": fiche.adresse,
            "lignes": [list(ligne) for ligne in fiche_en_clair(fiche)],
        },
        "bailleur": signature(ctx.carnet.bailleur),
    }


def _orientation(dossier: Dossier, orientation: Orientation, ctx: Contexte) -> dict[str, Any]:
    """What a letter about one orientation may say besides."""
    convention = ctx.convention(orientation.reservataire)
    return _contexte(dossier, ctx) | {
        "reservataire": {"nom": orientation.nom, "code": orientation.reservataire, "adresse": orientation.adresse},
        "rang": orientation.rang,
        "silence": orientation.silence,
        "delai": en_clair(orientation.decompte),
        "reception": {
            "le": orientation.reception.le.isoformat(),
            "preuve": orientation.reception.preuve,
            "presumee": orientation.reception.presumee,
        }
        if orientation.reception
        else None,
        "designation": en_clair(orientation.designation),
        "convention": {
            "designation_jours": convention.designation.jours_ouvres,
            "designation_source": convention.designation.source,
            "candidats": convention.candidats.valeur,
            "candidats_dalo": loi.CANDIDATS_DALO.valeur,
            "candidats_source": convention.candidats.source,
            "reponse_source": orientation.reponse.source if orientation.reponse else loi.NEUF_SANS_DELAI,
            "silence_source": convention.silence_source,
        },
    }


def _au_reservataire(
    gabarit: str,
    dossier: Dossier,
    orientation: Orientation,
    ctx: Contexte,
    *,
    adresse: str = "",
    distinction: str = "",
    origine: Origine = SANS_ORIGINE,
    repond: bool = False,
    **precisions: Any,
) -> Courrier:
    """A letter about an orientation, to its réservataire; in the thread of the offer."""
    adresse = adresse or orientation.adresse
    cle = "/".join(p for p in (gabarit, dossier.reference, str(orientation.rang), distinction, adresse) if p)
    premiere = Courrier(
        cle="/".join(
            ("neuf" if dossier.neuf else "offre", dossier.reference, str(orientation.rang), orientation.adresse)
        ),
        gabarit="neuf" if dossier.neuf else "offre",
        destinataire=orientation.adresse,
        jeton=orientation.jeton,
    )
    fil = (identifiant(premiere, ctx.carnet.bailleur.adresse.partition("@")[2]),)
    return Courrier(
        cle=cle,
        gabarit=gabarit,
        destinataire=adresse,
        contexte=_orientation(dossier, orientation, ctx) | {"objet_recu": origine.objet} | precisions,
        reference=dossier.reference,
        rang=orientation.rang,
        jeton=orientation.jeton,
        en_reponse_a=origine.message_id,
        repond=repond,
        fil=() if cle == premiere.cle else fil,
    )


def _reponse(
    gabarit: str,
    dossier: Dossier,
    fait: Any,
    ctx: Contexte,
    origine: Origine,
    **precisions: Any,
) -> tuple[Courrier, ...]:
    """An acknowledgement: to its author, in reply, and to the generic address when they are not the same."""
    orientation = dossier.orientation(fait.rang) or dossier.courante
    ecrire = {
        "par": fait.par,
        "recu_le": fait.le.isoformat(),
        "saisi_par": getattr(fait, "saisi_par", ""),
        **precisions,
    }
    distinction = fait.message[:16]
    copies = dict.fromkeys(adresse for adresse in (fait.par, orientation.adresse) if adresse)
    return tuple(
        _au_reservataire(
            gabarit,
            dossier,
            orientation,
            ctx,
            adresse=adresse,
            distinction=distinction,
            origine=origine if adresse == fait.par else SANS_ORIGINE,
            repond=bool(fait.message),
            **ecrire,
        )
        for adresse in copies
    )


def _jour(ctx: Contexte) -> str:
    """Today: what distinguishes a notice that is sent at most once a day, whatever arrives."""
    return ctx.calendrier.jour_local(ctx.maintenant).isoformat()


def _aux(
    destinataires: tuple[Correspondant, ...],
    gabarit: str,
    distinction: str,
    contexte: Mapping[str, Any],
    reference: str = "",
) -> tuple[Courrier, ...]:
    """The same notice to each of several people of the landlord."""
    return tuple(
        Courrier(
            cle=f"{gabarit}/{distinction}/{personne.adresse}",
            gabarit=gabarit,
            destinataire=personne.adresse,
            contexte={**contexte, "destinataire": personne.nom},
            reference=reference,
        )
        for personne in destinataires
    )


def _offre(dossier: Dossier, fait: f.OrientationDecidee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    gabarit = "neuf" if dossier.neuf else "offre"
    offre = _au_reservataire(gabarit, dossier, dossier.courante, ctx, raison=fait.raison)
    return (replace(offre, depart=Depart.BUREAU, suivi=True),)


def _rappel(dossier: Dossier, _fait: f.RappelDecide, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    orientation = dossier.courante
    tour = orientation.decompte.dernier_jour.isoformat() if orientation.decompte else ""
    rappel = _au_reservataire("rappel_offre", dossier, orientation, ctx, distinction=tour)
    return (replace(rappel, depart=Depart.BUREAU, suivi=True),)


def _accuse_accord(dossier: Dossier, fait: f.AccordRecu, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    return _reponse("accuse_accord", dossier, fait, ctx, origine, preuve=fait.preuve)


def _accuse_refus(dossier: Dossier, fait: f.RefusRecu, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    return _reponse("accuse_refus", dossier, fait, ctx, origine, preuve=fait.preuve, motif=fait.motif)


def _silence(
    dossier: Dossier, fait: f.AccordTacite | f.RefusTacite, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    gabarit = "accord_tacite" if isinstance(fait, f.AccordTacite) else "refus_tacite"
    orientation = dossier.orientation(fait.rang) or dossier.courante
    lettre = _au_reservataire(
        gabarit,
        dossier,
        orientation,
        ctx,
        distinction=fait.le.isoformat(),
        preuve=fait.preuve,
        lu_jusqu_a=fait.lu_jusqu_a.isoformat(),
    )
    return (replace(lettre, suivi=True),)


def _a_preciser(dossier: Dossier, fait: f.ReponseAClarifier, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    return _reponse("a_preciser", dossier, fait, ctx, origine, cause=fait.cause, texte=fait.texte)


def _tardive(dossier: Dossier, fait: f.ReponseTardive, ctx: Contexte, origine: Origine) -> tuple[Courrier, ...]:
    orientation = dossier.orientation(fait.rang) or dossier.courante
    issue = {
        "statut": orientation.statut,
        "libelle": LIBELLES[orientation.statut],
        "le": orientation.terminee_le.isoformat() if orientation.terminee_le else None,
    }
    return _reponse(
        "reponse_tardive", dossier, fait, ctx, origine, decision=fait.decision, texte=fait.texte, issue=issue
    )


def _inconnu(dossier: Dossier, fait: f.ReponseNonAutorisee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    contexte = _orientation(dossier, dossier.courante, ctx)
    contexte |= {"par": fait.par, "recu_le": fait.le.isoformat(), "texte": fait.texte}
    distinction = f"{dossier.reference}/{fait.rang}/{_jour(ctx)}"
    return _aux(ctx.carnet.gestionnaires, "expediteur_inconnu", distinction, contexte, dossier.reference)


def _echec(
    dossier: Dossier, fait: f.RemiseEchouee | f.CourrierRevenu, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    orientation = dossier.orientation(fait.rang) or dossier.courante
    contexte = _orientation(dossier, orientation, ctx) | {
        "courrier": getattr(fait, "courrier", ""),
        "offre": isinstance(fait, f.RemiseEchouee),
        "echec": {
            "le": fait.le.isoformat(),
            "destinataire": fait.destinataire,
            "statut": fait.statut,
            "preuve": fait.preuve,
        },
    }
    offre = "offre" if isinstance(fait, f.RemiseEchouee) else fait.courrier
    distinction = f"{dossier.reference}/{fait.rang}/{offre}/{_jour(ctx)}"
    return _aux(ctx.carnet.gestionnaires, "echec_remise", distinction, contexte, dossier.reference)


def _epuisee(dossier: Dossier, fait: f.ListeEpuisee, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    contexte = _contexte(dossier, ctx) | {
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
    distinction = f"{dossier.reference}/{len(dossier.orientations)}"
    return _aux(ctx.carnet.gestionnaires, "liste_epuisee", distinction, contexte, dossier.reference)


def _arrivee_tardive(
    dossier: Dossier, fait: f.RemiseConstatee, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    """Whoever was told that silence had made an agreement is told that it did not."""
    if not fait.defait_le_silence:
        return ()
    motif = "l'offre ne vous est arrivée qu'après la fin du délai annoncé ; l'accord par silence est annulé"
    lettre = _au_reservataire(
        "delai_repris", dossier, dossier.courante, ctx, distinction=fait.le.isoformat(), motif=motif, par=""
    )
    return (replace(lettre, suivi=True),)


def _repris(dossier: Dossier, fait: f.DelaiRepris, ctx: Contexte, _origine: Origine) -> tuple[Courrier, ...]:
    lettre = _au_reservataire(
        "delai_repris", dossier, dossier.courante, ctx, distinction=fait.le.isoformat(), motif=fait.motif, par=fait.par
    )
    return (replace(lettre, suivi=True),)


def _retiree(
    dossier: Dossier, fait: f.OrientationRetiree | f.DossierAnnule, ctx: Contexte, _origine: Origine
) -> tuple[Courrier, ...]:
    """Whoever received the offer and did not refuse it is told that it no longer holds."""
    orientation = dossier.courante if dossier.orientations else None
    if orientation is None or orientation.statut is Statut.REFUSEE:
        return ()  # whether the offer ever left is known when this letter does (`etapes/expedition.py`)
    return (_au_reservataire("orientation_retiree", dossier, orientation, ctx, motif=fait.motif),)


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
}
