"""The way out: hand envelopes to our own relay over a few connections, and say precisely what became of each.

RFC 5321 (SMTP), 3461 (delivery reports), 3463 (enhanced status codes). With
`dialogue_smtp`, the only module of the robot that says `async`; its façade is
synchronous.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import aiosmtplib

from robot.adapters.messagerie.dialogue_smtp import (
    Coupure,
    Refus,
    options_mail,
    ordonner,
    quitter,
    remettre_a_zero,
    rompre,
    transmettre,
)
from robot.adapters.messagerie.ecriture_smtp import (
    domaine_ascii,
    identifiant_envoi,
    lignes_smtp,
    nom_de_cette_machine,
    xtext,
)
from robot.adapters.messagerie.liaison import Recul, Securite, contexte_tls, expliquer_panne, masquer, verifier_securite
from robot.adapters.messagerie.verdicts_smtp import ADRESSE_IMPOSSIBLE, Etape, RefusDeNous, Verdict, adresse_sure, juger
from robot.ports import Acheminement, Enveloppe, Issue, LiaisonIndisponible

journal = logging.getLogger(__name__)

OISIVETE_S = 20.0
REFUS_DEFINITIF = 500
# How slow a link may carry a message before it is taken for dead: a large notice over a bad line takes its time.
DEBIT_MIN = 10_000  # bytes per second


@dataclass(frozen=True)
class ReglagesSmtp:
    """Where our relay is. Without `identifiant` nobody logs in. Raises ValueError.

    `delai_s` bounds each answer but that to the data: a relay that filters
    before it answers may take ten minutes, and who hangs up sooner sends twice
    (RFC 5321, 4.5.3.2.6). `battement_s`: how long the sender says nothing at most.
    """

    hote: str
    port: int
    securite: Securite
    identifiant: str | None = None
    mot_de_passe: str = field(default="", repr=False)
    connexions: int = 4
    delai_s: float = 60
    delai_donnees_s: float = 600
    battement_s: float = 60
    autorite: Path | None = None

    def __post_init__(self) -> None:
        verifier_securite(self.hote, self.securite)
        if self.connexions < 1:
            raise ValueError("il faut au moins une connexion SMTP")


class _Signe(Enum):
    """What a round's queue holds besides outcomes."""

    BATTEMENT = "battement"
    FIN = "fin"


Issues = asyncio.Queue[Acheminement | _Signe]


@dataclass
class _Connexion:
    """A client and the moment it last served."""

    client: aiosmtplib.SMTP
    servie: float


class _Sac(Iterator[Enveloppe]):
    """What a round has still to hand over, shared by its connections; each envelope is asked about as it comes out."""

    def __init__(self, enveloppes: Iterable[Enveloppe], peut_partir: Callable[[Enveloppe], bool]) -> None:
        self._restantes = deque(enveloppes)
        self._peut_partir = peut_partir

    def __len__(self) -> int:
        return len(self._restantes)

    def __next__(self) -> Enveloppe:
        while self._restantes:
            if self._peut_partir(enveloppe := self._restantes.popleft()):
                return enveloppe
        raise StopIteration

    def vider(self) -> None:
        """Hand over nothing more."""
        self._restantes.clear()


class FacteurSmtp:
    """The Postman port over SMTP. Connections are kept between calls; `fermer` gives them back.

    Not for several threads at once. `chrono` is a monotonic number of seconds.
    """

    def __init__(self, reglages: ReglagesSmtp, *, chrono: Callable[[], float] = time.monotonic) -> None:
        self._reglages = reglages
        self._chrono = chrono
        self._recul = Recul(chrono)
        self._boucle: asyncio.AbstractEventLoop | None = None
        self._libres: list[_Connexion] = []

    def __enter__(self) -> FacteurSmtp:
        return self

    def __exit__(self, *_: object) -> None:
        self.fermer()

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        """Send each envelope and tell each outcome as soon as it is known (see ports.Postman).

        What is known is told before LiaisonIndisponible is raised. Whoever stops
        iterating forgoes the outcome of at most `connexions` envelopes.
        """
        if not enveloppes:
            return
        sac = _Sac(enveloppes, peut_partir)
        self._recul.verifier()
        boucle = self._boucle = self._boucle or asyncio.new_event_loop()
        issues: Issues = asyncio.Queue()
        tournee = boucle.create_task(self._tournee(sac, issues))
        battement = boucle.create_task(_battre(issues, self._reglages.battement_s))
        try:
            while (acheminement := boucle.run_until_complete(issues.get())) is not _Signe.FIN:
                if acheminement is _Signe.BATTEMENT:
                    patienter()
                else:
                    yield acheminement
            boucle.run_until_complete(tournee)
        except LiaisonIndisponible as panne:
            self._recul.echouer(str(panne))
            raise
        finally:
            sac.vider()
            tournee.cancel()
            battement.cancel()
            boucle.run_until_complete(asyncio.wait([tournee, battement]))
        self._recul.reussir()

    def fermer(self) -> None:
        """Take leave of the server (QUIT)."""
        boucle, self._boucle = self._boucle, None
        if boucle is None:
            return
        libres, self._libres = self._libres, []
        for connexion in libres:
            boucle.run_until_complete(quitter(connexion.client))
        boucle.run_until_complete(boucle.shutdown_default_executor())
        boucle.run_until_complete(asyncio.sleep(0))  # the transports' last word
        boucle.close()

    # --- the round --------------------------------------------------------------------------------------------------

    async def _tournee(self, sac: _Sac, issues: Issues) -> None:
        """Empty the bag over as many connections as useful, then end the queue."""
        try:
            premiere = await self._prendre()
            # The first one opened alone: a wrong password is tried once, not four times.
            renforts = min(self._reglages.connexions, len(sac)) - 1
            # No cancellation when one fails: the others finish the envelope they hold, and its outcome is told.
            fins = await asyncio.gather(
                self._distribuer(premiere, sac, issues),
                *(self._renforcer(sac, issues) for _ in range(renforts)),
                return_exceptions=True,
            )
            for panne in fins:
                if panne is not None:
                    raise panne
        finally:
            issues.put_nowait(_Signe.FIN)

    async def _renforcer(self, sac: _Sac, issues: Issues) -> None:
        """One more connection; a server that allows no more of them is no failure."""
        try:
            connexion = await self._prendre()
        except LiaisonIndisponible as panne:
            journal.info("connexion supplémentaire refusée : %s", panne)
            return
        await self._distribuer(connexion, sac, issues)

    async def _distribuer(self, connexion: _Connexion, sac: _Sac, issues: Issues) -> None:
        """Send from the bag, one envelope after the other, over one connection."""
        try:
            for enveloppe in sac:
                issues.put_nowait(await self._acheminer(connexion, enveloppe))
        except Exception:
            sac.vider()
            raise
        except asyncio.CancelledError:
            # Perhaps in the middle of a message: what comes next would be taken for its body.
            rompre(connexion.client)
            raise
        finally:
            self._rendre(connexion)

    async def _acheminer(self, connexion: _Connexion, enveloppe: Enveloppe) -> Acheminement:
        """One envelope; a session cut before the data is opened again, once.

        Cut again where this recipient was named, it is put off like any other
        temporary refusal: servers answer 421 for one domain (« TLS required
        for RCPT domain »), and such a letter must not hold back the others.
        """
        if not adresse_sure(enveloppe.destinataire):
            return Acheminement(enveloppe.cle, Issue.REFUSEE, "adresse impossible, non envoyé", ADRESSE_IMPOSSIBLE)
        if enveloppe.retour and not adresse_sure(enveloppe.retour):
            raise LiaisonIndisponible(
                f"adresse d'expédition impossible : {enveloppe.retour!r} ; corriger l'adresse du robot"
            )
        try:
            return await self._remettre(connexion, enveloppe)
        except Coupure as coupure:
            journal.info("session SMTP coupée (%s) : nouvelle connexion", coupure)
        connexion.client = await self._connecter()
        try:
            return await self._remettre(connexion, enveloppe)
        except Coupure as coupure:
            mots = f"le serveur coupe la session ({masquer(str(coupure), self._reglages.mot_de_passe)})"
            if coupure.etape is Etape.EXPEDITEUR:
                raise LiaisonIndisponible(f"{self._cible} : {mots}") from coupure
            return Acheminement(enveloppe.cle, Issue.REPORTEE, mots)

    async def _remettre(self, connexion: _Connexion, enveloppe: Enveloppe) -> Acheminement:
        """One SMTP transaction. Raises Coupure when it broke before the data."""
        client = connexion.client
        try:
            octets = await self._annoncer(client, enveloppe)
        except Refus as refus:
            await remettre_a_zero(client)
            return self._conclure(enveloppe, refus.etape, refus.code, refus.mots)
        except Coupure:
            client.close()
            raise
        connexion.servie = self._chrono()
        try:
            code, mots = await transmettre(client, octets, self._reglages.delai_donnees_s + len(octets) / DEBIT_MIN)
        except (aiosmtplib.SMTPException, OSError) as erreur:
            client.close()
            return Acheminement(enveloppe.cle, Issue.INCONNUE, f"coupure après l'envoi des données : {erreur}")
        if code == aiosmtplib.SMTPStatus.domain_unavailable:
            client.close()
        return self._conclure(enveloppe, Etape.DONNEES, code, mots)

    async def _annoncer(self, client: aiosmtplib.SMTP, enveloppe: Enveloppe) -> bytes:
        """MAIL, RCPT and DATA; the bytes to send next. Raises Refus at the first no, Coupure."""
        octets = lignes_smtp(enveloppe.octets)
        suivi = enveloppe.suivi and client.supports_extension("dsn")
        mail = [f"FROM:<{domaine_ascii(enveloppe.retour)}>", *options_mail(client, octets)]
        rcpt = [f"TO:<{domaine_ascii(enveloppe.destinataire)}>"]
        if suivi:
            mail += ["RET=HDRS", f"ENVID={identifiant_envoi(enveloppe.cle)}"]
            rcpt += ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=rfc822;{xtext(domaine_ascii(enveloppe.destinataire))}"]
        await ordonner(client, Etape.EXPEDITEUR, "MAIL", *mail)
        await ordonner(client, Etape.DESTINATAIRE, "RCPT", *rcpt)
        await ordonner(client, Etape.DONNEES, "DATA")
        return octets

    def _conclure(self, enveloppe: Enveloppe, etape: Etape, code: int, mots: str) -> Acheminement:
        """The outcome of an answer. Raises LiaisonIndisponible when it is us the server refuses."""
        mots = masquer(mots, self._reglages.mot_de_passe)
        try:
            verdict: Verdict = juger(etape, code, mots, enveloppe.destinataire)
        except RefusDeNous as refus:
            raise LiaisonIndisponible(f"{self._cible} : {refus}") from None
        return Acheminement(enveloppe.cle, verdict.issue, f"{code} {mots}", verdict.statut)

    # --- the connections --------------------------------------------------------------------------------------------

    @property
    def _cible(self) -> str:
        return f"{self._reglages.hote}, port {self._reglages.port}"

    async def _prendre(self) -> _Connexion:
        """A kept connection that still answers, else a new one."""
        while self._libres:
            connexion = self._libres.pop()
            if not connexion.client.is_connected:
                continue
            if self._chrono() - connexion.servie < OISIVETE_S:
                return connexion
            try:
                await connexion.client.noop()
            except aiosmtplib.SMTPException:
                connexion.client.close()
            else:
                return connexion
        return _Connexion(await self._connecter(), self._chrono())

    def _rendre(self, connexion: _Connexion) -> None:
        if connexion.client.is_connected:
            self._libres.append(connexion)

    async def _connecter(self) -> aiosmtplib.SMTP:
        """A new session, encrypted as configured, and logged in. Raises LiaisonIndisponible."""
        reglages = self._reglages
        client = aiosmtplib.SMTP(
            hostname=reglages.hote,
            port=reglages.port,
            local_hostname=nom_de_cette_machine(),
            timeout=reglages.delai_s,
            use_tls=reglages.securite == "tls",
            start_tls=reglages.securite == "starttls",
            tls_context=None if reglages.securite == "aucune" else contexte_tls(reglages.autorite),
        )
        try:
            await client.connect()
            if reglages.identifiant is not None:
                await client.login(reglages.identifiant, reglages.mot_de_passe)
            elif client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as erreur:  # UnicodeError: a host no domain may have
            client.close()
            raise LiaisonIndisponible(self._phrase(erreur)) from erreur
        return client

    def _phrase(self, erreur: Exception) -> str:
        """Why no session could be opened, in French."""
        mots = masquer(str(getattr(erreur, "message", erreur)), self._reglages.mot_de_passe)
        if isinstance(erreur, aiosmtplib.SMTPAuthenticationError) and erreur.code >= REFUS_DEFINITIF:
            return (
                f"{self._cible} : identifiant ou mot de passe refusé pour « {self._reglages.identifiant} » "
                f"({erreur.code} {mots}) ; vérifier le secret, ou le mot de passe d'application"
            )
        if isinstance(erreur, aiosmtplib.SMTPResponseException):
            return f"{self._cible} : le serveur refuse la session ({erreur.code} {mots})"
        if "STARTTLS" in mots and "not supported" in mots and "AUTH" not in mots:
            return (
                f"{self._cible} : le serveur ne propose pas STARTTLS ; écrire tls et le port 465, ou le faire activer"
            )
        if "AUTH" in mots or "authentication" in mots:
            return (
                f"{self._cible} : le serveur ne propose pas d'identification par mot de passe ; chiffrer la liaison "
                "(tls ou starttls) si elle ne l'est pas, ou passer par un relais qui en admet une"
            )
        return masquer(
            expliquer_panne(erreur, hote=self._reglages.hote, port=self._reglages.port), self._reglages.mot_de_passe
        )


async def _battre(issues: Issues, toutes_les_s: float) -> None:
    """Put a beat in the queue now and then."""
    while True:
        await asyncio.sleep(toutes_les_s)
        issues.put_nowait(_Signe.BATTEMENT)
