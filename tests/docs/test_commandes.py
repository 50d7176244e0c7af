"""What the documentation tells people to type exists and is understood."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from robot.__main__ import COMMANDES
from robot.domain.decisions.ordres import PERMIS
from robot.domain.dossier import LIBELLES
from robot.domain.effets_des_ordres import EFFETS
from robot.domain.stimuli import Verbe
from robot.ligne_de_commande import VERBES, analyseur
from robot.reading.consignes.verbes import SYNTAXES
from tests.docs import pages
from tests.docs.regles import RACINE

APPELS = [
    pytest.param(mots, id=f"{pages.nom(page)} : robot {' '.join(mots)}")
    for page in pages.toutes()
    for mots in pages.appels_du_robot(pages.lire(page))
]
# The metavars of a synopsis, as someone would replace them.
VALEURS = {
    "GESTE": "verifier",
    "HEX@ISO": "00@2026-05-27",
    "DATE": "2026-05-22",
    "N": "2",
    "ISO": "2026-05-27T08:00",
    "ACTION": "suivant",
    "ANNEE": "2027",
    "CLAUSE": "soustrait",
    "RANG": "1",
    "STADE": "bail",
}


def sous_commandes() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    racine = analyseur(COMMANDES)
    (choix,) = [action for action in racine._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(choix.choices)


def synopsis(nom: str, commande: argparse.ArgumentParser) -> str:
    """How a command is written: positionals, then options; what may be left out in brackets."""
    actions = [action for action in commande._actions if not isinstance(action, argparse._HelpAction)]
    places = [_place(action) for action in actions if not action.option_strings]
    options = [_option(action) for action in actions if action.option_strings]
    return " ".join(("robot", nom, *places, *options))


def _place(action: argparse.Action) -> str:
    formes = {"?": f"[{action.metavar}]", "+": f"{action.metavar}...", "*": f"[{action.metavar}...]"}
    return formes.get(str(action.nargs), str(action.metavar))


def _option(action: argparse.Action) -> str:
    texte = action.option_strings[0] + (f" {action.metavar}" if action.metavar else "")
    return texte if action.required else f"[{texte}]"


def test_la_table_du_readme_dit_les_commandes_telles_qu_elles_sont():
    lignes = pages.lignes_de_table(pages.lire(RACINE / "README.md"))
    ecrites = [ligne[0].strip("`") for ligne in lignes if ligne[0].startswith("`robot ")]
    assert ecrites == [synopsis(nom, commande) for nom, commande in sous_commandes().items()]


@pytest.mark.parametrize("commande", COMMANDES)
def test_chaque_commande_est_dans_un_guide(commande: str):
    appels = [mots for page in pages.guides() for mots in pages.appels_du_robot(pages.lire(page))]
    assert any(mots[:1] == [commande] for mots in appels)


# A command that the parser refuses ends with SystemExit, which fails the test with the parser's own words.
@pytest.mark.parametrize("mots", APPELS)
def test_chaque_ligne_citee_est_comprise(mots: list[str]):
    if len(mots) == 1 and mots[0] in COMMANDES:
        return  # a command named in a sentence
    propres = [re.sub(r"[\[\]]|\.\.\.$", "", mot) for mot in mots]
    choix = analyseur(COMMANDES).parse_args([VALEURS.get(mot, mot) for mot in propres])
    assert choix.commande == mots[0]


def test_les_pages_citent_bien_des_commandes():
    assert len(APPELS) > len(COMMANDES)


@pytest.mark.parametrize("page", pages.toutes(), ids=pages.nom)
def test_les_cibles_de_make_citees_existent(page: Path):
    makefile = (RACINE / "Makefile").read_text(encoding="utf-8")
    regles = set(re.findall(r"^([\w-]+):(?!=)", makefile, re.MULTILINE))
    assert set(pages.cibles_de_make(pages.lire(page))) <= regles


def test_le_readme_commence_par_les_deux_commandes():
    texte = pages.lire(RACINE / "README.md")
    assert list(pages.cibles_de_make(texte))[:2] == ["demo", "test"]
    premier = next(pages.blocs(texte, pages.SHELL))
    assert [ligne.split("#")[0].strip() for ligne in premier.splitlines()] == ["make demo", "make test"]


@pytest.mark.parametrize("verbe", Verbe)
def test_chaque_ordre_dit_ce_qu_il_fait_et_quand_il_est_possible(verbe: Verbe):
    page = pages.lire(RACINE / "docs" / "ordres.md")
    assert f"| `{SYNTAXES[verbe]}` | {EFFETS[verbe]} |" in page
    etats = {ligne[0]: ligne[1] for ligne in pages.lignes_de_table(page) if ligne[0] in LIBELLES.values()}
    if verbe is not Verbe.SNE:
        possibles = {s for s, libelle in LIBELLES.items() if f"`{verbe.en_clair}`" in etats[libelle].split(", ")}
        assert possibles == PERMIS[verbe]


def test_les_ordres_du_guide_sont_ceux_de_la_commande():
    assert set(VERBES) == {verbe.en_clair.lower() for verbe in Verbe}
