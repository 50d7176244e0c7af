"""Waiting for mail: IMAP IDLE (RFC 2177) on a connection of its own, or a plain sleep."""

# mypy: untyped-calls-exclude=imapclient

from __future__ import annotations

import logging
import select
import socket
import time
from collections.abc import Callable

from imapclient import IMAPClient

from robot.adapters.messagerie.liaison import Recul
from robot.adapters.messagerie.session_imap import ReglagesImap, couper, fermer_poliment, ouvrir, traduire_pannes
from robot.ports import LiaisonIndisponible

journal = logging.getLogger(__name__)

# Servers end an IDLE after 29 minutes, and home routers forget a silent connection after five.
RONDE_S = 240.0
SONDAGE_S = 30.0


class Veilleur:
    """Tells when something reaches the INBOX. It never fails: with the link down it only waits.

    One thread calls `attendre`; any thread, or a signal handler, may call `reveiller`.
    """

    def __init__(self, reglages: ReglagesImap, *, chrono: Callable[[], float] = time.monotonic) -> None:
        self._reglages = reglages
        self._chrono = chrono
        self._recul = Recul(chrono)
        self._client: IMAPClient | None = None
        self._uidvalidity = 0
        self._vu = 0
        self._reveil, self._sonnette = socket.socketpair()
        self._reveil.setblocking(False)
        self._sonnette.setblocking(False)

    def __enter__(self) -> Veilleur:
        return self

    def __exit__(self, *_: object) -> None:
        self.fermer()

    def attendre(self, delai_s: float) -> bool:
        """True as soon as a message arrived since the last call; False when `delai_s` is over or `reveiller` called."""
        fin = self._chrono() + delai_s
        try:
            return self._guetter(fin)
        except LiaisonIndisponible as panne:
            journal.warning("veille suspendue : %s", panne)
            self._abandonner()
            self._dormir(fin - self._chrono())
            return False
        finally:
            self._vider_reveil()

    def reveiller(self) -> None:
        """Make the present or the next `attendre` return at once."""
        try:
            self._sonnette.send(b"!")
        except (BlockingIOError, OSError):
            journal.debug("réveil déjà demandé")

    def fermer(self) -> None:
        """Log out and give the sockets back."""
        client, self._client = self._client, None
        if client is not None:
            fermer_poliment(client)
        self._reveil.close()
        self._sonnette.close()

    def _guetter(self, fin: float) -> bool:
        client = self._client or self._connecter()
        while True:
            if self._du_nouveau(client):
                return True
            reste_s = fin - self._chrono()
            if reste_s <= 0:
                return False
            if self._tenir(client, reste_s):
                return False

    def _connecter(self) -> IMAPClient:
        self._recul.verifier()
        try:
            self._client = ouvrir(self._reglages)
            with traduire_pannes(self._reglages):
                choix = self._client.select_folder("INBOX", readonly=True)
        except LiaisonIndisponible as panne:
            self._recul.echouer(str(panne))
            raise
        self._recul.reussir()
        if choix.get(b"UIDVALIDITY", 0) != self._uidvalidity:
            self._uidvalidity = choix.get(b"UIDVALIDITY", 0)
            self._vu = choix.get(b"UIDNEXT", 1) - 1
        return self._client

    def _du_nouveau(self, client: IMAPClient) -> bool:
        """Whether a UID beyond the last one known is there. What left the folder (MOVE) wakes nobody."""
        with traduire_pannes(self._reglages):
            client.noop()
            uids = [uid for uid in client.search(["UID", f"{self._vu + 1}:*"]) if uid > self._vu]
        self._vu = max(uids, default=self._vu)
        return bool(uids)

    def _tenir(self, client: IMAPClient, reste_s: float) -> bool:
        """Wait for a word of the server or one round; True when awakened by `reveiller`."""
        with traduire_pannes(self._reglages):
            if not client.has_capability("IDLE"):
                return self._dormir(min(reste_s, SONDAGE_S))
            prise = client.socket()
            client.idle()
            # A line the TLS layer has already decrypted never makes the socket readable.
            deja = getattr(prise, "pending", int)() > 0
            prets = [] if deja else select.select([prise, self._reveil], [], [], min(reste_s, RONDE_S))[0]
            client.idle_done()
            return self._reveil in prets

    def _dormir(self, delai_s: float) -> bool:
        """Sleep; True when awakened by `reveiller`."""
        return bool(select.select([self._reveil], [], [], max(delai_s, 0))[0])

    def _vider_reveil(self) -> None:
        try:
            while self._reveil.recv(64):
                pass
        except BlockingIOError:
            return

    def _abandonner(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            couper(client)
