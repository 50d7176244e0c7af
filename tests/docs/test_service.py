"""The unit of the service: systemd understands all of it, it is closed, and it says what the code and the guide say."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from robot.__main__ import COMMANDES
from robot.adapters.carnets.secrets import Secret
from robot.ligne_de_commande import analyseur
from tests.docs import pages
from tests.docs.regles import RACINE

UNITE = RACINE / "systemd" / "robot@.service"
INSTANCE = "robot@demo.service"
LANCEUR = "/opt/robot/.venv/bin/robot"
SEUIL = 20  # tenths: the exposure must stay under 2.0 (a bare unit scores 9.6)


def texte_de_l_unite() -> str:
    return UNITE.read_text(encoding="utf-8")


@pytest.fixture
def analyse() -> str:
    """systemd-analyze; its absence is a failure where everything is to be tested."""
    programme = shutil.which("systemd-analyze")
    if programme is None:
        if os.environ.get("CI"):
            pytest.fail("systemd-analyze manque : apt install systemd")
        pytest.skip("systemd-analyze n'est pas installé")
    return programme


def poser(dossier: Path, texte: str) -> Path:
    """A copy of the unit whose program exists on this machine."""
    copie = dossier / INSTANCE
    copie.write_text(texte.replace(LANCEUR, shutil.which("true") or ""), encoding="utf-8")
    return copie


def executer(*commande: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(mot) for mot in commande], capture_output=True, text=True, check=False, timeout=60)


def verdict(analyse: str, unite: Path) -> str:
    """Everything `systemd-analyze verify` says: a misspelt key alone leaves its exit code at zero."""
    fini = executer(analyse, "verify", unite)
    return fini.stdout + fini.stderr + ("" if fini.returncode == 0 else f"code {fini.returncode}")


def test_systemd_n_a_rien_a_redire(analyse: str, tmp_path: Path):
    assert verdict(analyse, poser(tmp_path, texte_de_l_unite())) == ""


def test_systemd_verrait_une_cle_mal_ecrite(analyse: str, tmp_path: Path):
    fautive = texte_de_l_unite().replace("NoNewPrivileges=", "NoNewPrivilege=")
    assert "NoNewPrivilege" in verdict(analyse, poser(tmp_path, fautive))


def test_le_service_est_ferme(analyse: str, tmp_path: Path):
    unite = poser(tmp_path, texte_de_l_unite())
    fini = executer(analyse, "security", "--offline=true", f"--threshold={SEUIL}", unite)
    assert fini.returncode == 0, fini.stdout[-2000:]
    assert "Overall exposure level" in fini.stdout


def test_un_service_ouvert_ne_passerait_pas(analyse: str, tmp_path: Path):
    ouvert = re.sub(r"^(?:Protect|Private|Restrict|System|Capability|NoNew).*\n", "", texte_de_l_unite(), flags=re.M)
    fini = executer(analyse, "security", "--offline=true", f"--threshold={SEUIL}", poser(tmp_path, ouvert))
    assert fini.returncode != 0


def test_le_service_lance_une_commande_qui_existe():
    (ligne,) = re.findall(r"^ExecStart=(.+)$", texte_de_l_unite(), re.MULTILINE)
    programme, *mots = shlex.split(ligne.replace("%i", "demo"))
    choix = analyseur(COMMANDES).parse_args(mots)
    assert programme == LANCEUR
    assert (choix.commande, choix.config) == ("lancer", Path("/etc/robot/demo"))


def test_les_mots_de_passe_du_service_sont_ceux_que_le_robot_cherche():
    charges = set(re.findall(r"^LoadCredential=(\w+):", texte_de_l_unite(), re.MULTILINE))
    assert {Secret.IMAP.credential, Secret.SMTP.credential} <= charges <= {secret.credential for secret in Secret}


@pytest.mark.parametrize("page", [RACINE / "README.md", RACINE / "docs" / "administrateur.md"], ids=pages.nom)
def test_le_guide_installe_ce_que_le_service_attend(page: Path):
    guide = pages.lire(page)
    fichiers = [chemin.replace("%i", "mon-bailleur") for chemin in re.findall(r":(/etc/\S+)", texte_de_l_unite())]
    (etat,) = re.findall(r"^StateDirectory=(.+)$", texte_de_l_unite(), re.MULTILINE)
    assert all(fichier in guide for fichier in fichiers if not fichier.endswith(".service"))
    assert f"base: /var/lib/{etat.replace('%i', 'mon-bailleur')}/robot.sqlite" in guide
    assert "systemctl enable --now robot@mon-bailleur" in guide
