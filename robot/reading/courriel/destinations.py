"""Where a message was sent: what its writer wrote, and what each server on the way noted."""

from __future__ import annotations

from robot.domain.jetons import chercher_jetons
from robot.reading.courriel.adresses import adresses
from robot.reading.courriel.mime import Entetes, lire_entetes

DESTINATIONS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "resent-to",
)


def adresses_visees(entetes: Entetes) -> tuple[str, ...]:
    """Every address that a message was sent to, in order, once each."""
    return adresses(valeur for nom in DESTINATIONS for valeur in entetes.tous(nom))


def jetons_vises(octets: bytes) -> tuple[str, ...]:
    """What looks like a token in the addresses that these bytes were sent to, in order, genuine or not."""
    entetes, _ = lire_entetes(octets)
    return tuple(dict.fromkeys(jeton for visee in adresses_visees(entetes) for jeton in chercher_jetons(visee)))
