"""A store on each engine, and the least of what it may be given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from robot.adapters.base.store import StoreSql
from robot.domain import faits as f
from robot.domain.courriers import Courrier
from robot.domain.statuts import replier
from robot.ports import (
    Avancee,
    Constat,
    Ecriture,
    Emplacement,
    Envoi,
    MessageRecu,
    Rangement,
)
from tests.domain.exemples_de_faits import REFERENCE
from tests.fabrique import libere, paris

MARDI = paris("2026-04-28T09:00")
MINUTE = timedelta(minutes=1)
HEURE = timedelta(hours=1)
DOMAINE = "bailleur.example"
LETTRE = Courrier("offre/V-2026-0042/1/a@b.fr", "offre", "a@b.fr", reference=REFERENCE)


@pytest.fixture
def store(url: str) -> Iterator[StoreSql]:
    ouvert = StoreSql(url, DOMAINE)
    yield ouvert
    ouvert.fermer()


@pytest.fixture
def un_fichier(tmp_path: Path) -> Iterator[StoreSql]:
    ouvert = StoreSql(f"sqlite:///{tmp_path / 'robot.sqlite'}", DOMAINE)
    yield ouvert
    ouvert.fermer()


def avancee(store: StoreSql, *faits: f.Fait, cle: str = "cle", rendez_vous=None, version: int | None = None) -> Avancee:
    avant = store.dossier(REFERENCE)
    apres = replier(avant, faits)
    assert apres is not None
    return Avancee(avant.version if avant and version is None else version or 0, faits, apres, rendez_vous, cle)


def constat(marque: str = "m1", *, uid: int = 1, rangement: Rangement = Rangement.TRAITES) -> Constat:
    message = MessageRecu(Emplacement("INBOX", 7, uid), MARDI, b"From: a@b.fr\r\n\r\nACCEPTE\r\n" * 50)
    return Constat(marque, message, "id@b.fr", "a@b.fr", "Re: offre", "reponse", "accepte", rangement)


def liberer(store: StoreSql, **options) -> None:
    store.ecrire(Ecriture((avancee(store, libere(), **options),)), MARDI)


def prendre_et_confier(store: StoreSql, jusqu_a: datetime) -> Envoi:
    """Reserve the letter and note that it is about to leave."""
    (envoi,) = store.reserver(MARDI, MARDI + HEURE, 9)
    (tenu,) = store.confier([(envoi, b"Subject: offre\r\n", jusqu_a)])
    return tenu


def etat(store: StoreSql) -> tuple[object, ...]:
    envois = store.envois(REFERENCE)
    return store.dossier(REFERENCE), store.journal(REFERENCE), envois, store.message("m1"), store.a_ranger(9)
