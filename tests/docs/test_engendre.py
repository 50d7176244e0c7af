"""What is generated is up to date, and the generator notices what changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from robot.domain import faits as f
from robot.domain.dossier import LIBELLES, Statut
from robot.domain.statuts import TRANSITIONS
from tests.docs import engendrer, machine, pages

RACINE = engendrer.RACINE
PAGES = engendrer.pages()


@pytest.mark.parametrize("chemin", sorted(PAGES), ids=pages.nom)
def test_une_page_engendree_est_a_jour(chemin: Path):
    assert chemin.read_text(encoding="utf-8") == PAGES[chemin], "tapez : python -m tests.docs.engendrer"


@pytest.mark.parametrize("statut", Statut, ids=lambda statut: f"l'état « {LIBELLES[statut]} » est expliqué")
def test_chaque_etat_est_dans_la_page_de_la_machine(statut: Statut):
    lignes = pages.lignes_de_table(pages.lire(RACINE / "docs" / "machine.md"))
    (ligne,) = [ligne for ligne in lignes if ligne[0] == f"`{statut}`" and ligne[1] == LIBELLES[statut]]
    assert len(ligne[2]) > len("Le dossier.")


def test_chaque_transition_est_dans_la_page_de_la_machine():
    texte = pages.lire(RACINE / "docs" / "machine.md")
    ecrites = set(re.findall(r"^\| `(\w+)` \| .* \(`(\w+)`\) \| `(\w+)` \|$", texte, re.MULTILINE))
    assert ecrites == {(avant, fait.__name__, apres) for (avant, fait), apres in TRANSITIONS.items()}


def test_chaque_fait_a_ses_mots():
    assert set(machine.MOTS) == set(f.FAITS)


def fleches(texte: str) -> set[tuple[str, str]]:
    """Every arrow of the diagrams, those of the answers followed through their node."""
    lues = set(re.findall(r"^ {4}(\w+) --> (\w+)", texte, re.MULTILINE))
    entrees = {avant for avant, apres in lues if apres == machine.LECTURE}
    sorties = {apres for avant, apres in lues if avant == machine.LECTURE}
    directes = {fleche for fleche in lues if machine.LECTURE not in fleche}
    return directes | {(avant, apres) for avant in entrees for apres in sorties if avant != apres}


def test_le_diagramme_complet_a_les_fleches_de_la_table():
    attendues = {
        (avant.value, apres.value)
        for (avant, fait), apres in TRANSITIONS.items()
        if avant is not apres and fait is not f.DossierAnnule
    }
    assert fleches(pages.lire(RACINE / "docs" / "machine.md")) == attendues


def test_le_diagramme_du_readme_laisse_les_ordres_a_la_page_de_la_machine():
    attendues = {
        (avant.value, apres.value)
        for (avant, fait), apres in TRANSITIONS.items()
        if avant is not apres and fait not in machine.ORDRES and avant is not Statut.RETIREE
    }
    assert fleches(pages.lire(engendrer.README)) == attendues


def test_le_generateur_refuse_un_repere_absent():
    with pytest.raises(ValueError, match="il faut une fois"):
        engendrer.inserer("pas de repère ici", "diagramme", "x")


def test_le_generateur_ne_touche_que_sa_partie():
    texte = "avant <!-- debut: d -->vieux<!-- fin: d --> après"
    assert engendrer.inserer(texte, "d", r"neuf \1") == "avant <!-- debut: d -->\nneuf \\1\n<!-- fin: d --> après"
