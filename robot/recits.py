"""The history of a dwelling, told: `robot expliquer` and `robot etat`, in French and in JSON.

Each fact becomes one sentence, its evidence, and, when it opens a delay, the
deadline with every skipped day and the article that fixes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from robot.domain.calendrier import PARIS, Decompte
from robot.domain.dates import echeance_en_lettres, instant_en_lettres, jour_en_lettres
from robot.domain.decisions.designation import OUVERTES as DESIGNATION_OUVERTE
from robot.domain.dossier import LIBELLES, Dossier
from robot.domain.fiche import fiche_en_clair, titre
from robot.domain.recits import raconter
from robot.ports import Envoi, EtatEnvoi, FaitInscrit

ETATS_ENVOI = {
    EtatEnvoi.A_EXPEDIER: "à envoyer",
    EtatEnvoi.CONFIEE: "confiée au serveur, réponse inconnue",
    EtatEnvoi.EXPEDIEE: "envoyée",
    EtatEnvoi.REFUSEE: "refusée",
    EtatEnvoi.NON_CONFIRMEE: "jamais confirmée par le serveur, peut-être reçue",
    EtatEnvoi.SANS_OBJET: "devenue sans objet",
}


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
    if not decompte.jours_ouvres:
        compte = f"   Délai : jusqu'au {fin}, sans jour ouvré entier."
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
        if courante and courante.designation and dossier.statut in DESIGNATION_OUVERTE
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
