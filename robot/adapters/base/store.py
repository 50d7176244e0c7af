"""The store on a SQL database: SQLite in WAL with full durability by default.

Every writing method is one transaction, opened IMMEDIATE, so that two writers
queue instead of failing half-way.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from robot.adapters.base.dossiers import Dossiers
from robot.adapters.base.envois import Envois, suivre
from robot.adapters.base.recus import Recus, ligne_de_message
from robot.adapters.base.tables import LigneMessage
from robot.adapters.base.verrou import tenir
from robot.ports import Ecriture, StoreInutilisable


class StoreSql(Dossiers, Recus, Envois):
    """The `Store` port on SQLAlchemy: its three chapters, and what ties them in one transaction."""

    def lier(self, identite: Mapping[str, str]) -> None:
        """Tie a new store to its robot, or check that it is this robot's. Raises StoreInutilisable.

        A store of another landlord, or opened with another secret, would make
        every token in flight unreadable, and every silence an acceptance.
        """
        for cle, valeur in identite.items():
            connue = self.repere(cle)
            if connue is None:
                self.poser_repere(cle, valeur)
            elif connue != valeur:
                raise StoreInutilisable(
                    f"La base {self.moteur.url.database} appartient à un autre robot ({cle} différent). Vérifiez le "
                    "réglage « base » ; pour le secret, ROBOT_SECRET ou le fichier .secret posé à côté de la base."
                )

    def verrou(self) -> AbstractContextManager[None]:
        """Hold the store for one robot. Raises VerrouTenu."""
        return tenir(self.moteur.url.database)

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """See the port."""
        with self._transaction() as session:
            if ecriture.constat and session.get(LigneMessage, ecriture.constat.empreinte):
                return False
            for avancee in ecriture.avancees:
                self._avancer(session, avancee, maintenant)
            for courrier in ecriture.courriers:
                self._deposer(session, courrier, maintenant)
            if ecriture.constat:
                session.add(ligne_de_message(ecriture.constat, maintenant))
            if ecriture.envoi:
                suivre(session, ecriture.envoi, maintenant)
        return True
