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
PAROLES_DE_RELAIS = re.compile(r"relay|authenticat|login required|not logged in", re.IGNORECASE)

CODES_IDENTIFICATION = frozenset({530, 534, 535, 538})
CODES_SYNTAXE = frozenset({500, 501, 502, 503, 504, 555})
STATUTS_EXPEDITEUR = frozenset({"5.1.7", "5.1.8"})
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
    """The outcome of one answer. Raises RefusDeNous, in French."""
    trouve = STATUT.match(mots)
    statut = trouve[1] if trouve else ""
    if code in (250, 251):
        return Verdict(Issue.CONFIEE, statut)
    if code < 500:  # noqa: PLR2004
        return Verdict(Issue.REPORTEE, statut)
    raison = _contre_nous(etape, code, statut, _sans_adresse(mots, destinataire))
    if raison:
        raise RefusDeNous(f"{raison} ({code} {mots})")
    return Verdict(Issue.REPORTEE if _incertain(code, statut) else Issue.REFUSEE, statut)


def _sans_adresse(mots: str, destinataire: str) -> str:
    """The words without the address they quote: `relay@mairie.fr` speaks of no relay."""
    return re.sub(re.escape(destinataire), "", mots, flags=re.IGNORECASE)


def _contre_nous(etape: Etape, code: int, statut: str, mots: str) -> str:
    """Why it is us whom the server refuses, or nothing."""
    if code in CODES_IDENTIFICATION:
        return "le serveur exige une identification ou un chiffrement ; vérifier identifiant et securite"
    if statut in STATUTS_EXPEDITEUR:
        return "le serveur refuse notre adresse d'expédition"
    if etape is Etape.EXPEDITEUR and statut not in STATUTS_TAILLE and code != 552:  # noqa: PLR2004
        return "le serveur refuse notre adresse d'expédition ; vérifier qu'elle est permise à cet identifiant"
    if etape is Etape.DESTINATAIRE and PAROLES_DE_RELAIS.search(mots) and _de_politique(statut):
        return "le serveur refuse de relayer nos messages ; vérifier qu'il est bien le nôtre, et l'identification"
    return ""


def _de_politique(statut: str) -> bool:
    """Security or policy status (RFC 3463, 3.8), or no status at all."""
    return not statut or statut.startswith("5.7.")


def _incertain(code: int, statut: str) -> bool:
    """A refusal for good that says nothing of the address: policy, our syntax, the server's own state.

    Tried again like a 4xx, and told to a person when the attempts are over.
    """
    if statut in STATUTS_TAILLE:
        return False
    if statut:
        return statut.startswith(("5.7.", "5.5.", "5.3."))
    return code in CODES_SYNTAXE
