"""What the links to the mail servers share: TLS, whose fault it is in plain French, and when to try again."""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from robot.ports import LiaisonIndisponible

Securite = Literal["tls", "starttls", "aucune"]
SECURITES: tuple[Securite, ...] = ("tls", "starttls", "aucune")

PREMIER_DELAI_S = 5.0
DELAI_MAXIMAL_S = 300.0

# How imaplib and aiosmtplib say that the other side hung up.
COUPURE = re.compile(r"\bEOF\b|Connection lost|unterminated line")

# OpenSSL's verification codes (x509_vfy.h) that an administrator can act upon.
CERTIFICAT_EXPIRE = 10
CERTIFICAT_PAS_ENCORE_VALABLE = 9
CERTIFICAT_AUTRE_NOM = (62, 64)


def est_locale(hote: str) -> bool:
    """Whether a host is this very machine, without asking any resolver."""
    if hote.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(hote.strip("[]")).is_loopback
    except ValueError:
        return False


def verifier_securite(hote: str, securite: str) -> None:
    """Refuse a link in the clear to anything but this machine. Raises ValueError."""
    if securite not in SECURITES:
        raise ValueError(f"sécurité « {securite} » inconnue : écrire {', '.join(SECURITES)}")
    if securite == "aucune" and not est_locale(hote):
        raise ValueError(
            f"une liaison sans chiffrement n'est admise que vers la machine elle-même, pas vers {hote} : "
            "écrire tls ou starttls"
        )


def contexte_tls(autorite: Path | None) -> ssl.SSLContext:
    """A context that checks the certificate and the host name, against the system's authorities or a private one."""
    if autorite is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(autorite))
    except (OSError, ssl.SSLError) as erreur:
        raise LiaisonIndisponible(f"l'autorité de certification {autorite} ne se lit pas : {erreur}") from erreur


def masquer(texte: str, secret: str) -> str:
    """The text without the password, should a server repeat it."""
    return texte.replace(secret, "***") if secret else texte


def expliquer_panne(erreur: BaseException, *, hote: str, port: int) -> str:
    """A French sentence for a failure of the network or of TLS: what, and what to look at."""
    cible = f"{hote}, port {port}"
    for cause in _causes(erreur):
        phrase = _phrase_tls(cause, cible) or _phrase_reseau(cause, cible)
        if phrase:
            return phrase
    return f"{cible} : liaison impossible ({erreur})"


def _causes(erreur: BaseException) -> Iterator[BaseException]:
    """The deepest cause first: libraries wrap what the system said."""
    pile: list[BaseException] = []
    suivante: BaseException | None = erreur
    while suivante is not None and suivante not in pile:
        pile.append(suivante)
        suivante = suivante.__cause__ or suivante.__context__
    return reversed(pile)


def _phrase_tls(erreur: BaseException, cible: str) -> str | None:
    if isinstance(erreur, ssl.SSLCertVerificationError):
        return _phrase_certificat(erreur, cible)
    if isinstance(erreur, ssl.SSLError):
        if erreur.reason in ("WRONG_VERSION_NUMBER", "UNEXPECTED_MESSAGE", "RECORD_LAYER_FAILURE"):
            return (
                f"{cible} : le serveur ne parle pas TLS sur ce port ; vérifier le port, "
                "ou écrire starttls au lieu de tls"
            )
        return f"{cible} : la négociation TLS a échoué ({erreur.reason or erreur}) ; vérifier le serveur et le port"
    return None


def _phrase_certificat(erreur: ssl.SSLCertVerificationError, cible: str) -> str:
    code = erreur.verify_code
    if code == CERTIFICAT_EXPIRE:
        return f"{cible} : le certificat du serveur a expiré ; le faire renouveler"
    if code == CERTIFICAT_PAS_ENCORE_VALABLE:
        return f"{cible} : le certificat du serveur n'est pas encore valable ; vérifier l'heure de cette machine"
    if code in CERTIFICAT_AUTRE_NOM:
        return (
            f"{cible} : le certificat du serveur porte un autre nom ({erreur.verify_message}) ; "
            "écrire le nom d'hôte qui figure dans le certificat"
        )
    return (
        f"{cible} : le certificat du serveur n'est pas reconnu ({erreur.verify_message}) ; "
        "si l'autorité est privée, indiquer son fichier"
    )


def _phrase_reseau(erreur: BaseException, cible: str) -> str | None:
    phrase = None
    if isinstance(erreur, socket.gaierror):
        phrase = "nom d'hôte inconnu ; vérifier son orthographe et le DNS"
    elif isinstance(erreur, TimeoutError):
        phrase = "le serveur ne répond pas dans le délai ; vérifier l'adresse, le port et le pare-feu"
    # asyncio joins the failures of several addresses into one text without a number.
    elif isinstance(erreur, ConnectionRefusedError) or f"[Errno {errno.ECONNREFUSED}]" in str(erreur):
        phrase = "connexion refusée ; vérifier le port, et que le serveur est en marche"
    elif isinstance(erreur, (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)) or COUPURE.search(
        str(erreur)
    ):
        phrase = "le serveur a coupé la liaison"
    elif isinstance(erreur, OSError) and erreur.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        phrase = "réseau injoignable ; vérifier la connexion de cette machine"
    return f"{cible} : {phrase}" if phrase else None


class Recul:
    """Spaces out the attempts on a link that fails: 5 s, then twice as long each time, 5 minutes at most.

    `chrono` is a monotonic number of seconds: a corrected wall clock changes nothing.
    """

    def __init__(self, chrono: Callable[[], float] = time.monotonic) -> None:
        self._chrono = chrono
        self._delai_s = 0.0
        self._reprise = 0.0
        self._raison = ""

    def verifier(self) -> None:
        """Raise LiaisonIndisponible at once, with the last reason, while it is too early to knock again."""
        attente_s = self._reprise - self._chrono()
        if self._delai_s and attente_s > 0:
            raise LiaisonIndisponible(f"{self._raison} (prochain essai dans {round(attente_s) or 1} s)")

    def echouer(self, raison: str) -> None:
        """Remember a failure: the next attempt waits longer."""
        self._delai_s = min(self._delai_s * 2 or PREMIER_DELAI_S, DELAI_MAXIMAL_S)
        self._reprise = self._chrono() + self._delai_s
        self._raison = raison

    def reussir(self) -> None:
        """The link works: forget the failures."""
        self._delai_s = 0.0
