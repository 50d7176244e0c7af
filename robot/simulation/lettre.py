"""A letter of the robot as its reader's mail program shows it; nothing of the robot's own code is used to open it."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

CRLF = "\r\n"
FIN_DES_ENTETES = b"\r\n\r\n"
PARTIE_TEXTE = re.compile(rb"Content-Type: text/plain[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--=_", re.DOTALL)
MOTS_ENCODES = re.compile(r"=\?utf-8\?q\?([^?]*)\?=(?:\r\n )?")
JETON = re.compile(r"\+?([a-z0-9]{1,8}-\d{4}-\d{1,6})\.(\d{1,4})(?:\.([cdg])(\d*))?\.[a-z2-7]{26}")
RESERVATAIRE, CANDIDAT, DDETS, GESTIONNAIRE = "", "c", "d", "g"


@dataclass(frozen=True)
class Lettre:
    """A letter of the robot as its reader's program shows it; `voie` and `numero`: in whose hands its token is.

    `fil`: the dwelling that an answer to it speaks of, or the day of a digest.
    """

    message_id: str
    en_reponse_a: str
    repondre_a: str
    objet: str
    gabarit: str
    reference: str
    rang: int
    texte: str
    voie: str = RESERVATAIRE
    numero: int = 0
    fil: str = ""


@lru_cache(256)  # the server and its reader open the same bytes
def ouvrir(octets: bytes) -> Lettre:
    """What a mail program makes of a letter of the robot."""
    tete = octets[: octets.index(FIN_DES_ENTETES)].decode("ascii")
    entetes = dict(ligne.split(": ", 1) for ligne in tete.replace("\r\n ", " ").split(CRLF))
    repondre_a = entetes.get("Reply-To", entetes["From"].rpartition("<")[2].rstrip(">"))
    jeton = JETON.search(repondre_a)
    corps = PARTIE_TEXTE.search(octets)
    return Lettre(
        message_id=entetes["Message-ID"],
        en_reponse_a=entetes.get("In-Reply-To", ""),
        repondre_a=repondre_a,
        objet=_decoder(entetes["Subject"]),
        gabarit=entetes.get("X-Robot-Courrier", ""),
        reference=entetes.get("X-Robot-Reference", ""),
        rang=int(jeton[2]) if jeton else 0,
        texte=binascii.a2b_qp(corps[1]).decode() if corps else "",
        voie=(jeton[3] or "") if jeton else "",
        numero=int(jeton[4] or 0) if jeton else 0,
        fil=jeton[1].upper() if jeton else "",
    )


def _decoder(valeur: str) -> str:
    mots = MOTS_ENCODES.findall(valeur.replace("?= =?", "?==?"))
    if not mots:
        return valeur
    return binascii.a2b_qp("".join(mots).replace("_", " ").encode()).decode()
