"""Reading is O(size): adversarial families from 1 KB to 10 MB, time by size.

Each family repeats what costs most to some step. The last column is the time
per kilobyte at the largest size over that at 100 KB: about 1 when reading is
linear, less when a limit cuts it.

Run: python bench/lecture_tailles.py
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

from robot.reading.chaine import lire

TAILLES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
REPERE = 100_000


def _texte(motif: bytes) -> Callable[[int], bytes]:
    return lambda taille: _message(b"text/plain; charset=utf-8", motif * (taille // len(motif)))


def _page(motif: bytes) -> Callable[[int], bytes]:
    return lambda taille: _message(b"text/html; charset=utf-8", motif * (taille // len(motif)))


def _message(type_mime: bytes, corps: bytes) -> bytes:
    return b"From: a@viry.example\nSubject: Re: offre\nContent-Type: " + type_mime + b"\n\n" + corps


def _entetes(taille: int) -> bytes:
    return b"X: y\n" * (taille // 5) + b"\nREFUSE"


def _entete_long(taille: int) -> bytes:
    return b"Subject: " + b"=?utf-8?q?a?= " * (taille // 14) + b"\nFrom: " + b"(" * 9999 + b"\n\nREFUSE"


def _parties(taille: int) -> bytes:
    return _message(b"multipart/mixed; boundary=b", b"--b\n\nx\n" * (taille // 7))


def _poupees(taille: int) -> bytes:
    niveaux = b"".join(b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n" % (i, i) for i in range(taille // 50))
    return b"From: a@b\n" + niveaux + b"\nREFUSE"


def _presque_des_frontieres(taille: int) -> bytes:
    return _message(b"multipart/mixed; boundary=b", b"--bx\n" * (taille // 5))


def _piece_jointe(taille: int) -> bytes:
    charge = base64.encodebytes(bytes(taille * 3 // 4))
    return _message(
        b"multipart/mixed; boundary=b",
        b"--b\n\nREFUSE\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
        + charge
        + b"--b--\n",
    )


def _rebond(taille: int) -> bytes:
    return b"From: mailer-daemon@x.example\nSubject: failure notice\n\nfailed to: a@b.example\n" * (taille // 80)


FAMILLES: dict[str, Callable[[int], bytes]] = {
    "prose": _texte("Nous reviendrons vers vous au sujet de ce logement dès que possible.\n".encode()),
    "« nous acceptons ce logement »": _texte(b"nous acceptons ce logement, "),
    "une seule ligne sans espace": _texte(b"x"),
    "lignes vides": _texte(b"\n"),
    "citations": _texte(b"> ACCEPTE\n"),
    "débuts d'attribution": _texte(b"le 12 mai 2026 a 10:00 a@b.fr\n"),
    "champs « De : »": _texte(b"De : a@b.fr\n"),
    "références": _texte(b"V-2026-0042 : ACCEPTE, "),
    "lettres accentuées": _texte("é".encode()),
    "ligatures arabes (NFKD × 18)": _texte("\ufdfa".encode()),
    "octets nuls": _texte(b"\0"),
    "uuencode": _texte(b"begin 644 x\n#86)C\n"),
    "balises": _page(b"<b>x<p>"),
    "balises abîmées": _page(b'<a "'),
    "chevrons": _page(b"<"),
    "entités": _page(b"&amp"),
    "blocs cités": _page(b"<blockquote>"),
    "en-têtes": _entetes,
    "un en-tête": _entete_long,
    "parties": _parties,
    "poupées russes": _poupees,
    "fausses frontières": _presque_des_frontieres,
    "pièce jointe": _piece_jointe,
    "rebond sans fin": _rebond,
}


def chronometrer(octets: bytes) -> float:
    """CPU seconds, the best of two: the machine may be busy."""
    durees = []
    for _ in range(2):
        depart = time.process_time()
        lire(octets)
        durees.append(time.process_time() - depart)
    return min(durees)


def main() -> None:
    """Print the table, in milliseconds."""
    print(f"{'millisecondes':<34}" + "".join(f"{taille // 1000:>8} Ko" for taille in TAILLES) + "   croissance")
    for nom, famille in FAMILLES.items():
        durees = {taille: chronometrer(famille(taille)) for taille in TAILLES}
        croissance = (durees[TAILLES[-1]] / TAILLES[-1]) / (durees[REPERE] / REPERE)
        print(
            f"{nom:<34}" + "".join(f"{durees[t] * 1000:>11.1f}" for t in TAILLES) + f"{croissance:>13.2f}", flush=True
        )


if __name__ == "__main__":
    main()
