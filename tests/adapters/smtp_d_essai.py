"""An SMTP server whose answers a relay changes or cuts, and the letters that are sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.ports import Enveloppe
from tests.relais import Couper, Relais, relais

CORPS = b"Message-ID: <x@robot>\r\nSubject: Offre\r\n\r\nBonjour\r\n"
FIN_DES_DONNEES = b"."


class Souffleur:
    """Answers in the server's place to a command, `fois` times; without an answer, cuts the line."""

    def __init__(self, commande: bytes, reponse: bytes | None, fois: int = 1) -> None:
        self._commande, self._reponse, self._fois = commande, reponse, fois
        self._arme = False
        self.dit_par_le_client = b""

    def du_client(self, octets: bytes) -> bytes:
        self.dit_par_le_client += octets
        vise = octets.endswith(b"\r\n.\r\n") if self._commande == FIN_DES_DONNEES else octets.startswith(self._commande)
        if vise and self._fois:
            self._fois -= 1
            if self._commande != FIN_DES_DONNEES and self._reponse is None:
                raise Couper
            self._arme = True
            # The server must not hear a command that it "refused".
            return octets if self._commande == FIN_DES_DONNEES else b"NOOP\r\n"
        return octets

    def du_serveur(self, octets: bytes) -> bytes:
        if not self._arme:
            return octets
        self._arme = False
        if self._reponse is None:
            raise Couper
        return self._reponse + b"\r\n"


def offre(cle: str = "offre/1", a: str = "viry@viry.test", *, suivi: bool = False) -> Enveloppe:
    return Enveloppe(cle, "robot+jeton@bailleur.test", a, CORPS, suivi)


def reglages(port: int, *, connexions: int = 1) -> ReglagesSmtp:
    return ReglagesSmtp("127.0.0.1", port, "aucune", connexions=connexions, delai_s=5)


@contextmanager
def facteur_souffle(
    embarques: ServeursEmbarques, souffleur: Souffleur, *, connexions: int = 1
) -> Iterator[tuple[FacteurSmtp, Relais]]:
    with (
        relais(embarques.port_smtp, du_serveur=souffleur.du_serveur, du_client=souffleur.du_client) as fil,
        FacteurSmtp(reglages(fil.port, connexions=connexions)) as facteur,
    ):
        yield facteur, fil
