"""Bytes to text, whatever the charset says: unknown, false, absent, or damaged."""

from __future__ import annotations

import binascii
import codecs
import re
import string

from robot.reading.limites import TEXTE_MAX

# Only character sets: `codecs` also knows compressors and quadratic ones (zlib, idna, punycode).
_CONNUS = re.compile(
    r"(utf[-_]?(?:8|16|32)|us-ascii|ascii|iso-?8859|latin|windows|cp\d|koi8|mac|big5|gb|euc|shift|sjis|iso-?2022|"
    r"ks_c|tis|x-mac|hz)",
    re.IGNORECASE,
)
_LATINS = frozenset({"iso8859-1", "ascii", "latin-1"})
# Nulls, soft hyphens, zero-width, marks and overrides of direction (what is shown is not what is written),
# and the private use area where our own marks live.
_INVISIBLES = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\ue0ff\ufeff]+")
_MOT_CODE = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_ENTRE_MOTS = re.compile(r"(\?=)[ \t]*\r?\n?[ \t]+(=\?)")
_HORS_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/"))


def decoder(octets: bytes, jeu: str | None) -> str:
    """The text of these bytes; never fails, and never holds a lone surrogate, which nothing could store."""
    return _decoder(octets, jeu).encode("utf-8", "replace").decode()


def _decoder(octets: bytes, jeu: str | None) -> str:
    """The text of these bytes.

    Valid UTF-8 wins over the declared charset: French programs often declare
    ISO-8859-1 and send UTF-8, never the other way round by chance.
    """
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return octets.decode("utf-16", "replace")
    codec = _codec(jeu)
    if codec is None or not codec.startswith(("utf-16", "utf-32", "iso2022", "hz")):
        utf8 = _utf8(octets)
        if utf8 is not None:
            return _demeler(utf8)
    if codec is None or codec in _LATINS or codec == "utf-8":
        codec = "cp1252"
    texte = octets.decode(codec, "replace")
    return texte if codec != "cp1252" or "\ufffd" not in texte else octets.decode("latin-1")


def _utf8(octets: bytes) -> str | None:
    """The text if these bytes are UTF-8, allowing a last character cut short."""
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        entier = octets[: erreur.start]
        coupe = erreur.reason == "unexpected end of data" and not entier.isascii()  # « Refus\xe9 » is Latin-1
        return entier.decode("utf-8-sig") if coupe else None


def _codec(jeu: str | None) -> str | None:
    """The normalised name of a charset we accept to use, else None."""
    nom = (jeu or "").strip().strip("\"'").replace("\0", "")
    if not _CONNUS.match(nom) or not nom.isascii():
        return None
    try:
        return codecs.lookup(nom).name
    except LookupError:
        return None


def _demeler(texte: str) -> str:
    """UTF-8 read once as cp1252 then written again: « AcceptÃ© » becomes « Accepté »."""
    if "Ã" not in texte and "â€" not in texte:
        return texte
    try:
        return texte.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return texte


def nettoyer(texte: str) -> str:
    """Line ends made `\\n`; invisible characters, overrides of direction and our private marks removed."""
    texte = texte[:TEXTE_MAX]
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    return texte.replace("\0", "") if texte.isascii() else _INVISIBLES.sub("", texte)


def defaire_base64(octets: bytes) -> bytes:
    """Base64 without its noise, its missing padding, or its truncated end: what is left is always valid."""
    utile = octets.translate(None, _HORS_BASE64)
    return binascii.a2b_base64(utile[: len(utile) - len(utile) % 4] + _complement(utile))


def _complement(utile: bytes) -> bytes:
    reste = utile[len(utile) - len(utile) % 4 :]
    return reste + b"=" * (4 - len(reste)) if len(reste) > 1 else b""


def decoder_entete(brut: str) -> str:
    """A header's text: encoded words decoded (RFC 2047), damaged ones left as they are."""
    if "=?" in brut:
        brut = _MOT_CODE.sub(_mot, _ENTRE_MOTS.sub(r"\1\2", brut))
    return brut if brut.isascii() else brut.encode("utf-8", "replace").decode()


def _mot(trouve: re.Match[str]) -> str:
    jeu, mode, corps = trouve.groups()
    octets = corps.encode("utf-8", "replace")
    clair = defaire_base64(octets) if mode in "bB" else binascii.a2b_qp(octets.replace(b"_", b" "), header=False)
    return decoder(clair, jeu.partition("*")[0])
