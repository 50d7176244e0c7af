"""An IMAP server that plays a part: the answers that no server at hand gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from imapclient.imap_utf7 import encode

from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.ports import LiaisonIndisponible

ROBOT = "robot@bailleur.test"
SECRET = "pw-robot"


def panne(reglages: ReglagesImap) -> str:
    with BoiteImap(reglages) as boite, pytest.raises(LiaisonIndisponible) as prise:
        list(boite.relever({}))
    return str(prise.value)


@contextmanager
def serveur_joue(repondre: Callable[[str, list[str]], list[str]]) -> Iterator[int]:
    """An IMAP server that answers one client by a function of (command, words): lines, tagged `OK` added if missing."""
    ecoute = socket.create_server(("127.0.0.1", 0))

    def jouer() -> None:
        try:
            prise, _ = ecoute.accept()
        except OSError:
            return
        with prise, prise.makefile("rw", encoding="utf-8", newline="") as fil:
            fil.write("* OK joué\r\n")
            fil.flush()
            for ligne in fil:
                if ligne.endswith("}\r\n"):  # a literal follows (RFC 3501, 4.3)
                    fil.write("+ suite\r\n")
                    fil.flush()
                    fil.read(int(ligne.rpartition("{")[2][:-3]))
                    fil.readline()
                tag, *mots = ligne.split()
                commande = mots.pop(0).upper() if mots[0].upper() != "UID" else f"UID {mots[1].upper()}"
                reponses = repondre(commande, mots)
                if not any(reponse.startswith("TAG ") for reponse in reponses):
                    reponses = [*reponses, "TAG OK fait"]
                fil.write("".join(f"{r.replace('TAG', tag, 1) if r.startswith('TAG ') else r}\r\n" for r in reponses))
                fil.flush()
                if commande == "LOGOUT":
                    return

    acteur = threading.Thread(target=jouer, daemon=True)
    acteur.start()
    try:
        yield ecoute.getsockname()[1]
    finally:
        ecoute.shutdown(socket.SHUT_RDWR)
        ecoute.close()
        acteur.join(5)


def joue(port: int) -> ReglagesImap:
    return ReglagesImap("127.0.0.1", port, "aucune", ROBOT, SECRET, dossiers=("INBOX",), delai_s=5)


def boite_a_deux_messages(corps_de_un: list[str], *, reste: str = "2") -> Callable[[str, list[str]], list[str]]:
    """A server that announces two messages, gives the second, and of the first what it is told."""
    date = '"04-May-2026 12:00:00 +0200"'
    fixes = {"CAPABILITY": ["* CAPABILITY IMAP4REV1"], "EXAMINE": ["* 2 EXISTS", "* OK [UIDVALIDITY 7] x"]}
    deux = ["* 2 FETCH (UID 2 BODY[] {5}", "corps)"]

    def repondre(commande: str, mots: list[str]) -> list[str]:
        if commande == "LIST":
            return [f'* LIST () "/" {" ".join(mots[1:])}']
        if commande == "UID SEARCH":
            return ["* SEARCH 1 2" if "*" in mots[-1] else f"* SEARCH {reste}"]
        if commande != "UID FETCH":
            return fixes.get(commande, [])
        if "INTERNALDATE" in mots[3]:
            return [f"* {n} FETCH (UID {n} INTERNALDATE {date} RFC822.SIZE 5)" for n in (1, 2)]
        return [ligne for uid in mots[2].split(",") for ligne in (corps_de_un if uid == "1" else deux)]

    return repondre


def une_boite(dossier: str, ouverts: list[str]) -> Callable[[str, list[str]], list[str]]:
    """A server with an empty INBOX and one more folder, flagged for no use; notes those that are opened."""
    connus = ("INBOX", f'"{encode(dossier).decode()}"')

    def repondre(commande: str, mots: list[str]) -> list[str]:
        if commande == "LIST":
            demande = " ".join(mots[1:])
            return [f'* LIST () "/" {nom}' for nom in connus if demande in {nom, f'"{nom}"', '"*"', "*"}]
        if commande == "EXAMINE":
            ouverts.append(" ".join(mots))
            return ["* 0 EXISTS", "* OK [UIDVALIDITY 7] x"]
        return {"CAPABILITY": ["* CAPABILITY IMAP4REV1"], "UID SEARCH": ["* SEARCH"]}.get(commande, [])

    return repondre
