"""What a server's answer to an envelope means: whose fault a refusal is. Pure.

A 5xx is not always "this address is dead": a relay that denies us, a missing
login, a reputation filter speak of the sender. Taken for a dead address, they
would write to a réservataire's file that it cannot be reached (C15). Codes:
RFC 5321 4.2, RFC 3463, RFC 4954 6 (530, 534, 535, 538).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from robot.ports import Issue

ADRESSE_IMPOSSIBLE = "5.1.3"

STATUT = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?=\s|$)")
# dot-atom, lenient on dots: French providers let them lead, end and double.
ADRESSE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([^\x00-\x20\x7f-\x9f<>@,;:\"()\[\]\\]{1,255})")
PAROLES_DE_RELAIS = re.compile(
    r"relay|authenticat|login required|not logged in|access denied|client host|sender address|spam|bl(a|o)ck ?list",
    re.IGNORECASE,
)
# We may not write under that name: Exchange says it at the end of the data, under statuses of mailboxes.
PAROLES_D_IDENTITE = re.compile(r"send ?as ?denied|not allowed to send as", re.IGNORECASE)
# Postfix says it where the recipient is named (smtpd_delay_reject). Any other reason may be the rule of that recipient,
# and what does not start the answer may quote another server.
POSTFIX_NE_VEUT_PAS_DE_NOUS = re.compile(
    r"(?:5\.\d+\.\d+ )?<[^<>]*>: sender address rejected: "
    r"(?:not owned by user|not logged in|user unknown in|domain not found)",
    re.IGNORECASE,
)
# Our own allowance is used up. A mailbox that is full speaks of its quota too, but never of sending.
PAROLES_DE_QUOTA = re.compile(
    r"\b(?:send(?:ing|er)?|submission|outgoing|outbound|daily|hourly|relay)\b[^.;]{0,40}\b(?:limit|quota|rate)\b"
    r"|\b(?:limit|quota|rate)\b[^.;]{0,40}\b(?:sending|sender|messages? recipients?|per (?:day|hour|minute))\b",
    re.IGNORECASE,
)
REFUS_DEFINITIF = 500
TROP_GROS = 552

CODES_IDENTIFICATION = frozenset({530, 534, 535, 538})
CODES_SYNTAXE = frozenset({500, 501, 502, 503, 504, 555})
# The last is Microsoft's: « Client does not have permissions to send as this sender ».
STATUTS_EXPEDITEUR = frozenset({"5.1.7", "5.1.8", "5.7.60"})
# Google: the daily allowance of the account; Microsoft: its daily number of recipients.
STATUTS_QUOTA = frozenset({"5.4.5", "5.1.90"})
STATUTS_TAILLE = frozenset({"5.2.3", "5.3.4"})


class Etape(StrEnum):
    """At which command the answer came."""

    EXPEDITEUR = "MAIL"
    DESTINATAIRE = "RCPT"
    DONNEES = "DATA"


class RefusDeNous(Exception):
    """The server refuses the robot itself: no envelope will pass."""


@dataclass(frozen=True)
class Verdict:
    """An outcome and the enhanced status code, if the server gave one."""

    issue: Issue
    statut: str = ""


def adresse_sure(adresse: str) -> bool:
    """Whether an address can be written in an SMTP command: no line end nor control character, ASCII before one `@`."""
    forme = ADRESSE.fullmatch(adresse)
    if forme is None:
        return False
    try:
        forme[1].encode("idna")
    except UnicodeError:
        return False
    return True


def juger(etape: Etape, code: int, mots: str, destinataire: str) -> Verdict:
    """The outcome of one answer. Raises RefusDeNous, in French.

    Only what cannot depend on the recipient condemns the whole round: one
    strange address must not hold back everybody's letters.
    """
    trouve = STATUT.match(mots)
    statut = trouve[1] if trouve else ""
    if code in (250, 251):
        return Verdict(Issue.CONFIEE, statut)
    if code < REFUS_DEFINITIF:
        return Verdict(Issue.REPORTEE, statut)
    propres = _sans_adresse(mots, destinataire)
    raison = _contre_nous(etape, code, statut, propres)
    if raison:
        raise RefusDeNous(f"{raison} ({code} {mots})")
    incertain = _incertain(code, statut, propres)
    return Verdict(Issue.REPORTEE if incertain else Issue.REFUSEE, statut)


def _contre_nous(etape: Etape, code: int, statut: str, mots: str) -> str:
    """Why it is us whom the server refuses, or nothing."""
    if code in CODES_IDENTIFICATION:
        return "le serveur exige une identification ou un chiffrement ; vérifier l'identifiant et la sécurité"
    propre_au_message = statut in STATUTS_TAILLE or code == TROP_GROS or _de_syntaxe(code, statut)
    expediteur_nomme = (
        statut in STATUTS_EXPEDITEUR or PAROLES_D_IDENTITE.search(mots) or POSTFIX_NE_VEUT_PAS_DE_NOUS.match(mots)
    )
    if expediteur_nomme or (etape is Etape.EXPEDITEUR and not (propre_au_message or _de_quota(statut, mots))):
        return (
            "le serveur refuse notre adresse d'expédition ; vérifier qu'elle est permise à cet identifiant, "
            "ou écrire « jeton_dans_adresse: non »"
        )
    return ""


def _incertain(code: int, statut: str, mots: str) -> bool:
    """A refusal for good that says nothing of the address: policy, relaying, our allowance, our syntax, its state.

    Tried again like a 4xx, and told to a person when the attempts are over.
    """
    if statut in STATUTS_TAILLE:
        return False
    if _de_syntaxe(code, statut) or _de_quota(statut, mots) or statut.startswith(("5.7.", "5.3.")):
        return True
    return not statut and PAROLES_DE_RELAIS.search(mots) is not None


def _de_quota(statut: str, mots: str) -> bool:
    """We have sent as much as we may for now."""
    return statut in STATUTS_QUOTA or PAROLES_DE_QUOTA.search(mots) is not None


def _de_syntaxe(code: int, statut: str) -> bool:
    """The server did not understand us."""
    return statut.startswith("5.5.") if statut else code in CODES_SYNTAXE


def _sans_adresse(mots: str, destinataire: str) -> str:
    """The words without the address they quote: `relay@mairie.fr` speaks of no relay."""
    return re.sub(re.escape(destinataire), "", mots, flags=re.IGNORECASE)
