"""The store on a SQL database: SQLite in WAL with full durability by default.

Every writing method is one transaction, opened IMMEDIATE, so that two writers
queue instead of failing half-way.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from sqlalchemy import Connection

from robot.adapters.base.chaine import TAILLE_DU_SEL, sceller_le_message
from robot.adapters.base.dossiers import Dossiers, Sel
from robot.adapters.base.envois import Envois, suivre
from robot.adapters.base.moteur import POSTGRESQL
from robot.adapters.base.racines import racine_a_noter
from robot.adapters.base.recus import DEPOSER_MESSAGE, Recus, ligne_de_message
from robot.adapters.base.socle import DEPOSER_REPERE, marquer, modifier
from robot.adapters.base.verrou import tenir, tenter_de_lire
from robot.ports import Ecriture, StoreInutilisable


class _DejaReclame(Exception):
    """That message was claimed before, perhaps an instant ago by another robot."""


def _sel() -> bytes:
    return secrets.token_bytes(TAILLE_DU_SEL)


class StoreSql(Dossiers, Recus, Envois):
    """The `Store` port on SQLAlchemy: its three chapters, and what ties them in one transaction.

    `sel` gives the random bytes that hide what is committed: a simulation gives its own.
    """

    def __init__(self, url: str, domaine: str, sel: Sel = _sel) -> None:
        super().__init__(url, domaine)
        self.sel = sel
        self._plis = {}

    def lier(self, identite: Mapping[str, str]) -> None:
        """Tie a new store to its robot, or check that it is this robot's. Raises StoreInutilisable.

        A store of another landlord, or opened with another secret, would make
        every token in flight unreadable, and every silence an acceptance.
        """
        for cle, valeur in identite.items():
            with self._changer_les_reperes() as connexion:  # the first robot on a new base says whose it is
                connexion.execute(DEPOSER_REPERE, {"cle": cle, "valeur": valeur})
            if self.repere(cle) != valeur:
                raise StoreInutilisable(
                    f"La base {self.moteur.url.database} appartient à un autre robot ({cle} différent). Vérifiez le "
                    "réglage « base » ; pour le secret, ROBOT_SECRET ou le fichier .secret posé à côté de la base."
                )

    def verrou(self) -> AbstractContextManager[None]:
        """A SQLite file is for one robot; on PostgreSQL, several share the work. Raises VerrouTenu."""
        return nullcontext() if self.moteur.dialect.name == POSTGRESQL else tenir(self.moteur.url.database)

    def lecteur(self) -> AbstractContextManager[bool]:
        """See the port."""
        return tenter_de_lire(self.moteur)

    def racine(self, maintenant: datetime) -> str:
        """See the port."""
        return str(racine_a_noter(self, maintenant))

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """See the port."""
        try:
            self._ecrire(ecriture, maintenant)
        except _DejaReclame:
            return False
        return True

    def _ecrire(self, ecriture: Ecriture, maintenant: datetime) -> None:
        with self._changer_les_reperes() if ecriture.marque else self._transaction() as connexion:
            if ecriture.marque:
                marquer(connexion, ecriture.marque)
            causes = self._causes(connexion, ecriture, maintenant)
            lettres = [self._deposer(connexion, courrier, maintenant) for courrier in ecriture.courriers]
            for avancee in ecriture.avancees:
                siennes = [sceau for reference, sceau in lettres if reference == avancee.apres.reference]
                self._avancer(connexion, avancee, ecriture.inscrit_le or maintenant, " ".join((*causes, *siennes)))

    def _causes(self, connexion: Connection, ecriture: Ecriture, maintenant: datetime) -> list[str]:
        """Record the message or the server's word that this writing follows from; their seals."""
        sceaux = list[str]()
        if ecriture.constat:
            ligne = ligne_de_message(ecriture.constat, ecriture.inscrit_le or maintenant)
            message = sceller_le_message(ligne, self.sel())
            if not modifier(connexion, DEPOSER_MESSAGE, vars(message)):
                raise _DejaReclame
            sceaux.append(message.sceau)
        if ecriture.envoi:
            sceaux.append(suivre(connexion, ecriture.envoi, maintenant))
        return [sceau for sceau in sceaux if sceau]
