"""From a written text to a value: each function takes what was typed, or raises ValeurRefusee with what to type."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from robot.adapters.communes import mots
from robot.domain import adresses

Choix = TypeVar("Choix", bound=StrEnum)

VRAI = frozenset({"oui", "o", "vrai", "true", "yes", "on"})
FAUX = frozenset({"non", "n", "faux", "false", "no", "off"})
HEURE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?", re.IGNORECASE)
TELEPHONE = re.compile(r"\+?[0-9][0-9 .()-]{7,20}")
PREFIXE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Labels of 63 signs at most (RFC 1035, 2.3.4), or an address.
_ETIQUETTE = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOTE = re.compile(rf"{_ETIQUETTE}(?:\.{_ETIQUETTE})*|\[?[0-9A-Fa-f:]+\]?")
LONGUEUR_DU_CODE = 60
LONGUEUR_DU_SIREN = 9


class ValeurRefusee(ValueError):
    """What is wrong, and what to write instead (French)."""

    def __init__(self, message: str, que_ecrire: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.que_ecrire = que_ecrire


def texte(ecrit: str) -> str:
    """One line of text. It goes into letters and headers: no control character."""
    if not ecrit.strip():
        raise ValeurRefusee("la valeur est vide.")
    if any(not caractere.isprintable() for caractere in ecrit):
        raise ValeurRefusee("saut de ligne ou caractère invisible.", "Écrivez un texte d'une ligne.")
    return ecrit.strip()


def booleen(ecrit: str) -> bool:
    """`oui` or `non`."""
    mot = ecrit.strip().casefold()
    if mot not in VRAI | FAUX:
        raise ValeurRefusee(f"« {ecrit} » n'est ni oui ni non.", "Écrivez oui ou non.")
    return mot in VRAI


def entier(minimum: int, maximum: int) -> Callable[[str], int]:
    """A whole number between two bounds, included."""

    def lire(ecrit: str) -> int:
        if not re.fullmatch(r"\d{1,9}", ecrit.strip()) or not minimum <= int(ecrit) <= maximum:
            conseil = f"Écrivez un nombre entier de {minimum} à {maximum}."
            raise ValeurRefusee(f"« {ecrit} » ne convient pas.", conseil)
        return int(ecrit)

    return lire


def choix(enumeration: type[Choix]) -> Callable[[str], Choix]:
    """One of the words of an enumeration, accents and case ignored."""

    def lire(ecrit: str) -> Choix:
        mot = " ".join(mots(ecrit))
        if mot in {membre.value for membre in enumeration}:
            return enumeration(mot)
        liste = " ou ".join(membre.value for membre in enumeration)
        raise ValeurRefusee(f"« {ecrit} » n'est pas connu.", f"Écrivez {liste}.{le_plus_proche(mot, enumeration)}")

    return lire


def le_plus_proche(mot: str, connus: Iterable[str]) -> str:
    """` (Vouliez-vous dire « … » ?)`, or nothing."""
    proches = difflib.get_close_matches(mot, list(connus), n=1, cutoff=0.6)
    return f" (Vouliez-vous dire « {proches[0]} » ?)" if proches else ""


def heure(ecrit: str) -> time:
    """`8:00`, `08h30`, `17 h`."""
    trouve = HEURE.fullmatch(ecrit.strip())
    try:
        if trouve:
            return time(int(trouve[1]), int(trouve[2] or 0))
    except ValueError:
        pass
    raise ValeurRefusee(f"« {ecrit} » n'est pas une heure.", "Écrivez par exemple 8:00.")


def jour(ecrit: str) -> date:
    """`2026-12-24` or `24/12/2026`."""
    for forme in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(ecrit.strip(), forme).date()  # noqa: DTZ007 - a civil day has no zone
        except ValueError:
            continue
    raise ValeurRefusee(f"« {ecrit} » n'est pas une date.", "Écrivez par exemple 2026-12-24.")


def adresse(ecrite: str) -> str:
    """A usable e-mail address, in lower case."""
    motif = adresses.defaut(ecrite)
    if motif is None:
        return adresses.normaliser(ecrite)
    messages = {
        adresses.Motif.VIDE: ("l'adresse est vide.", "Écrivez une adresse générique, par exemple logement@…"),
        adresses.Motif.INJECTION: (
            "l'adresse contient un saut de ligne ou un caractère invisible.",
            "Écrivez-la à la main.",
        ),
        adresses.Motif.MODELE: (f"« {ecrite} » vient d'un modèle à compléter.", "Écrivez la véritable adresse."),
        adresses.Motif.SYNTAXE: (f"« {ecrite} » n'est pas une adresse.", "Écrivez une seule adresse : nom@domaine."),
        adresses.Motif.ACCENT: (f"« {ecrite} » contient un accent.", "Écrivez l'adresse sans accent."),
    }
    raise ValeurRefusee(*messages[motif])


def siren(ecrit: str) -> str:
    """Nine digits whose Luhn key is right; spaces allowed."""
    chiffres = re.sub(r"\s", "", ecrit)
    if not re.fullmatch(r"[0-9]{9}", chiffres):
        raise ValeurRefusee(f"« {ecrit} » n'est pas un SIREN.", f"Écrivez ses {LONGUEUR_DU_SIREN} chiffres.")
    doubles = (int(chiffre) * (1 + rang % 2) for rang, chiffre in enumerate(chiffres))
    if sum(double - 9 * (double > 9) for double in doubles) % 10:  # noqa: PLR2004 - Luhn: two digits are added
        raise ValeurRefusee(f"la clé du SIREN {ecrit} est fausse.", "Vérifiez ses chiffres : l'un d'eux est inexact.")
    return chiffres


def telephone(ecrit: str) -> str:
    """A number as printed in letters."""
    if not TELEPHONE.fullmatch(ecrit.strip()):
        raise ValeurRefusee(f"« {ecrit} » n'est pas un numéro.", "Écrivez par exemple 04 50 00 00 00.")
    return ecrit.strip()


def prefixe(ecrit: str) -> str:
    """The beginning of references: a letter, then letters or digits, eight at most."""
    if not PREFIXE.fullmatch(ecrit.strip().upper()):
        conseil = "Écrivez une lettre, puis au plus sept lettres ou chiffres, par exemple V."
        raise ValeurRefusee(f"« {ecrit} » ne peut pas commencer une référence.", conseil)
    return ecrit.strip().upper()


def code(ecrit: str) -> str:
    """The short name of a réservataire: lower-case letters, digits and hyphens."""
    if not CODE.fullmatch(ecrit.strip()) or len(ecrit) > LONGUEUR_DU_CODE:
        conseil = "Écrivez des minuscules sans accent, des chiffres et des tirets, par exemple cc-du-genevois."
        raise ValeurRefusee(f"« {ecrit} » ne peut pas servir de code.", conseil)
    return ecrit.strip()


def code_d_apres(nom: str) -> str:
    """`La Balme-de-Sillingy` gives `la-balme-de-sillingy`."""
    return "-".join(mots(nom))[:LONGUEUR_DU_CODE].strip("-")


def hote(ecrit: str) -> str:
    """A host name or an IP address."""
    if not HOTE.fullmatch(ecrit.strip()):
        raise ValeurRefusee(f"« {ecrit} » n'est pas un nom de serveur.", "Écrivez par exemple imap.bailleur.fr.")
    return ecrit.strip().lower()


def fuseau(ecrit: str) -> str:
    """An IANA time zone."""
    try:
        return zoneinfo.ZoneInfo(ecrit.strip()).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as erreur:
        proche = le_plus_proche(ecrit, zoneinfo.available_timezones())
        conseil = f"Écrivez par exemple Europe/Paris.{proche}"
        raise ValeurRefusee(f"le fuseau « {ecrit} » est inconnu.", conseil) from erreur
