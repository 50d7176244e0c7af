"""What the guides state of the robot's behaviour is true of the code: an example of file, the alerts, the retries."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from robot.adapters.communes import table_officielle
from robot.adapters.fiches.fichier import lire_fichier
from robot.etapes import alertes, expedition, reception
from tests.docs import pages
from tests.docs.regles import RACINE

GESTIONNAIRE = pages.lire(RACINE / "docs" / "gestionnaire.md")
ADMINISTRATEUR = pages.lire(RACINE / "docs" / "administrateur.md")


@pytest.mark.regle("R51", "R52", "R12")
def test_l_exemple_de_fichier_du_guide_s_enregistre_en_entier(tmp_path: Path):
    (exemple,) = pages.blocs(GESTIONNAIRE, frozenset({"csv"}))
    fichier = tmp_path / "logements.csv"
    fichier.write_text(exemple, encoding="utf-8")
    lot = lire_fichier(fichier, table_officielle(), "V", "74")
    assert lot.defauts == ()
    assert [lue.liberation.neuf for lue in lot.liberations] == [False, True]


def titres_des_alertes() -> list[str]:
    """The `quoi=` of each alert in the code."""
    arbre = ast.parse(Path(alertes.__file__).read_text(encoding="utf-8"))
    motscles = (noeud for noeud in ast.walk(arbre) if isinstance(noeud, ast.keyword) and noeud.arg == "quoi")
    ecrits = [str(motcle.value.value) for motcle in motscles if isinstance(motcle.value, ast.Constant)]
    return [*ecrits, *(quoi for quoi, _ in alertes.LIAISONS.values())]


def test_le_code_a_des_alertes():
    assert titres_des_alertes()


@pytest.mark.parametrize("titre", titres_des_alertes())
def test_chaque_alerte_est_expliquee_a_l_administrateur(titre: str):
    explications = {ligne[0]: ligne[-1] for ligne in pages.lignes_de_table(ADMINISTRATEUR)}
    assert explications.get(f"« {titre} »")


def test_la_patience_avant_une_alerte_est_celle_du_guide():
    assert timedelta(minutes=15) == alertes.PATIENCE
    assert "depuis un quart d'heure au moins" in ADMINISTRATEUR


def test_les_essais_d_envoi_sont_ceux_du_guide():
    attente = sum((expedition.attente(rang) for rang in range(expedition.ESSAIS_MAX - 1)), timedelta())
    assert timedelta(hours=19) < attente < timedelta(hours=21)
    assert expedition.ESSAIS_MAX == 12
    assert "réessayé douze fois, sur une vingtaine d'heures" in ADMINISTRATEUR


def test_le_plafond_de_reponses_automatiques_est_celui_du_readme():
    assert reception.REPONSES_PAR_JOUR["a_preciser"] == 5
    assert "At most five requests to restate a day go to one address about one dwelling" in pages.lire(
        RACINE / "README.md"
    )
