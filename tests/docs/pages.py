"""The pages of the documentation as the tests read them: blocks, code, tables, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.docs.regles import RACINE

BLOC = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
EN_LIGNE = re.compile(r"`([^`\n]+)`")
LIEN = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
TITRE = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
LANCEUR = re.compile(r"^(?:sudo )?(?:\S*/)?robot(?= )")
SHELL = frozenset({"sh", "bash", "console"})


def toutes() -> tuple[Path, ...]:
    """README, CHANGELOG and every page of docs/."""
    return (RACINE / "README.md", RACINE / "CHANGELOG.md", *sorted((RACINE / "docs").rglob("*.md")))


def guides() -> tuple[Path, ...]:
    """The pages written for people outside the team."""
    return tuple(RACINE / "docs" / f"{nom}.md" for nom in ("reservataire", "gestionnaire", "administrateur", "ddets"))


def nom(page: Path) -> str:
    """The name of a page, for the id of a test."""
    return page.relative_to(RACINE).as_posix()


def lire(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")


def blocs(texte: str, langues: frozenset[str]) -> Iterator[str]:
    """The fenced blocks in one of these languages."""
    return (contenu for langue, contenu in BLOC.findall(texte) if langue in langues)


def lignes_de_commande(texte: str) -> Iterator[str]:
    """Every shell line of the fenced blocks, continued lines joined, and every inline code."""
    for bloc in blocs(texte, SHELL):
        for ligne in bloc.replace("\\\n", " ").splitlines():
            yield re.sub(r"\s#.*", "", ligne.strip()).strip()
    yield from (code.strip() for code in EN_LIGNE.findall(BLOC.sub("", texte)))


def appels_du_robot(texte: str) -> Iterator[list[str]]:
    """The words after `robot` on each line that calls it."""
    for ligne in lignes_de_commande(texte):
        if LANCEUR.match(ligne):
            yield shlex.split(LANCEUR.sub("", ligne, count=1))


def cibles_de_make(texte: str) -> Iterator[str]:
    """The targets that a page tells to make."""
    for ligne in lignes_de_commande(texte):
        for appel in re.split(r"&&|;", ligne):
            mots = appel.split()
            if mots[:1] == ["make"]:
                yield from (mot for mot in mots[1:] if "=" not in mot and not mot.startswith("-"))


def liens(texte: str) -> tuple[str, ...]:
    """The targets of the Markdown links."""
    return tuple(LIEN.findall(BLOC.sub("", texte)))


def ancres(texte: str) -> frozenset[str]:
    """The anchors of the titles, as forges make them."""
    nus = (re.sub(r"[^\w\- ]", "", titre.lower()) for titre in TITRE.findall(BLOC.sub("", texte)))
    return frozenset(nu.strip().replace(" ", "-") for nu in nus)


def lignes_de_table(texte: str) -> tuple[tuple[str, ...], ...]:
    """The cells of every table line."""
    lignes = (ligne.strip() for ligne in texte.splitlines() if ligne.startswith("|"))
    return tuple(tuple(cellule.strip() for cellule in re.split(r"(?<!\\)\|", ligne.strip("|"))) for ligne in lignes)
