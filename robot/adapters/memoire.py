"""Every port in memory: what the tests and the simulation put in the place of servers and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from robot.domain.carnet import Carnet
from robot.ports import (
    Acheminement,
    Clock,
    Emplacement,
    Enveloppe,
    Issue,
    LiaisonIndisponible,
    MessageRecu,
    Rangement,
)


class BoiteEnMemoire:
    """A mailbox of folders in memory; `panne` makes it unreachable."""

    def __init__(self, clock: Clock, dossiers: Sequence[str] = ("INBOX", "Junk")) -> None:
        self.clock = clock
        self.dossiers: dict[str, list[MessageRecu]] = {nom: [] for nom in dossiers}
        self.ranges: dict[Rangement, list[MessageRecu]] = {nom: [] for nom in Rangement}
        self.uid = 0
        self.panne = ""

    def deposer(self, octets: bytes, dossier: str = "INBOX", recu_le: datetime | None = None) -> MessageRecu:
        """A message arrives, now unless said otherwise."""
        self.uid += 1
        message = MessageRecu(Emplacement(dossier, 1, self.uid), recu_le or self.clock.maintenant(), octets)
        self.dossiers[dossier].append(message)
        return message

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        nouveaux = [
            message
            for nom, messages in self.dossiers.items()
            for message in messages
            if message.emplacement.uid > signets.get(nom, (1, 0))[1]
        ]
        yield from sorted(nouveaux, key=lambda message: message.recu_le)

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """See the port."""
        self._joindre()
        for emplacement, rangement in rangements:
            for message in list(self.dossiers[emplacement.dossier]):
                if message.emplacement == emplacement:
                    self.dossiers[emplacement.dossier].remove(message)
                    self.ranges[rangement].append(message)

    def _joindre(self) -> None:
        if self.panne:
            raise LiaisonIndisponible(self.panne)


class FacteurEnMemoire:
    """A postman that keeps what it is given; `issues` says what to answer for an address, else it takes it."""

    def __init__(self) -> None:
        self.remis: list[Enveloppe] = []
        self.issues: dict[str, Acheminement] = {}
        self.panne = ""

    def envoyer(self, enveloppes: Sequence[Enveloppe]) -> Iterator[Acheminement]:
        """See the port."""
        for enveloppe in enveloppes:
            if self.panne:
                raise LiaisonIndisponible(self.panne)
            prevu = self.issues.get(enveloppe.destinataire)
            acheminement = (
                replace(prevu, cle=enveloppe.cle)
                if prevu
                else Acheminement(enveloppe.cle, Issue.CONFIEE, "250 2.0.0 Ok: queued", "2.0.0")
            )
            if acheminement.issue in {Issue.CONFIEE, Issue.INCONNUE}:
                self.remis.append(enveloppe)
            yield acheminement


class CarnetFixe:
    """An address book that does not come from a file."""

    def __init__(self, carnet: Carnet, probleme: str | None = None) -> None:
        self.carnet = carnet
        self._probleme = probleme

    def charger(self) -> Carnet:
        """See the port."""
        return self.carnet

    def probleme(self) -> str | None:
        """See the port."""
        return self._probleme
