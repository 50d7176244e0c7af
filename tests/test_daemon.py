"""The service, as systemd runs it: a process, signals, one robot per store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from robot.adapters.carnets.secrets import Secret
from robot.adapters.horloge import Horloge
from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.demo.correspondants import Correspondant
from robot.demo.decor import MOT_DE_PASSE, boites, configurer, troupe
from tests.serveurs import attendre_que
from tests.test_ligne_de_commande import ENTETE, LIGNE

SECRETS = {Secret.IMAP.variable: MOT_DE_PASSE, Secret.SMTP.variable: MOT_DE_PASSE}


class Service:
    """A robot in its own process, on embedded servers."""

    def __init__(self, dossier: Path, serveurs: ServeursEmbarques) -> None:
        self.config, self.serveurs = dossier / "config", serveurs
        configurer(self.config, serveurs)
        reglages = (self.config / "robot.yaml").read_text(encoding="utf-8")
        # Every hour is an office hour, and only IDLE can bring a pass before the next hour.
        reglages = reglages.replace("ouverture: 8:00", "ouverture: 0:00").replace("fermeture: 17:00", "fermeture: 0:00")
        reglages = reglages.replace("tous_les_jours: non", "tous_les_jours: oui").replace("passe: 60", "passe: 3600")
        (self.config / "robot.yaml").write_text(reglages, encoding="utf-8")

    def commande(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "robot", arguments[0], "--config", str(self.config), *arguments[1:]],
            env=os.environ | SECRETS,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def executer(self, *arguments: str) -> tuple[int, str, str]:
        with self.commande(*arguments) as processus:
            sortie, erreur = processus.communicate(timeout=60)
        return processus.returncode, sortie, erreur


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with ServeursEmbarques(boites(troupe()), Horloge()) as serveurs:
        yield Service(tmp_path, serveurs)


def test_le_service_offre_lit_sur_idle_et_s_arrete_proprement(service: Service, tmp_path: Path) -> None:
    fichier = tmp_path / "liberes.csv"
    fichier.write_text(ENTETE + LIGNE.format(rpls="7430900001"), encoding="utf-8")
    code, sortie, erreur = service.executer("liberer", str(fichier))
    assert (code, erreur) == (0, "")
    reference = sortie.split(" : ")[1].split(",")[0]
    viry = troupe().viry
    with service.commande("lancer") as robot:
        attendre_que(lambda: _offres(viry, service, reference), "l'offre chez Viry", 40)

        # A second robot on the same store is refused, and told who holds it.
        code, _, erreur = service.executer("cycle")
        assert code == 1
        assert str(robot.pid) in erreur

        # The answer is taken on IDLE, an hour before the next period.
        horloge = Horloge()
        viry.repondre(service.serveurs, _offres(viry, service, reference)[0], "ACCEPTE", le=horloge.maintenant())
        attendre_que(lambda: len(_offres(viry, service, reference)) == 2, "l'accusé chez Viry", 40)

        robot.send_signal(signal.SIGTERM)
        _, journal = robot.communicate(timeout=30)
    assert robot.returncode == 0, journal
    assert "robot arrêté" in journal
    assert MOT_DE_PASSE not in journal
    code, sortie, _ = service.executer("etat", "--json")
    assert '"statut": "acceptee"' in sortie


def test_le_verrou_d_un_robot_tue_est_libere(service: Service) -> None:
    with service.commande("lancer") as robot:
        verrou = service.config / "robot.sqlite.verrou"
        attendre_que(lambda: verrou.exists() and str(robot.pid) in verrou.read_text(), "le verrou pris", 40)
        robot.kill()
    code, _, erreur = service.executer("cycle")
    assert (code, erreur) == (0, "")


def _offres(viry: Correspondant, service: Service, reference: str) -> list[EmailMessage]:
    return [recu for recu in viry.recus(service.serveurs) if reference in str(recu["Subject"])]
