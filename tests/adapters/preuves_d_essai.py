"""Proofs of dwellings that lived, and what the checker holds against them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from robot import recits
from robot.adapters.preuves import controle
from robot.adapters.preuves.export import exporter
from tests.journal_d_essai import vivre
from tests.monde import Monde

REFUSE = "V-2026-0001"  # refused, then offered to the next one, who kept silent
EFFACE = "V-2024-0001"  # accepted then closed in 2024, erased since


@pytest.fixture(scope="module")
def monde() -> Iterator[Monde]:
    vecu = vivre()
    yield vecu
    vecu.store.fermer()


def faire(monde: Monde, reference: str, sortie: Path) -> dict[str, str]:
    histoire = recits.expliquer(monde.dossier(reference), monde.store.journal(reference), monde.store.envois(reference))
    return exporter(monde.store, reference, histoire, sortie, monde.horloge.maintenant())


@pytest.fixture(scope="module")
def preuve(monde, tmp_path_factory) -> Path:
    sortie = Path(tmp_path_factory.mktemp("preuve")) / "preuve.zip"
    faire(monde, REFUSE, sortie)
    return sortie


@pytest.fixture(scope="module")
def fichiers(preuve) -> dict[str, bytes]:
    return controle.lire(preuve)


@pytest.fixture(scope="module")
def preuves(monde, fichiers, tmp_path_factory) -> dict[str, dict[str, bytes]]:
    """A whole one, and one whose messages and letters were erased."""
    sortie = Path(tmp_path_factory.mktemp("preuve")) / "effacee.zip"
    faire(monde, EFFACE, sortie)
    return {REFUSE: fichiers, EFFACE: controle.lire(sortie)}


def defauts(fichiers: dict[str, bytes], **temoins: str) -> list[str]:
    return [quoi for tient, quoi in controle.controler(fichiers, **temoins).constats if not tient]


def lancer(*arguments: object, dossier: Path) -> subprocess.CompletedProcess[str]:
    """The checker as a judge runs it: plain Python, isolated from this project."""
    commande = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(commande, cwd=dossier, capture_output=True, text=True, check=False)


def refaire(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    """As a forger would: the manifest made again."""
    autres = {nom: octets for nom, octets in fichiers.items() if nom != controle.MANIFESTE}
    lignes = (f"{hashlib.sha256(autres[nom]).hexdigest()}  {nom}\n" for nom in sorted(autres))
    return {**autres, controle.MANIFESTE: "".join(lignes).encode()}


def retoucher(fichiers: dict[str, bytes], nom: str, geste: Callable[[Any], object]) -> dict[str, bytes]:
    objet = json.loads(fichiers[nom])
    geste(objet)
    return refaire({**fichiers, nom: json.dumps(objet).encode()})
