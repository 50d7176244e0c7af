"""Nothing lost, nothing twice: a robot killed with SIGKILL at any step of a pass, then started again (invariant 6).

Each try starts from the same prepared store and mailbox, on fresh embedded
servers; the robot dies at its n-th step; another one takes over and its result
is compared with that of a robot that was never killed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import pytest
from imapclient import IMAPClient

from robot.adapters.base.store import StoreSql
from robot.adapters.messagerie.avis_remise import Destinataire, rediger_avis
from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.session_imap import ENVOYES_PAR_DEFAUT
from robot.etapes.expedition import EN_ROUTE
from robot.ports import Enveloppe, EtatEnvoi, MessageRecu
from tests.conftest import HorlogeReglable
from tests.cycle.robot_mortel import MOT_DE_PASSE, Forge, Mission
from tests.fabrique import ACTION_LOGEMENT, BALME, CARNET, FICHE, MAIRIE_BALME, MAIRIE_VIRY, PREFECTURE, ROBOT, paris
from tests.monde import Monde

DOMAINE = ROBOT.partition("@")[2]
BOITES = {
    ROBOT: MOT_DE_PASSE,
    **{r.adresse: "pw" for r in (MAIRIE_VIRY, MAIRIE_BALME, ACTION_LOGEMENT, PREFECTURE) if r.adresse},
    **{personne.adresse: "pw" for personne in (*CARNET.gestionnaires, *CARNET.administrateurs)},
}
REPRISE = EN_ROUTE

# As a client spells them: INBOX, Traités, À voir (RFC 3501, 5.1.3).
DOSSIERS = ("INBOX", "Trait&AOk-s", '"&AMA- voir"')

# What the servers need to finish with what a dead robot had sent them.
UN_SOUFFLE_S = 0.005

# Every step of the small pass; of the large one, every k-th (SIGKILL_PAS=1 tries them all, in a few minutes).
PAS = int(os.environ.get("SIGKILL_PAS", "74"))


@dataclass(frozen=True)
class Histoire:
    """A store as an earlier pass left it, the messages waiting in the mailbox, and the hour of the pass."""

    base: Path
    arrivees: tuple[tuple[datetime, bytes], ...]
    maintenant: datetime


@dataclass(frozen=True)
class Bilan:
    """What is left when nothing moves any more: what must be the same whether or not a robot was killed."""

    faits: dict[str, list[tuple[str, int, str]]]
    messages: list[tuple[str, str, str, bool]]
    courriers: dict[str, tuple[str, str]]
    dossiers: dict[str, list[str]]
    remis: frozenset[tuple[str, str]]


# --- the stories ----------------------------------------------------------------------------------


def un_refus(base: Path) -> Histoire:
    """A refusal to escalate and a new release."""
    monde = Monde.creer("2026-04-28T09:00", base=base)
    monde.liberer()
    monde.passer()
    recu = monde.repondre(monde.courriers(gabarit="offre")[0], "REFUSE\n\nMotif : pas de candidat")
    monde.liberer()
    return _figer(monde, [recu], "2026-04-28T10:00")


def tout_a_la_fois(base: Path) -> Histoire:
    """All that a morning can bring: silences, answers, doubts, reports, releases, the digest."""
    monde = Monde.creer("2026-04-27T09:00", base=base)
    monde.liberer()
    monde.liberer()
    monde.passer()
    tardive, _ = monde.courriers(gabarit="offre")
    monde.horloge.regler(paris("2026-04-28T09:00"))
    for _ in range(6):
        monde.liberer()
    monde.passer()
    _, accepte, refuse, rebondit, absent, floue = monde.courriers(gabarit="offre")[2:]
    monde.passer("2026-04-29T08:00")
    monde.horloge.regler(paris("2026-04-29T10:00"))
    recus = [
        monde.repondre(accepte, "ACCEPTE"),
        monde.repondre(refuse, "REFUSE\n\nMotif : logement trop cher"),
        monde.repondre(absent, "", retoucher=_absence),
        monde.repondre(floue, "Bonjour, je transmets à l'élue."),
        monde.boite.deposer(
            b"From: a@b.test\r\nMessage-ID: <hors@b.test>\r\nSubject: Bonjour\r\n\r\nUne question.\r\n"
        ),
        monde.boite.deposer(_avis_d_echec(rebondit)),
        monde.repondre(tardive, "REFUSE", recu_le=paris("2026-04-30T00:30")),
    ]
    monde.horloge.regler(paris("2026-04-30T07:50"))
    monde.liberer()
    monde.liberer(replace(FICHE, commune=BALME))
    monde.liberer(replace(FICHE, rpls="7400009999"), neuf=True)
    return _figer(monde, recus, "2026-04-30T08:05")


def _absence(message: EmailMessage) -> None:
    message["Auto-Submitted"] = "auto-replied"
    message.replace_header("Subject", "Réponse automatique : Offre de logement")
    message.set_content("Je suis absente jusqu'au 12 mai.")


def _avis_d_echec(offre: Enveloppe) -> bytes:
    return rediger_avis(
        Destinataire(offre.destinataire, "failed", "5.1.1", "550 5.1.1 inconnu"),
        retour=offre.retour,
        serveur="mx.example",
        instant=paris("2026-04-29T10:00"),
        envid="",
        original=offre.octets,
        entier=False,
    )


def _figer(monde: Monde, recus: list[MessageRecu], maintenant: str) -> Histoire:
    monde.store.fermer()
    return Histoire(
        Path(monde.store.moteur.url.database or ""),
        tuple((recu.recu_le, recu.octets) for recu in recus),
        paris(maintenant),
    )


# --- one try --------------------------------------------------------------------------------------


@dataclass
class Essai:
    """A copy of the story on its own servers."""

    histoire: Histoire
    forge: Forge
    serveurs: ServeursEmbarques
    horloge: HorlogeReglable
    base: Path

    def passer(self, *, mourir_a: int = 0) -> tuple[bool, int]:
        """One pass; whether it was killed, and the steps it counted if not."""
        fin = self.forge.lancer(self._mission(self.histoire.maintenant, mourir_a=mourir_a))
        assert fin.signal in {0, 9}
        assert fin.pannes == ()
        return fin.signal != 0, fin.etapes

    def reprendre(self) -> Bilan:
        """Start again once nothing that the dead robot held is still held, until nothing moves."""
        self.horloge.instant = self.histoire.maintenant + REPRISE
        fin = self.forge.lancer(self._mission(self.horloge.instant, jusqu_au_calme=True))
        assert (fin.signal, fin.pannes) == (0, ())
        return self.bilan()

    def _mission(self, instant: datetime, *, mourir_a: int = 0, jusqu_au_calme: bool = False) -> Mission:
        ports = self.serveurs.port_imap, self.serveurs.port_smtp
        return Mission(str(self.base), *ports, instant.isoformat(), mourir_a, jusqu_au_calme)

    def bilan(self) -> Bilan:
        store = StoreSql(f"sqlite:///{self.base}", DOMAINE)
        faits = {
            reference: [
                (type(i.fait).__name__, getattr(i.fait, "rang", 0), getattr(i.fait, "reservataire", ""))
                for i in store.journal(reference)
            ]
            for reference in store.references()
        }
        store.fermer()
        with sqlite3.connect(self.base) as base:
            messages = base.execute(
                "SELECT message_id, nature, rangement, range_le IS NOT NULL FROM messages"
            ).fetchall()
            courriers = base.execute("SELECT cle, etat, message_id FROM courriers").fetchall()
        base.close()
        return Bilan(
            faits,
            sorted(messages),
            {cle: (etat, message_id) for cle, etat, message_id in courriers},
            self.boite(),
            frozenset(self.remis()),
        )

    def remis(self) -> list[tuple[str, str]]:
        """(Message-ID, recipient) of every letter that the server took, repeats included."""
        return [(_message_id(depot.octets), depot.destinataires[0]) for depot in self.serveurs.journal]

    def boite(self) -> dict[str, list[str]]:
        """The Message-IDs in each folder of the robot's mailbox."""
        with IMAPClient(self.serveurs.hote, self.serveurs.port_imap, ssl=False) as client:
            client.login(ROBOT, MOT_DE_PASSE)
            return {nom: self._contenu(client, nom) for _, _, nom in client.list_folders()}

    def _contenu(self, client: IMAPClient, dossier: str) -> list[str]:
        client.select_folder(dossier, readonly=True)
        trouves = client.fetch(client.search(), ["BODY.PEEK[HEADER]"]).values()
        presents = [_message_id(donnees[b"BODY[HEADER]"]) for donnees in trouves]
        # A letter is copied at least once: a robot killed before it notes a copy makes another.
        return sorted(set(presents) if dossier == ENVOYES_PAR_DEFAUT else presents)

    def etat(self) -> str:
        """A fingerprint of everything that a robot started now would find."""
        time.sleep(UN_SOUFFLE_S)
        copie = self.base.with_name("copie.sqlite")
        for suffixe in ("", "-wal"):
            Path(f"{copie}{suffixe}").unlink(missing_ok=True)
            if Path(f"{self.base}{suffixe}").exists():
                shutil.copy(f"{self.base}{suffixe}", f"{copie}{suffixe}")
        with sqlite3.connect(copie) as base:
            for table in ("messages", "signets"):
                base.execute(f"UPDATE {table} SET uidvalidity = 0")  # each server has its own
        lignes = "\n".join(base.iterdump())
        base.close()
        return hashlib.sha256(f"{lignes}{self.remis()}{self._comptes()!r}".encode()).hexdigest()

    def _comptes(self) -> bytes:
        """How many messages each folder holds, in one exchange."""
        ordres = [f"LOGIN {ROBOT} {MOT_DE_PASSE}", *(f"STATUS {nom} (MESSAGES)" for nom in DOSSIERS), "LOGOUT"]
        with socket.create_connection((self.serveurs.hote, self.serveurs.port_imap)) as prise:
            prise.sendall("".join(f"{numero} {ordre}\r\n" for numero, ordre in enumerate(ordres)).encode())
            return b"".join(iter(lambda: prise.recv(4096), b""))


def _message_id(octets: bytes) -> str:
    return str(message_from_bytes(octets)["Message-ID"])


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    with Forge() as forge:
        yield forge


@pytest.fixture
def essayer(forge: Forge, tmp_path: Path) -> Callable[[Histoire], Iterator[Essai]]:
    """Tries of a story, one after the other."""

    def essais(histoire: Histoire) -> Iterator[Essai]:
        for numero in count():
            base = tmp_path / f"{numero}.sqlite"
            shutil.copy(histoire.base, base)
            horloge = HorlogeReglable()
            with ServeursEmbarques(BOITES, horloge) as serveurs:
                for recu_le, octets in histoire.arrivees:
                    horloge.instant = recu_le
                    serveurs.deposer(ROBOT, octets)
                horloge.instant = histoire.maintenant
                yield Essai(histoire, forge, serveurs, horloge, base)
            for reste in tmp_path.glob(f"{numero}.sqlite*"):
                reste.unlink()

    return essais


# --- the proof ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raconter", "pas"),
    [
        pytest.param(un_refus, 1, id="un refus qui va au suivant : tué à chaque étape"),
        pytest.param(tout_a_la_fois, PAS, id="une matinée entière : tué d'étape en étape"),
    ],
)
def test_tue_n_importe_quand_le_robot_suivant_ne_perd_ni_ne_double_rien(raconter, pas, essayer, tmp_path):
    essais = essayer(raconter(tmp_path / "histoire.sqlite"))
    temoin = next(essais)
    temoin.passer()
    attendu = temoin.reprendre()
    verifier_le_temoin(attendu, temoin)
    repris = set[str]()
    for mourir_a in count(1, pas):
        essai = next(essais)
        tue, _ = essai.passer(mourir_a=mourir_a)
        if not tue:
            break
        etat = essai.etat()
        if etat not in repris:
            repris.add(etat)
            assert essai.reprendre() == attendu, f"tué à l'étape {mourir_a}"
            assert len(essai.remis()) - len(attendu.remis) in {0, 1}, f"répétitions, tué à l'étape {mourir_a}"
    essais.close()
    assert mourir_a > 100
    assert len(repris) > 5


def verifier_le_temoin(attendu: Bilan, temoin: Essai) -> None:
    """The run that nobody kills is itself complete: all read, filed and sent, once."""
    assert len(attendu.messages) == len(temoin.histoire.arrivees)
    assert all(range_ for *_, range_ in attendu.messages)
    assert attendu.dossiers["INBOX"] == []
    assert {etat for etat, _ in attendu.courriers.values()} == {EtatEnvoi.EXPEDIEE}
    assert len(temoin.remis()) == len(attendu.remis)
