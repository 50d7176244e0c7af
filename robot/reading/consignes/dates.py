"""Days and hours as people write them: « jeudi 12 mars », « 12/03/2026 », « 14 h 30 ». Read on a plain line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto

from robot.domain.calendrier import SEMAINE
from robot.domain.dates import MOIS, jour_en_lettres
from robot.domain.ecriture import plier

_MOIS = tuple(plier(mois) for mois in MOIS)
_COURTS = {"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_NOMS_DE_MOIS = "|".join([*_MOIS, *_COURTS])
_JOUR = re.compile(
    rf"(?:le )?(?:(?P<semaine>{'|'.join(SEMAINE)}),? )?(?:le )?(?:"
    r"(?P<an1>\d{4})-(?P<mois1>\d{1,2})-(?P<jour1>\d{1,2})|"
    r"(?P<jour2>\d{1,2})(?:er)? ?(?P<sep>[/.-]) ?(?P<mois2>\d{1,2})(?: ?(?P=sep) ?(?P<an2>\d{4}|\d{2}))?|"
    rf"(?P<jour3>\d{{1,2}})(?:er)? (?P<mois3>{_NOMS_DE_MOIS})\.?(?:,? (?P<an3>\d{{4}}))?)(?![\w/]|[-.:]\d)"
)
_HEURE = re.compile(r"(?P<h>\d{1,2}) ?(?::|h(?:eures?)?(?![a-z])) ?(?P<m>\d{2})?(?![\w:]|[.,]\d)")
_SIECLE = 2000
_ANNEES_ESSAYEES = 9  # 29 February comes back within eight years
_QUATRE_MOIS = timedelta(days=123)  # beyond, « 4 mai » said on 6 May is a slip, and not next year


class SansAnnee(Enum):
    """What a day without its year means."""

    A_VENIR = auto()
    PASSE = auto()
    REFUSEE = auto()


@dataclass(frozen=True)
class JourLu:
    """A day, or what is wrong with it (French), and where its words end."""

    jour: date | str
    fin: int


def lire_jour(plate: str, debut: int, *, aujourd_hui: date, sans_annee: SansAnnee) -> JourLu | None:
    """The day written there; None when nothing there looks like one. The day of the week must agree."""
    trouve = _JOUR.match(plate, debut)
    if trouve is None:
        return None
    jour, semaine = _jour(trouve, aujourd_hui, sans_annee), trouve["semaine"]
    if isinstance(jour, date) and semaine and SEMAINE[jour.weekday()] != semaine:
        jour = f"le {jour_en_lettres(jour).split(' ', 1)[1]} n'est pas un {semaine}"
    return JourLu(jour, trouve.end())


def est_un_jour_passe(plate: str, aujourd_hui: date) -> bool:
    """Whether these words start with a day of the last four months, or with today."""
    lu = lire_jour(plate, 0, aujourd_hui=aujourd_hui, sans_annee=SansAnnee.PASSE)
    return lu is not None and isinstance(lu.jour, date) and timedelta() <= aujourd_hui - lu.jour <= _QUATRE_MOIS


def lire_heure(plate: str, debut: int) -> tuple[time, int] | None:
    """The hour written there and where it ends; None when nothing there is one."""
    trouve = _HEURE.match(plate, debut)
    if trouve is None:
        return None
    try:
        return time(int(trouve["h"]), int(trouve["m"] or 0)), trouve.end()
    except ValueError:
        return None


def _jour(trouve: re.Match[str], aujourd_hui: date, sans_annee: SansAnnee) -> date | str:
    quantieme = int(trouve["jour1"] or trouve["jour2"] or trouve["jour3"])
    mois = _mois(trouve)
    ecrite = trouve["an1"] or trouve["an2"] or trouve["an3"]
    annees = _annees(ecrite, aujourd_hui, sans_annee)
    if not annees:
        return "il manque l'année"
    for annee in annees:
        try:
            jour = date(annee, mois, quantieme)
        except ValueError:
            continue
        convient = jour >= aujourd_hui if sans_annee is SansAnnee.A_VENIR else jour <= aujourd_hui
        if not ecrite and annee > aujourd_hui.year and jour - aujourd_hui > _QUATRE_MOIS:
            return f"« {trouve[0].strip()} » est passé cette année ; ajoutez l'année s'il s'agit de {annee}"
        if ecrite or convient:
            return jour
    return f"« {trouve[0]} » n'est pas une date"


def _mois(trouve: re.Match[str]) -> int:
    if trouve["mois3"]:
        nom = trouve["mois3"]
        return _MOIS.index(nom) + 1 if nom in _MOIS else _COURTS[nom]
    return int(trouve["mois1"] or trouve["mois2"])


def _annees(ecrite: str | None, aujourd_hui: date, sans_annee: SansAnnee) -> tuple[int, ...]:
    if ecrite:
        return (int(ecrite) if len(ecrite) > len("26") else _SIECLE + int(ecrite),)
    match sans_annee:
        case SansAnnee.A_VENIR:
            return tuple(range(aujourd_hui.year, aujourd_hui.year + _ANNEES_ESSAYEES))
        case SansAnnee.PASSE:
            return tuple(range(aujourd_hui.year, aujourd_hui.year - _ANNEES_ESSAYEES, -1))
        case _:
            return ()
