"""An IMAP session: settings, encryption, login, folder names, and failures told in French.

RFC 3501 (IMAP4rev1), 2342 (NAMESPACE), 4616 (SASL PLAIN), 5530 (response codes), 6154 (special-use folders).
"""

# mypy: untyped-calls-exclude=imapclient

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError, ProtocolError

from robot.adapters.messagerie.liaison import Securite, contexte_tls, expliquer_panne, masquer, verifier_securite
from robot.ports import LiaisonIndisponible

journal = logging.getLogger(__name__)

INDESIRABLES, ENVOYES = "\\Junk", "\\Sent"
ENVOYES_PAR_DEFAUT = "Envoyés"
# What mail programs call the junk folder where the server flags none, besides those that imapclient knows.
NOMS_DES_INDESIRABLES = (
    "Courrier indésirable", "Indésirables", "Junk Email", "Junk E-mail", "Bulk Mail", "Pourriel", "Pourriels",
)  # fmt: skip


@dataclass(frozen=True)
class ReglagesImap:
    r"""Where the mailbox is. `dossiers` are all read; `\Junk` means whichever folder the server flags as such.

    `envoyes` keeps a copy of what is sent; None: the folder that the server
    flags `\Sent`, else « Envoyés ».

    `/` separates levels whatever the server uses. `taille_max` is in bytes:
    of a longer message only the beginning is fetched. Raises ValueError.
    """

    hote: str
    port: int
    securite: Securite
    identifiant: str
    mot_de_passe: str = field(repr=False)
    dossiers: tuple[str, ...] = ("INBOX", INDESIRABLES)
    traites: str = "Traités"
    a_voir: str = "À voir"
    envoyes: str | None = None
    autorite: Path | None = None
    delai_s: float = 60
    taille_max: int = 25 * 1024 * 1024

    def __post_init__(self) -> None:
        verifier_securite(self.hote, self.securite)
        if not self.dossiers:
            raise ValueError("indiquer au moins un dossier à relever, d'ordinaire INBOX")


def a_repondu(erreur: IMAPClientError, *codes: str) -> bool:
    """Whether the server gave one of these response codes (RFC 5530)."""
    return any(f"[{code}]" in str(erreur).upper() for code in codes)


def ouvrir(reglages: ReglagesImap) -> IMAPClient:
    """A connection, encrypted as configured, and logged in. Raises LiaisonIndisponible."""
    with traduire_pannes(reglages):
        contexte = None if reglages.securite == "aucune" else contexte_tls(reglages.autorite)
        client = IMAPClient(
            reglages.hote,
            reglages.port,
            ssl=reglages.securite == "tls",
            ssl_context=contexte,
            timeout=reglages.delai_s,
        )
        client._imap.debug = 0  # imapclient sets 5: every body formatted for a debug log nobody may read
        client.normalise_times = False  # INTERNALDATE keeps its offset
        try:
            _entrer(client, reglages, contexte)
        except BaseException:
            couper(client)
            raise
    return client


def _entrer(client: IMAPClient, reglages: ReglagesImap, contexte: ssl.SSLContext | None) -> None:
    if reglages.securite == "starttls":
        if not client.has_capability("STARTTLS"):
            raise LiaisonIndisponible(
                f"{reglages.hote}, port {reglages.port} : le serveur ne propose pas STARTTLS ; "
                "écrire tls et le port 993, ou le faire activer"
            )
        client.starttls(contexte)
    if client.has_capability("LOGINDISABLED"):
        raise LiaisonIndisponible(
            f"{reglages.hote}, port {reglages.port} : le serveur exige un chiffrement ; écrire tls ou starttls"
        )
    # LOGIN is ASCII only; SASL PLAIN is UTF-8 (RFC 4616).
    entrer = client.plain_login if client.has_capability("AUTH=PLAIN") else client.login
    try:
        entrer(reglages.identifiant, reglages.mot_de_passe)
    except UnicodeEncodeError:
        raise LiaisonIndisponible(
            f"{reglages.hote} : ce serveur n'admet pas de mot de passe accentué ; en choisir un sans accent"
        ) from None
    except LoginError as erreur:
        raise LiaisonIndisponible(_phrase_identification(erreur, reglages)) from None


def _phrase_identification(erreur: LoginError, reglages: ReglagesImap) -> str:
    cible = f"{reglages.hote}, port {reglages.port}"
    mots = masquer(str(erreur), reglages.mot_de_passe)
    if a_repondu(erreur, "UNAVAILABLE", "INUSE", "LIMIT"):
        return f"{cible} : le serveur ne peut ouvrir la boîte pour l'instant ({mots})"
    if a_repondu(erreur, "PRIVACYREQUIRED"):
        return f"{cible} : le serveur exige un chiffrement ; écrire tls ou starttls"
    return (
        f"{cible} : identifiant ou mot de passe refusé pour « {reglages.identifiant} » ({mots}) ; "
        "vérifier le secret, ou le mot de passe d'application"
    )


@contextmanager
def traduire_pannes(reglages: ReglagesImap) -> Iterator[None]:
    """Turn what IMAP, TLS and the network raise into LiaisonIndisponible."""
    cible = f"{reglages.hote}, port {reglages.port}"
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as erreur:
        phrase = expliquer_panne(erreur, hote=reglages.hote, port=reglages.port)
        raise LiaisonIndisponible(masquer(phrase, reglages.mot_de_passe)) from erreur
    except (IMAPClientError, ProtocolError, ValueError) as erreur:
        mots = masquer(str(erreur), reglages.mot_de_passe)
        if isinstance(erreur, IMAPClientError) and a_repondu(erreur, "OVERQUOTA") and "bandwidth" not in mots.lower():
            phrase = f"{cible} : la boîte est pleine (quota) ; y faire de la place ({mots})"
        else:
            phrase = f"{cible} : réponse IMAP inattendue ({mots})"
        raise LiaisonIndisponible(phrase) from erreur


class Dossiers:
    """The names of the folders as this server spells them: prefix, separator, special use."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._prefixe, self._separateur = self._espace()
        self._connus: dict[str, str] = {}

    def _espace(self) -> tuple[str, str]:
        if self._client.has_capability("NAMESPACE"):
            personnels = self._client.namespace().personal
            if personnels:
                return personnels[0][0], personnels[0][1] or "/"
        racine = self._client.list_folders("", "")
        return "", (racine[0][1] or b"/").decode() if racine else "/"

    def nom(self, dossier: str) -> str | None:
        """The server's name of a folder, or None when it has none (yet)."""
        if dossier not in self._connus:
            nom = self._chercher(dossier)
            if nom is None:
                return None
            self._connus[dossier] = nom
        return self._connus[dossier]

    def _chercher(self, dossier: str) -> str | None:
        if dossier.startswith("\\"):
            trouve = self._client.find_special_folder(dossier.encode())
            usuels = NOMS_DES_INDESIRABLES if dossier == INDESIRABLES else ()
            return str(trouve) if trouve else next(filter(None, map(self._lister, usuels)), None)
        return self._lister(dossier)

    def _lister(self, dossier: str) -> str | None:
        """How the server writes a folder that may hold messages: a mere parent of others is listed too."""
        nom = self.epeler(dossier)
        listes = (drapeaux for drapeaux, _, _ in self._client.list_folders("", nom))
        return nom if any({b"\\Noselect", b"\\NonExistent"}.isdisjoint(drapeaux) for drapeaux in listes) else None

    def epeler(self, dossier: str) -> str:
        """How a configured name is written on this server."""
        if dossier.upper() == "INBOX":
            return "INBOX"
        nom = dossier.replace("/", self._separateur)
        return nom if nom.startswith(self._prefixe) else self._prefixe + nom

    def assurer(self, dossier: str) -> str:
        """The server's name of a folder of ours, created and subscribed if missing."""
        nom = self.nom(dossier)
        if nom is not None:
            return nom
        nom = self.epeler(dossier)
        try:
            self._client.create_folder(nom)
        except IMAPClientError as erreur:
            # Someone else, or a server whose list lags, was first.
            if not a_repondu(erreur, "ALREADYEXISTS"):
                raise
        self._client.subscribe_folder(nom)
        journal.info("dossier « %s » créé", dossier)
        self._connus[dossier] = nom
        return nom

    def oublier(self, dossier: str) -> None:
        """Someone deleted or renamed it: look again."""
        self._connus.pop(dossier, None)


def couper(client: IMAPClient) -> None:
    """Drop a connection that failed."""
    try:
        client.shutdown()
    except (IMAPClientError, OSError) as erreur:
        journal.debug("liaison IMAP déjà coupée : %s", erreur)


def fermer_poliment(client: IMAPClient) -> None:
    """Log out; a server that is gone is no error."""
    try:
        client.logout()
    except (IMAPClientError, OSError):
        couper(client)
