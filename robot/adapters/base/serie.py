"""Facts and letters to JSON and back, by pydantic: what is read is validated, and an unknown kind is an error."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from robot.domain.courriers import Courrier
from robot.domain.faits import FAITS, Fait

PAR_NOM: dict[str, type[Fait]] = {type_.__name__: type_ for type_ in FAITS}


@cache
def _adaptateur(nom: str) -> TypeAdapter[Any]:
    return TypeAdapter(PAR_NOM.get(nom, Courrier))


def fait_en_json(fait: Fait) -> str:
    """The JSON of a fact, without its kind."""
    return _adaptateur(type(fait).__name__).dump_json(fait).decode()


def fait_de_json(nom: str, donnees: str) -> Fait:
    """The fact of that kind. Raises KeyError for an unknown kind, ValidationError for damaged data."""
    if nom not in PAR_NOM:
        raise KeyError(nom)
    fait: Fait = _adaptateur(nom).validate_json(donnees)
    return fait


def courrier_en_json(courrier: Courrier) -> str:
    """The JSON of a letter."""
    return _adaptateur(Courrier.__name__).dump_json(courrier).decode()


def courrier_de_json(donnees: str) -> Courrier:
    """The letter. Raises ValidationError for damaged data."""
    courrier: Courrier = _adaptateur(Courrier.__name__).validate_json(donnees)
    return courrier
