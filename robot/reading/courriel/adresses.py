"""Addresses, without being fooled by a display name that looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from robot.reading.courriel.mime import Entetes

ADRESSE = re.compile(
    r"[^\s<>()\[\],;:\"'\\@]{1,128}@[A-Za-z0-9\u00c0-\uffff](?:[A-Za-z0-9.\-\u00c0-\uffff]{0,188}[A-Za-z0-9\u00c0-\uffff])?"
)
_MORCEAU = re.compile(r'"(?>(?:[^"\\]|\\.){0,200})"|\([^()]{0,200}+\)|<[^<>]{0,400}>|[^",<(;]+|[",<(;]')


def adresses(valeurs: Iterable[str]) -> tuple[str, ...]:
    """The addresses of raw address fields, lower case, in order, once each.

    Read before the encoded words are decoded: a name may hide a comma or an
    address. In one entry, what is between angle brackets wins.
    """
    trouvees: list[str] = []
    for valeur in valeurs:
        for entree in _entrees(valeur):
            trouve = ADRESSE.search(entree)
            if trouve:
                trouvees.append(trouve[0].lower())
    return tuple(dict.fromkeys(trouvees))


def _entrees(valeur: str) -> Iterable[str]:
    """Where each address is to be found: between angle brackets, or else outside of quotes and comments."""
    nu: list[str] = []
    chevrons = ""
    for morceau in _MORCEAU.findall(valeur):
        if morceau in (",", ";"):
            yield chevrons or " ".join(nu)
            nu, chevrons = [], ""
        elif morceau.startswith("<") and len(morceau) > 1:
            if chevrons:
                yield chevrons
            chevrons = morceau
        elif morceau[0] not in '"(':
            nu.append(morceau)
    yield chevrons or " ".join(nu)


def expediteur(entetes: Entetes) -> str:
    """The single author of a message, lower case; "" when there is none, or several different ones."""
    auteurs = adresses(entetes.tous("from"))
    return auteurs[0] if len(auteurs) == 1 else ""


def mandataire(entetes: Entetes, auteur: str) -> str:
    """Who sent it on behalf of its author (RFC 5322, 3.6.2), lower case; "" when nobody else, or several, did."""
    envoyeurs = adresses(entetes.tous("sender"))
    return envoyeurs[0] if len(envoyeurs) == 1 and envoyeurs[0] != auteur else ""


def nom_affiche(valeur: str) -> str:
    """The display name of a decoded From field, "" without one."""
    return valeur.partition("<")[0].strip().strip("\"'").strip() if "<" in valeur else ""
