"""The full turn on real Postfix and Dovecot, by robots killed with SIGKILL at random, servers restarted in mid-pass.

Each round is a robot of its own, a process that dies at any moment of its
pass, or ends it; its correspondents answer what they received. At the end
nothing may be lost, doubled or stuck (invariant 6).
"""

from __future__ import annotations

import os
import signal
import smtplib
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from random import Random  # noqa: TID251 - the moments of death are drawn
from time import monotonic, sleep

from imapclient import IMAPClient

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.feries import calendrier
from robot.adapters.messagerie.session_imap import ENVOYES_PAR_DEFAUT
from robot.cycle import cycle
from robot.ports import EtatEnvoi
from tests.cycle.tour_reel import Tour, en_tour
from tests.serveurs import MOT_DE_PASSE, ServeursReels

CORRESPONDANTS = ("viry", "prefecture", "lea", "ddets", "camille")
JUSTIFICATIF = b"%PDF-1.4\n% attestation\n%%EOF\n"
ENTRE_DEUX_PASSES = timedelta(minutes=2)
MATIN, SOIR = time(9), time(16)
REGLES = frozenset({EtatEnvoi.EXPEDIEE, EtatEnvoi.SANS_OBJET})
# Beyond as many rounds without an accident, something is stuck.
ACCALMIE = 80
REDEMARRAGES = 0.06
# Some end their pass: how long it takes says when the others may die.
SURVIT = 0.15
# What a robot may be giving to the server when it dies: a letter on each connection, and those just taken.
LETTRES_EN_MAIN = 4

UNE_FOIS = Counter(
    ["LogementLibere", "AccordRecu", "CandidatDesigne", "DesignationLue", "DesignationComplete", "CandidatPropose",
     "CandidatRefuse", "DdetsAvisee", "DdetsAccuse", "SansAttributaire"]
)  # fmt: skip
# A proof of arrival that comes before the robot could note that the letter left stands for it; hours may pass meanwhile.
SELON_LE_MOMENT = frozenset(
    {"OrientationExpediee", "RemiseConstatee", "PropositionExpediee", "PropositionRemise", "RappelDecide"}
)


@dataclass
class Bilan:
    """What it cost, and what is wrong."""

    logements: int = 0
    passes: int = 0
    tues: int = 0
    redemarrages: int = 0
    lettres: int = 0
    repetitions: int = 0
    griefs: list[str] = field(default_factory=list)


class TourMortel:
    """A story of `tues` kills at least; `logements` at a time are under way."""

    def __init__(self, serveurs: ServeursReels, dossier: Path, *, graine: int, logements: int = 4) -> None:
        self._serveurs = serveurs
        self._dossier = dossier
        self._hasard = Random(graine)
        self._ensemble = logements
        self._bilan = Bilan()
        self._vus: Counter[tuple[str, str]] = Counter()
        self._lus: dict[str, int] = {}
        self._ecrits: set[str] = set()
        self._duree_s = 2.0

    def jouer(self, tues: int) -> Bilan:
        """Play until as many robots were killed, then to the end of every dwelling."""
        with en_tour(self._serveurs, self._dossier) as tour:
            pass  # its settings are written, its base created
        instant, calme = tour.horloge.maintenant(), 0
        while self._bilan.tues < tues or (calme < ACCALMIE and not self._fini(instant)):
            if self._bilan.tues < tues:
                self._liberer_au_besoin(instant)
            else:
                calme += 1
            self._passer(instant, mortel=self._bilan.tues < tues and self._hasard.random() > SURVIT)
            self._repondre()
            instant = _plus_tard(instant)
        self._juger(instant)
        return self._bilan

    @contextmanager
    def _tour(self, instant: datetime) -> Iterator[Tour]:
        with en_tour(self._serveurs, self._dossier) as tour:
            tour.horloge.regler(instant)
            yield tour

    # --- the robots -----------------------------------------------------------------------------------

    def _passer(self, instant: datetime, *, mortel: bool) -> None:
        """A pass in a process of its own; killed, now or later, or left to end."""
        self._bilan.passes += 1
        debut = monotonic()
        enfant = os.fork()
        if enfant == 0:
            self._vivre(instant)
        if mortel and self._hasard.random() < REDEMARRAGES:
            self._bilan.redemarrages += 1
            self._hasard.choice((self._serveurs.redemarrer_dovecot, self._serveurs.redemarrer_postfix))()
        if mortel:
            sleep(self._hasard.uniform(0, self._duree_s))
            os.kill(enfant, signal.SIGKILL)
        fin = os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
        if fin == -signal.SIGKILL:
            self._bilan.tues += 1
        elif fin:
            self._bilan.griefs.append(f"une passe a échoué ({fin})")
        elif not mortel:
            self._duree_s = monotonic() - debut

    def _vivre(self, instant: datetime) -> None:
        """The child: one pass, and no way back."""
        code = 1
        try:
            with self._tour(instant) as tour:
                cycle(tour.montage.robot)
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)

    def _liberer_au_besoin(self, instant: datetime) -> None:
        with self._tour(instant) as tour:
            ouverts = sum(not _au_bout(tour, reference) for reference in tour.montage.robot.store.references())
            for _ in range(self._ensemble - ouverts):
                tour.rpls = 7430900000 + self._bilan.logements
                tour.liberer("Viry")
                self._bilan.logements += 1

    # --- the others -----------------------------------------------------------------------------------

    def _repondre(self) -> None:
        """Each letter is answered once, however many times it came."""
        for nom in CORRESPONDANTS:
            for lettre in self._recues(nom):
                vue = nom, str(lettre["Message-ID"])
                self._vus[vue] += 1
                if self._vus[vue] == 1 and (reponse := self._reponse(nom, lettre)):
                    self._poster(nom, lettre, reponse)

    def _recues(self, nom: str) -> list[EmailMessage]:
        with _boite(self._serveurs, nom) as client:
            depuis = self._lus.get(nom, 0) + 1
            numeros = [numero for numero in client.search(["UID", f"{depuis}:*"]) if numero >= depuis]
            self._lus[nom] = max([depuis - 1, *numeros])
            trouvees = client.fetch(numeros, ["BODY.PEEK[]"]) if numeros else {}
        return [_lire(trouvees[numero][b"BODY[]"]) for numero in numeros]

    def _reponse(self, nom: str, lettre: EmailMessage) -> str:
        numero = int(str(lettre["X-Robot-Reference"] or "0").rpartition("-")[2])
        match nom, str(lettre["X-Robot-Courrier"]):
            case "viry", "offre" if numero % 2:
                return "REFUSE\n\nMotif : pas de candidat"
            case _, "offre":
                return "ACCEPTE"
            case _, "accuse_accord":
                lea = self._serveurs.adresse("lea")
                return f"0742503{numero:06d}74001 - Mme DUPONT Léa - courriel : {lea} - DALO"
            case "lea", "proposition_dalo":
                return "Je refuse ce logement, il est trop loin de mon travail."
            case "ddets", "avis_ddets":
                return "Bien reçu"
        return ""

    def _poster(self, nom: str, lettre: EmailMessage, mots: str) -> None:
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = self._serveurs.adresse(nom)
        message["To"] = parseaddr(str(lettre["Reply-To"]))[1]
        message["Subject"] = f"RE: {lettre['Subject']}"
        message["Message-ID"] = f"<{nom}.{len(self._ecrits)}@correspondants.test>"
        message["In-Reply-To"] = message["References"] = str(lettre["Message-ID"])
        message.set_content(mots)
        if nom == "lea":
            message.add_attachment(JUSTIFICATIF, maintype="application", subtype="pdf", filename="attestation.pdf")
        self._ecrits.add(str(message["Message-ID"]))
        with smtplib.SMTP("127.0.0.1", self._serveurs.ports.smtp) as smtp:
            smtp.send_message(message)

    # --- the end --------------------------------------------------------------------------------------

    def _fini(self, instant: datetime) -> bool:
        with self._tour(instant) as tour:
            store = tour.montage.robot.store
            au_bout = all(_au_bout(tour, reference) for reference in store.references())
            envois = [envoi for reference in store.references() for envoi in store.envois(reference)]
            reglees = all(envoi.etat in REGLES for envoi in envois)
        return au_bout and reglees and not self._non_ranges()

    def _non_ranges(self) -> int:
        with _boite(self._serveurs, "robot") as client:
            return len(client.search("ALL"))

    def _juger(self, instant: datetime) -> None:
        griefs = self._bilan.griefs
        with self._tour(instant) as tour:
            store = tour.montage.robot.store
            for reference in store.references():
                griefs += _du_dossier(reference, Counter(tour.faits(reference)))
                for envoi in store.envois(reference):
                    self._bilan.lettres += 1
                    nom = envoi.courrier.destinataire.partition("@")[0]
                    if envoi.etat not in REGLES:
                        griefs.append(f"{envoi.courrier.cle} : {envoi.etat} {envoi.reponse}")
                    elif (
                        envoi.etat is EtatEnvoi.EXPEDIEE
                        and nom in CORRESPONDANTS
                        and not self._vus[nom, envoi.message_id]
                    ):
                        griefs.append(f"{envoi.courrier.cle} n'est jamais arrivée chez {nom}")
            assert isinstance(store, StoreSql)
            griefs += map(str, verifier(store).fautes)
        griefs += self._des_messages()
        self._bilan.repetitions = sum(fois - 1 for fois in self._vus.values())
        if self._bilan.repetitions > LETTRES_EN_MAIN * self._bilan.tues:
            griefs.append(f"{self._bilan.repetitions} lettres répétées pour {self._bilan.tues} robots tués")

    def _des_messages(self) -> Iterator[str]:
        """Each answer was claimed, once, and filed once."""
        if reste := self._non_ranges():
            yield f"{reste} message(s) non rangé(s)"
        ranges: Counter[str] = Counter()
        with _boite(self._serveurs, "robot") as client:
            for _, _, dossier in client.list_folders():
                client.select_folder(dossier, readonly=True)
                trouves = client.fetch(client.search("ALL"), ["BODY.PEEK[HEADER]"]).values()
                if dossier != ENVOYES_PAR_DEFAUT:
                    ranges.update(str(message_from_bytes(t[b"BODY[HEADER]"])["Message-ID"]) for t in trouves)
        for identifiant in self._ecrits:
            if ranges[identifiant] != 1:
                yield f"la réponse {identifiant} est rangée {ranges[identifiant]} fois"


def _plus_tard(instant: datetime) -> datetime:
    """Minutes later, or the next working morning: offers leave in office hours only."""
    jours = calendrier("74")
    suivant = instant + ENTRE_DEUX_PASSES
    if suivant < jours.instant(jours.jour_local(instant), SOIR):
        return suivant
    return jours.instant(jours.prochain_jour_ouvre(jours.jour_local(instant)), MATIN)


def _au_bout(tour: Tour, reference: str) -> bool:
    return {"SansAttributaire", "DdetsAccuse"} <= set(tour.faits(reference))


def _du_dossier(reference: str, faits: Counter[str]) -> Iterator[str]:
    """What a dwelling's journal must hold: each fact once, and nothing else."""
    refus = int(reference.rpartition("-")[2]) % 2
    attendus = UNE_FOIS + Counter(["OrientationDecidee"] * (1 + refus) + ["RefusRecu"] * refus)
    constates = Counter({nom: fois for nom, fois in faits.items() if nom not in SELON_LE_MOMENT})
    if constates != attendus:
        yield f"{reference} : en trop {dict(constates - attendus)}, manquent {dict(attendus - constates)}"
    for nom in SELON_LE_MOMENT:
        if faits[nom] > attendus["OrientationDecidee" if nom.startswith(("Orient", "Remise")) else "CandidatPropose"]:
            yield f"{reference} : {nom} écrit {faits[nom]} fois"


def _lire(octets: bytes) -> EmailMessage:
    lu = message_from_bytes(octets, policy=policy.default)
    assert isinstance(lu, EmailMessage)
    return lu


@contextmanager
def _boite(serveurs: ServeursReels, nom: str) -> Iterator[IMAPClient]:
    """A mailbox, its INBOX open to be looked at."""
    with IMAPClient("localhost", serveurs.ports.imap, ssl=False) as client:
        client.plain_login(nom, MOT_DE_PASSE)
        client.select_folder("INBOX", readonly=True)
        yield client
