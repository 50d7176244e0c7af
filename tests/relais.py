"""A relay between a client and a real server: it can hide what the server says, or cut the line at a chosen byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Couper(Exception):
    """Raised by a filter: close both sides, the bytes are not passed on."""


def tel_quel(octets: bytes) -> bytes:
    return octets


class Relais:
    """Passes bytes both ways; `du_serveur` and `du_client` may change them or raise Couper."""

    def __init__(
        self, port_reel: int, du_serveur: Callable[[bytes], bytes], du_client: Callable[[bytes], bytes]
    ) -> None:
        self._port_reel = port_reel
        self._filtres = (du_serveur, du_client)
        self._ecoute = socket.create_server(("127.0.0.1", 0))
        self._prises: list[socket.socket] = []
        self.port: int = self._ecoute.getsockname()[1]
        self.connexions = 0
        self._fils = [threading.Thread(target=self._accueillir, daemon=True)]
        self._fils[0].start()

    def _accueillir(self) -> None:
        while True:
            try:
                client, _ = self._ecoute.accept()
            except OSError:
                return
            serveur = socket.create_connection(("127.0.0.1", self._port_reel))
            self.connexions += 1
            self._prises += [client, serveur]
            for source, cible, filtre in ((serveur, client, self._filtres[0]), (client, serveur, self._filtres[1])):
                self._fils.append(threading.Thread(target=self._passer, args=(source, cible, filtre), daemon=True))
                self._fils[-1].start()

    def _passer(self, source: socket.socket, cible: socket.socket, filtre: Callable[[bytes], bytes]) -> None:
        with contextlib.suppress(OSError, Couper):
            while octets := source.recv(65536):
                cible.sendall(filtre(octets))
        for prise in (source, cible):
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)

    def couper(self) -> None:
        """Cut every line, as a router that restarts would."""
        for prise in self._prises:
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)

    def fermer(self) -> None:
        self._ecoute.shutdown(socket.SHUT_RDWR)
        self.couper()
        for fil in self._fils:
            fil.join(5)
        for prise in (self._ecoute, *self._prises):
            prise.close()


@contextmanager
def relais(
    port_reel: int,
    *,
    du_serveur: Callable[[bytes], bytes] = tel_quel,
    du_client: Callable[[bytes], bytes] = tel_quel,
) -> Iterator[Relais]:
    present = Relais(port_reel, du_serveur, du_client)
    try:
        yield present
    finally:
        present.fermer()
