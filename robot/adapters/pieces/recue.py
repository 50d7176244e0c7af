"""A file as it was received, passed on untouched (R73: the candidate's justificatifs)."""

from __future__ import annotations

import re
from collections.abc import Callable

from robot.adapters.pieces.piece import PieceFaite, nom_sur
from robot.domain.courriers import PieceJointe
from robot.ports import CourrierImpossible
from robot.reading.courriel.pieces import pieces_jointes

INCONNU = "application/octet-stream"
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+_-]{0,60}/[a-z0-9][a-z0-9.+_-]{0,100}")
# RFC 2046 and 6532 allow no base64 around these: sent as a file of bytes, an `.eml` stays what it was.
_COMPOSES = ("message/", "multipart/")


def fabriquer(jointe: PieceJointe, message: Callable[[str], bytes | None]) -> PieceFaite:
    """The file of `partie` of the message `message`, its bytes exactly; type and name are its sender's, made safe.

    Several files may have the same name: the landlord's own comes first.
    Raises CourrierImpossible when the bytes are no longer there, or not whole.
    """
    brut = message(jointe.donnees["message"])
    if brut is None:
        raise CourrierImpossible(
            f"le message qui portait « {jointe.nom} » a été effacé : ce fichier ne peut plus être joint."
        )
    piece = next((piece for piece in pieces_jointes(brut) if piece.partie == jointe.donnees["partie"]), None)
    if piece is None:
        raise CourrierImpossible(f"« {jointe.nom} » ne se retrouve plus dans le message qui le portait.")
    if piece.tronquee:
        raise CourrierImpossible(f"« {jointe.nom} » est trop lourd pour être joint en entier.")
    nom = f"{jointe.nom} - {piece.nom}" if piece.nom else jointe.nom
    return PieceFaite(nom_sur(nom), _type_sur(piece.type_mime), piece.octets)


def _type_sur(declare: str) -> str:
    type_mime = declare.strip().lower()
    return type_mime if _TYPE.fullmatch(type_mime) and not type_mime.startswith(_COMPOSES) else INCONNU
