"""The judge's own calendar: holidays from the date of Easter, working days counted by hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
UN_JOUR = timedelta(days=1)
FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
APRES_PAQUES = (1, 39, 50)
SAMEDI = 5
OUVRE, FERME = time(8), time(17)
NOMS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def paques(annee: int) -> date:
    """Easter Sunday (Meeus, Jones, Butcher)."""
    a, b, c = annee % 19, annee // 100, annee % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    mois, jour = divmod(h + m - 7 * n + 114, 31)
    return date(annee, mois, jour + 1)


@cache
def feries(annee: int) -> frozenset[date]:
    """The eleven legal holidays (C. trav., L.3133-1)."""
    mobiles = (paques(annee) + timedelta(days=jours) for jours in APRES_PAQUES)
    return frozenset({*(date(annee, mois, jour) for mois, jour in FIXES), *mobiles})


def travaille(jour: date, fermetures: Collection[date] = ()) -> bool:
    """Whether people work that day."""
    return jour.weekday() < SAMEDI and jour not in feries(jour.year) and jour not in fermetures


def jour_de(instant: datetime) -> date:
    """The day it is in Paris."""
    return instant.astimezone(PARIS).date()


def dernier_jour(jour_zero: date, combien: int, fermetures: Collection[date] = ()) -> date:
    """The last of `combien` working days, day zero not counted."""
    jour = jour_zero
    while combien:
        jour += UN_JOUR
        combien -= travaille(jour, fermetures)
    return jour


def dans_un_mois(jour: date) -> date:
    """The same day of the next month, or its last one (R48)."""
    annee, mois = (jour.year + 1, 1) if jour.month == 12 else (jour.year, jour.month + 1)
    fin = date(annee + (mois == 12), mois % 12 + 1, 1) - UN_JOUR
    dernier = date(annee, mois, min(jour.day, fin.day))
    while not travaille(dernier):  # CPC, art. 642
        dernier += UN_JOUR
    return dernier


def jours_ouvres_jusqu_a(jour_zero: date, fin: date, fermetures: Collection[date] = ()) -> int:
    """How many working days lie after day zero, up to `fin`."""
    return sum(travaille(jour_zero + n * UN_JOUR, fermetures) for n in range(1, (fin - jour_zero).days + 1))


def minuit(jour: date) -> datetime:
    """The last second of that day, in UTC."""
    return datetime.combine(jour + UN_JOUR, time(), PARIS).astimezone(UTC) - timedelta(seconds=1)


def a_l_ouverture(jour: date) -> datetime:
    """When the office opens that day, in UTC."""
    return datetime.combine(jour, OUVRE, PARIS).astimezone(UTC)


def bureau_ouvert(instant: datetime) -> bool:
    """Whether offers may leave then."""
    local = instant.astimezone(PARIS)
    return travaille(local.date()) and OUVRE <= local.time() < FERME


def en_toutes_lettres(jour: date) -> str:
    """`mercredi 27 mai 2026`."""
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{NOMS[jour.weekday()]} {quantieme} {MOIS[jour.month - 1]} {jour.year}"
