"""Deux fichiers de réglages valables, et de quoi les abîmer."""

from __future__ import annotations

from pathlib import Path

from robot.adapters.carnets.dossier import charger, verifier
from robot.domain.carnet import Reservataire

ROBOT = """\
bailleur:
  nom: Office de démonstration
  siren: 123 456 782
  departement: 74
  adresse: orientation@bailleur.fr
  service: Attributions
  telephone: 04 50 00 00 00
  adresse_postale: 12 rue des Alpes, 74000 Annecy
  prefixe: V
messagerie:
  imap: {hote: imap.bailleur.fr, securite: tls, identifiant: orientation}
  smtp: {hote: smtp.bailleur.fr, securite: starttls, identifiant: orientation}
  serveur_de_confiance: mx.bailleur.fr
base: robot.sqlite
gestionnaires:
  - {nom: Camille Durand, adresse: camille.durand@bailleur.fr}
administrateurs:
  - {nom: Support, adresse: support@bailleur.fr}
ddets: {nom: DDETS, adresse: ddets-reservation-sociale@haute-savoie.gouv.fr}
"""
RESERVATAIRES = """\
- nom: Viry
  adresse: civil@viry74.fr
  perimetre: {commune: Viry}
  ordre: 1
"""


def ecrire(dossier: Path, robot: str = ROBOT, reservataires: str = RESERVATAIRES) -> None:
    (dossier / "robot.yaml").write_text(robot, encoding="utf-8")
    (dossier / "reservataires.yaml").write_text(reservataires, encoding="utf-8")


def trouver(dossier: Path, code: str) -> Reservataire:
    reservataire = charger(dossier).carnet.reservataire(code)
    assert reservataire is not None
    return reservataire


def erreurs(dossier: Path, **fichiers: str) -> list[str]:
    ecrire(dossier, **fichiers)
    return [str(anomalie) for anomalie in verifier(dossier, {})[0]]


def avertissements(dossier: Path, **fichiers: str) -> list[str]:
    """Those of the settings; the passwords are another matter."""
    ecrire(dossier, **fichiers)
    return [str(a) for a in verifier(dossier, {"ROBOT_IMAP_MOT_DE_PASSE": "x", "ROBOT_SMTP_MOT_DE_PASSE": "x"})[1]]


def un(nom: str = "Viry", **reglages: str) -> str:
    """One réservataire in YAML, with some settings changed."""
    tous = {"adresse": "civil@viry74.fr", "perimetre": "{commune: Viry}", "ordre": "1"} | reglages
    return f"- nom: {nom}\n" + "".join(f"  {cle}: {valeur}\n" for cle, valeur in tous.items())
