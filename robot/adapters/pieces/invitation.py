"""An invitation to a calendar, and its cancelling (iCalendar RFC 5545, iTIP RFC 5546).

One event and no recurrence: instants in UTC need no VTIMEZONE, every
calendar shows them on its reader's clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from robot.domain.ecriture import propre

PRODUIT = "-//Gestion en flux//Robot d'orientation//FR"
LIGNE = 75  # octets of a line, its end not counted (RFC 5545, section 3.1)
_ADRESSE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_UID = re.compile(r"[!-~]{1,200}")


def fabriquer(donnees: Mapping[str, Any], maintenant: datetime) -> tuple[bytes, str]:
    """The `.ics` bytes and their type, which carries the method (RFC 6047, section 2.4).

    `donnees`: `uid` (the same for every version of an event), `sequence`
    (one more at each change), `debut`, `fin` (ISO with offset), `titre`,
    `lieu`, `description`, `organisateur` and `participants` (`{"nom",
    "adresse"}`), `annule`; `emis_le` (ISO), else `maintenant`.
    Raises KeyError or ValueError for what is missing or cannot be.
    """
    methode = "CANCEL" if donnees.get("annule", False) else "REQUEST"
    debut, fin = _instant(donnees["debut"]), _instant(donnees["fin"])
    if fin <= debut:
        raise ValueError(f"la réunion finirait ({donnees['fin']}) avant de commencer ({donnees['debut']}).")
    emis_le = _instant(donnees["emis_le"]) if "emis_le" in donnees else maintenant.astimezone(UTC)
    lignes = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUIT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{methode}",
        "BEGIN:VEVENT",
        f"UID:{_uid(donnees['uid'])}",
        f"SEQUENCE:{int(donnees.get('sequence', 0))}",
        f"DTSTAMP:{_utc(emis_le)}",
        f"DTSTART:{_utc(debut)}",
        f"DTEND:{_utc(fin)}",
        f"SUMMARY;LANGUAGE=fr:{_texte(donnees['titre'])}",
        f"LOCATION;LANGUAGE=fr:{_texte(donnees['lieu'])}",
        f"DESCRIPTION;LANGUAGE=fr:{_texte(donnees['description'])}",
        f"ORGANIZER{_personne(donnees['organisateur'])}",
        *_participants(donnees["participants"]),
        f"STATUS:{'CANCELLED' if methode == 'CANCEL' else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_plier(ligne)}\r\n" for ligne in lignes).encode(), f"text/calendar; method={methode}"


def _participants(personnes: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """RSVP is false: a calendar's own answer (« Accepté : … ») is for nobody, and could pass for one to an offer."""
    for personne in personnes:
        yield ("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE" + _personne(personne))


def _personne(personne: Mapping[str, str]) -> str:
    adresse = personne["adresse"]
    if not _ADRESSE.fullmatch(adresse):
        raise ValueError(f"« {propre(adresse)[:100]} » n'est pas une adresse de messagerie.")
    # No quotation mark may stand in a parameter, even quoted (RFC 5545, section 3.2).
    nom = propre(personne.get("nom", "")).replace('"', "'")
    return (f';CN="{nom}"' if nom else "") + f":mailto:{adresse}"


def _uid(uid: str) -> str:
    if not _UID.fullmatch(uid):
        raise ValueError(f"« {propre(uid)[:100]} » ne peut pas identifier une réunion.")
    return uid


def _instant(iso: str) -> datetime:
    instant = datetime.fromisoformat(iso)
    if instant.tzinfo is None:
        raise ValueError(f"l'heure {iso} ne dit pas son fuseau.")
    return instant.astimezone(UTC)


def _utc(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%SZ}"


def _texte(texte: str) -> str:
    """A TEXT value: its own lines stay, and nothing in it begins another property (RFC 5545, section 3.3.11)."""
    lignes = (propre(ligne) for ligne in texte.splitlines())
    return "\\n".join(re.sub(r"([\\;,])", r"\\\1", ligne) for ligne in lignes)


def _plier(ligne: str) -> str:
    """The line in several of 75 octets, never cut within a character."""
    pliee, place = [], LIGNE
    for caractere in ligne:
        taille = len(caractere.encode())
        if taille > place:
            pliee.append("\r\n ")
            place = LIGNE - 1
        pliee.append(caractere)
        place -= taille
    return "".join(pliee)
