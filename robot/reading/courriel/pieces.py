"""The files that come with a message: tables of candidates, justificatifs to forward as received (R73).

Left out: the bodies, the logos of signatures, detached signatures, visiting
cards, invitations, opaque winmail.dat. A picture shown in the body is a logo
when it is small; a photograph of a document, pasted there, is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from robot.domain.ecriture import propre
from robot.reading.courriel.caracteres import decoder, decoder_entete
from robot.reading.courriel.mime import Courriel, Partie, analyser, lire_entetes, lire_type

PIECES_MAX = 50
PIECE_OCTETS_MAX = 25 * 2**20
TOTAL_OCTETS_MAX = 50 * 2**20
NOM_MAX = 100
EXTENSION_MAX = 10
LOGO_OCTETS_MAX = 100 * 2**10

CORPS = frozenset({"text/plain", "text/html"})
# Parts that carry nothing that a person attached.
SANS_INTERET = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "application/pgp-encrypted", "text/vcard", "text/x-vcard", "text/directory", "application/ms-tnef",
    "application/vnd.ms-tnef", "text/calendar", "application/ics", "message/delivery-status",
    "message/global-delivery-status", "message/disposition-notification", "message/feedback-report",
    "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers", "message/external-body", "message/partial",
    "text/enriched", "text/richtext",
})  # fmt: skip
EXTENSIONS_SANS_INTERET = (".p7s", ".asc", ".sig", ".vcf", ".ics", "winmail.dat")
# Files that act when they are opened: nobody's justificatif, and never to be forwarded.
EXTENSIONS_DANGEREUSES = (
    ".ade", ".adp", ".apk", ".appx", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".htm", ".html",
    ".img",
    ".iso", ".jar", ".js", ".jse", ".lnk", ".mht", ".msc", ".msi", ".one", ".pif", ".ps1", ".py", ".reg", ".scr", ".sh",
    ".svg",
    ".swf", ".url", ".vb", ".vbe", ".vbs", ".vhd", ".wsf", ".wsh", ".xll",
)  # fmt: skip

_ETENDU = re.compile(r"([\w-]{1,40})'[\w-]{0,20}'(.*)", re.DOTALL)
_CID = re.compile(r"cid:([^\s\"'<>)]{1,300})", re.IGNORECASE)
_INTERDITS = re.compile(r'[<>:"|?*%\x00-\x1f\x7f]+')
_SIGNATURES = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF8", "image/gif", ".gif"),
    (b"II*\0", "image/tiff", ".tif"),
    (b"MM\0*", "image/tiff", ".tif"),
)
_VAGUES = frozenset(
    {"application/octet-stream", "application/x-download", "application/download", "application/unknown"}
)
_EXTENSIONS = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/tiff": ".tif",
    "image/heic": ".heic", "message/rfc822": ".eml", "text/csv": ".csv", "text/plain": ".txt", "text/html": ".html",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods", "application/vnd.oasis.opendocument.text": ".odt",
    "application/zip": ".zip", "application/rtf": ".rtf",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A file attached to a message. `partie` is the rank of its MIME part, stable for these bytes.

    `nom` has no path, no control or bidi character, at most 100 characters.
    When `tronquee`, a limit cut its bytes, or left them all out.
    """

    partie: int
    nom: str
    type_mime: str
    octets: bytes = field(repr=False)
    tronquee: bool

    @property
    def dangereuse(self) -> bool:
        """Whether its name says that it acts when opened."""
        return self.nom.lower().endswith(EXTENSIONS_DANGEREUSES)


def pieces_jointes(octets: bytes) -> tuple[Piece, ...]:
    """The files attached to a message, in order, bounded in number and size. Never raises."""
    courriel = analyser(octets)
    montrees = _images_montrees(courriel)
    pieces: list[Piece] = []
    reste = TOTAL_OCTETS_MAX
    for rang, partie in _attachees(courriel):
        if len(pieces) == PIECES_MAX:
            break
        contenu, tronquee = _octets(partie, min(reste, PIECE_OCTETS_MAX))
        if not contenu and not tronquee:
            continue
        if partie.type.startswith("image/") and _est_un_logo(partie, contenu, montrees):
            continue
        reste -= len(contenu)
        pieces.append(Piece(rang, _nom(partie, rang, contenu), _type(partie, contenu), contenu, tronquee))
    return tuple(pieces)


def _attachees(courriel: Courriel) -> Iterator[tuple[int, Partie]]:
    for rang, partie in enumerate(courriel.parties):
        if partie.type in SANS_INTERET or (partie.type in CORPS and not partie.jointe):
            continue
        if not _nom_brut(partie).lower().rstrip(" .\"'").endswith(EXTENSIONS_SANS_INTERET):
            yield rang, partie


def _images_montrees(courriel: Courriel) -> frozenset[str]:
    """The Content-IDs that the pages show."""
    pages = (partie.texte for partie in courriel.de_type("text/html") if not partie.jointe)
    return frozenset(trouve[1].strip().lower() for page in pages for trouve in _CID.finditer(page))


def _est_un_logo(partie: Partie, contenu: bytes, montrees: frozenset[str]) -> bool:
    if partie.entetes.premier("content-disposition").lower().lstrip().startswith("attachment"):
        return False
    identifiant = partie.entetes.premier("content-id").strip(" <>\t").lower()
    return identifiant in montrees and len(contenu) <= LOGO_OCTETS_MAX


def _octets(partie: Partie, maximum: int) -> tuple[bytes, bool]:
    """The decoded bytes, and whether the limit cut them: then none are given, half a file proves nothing."""
    taille = partie.fin - partie.debut
    if taille > maximum * 3:  # whatever the encoding, more than the limit
        return b"", True
    brut = partie.defaire(partie.source[partie.debut : partie.fin])
    return (b"", True) if len(brut) > maximum else (brut, False)


def _nom_brut(partie: Partie) -> str:
    """The name as written: RFC 2231, RFC 2047, or plain 8-bit."""
    disposition = lire_type(f"x/x;{partie.entetes.premier('content-disposition').partition(';')[2]}")[1]
    brut = disposition.get("filename") or partie.parametres.get("name") or ""
    etendu = _ETENDU.fullmatch(brut)
    if etendu:
        return decoder(unquote_to_bytes(etendu[2]), etendu[1])
    return decoder_entete(brut)


def _nom(partie: Partie, rang: int, contenu: bytes) -> str:
    """A name that is safe to write, to show and to send again."""
    dernier = re.split(r"[/\\]", _nom_brut(partie))[-1]
    net = propre(_INTERDITS.sub(" ", propre(dernier))).strip(" .")
    if not net and partie.type == "message/rfc822":
        net = _objet(contenu)
    extension = _extension(partie, contenu)
    if not net:
        return f"piece-{rang}{extension}"
    base, point, suffixe = net.rpartition(".")
    if not (point and suffixe.isascii() and suffixe.isalnum() and len(suffixe) < EXTENSION_MAX):
        base, suffixe = net, extension.lstrip(".")
    fin = f".{suffixe}" if suffixe else ""
    return f"{base[: NOM_MAX - len(fin)].rstrip(' .')}{fin}"


def _objet(contenu: bytes) -> str:
    """The subject of a forwarded message, as the name of its file."""
    objet = lire_entetes(contenu.lstrip(b"\r\n"))[0].texte("subject")
    return propre(re.sub(r"[/\\.]+", " ", _INTERDITS.sub(" ", objet)))[:NOM_MAX].strip()


def _type(partie: Partie, contenu: bytes) -> str:
    """The declared type; what the bytes are when it says nothing."""
    if partie.type not in _VAGUES:
        return partie.type
    return next((type_mime for debut, type_mime, _ in _SIGNATURES if contenu.startswith(debut)), partie.type)


def _extension(partie: Partie, contenu: bytes) -> str:
    devinee = next((extension for debut, _, extension in _SIGNATURES if contenu.startswith(debut)), "")
    return devinee or _EXTENSIONS.get(partie.type, "")
