"""Facts and letters to JSON and back, by pydantic: what is read is validated, and an unknown kind is an error.

A fact is written in two parts: what stays, and what may be erased. Empty
personal fields stay: that nobody was named is not a secret, and it changes
what the fact says.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from robot.domain.courriers import Courrier
from robot.domain.faits import EFFACE, FAITS, PERSONNELS, Fait

PAR_NOM: dict[str, type[Fait]] = {type_.__name__: type_ for type_ in FAITS}


@cache
def _adaptateur(nom: str) -> TypeAdapter[Any]:
    return TypeAdapter(PAR_NOM.get(nom, Courrier))


def fait_en_json(fait: Fait) -> tuple[str, str]:
    """The JSON of a fact without its kind: the part that stays, and its personal part ("" when there is none)."""
    personnels = {nom: valeur for nom in PERSONNELS[type(fait)] if (valeur := getattr(fait, nom))}
    publique = _adaptateur(type(fait).__name__).dump_json(fait, exclude=set(personnels)).decode()
    if not personnels:
        return publique, ""
    return publique, json.dumps(personnels, ensure_ascii=False, separators=(",", ":"))


def fait_de_json(nom: str, publique: str, personnelle: str = "") -> Fait:
    """The fact of that kind, whole. Raises KeyError for an unknown kind, ValidationError for damaged data."""
    if nom not in PAR_NOM:
        raise KeyError(nom)
    entier = f"{publique[:-1]},{personnelle[1:]}" if personnelle else publique
    fait: Fait = _adaptateur(nom).validate_json(entier)
    return fait


def fait_efface(nom: str, publique: str) -> Fait:
    """The fact of that kind whose personal part was erased: a marker stands in each place. Raises as above."""
    ecrits = json.loads(publique)
    absents = [champ for champ in PERSONNELS[PAR_NOM[nom]] if champ not in ecrits]
    fait = fait_de_json(nom, publique, json.dumps(dict.fromkeys(absents, "")) if absents else "")
    marques: dict[str, Any] = dict.fromkeys(absents, EFFACE)
    return replace(fait, **marques)


def courrier_en_json(courrier: Courrier) -> str:
    """The JSON of a letter."""
    return _adaptateur(Courrier.__name__).dump_json(courrier).decode()


def courrier_de_json(donnees: str) -> Courrier:
    """The letter. Raises ValidationError for damaged data."""
    courrier: Courrier = _adaptateur(Courrier.__name__).validate_json(donnees)
    return courrier
