"""The real store, watched: what each transaction that took effect wrote, and failures at its commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from robot.adapters.base.store import StoreSql
from robot.ports import Ecriture
from robot.simulation.liens import HorlogeSimulee
from robot.simulation.pannes import Meteo
from robot.simulation.plan import Genre
from robot.simulation.releve import Ecrit, Releve, Tables

SEL = 16


TOUT = (
    "SELECT * FROM dossiers ORDER BY reference",
    "SELECT * FROM messages ORDER BY recu_le",
    "SELECT * FROM courriers ORDER BY cle",
)


class BaseOccupee(ValueError):
    """The database that was given already holds dossiers: a story begins on an empty one."""


class StoreTemoin(StoreSql):
    """`StoreSql` as it is, its transactions failing when the weather says so. Raises BaseOccupee.

    Its salts come from `hasard`, so that a seed always gives the same root.
    """

    def __init__(self, url: str, hasard: Random, horloge: HorlogeSimulee, meteo: Meteo, releve: Releve) -> None:
        super().__init__(url, "bailleur.example", lambda: hasard.randbytes(SEL))
        self._horloge = horloge
        self._meteo = meteo
        self._releve = releve
        self._valides = 0
        self._consignes: set[str] = set()
        if self.references():
            self.fermer()
            raise BaseOccupee(f"La base {url} contient déjà des dossiers : donnez une base vide.")

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self._meteo.vivre()
        occupee = self._meteo.accident(Genre.BASE_OCCUPEE)
        a_la_fin = occupee is not None and occupee.random() < 0.5  # another holds it at the commit, not at the start
        with super()._transaction() as connexion:
            if occupee and not a_la_fin:
                raise _panne("SQLITE_BUSY", "database is locked")
            yield connexion
            if a_la_fin:
                raise _panne("SQLITE_BUSY", "database is locked")
            if self._meteo.fenetre(Genre.DISQUE_PLEIN, self._horloge.vrai):
                raise _panne("SQLITE_FULL", "database or disk is full")
            self._meteo.risquer_la_mort()
        self._valides += 1
        self._meteo.risquer_la_mort()

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """See the port."""
        avant, debut = self._valides, self._horloge.vrai
        try:
            ecrit = super().ecrire(ecriture, maintenant)
        except BaseException:
            if self._valides > avant:  # it died after the commit took effect
                self._noter(ecriture, debut, maintenant)
            raise
        if ecrit:
            self._noter(ecriture, debut, maintenant)
        return ecrit

    def _noter(self, ecriture: Ecriture, le: datetime, le_robot: datetime) -> None:
        constat = ecriture.constat
        if constat and constat.empreinte in self._consignes:
            return
        if constat:
            self._consignes.add(constat.empreinte)
        faits = [
            (avancee.apres.reference, numero, fait)
            for avancee in ecriture.avancees
            for numero, fait in enumerate(avancee.faits, start=avancee.version_lue + 1)
        ]
        for reference, numero, fait in faits:
            self._releve.vus.setdefault((reference, numero), f"{type(fait).__name__} {fait.le.isoformat()}")
        self._releve.ecrits.append(
            Ecrit(
                le=le,
                le_robot=le_robot,
                recu_le=constat.message.recu_le if constat else None,
                faits=tuple((reference, numero) for reference, numero, _ in faits),
                courriers=tuple(courrier.cle for courrier in ecriture.courriers),
                envoi=(ecriture.envoi.cle, ecriture.envoi.etat.value) if ecriture.envoi else None,
            )
        )

    def prochaine_echeance(self) -> datetime | None:
        """The next appointment of a dossier or of a letter, by the robot's clock."""
        with self._lecture.connect() as connexion:
            dates = connexion.exec_driver_sql(
                "SELECT min(rendez_vous) FROM dossiers UNION ALL SELECT min(reprise) FROM courriers"
            ).scalars()
            return min((datetime.fromisoformat(date) for date in dates if date), default=None)

    def tables(self) -> Tables:
        """Every row, as plain values."""
        with self._lecture.connect() as connexion:
            dossiers, messages, courriers = (
                tuple(dict(ligne) for ligne in connexion.exec_driver_sql(requete).mappings()) for requete in TOUT
            )
        journal = tuple(
            {
                "reference": ligne["reference"],
                "ligne": i.numero,
                "inscrit_le": i.inscrit_le,
                "fait": type(i.fait).__name__,
            }
            | vars(i.fait)
            for ligne in dossiers
            for i in self.journal(ligne["reference"])
        )
        return Tables(journal, dossiers, messages, courriers)


def _panne(nom: str, mots: str) -> OperationalError:
    """What SQLite says when it fails so."""
    cause = sqlite3.OperationalError(mots)
    cause.sqlite_errorname = nom
    return OperationalError("", {}, cause)
