"""The people of the demo: they read their mailbox over IMAP and answer over SMTP, each as their mail program does."""

from __future__ import annotations

import mimetypes
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.domain.calendrier import PARIS, SEMAINE
from robot.domain.dates import MOIS

Citer = Callable[[EmailMessage], str]


def a_la_outlook(recu: EmailMessage) -> str:
    """Outlook quotes whole, without any mark but a block of headers."""
    return (
        "\n\n________________________________\n"
        f"De : {recu['From']}\nEnvoyé : {_date_longue(recu)}\nÀ : {recu['To']}\nObjet : {recu['Subject']}\n\n"
        f"{_texte(recu)}"
    )


def a_la_gmail(recu: EmailMessage) -> str:
    """Gmail and most others: an attribution, then every line marked."""
    marque = "\n".join(f"> {ligne}".rstrip() for ligne in _texte(recu).splitlines())
    return f"\n\nLe {_date_longue(recu)}, {recu['From']} a écrit :\n\n{marque}\n"


def sans_citer(_recu: EmailMessage) -> str:
    """The prepared message of a button quotes nothing."""
    return ""


@dataclass(frozen=True)
class PieceEnvoyee:
    """A file that someone attaches."""

    nom: str
    octets: bytes


@dataclass
class Correspondant:
    """Someone with a mailbox on the embedded servers."""

    nom: str
    adresse: str
    mot_de_passe: str = field(repr=False)
    citer: Citer = a_la_gmail
    numero: int = 0

    def recus(self, serveurs: ServeursEmbarques) -> list[EmailMessage]:
        """Everything in the INBOX, oldest first, read over IMAP."""
        with IMAPClient(serveurs.hote, port=serveurs.port_imap, ssl=False) as client:
            client.login(self.adresse, self.mot_de_passe)
            client.select_folder("INBOX", readonly=True)
            bruts = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        return [message_from_bytes(brut[b"BODY[]"], policy=policy.default) for _, brut in sorted(bruts.items())]

    def dernier(self, serveurs: ServeursEmbarques, reference: str) -> EmailMessage:
        """The latest letter about that dwelling. Raises LookupError when none came."""
        lettres = [recu for recu in self.recus(serveurs) if reference in str(recu["Subject"])]
        if not lettres:
            raise LookupError(f"{self.nom} n'a rien reçu sur {reference}")
        return lettres[-1]

    def repondre(
        self,
        serveurs: ServeursEmbarques,
        recu: EmailMessage,
        mots: str,
        *,
        le: datetime,
        de: str = "",
        nom: str = "",
        joindre: Sequence[PieceEnvoyee] = (),
    ) -> None:
        """Answer a letter, in its thread, as this program quotes."""
        message = self._ecrire(recu, f"RE: {recu['Subject']}", le, de, nom)
        message.set_content(f"{mots}\n{self.citer(recu)}")
        if self.citer is a_la_gmail:
            cite = escape(_texte(recu)).replace("\n", "<br>")
            message.add_alternative(
                f"<div>{escape(mots).replace(chr(10), '<br>')}</div>"
                f'<div class="gmail_quote"><blockquote type="cite">{cite}</blockquote></div>',
                subtype="html",
            )
            message.set_boundary(f"=_{self.adresse.partition('@')[0]}_{self.numero}")
        for piece in joindre:
            principal, secondaire = (mimetypes.guess_type(piece.nom)[0] or "application/octet-stream").split("/")
            message.add_attachment(piece.octets, maintype=principal, subtype=secondaire, filename=piece.nom)
            message.set_boundary(f"=_{self.adresse.partition('@')[0]}_{self.numero}_joint")
        self._poster(serveurs, message)

    def s_absenter(self, serveurs: ServeursEmbarques, recu: EmailMessage, mots: str, *, le: datetime) -> None:
        """The out-of-office note that a server sends by itself (RFC 3834)."""
        message = self._ecrire(recu, f"Réponse automatique : {recu['Subject']}", le)
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(mots)
        self._poster(serveurs, message)

    def _ecrire(self, recu: EmailMessage, objet: str, le: datetime, de: str = "", nom: str = "") -> EmailMessage:
        self.numero += 1
        message = EmailMessage()
        message["From"] = f"{nom or self.nom} <{de or self.adresse}>"
        message["To"] = str(recu["Reply-To"] or recu["From"])
        message["Subject"] = objet
        message["Date"] = format_datetime(le.astimezone(ZoneInfo(PARIS)))
        message["Message-ID"] = (
            f"<{self.numero}.{recu['Message-ID'].strip('<>')[:40]}@{self.adresse.partition('@')[2]}>"
        )
        message["In-Reply-To"] = str(recu["Message-ID"])
        message["References"] = str(recu["Message-ID"])
        return message

    def _poster(self, serveurs: ServeursEmbarques, message: EmailMessage) -> None:
        destinataire = str(message["To"]).rpartition("<")[2].rstrip(">")
        with smtplib.SMTP(serveurs.hote, serveurs.port_smtp) as session:
            session.sendmail(self.adresse, [destinataire], message.as_bytes(policy=policy.SMTP))


def _texte(recu: EmailMessage) -> str:
    corps = recu.get_body(("plain",))
    return str(corps.get_content()) if corps else ""


def _date_longue(recu: EmailMessage) -> str:
    le = parsedate_to_datetime(str(recu["Date"]))
    return f"{SEMAINE[le.weekday()]} {le.day} {MOIS[le.month - 1]} {le.year} {le:%H:%M}"
