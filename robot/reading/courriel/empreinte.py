"""The fingerprint by which a message is claimed once, however often it is delivered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

FIN_DES_ENTETES = re.compile(rb"\r?\n\r?\n")
DU_REDACTEUR = re.compile(rb"(?mi)^(message-id|from|date|subject):((?:[^\r\n]|\r?\n[ \t])*)")
ENTETES_MAX = 200_000


def empreinte(octets: bytes) -> str:
    """SHA-256 of what the writer sent: Message-ID, From, Date, Subject and the body.

    The headers that servers add on the way are left out, so that a second
    delivery of the same message is recognised; a second message that reuses a
    Message-ID is another one, and is not lost.
    """
    coupure = FIN_DES_ENTETES.search(octets)
    entetes, corps = (octets[: coupure.start()], octets[coupure.end() :]) if coupure else (octets, b"")
    somme = hashlib.sha256()
    ecrits = DU_REDACTEUR.findall(entetes[:ENTETES_MAX])
    if not ecrits:  # no header tells these bytes from others: all of them do
        return hashlib.sha256(octets).hexdigest()
    for nom, valeur in ecrits:
        somme.update(nom.lower() + b":" + b" ".join(valeur.split()) + b"\n")
    somme.update(b"\n" + corps.replace(b"\r\n", b"\n").rstrip())
    return somme.hexdigest()


def empreinte_du_retour(marque: str) -> str:
    """The fingerprint under which a message left in the junk is claimed once more, when a person takes it out."""
    return hashlib.sha256(f"sorti des indésirables {marque}".encode()).hexdigest()


def empreinte_de_la_copie(marque: str, jetons: Iterable[str]) -> str:
    """The fingerprint of a copy that was delivered for other addresses of ours than the first one, by their tokens."""
    return hashlib.sha256(f"copie pour {' '.join(sorted(jetons))} de {marque}".encode()).hexdigest()
