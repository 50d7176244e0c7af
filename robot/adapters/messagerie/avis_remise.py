"""Writes delivery reports (RFC 3464) as Postfix does, for the embedded servers of the demo."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

CODE_XTEXT = re.compile(r"\+([0-9A-F]{2})")
FIN_DES_ENTETES = re.compile(rb"\r?\n\r?\n")
TITRES = {"failed": "Undelivered Mail Returned to Sender", "delivered": "Successful Mail Delivery Report"}
PHRASES = {
    "failed": "Votre message n'a pas pu être remis au destinataire ci-dessous.",
    "delivered": "Votre message a bien été remis au destinataire ci-dessous.",
}


@dataclass(frozen=True)
class Destinataire:
    """What became of a message for one recipient. `orcpt` is the xtext parameter of RCPT, if any."""

    adresse: str
    action: str
    statut: str
    diagnostic: str
    orcpt: str = ""


def lire_xtext(texte: str) -> str:
    """The text behind RFC 3461's xtext."""
    return CODE_XTEXT.sub(lambda code: chr(int(code[1], 16)), texte)


def rediger_avis(
    destinataire: Destinataire,
    *,
    retour: str,
    serveur: str,
    instant: datetime,
    envid: str,
    original: bytes,
    entier: bool,
) -> bytes:
    """The three parts of a report: words, machine-readable status, the message or its headers."""
    frontiere = f"avis.{instant:%Y%m%d%H%M%S}/{serveur}"
    rendu, genre = (original, "message/rfc822") if entier else (_entetes(original), "text/rfc822-headers")
    empreinte = hashlib.sha256(original + destinataire.adresse.encode() + destinataire.action.encode()).hexdigest()[:24]
    tete = (
        f"From: MAILER-DAEMON@{serveur} (Mail Delivery System)\r\n"
        f"To: {retour}\r\n"
        f"Subject: {TITRES[destinataire.action]}\r\n"
        f"Date: {format_datetime(instant)}\r\n"
        f"Message-ID: <avis.{empreinte}@{serveur}>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="{frontiere}"\r\n\r\n'
    )
    mots = (
        f"--{frontiere}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{PHRASES[destinataire.action]}\r\n\r\n<{destinataire.adresse}> : {destinataire.diagnostic}\r\n\r\n"
    )
    etat = _etat(destinataire, serveur, instant, envid)
    suite = (
        f"--{frontiere}\r\nContent-Type: message/delivery-status\r\n\r\n{etat}\r\n"
        f"--{frontiere}\r\nContent-Type: {genre}\r\n\r\n"
    )
    return (tete + mots + suite).encode() + rendu + f"\r\n--{frontiere}--\r\n".encode()


def _entetes(original: bytes) -> bytes:
    return FIN_DES_ENTETES.split(original, maxsplit=1)[0] + b"\r\n"


def _etat(destinataire: Destinataire, serveur: str, instant: datetime, envid: str) -> str:
    """The message/delivery-status part."""
    lignes = [f"Reporting-MTA: dns; {serveur}"]
    if envid:
        lignes.append(f"Original-Envelope-Id: {lire_xtext(envid)}")
    lignes += [f"Arrival-Date: {format_datetime(instant)}", "", f"Final-Recipient: rfc822; {destinataire.adresse}"]
    if destinataire.orcpt:
        genre, _, adresse = destinataire.orcpt.partition(";")
        lignes.append(f"Original-Recipient: {genre};{lire_xtext(adresse)}")
    lignes += [f"Action: {destinataire.action}", f"Status: {destinataire.statut}"]
    diagnostic = destinataire.diagnostic.encode("ascii", "replace").decode()
    lignes.append(f"Diagnostic-Code: smtp; {diagnostic}")
    return "\r\n".join(lignes) + "\r\n"
