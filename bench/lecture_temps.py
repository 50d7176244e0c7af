"""What reading costs: our reader beside the standard library and mail-parser-reply, and the memory it keeps.

The yardstick decodes the same files with `email` (policy compat32): parse,
decode the headers and the text parts; then passes the text to
mail-parser-reply. Both are measured in turn, several times, and the median of
the ratios is printed: a busy machine slows both.

Run: pip install -e '.[comparaison]', then python bench/lecture_temps.py [alternances].
"""

from __future__ import annotations

import email
import email.header
import gc
import importlib
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from email.errors import HeaderParseError
from email.message import Message
from pathlib import Path

from robot.reading.chaine import lire

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ENTETES = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")
LECTURES = 10
MO = 1024 * 1024
Fichier = tuple[bytes, str]


def fichiers() -> list[Fichier]:
    """Every file of the corpus, in memory."""
    return [(fichier.read_bytes(), fichier.name) for fichier in sorted(CORPUS.glob("*/*.*"))]


def nous(fichier: Fichier) -> None:
    """Our reader, whole."""
    lire(fichier[0], nom=fichier[1])


def etalon() -> Callable[[Fichier], None]:
    """The standard library, then mail-parser-reply."""
    analyseur = importlib.import_module("mailparser_reply").EmailReplyParser(languages=["en", "fr", "de"])

    def lire_comme_les_autres(fichier: Fichier) -> None:
        octets, nom = fichier
        textes = (
            _decoder(email.message_from_bytes(octets)) if nom.endswith(".eml") else [octets.decode("utf-8", "replace")]
        )
        for texte in textes:
            analyseur.parse_reply(text=texte)

    return lire_comme_les_autres


def _decoder(message: Message) -> list[str]:
    for nom in ENTETES:
        for valeur in message.get_all(nom, []):
            try:
                str(email.header.make_header(email.header.decode_header(valeur)))
            except (HeaderParseError, LookupError, ValueError):
                continue
    return list(_textes(message))


def _textes(message: Message) -> Iterator[str]:
    for partie in message.walk():
        if partie.get_content_maintype() != "text":
            continue
        charge = partie.get_payload(decode=True)
        if isinstance(charge, bytes):
            try:
                texte = charge.decode(partie.get_content_charset() or "utf-8", "replace")
            except LookupError:
                texte = charge.decode("latin-1")
            if partie.get_content_subtype() == "plain":
                yield texte


def chronometrer(lecture: Callable[[Fichier], None], lot: list[Fichier]) -> float:
    """CPU seconds for one reading of the whole corpus."""
    gc.collect()
    depart = time.process_time()
    for fichier in lot:
        lecture(fichier)
    return time.process_time() - depart


def comparer(alternances: int) -> None:
    """Print the times of each alternation and the median ratio."""
    lot, autre = fichiers(), etalon()
    chronometrer(nous, lot), chronometrer(autre, lot)
    rapports = []
    for _ in range(alternances):
        notre, leur = chronometrer(nous, lot), chronometrer(autre, lot)
        rapports.append(notre / leur)
        print(f"nous {notre:.3f} s   compat32 + mail-parser-reply {leur:.3f} s   rapport {rapports[-1]:.2f}")
    print(f"rapport médian sur {alternances} alternances, {len(lot)} fichiers : {statistics.median(rapports):.2f}")


def mesurer_la_memoire() -> None:
    """Print what is still held after each of ten readings of the corpus."""
    lot = fichiers()
    chronometrer(nous, lot)
    tracemalloc.start()
    tenus = []
    for _ in range(LECTURES):
        chronometrer(nous, lot)
        gc.collect()
        tenus.append(tracemalloc.get_traced_memory()[0])
    print("mémoire tenue après chaque lecture (Ko) :", " ".join(f"{octets / 1024:.0f}" for octets in tenus))
    print(f"pointe : {tracemalloc.get_traced_memory()[1] / MO:.1f} Mo")
    tracemalloc.stop()


def main() -> None:
    """Print both."""
    comparer(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    mesurer_la_memoire()


if __name__ == "__main__":
    main()
