"""To which offers a message belongs, and who may speak for them. Pure reading of the store, no writing.

A decision counts only with a thread (token in an address or in a quoted
Message-ID, or the reference) and an authorised sender. Without a token, the
reference is public knowledge: only the exact addresses of the book are then
believed, and our own server must have authenticated them when it can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain.adresses import peut_repondre
from robot.domain.carnet import Reservataire
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.jetons import chercher_jetons
from robot.ports import Store
from robot.reading.lecture import Lecture

GABARIT = re.compile(r"(?:^|<)([a-z_]{1,40})\.$")
DMARC = re.compile(r"\bdmarc\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Fil:
    """The offer that a message is about: reference, rank, and which of our letters it quotes ("" if unknown)."""

    reference: str
    rang: int
    courrier: str = ""


def fil_par_jeton(lecture: Lecture, ctx: Contexte) -> Fil | None:
    """The offer whose genuine token the message carries, nearest first; forged tokens are ignored."""
    trouve: Fil | None = None
    for indice in lecture.fil:
        for jeton in chercher_jetons(indice):
            sujet = ctx.jetons.verifier(jeton)
            if sujet is None:
                continue
            gabarit = GABARIT.search(indice[: indice.lower().index(jeton)].lower())
            fil = Fil(*sujet, courrier=gabarit[1] if gabarit else "")
            if trouve is None:
                trouve = fil
            if fil.courrier and (fil.reference, fil.rang) == (trouve.reference, trouve.rang):
                return fil
    return trouve


def fil_par_reference(reference: str, lecture: Lecture, ctx: Contexte, store: Store) -> Fil | None:
    """The latest offer of that dwelling on which the author may speak, or None."""
    dossier = store.dossier(reference)
    if dossier is None:
        return None
    for orientation in reversed(dossier.orientations):
        if habilitation(dossier, orientation.rang, lecture, ctx):
            return Fil(reference, orientation.rang)
    return None


def habilitation(dossier: Dossier, rang: int, lecture: Lecture, ctx: Contexte) -> str:
    """Why the author may decide for that orientation's réservataire; empty when nothing allows it."""
    orientation = dossier.orientation(rang)
    if orientation is None or not lecture.expediteur:
        return ""
    reservataire = ctx.reservataire(orientation.reservataire)
    if lecture.expediteur == orientation.adresse:
        return "l'adresse à laquelle l'offre a été envoyée"
    return peut_repondre(reservataire, lecture.expediteur) or "" if reservataire else ""


def adresse_exacte(reservataire: Reservataire | None, adresse: str) -> bool:
    """Whether that very address is written in the book for this réservataire."""
    return reservataire is not None and adresse in {reservataire.adresse, *reservataire.expediteurs}


def dmarc(lecture: Lecture, serveur: str) -> str:
    """The DMARC verdict of our own server (`pass`, `fail`, …), empty when it gave none (RFC 8601, section 5).

    Only its topmost header is believed: the others may have come with the message.
    """
    for resultat in lecture.resultats_authentification:
        nom, _, verdicts = resultat.partition(";")
        if serveur and nom.lower().split()[:1] == [serveur.lower()]:
            verdict = DMARC.search(verdicts)
            return verdict[1].lower() if verdict else ""
    return ""


def offres_en_cours(lecture: Lecture, ctx: Contexte, store: Store) -> tuple[Fil, ...]:
    """Every offer still open to a réservataire for whom the author may speak."""
    ouvertes = (Statut.EN_ATTENTE, Statut.DIFFEREE, Statut.A_CLARIFIER, Statut.NON_REMISE)
    fils = list[Fil]()
    for reservataire in ctx.carnet.reservataires:
        if not lecture.expediteur or not peut_repondre(reservataire, lecture.expediteur):
            continue
        for reference in store.references(ouvertes, reservataire=reservataire.code):
            dossier = store.dossier(reference)
            if dossier:
                fils.append(Fil(reference, dossier.courante.rang))
    return tuple(fils)
