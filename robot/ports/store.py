"""The store: journal, inbox, outbox, index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from robot.domain.dossier import Dossier, Statut
from robot.ports.boite import Copie, Emplacement, Rangement
from robot.ports.ecriture import Ecriture, Envoi, FaitInscrit, MessageConsigne

# The mark of the last complete reading of the mailbox.
LU_JUSQU_A = "lu_jusqu_a"
# By how much the clocks of two robots may differ; a mark further ahead was made by a clock that was wrong.
ECART_D_HORLOGES = timedelta(hours=1)
JAMAIS = datetime.max.replace(tzinfo=UTC)


class Store(Protocol):
    """The journal, the inbox, the outbox and their index. Each writing method is one durable transaction."""

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """Write it all, or nothing.

        With a `constat`, False and nothing written when that message was
        claimed before. A letter whose key is already known is left as it is.
        Raises ConflitDeVersion (for a mark too, if it is no longer what was
        read), DejaEnregistre for a release known before, and
        ReservationPerdue for a letter that is no longer held.
        """
        ...

    def dossier(self, reference: str) -> Dossier | None:
        """The state of a dossier: the fold of its facts, or None."""
        ...

    def journal(self, reference: str) -> tuple[FaitInscrit, ...]:
        """Every fact of a dossier, in order."""
        ...

    def references(
        self, statuts: Iterable[Statut] = (), *, reservataire: str = "", depuis: datetime | None = None
    ) -> tuple[str, ...]:
        """References in any of these states (all when empty), of that réservataire, moved since; in order."""
        ...

    def versions(self, depuis: datetime) -> Mapping[str, int]:
        """The version of each dossier moved since: what tells whether it has to be read again."""
        ...

    def derniere_reference(self, prefixe: str) -> str | None:
        """The highest reference that starts with `prefixe`, or None."""
        ...

    def liberee_sous(self, cle: str) -> str | None:
        """The reference under which that release (`Liberation.cle`) is recorded, or None."""
        ...

    def dus(self, maintenant: datetime) -> tuple[str, ...]:
        """References whose appointment has come, earliest first, found by index."""
        ...

    def message(self, empreinte: str) -> MessageConsigne | None:
        """A recorded message with its bytes, or None."""
        ...

    def consigne(self, empreinte: str) -> MessageConsigne | None:
        """The same without its bytes, which are not read."""
        ...

    def recu_apres(self, instant: datetime) -> datetime | None:
        """When the first recorded message received after that instant was, by the mail server's clock; None if none."""
        ...

    def a_voir(self, depuis: datetime) -> tuple[MessageConsigne, ...]:
        """Messages set aside for a person and recorded since."""
        ...

    def a_ranger(self, limite: int) -> tuple[tuple[str, Emplacement, Rangement], ...]:
        """Claimed messages not yet filed: (fingerprint, where, whereto)."""
        ...

    def marquer_ranges(self, empreintes: Iterable[str], maintenant: datetime) -> None:
        """These messages have been filed."""
        ...

    def signets(self) -> Mapping[str, tuple[int, int]]:
        """How far each folder was read: `{folder: (uidvalidity, uid)}`."""
        ...

    def poser_signets(
        self,
        signets: Mapping[str, tuple[int, int]],
        lu_jusqu_a: datetime,
        trop_loin: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    ) -> None:
        """Everything up to these bookmarks is claimed; every folder was read at `lu_jusqu_a`.

        Neither ever goes back: a reader who comes late says nothing new. Only
        a bookmark found beyond the end of its folder, one of `trop_loin`, comes
        down, unless somebody moved it meanwhile.
        """
        ...

    def lu_jusqu_a(self) -> datetime | None:
        """The start of the last complete reading of the mailbox, or None."""
        ...

    def reserver(
        self,
        maintenant: datetime,
        jusqu_a: datetime,
        limite: int,
        au_plus_tard: datetime = JAMAIS,
        *,
        gabarits: Iterable[str] = (),
    ) -> tuple[Envoi, ...]:
        """Take letters due: never sent, to be retried, left by a robot that was killed, or put off too far.

        Their `reprise` becomes `jusqu_a`: until then no other robot takes them.
        `au_plus_tard`: no rule puts a letter off later than that. `gabarits`: one of these; any when empty.
        """
        ...

    def confier(self, envois: Iterable[tuple[Envoi, bytes, datetime]]) -> tuple[Envoi, ...]:
        """These letters, in these bytes, are about to be given to the server: those of them that are still held.

        One more attempt each; without news, they are looked at again at the
        instant given.
        """
        ...

    def prolonger(self, envois: Iterable[Envoi], jusqu_a: datetime) -> tuple[Envoi, ...]:
        """Hold these letters until `jusqu_a`: those of them that were still held."""
        ...

    def envois(self, reference: str) -> tuple[Envoi, ...]:
        """Every letter about a dossier, in order."""
        ...

    def retrouver(self, message_ids: Iterable[str]) -> tuple[Envoi, ...]:
        """The letters that have these Message-IDs, whatever became of them."""
        ...

    def a_copier(self, limite: int, sauf: Collection[str] = ()) -> tuple[Copie, ...]:
        """Letters sent and not yet copied to the folder of sent letters, but those; oldest first, found by index."""
        ...

    def marquer_copies(self, cles: Iterable[str], maintenant: datetime) -> None:
        """These letters have their copy."""
        ...

    def ecrit_a(self, destinataire: str, statuts: Iterable[Statut], *, gabarits: Iterable[str] = ()) -> tuple[str, ...]:
        """References, in any of these states, about which that address was written to; in order, found by index.

        `gabarits`: by one of these letters; by any when empty.
        """
        ...

    def reponses(self, destinataire: str, reference: str, depuis: datetime) -> int:
        """How many letters about that dwelling answered something, to that address, since."""
        ...

    def racine(self, maintenant: datetime) -> str:
        """One hash over everything that the store held a moment ago, with that instant (`HEX@ISO`).

        Printed in the digest, it keeps a proof outside: it can be found again as long as nothing was changed.
        """
        ...

    def repere(self, cle: str) -> str | None:
        """A small fact about the robot itself (since when a link is down, last digest…), or None."""
        ...

    def reperes(self) -> Mapping[str, str]:
        """All of them at once."""
        ...

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """Set or erase one."""
        ...

    def poser_reperes(self, valeurs: Mapping[str, str | None]) -> None:
        """Set or erase several at once."""
        ...

    def retablir_reperes(self, valeurs: Mapping[str, str | None]) -> None:
        """The same, now or as soon as a session opens: for whoever tidies up when the store itself may have failed."""
        ...

    def illisibles(self) -> Mapping[str, str]:
        """The rows that could not be read back since this was last asked, by name (`courrier/…`), and why.

        What lists rows leaves them out; what asks for one of them raises.
        """
        ...

    def verrou(self) -> AbstractContextManager[None]:
        """Keep out the robots that this store cannot serve besides this one. Raises VerrouTenu."""
        ...

    def seance(self) -> AbstractContextManager[None]:
        """Read over one connection while the block runs; it may be lost, and the block with it (StoreInjoignable)."""
        ...

    def lecteur(self) -> AbstractContextManager[bool]:
        """Try to be the one that reads the mailbox and decides, while the block runs; whether we are."""
        ...
