"""Bytes to text, whatever the charset says: unknown, false, absent, or damaged."""

from __future__ import annotations

import binascii
import codecs
import re
import string

from robot.reading.limites import LIGNES_MAX, TEXTE_MAX

# Only character sets: `codecs` also knows compressors and quadratic ones (zlib, idna, punycode).
_CONNUS = re.compile(
    r"(?:utf[-_]?(?:7|8|16|32)|us-ascii|ascii|iso-?8859|latin|windows|(?:cp|ibm)-?\d|koi8|mac|big5|gb|euc|shift|sjis|"
    r"iso-?2022|ks_c|tis|hz)",
    re.IGNORECASE,
)
_SANS_TIRET = re.compile(r"^(cp|ibm)-(?=\d)")
_LATINS = frozenset({"iso8859-1", "ascii", "cp1252"})
_A_PART = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")  # what they write may look like UTF-8 or ASCII
# What cp1252 shows for the bytes where Latin-1 has controls; the five that it leaves out stand for themselves.
_VERS_LATIN = {
    ord(chr(octet).encode("latin-1").decode("cp1252", "ignore") or chr(octet)): octet for octet in range(128, 160)
}
# What nobody sees: nulls, soft hyphens, fillers, zero-width, marks of direction, tags; and the private use area
# where our own marks live.
_INVISIBLES = re.compile(
    "[\0\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ue000-\ue0ff\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_A_L_ENVERS = re.compile("\u202e([^\u202c\n]*)")  # an override: shown from the last letter to the first
_TRAITS = re.compile("[\u0334-\u0338]")
_BARREES = re.compile("[^\\s\u0334-\u0338][\u0334-\u0338]+")  # letters struck one by one
_SAUTS = ("\r\n", "\r", "\v", "\f", "\u2028", "\u2029")
_MOT_CODE = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_ENTRE_MOTS = re.compile(r"(\?=)[ \t]*\r?\n?[ \t]+(=\?)")
_MORCEAUX_MAX = 1000  # pieces of base64 put end to end
_BOURRAGE = re.compile(rb"=+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*")
# A first line of several words, or one that ends as a greeting does: « Bonjour, ».
_EN_CLAIR = re.compile(rb"\s{0,20}(?:[^\s]{1,40}[ \t]+){2}[^\s]|\s{0,20}[^\s]{1,40}[ \t]?[,.!?:]\s")
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
    if codec is None or not codec.startswith(_A_PART):
        utf8 = _utf8(octets)
        if utf8 is not None:
            return _demeler(utf8)
    if codec is None or codec == "utf-8":
        lignes = octets.splitlines(keepends=True)
        return "".join(map(_une_ligne, lignes)) if len(lignes) <= LIGNES_MAX else _en_latin(octets)
    if codec in _LATINS:
        return _en_latin(octets)
    if codec == "utf-16":  # no mark of order: RFC 2781, 4.3, unless the nulls of our letters say otherwise
        codec = "utf-16-le" if octets[1::2].count(0) > octets[::2].count(0) else "utf-16-be"
    return octets.decode(codec, "replace")


def _une_ligne(ligne: bytes) -> str:
    """A line of a text that says it is UTF-8 and is not all of it: gateways add footers in another charset."""
    utf8 = _utf8(ligne)
    return _en_latin(ligne) if utf8 is None else utf8


def _en_latin(octets: bytes) -> str:
    texte = octets.decode("cp1252", "replace")
    return texte if "\ufffd" not in texte else octets.decode("latin-1")


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
    nom = (jeu or "").strip().strip("\"'").replace("\0", "").lower().removeprefix("x-")
    nom = _SANS_TIRET.sub(r"\1", nom)
    if not _CONNUS.match(nom):
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
        return texte.translate(_VERS_LATIN).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return texte


def nettoyer(texte: str) -> str:
    """Every line end made `\\n`, and only what a person sees."""
    texte = texte[:TEXTE_MAX]
    if not texte.isprintable():  # a header, most often, is
        for saut in _SAUTS:
            texte = texte.replace(saut, "\n")
    return effacer_l_invisible(texte)


def effacer_l_invisible(texte: str) -> str:
    """What is shown: invisible characters and struck letters removed, words shown backwards unreadable."""
    if texte.isascii():
        return texte.replace("\0", "")
    if "\u202e" in texte:
        texte = _A_L_ENVERS.sub(lambda trouve: "\ufffd" * len(trouve[1]), texte)
    if _TRAITS.search(texte):
        texte = _BARREES.sub("", texte)
    return _INVISIBLES.sub("", texte)


def defaire_base64(octets: bytes) -> bytes:
    """Base64 without its noise, its missing padding, or its truncated end; words that are no base64 as they are.

    The padding ends it: what follows is kept if it is base64 too, and is else
    the footer that a list added without looking.
    """
    if _EN_CLAIR.match(octets):
        return octets
    premier, *suivants = _BOURRAGE.split(octets, _MORCEAUX_MAX)
    return _defaire(premier) + b"".join(_defaire(suite) for suite in suivants if _BASE64.fullmatch(suite))


def _defaire(octets: bytes) -> bytes:
    utile = octets.translate(None, _HORS_BASE64)
    entier = len(utile) - len(utile) % 4
    reste = utile[entier:] + b"==" if len(utile) > entier + 1 else b""  # a lone character is no byte
    return binascii.a2b_base64(utile[:entier] + reste)


def decoder_entete(brut: str) -> str:
    """A header's text, as `decoder` gave it: encoded words decoded (RFC 2047), damaged ones left as they are."""
    return _MOT_CODE.sub(_mot, _ENTRE_MOTS.sub(r"\1\2", brut)) if "=?" in brut else brut


def _mot(trouve: re.Match[str]) -> str:
    jeu, mode, corps = trouve.groups()
    octets = corps.encode()
    clair = defaire_base64(octets) if mode in "bB" else binascii.a2b_qp(octets, header=True)  # « _ » is a space
    return decoder(clair, jeu.partition("*")[0])
