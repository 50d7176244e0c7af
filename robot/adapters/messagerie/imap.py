"""The robot's mailbox over IMAP: collect without marking, file by moving, keep what was sent.

RFC 3501 (IMAP4rev1), 4315 (UIDPLUS), 6851 (MOVE).
"""

# mypy: untyped-calls-exclude=imapclient

from __future__ import annotations

import imaplib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from robot.adapters.horloge import Horloge
from robot.adapters.messagerie.commandes_imap import LOT, Annonce, au_dela, chercher, deposer, lots, transferer
from robot.adapters.messagerie.heure_imap import demander_l_heure
from robot.adapters.messagerie.liaison import Recul
from robot.adapters.messagerie.session_imap import (
    ENVOYES,
    ENVOYES_PAR_DEFAUT,
    INDESIRABLES,
    Dossiers,
    ReglagesImap,
    a_repondu,
    couper,
    fermer_poliment,
    ouvrir,
    traduire_pannes,
)
from robot.ports import Clock, Copie, Emplacement, LiaisonIndisponible, MessageRecu, Rangement

__all__ = ["INDESIRABLES", "BoiteImap", "ReglagesImap"]

journal = logging.getLogger(__name__)

HORLOGE = Horloge()
UN_JOUR = timedelta(days=1)


class BoiteImap:
    """The Mailbox port over IMAP. One connection, opened when needed, kept, opened again after a failure.

    Not for several threads at once. `chrono` is a monotonic number of seconds;
    `clock` dates what the server does not date: unless it is the true one, the
    server's hour says nothing of it, and is not asked.
    """

    def __init__(
        self, reglages: ReglagesImap, clock: Clock = HORLOGE, *, chrono: Callable[[], float] = time.monotonic
    ) -> None:
        self._reglages = reglages
        self._rangements = {reglages.traites: Rangement.TRAITES, reglages.a_voir: Rangement.A_VOIR}
        self._clock = clock
        self._recul = Recul(chrono)
        self._client: IMAPClient | None = None
        self._dossiers: Dossiers | None = None
        self._ouvert: tuple[str, bool, int] | None = None
        self._envoyes: str | None = None
        self._suivant: int | None = None
        self._reculs: frozenset[str] = frozenset()
        self._fins: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> BoiteImap:
        return self

    def __exit__(self, *_: object) -> None:
        self.fermer()

    def fermer(self) -> None:
        """Log out, politely if the server still listens."""
        client, self._client, self._dossiers, self._ouvert, self._envoyes = self._client, None, None, None, None
        if client is not None:
            fermer_poliment(client)

    # --- collecting -------------------------------------------------------------------------------------------------

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        """Every message beyond the bookmarks, oldest reception first over all folders (see ports.Mailbox).

        The order is that of INTERNALDATE, not of UIDs: a bookmark may only move
        once the iterator is exhausted. A folder whose UIDVALIDITY changed, or
        that ends before its bookmark, is read again from its start. Raises
        LiaisonIndisponible.
        """
        self._reculs = frozenset()
        with self._liaison() as client:
            annonces = [a for dossier in self._reglages.dossiers for a in self._annoncer(client, dossier, signets)]
        yield from self._rapatrier_tout(annonces)

    def reculs(self) -> frozenset[str]:
        """See ports.Mailbox."""
        return self._reculs

    def _rapatrier_tout(self, annonces: list[Annonce]) -> Iterator[MessageRecu]:
        """The messages announced, oldest reception first over all folders; in one second, in the order announced."""
        annonces.sort(key=lambda a: a.recu_le)
        for _, suite in groupby(annonces, key=lambda a: (a.emplacement.dossier, a.taille > self._reglages.taille_max)):
            for lot in lots(suite):
                with self._liaison() as client:
                    recus = self._rapatrier(client, lot)
                yield from recus

    def _annoncer(
        self, client: IMAPClient, dossier: str, signets: Mapping[str, tuple[int, int]]
    ) -> tuple[Annonce, ...]:
        """What lies in a folder beyond its bookmark, bodies not fetched."""
        if not self._existe(dossier, signets):
            return ()
        uidvalidity = self._selectionner(client, dossier, lecture_seule=True, rouvrir=True)
        connue, dernier = signets.get(dossier, (uidvalidity, 0))
        if connue != uidvalidity:
            journal.warning("dossier « %s » renuméroté par le serveur : relu en entier", dossier)
            dernier = 0
        if self._suivant is not None and self._suivant <= dernier:
            # UIDs only grow (RFC 3501, 2.3.1.1): this is an older mailbox, its next messages hide below the bookmark.
            journal.warning("dossier « %s » revenu en arrière (boîte restaurée ?) : relu en entier", dossier)
            self._reculs |= {dossier}
            dernier = 0
        return self._mesurer(client, dossier, uidvalidity, au_dela(client, dernier))

    def _mesurer(self, client: IMAPClient, dossier: str, uidvalidity: int, uids: Sequence[int]) -> tuple[Annonce, ...]:
        """When each of these messages was received, and its size."""
        trouves = {
            uid: donnees
            for debut in range(0, len(uids), LOT)
            for uid, donnees in chercher(client, uids[debut : debut + LOT], ["INTERNALDATE", "RFC822.SIZE"]).items()
            if b"RFC822.SIZE" in donnees
        }
        self._verifier_disparus(client, dossier, set(uids) - trouves.keys())
        return tuple(
            Annonce(Emplacement(dossier, uidvalidity, uid), self._dater(d.get(b"INTERNALDATE")), d[b"RFC822.SIZE"])
            for uid, d in sorted(trouves.items())
        )

    def _dater(self, date: datetime | None) -> datetime:
        """When a message was received; now, if the server says it not at all, or says a day that no calendar has."""
        with suppress(ValueError, OverflowError):
            if date is not None and date.year < MAXYEAR:
                return date.astimezone(UTC)
        journal.warning("message sans date de réception lisible : elle est prise pour celle de la lecture")
        return self._clock.maintenant()

    def _existe(self, dossier: str, signets: Mapping[str, tuple[int, int]]) -> bool:
        """Whether a folder is there to be read.

        A mailbox may have no junk folder. One that the settings name, or that
        held messages before, cannot be missing: silence would be presumed over
        mail that nobody read.
        """
        assert self._dossiers is not None
        if self._dossiers.nom(dossier) is not None:
            return True
        if dossier.upper() == "INBOX" or dossier in signets:
            raise LiaisonIndisponible(
                f"{self._reglages.hote} : le dossier « {dossier} » a disparu de la boîte ; "
                "le rétablir, ou le retirer des dossiers à relever"
            )
        if dossier != INDESIRABLES:
            raise LiaisonIndisponible(
                f"{self._reglages.hote} : la boîte n'a pas de dossier « {dossier} » ; "
                "corriger son nom dans « dossiers », ou le créer"
            )
        journal.info("aucun dossier d'indésirables : rien à y relever")
        return False

    def _rapatrier(self, client: IMAPClient, lot: Sequence[Annonce]) -> tuple[MessageRecu, ...]:
        """The bodies of one batch of a folder, in its order; those that vanished meanwhile are left out."""
        dossier, uidvalidity = lot[0].emplacement.dossier, lot[0].emplacement.uidvalidity
        if self._selectionner(client, dossier, lecture_seule=True) != uidvalidity:
            raise LiaisonIndisponible(
                f"{self._reglages.hote} : le dossier « {dossier} » a été renuméroté en cours de relève"
            )
        tronque = lot[0].taille > self._reglages.taille_max
        partie = f"<0.{self._reglages.taille_max}>" if tronque else ""
        corps = chercher(client, [a.emplacement.uid for a in lot], [f"BODY.PEEK[]{partie}"])
        cle = b"BODY[]<0>" if tronque else b"BODY[]"
        self._verifier_disparus(client, dossier, {a.emplacement.uid for a in lot} - corps.keys())
        # A body the server says it has and cannot give (NIL) is not skipped: a person will look.
        return tuple(
            MessageRecu(a.emplacement, a.recu_le, octets or b"", tronque or octets is None)
            for a in lot
            if a.emplacement.uid in corps
            for octets in (corps[a.emplacement.uid].get(cle),)
        )

    def _verifier_disparus(self, client: IMAPClient, dossier: str, absents: set[int]) -> None:
        """What the server did not give must be gone from the folder: a message passed over would be silence."""
        if not absents:
            return
        client.noop()
        restes = absents.intersection(client.search(["UID", ",".join(map(str, sorted(absents)))]))
        if restes:
            raise LiaisonIndisponible(
                f"{self._reglages.hote} : le serveur ne rend pas {len(restes)} message(s) du dossier « {dossier} » "
                f"(UID {min(restes)}) ; l'ouvrir et le déplacer à la main"
            )

    # --- looking back -----------------------------------------------------------------------------------------------

    def envoyes(self, depuis: datetime) -> Iterator[MessageRecu]:
        """See ports.Mailbox."""
        yield from self._relire(lambda: (self._dossier_des_envoyes(),), depuis)

    def deja_ranges(self, depuis: datetime) -> Iterator[MessageRecu]:
        """See ports.Mailbox."""
        for recu in self._relire(lambda: tuple(self._rangements), depuis):
            yield replace(recu, deja_range=self._rangements[recu.emplacement.dossier])

    def ranges_apres(self, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None) -> Iterator[MessageRecu]:
        """See ports.Mailbox."""
        self._fins = {}
        with self._liaison() as client:
            annonces = [a for nom in self._rangements for a in self._annoncer_ranges(client, nom, signets, a_defaut)]
        for recu in self._rapatrier_tout(annonces):
            yield replace(recu, deja_range=self._rangements[recu.emplacement.dossier])

    def fins_des_ranges(self) -> Mapping[str, tuple[int, int]]:
        """See ports.Mailbox. UIDNEXT, RFC 3501, 2.3.1.1."""
        return self._fins

    def _annoncer_ranges(
        self, client: IMAPClient, dossier: str, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None
    ) -> tuple[Annonce, ...]:
        """Beyond the bookmark, unless the folder was renumbered, or restored to before it."""
        assert self._dossiers is not None
        if self._dossiers.nom(dossier) is None:
            return ()
        uidvalidity = self._selectionner(client, dossier, lecture_seule=True, rouvrir=True)
        if self._suivant is not None:
            self._fins[dossier] = (uidvalidity, self._suivant - 1)
        connue, dernier = signets.get(dossier, (None, 0))
        if connue == uidvalidity and (self._suivant is None or self._suivant > dernier):
            return self._mesurer(client, dossier, uidvalidity, au_dela(client, dernier))
        return self._annoncer_depuis(client, dossier, a_defaut) if a_defaut else ()

    def _relire(self, nommer: Callable[[], tuple[str, ...]], depuis: datetime) -> Iterator[MessageRecu]:
        """What some folders received since; a folder that does not exist holds nothing."""
        with self._liaison() as client:
            annonces = [a for dossier in nommer() for a in self._annoncer_depuis(client, dossier, depuis)]
        yield from self._rapatrier_tout(annonces)

    def _annoncer_depuis(self, client: IMAPClient, dossier: str, depuis: datetime) -> tuple[Annonce, ...]:
        """SINCE knows days only, and counts them in the time zone of the server (RFC 3501, 6.4.4)."""
        assert self._dossiers is not None
        if self._dossiers.nom(dossier) is None:
            return ()
        uidvalidity = self._selectionner(client, dossier, lecture_seule=True, rouvrir=True)
        uids = client.search(["SINCE", (depuis - UN_JOUR).date()])
        return tuple(a for a in self._mesurer(client, dossier, uidvalidity, uids) if a.recu_le >= depuis)

    # --- keeping what was sent --------------------------------------------------------------------------------------

    def copier_envoyes(self, copies: Iterable[Copie]) -> Iterator[tuple[str, str]]:
        """See ports.Mailbox. APPEND, RFC 3501, 6.3.11."""
        for copie in copies:
            with self._liaison() as client:
                refuse = self._ajouter(client, copie)
            yield copie.cle, refuse

    def _ajouter(self, client: IMAPClient, copie: Copie) -> str:
        """Why the server will not keep that copy, "" if it does. A mailbox that is full is no refusal of one letter."""
        assert self._dossiers is not None
        dossier = self._dossier_des_envoyes()
        try:
            deposer(client, self._dossiers.assurer(dossier), copie)
        except IMAPClientError as erreur:
            if isinstance(erreur, imaplib.IMAP4.abort) or a_repondu(erreur, "OVERQUOTA"):
                raise
            if not a_repondu(erreur, "TRYCREATE", "NONEXISTENT"):
                return str(erreur)
            self._dossiers.oublier(dossier)
            self._envoyes = None
            deposer(client, self._dossiers.assurer(self._dossier_des_envoyes()), copie)
        return ""

    def _dossier_des_envoyes(self) -> str:
        """The folder of the settings, else the one that the server flags for this use, else ours."""
        assert self._dossiers is not None
        if self._envoyes is None:
            marque = ENVOYES if self._dossiers.nom(ENVOYES) is not None else ENVOYES_PAR_DEFAUT
            self._envoyes = self._reglages.envoyes or marque
        return self._envoyes

    def heure(self) -> datetime | None:
        """See ports.Mailbox. Asked in the folder of sent letters: nobody reads that one as mail received."""
        if not isinstance(self._clock, Horloge):
            return None
        with self._liaison() as client:
            assert self._dossiers is not None
            self._ouvert = None
            return demander_l_heure(client, self._dossiers.assurer(self._dossier_des_envoyes()))

    # --- filing -----------------------------------------------------------------------------------------------------

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """Move messages to their folder, by batches; one that is gone, or renumbered, is left alone."""
        tries = sorted(rangements, key=lambda r: (r[0].dossier, r[0].uidvalidity, r[1], r[0].uid))
        for (dossier, uidvalidity, rangement), groupe in groupby(
            tries, key=lambda r: (r[0].dossier, r[0].uidvalidity, r[1])
        ):
            uids = [emplacement.uid for emplacement, _ in groupe]
            for debut in range(0, len(uids), LOT):
                with self._liaison() as client:
                    self._deplacer(client, (dossier, uidvalidity), rangement, uids[debut : debut + LOT])

    def _deplacer(self, client: IMAPClient, source: tuple[str, int], rangement: Rangement, uids: Sequence[int]) -> None:
        dossier, uidvalidity = source
        assert self._dossiers is not None
        if self._dossiers.nom(dossier) is None:
            return
        if self._selectionner(client, dossier, lecture_seule=False) != uidvalidity:
            journal.warning("dossier « %s » renuméroté par le serveur : rien n'y est rangé", dossier)
            return
        cible = self._reglages.traites if rangement is Rangement.TRAITES else self._reglages.a_voir
        nom = self._dossiers.assurer(cible)
        try:
            transferer(client, uids, nom)
        except IMAPClientError as erreur:
            if not a_repondu(erreur, "TRYCREATE", "NONEXISTENT"):
                raise
            self._dossiers.oublier(cible)
            transferer(client, uids, self._dossiers.assurer(cible))

    # --- the connection ---------------------------------------------------------------------------------------------

    def _selectionner(self, client: IMAPClient, dossier: str, *, lecture_seule: bool, rouvrir: bool = False) -> int:
        """Select a folder unless it is selected already; its UIDVALIDITY."""
        assert self._dossiers is not None
        if not rouvrir and self._ouvert and self._ouvert[:2] == (dossier, lecture_seule):
            return self._ouvert[2]
        self._ouvert = None
        reponse: dict[bytes, Any] = client.select_folder(self._dossiers.nom(dossier), readonly=lecture_seule)
        if b"UIDVALIDITY" not in reponse:
            raise LiaisonIndisponible(f"{self._reglages.hote} : le serveur n'annonce pas UIDVALIDITY")
        self._ouvert = (dossier, lecture_seule, int(reponse[b"UIDVALIDITY"]))
        self._suivant = reponse.get(b"UIDNEXT")
        return self._ouvert[2]

    @contextmanager
    def _liaison(self) -> Iterator[IMAPClient]:
        """The connection for one exchange. After a failure of the link it is dropped, and the next one waits."""
        self._recul.verifier()
        try:
            client = self._vivante() or self._connecter()
            with traduire_pannes(self._reglages):
                yield client
        except LiaisonIndisponible as panne:
            if not isinstance(panne.__cause__, IMAPClientError) or isinstance(panne.__cause__, imaplib.IMAP4.abort):
                self._recul.echouer(str(panne))
            self._abandonner()
            raise
        self._recul.reussir()

    def _vivante(self) -> IMAPClient | None:
        """The connection kept from before, unless the server closed it meanwhile: that is no failure."""
        if self._client is None:
            return None
        try:
            self._client.noop()
        except (IMAPClientError, OSError):
            self._abandonner()
        return self._client

    def _connecter(self) -> IMAPClient:
        self._client = ouvrir(self._reglages)
        with traduire_pannes(self._reglages):
            self._dossiers = Dossiers(self._client)
            for cible in (self._reglages.traites, self._reglages.a_voir):
                self._dossiers.assurer(cible)
        return self._client

    def _abandonner(self) -> None:
        client, self._client, self._dossiers, self._ouvert, self._envoyes = self._client, None, None, None, None
        if client is not None:
            couper(client)
