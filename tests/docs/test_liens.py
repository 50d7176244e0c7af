"""Links resolve, paths are those of the installation, versions agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.regles import RACINE

# An absolute path may only be one that the installation guide creates, or the system's own.
ADMIS = ("/dev/null", "/opt/robot", "/etc/robot", "/etc/systemd/system", "/var/lib/robot", "/srv/sauvegardes")
CHEMIN = re.compile(r"(?<![\w.:/~)>-])(/[a-z][\w.-]*(?:/[\w.@-]+)+)")
LIGNE_VIDE = re.compile(r"\n{2,}")


@pytest.mark.parametrize("page", pages.toutes(), ids=pages.nom)
def test_les_liens_internes_menent_quelque_part(page: Path):
    for lien in pages.liens(pages.lire(page)):
        if lien.startswith(("https://", "mailto:")):
            continue
        chemin, _, ancre = lien.partition("#")
        cible = (page.parent / chemin).resolve() if chemin else page
        assert cible.exists(), f"{lien} ne mène nulle part"
        if ancre:
            assert ancre in pages.ancres(pages.lire(cible)), f"{lien} : aucun titre de ce nom"


@pytest.mark.parametrize("page", pages.toutes(), ids=pages.nom)
def test_aucun_chemin_propre_a_une_machine(page: Path):
    etrangers = [c for c in CHEMIN.findall(pages.lire(page)) if not c.startswith(ADMIS)]
    assert etrangers == []


def test_le_controle_des_chemins_en_voit_un():
    assert CHEMIN.findall("dans `/home/moi/robot` et ../templates/offre et https://a.fr/b/c") == ["/home/moi/robot"]


def test_chaque_note_de_decision_est_annoncee_par_le_readme():
    notes = {f"docs/decisions/{note.name}" for note in (RACINE / "docs" / "decisions").glob("*.md")}
    assert notes == {lien for lien in pages.liens(pages.lire(RACINE / "README.md")) if "decisions/" in lien}


@pytest.mark.parametrize("note", sorted((RACINE / "docs" / "decisions").glob("*.md")), ids=lambda note: note.stem)
def test_chaque_note_de_decision_dit_le_contexte_le_choix_et_le_prix(note: Path):
    titres = re.findall(r"^## (.+)$", pages.lire(note), re.MULTILINE)
    assert titres == ["Contexte", "Choix", "Ce qui a été comparé", "Ce que cela coûte"]


def test_la_version_du_journal_des_changements_est_celle_du_paquet():
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    premiere = re.search(r"^## (\d+\.\d+\.\d+)", pages.lire(RACINE / "CHANGELOG.md"), re.MULTILINE)
    assert premiere is not None
    assert premiere[1] == projet["version"]


def test_le_readme_s_ouvre_par_un_paragraphe_en_francais():
    titre, premier, *_ = LIGNE_VIDE.split(pages.lire(RACINE / "README.md"))
    assert titre.startswith("# ")
    assert premier.startswith("Un bailleur")
    assert "deux jours ouvrés" in premier


@pytest.mark.parametrize("couche", sorted(d.name for d in (RACINE / "robot").iterdir() if (d / "__init__.py").exists()))
def test_chaque_couche_est_nommee_par_le_readme(couche: str):
    assert f"robot/{couche}/" in pages.lire(RACINE / "README.md")
