"""A candidate whom a réservataire designates (R60, R61): unique number, name, how to write to them, which priority.

Everything here but the priority is personal data: a fact keeps it apart
(`faits.Personnel`), and a digest shows nothing of it but the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from robot.domain import loi

CHIFFRES = re.compile(r"[^0-9]")
DECEMBRE = 12
# The office of who asks online, on the public portal: letters instead of five digits [K].
PORTAIL = "GDPUB"
# The published composition of a number (DOMAINE 2.3): département 3, year and month 4, rank 6, office 5.
FORME = re.compile(
    rf"(?P<departement>\d{{3}})(?P<annee>\d{{2}})(?P<mois>\d{{2}})(?P<rang>\d{{6}})(?P<guichet>\d{{5}}|{PORTAIL})",
    re.ASCII,
)


class Critere(StrEnum):
    """Why a household comes first (R61); the order is that of the law's strength."""

    DALO = "dalo"
    PRIORITAIRE = "prioritaire"
    PREMIER_QUARTILE = "premier_quartile"
    AUCUN = ""


LIBELLES_CRITERES: dict[Critere, str] = {
    Critere.DALO: "DALO",
    Critere.PRIORITAIRE: "prioritaire (CCH, art. L.441-1)",
    Critere.PREMIER_QUARTILE: "premier quartile",
    Critere.AUCUN: "sans priorité déclarée",
}

# R62: what counts towards the quarter of the attributions.
PRIORITAIRES = frozenset({Critere.DALO, Critere.PRIORITAIRE})


class NudInvalide(ValueError):
    """A unique number that cannot be one; the French text says what is expected."""


@dataclass(frozen=True)
class Candidat:
    """One household. `nud` holds 18 digits, or 13 and PORTAIL; every other text is empty when it was not given.

    `courriel` is where the letters go; without it they are printed for `adresse`.
    `precision` is the priority in the réservataire's own words.
    """

    nud: str
    nom: str = ""
    courriel: str = ""
    adresse: str = ""
    telephone: str = ""
    critere: Critere = Critere.AUCUN
    precision: str = ""
    referent: str = ""
    referent_courriel: str = ""


def lire_nud(ecrit: str, departement: str = "", annee: int = 0) -> tuple[str, tuple[str, ...]]:
    """The 18 digits of a unique number (or 13 and PORTAIL), and what looks odd in it, in French.

    Length and month are certain (R.441-2-3: the number holds the month of the
    first request); the rest of the composition, the order of year and month
    included, is only published, hence only warned about. `annee` is the present one, 0 when it must not be looked at.
    Raises NudInvalide. Source: `loi.NUMERO_UNIQUE`.
    """
    chiffres = signes(ecrit)
    if len(chiffres) != loi.NUMERO_UNIQUE.valeur:
        raise NudInvalide(
            f"un numéro unique compte {loi.NUMERO_UNIQUE.valeur} chiffres ; celui-ci en a {len(chiffres)}."
        )
    forme = FORME.fullmatch(chiffres)
    inverse = forme is not None and not _est_un_mois(forme["mois"]) and _est_un_mois(forme["annee"])
    if forme is None or not (inverse or _est_un_mois(forme["mois"])):
        raise NudInvalide(
            f"les chiffres 6 et 7 d'un numéro unique disent le mois de la demande, de 01 à 12 ; ici {chiffres[5:7]}."
        )
    if inverse:  # the order of the two is published, not guaranteed: a household is not put aside for it
        return chiffres, (f"le mois et l'année y sont dans l'ordre inverse : {forme['annee']} puis {forme['mois']}.",)
    doutes = []
    attendu = departement.rjust(3, "0") if departement.isdigit() else ""
    if attendu and forme["departement"] != attendu:
        doutes.append(f"le numéro commence par {forme['departement']}, non par {attendu}.")
    if annee and int(forme["annee"]) > annee % 100:
        doutes.append(f"le numéro daterait de 20{forme['annee']}.")
    return chiffres, tuple(doutes)


def signes(ecrit: str) -> str:
    """The digits of a number as somebody wrote it, with the letters of the portal when it ends with them."""
    portail = CHIFFRES.sub("", ecrit) and ecrit.upper().rstrip(" .-_'\"").endswith(PORTAIL)
    return CHIFFRES.sub("", ecrit) + PORTAIL * bool(portail)


def _est_un_mois(chiffres: str) -> bool:
    return 1 <= int(chiffres) <= DECEMBRE


def nud_en_clair(nud: str) -> str:
    """`074 2603 012345 74001`: the number as people read it aloud."""
    return " ".join((nud[:3], nud[3:7], nud[7:13], nud[13:])) if len(nud) == loi.NUMERO_UNIQUE.valeur else nud
