"""Dates as French people write them; no locale, no surprise."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from robot.domain.calendrier import PARIS, SEMAINE, ordinal

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
INSECABLE = "\N{NO-BREAK SPACE}"


def jour_en_lettres(jour: date) -> str:
    """`mercredi 27 mai 2026`."""
    return f"{SEMAINE[jour.weekday()]} {_quantieme(jour)} {MOIS[jour.month - 1]} {jour.year}"


def jour_court(jour: date) -> str:
    """`mer. 27 mai`."""
    return f"{SEMAINE[jour.weekday()][:3]}. {_quantieme(jour)} {MOIS_COURTS[jour.month - 1]}"


def instant_en_lettres(instant: datetime, fuseau: str = PARIS) -> str:
    """`mercredi 27 mai 2026 à 10 h 02`, local time."""
    local = instant.astimezone(ZoneInfo(fuseau))
    return f"{jour_en_lettres(local.date())} à {heure(local)}"


def heure(local: datetime) -> str:
    """`10 h 02`, without line break; `local` is on the wanted clock already."""
    return f"{local.hour}{INSECABLE}h{INSECABLE}{local.minute:02d}"


def echeance_en_lettres(dernier_jour: date) -> str:
    """`mercredi 27 mai 2026 à minuit`: the end of that day."""
    return f"{jour_en_lettres(dernier_jour)} à minuit"


def _quantieme(jour: date) -> str:
    return ordinal(1) if jour.day == 1 else str(jour.day)
