"""The junk: no acquaintance's word is left in it, and what is in the INBOX too may be read once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from robot.simulation import releve as r
from robot.simulation.juge.griefs import PERDU, Grief
from robot.simulation.juge.livre import Bibliotheque
from robot.simulation.juge.suivi import FINIS, Suivi
from robot.simulation.releve import Arrivee, Releve, Tables

RECEPTION = "INBOX"


class Indesirables:
    """What the robot left where it lay, as the transactions are heard."""

    def __init__(self, releve: Releve, tables: Tables, bibliotheque: Bibliotheque) -> None:
        self._releve = releve
        self._bibliotheque = bibliotheque
        laisses = (m for m in tables.messages if not m["rangement"])
        self._laisses = {datetime.fromisoformat(str(m["recu_le"])) for m in laisses}
        self._a_relire: set[int] = set()
        self._relus: set[int] = set()

    def peut_relire(self, arrivee: Arrivee) -> bool:
        """Whether that message, claimed already, may be claimed again: it was left in the junk, and is here now."""
        premiere = arrivee.original or arrivee.numero
        ici = arrivee.dossier == RECEPTION or arrivee.recu_le in self._releve.sortis
        if premiere in self._relus or premiere not in self._a_relire or not ici:
            return False
        self._relus.add(premiere)
        return True

    def griefs(self, arrivee: Arrivee, le: datetime, suivis: Mapping[str, Suivi]) -> Iterator[Grief]:
        """A claimed message: whose it is, if it was left there."""
        premiere = arrivee.original or arrivee.numero
        if arrivee.recu_le not in self._laisses or premiere in self._relus:
            return
        self._a_relire.add(premiere)
        if arrivee.genre == r.PERSONNE and arrivee.dmarc != "fail" and self._connu(arrivee.de, le, suivis):
            yield Grief(PERDU, "", f"le message de {arrivee.de} est resté dans les indésirables")

    def a_la_fin(self) -> Iterator[Grief]:
        """What a person took out of the junk was read."""
        lu = max((lecture.le for lecture in self._releve.lectures), default=None)
        for arrivee in self._releve.arrivees:
            sorti = self._releve.sortis.get(arrivee.recu_le)
            if lu and sorti and sorti <= lu and (arrivee.original or arrivee.numero) in self._a_relire - self._relus:
                yield Grief(PERDU, "", f"le message de {arrivee.de}, sorti des indésirables, n'a pas été relu")

    def _connu(self, adresse: str, le: datetime, suivis: Mapping[str, Suivi]) -> bool:
        """Somebody of the book, or who was written to about a dwelling that is not done with."""
        livre = self._bibliotheque.en_vigueur(le)
        ecrites = {a for i in livre.interlocuteurs for a in (i.adresse, *i.expediteurs)} | {livre.ddets}
        bailleur = self._releve.gestionnaires | self._releve.administrateurs | self._releve.secretariat
        return adresse in ecrites | bailleur or any(
            depart.destinataire == adresse and depart.le <= le and suivis[depart.reference].etat not in FINIS
            for depart in self._releve.departs
            if depart.reference in suivis
        )
