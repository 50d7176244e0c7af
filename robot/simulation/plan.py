"""Draws a story from a seed: what is released when, what breaks when, who orders what.

Every element has its own stream of chance, named after it: dropping one (to
reduce a failing story) leaves all the others as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from robot.domain.calendrier import PARIS

T = TypeVar("T")

ZONE = ZoneInfo(PARIS)
PREMIER_JOUR = datetime(2025, 1, 6)  # noqa: DTZ001 - a local day, before the hour is drawn
DEPARTS_POSSIBLES = 3 * 365
# Month and day shortly before the two changes of hour, the bridges of May, and Christmas.
SEMAINES_DIFFICILES = ((3, 23), (10, 20), (4, 24), (5, 4), (12, 18))


@dataclass(frozen=True)
class Parametres:
    """What a run is made of. `coupes` are the elements left out, by name.

    `assiette`: a table of rights says whose turn it is, instead of the order of the book.
    """

    graine: int
    liberations: int = 20
    jours: int = 62
    pannes: bool = True
    coupes: frozenset[str] = frozenset()
    assiette: bool = False

    def flux(self, *nom: object) -> Random:
        """The stream of chance of one element."""
        return Random("/".join(map(str, (self.graine, *nom))))


class Genre(StrEnum):
    """What may break, port by port."""

    SMTP_MORT = "serveur d'envoi injoignable"
    SMTP_COUPE_LOT = "liaison d'envoi coupée entre deux lettres"
    SMTP_COUPE = "liaison coupée autour du point final"
    SMTP_4XX = "adresse refusée pour un temps"
    SMTP_5XX = "adresse refusée pour de bon"
    SMTP_DOUBLE = "lettre livrée deux fois"
    SMTP_LENT = "serveur d'envoi lent"
    IMAP_MORT = "boîte injoignable"
    IMAP_COUPE = "relève coupée au milieu"
    IMAP_COUPE_RANGEMENT = "liaison coupée autour d'un rangement"
    IMAP_COUPE_COPIE = "liaison coupée autour d'une copie"
    IMAP_RENUMEROTE = "boîte renumérotée (UIDVALIDITY)"
    IMAP_DEPLACE = "messages déplacés à la main pendant la passe"
    IMAP_RANGE = "messages rangés à la main avant d'être lus"
    IMAP_DOSSIER = "dossier des indésirables disparu"
    IMAP_DOUBLE = "message remis deux fois"
    BASE_OCCUPEE = "base occupée"
    DISQUE_PLEIN = "disque plein"
    MORT = "robot tué"
    HORLOGE = "horloge déréglée"
    HORLOGE_FAUSSE = "horloge à des heures ou des jours de la vraie"
    ARRET = "robot arrêté"
    REGLAGE_ADRESSE = "adresse changée dans le carnet"
    REGLAGE_AJOUT = "réservataire ajouté au carnet"
    REGLAGE_INVALIDE = "carnet invalide"


# Average number over two months, and the hours it lasts (nothing: it happens once).
FREQUENCES: dict[Genre, tuple[float, float]] = {
    Genre.SMTP_MORT: (0.8, 12),
    Genre.SMTP_COUPE_LOT: (1.5, 0),
    Genre.SMTP_COUPE: (3, 0),
    Genre.SMTP_4XX: (1.2, 24),
    Genre.SMTP_5XX: (0.6, 24),
    Genre.SMTP_DOUBLE: (1.5, 0),
    Genre.SMTP_LENT: (1, 0),
    Genre.IMAP_MORT: (0.8, 20),
    Genre.IMAP_COUPE: (1.5, 0),
    Genre.IMAP_COUPE_RANGEMENT: (1, 0),
    Genre.IMAP_COUPE_COPIE: (1.5, 0),
    Genre.IMAP_RENUMEROTE: (0.6, 0),
    Genre.IMAP_DEPLACE: (1, 0),
    Genre.IMAP_RANGE: (1.5, 0),
    Genre.IMAP_DOSSIER: (0.4, 24),
    Genre.IMAP_DOUBLE: (2, 0),
    Genre.BASE_OCCUPEE: (1.5, 0),
    Genre.DISQUE_PLEIN: (0.5, 3),
    Genre.MORT: (5, 0),
    Genre.HORLOGE: (0.8, 8),
    Genre.HORLOGE_FAUSSE: (0.4, 10),
    Genre.ARRET: (0.3, 120),
    Genre.REGLAGE_ADRESSE: (0.5, 0),
    Genre.REGLAGE_AJOUT: (0.3, 0),
    Genre.REGLAGE_INVALIDE: (0.4, 48),
}
DEUX_MOIS = 62


@dataclass(frozen=True)
class Panne:
    """Something that goes wrong from `debut` to `fin` (at once when they are the same)."""

    nom: str
    genre: Genre
    debut: datetime
    fin: datetime


class Plan:
    """The story of a seed, before it is played. `elements` names everything that may be left out."""

    def __init__(self, parametres: Parametres) -> None:
        self.parametres = parametres
        hasard = parametres.flux("depart")
        jour = PREMIER_JOUR + timedelta(days=hasard.randrange(DEPARTS_POSSIBLES))
        if hasard.random() < 0.5:
            mois, quantieme = hasard.choice(SEMAINES_DIFFICILES)
            jour = jour.replace(month=mois, day=quantieme)
        self.debut = en_utc(jour, hasard.uniform(6, 12))
        self.fin = self.debut + timedelta(days=parametres.jours)
        self.liberations = dict(self._garder(self._liberations()))
        self.pannes = dict(self._garder(self._pannes())) if parametres.pannes else {}

    def elements(self) -> tuple[str, ...]:
        """What may still be left out, dwellings first."""
        return (*self.liberations, *self.pannes)

    def _garder(self, tout: Iterator[tuple[str, T]]) -> Iterator[tuple[str, T]]:
        return ((nom, valeur) for nom, valeur in tout if nom not in self.parametres.coupes)

    def _liberations(self) -> Iterator[tuple[str, datetime]]:
        """Dwellings come in bursts, more at the beginning, at any hour."""
        hasard = self.parametres.flux("rafales")
        utiles = max(1.0, self.parametres.jours * 0.7)
        rafales = [self.debut]
        rafales += [self._un_instant(hasard, utiles) for _ in range(max(1, self.parametres.liberations // 4))]
        for numero in range(self.parametres.liberations):
            un = self.parametres.flux("libération", numero)
            yield f"logement {numero}", un.choice(rafales) + timedelta(seconds=un.uniform(0, 900))

    def _pannes(self) -> Iterator[tuple[str, Panne]]:
        for genre, (moyenne, heures) in FREQUENCES.items():
            hasard = self.parametres.flux("panne", genre.name)
            attendues = moyenne * self.parametres.jours / DEUX_MOIS
            combien = int(attendues) + (hasard.random() < attendues % 1)
            for numero in range(combien):
                nom = f"panne {genre.name} {numero}"
                debut = self._un_instant(hasard, self.parametres.jours - 1)
                duree = timedelta(hours=hasard.uniform(0.2, 2 * heures) if heures else 0)
                yield nom, Panne(nom, genre, debut, min(debut + duree, self.fin))

    def _un_instant(self, hasard: Random, jours: float) -> datetime:
        """Any instant of those days, more often than not when offices are open."""
        jour = (self.debut + timedelta(days=hasard.uniform(0, jours))).astimezone(ZONE).replace(tzinfo=None)
        heure = hasard.uniform(7.8, 17.5) if hasard.random() < 0.8 else hasard.uniform(0, 24)
        return max(self.debut, en_utc(jour, heure))


def en_utc(jour: datetime, heure: float) -> datetime:
    """That decimal hour of a local day, in UTC."""
    local = datetime.combine(jour.date(), time(), ZONE) + timedelta(hours=heure)
    return local.astimezone(UTC).replace(microsecond=0)
