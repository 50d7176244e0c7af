"""The notice to the State of a DALO refusal, with what the household sent, or the proof of its silence (R73, R74)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidat import nud_en_clair
from robot.domain.candidature import Candidature, Complement, FichierRecu, MotifDAvis
from robot.domain.courriers import AVIS, RETRAIT, Courrier, Fabrique, Origine, PieceJointe
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.silences import redesignee
from robot.domain.dossier import Dossier
from robot.domain.jetons import Voie
from robot.domain.lettres.candidats import contexte_du_candidat
from robot.domain.lettres.commun import aujourd_hui, aux_gestionnaires, contexte_de_l_orientation

Lettres = tuple[Courrier, ...]

# What most administrations' servers take, once encoded (a third more); a letter is split under it.
OCTETS_PAR_LETTRE = 7_000_000
# What the landlord states in writing, for want of justificatifs (R74).
CONSTATS = {
    MotifDAvis.SILENCE: "constat_silence_candidat",
    MotifDAvis.DOSSIER: "constat_dossier_candidat",
}


def _avis(dossier: Dossier, fait: f.DdetsAvisee, ctx: Contexte, _origine: Origine) -> Lettres:
    """One notice; in several letters when what the household sent is too heavy for one."""
    candidature = dossier.candidature(fait.numero)
    if candidature is None:
        return ()
    lots, trop_lourds = repartir(candidature.fichiers)
    contexte = _contexte(dossier, candidature, ctx) | {
        "motif_avis": fait.motif,
        "motif": candidature.refus,
        "saisi_par": candidature.refus_saisi_par,
        "lettres": len(lots),
        "fichiers": len(candidature.fichiers) - len(trop_lourds),
        "trop_lourds": len(trop_lourds),
        "complements": len(candidature.complements),
    }
    complements = (lettre for c in candidature.complements for lettre in _complement(dossier, candidature, c, ctx))
    constat = (_constat(dossier, candidature, CONSTATS[fait.motif], ctx),) if fait.motif in CONSTATS else ()
    avis = tuple(
        Courrier(
            cle=f"avis_ddets/{dossier.reference}/c{fait.numero}/{fait.tour}/{rang}/{fait.adresse}",
            gabarit="avis_ddets",
            destinataire=fait.adresse,
            contexte=contexte | {"lettre": rang},
            reference=dossier.reference,
            rang=candidature.rang,
            jeton=ctx.jetons.jeton(dossier.reference, candidature.rang, Voie.DDETS, fait.numero),
            suivi=True,
            pieces=(*(constat if rang == 1 else ()), *_recues(candidature.message, lot)),
        )
        for rang, lot in enumerate(lots, 1)
    )
    return (*avis, *complements)


def _complement(dossier: Dossier, candidature: Candidature, complement: Complement, ctx: Contexte) -> Lettres:
    """What came beside the refusal, to the address that holds the notice; in several letters when it is too heavy."""
    avis = candidature.avis
    if avis is None or avis.revenu:
        return ()  # it leaves with the notice, once there is an address that works
    lots, trop_lourds = repartir(complement.fichiers)
    contexte = _contexte(dossier, candidature, ctx) | {
        "texte": complement.texte,
        "recu_le": complement.le.isoformat(),
        "avant": _avant_le_refus(candidature, complement),
        "avise_le": avis.decide_le.isoformat(),
        "lettres": len(lots),
        "fichiers": len(complement.fichiers) - len(trop_lourds),
        "trop_lourds": len(trop_lourds),
    }
    cle = f"complement_ddets/{dossier.reference}/c{candidature.numero}/{avis.tour}/{complement.message}"
    return tuple(
        Courrier(
            cle=f"{cle}/{rang}/{avis.adresse}",
            gabarit="complement_ddets",
            destinataire=avis.adresse,
            contexte=contexte | {"lettre": rang},
            reference=dossier.reference,
            rang=candidature.rang,
            jeton=ctx.jetons.jeton(dossier.reference, candidature.rang, Voie.DDETS, candidature.numero),
            suivi=True,
            pieces=_recues(complement.message, lot),
        )
        for rang, lot in enumerate(lots, 1)
    )


def _avant_le_refus(candidature: Candidature, complement: Complement) -> bool:
    repondue_le = candidature.proposition.repondue_le if candidature.proposition else None
    return repondue_le is not None and complement.le < repondue_le


def _complete(dossier: Dossier, fait: f.ComplementRecu, ctx: Contexte, _origine: Origine) -> Lettres:
    candidature = dossier.candidature(fait.numero)
    return _complement(dossier, candidature, candidature.complements[-1], ctx) if candidature else ()


def repartir(fichiers: Iterable[FichierRecu]) -> tuple[list[list[FichierRecu]], list[FichierRecu]]:
    """The files letter by letter, in order, at least one letter; and those that no letter can carry."""
    lots: list[list[FichierRecu]] = [[]]
    trop_lourds = list[FichierRecu]()
    for fichier in fichiers:
        if fichier.taille > OCTETS_PAR_LETTRE:
            trop_lourds.append(fichier)
            continue
        if sum(deja.taille for deja in lots[-1]) + fichier.taille > OCTETS_PAR_LETTRE:
            lots.append([])
        lots[-1].append(fichier)
    return lots, trop_lourds


def _recues(message: str, lot: Iterable[FichierRecu]) -> tuple[PieceJointe, ...]:
    return tuple(
        PieceJointe(
            Fabrique.RECUE,
            f"justificatif-{fichier.partie}",
            {"message": message, "partie": fichier.partie},
        )
        for fichier in lot
    )


def _constat(dossier: Dossier, candidature: Candidature, gabarit: str, ctx: Contexte) -> PieceJointe:
    """The landlord's written statement that the household kept silent, or did not build its file (R74)."""
    return PieceJointe(
        Fabrique.LETTRE,
        f"{gabarit.removesuffix('_candidat').replace('_', '-de-')}-{dossier.reference}.pdf",
        {
            "gabarit": gabarit,
            "contexte": _contexte(dossier, candidature, ctx) | {"papier": True},
            "destinataire": {"nom": ctx.carnet.ddets.nom if ctx.carnet.ddets else "", "adresse": ""},
            "date": aujourd_hui(ctx),
        },
    )


def _contexte(dossier: Dossier, candidature: Candidature, ctx: Contexte) -> dict[str, Any]:
    """What the State needs: the household by its number, the dwelling, the dates, what proves them."""
    proposition = candidature.proposition
    return contexte_du_candidat(dossier, candidature, ctx) | {
        "nud": nud_en_clair(candidature.candidat.nud),
        "avis_tour": candidature.avis.tour if candidature.avis else 0,
        "proposee_le": proposition.decidee_le.isoformat() if proposition else None,
        "recue_le": proposition.remise_le.isoformat() if proposition and proposition.remise_le else None,
        "preuve": proposition.preuve if proposition else "",
        "refusee_le": proposition.repondue_le.isoformat() if proposition and proposition.repondue_le else None,
        "avis_source": loi.DDETS_AVISEE,
        "preuve_source": loi.RECEPTION_A_PROUVER,
    }


def _relance(dossier: Dossier, fait: f.DdetsRelancee, ctx: Contexte, _origine: Origine) -> Lettres:
    candidature = dossier.candidature(fait.numero)
    if candidature is None or candidature.avis is None:
        return ()
    return (
        Courrier(
            cle=f"rappel_ddets/{dossier.reference}/c{fait.numero}/{candidature.avis.tour}",
            gabarit="rappel_ddets",
            destinataire=candidature.avis.adresse,
            contexte=_contexte(dossier, candidature, ctx) | {"avise_le": candidature.avis.decide_le.isoformat()},
            reference=dossier.reference,
            rang=candidature.rang,
            jeton=ctx.jetons.jeton(dossier.reference, candidature.rang, Voie.DDETS, fait.numero),
            suivi=True,
        ),
    )


def _detrompe(dossier: Dossier, fait: f.DdetsDetrompee, ctx: Contexte, _origine: Origine) -> Lettres:
    """The refusal of which the State holds a notice proves not to be one: it is told so at once."""
    candidature = dossier.candidature(fait.numero)
    avis = candidature.avis if candidature else None
    if candidature is None or avis is None or avis.tombe_le is None:
        return ()
    encore = f"/{fait.tour}" if fait.tour > 1 else ""
    return (
        Courrier(
            cle=f"retrait_ddets/{dossier.reference}/c{fait.numero}/{avis.tour}{encore}",
            gabarit="retrait_ddets",
            destinataire=fait.adresse,
            contexte=_contexte(dossier, candidature, ctx)
            | {
                "avise_le": avis.decide_le.isoformat(),
                "repondu": avis.repondu,
                "absent": avis.absent,
                "appris_le": avis.tombe_le.isoformat(),
                "revient": candidature in dossier.en_lice or redesignee(dossier, candidature) is not None,
            },
            reference=dossier.reference,
            rang=candidature.rang,
            jeton=ctx.jetons.jeton(dossier.reference, candidature.rang, Voie.DDETS, fait.numero),
            suivi=True,
        ),
    )


def _revenu(dossier: Dossier, fait: f.AvisRevenu, ctx: Contexte, _origine: Origine) -> Lettres:
    contexte = contexte_de_l_orientation(dossier, dossier.courante, ctx) | {
        "courrier": fait.courrier or AVIS,
        "a_renvoyer": fait.courrier == RETRAIT or not _tombe(dossier.candidature(fait.numero)),
        "offre": False,
        "echec": {
            "le": fait.le.isoformat(),
            "destinataire": fait.destinataire,
            "statut": fait.statut,
            "preuve": fait.preuve,
        },
    }
    lettre = "retrait" if fait.courrier == RETRAIT else "ddets"
    return aux_gestionnaires("echec_remise", dossier, ctx, f"{lettre}/c{fait.numero}/{aujourd_hui(ctx)}", contexte)


def _tombe(candidature: Candidature | None) -> bool:
    """Whether the refusal of the notice proved to be none: nothing of it has to be known any more."""
    return candidature is not None and candidature.avis is not None and candidature.avis.tombe_le is not None


LETTRES: Mapping[type[f.Fait], Callable[..., Lettres]] = {
    f.DdetsAvisee: _avis,
    f.DdetsRelancee: _relance,
    f.ComplementRecu: _complete,
    f.AvisRevenu: _revenu,
    f.DdetsDetrompee: _detrompe,
}
