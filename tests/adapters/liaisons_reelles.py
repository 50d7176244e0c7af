"""What the tests of the two links against real servers share."""

from __future__ import annotations

import email
from email.message import Message

from imapclient import IMAPClient

from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.liaison import Securite
from robot.ports import Enveloppe, MessageRecu
from tests.serveurs import MOT_DE_PASSE, ServeursReels, attendre_que


def reglages_imap(serveurs: ServeursReels, *, securite: Securite = "aucune", nom: str = "robot") -> ReglagesImap:
    port = serveurs.ports.imaps if securite == "tls" else serveurs.ports.imap
    autorite = None if securite == "aucune" else serveurs.autorite
    return ReglagesImap("localhost", port, securite, nom, MOT_DE_PASSE, autorite=autorite, delai_s=10)


def courrier(objet: str = "Logement libéré", corps: str = "Bonjour") -> bytes:
    return f"Message-ID: <{abs(hash(objet))}@robot>\r\nSubject: {objet}\r\n\r\n{corps}\r\n".encode()


def offre(serveurs: ServeursReels, a: str, *, cle: str = "offre/V-2026-0001/1", suivi: bool = True) -> Enveloppe:
    texte = f"Message-ID: <offre.{a}@robot>\r\nFrom: robot@demo.test\r\nTo: {a}@demo.test\r\nSubject: Offre\r\n\r\nBonjour\r\n"
    return Enveloppe(cle, serveurs.adresse("robot+jeton"), serveurs.adresse(a), texte.encode(), suivi)


def relever_jusqu_a(boite: BoiteImap, nombre: int = 1) -> list[MessageRecu]:
    """Collect again and again until that many messages are there."""
    recus: list[MessageRecu] = []

    def assez() -> bool:
        recus[:] = list(boite.relever({}))
        return len(recus) >= nombre

    attendre_que(assez, f"{nombre} message(s) reçu(s)", 20)
    return recus


def parties(message: MessageRecu) -> dict[str, Message]:
    lu = email.message_from_bytes(message.octets)
    return {partie.get_content_type(): partie for partie in lu.walk()}


def etat_de_remise(message: MessageRecu) -> str:
    return parties(message)["message/delivery-status"].as_string()


def administrer(serveurs: ServeursReels) -> IMAPClient:
    """The mailbox as its owner would open it."""
    client = IMAPClient("localhost", serveurs.ports.imap, ssl=False)
    client.plain_login("robot", MOT_DE_PASSE)
    return client
