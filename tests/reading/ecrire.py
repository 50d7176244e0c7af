"""Messages written in a line, for the tests of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Lecture

OFFRE = """\
Bonjour,

Nous vous proposons le logement V-2026-0042 : T3 à Viry.

Répondez simplement à ce message en écrivant ACCEPTE ou REFUSE.
En cas de refus, indiquez le motif en quelques mots.
Sans réponse de votre part dans ce délai, votre silence vaut accord.

Une question ? Téléphone : 04 50 00 00 00"""
OFFRE_CITEE = "\n".join(f"> {ligne}".rstrip() for ligne in OFFRE.split("\n"))


def chaque(noms: str | Sequence[str], cas: Mapping[str, object]) -> pytest.MarkDecorator:
    """A test for each line of a table: the sentence that names it, then what it is about."""
    return pytest.mark.parametrize(noms, list(cas.values()), ids=list(cas))


def courriel(
    corps: str,
    *,
    objet: str = "Re: Offre de logement V-2026-0042",
    entetes: str = "",
    type_mime: str = "text/plain; charset=utf-8",
    auteur: str = "Claire Martin <logement@viry.example>",
) -> bytes:
    """The bytes of a simple message."""
    lignes = [f"From: {auteur}", "To: robot@bailleur.example", f"Subject: {objet}", "MIME-Version: 1.0"]
    lignes += [ligne for ligne in entetes.split("\n") if ligne]
    return "\n".join([*lignes, f"Content-Type: {type_mime}", "", corps, ""]).encode()


def deux_versions(texte: str, page: str) -> bytes:
    """A message with a text part and an HTML part."""
    corps = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{texte}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{page}\n--b--"
    )
    return courriel(corps, type_mime='multipart/alternative; boundary="b"')


def page(corps: str) -> bytes:
    """A message with only an HTML part."""
    return courriel(corps, type_mime="text/html; charset=utf-8")


def dit(octets: bytes) -> list[tuple[str | None, str]]:
    """What a message decides: (reference, answer) for each dwelling."""
    return [(decision.reference, decision.sens.value) for decision in lire(octets).decisions]


def lecture(corps: str, **options: str) -> Lecture:
    """A simple message, read."""
    return lire(courriel(corps, **options))
