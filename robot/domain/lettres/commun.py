"""What every letter about a dwelling may say, and who receives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from robot.domain import loi
from robot.domain.attentes import Attente, Bouton
from robot.domain.calendrier import Decompte
from robot.domain.candidat import LIBELLES_CRITERES, nud_en_clair
from robot.domain.candidature import LIBELLES_ISSUES, LIBELLES_REPONSES, Candidature
from robot.domain.carnet import Bailleur, Correspondant
from robot.domain.courriers import SANS_ORIGINE, Courrier, Fabrique, Origine, PieceJointe, identifiant
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import demandes
from robot.domain.dossier import LIBELLES, Dossier, Orientation
from robot.domain.fiche import fiche_en_clair, titre
from robot.domain.jetons import Voie


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
        "adresse_postale": bailleur.adresse_postale,
    }


def contexte_du_dossier(dossier: Dossier, ctx: Contexte) -> dict[str, Any]:
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


def contexte_de_l_orientation(dossier: Dossier, orientation: Orientation, ctx: Contexte) -> dict[str, Any]:
    """What a letter about one orientation may say besides."""
    convention = ctx.convention(orientation.reservataire)
    candidats = demandes(dossier, orientation.reservataire, ctx)
    return contexte_du_dossier(dossier, ctx) | {
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
            "candidats": candidats.valeur,
            "candidats_dalo": loi.CANDIDATS_DALO.valeur,
            "candidats_source": candidats.source,
            "reponse_source": orientation.reponse.source if orientation.reponse else loi.NEUF_SANS_DELAI,
            "silence_source": convention.silence_source,
        },
    }


def au_reservataire(
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
        contexte=contexte_de_l_orientation(dossier, orientation, ctx) | {"objet_recu": origine.objet} | precisions,
        reference=dossier.reference,
        rang=orientation.rang,
        jeton=orientation.jeton,
        en_reponse_a=origine.message_id,
        repond=repond,
        fil=() if cle == premiere.cle else fil,
    )


def en_reponse(
    gabarit: str,
    dossier: Dossier,
    fait: Any,
    ctx: Contexte,
    origine: Origine,
    *,
    distinction: str = "",
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
    distinction = fait.message[:16] or distinction
    copies = dict.fromkeys(adresse for adresse in (fait.par, orientation.adresse) if adresse)
    return tuple(
        au_reservataire(
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


def aujourd_hui(ctx: Contexte) -> str:
    """Today: what distinguishes a notice that is sent at most once a day, whatever arrives."""
    return ctx.calendrier.jour_local(ctx.maintenant).isoformat()


def aux(
    destinataires: tuple[Correspondant, ...],
    gabarit: str,
    distinction: str,
    contexte: Mapping[str, Any],
    *,
    dossier: Dossier | None = None,
    ctx: Contexte | None = None,
    boutons: Iterable[Bouton] = (),
    **reste: Any,
) -> tuple[Courrier, ...]:
    """The same notice to each of several people of the landlord, with the token by which they may order something.

    The orders that answer it are offered to those who may give some.
    """
    rang = len(dossier.orientations) if dossier else 0
    ordres = ordres_en_clair(dossier, boutons) if dossier else []
    obeis = {gestionnaire.adresse for gestionnaire in ctx.carnet.gestionnaires} if ctx else set[str]()
    return tuple(
        Courrier(
            cle=f"{gabarit}/{distinction}/{personne.adresse}",
            gabarit=gabarit,
            destinataire=personne.adresse,
            contexte={
                **contexte,
                "destinataire": personne.nom,
                "ordres": ordres if personne.adresse in obeis else [],
            },
            reference=dossier.reference if dossier else "",
            rang=rang,
            jeton=ctx.jetons.jeton(dossier.reference, rang, Voie.GESTIONNAIRE) if dossier and ctx else "",
            **reste,
        )
        for personne in destinataires
    )


def aux_gestionnaires(
    gabarit: str,
    dossier: Dossier,
    ctx: Contexte,
    distinction: str,
    contexte: Mapping[str, Any],
    *,
    attente: Attente | None = None,
    **reste: Any,
) -> tuple[Courrier, ...]:
    """A notice about a dwelling to those who follow it (its sector), with the orders that answer `attente`."""
    return aux(
        ctx.carnet.gestionnaires_de(dossier.fiche.commune),
        gabarit,
        f"{dossier.reference}/{distinction}",
        contexte,
        dossier=dossier,
        ctx=ctx,
        boutons=attente.boutons if attente else (),
        **reste,
    )


def ordres_en_clair(dossier: Dossier, boutons: Iterable[Bouton]) -> list[dict[str, str]]:
    """The orders that answer a notice: what the robot reads, and what the button shows."""
    return [{"texte": f"{dossier.reference} {bouton.texte}", "libelle": bouton.libelle} for bouton in boutons]


def plafond_en_clair(dossier: Dossier, ctx: Contexte) -> dict[str, Any]:
    """The last day to present candidates in a tense zone, which nobody may put off (R48)."""
    plafond = ctx.plafond(dossier)
    return {
        "plafond": plafond.isoformat() if plafond else None,
        "plafond_passe": plafond is not None and plafond < ctx.calendrier.jour_local(ctx.maintenant),
        "plafond_source": loi.PLAFOND_DE_DESIGNATION.source,
    }


def table_a_remplir(dossier: Dossier, ctx: Contexte) -> PieceJointe:
    """The table in which a réservataire may name its candidates (R61)."""
    orientation = dossier.courante
    return PieceJointe(
        Fabrique.TABLE_CANDIDATS,
        f"candidats-{dossier.reference}.xlsx",
        {
            "reference": dossier.reference,
            "logement": titre(dossier.fiche),
            "candidats": demandes(dossier, orientation.reservataire, ctx).valeur,
            "dernier_jour": orientation.designation.dernier_jour.isoformat() if orientation.designation else None,
        },
    )


def candidat_en_clair(candidature: Candidature) -> dict[str, Any]:
    """A candidate as a réservataire or a gestionnaire reads it; for the others, see `lettres/candidats.py`."""
    proposition = candidature.proposition
    return {
        "numero": candidature.numero,
        "nud": nud_en_clair(candidature.candidat.nud),
        "nom": candidature.candidat.nom,
        "priorite": LIBELLES_CRITERES[candidature.candidat.critere],
        "dalo": candidature.dalo,
        "en_lice": candidature.vivante,
        "reponse": LIBELLES_REPONSES[proposition.reponse] if proposition else "",
        "issue": LIBELLES_ISSUES[candidature.issue] if candidature.issue else "",
        "ordre": candidature.ordre,
        "motif": candidature.decision,
    }


def candidats_en_clair(dossier: Dossier) -> list[dict[str, Any]]:
    """The candidates of the current orientation, in order, those who are out included."""
    return [candidat_en_clair(c) for c in dossier.candidatures if c.rang == len(dossier.orientations)]
