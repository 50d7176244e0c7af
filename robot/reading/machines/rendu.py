"""What a delivery report holds: its groups of fields, the server's own words, the message that it returns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from robot.reading.courriel import html
from robot.reading.courriel.mime import Courriel, Entetes, Partie, lire_entetes
from robot.reading.texte.lignes import aplanir

ETATS = ("message/delivery-status", "message/global-delivery-status")  # RFC 3464, RFC 6533
RAPPORT_MAX = 64 * 1024
_GROUPES_MAX = 200
_PREAMBULE = 2  # lines that a server writes before it may quote the message
_CHAMPS_COLLES_MAX = 40
_COPIE = re.compile(
    r"(?:[-=*_ ]{0,80}(?:this is a copy of|below this line is|original message follows|message "
    r"(?:header|text)s? follow|original message (?:header|attached|text|contents)|"
    r"(?:start of )?(?:unsent|returned|undelivered|forwarded|original) (?:message|mail|text|headers)|"
    r"the (?:header|headers|text|first) .{0,40}(?:message|follow)|the original message (?:follows|is "
    r"attached|was:)|copy of (?:the|your) (?:message|mail)|"
    r"message d'origine|message original|votre message (?:d'origine|commence|etait)|copie (?:du|de "
    r"votre) message|en-tetes? (?:du|de)|your message reads|your original|"
    r"included is a copy|header of (?:the|your)|message contents follow|headers? of the original|une copie))"
    r"|(?:received|return-path|x-envelope-from|dkim-signature|mime-version): "
)
_ENTETE_COLLE = re.compile(
    r"^[>| \t]{0,4}(message-id|to|reply-to|from|references) ?:[ \t]*(\S[^\n]{0,600})", re.IGNORECASE | re.MULTILINE
)


def lire_les_groupes(partie: Partie) -> Iterator[Entetes]:
    """The groups of fields of a report, separated by blank lines."""
    reste = partie.octets[:RAPPORT_MAX].lstrip(b"\r\n")
    for _ in range(_GROUPES_MAX):
        if not reste:
            return
        entetes, fin = lire_entetes(reste)
        yield entetes
        suite = reste[fin:] if fin else reste.partition(b"\n")[2]  # a line that is no field is left out
        reste = suite.lstrip(b"\r\n")


def textes(courriel: Courriel) -> Iterator[str]:
    """Every text of a report: its words, its page, its fields, the message returned."""
    for partie in courriel.de_type("text/plain"):
        yield partie.texte[:RAPPORT_MAX]
    for partie in courriel.de_type("text/html"):
        yield "\n".join(ligne.removeprefix("> ") for ligne in html.en_lignes(partie.texte[:RAPPORT_MAX]))
    for partie in courriel.de_type(*ETATS, "text/rfc822-headers", "message/rfc822"):
        yield partie.texte[:RAPPORT_MAX]


def rapport_libre(courriel: Courriel) -> str:
    """The server's own words, before the message it returns."""
    texte = next((t for t in textes(courriel) if t.strip()), "")
    lignes: list[str] = []
    ecrites = 0
    for ligne in texte.split("\n")[:2000]:
        if ecrites >= _PREAMBULE and _COPIE.match(aplanir(ligne[:200])):
            break
        lignes.append(ligne)
        ecrites += bool(ligne.strip())
    return "\n".join(lignes)


def entetes_rendus(courriel: Courriel) -> Entetes:
    """The headers of the message that a report returns."""
    for partie in courriel.de_type(
        "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"
    ):
        octets = partie.octets[:RAPPORT_MAX].lstrip(b"\r\n")
        entetes, _ = lire_entetes(octets)
        if entetes.champs:
            return entetes
    return _entetes_dans_le_texte(courriel)


def _entetes_dans_le_texte(courriel: Courriel) -> Entetes:
    """Returned headers pasted in the text of the report."""
    trouves = (trouve for texte in textes(courriel) for trouve in _ENTETE_COLLE.finditer(texte))
    return Entetes(tuple((trouve[1].lower(), trouve[2]) for trouve in islice(trouves, _CHAMPS_COLLES_MAX)))
