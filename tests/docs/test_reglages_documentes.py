"""Every setting that the robot reads is explained to the administrator, and shown in the example."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from robot.adapters.carnets.secrets import Secret
from tests.docs import pages
from tests.docs.regles import RACINE

LECTEURS = tuple(
    RACINE / "robot" / "adapters" / "carnets" / f"{nom}.py"
    for nom in ("reglages", "conservation", "reservataires", "personnes", "candidats", "assiette")
)
METHODES = frozenset({"exiger", "valeur", "valeurs", "sous_section", "sous_sections"})
FONCTIONS = frozenset({"_clause"})
TERRITOIRES = ("perimetre", "commune", "epci", "departement")
EXEMPLES = tuple(sorted((RACINE / "config").glob("*.yaml")))
GUIDE = RACINE / "docs" / "administrateur.md"


def cles_lues(source: str) -> set[str]:
    """The keys that a reader of settings asks for: `section.exiger("…")`, `_correspondants(section, "…")` and the like."""
    cles: set[str] = set()
    for noeud in ast.walk(ast.parse(source)):
        if isinstance(noeud, ast.Call):
            textes = [a.value for a in noeud.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if isinstance(noeud.func, ast.Attribute) and noeud.func.attr in METHODES:
                cles.update(textes[:1])
            elif isinstance(noeud.func, ast.Name) and noeud.func.id in FONCTIONS:
                cles.update(textes)
    return {cle for cle in cles if re.fullmatch("[a-z_]+", cle)}


def expliquee(cle: str) -> bool:
    """Whether the guide names that key, alone or as a part of a dotted one."""
    return re.search(rf"`(?:\w+\.)*{cle}(?:\.\w+)*`", pages.lire(GUIDE)) is not None


def cles_ecrites(texte: str) -> set[str]:
    """The keys of an example, those in a comment or in braces included."""
    return set(re.findall(r"(?:^|[\s{#-])([a-z_]+):(?=\s|$)", texte, re.MULTILINE))


CLES = sorted(set().union(*(cles_lues(lecteur.read_text(encoding="utf-8")) for lecteur in LECTEURS), TERRITOIRES))


def test_la_lecture_du_code_trouve_des_reglages():
    assert {"base", "imap", "connexions", "gestionnaires", "delai_reponse", "jours_ouvres"} <= set(CLES)
    assert cles_lues('section.exiger("hote", f, "defaut")\nsection.autre("non", f)') == {"hote"}


@pytest.mark.parametrize("cle", CLES)
def test_chaque_reglage_est_explique_a_l_administrateur(cle: str):
    assert expliquee(cle), f"{cle} n'est pas dans {pages.nom(GUIDE)}"


@pytest.mark.parametrize("cle", CLES)
def test_chaque_reglage_est_dans_l_exemple_commente(cle: str):
    ecrites = set().union(*(cles_ecrites(exemple.read_text(encoding="utf-8")) for exemple in EXEMPLES))
    assert cle in ecrites


@pytest.mark.parametrize("exemple", EXEMPLES, ids=pages.nom)
def test_chaque_cle_d_un_exemple_est_expliquee(exemple: Path):
    actives = re.sub(r"#.*", "", exemple.read_text(encoding="utf-8"))
    absentes = {cle for cle in cles_ecrites(actives) if not expliquee(cle)}
    assert absentes == set()


@pytest.mark.parametrize("secret", Secret, ids=lambda secret: secret.variable)
def test_chaque_secret_est_explique(secret: Secret):
    guide = pages.lire(GUIDE)
    assert f"`{secret.variable}`" in guide
    assert f"`{secret.credential}`" in guide
