"""Messages damaged in every way that mail is: the campaign of `mutations_messages.py` draws them here.

Bytes changed, parts cut, headers doubled, boundaries broken, charsets and
encodings lied about, nesting, nulls, long lines, splices of two messages.
Message K of seed G is always the same, so that whatever is found can be found
again.
"""

from __future__ import annotations

import random  # noqa: TID251  # seeded: a campaign is reproducible
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
FIXTURES = RACINE / "tests" / "reading" / "fixtures"
CORPUS = RACINE.parent / "shared" / "corpus"
GROS = 12_000  # bytes; one message in a hundred only starts from a bigger one

JEUX = (
    b"utf-8 iso-8859-1 windows-1252 us-ascii utf-16 utf-16le utf-32 utf-7 x-unknown x-mac-roman ibm850 zlib idna "
    b"hz gb18030 iso-2022-jp"
).split()
CODAGES = b"base64 quoted-printable 7bit 8bit binary x-uuencode gzip64".split()
TYPES = (
    b"text/plain text/html multipart/mixed multipart/alternative multipart/report multipart/signed multipart/encrypted "
    b"message/rfc822 message/delivery-status message/disposition-notification text/calendar text/rfc822-headers "
    b"application/ms-tnef application/pkcs7-mime application/octet-stream n'importe"
).split()
ENTETES = (
    b"Content-Type: multipart/mixed",
    b'Content-Type: multipart/mixed; boundary=""',
    b'Content-Type: text/plain; charset="utf\0-8"; format=flowed; delsp=yes',
    b"Content-Type: text/html; charset*0=utf; charset*1=-8; name*=utf-8''%41",
    b"Content-Transfer-Encoding: base64",
    b"Content-Disposition: attachment; filename=x",
    b"Date: Thu, 99 Feb 999999999999 99:99:99 +9999",
    b"Subject: =?utf-8?b?////?= =?iso-2022-jp?q?=1B$B?= =?x?q?=ZZ?= =?utf-8?b?",
    b'From: =?utf-8?q?=3Ca=40b=3E?= <<a@b>>, "x\\", (((((c@d',
    b"Auto-Submitted: auto-replied",
    b"Return-Path: <>",
    b"References: " + b"<a@b> " * 400,
    b"X-Failed-Recipients: \xff@\xfe",
    b"Sender: \xe9@x",
    b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970",
    b"\xef\xbb\xbfSubject: x",
    b": sans nom",
)
MOTS = (
    b"ACCEPTE",
    b"REFUSE",
    b"V-2026-0042 : ACCEPTE",
    b"nous acceptons ce logement",
    b"ne donnons pas suite",
    b"> ",
    b">>> a wrote:",
    b"<blockquote>",
    b"</div>",
    b"<p style='display:none'>",
    b"<p style='color:#fff;left:-9e9px;width:calc(0)'>",
    b"<style>.a,*{color:#fff}@media{",
    b"\xcc\xb6" * 9,
    b"<!--",
    b"<style>",
    b"&#x110000;&#xD800;&#0;",
    b"&amp" * 20,
    b"=?utf-8?b?",
    b"-----Message d'origine-----",
    b"De : a@b\nEnvoy\xc3\xa9 : mardi 19 mai 2026\n\xc3\x80 : c\nObjet : d\n",
    b"Le mar. 19 mai 2026, a@b a \xc3\xa9crit :\n",
    b"begin 644 x\n#86)C\n",
    b"Motif : \xff\xfe",
    b"\xe2\x80\xae\xe2\x80\x8b\xef\xbb\xbf",
    b"\xf0\x9f\x98\x80" * 9,
    b"\xef\xb7\xba" * 9,
    b"\x00",
    b"\x1b$B",
    b"=\n",
    b"=3D=",
    b"--",
    b"-- \n",
    b"\r",
    b"\r\n\r\n",
    b"\n\n",
    b"Action: failed\nFinal-Recipient: rfc822;a@b\nStatus: 5.1.1\n",
)
_JEU = re.compile(rb'(?i)charset="?[^\s";]*')
_CODAGE = re.compile(rb"(?i)(content-transfer-encoding:)[^\n]*")
_TYPE = re.compile(rb"(?i)(content-type: *)[\w.+-]+/[\w.+-]+")
_FRONTIERE = re.compile(rb'(?i)boundary="?([^\s";]{1,80})')

Hasard = random.Random
Mutation = Callable[[Hasard, bytes], bytes]


@cache
def sources(*, corpus: bool = True) -> tuple[bytes, ...]:
    """The messages to damage: ours, then the shared ones."""
    fichiers = sorted(FIXTURES.glob("*.eml"))
    if corpus:
        fichiers += sorted(CORPUS.glob("*/*.*"))
    return tuple(fichier.read_bytes() for fichier in fichiers)


def _chance(hasard: Hasard, pour_cent: int) -> bool:
    return hasard.random() * 100 < pour_cent


def _borne(hasard: Hasard, octets: bytes) -> int:
    """A place: half of the time at the beginning of a line."""
    place = hasard.randint(0, len(octets))
    return octets.find(b"\n", place) + 1 if _chance(hasard, 50) else place


def changer_des_octets(hasard: Hasard, octets: bytes) -> bytes:
    """Up to twenty bytes replaced."""
    change = bytearray(octets or b"x")
    for _ in range(hasard.randint(1, 20)):
        change[hasard.randrange(len(change))] = hasard.randrange(256)
    return bytes(change)


def couper(hasard: Hasard, octets: bytes) -> bytes:
    """A piece removed."""
    debut, fin = sorted((_borne(hasard, octets), _borne(hasard, octets)))
    return octets[:debut] + octets[fin:]


def tronquer(hasard: Hasard, octets: bytes) -> bytes:
    """The end missing."""
    return octets[: _borne(hasard, octets)]


def repeter(hasard: Hasard, octets: bytes) -> bytes:
    """A piece written several times."""
    debut = _borne(hasard, octets)
    morceau = octets[debut : debut + hasard.randint(1, 300)]
    return octets[:debut] + morceau * hasard.randint(2, 40) + octets[debut:]


def ajouter_un_entete(hasard: Hasard, octets: bytes) -> bytes:
    """A hostile header on top, or after the first line of one."""
    place = octets.find(b"\n", hasard.randint(0, min(len(octets), 600))) + 1
    return octets[:place] + hasard.choice(ENTETES) + b"\n" + octets[place:]


def doubler_les_entetes(hasard: Hasard, octets: bytes) -> bytes:
    """The headers twice, the second time in another order."""
    entetes, blanc, corps = octets.partition(b"\n\n")
    lignes = entetes.split(b"\n")
    hasard.shuffle(lignes)
    return entetes + b"\n" + b"\n".join(lignes) + blanc + corps


def casser_une_frontiere(hasard: Hasard, octets: bytes) -> bytes:
    """A boundary that is not the one used, or used inside itself."""
    trouvees = _FRONTIERE.findall(octets)
    if not trouvees:
        return b"Content-Type: multipart/mixed; boundary=b\n" + octets.replace(b"\n\n", b"\n\n--b\n\n", 3)
    frontiere = hasard.choice(trouvees)
    autre = hasard.choice((frontiere[:-1], frontiere + b"--", b"", hasard.choice(trouvees), b"a b\t"))
    return octets.replace(frontiere, autre, hasard.randint(1, 3))


def mentir_sur_le_jeu(hasard: Hasard, octets: bytes) -> bytes:
    """Another charset; sometimes the text really changes its own."""
    jeu = hasard.choice(JEUX)
    if _chance(hasard, 30):
        octets = octets.decode("utf-8", "replace").encode(hasard.choice(("cp1252", "utf-16", "latin-1")), "replace")
    return _JEU.sub(b"charset=" + jeu, octets)


def mentir_sur_le_codage(hasard: Hasard, octets: bytes) -> bytes:
    """Another transfer encoding than the true one."""
    return _CODAGE.sub(rb"\1 " + hasard.choice(CODAGES), octets, count=hasard.randint(1, 3))


def mentir_sur_le_type(hasard: Hasard, octets: bytes) -> bytes:
    """Another content type than the true one."""
    return _TYPE.sub(rb"\1" + hasard.choice(TYPES), octets, count=hasard.randint(1, 2))


def imbriquer(hasard: Hasard, octets: bytes) -> bytes:
    """Inside multiparts, or messages, many times."""
    for niveau in range(hasard.choice((1, 2, 5, 15, 40))):
        if _chance(hasard, 50):
            octets = b"Content-Type: message/rfc822\n\n" + octets
        else:
            octets = (
                b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n" % (niveau, niveau)
                + octets
                + b"\n--n%d--\n" % niveau
            )
    return b"From: a@viry.example\nSubject: Re: offre\n" + octets


def glisser_un_mot(hasard: Hasard, octets: bytes) -> bytes:
    """Words and marks that mean something to the reader, anywhere."""
    for _ in range(hasard.randint(1, 6)):
        place = _borne(hasard, octets)
        octets = octets[:place] + hasard.choice(MOTS) * hasard.choice((1, 1, 1, 30)) + octets[place:]
    return octets


def allonger_une_ligne(hasard: Hasard, octets: bytes) -> bytes:
    """A very long line, of one thing."""
    place = _borne(hasard, octets)
    motif = hasard.choice(
        (b"x", b" ", b">", b"a@", b"accepte ", b"\xc3\xa9", b"\xff", b"\t", b"<b>", b"&", b"V-2026-0042 ", *MOTS)
    )
    return octets[:place] + motif * hasard.choice((100, 1000, 4000)) + octets[place:]


def changer_les_fins_de_ligne(hasard: Hasard, octets: bytes) -> bytes:
    """CR alone, doubled, mixed, or none."""
    return octets.replace(
        b"\n", hasard.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\n", b"", b"\x0b", b"\n ")), hasard.choice((-1, 5, 50))
    )


def melanger_les_lignes(hasard: Hasard, octets: bytes) -> bytes:
    """The same lines in another order."""
    lignes = octets.split(b"\n")
    debut = hasard.randrange(len(lignes))
    milieu = lignes[debut : debut + 30]
    hasard.shuffle(milieu)
    return b"\n".join(lignes[:debut] + milieu + lignes[debut + 30 :])


MUTATIONS: tuple[Mutation, ...] = (
    changer_des_octets,
    couper,
    tronquer,
    repeter,
    ajouter_un_entete,
    doubler_les_entetes,
    casser_une_frontiere,
    mentir_sur_le_jeu,
    mentir_sur_le_codage,
    mentir_sur_le_type,
    imbriquer,
    glisser_un_mot,
    allonger_une_ligne,
    changer_les_fins_de_ligne,
    melanger_les_lignes,
)


def message(graine: int, numero: int, messages: Sequence[bytes]) -> tuple[bytes, str]:
    """Message `numero` of a campaign, and the name to read it under."""
    hasard = random.Random(f"{graine}:{numero}")  # noqa: S311  # chance, not secrecy
    octets = _choisir(hasard, messages)
    if _chance(hasard, 20):
        autre = _choisir(hasard, messages)
        octets = octets[: _borne(hasard, octets)] + autre[_borne(hasard, autre) :]
    for _ in range(hasard.randint(1, 4)):
        octets = hasard.choice(MUTATIONS)(hasard, octets)
    return octets, hasard.choice(("",) * 8 + ("a.txt", "a.html"))


def _choisir(hasard: Hasard, messages: Sequence[bytes]) -> bytes:
    choisi = hasard.choice(messages)
    while len(choisi) > GROS and not _chance(hasard, 1):
        choisi = hasard.choice(messages)
    return choisi
