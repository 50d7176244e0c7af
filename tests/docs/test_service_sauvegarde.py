"""The nightly backup: systemd understands it, it is as closed as the robot, and it runs the command of the guide."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from robot.__main__ import COMMANDES
from robot.ligne_de_commande import analyseur
from tests.docs import pages
from tests.docs.regles import RACINE
from tests.docs.test_service import LANCEUR, SEUIL, UNITE, analyse, executer, verdict

__all__ = ["analyse"]

SERVICE = RACINE / "systemd" / "robot-sauvegarde@.service"
MINUTEUR = RACINE / "systemd" / "robot-sauvegarde@.timer"
GUIDE = RACINE / "docs" / "administrateur.md"


@pytest.fixture
def unites(tmp_path: Path) -> Path:
    """Both units where systemd finds them together, their program one that exists here; the service."""
    service = tmp_path / "robot-sauvegarde@demo.service"
    service.write_text(texte(SERVICE).replace(LANCEUR, shutil.which("true") or ""), encoding="utf-8")
    (tmp_path / "robot-sauvegarde@demo.timer").write_text(texte(MINUTEUR), encoding="utf-8")
    return service


def texte(unite: Path) -> str:
    return unite.read_text(encoding="utf-8")


def test_systemd_n_a_rien_a_redire(analyse: str, unites: Path):
    assert verdict(analyse, unites) == ""
    assert verdict(analyse, unites.with_suffix(".timer")) == ""


def test_elle_est_aussi_fermee_que_le_robot(analyse: str, unites: Path):
    fini = executer(analyse, "security", "--offline=true", f"--threshold={SEUIL}", unites)
    assert fini.returncode == 0, fini.stdout[-2000:]
    fermetures = re.compile(r"^(?:Protect|Private|Restrict|System|Capability|NoNew|Memory|Lock|UMask).*$", re.MULTILINE)
    assert set(fermetures.findall(texte(UNITE))) <= set(fermetures.findall(texte(SERVICE)))


def test_elle_lance_une_commande_qui_existe_la_ou_elle_peut_ecrire():
    (ligne,) = re.findall(r"^ExecStart=(.+)$", texte(SERVICE), re.MULTILINE)
    programme, *mots = shlex.split(ligne.replace("%i", "demo"))
    choix = analyseur(COMMANDES).parse_args(mots)
    assert programme == LANCEUR
    assert (choix.commande, choix.config, choix.garder) == ("sauvegarder", Path("/etc/robot/demo"), 30)
    (etats,) = re.findall(r"^StateDirectory=(.+)$", texte(SERVICE), re.MULTILINE)
    assert choix.dest in [Path("/var/lib") / etat.replace("%i", "demo") for etat in etats.split()]
    assert f"StateDirectory={etats.split()[0]}\n" in texte(UNITE), "elle doit pouvoir lire la base du robot"


def test_elle_ne_recoit_aucun_mot_de_passe_de_messagerie():
    assert not re.search(r"imap_password|smtp_password|robot_secret", texte(SERVICE))


def test_le_guide_installe_les_deux_unites():
    guide = pages.lire(GUIDE)
    assert f"/opt/robot/systemd/{SERVICE.name} /opt/robot/systemd/{MINUTEUR.name} /etc/systemd/system/" in guide
    assert "systemctl enable --now robot-sauvegarde@mon-bailleur.timer" in guide
