"""A store that has worked, to be saved and put back, and what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from robot.adapters.base.store import StoreSql
from robot.adapters.sauvegarde import TABLES
from robot.etapes import apres_restauration, reprise
from tests.fabrique import CARNET, FICHE, JETONS
from tests.monde import Monde

IDENTITE = {"siren": CARNET.bailleur.siren, "secret": JETONS.marque}
INSTANT = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
DOMAINE = "bailleur.example"


def travailler(url: str) -> StoreSql:
    monde = Monde.creer("2026-05-18T09:00")
    monde = replace(monde, store=StoreSql(url, DOMAINE))
    monde.store.lier(IDENTITE)
    for adresse in ("un", "deux"):
        monde.liberer(replace(FICHE, adresse=adresse))
    monde.passer()
    un, deux = monde.courriers(gabarit="offre")
    monde.repondre(un, "REFUSE")
    monde.repondre(deux, "peut-être, à voir")
    monde.passer("2026-05-18T09:05")
    return monde.store


def lignes(store: StoreSql) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but what a backup adds."""
    with store.moteur.connect() as connexion:
        tout = {table.name: [tuple(ligne) for ligne in connexion.execute(select(table))] for table in TABLES}
    ajoutes = {reprise.SAUVEGARDE, apres_restauration.REPRISE}
    tout["reperes"] = [repere for repere in tout["reperes"] if repere[0] not in ajoutes]
    return {nom: sorted(contenu) for nom, contenu in tout.items()}


def retoucher(fichier: Path, ordre: str, declencheur: str = "") -> None:
    """Change a backup by hand, as somebody could."""
    with closing(sqlite3.connect(fichier)) as connexion:
        if declencheur:
            (creation,) = connexion.execute("SELECT sql FROM sqlite_master WHERE name = ?", (declencheur,)).fetchone()
            connexion.execute(f"DROP TRIGGER {declencheur}")
        assert connexion.execute(ordre).rowcount > 0
        if declencheur:
            connexion.execute(creation)
        connexion.commit()
