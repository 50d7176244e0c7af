"""To which offers a message belongs, and who may speak for them. Pure reading of the store, no writing.

A decision counts only with a thread (token in an address or in a quoted
Message-ID, or the reference) and an authorised sender. Without a token of the
same réservataire, the reference is public knowledge: only the exact addresses
of the book are then believed, and only when our own server authenticated them.

The author is who the From names. A delegate (Sender) may lend its right, if the
book lists it and its domain signed the message; a foreign Sender takes nothing
away from an author, since a forger would simply leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile

from robot.domain.adresses import domaine, domaine_public, peut_repondre
from robot.domain.carnet import Reservataire
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import OUVERTES
from robot.domain.dossier import Dossier, Statut
from robot.domain.jetons import Sujet, Voie, chercher_jetons
from robot.etapes.defauts import DEFAUTS
from robot.ports import Store
from robot.reading.lecture import Lecture

GABARIT = re.compile(r"(?:^|<)([a-z_]{1,40})\.$")
DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL)
DKIM = re.compile(r"\s*dkim\s*=\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL)
SIGNATAIRE = re.compile(r"\bheader\.d\s*=\s*([^\s;]+)", re.IGNORECASE)
DOMAINE_DU_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)
# What a stranger may write inside a line of our server: comments and quoted strings (RFC 8601, section 2.2).
PAROLES = re.compile(r'"[^"]*"|\([^()]*\)')


@dataclass(frozen=True)
class Fil:
    """What a message is about: reference, rank, and which of our letters it quotes ("" if unknown).

    `voie` and `numero` say in whose hands the token was (`jetons.Voie`);
    `identifiant` is the Message-ID of the letter quoted, "" if unknown.
    """

    reference: str
    rang: int
    courrier: str = ""
    voie: Voie = Voie.RESERVATAIRE
    numero: int = 0
    identifiant: str = field(default="", compare=False)


def fils_par_jeton(lecture: Lecture, ctx: Contexte) -> tuple[Fil, ...]:
    """The offers whose genuine token the message carries; forged tokens are ignored.

    The nearest one, or all those it is addressed to when there are several.
    """
    trouves: dict[Sujet, Fil] = {}
    adresses = list[Sujet]()
    for sujet, debut, indice in _jetons_lus(lecture, ctx):
        gabarit = GABARIT.search(debut)
        if _est_une_adresse(debut):
            adresses.append(sujet)
        if sujet not in trouves or (gabarit and not trouves[sujet].courrier):
            trouves[sujet] = _fil(sujet, gabarit[1], indice) if gabarit else _fil(sujet)
    retenus = dict.fromkeys(adresses) or list(trouves)[:1]
    return tuple(trouves[sujet] for sujet in retenus)


def fil_repondu(lecture: Lecture, ctx: Contexte) -> Fil | None:
    """The offer whose letter the message answers, whatever address it was sent to; None if it answers none."""
    cites = (sujet for sujet, debut, _ in _jetons_lus(lecture, ctx) if not _est_une_adresse(debut))
    plus_proche = next(cites, None)
    return _fil(plus_proche) if plus_proche and plus_proche.voie is Voie.RESERVATAIRE else None


def _jetons_lus(lecture: Lecture, ctx: Contexte) -> Iterator[tuple[Sujet, str, str]]:
    """What each genuine token is about, what stands before it, and the whole text that holds it; nearest first."""
    for indice in lecture.fil:
        for jeton in chercher_jetons(indice):
            sujet = ctx.jetons.verifier(jeton)
            if sujet is not None:
                yield sujet, indice[: indice.lower().index(jeton)].lower(), indice


def _est_une_adresse(debut: str) -> bool:
    return debut.endswith("+")


def _fil(sujet: Sujet, courrier: str = "", indice: str = "") -> Fil:
    identifiant = f"<{indice.strip().strip('<>')}>" if indice else ""
    return Fil(sujet.reference, sujet.rang, courrier, sujet.voie, sujet.numero, identifiant)


def fil_par_reference(reference: str, lecture: Lecture, ctx: Contexte, store: Store) -> Fil | None:
    """The latest offer of that dwelling on which the author may speak; else the open one, for a person to see."""
    dossier = store.dossier(reference)
    if dossier is None:
        return None
    for orientation in reversed(dossier.orientations):
        if habilitation(dossier, orientation.rang, lecture, ctx):
            return Fil(reference, orientation.rang)
    return Fil(reference, dossier.courante.rang) if dossier.statut in OUVERTES else None


def habilitation(dossier: Dossier, rang: int, lecture: Lecture, ctx: Contexte) -> str:
    """Why the author may decide for that orientation's réservataire; empty when nothing allows it.

    `lecture.mandataire` is believed: see `mandataire_sur`.
    """
    orientation = dossier.orientation(rang)
    if orientation is None or not lecture.expediteur:
        return ""
    reservataire = ctx.reservataire(orientation.reservataire)
    if lecture.expediteur == orientation.adresse:
        return "l'adresse à laquelle l'offre a été envoyée"
    if not adresse_exacte(reservataire, lecture.expediteur) and any(
        adresse_exacte(autre, lecture.expediteur) for autre in ctx.carnet.reservataires
    ):
        return ""  # written in the book for somebody else
    if reservataire is None:
        return ""
    return peut_repondre(reservataire, lecture.expediteur) or _delegation(reservataire, lecture)


def _delegation(reservataire: Reservataire, lecture: Lecture) -> str:
    if not adresse_exacte(reservataire, lecture.mandataire):
        return ""
    return f"{lecture.mandataire}, dans le carnet pour {reservataire.nom}, écrit au nom de {lecture.expediteur}"


def adresse_exacte(reservataire: Reservataire | None, adresse: str) -> bool:
    """Whether that very address is written in the book for this réservataire."""
    return reservataire is not None and adresse in {reservataire.adresse, *reservataire.expediteurs}


def dmarc(lecture: Lecture, serveur: str) -> str:
    """The DMARC verdict of our own server on this author (`pass`, `fail`, …), "" when it gave none (RFC 8601).

    A `pass` is believed only from the unbroken run of our lines at the top,
    for the domain of the author: the others may have come with the message. A
    `fail` is believed wherever it stands.
    """
    tous = [verdict for resultat in _de_notre_serveur(lecture, serveur) for verdict in _verdicts(resultat, lecture)]
    if "fail" in tous:
        return "fail"
    return next((v for resultat in _en_tete(lecture, serveur) for v in _verdicts(resultat, lecture)), "")


def mandataire_sur(lecture: Lecture, serveur: str) -> str:
    """Who sent it on behalf of its author, "" unless our own server saw the signature (DKIM) of that very domain.

    DMARC looks at From only: a Sender is whatever the message says. A
    provider's domain signs for all its clients, and vouches for none.
    """
    hote = domaine(lecture.mandataire)
    if not hote or domaine_public(lecture.mandataire):
        return ""
    lignes = ([v for c in _clauses(resultat) if (v := DKIM.fullmatch(c))] for resultat in _en_tete(lecture, serveur))
    premiere = next(filter(None, lignes), [])  # below it, a line may be forged: ours always says something of DKIM
    signataires = [SIGNATAIRE.search(verdict[2]) for verdict in premiere if verdict[1].lower() == "pass"]
    return lecture.mandataire if hote in {signe[1].lower() for signe in signataires if signe} else ""


def _est_de(resultat: str, serveur: str) -> bool:
    return bool(serveur) and resultat.partition(";")[0].lower().split()[:1] == [serveur.lower()]


def _de_notre_serveur(lecture: Lecture, serveur: str) -> list[str]:
    return [resultat for resultat in lecture.resultats_authentification if _est_de(resultat, serveur)]


def _en_tete(lecture: Lecture, serveur: str) -> list[str]:
    """The unbroken run of our server's lines at the top: below another's, a line may have come with the message."""
    return list(takewhile(lambda resultat: _est_de(resultat, serveur), lecture.resultats_authentification))


def _clauses(resultat: str) -> list[str]:
    return PAROLES.sub(" ", resultat.partition(";")[2]).split(";")


def _verdicts(resultat: str, lecture: Lecture) -> tuple[str, ...]:
    """The DMARC clauses of one line, each a whole clause; one about another domain says nothing."""
    trouves = list[str]()
    for clause in _clauses(resultat):
        verdict = DMARC.fullmatch(clause)
        if verdict is None:
            continue
        du_from = DOMAINE_DU_FROM.search(verdict[2])
        autre = du_from is not None and du_from[1].lower() != lecture.expediteur.partition("@")[2]
        trouves.append("" if autre and verdict[1].lower() == "pass" else verdict[1].lower())
    return tuple(trouves)


def offres_envoyees_a(adresse: str, ctx: Contexte, store: Store) -> tuple[Fil, ...]:
    """Every offer still open that was sent to that address, written in the book still or changed since."""
    if not adresse:
        return ()
    codes = {r.code for r in ctx.carnet.reservataires if adresse_exacte(r, adresse)}
    return tuple(
        Fil(dossier.reference, dossier.courante.rang)
        for dossier in _lisibles(store.references(OUVERTES - {Statut.A_EXPEDIER}), store)
        if dossier.courante.reservataire in codes or dossier.courante.adresse == adresse
    )


def _ouvertes(reservataire: Reservataire, store: Store) -> list[Fil]:
    """The offers that this réservataire still has to answer."""
    references = store.references(OUVERTES - {Statut.A_EXPEDIER}, reservataire=reservataire.code)
    return [Fil(dossier.reference, dossier.courante.rang) for dossier in _lisibles(references, store)]


def _lisibles(references: Iterable[str], store: Store) -> Iterator[Dossier]:
    """The dossiers that can be read; the store tells of the damaged ones, on which no silence is counted."""
    for reference in references:
        with suppress(*DEFAUTS):
            if dossier := store.dossier(reference):
                yield dossier


def offres_en_cours(lecture: Lecture, ctx: Contexte, store: Store) -> tuple[Fil, ...]:
    """Every offer still open to a réservataire for whom the author may speak."""
    fils = list[Fil]()
    for reservataire in ctx.carnet.reservataires:
        if lecture.expediteur and peut_repondre(reservataire, lecture.expediteur):
            fils += _ouvertes(reservataire, store)
    return tuple(fils)
