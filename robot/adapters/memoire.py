"""Every port in memory: what the tests and the simulation put in the place of servers and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from robot.domain.carnet import Carnet
from robot.ports import (
    Acheminement,
    Clock,
    Copie,
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
        self.uidvalidity = dict.fromkeys(dossiers, 1)
        self.copies: list[MessageRecu] = []
        self.copies_essayees: list[str] = []
        self.copies_refusees: dict[str, str] = {}
        self.uid = 0
        self.panne = ""
        self.pleine = ""
        self.decalage: timedelta | None = timedelta()
        self._reculs: frozenset[str] = frozenset()

    def deposer(self, octets: bytes, dossier: str = "INBOX", recu_le: datetime | None = None) -> MessageRecu:
        """A message arrives, now unless said otherwise."""
        self.uid += 1
        lieu = Emplacement(dossier, self.uidvalidity[dossier], self.uid)
        message = MessageRecu(lieu, recu_le or self.clock.maintenant(), octets)
        self.dossiers[dossier].append(message)
        return message

    def renumeroter(self, dossier: str) -> None:
        """The server rebuilt that folder: another UIDVALIDITY, other numbers (RFC 3501, 2.3.1.1)."""
        self.uidvalidity[dossier] += 1
        anciens, self.dossiers[dossier] = self.dossiers[dossier], []
        for message in anciens:
            self.deposer(message.octets, dossier, message.recu_le)

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        self._reculs = frozenset(
            nom for nom, (validite, uid) in signets.items() if uid > self.uid and validite == self.uidvalidity.get(nom)
        )
        for nom in signets:
            if nom not in self.dossiers and nom not in self.ranges:
                raise LiaisonIndisponible(f"le dossier « {nom} » a disparu de la boîte")
        nouveaux = [
            message
            for nom, messages in self.dossiers.items()
            for message in messages
            if message.emplacement.uid > self._dernier_lu(nom, signets)
        ]
        yield from sorted(nouveaux, key=lambda message: message.recu_le)

    def reculs(self) -> frozenset[str]:
        """See the port."""
        return self._reculs

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """See the port."""
        self._joindre()
        for emplacement, rangement in rangements:
            contenu = (self.dossiers | {str(nom): ranges for nom, ranges in self.ranges.items()}).get(
                emplacement.dossier, []
            )
            for message in [m for m in contenu if m.emplacement == emplacement]:
                contenu.remove(message)
                self.uid += 1
                self.ranges[rangement].append(replace(message, emplacement=Emplacement(rangement, 1, self.uid)))

    def copier_envoyes(self, copies: Iterable[Copie]) -> Iterator[tuple[str, str]]:
        """See the port; `pleine` is why the mailbox takes no more, `copies_refusees` the letters it will not keep."""
        for copie in copies:
            self._joindre()
            if self.pleine:
                raise LiaisonIndisponible(self.pleine)
            self.copies_essayees.append(copie.cle)
            if copie.cle in self.copies_refusees:
                yield copie.cle, self.copies_refusees[copie.cle]
                continue
            self.copies.append(
                MessageRecu(Emplacement("Envoyés", 1, len(self.copies) + 1), copie.envoye_le, copie.octets)
            )
            yield copie.cle, ""

    def heure(self) -> datetime | None:
        """See the port; `decalage` is how far the server's clock is from ours, None for a server that does not tell."""
        self._joindre()
        return None if self.decalage is None else self.clock.maintenant() + self.decalage

    def envoyes(self, depuis: datetime) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        yield from sorted(_depuis(depuis, self.copies), key=lambda message: message.recu_le)

    def deja_ranges(self, depuis: datetime) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        ranges = [
            replace(message, deja_range=rangement)
            for rangement, messages in self.ranges.items()
            for message in _depuis(depuis, messages)
        ]
        yield from sorted(ranges, key=lambda message: message.recu_le)

    def ranges_apres(self, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        ranges = [
            replace(message, deja_range=rangement)
            for rangement in (Rangement.TRAITES, Rangement.A_VOIR)
            for message in self._au_dela(rangement, signets, a_defaut)
        ]
        yield from sorted(ranges, key=lambda message: message.recu_le)

    def fins_des_ranges(self) -> Mapping[str, tuple[int, int]]:
        """See the port."""
        return dict.fromkeys((Rangement.TRAITES, Rangement.A_VOIR), (1, self.uid))

    def _au_dela(
        self, rangement: Rangement, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None
    ) -> list[MessageRecu]:
        if rangement in signets and signets[rangement][1] <= self.uid:
            return [m for m in self.ranges[rangement] if m.emplacement.uid > signets[rangement][1]]
        return _depuis(a_defaut, self.ranges[rangement]) if a_defaut else []

    def _dernier_lu(self, dossier: str, signets: Mapping[str, tuple[int, int]]) -> int:
        uidvalidity, uid = signets.get(dossier, (0, 0))
        return uid if uidvalidity == self.uidvalidity[dossier] and dossier not in self._reculs else 0

    def _joindre(self) -> None:
        if self.panne:
            raise LiaisonIndisponible(self.panne)


def _depuis(instant: datetime, messages: Iterable[MessageRecu]) -> list[MessageRecu]:
    return [message for message in messages if message.recu_le >= instant]


class FacteurEnMemoire:
    """A postman that keeps what it is given; `issues` says what to answer for an address, else it takes it."""

    def __init__(self) -> None:
        self.remis: list[Enveloppe] = []
        self.issues: dict[str, Acheminement] = {}
        self.panne = ""

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        """See the port."""
        for enveloppe in enveloppes:
            if self.panne:
                raise LiaisonIndisponible(self.panne)
            patienter()
            if not peut_partir(enveloppe):
                continue
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
