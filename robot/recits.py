"""The history of a dwelling, told: `robot expliquer` and `robot etat`, in French and in JSON.

Each fact becomes one sentence, its evidence, and, when it opens a delay, the
deadline with every skipped day and the article that fixes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Any
from zoneinfo import ZoneInfo

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.calendrier import PARIS, Decompte
from robot.domain.carnet import Silence
from robot.domain.dates import echeance_en_lettres, instant_en_lettres, jour_en_lettres
from robot.domain.dossier import LIBELLES, Dossier
from robot.domain.fiche import fiche_en_clair, titre
from robot.ports import Envoi, EtatEnvoi, FaitInscrit

ETATS_ENVOI = {
    EtatEnvoi.A_EXPEDIER: "à envoyer",
    EtatEnvoi.CONFIEE: "confiée au serveur, réponse inconnue",
    EtatEnvoi.EXPEDIEE: "envoyée",
    EtatEnvoi.REFUSEE: "refusée",
    EtatEnvoi.SANS_OBJET: "devenue sans objet, non envoyée",
}


@dataclass(frozen=True)
class Recit:
    """One fact, told: a sentence, why or on what evidence, the law, and the delay it opens."""

    phrase: str
    preuves: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    decompte: Decompte | None = None


@singledispatch
def raconter(fait: f.Fait) -> Recit:
    """One fact as a person would tell it."""
    raise NotImplementedError(type(fait).__name__)


@raconter.register
def _(fait: f.LogementLibere) -> Recit:
    quand = f", disponible le {jour_en_lettres(fait.disponible_le)}" if fait.disponible_le else ""
    nature = "logement neuf" if fait.neuf else "logement libéré"
    return Recit(f"{nature.capitalize()} : {titre(fait.fiche)}{quand}.", sources=(loi.FICHE,))


@raconter.register
def _(fait: f.OrientationDecidee) -> Recit:
    delai = (
        f"{fait.reponse.jours_ouvres} jours ouvrés pour répondre, le silence vaut "
        f"{'acceptation' if fait.silence is Silence.ACCORD else 'refus'}"
        if fait.reponse
        else "sans délai ni silence"
    )
    source = fait.reponse.source if fait.reponse else loi.NEUF_SANS_DELAI
    return Recit(f"Offre n° {fait.rang} décidée : {fait.nom} <{fait.adresse}> ; {delai}.", (fait.raison,), (source,))


@raconter.register
def _(fait: f.OrientationExpediee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} envoyée ; réception présumée ce jour.",
        (fait.preuve, f"message {fait.message_id}", f"SHA-256 {fait.empreinte}"),
        (loi.DEPART_DU_DELAI, loi.COMPUTATION) if fait.decompte else (loi.NEUF_SANS_DELAI,),
        fait.decompte,
    )


@raconter.register
def _(fait: f.RemiseConstatee) -> Recit:
    return Recit(
        f"Réception de l'offre n° {fait.rang} prouvée.",
        (fait.preuve, *_message(fait.message)),
        (loi.DEPART_DU_DELAI, loi.COMPUTATION) if fait.decompte else (),
        fait.decompte,
    )


@raconter.register
def _(fait: f.RemiseDifferee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} retardée en chemin : le délai est suspendu.",
        (*_statut(fait.destinataire, fait.statut), fait.preuve, *_message(fait.message)),
        (loi.DEPART_DU_DELAI,),
    )


@raconter.register
def _(fait: f.RemiseEchouee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} non remise : aucun silence ne peut être compté.",
        (*_statut(fait.destinataire, fait.statut), fait.preuve, *_message(fait.message)),
        (loi.DEPART_DU_DELAI,),
    )


@raconter.register
def _(fait: f.CourrierRevenu) -> Recit:
    return Recit(
        f"Un courrier de l'offre n° {fait.rang} ({fait.courrier or 'inconnu'}) est revenu ; l'offre est hors de cause.",
        (*_statut(fait.destinataire, fait.statut), fait.preuve, *_message(fait.message)),
    )


@raconter.register
def _(fait: f.RappelDecide) -> Recit:
    return Recit(f"Rappel de l'offre n° {fait.rang} : dernier jour, pas encore de réponse.")


@raconter.register
def _(fait: f.AccordRecu) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} acceptée {_auteur(fait)} ; les candidats sont attendus.",
        (_citer(fait.preuve), *_message(fait.message)),
        (loi.SILENCE_VAUT_ACCORD.source,),
        fait.designation,
    )


@raconter.register
def _(fait: f.AccordTacite) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} acceptée par silence ; les candidats sont attendus.",
        (
            f"réception : {fait.preuve}",
            f"silence établi le {instant_en_lettres(fait.etabli_le)}",
            f"boîte du robot relue sans réponse jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}",
        ),
        (loi.SILENCE_VAUT_ACCORD.source,),
        fait.designation,
    )


@raconter.register
def _(fait: f.RefusTacite) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} refusée par silence, selon la convention de ce réservataire.",
        (f"réception : {fait.preuve}", f"boîte relue jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}"),
    )


@raconter.register
def _(fait: f.RefusRecu) -> Recit:
    categorie = f" (catégorie : {fait.categorie.replace('_', ' ')})" if fait.categorie else ""
    motif = (f"motif : {fait.motif}{categorie}",) if fait.motif else ()
    return Recit(
        f"Offre n° {fait.rang} refusée {_auteur(fait)}.",
        (*motif, _citer(fait.preuve), *_message(fait.message)),
        (loi.SUIVANT,),
    )


@raconter.register
def _(fait: f.ReponseAClarifier) -> Recit:
    return Recit(
        f"Réponse de {fait.par or 'expéditeur illisible'} à l'offre n° {fait.rang}, sans décision certaine : "
        "le délai est suspendu.",
        (fait.cause, *_texte(fait.texte), *_message(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseNonAutorisee) -> Recit:
    return Recit(
        f"Réponse de {fait.par or 'expéditeur illisible'}, qui n'est pas habilité, à l'offre n° {fait.rang} : "
        "le délai est suspendu.",
        (*_texte(fait.texte), *_message(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseTardive) -> Recit:
    return Recit(
        f"Réponse de {fait.par} ({fait.decision}) après la fin de l'offre n° {fait.rang} : consignée, sans effet.",
        (*_texte(fait.texte), *_message(fait.message)),
    )


@raconter.register
def _(fait: f.DelaiRepris) -> Recit:
    return Recit(
        f"Le délai de l'offre n° {fait.rang} reprend en entier, sur ordre de {fait.par}.",
        (f"motif : {fait.motif}",),
        (loi.COMPUTATION,),
        fait.decompte,
    )


@raconter.register
def _(fait: f.OrientationRetiree) -> Recit:
    return Recit(f"Offre n° {fait.rang} retirée par {fait.par}.", (f"motif : {fait.motif}",))


@raconter.register
def _(fait: f.ListeEpuisee) -> Recit:
    return Recit(f"Plus personne à solliciter ({fait.raison}) : le logement revient au gestionnaire.")


@raconter.register
def _(fait: f.DossierAnnule) -> Recit:
    return Recit(f"Dossier annulé par {fait.par}.", (f"motif : {fait.motif}",))


def _auteur(fait: f.AccordRecu | f.RefusRecu) -> str:
    return f"selon {fait.saisi_par}, qui l'a saisi" if fait.saisi_par else f"par {fait.par}"


def _message(empreinte: str) -> tuple[str, ...]:
    return (f"message reçu, empreinte {empreinte}",) if empreinte else ()


def _statut(destinataire: str, statut: str) -> tuple[str, ...]:
    dit = " ".join(partie for partie in (destinataire, statut) if partie)
    return (dit,) if dit else ()


def _texte(texte: str) -> tuple[str, ...]:
    return (_citer(texte),) if texte.strip() else ()


def _citer(texte: str) -> str:
    """Somebody's words, on one line; what was erased is nobody's."""
    return texte if isinstance(texte, f.Efface) else f"« {' '.join(texte.split())} »"


# --- on screen ------------------------------------------------------------------------------------


def expliquer(dossier: Dossier, journal: Iterable[FaitInscrit], envois: Iterable[Envoi], fuseau: str = PARIS) -> str:
    """The whole history of a dwelling, for a person."""
    lignes = [f"{dossier.reference} · {titre(dossier.fiche)} · {LIBELLES[dossier.statut]}", ""]
    lignes += [f"  {nom} : {valeur}" for nom, valeur in fiche_en_clair(dossier.fiche)]
    for inscrit in journal:
        recit = raconter(inscrit.fait)
        lignes += ["", f"{inscrit.numero}. {instant_en_lettres(inscrit.fait.le, fuseau)}", f"   {recit.phrase}"]
        lignes += [f"   · {preuve}" for preuve in recit.preuves]
        lignes += _delai(recit.decompte)
        lignes += [f"   § {source}" for source in recit.sources]
    lignes += ["", "Courriers"]
    lignes += [f"  {_envoi(envoi, fuseau)}" for envoi in envois]
    return "\n".join(lignes)


def _delai(decompte: Decompte | None) -> list[str]:
    if decompte is None:
        return []
    sautes = [f"     sauté : {jour_en_lettres(jour.date)} ({jour.raison})" for jour in decompte.jours_sautes]
    depuis, fin = jour_en_lettres(decompte.reception), echeance_en_lettres(decompte.dernier_jour)
    compte = f"   Délai : {decompte.jours_ouvres} jours ouvrés à compter du {depuis}, jusqu'au {fin}."
    return [compte, *sautes, f"   § {decompte.source}"]


def _envoi(envoi: Envoi, fuseau: str) -> str:
    quand = f" le {instant_en_lettres(envoi.expedie_le, fuseau)}" if envoi.expedie_le else ""
    mots = f" ({envoi.reponse})" if envoi.reponse else ""
    return f"{envoi.courrier.gabarit} → {envoi.courrier.destinataire} : {ETATS_ENVOI[envoi.etat]}{quand}{mots}"


def situer(dossier: Dossier) -> str:
    """One line: where a dwelling stands."""
    courante = dossier.courante if dossier.orientations else None
    qui = f" · {courante.nom}" if courante else ""
    quand = (
        f" · réponse avant le {echeance_en_lettres(courante.decompte.dernier_jour)}"
        if courante and courante.decompte and courante.terminee_le is None
        else ""
    )
    candidats = (
        f" · candidats avant le {echeance_en_lettres(courante.designation.dernier_jour)}"
        if courante and courante.designation
        else ""
    )
    return f"{dossier.reference} · {titre(dossier.fiche)} · {LIBELLES[dossier.statut]}{qui}{quand}{candidats}"


# --- for machines ---------------------------------------------------------------------------------


def etat_en_json(dossier: Dossier) -> dict[str, Any]:
    """Where a dwelling stands, as plain values (`robot etat --json`)."""
    courante = dossier.courante if dossier.orientations else None
    return {
        "reference": dossier.reference,
        "statut": dossier.statut,
        "rpls": dossier.fiche.rpls,
        "commune": dossier.fiche.commune.code,
        "typologie": dossier.fiche.typologie,
        "neuf": dossier.neuf,
        "libere_le": _iso(dossier.libere_le),
        "reservataire": courante.reservataire if courante else None,
        "rang": courante.rang if courante else None,
        "expediee_le": _iso(courante.expediee_le) if courante else None,
        "echeance": _iso(courante.decompte.echeance) if courante and courante.decompte else None,
        "designation": _iso(courante.designation.echeance) if courante and courante.designation else None,
    }


def expliquer_en_json(
    dossier: Dossier, journal: Iterable[FaitInscrit], envois: Iterable[Envoi], fuseau: str = PARIS
) -> dict[str, Any]:
    """The whole history as plain values (`robot expliquer --json`)."""
    return etat_en_json(dossier) | {
        "faits": [_fait_en_json(inscrit, fuseau) for inscrit in journal],
        "courriers": [
            {
                "gabarit": envoi.courrier.gabarit,
                "destinataire": envoi.courrier.destinataire,
                "message_id": envoi.message_id,
                "etat": envoi.etat,
                "cree_le": _iso(envoi.cree_le),
                "expedie_le": _iso(envoi.expedie_le),
                "reponse": envoi.reponse,
            }
            for envoi in envois
        ],
    }


def _fait_en_json(inscrit: FaitInscrit, fuseau: str) -> dict[str, Any]:
    recit = raconter(inscrit.fait)
    return {
        "numero": inscrit.numero,
        "fait": type(inscrit.fait).__name__,
        "le": _iso(inscrit.fait.le),
        "inscrit_le": _iso(inscrit.inscrit_le),
        "phrase": recit.phrase,
        "preuves": list(recit.preuves),
        "sources": list(recit.sources),
        "delai": decompte_en_json(recit.decompte, fuseau) if recit.decompte else None,
    }


def decompte_en_json(decompte: Decompte, fuseau: str = PARIS) -> dict[str, Any]:
    """A deadline, explained day by day (CONTRAT: `robot delai --json`)."""
    return {
        "reception": decompte.reception.isoformat(),
        "jours": decompte.jours_ouvres,
        "echeance": _iso(decompte.echeance, fuseau),
        "decompte": [
            {"date": jour.date.isoformat(), "compte": jour.compte, "raison": jour.raison} for jour in decompte.jours
        ],
    }


def _iso(instant: datetime | None, fuseau: str = PARIS) -> str | None:
    return instant.astimezone(ZoneInfo(fuseau)).isoformat(timespec="seconds") if instant else None
