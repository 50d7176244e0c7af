"""How SMTP wants things written: lines of a message, parameters of a command, the name of who speaks.

RFC 5321 (4.1.4, 4.5.2), 3461 (xtext, ENVID), 5890 (domains).
"""

from __future__ import annotations

import hashlib
import re
import socket

ENVID_MAX = 100
EN_CLAIR = frozenset(range(ord("!"), ord("~") + 1)) - set(b"+=")
TOUTE_FIN_DE_LIGNE = re.compile(rb"\r\n|\r|\n")
POINT_EN_TETE = re.compile(rb"(?m)^\.")


def xtext(texte: str) -> str:
    """RFC 3461, section 4: printable ASCII, `+` and `=` and anything else as `+` and two hexadecimal digits."""
    return "".join(chr(o) if o in EN_CLAIR else f"+{o:02X}" for o in texte.encode())


def identifiant_envoi(cle: str) -> str:
    """The ENVID of a key: the key itself, or its fingerprint when it is too long (100 characters) or not ASCII."""
    code = xtext(cle)
    if len(code) <= ENVID_MAX and cle.isascii():
        return code
    return hashlib.sha256(cle.encode()).hexdigest()


def lignes_smtp(octets: bytes) -> bytes:
    """CRLF everywhere, leading dots doubled, the final dot (RFC 5321, 4.5.2)."""
    lignes = TOUTE_FIN_DE_LIGNE.sub(b"\r\n", octets)
    if not lignes.endswith(b"\r\n"):
        lignes += b"\r\n"
    return POINT_EN_TETE.sub(b"..", lignes) + b".\r\n"


def domaine_ascii(adresse: str) -> str:
    """The address with its domain in ASCII (IDNA); the local part is ASCII already. Nothing stays nothing (`<>`)."""
    if adresse.isascii():
        return adresse
    locale, _, domaine = adresse.rpartition("@")
    return f"{locale}@{domaine.encode('idna').decode()}"


def nom_de_cette_machine() -> str:
    """What to say at EHLO: a full name, else an address literal (RFC 5321, 4.1.4); never a DNS query."""
    nom = socket.gethostname()
    return nom if "." in nom and nom.isascii() else "[127.0.0.1]"
