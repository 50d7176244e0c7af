"""Embedded IMAP and SMTP servers for the demo: real sockets, real messages, everything in memory, nothing leaves.

pymap (dict backend) and aiosmtpd share one event loop in one thread. aiosmtpd
knows no delivery reports: RFC 3461 is added here, and RFC 3464 reports written.
"""

from __future__ import annotations

import asyncio
import re
import threading
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend, Identity
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from robot.adapters.messagerie.avis_remise import Destinataire, rediger_avis
from robot.ports import Clock

HOTE = "127.0.0.1"
DEMARRAGE_S = 10
PARAMETRE_DSN = re.compile(r"\s+(RET|ENVID|NOTIFY|ORCPT)=(\S+)", re.IGNORECASE)
NOTIFIER_PAR_DEFAUT = "FAILURE,DELAY"


@dataclass(frozen=True)
class Depot:
    """A message the SMTP server took, as it was sent."""

    instant: datetime
    expediteur: str
    destinataires: tuple[str, ...]
    octets: bytes


@dataclass(frozen=True)
class _Rejet:
    """Why a mailbox turns messages away after its server took them."""

    statut: str
    diagnostic: str


def boite_de(adresse: str) -> str:
    """The mailbox of an address: lower case, without its `+tag`."""
    locale, _, domaine = adresse.lower().rpartition("@")
    return f"{locale.partition('+')[0]}@{domaine}"


class _SmtpDsn(SMTP):
    """aiosmtpd with the DSN extension (RFC 3461): its parameters are kept with the transaction."""

    demandes_mail: Mapping[str, str] = MappingProxyType({})
    demandes_rcpt: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def __init__(self, *arguments: Any, ouvertes: WeakSet[asyncio.WriteTransport], **reste: Any) -> None:
        super().__init__(*arguments, **reste)
        self._ouvertes = ouvertes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember it: a server that stops closes what is still open."""
        if isinstance(transport, asyncio.WriteTransport):
            self._ouvertes.add(transport)
        super().connection_made(transport)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self.demandes_mail = _parametres(arg)
        self.demandes_rcpt = {}
        await super().smtp_MAIL(PARAMETRE_DSN.sub("", arg) if arg else arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        avant = len(self.envelope.rcpt_tos) if self.envelope else 0
        await super().smtp_RCPT(PARAMETRE_DSN.sub("", arg) if arg else arg)
        nouvelles = self.envelope.rcpt_tos[avant:] if self.envelope else []
        self.demandes_rcpt = {**self.demandes_rcpt, **dict.fromkeys(nouvelles, _parametres(arg))}


def _parametres(arg: str | None) -> Mapping[str, str]:
    return {nom.upper(): valeur for nom, valeur in PARAMETRE_DSN.findall(arg or "")}


class _Guichet:
    """What the SMTP server does with a message: the hooks of aiosmtpd."""

    def __init__(self, serveurs: ServeursEmbarques) -> None:
        self._serveurs = serveurs

    async def handle_EHLO(  # noqa: N802
        self, _serveur: SMTP, session: Session, _envelope: Envelope, nom: str, reponses: list[str]
    ) -> list[str]:
        session.host_name = nom
        return [*reponses[:-1], "250-DSN", "250-ENHANCEDSTATUSCODES", reponses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, _serveur: SMTP, _session: Session, envelope: Envelope, adresse: str, _options: list[str]
    ) -> str:
        if not self._serveurs.heberge(adresse):
            return f"550 5.1.1 <{adresse}>: destinataire inconnu"
        envelope.rcpt_tos.append(adresse)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, serveur: _SmtpDsn, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        depot = Depot(
            self._serveurs.maintenant(),
            (envelope.mail_from or "").strip("<>"),
            tuple(envelope.rcpt_tos),
            bytes(envelope.original_content or b""),
        )
        numero = await self._serveurs.accepter(depot, serveur.demandes_mail, serveur.demandes_rcpt)
        return f"250 2.0.0 Ok: en file sous {numero}"


class ServeursEmbarques:
    """An IMAP and an SMTP server on free ports of the loopback. A context manager.

    `boites` gives each mailbox (its address is also its login) its password.
    Messages carry the instants of `horloge`. Reports and bounces are in the
    sender's mailbox before the 250 is given: a demo needs no waiting.
    """

    hote = HOTE

    def __init__(self, boites: Mapping[str, str], horloge: Clock, *, nom: str = "mx.demo.test") -> None:
        self._boites = {boite_de(adresse): mot for adresse, mot in boites.items()}
        self._horloge = horloge
        self._nom = nom
        self._rejets: dict[str, _Rejet] = {}
        self._confirmees: set[str] = set()
        self._depots: list[Depot] = []
        self._panne: BaseException | None = None
        self._pret = threading.Event()
        self._fil: threading.Thread | None = None
        self._ouvertes: WeakSet[asyncio.WriteTransport] = WeakSet()
        self.port_imap = 0
        self.port_smtp = 0

    # --- what a demo tells it ---------------------------------------------------------------------------------------

    @property
    def journal(self) -> tuple[Depot, ...]:
        """Every message taken so far, reports included, in order."""
        return tuple(self._depots)

    def faire_rebondir(
        self, adresse: str, *, statut: str = "5.1.1", diagnostic: str = "550 5.1.1 mailbox unavailable"
    ) -> None:
        """From now on, take the messages for this address, then return them (RFC 3464)."""
        self._rejets[boite_de(adresse)] = _Rejet(statut, diagnostic)

    def confirmer_remise(self, *adresses: str) -> None:
        """From now on, send the success reports that are asked for on messages to these addresses."""
        self._confirmees.update(boite_de(adresse) for adresse in adresses)

    def deposer(self, adresse: str, octets: bytes) -> None:
        """Put bytes straight into a mailbox, as they are, received now."""
        if not self.heberge(adresse):
            raise ValueError(f"boîte inconnue : {adresse}")
        asyncio.run_coroutine_threadsafe(self._ranger(adresse, octets), self._boucle).result(DEMARRAGE_S)

    # --- life -------------------------------------------------------------------------------------------------------

    def __enter__(self) -> ServeursEmbarques:
        self._fil = threading.Thread(target=self._tourner, name="serveurs-embarques", daemon=True)
        self._fil.start()
        if not self._pret.wait(DEMARRAGE_S):
            raise TimeoutError("les serveurs embarqués ne démarrent pas")
        if self._panne is not None:
            raise RuntimeError("les serveurs embarqués n'ont pas démarré") from self._panne
        return self

    def __exit__(self, *_: object) -> None:
        self._boucle.call_soon_threadsafe(self._fin.set)
        if self._fil is not None:
            self._fil.join(DEMARRAGE_S)

    def _tourner(self) -> None:
        try:
            asyncio.run(self._servir())
        except BaseException as panne:
            self._panne = panne
            raise
        finally:
            self._pret.set()

    async def _servir(self) -> None:
        self._boucle = asyncio.get_running_loop()
        self._fin = asyncio.Event()
        imap = await self._demarrer_imap()
        smtp = await self._boucle.create_server(self._accueillir, HOTE, 0)
        self.port_imap = imap.sockets[0].getsockname()[1]
        self.port_smtp = smtp.sockets[0].getsockname()[1]
        self._pret.set()
        await self._fin.wait()
        imap.close()
        smtp.close()
        await self._congedier()

    async def _congedier(self) -> None:
        """End the sessions still open, so that no socket is left to the garbage collector."""
        taches = asyncio.all_tasks() - {asyncio.current_task()}
        for tache in taches:
            tache.cancel()
        await asyncio.gather(*taches, return_exceptions=True)
        for ouverte in list(self._ouvertes):
            ouverte.abort()
        await asyncio.sleep(0)  # each connection is closed on the loop's next turn

    async def _demarrer_imap(self) -> asyncio.Server:
        # pymap reads its settings from a command line; these are those of its `dict` backend.
        arguments = Namespace(
            host=HOTE, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol=None,
            inherited_sockets=None, passlib_cfg=None, demo_data=False, demo_user="", demo_password="",
        )  # fmt: skip
        backend, config = await DictBackend.init(
            arguments, hash_context=Cleartext(), cpu_subsystem=Subsystem.for_asyncio(), invalid_user_sleep=0
        )
        config.apply_context()
        self._login: Any = backend.login
        self._login.users_dict.clear()
        for adresse, mot_de_passe in self._boites.items():
            self._login.users_dict[adresse] = UserMetadata(config, adresse, password=mot_de_passe)
        accueil = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(self._login, config))

        async def accueillir(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
            self._ouvertes.add(redacteur.transport)
            await accueil(lecteur, redacteur)

        return await asyncio.start_server(accueillir, HOTE, 0)

    def _accueillir(self) -> _SmtpDsn:
        return _SmtpDsn(
            _Guichet(self), hostname=self._nom, ident="demonstration", loop=self._boucle, ouvertes=self._ouvertes
        )

    # --- what the servers do ----------------------------------------------------------------------------------------

    def maintenant(self) -> datetime:
        """The instant of the injected clock."""
        return self._horloge.maintenant()

    def heberge(self, adresse: str) -> bool:
        """Whether a mailbox, or an address that bounces, is here."""
        return boite_de(adresse) in self._boites or boite_de(adresse) in self._rejets

    async def accepter(
        self, depot: Depot, options: Mapping[str, str], par_destinataire: Mapping[str, Mapping[str, str]]
    ) -> int:
        """Take a message: deliver it, return it, report on it. Its number."""
        self._depots.append(depot)
        numero = len(self._depots)
        avis: list[Destinataire] = []
        for adresse in depot.destinataires:
            demandes = par_destinataire.get(adresse, {})
            notifier = demandes.get("NOTIFY", NOTIFIER_PAR_DEFAUT).upper().split(",")
            rejet = self._rejets.get(boite_de(adresse))
            if rejet is None:
                await self._ranger(adresse, self._tracer(depot, adresse, numero))
            if rejet is not None and "FAILURE" in notifier:
                avis.append(Destinataire(adresse, "failed", rejet.statut, rejet.diagnostic, demandes.get("ORCPT", "")))
            elif rejet is None and "SUCCESS" in notifier and boite_de(adresse) in self._confirmees:
                avis.append(Destinataire(adresse, "delivered", "2.0.0", "250 2.0.0 remis", demandes.get("ORCPT", "")))
        await self._aviser(depot, avis, options)
        return numero

    async def _aviser(self, depot: Depot, avis: Iterable[Destinataire], options: Mapping[str, str]) -> None:
        """One report per recipient to the envelope sender, if it has one (never a report on a report)."""
        if not depot.expediteur or not self.heberge(depot.expediteur):
            return
        for destinataire in avis:
            octets = rediger_avis(
                destinataire,
                retour=depot.expediteur,
                serveur=self._nom,
                instant=depot.instant,
                envid=options.get("ENVID", ""),
                original=depot.octets,
                entier=options.get("RET", "").upper() == "FULL",
            )
            await self.accepter(Depot(depot.instant, "", (depot.expediteur,), octets), {}, {})

    def _tracer(self, depot: Depot, adresse: str, numero: int) -> bytes:
        """The trace a delivery leaves (RFC 5321, 4.4)."""
        trace = (
            f"Return-Path: <{depot.expediteur}>\r\n"
            f"Delivered-To: {adresse}\r\n"
            f"Received: by {self._nom} (demonstration) with ESMTP id {numero};\r\n"
            f"\t{format_datetime(depot.instant)}\r\n"
        )
        return trace.encode() + depot.octets

    async def _ranger(self, adresse: str, octets: bytes) -> None:
        """Append to the INBOX of an address, received now."""
        identite = Identity(boite_de(adresse), self._login, None, frozenset())
        async with identite.new_session() as session:
            boite = await session.mailbox_set.get_mailbox("INBOX")
            await boite.append(AppendMessage(octets, self.maintenant(), frozenset()), recent=True)
