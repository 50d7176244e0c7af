"""Every letter is in the gestionnaire's guide: how its subject ends, who receives it, when."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.regles import RACINE

LETTRES = sorted(dossier for dossier in (RACINE / "templates").iterdir() if not dossier.name.startswith("_"))
INSTRUCTION = re.compile(r"\{%.*?%\}", re.DOTALL)
SUJET = re.compile(r"\]\s*([^{}\[\]\n]+?)(?=\s*(?:\{\{|$))", re.MULTILINE)


def sujets(lettre: Path) -> list[str]:
    """The fixed words that follow the bracket, in each version of a subject."""
    gabarit = INSTRUCTION.sub("", (lettre / "objet.txt").read_text(encoding="utf-8"))
    return SUJET.findall(gabarit)


def ligne(lettre: Path) -> tuple[str, ...]:
    lignes = pages.lignes_de_table(pages.lire(RACINE / "docs" / "gestionnaire.md"))
    (trouvee,) = [cellules for cellules in lignes if cellules[0] == f"`{lettre.name}`"]
    return trouvee


@pytest.mark.parametrize("lettre", LETTRES, ids=lambda lettre: lettre.name)
def test_chaque_lettre_dit_a_qui_et_quand(lettre: Path):
    _, objet, destinataire, moment = ligne(lettre)
    assert objet
    assert any(mot in destinataire for mot in ("réservataire", "auteur", "gestionnaires", "administrateurs"))
    assert moment


@pytest.mark.parametrize("lettre", [le for le in LETTRES if le.name != "alerte"], ids=lambda lettre: lettre.name)
def test_chaque_lettre_est_reconnaissable_a_son_objet(lettre: Path):
    trouves = sujets(lettre)
    assert trouves
    assert all(sujet.removesuffix(" du").removesuffix(" pour l'offre") in ligne(lettre)[1] for sujet in trouves)


def test_le_guide_ne_decrit_aucune_lettre_qui_n_existe_pas():
    lignes = pages.lignes_de_table(pages.lire(RACINE / "docs" / "gestionnaire.md"))
    decrites = {cellules[0].strip("`") for cellules in lignes if len(cellules) == len(("nom", "objet", "à", "quand"))}
    assert decrites - {"courrier", "---"} == {lettre.name for lettre in LETTRES}
