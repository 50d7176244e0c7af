"""The bytes of a message: headers, the two renderings of a letter, the files that go with it (RFC 2045 to 2049).

They are written by hand: the classes of `email` cost ten times as much for an
offer (0.6 ms against 6.5), and fold differently from one Python to the next.
The tests parse them back with `email`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import string
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from robot.adapters.pieces.piece import PieceFaite

# Of an encoded word, which may have 75 characters with its 12 of dressing.
MOT_ENCODE = 63
SIGNES_NUS = frozenset(string.ascii_letters + string.digits + "!*+-/")
# Of a file's name on one line of a header (RFC 2231, section 3).
MORCEAU_DE_NOM = 54
_NOM_SIMPLE = re.compile(rf"[A-Za-z0-9 ._()-]{{1,{MORCEAU_DE_NOM}}}")
_HORS_NOM_SIMPLE = re.compile(r"[^A-Za-z0-9 ._()-]+")
# Base64: 57 bytes to a line of 76 signs and a line end.
OCTETS_PAR_LIGNE, LIGNE_DE_BASE64 = 57, 78

Entetes = Sequence[tuple[str, str]]


def taille_encodee(octets: int) -> int:
    """The bytes on the wire of a file of that size, in base64 with its line ends; its headers cost some 400 more."""
    entieres, reste = divmod(octets, OCTETS_PAR_LIGNE)
    return entieres * LIGNE_DE_BASE64 + (-(-reste // 3) * 4 + 2 if reste else 0)


def message(entetes: Entetes, message_id: str, texte: str, html: str, pieces: Sequence[PieceFaite] = ()) -> bytes:
    """The RFC 5322 bytes of a letter: ASCII, CRLF; the two renderings, then the files if there are any."""
    type_du_corps, corps = _corps(message_id, texte, html, [p for p in pieces if p.invitation])
    if pieces:
        type_du_corps, corps = _avec_pieces(message_id, type_du_corps, corps, pieces)
    tete = [*entetes, ("MIME-Version", "1.0"), ("Content-Type", type_du_corps)]
    return "\r\n".join([*(f"{nom}: {valeur}" for nom, valeur in tete), "", *corps, ""]).encode("ascii")


def _frontiere(graine: str) -> str:
    # "=_" occurs neither in base64 nor in quoted-printable, where two hexadecimal digits or a line end follow "=".
    return f"=_{hashlib.sha256(graine.encode()).hexdigest()[:32]}"


def _corps(message_id: str, texte: str, html: str, invitations: Iterable[PieceFaite]) -> tuple[str, list[str]]:
    """The same letter as text, as HTML and, when it invites, as a calendar entry (RFC 6047, section 2.4)."""
    frontiere = _frontiere(message_id)
    lignes = []
    for sous_type, contenu in (("plain", texte), ("html", html)):
        lignes += [
            f"--{frontiere}",
            f'Content-Type: text/{sous_type}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            _quoted_printable(contenu),
        ]
    for invitation in invitations:
        lignes += [
            f"--{frontiere}",
            f'Content-Type: {invitation.type_mime}; charset="utf-8"',
            "Content-Transfer-Encoding: base64",
            "",
            _base64(invitation.octets),
        ]
    return f'multipart/alternative; boundary="{frontiere}"', [*lignes, f"--{frontiere}--"]


def _avec_pieces(
    message_id: str, type_du_corps: str, corps: list[str], pieces: Iterable[PieceFaite]
) -> tuple[str, list[str]]:
    frontiere = _frontiere(f"{message_id} et ses pièces")
    lignes = [f"--{frontiere}", f"Content-Type: {type_du_corps}", "", *corps]
    for piece in pieces:
        # The same invitation again, for the programs that look for a file only; they would show a second calendar part.
        type_mime = "application/ics" if piece.invitation else piece.type_mime
        lignes += [
            f"--{frontiere}",
            f'Content-Type: {type_mime};\r\n name="{_nom_simple(piece.nom)}"',
            f"Content-Disposition: attachment;\r\n {_nom_de_fichier(piece.nom)}",
            "Content-Transfer-Encoding: base64",
            "",
            _base64(piece.octets),
        ]
    return f'multipart/mixed; boundary="{frontiere}"', [*lignes, f"--{frontiere}--"]


def _nom_de_fichier(nom: str) -> str:
    """The `filename` of a Content-Disposition; accents percent-encoded, long names in several pieces (RFC 2231)."""
    if _NOM_SIMPLE.fullmatch(nom):
        return f'filename="{nom}"'
    morceaux = [""]
    for signe in (quote(caractere, safe="") for caractere in nom):
        # Never cut within a character: some readers decode piece by piece.
        if len(morceaux[-1]) + len(signe) > MORCEAU_DE_NOM:
            morceaux.append("")
        morceaux[-1] += signe
    if len(morceaux) == 1:
        return f"filename*=utf-8''{morceaux[0]}"
    suite = [f"filename*{rang}*={morceau}" for rang, morceau in enumerate(morceaux[1:], 1)]
    return ";\r\n ".join([f"filename*0*=utf-8''{morceaux[0]}", *suite])


def _nom_simple(nom: str) -> str:
    """The name without accents, for the programs that read `name` alone; its extension stays."""
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", nom) if not unicodedata.combining(c))
    simple = _HORS_NOM_SIMPLE.sub("_", sans_accents)
    debut, point, extension = simple.rpartition(".")
    return f"{debut[: MORCEAU_DE_NOM - len(extension)]}{point}{extension}"


def encoder(valeur: str) -> str:
    """A header value as encoded words when it is not ASCII, one to a line (RFC 2047, section 5)."""
    if valeur.isascii():
        return valeur
    mots = [""]
    for mot in re.findall(r"[^ ]* ?", valeur):
        signes = [_signe(caractere) for caractere in mot]
        # Break between words: some readers show a blank where two encoded words meet.
        if mots[-1] and len(mots[-1]) + sum(map(len, signes)) > MOT_ENCODE:
            mots.append("")
        for signe in signes:
            if len(mots[-1]) + len(signe) > MOT_ENCODE:
                mots.append("")
            mots[-1] += signe
    return "\r\n ".join(f"=?utf-8?q?{mot}?=" for mot in mots)


def _signe(caractere: str) -> str:
    if caractere in SIGNES_NUS:
        return caractere
    return "_" if caractere == " " else "".join(f"={octet:02X}" for octet in caractere.encode())


def _quoted_printable(contenu: str) -> str:
    octets = contenu.replace("\n", "\r\n").encode()
    return binascii.b2a_qp(octets, istext=True).decode("ascii")


def _base64(octets: bytes) -> str:
    return base64.encodebytes(octets).decode("ascii").rstrip("\n").replace("\n", "\r\n")
