"""Writes messages as mail programs do: bytes from nothing, cheap, in French, in several styles and encodings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from random import Random

from robot.simulation.decor import SERVEUR
from robot.simulation.lettre import Lettre
from robot.simulation.plan import ZONE

CRLF = "\r\n"
STYLES = ("outlook", "gmail", "thunderbird", "mobile", "bouton")
FIN_DES_ENTETES = b"\r\n\r\n"

ACCORDS = (
    "ACCEPTE",
    "Bonjour,\n\nACCEPTE\n\nCordialement",
    "Bonjour,\n\nNous acceptons ce logement.\n\nBien cordialement,\nLe service logement",
    "Nous prenons ce logement.",
    "La commune accepte le logement.\n\nCordialement",
    "Avis favorable.",
)
REFUS = (
    "REFUSE\n\nMotif : pas de candidat pour ce type",
    "Bonjour,\n\nREFUSE\n\nMotif : loyer trop élevé pour nos demandeurs\n\nCordialement",
    "Bonjour, nous refusons ce logement : pas de candidat pour ce type.\n\nBien à vous",
    "REFUSE",
    "Avis défavorable, le logement est trop petit pour les familles en attente.",
)
FLOUS = (
    "Bonjour,\n\nBien reçu, nous reviendrons vers vous.\n\nBien cordialement",
    "Je ne sais pas encore, je vois avec l'élue lundi.",
    "ACCEPTE\n\nREFUSE",
    "Nous avons bien reçu votre proposition et l'étudions.",
)
ABSENCES = (
    "Bonjour,\n\nJe suis absent jusqu'au 12. Nous acceptons les demandes à mon retour.\n\nCordialement",
    "Le service logement est fermé jusqu'à lundi. En cas d'urgence, appelez l'accueil.",
)


def entetes(champs: Sequence[tuple[str, str]]) -> bytes:
    """A block of headers, in UTF-8 as half of the programs now write it."""
    return CRLF.join(f"{nom}: {valeur}" for nom, valeur in champs if valeur).encode() + FIN_DES_ENTETES


def authentifier(de: str, dmarc: str) -> tuple[tuple[str, str], ...]:
    """What our own mail server writes above a message (RFC 8601)."""
    if not dmarc:
        return ()
    verdict = f"{SERVEUR}; spf={dmarc}; dmarc={dmarc} header.from={de.partition('@')[2]}"
    return (("Authentication-Results", verdict),)


def ecrire(
    hasard: Random,
    *,
    de: str,
    a: str,
    objet: str,
    mots: str,
    le: datetime,
    message_id: str,
    dmarc: str = "pass",
    lettre: Lettre | None = None,
    fil: bool = True,
    plus: Sequence[tuple[str, str]] = (),
    pieces: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """A person's message; it quotes `lettre` when it answers one, in its thread when `fil`."""
    style = hasard.choice(STYLES)
    citation = _citer(style, lettre) if lettre and fil else ""
    suite = lettre.message_id if lettre and fil and style != "bouton" else ""
    tete = [
        *authentifier(de, dmarc),
        ("Received", f"from mail.{de.partition('@')[2]} by {SERVEUR}; {format_datetime(le)}"),
        ("From", f"{de.partition('@')[0].replace('.', ' ').title()} <{de}>"),
        ("To", f"<{a}>"),
        ("Subject", objet),
        ("Date", format_datetime(le.astimezone(ZONE))),
        ("Message-ID", message_id),
        ("In-Reply-To", suite),
        ("References", suite),
        ("MIME-Version", "1.0"),
        *plus,
    ]
    if style == "mobile":
        mots += "\n\nEnvoyé de mon iPhone"
    if pieces:
        return _joindre(tete, _mettre_en_forme(hasard, [], mots, citation, html=False), pieces)
    return _mettre_en_forme(hasard, tete, mots, citation, html=style == "gmail")


def _joindre(tete: Sequence[tuple[str, str]], corps: bytes, pieces: Sequence[tuple[str, bytes]]) -> bytes:
    """The same, with files: (name, bytes) pairs."""
    parties = [corps]
    for nom, octets in pieces:
        type_ = "text/csv" if nom.endswith(".csv") else "application/octet-stream"
        parties.append(
            entetes(
                [
                    ("Content-Type", f'{type_}; name="{nom}"'),
                    ("Content-Disposition", f'attachment; filename="{nom}"'),
                    ("Content-Transfer-Encoding", "base64"),
                ]
            )
            + base64.encodebytes(octets).replace(b"\n", b"\r\n")
        )
    suite = b"".join(b"--jointes\r\n" + partie + b"\r\n" for partie in parties)
    return entetes([*tete, ("Content-Type", 'multipart/mixed; boundary="jointes"')]) + suite + b"--jointes--\r\n"


def _citer(style: str, lettre: Lettre) -> str:
    if style in {"mobile", "bouton"}:
        return ""
    if style == "outlook":
        bloc = f"De : Habitat simulé\nEnvoyé : mardi 28 avril 2026 09:00\nÀ : Service logement\nObjet : {lettre.objet}"
        return f"\n\n________________________________\n{bloc}\n\n{lettre.texte}"
    marquees = "\n".join(f"> {ligne}".rstrip() for ligne in lettre.texte.splitlines())
    return f"\n\nLe mar. 28 avr. 2026 à 09:00, Habitat simulé <robot@bailleur.example> a écrit :\n\n{marquees}\n"


def _mettre_en_forme(hasard: Random, tete: list[tuple[str, str]], mots: str, citation: str, *, html: bool) -> bytes:
    texte = (mots + citation).replace("\r\n", "\n").replace("\n", CRLF)
    if html:
        page = escape(mots).replace("\n", "<br>")
        cite = escape(citation).replace("\n", "<br>")
        contenu = f'<div>{page}</div><div class="gmail_quote"><blockquote>{cite}</blockquote></div>'
        frontiere = f"limite{hasard.randrange(10**9)}"
        type_ = ("Content-Type", f'multipart/alternative; boundary="{frontiere}"')
        parties = (("plain", texte), ("html", contenu))
        corps = "".join(
            f"--{frontiere}\r\nContent-Type: text/{genre}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            f"{partie}\r\n"
            for genre, partie in parties
        )
        return entetes([*tete, type_]) + f"{corps}--{frontiere}--\r\n".encode()
    codage = hasard.choice(("utf-8", "latin-1", "base64"))
    if codage == "utf-8":
        suite = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]
        return entetes([*tete, *suite]) + texte.encode()
    if codage == "base64":
        suite = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "base64")]
        return entetes([*tete, *suite]) + base64.encodebytes(texte.encode()).replace(b"\n", b"\r\n")
    suite = [("Content-Type", "text/plain; charset=windows-1252"), ("Content-Transfer-Encoding", "quoted-printable")]
    octets = texte.encode("cp1252", "replace")
    return entetes([*tete, *suite]) + binascii.b2a_qp(octets, istext=True)


def absenter(hasard: Random, *, de: str, a: str, lettre: Lettre, le: datetime, message_id: str) -> bytes:
    """An out-of-office note, with or without the header that says so (RFC 3834)."""
    avoue = hasard.random() < 0.7
    plus = [("Auto-Submitted", "auto-replied")] if avoue else []
    tete = [
        *authentifier(de, "pass"),
        ("From", f"<{de}>"),
        ("To", f"<{a}>"),
        ("Subject", f"Réponse automatique : {lettre.objet}"),
        ("Date", format_datetime(le.astimezone(ZONE))),
        ("Message-ID", message_id),
        ("In-Reply-To", lettre.message_id),
        ("MIME-Version", "1.0"),
        *plus,
    ]
    mots = hasard.choice(ABSENCES) if avoue else ABSENCES[1]
    return _mettre_en_forme(hasard, tete, mots, "", html=False)


def defier(*, de: str, a: str, lettre: Lettre, le: datetime, message_id: str) -> bytes:
    """A challenge-response filter keeps the letter until its author clicks."""
    tete = [
        *authentifier(de, "pass"),
        ("From", f"<{de}>"),
        ("To", f"<{a}>"),
        ("Subject", "Confirmez votre message"),
        ("Date", format_datetime(le)),
        ("Message-ID", message_id),
        ("In-Reply-To", lettre.message_id),
        ("Auto-Submitted", "auto-replied"),
        ("Content-Type", "text/plain; charset=utf-8"),
    ]
    return entetes(tete) + b"Votre message est en attente : cliquez sur le lien pour confirmer.\r\n"


def accuser_lecture(*, de: str, a: str, lettre: Lettre, le: datetime, message_id: str) -> bytes:
    """A read receipt (RFC 8098)."""
    tete = [
        *authentifier(de, "pass"),
        ("From", f"<{de}>"),
        ("To", f"<{a}>"),
        ("Subject", f"Lu : {lettre.objet}"),
        ("Date", format_datetime(le)),
        ("Message-ID", message_id),
        ("Content-Type", 'multipart/report; report-type=disposition-notification; boundary="lu"'),
    ]
    corps = (
        "--lu\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVotre message a été lu.\r\n"
        "--lu\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822; {de}\r\nOriginal-Message-ID: {lettre.message_id}\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--lu--\r\n"
    )
    return entetes(tete) + corps.encode()


ACTIONS = {"echec": ("failed", "5.1.1"), "retard": ("delayed", "4.4.1"), "remise": ("delivered", "2.0.0")}


def aviser(genre: str, *, a: str, cible: str, lettre: Lettre, le: datetime, message_id: str, rendu: bool) -> bytes:
    """A delivery report (RFC 3464); `rendu`: it returns the headers of the letter."""
    action, statut = ACTIONS[genre]
    tete = [
        ("Return-Path", "<>"),
        ("From", f"MAILER-DAEMON@mx.{cible.partition('@')[2]}"),
        ("To", f"<{a}>"),
        ("Subject", "Delivery Status Notification"),
        ("Date", format_datetime(le)),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-replied"),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="avis"'),
    ]
    corps = (
        "--avis\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nRapport de remise.\r\n"
        "--avis\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.{cible.partition('@')[2]}\r\n\r\n"
        f"Final-Recipient: rfc822; {cible}\r\nAction: {action}\r\nStatus: {statut}\r\n\r\n"
    )
    if rendu:
        corps += f"--avis\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {lettre.message_id}\r\n\r\n"
    return entetes(tete) + f"{corps}--avis--\r\n".encode()
