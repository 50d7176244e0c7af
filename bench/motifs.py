"""Whether every pattern of the reader is linear: the time of each on hostile strings of n and 4n characters.

Each compiled pattern of `robot.reading` (at the top of a module, in a table or
a record there, or compiled when first needed) searches strings made of one
scrap repeated, then of one scrap and a tail that makes it fail. A quadratic
one takes sixteen times longer on four times the length; those beyond LIMITE
are printed with the scrap that shows it.

Run: python bench/motifs.py [--taille 1000] [--module reponses.reserves]
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import robot.reading
from robot.reading.reponses import vocabulaire

FOIS = 4
LIMITE = 8.0  # between 4, linear, and 16, quadratic
PETIT_S = 0.004  # under it, on the longer string, nothing is measured for certain
MORCEAUX = (
    "a", "A", "0", "9 ", " ", "\t", "\n", ".", ",", ":", ";", "-", "_", "=", "*", ">", "<", "/", "|", "@", "'", '"',
    "(", ")", "\U0001f600", "\U0001f600 ", "é", "§", "¤", "&", "a ", "a b", "a-", "a.", "a@", "a@b.", "a'", "l'",
    "n'", "de ", "la ", "le 12 ", "12/", "06 ", "1) ", "- ", "> ", "a: ", "\n\n", "\n ", "a\n", "<a ", "mme ",
    "M. A ", "nous ", "et ", "pas ", "ne ", "si ", "merci ", "bonjour ", "bonjour, ", "accepte ", "refus ",
    "candidat ", "commune de ", "dalo ", "retirer ", "nom : ", "074 ", "rue ", "1 rue a ", "tel : ", "suite a ",
    "votre ", "oui ", "non ", "je ", "c'est ", "trop ", "ce logement ",
)  # fmt: skip
FINS = ("", "!", " zq")


def motifs_du_paquet() -> dict[str, re.Pattern[str]]:
    """Every pattern alive once the package is imported, named by the module that holds it when one does."""
    for _, nom, _ in pkgutil.walk_packages(robot.reading.__path__, "robot.reading."):
        importlib.import_module(nom)
    noms = {
        id(valeur): f"{module.__name__.removeprefix('robot.reading.')}.{nom}"
        for module in list(sys.modules.values())
        if module and module.__name__.startswith("robot.reading")
        for nom, valeur in vars(module).items()
        if isinstance(valeur, re.Pattern)
    }
    trouves = [vocabulaire.accord(), vocabulaire.refus(), *_dans_les_modules()]
    return {noms.get(id(m), m.pattern[:60]): m for m in trouves if isinstance(m.pattern, str)}


def _dans_les_modules() -> Iterator[re.Pattern[str]]:
    for module in list(sys.modules.values()):
        if module and module.__name__.startswith("robot.reading"):
            for valeur in vars(module).values():
                yield from _dedans(valeur, 0)


def _dedans(valeur: object, fond: int) -> Iterator[re.Pattern[str]]:
    if isinstance(valeur, re.Pattern):
        yield valeur
    elif fond < len("abc"):
        contenu = valeur.values() if isinstance(valeur, dict) else valeur if isinstance(valeur, list | tuple) else ()
        champs = getattr(valeur, "__dataclass_fields__", ()) if not isinstance(valeur, type) else ()
        for interieur in (*contenu, *(getattr(valeur, champ, None) for champ in champs)):
            yield from _dedans(interieur, fond + 1)


def duree(motif: re.Pattern[str], texte: str, *, en_tete: bool) -> float:
    """Processor seconds: of one match when the package only matches it, else of a whole scan."""
    depart = time.process_time()
    if en_tete:
        motif.match(texte)
    else:
        for _trouve in motif.finditer(texte):
            pass
    return time.process_time() - depart


def pire(motif: re.Pattern[str], taille: int, *, en_tete: bool) -> tuple[float, float, str]:
    """(ratio, seconds on the longer, scrap) for the scrap that slows it most."""
    releves = [(0.0, 0.0, "")]
    for morceau in MORCEAUX:
        for fin in FINS:
            longue = morceau * (FOIS * taille // len(morceau)) + fin
            if (lente := duree(motif, longue, en_tete=en_tete)) > PETIT_S:
                courte = duree(motif, morceau * (taille // len(morceau)) + fin, en_tete=en_tete)
                releves.append((lente / max(courte, 1e-6), lente, f"{morceau}…{fin}"))
    return max(releves)


def ne_fait_que_commencer(nom: str, sources: str) -> bool:
    """Whether the package only ever matches this pattern at a place, and never searches it."""
    usages = set(re.findall(rf"\b{re.escape(nom.rpartition('.')[2])}\.([a-z]+)\(", sources))
    return bool(usages) and usages <= {"match", "fullmatch"}


def main() -> int:
    """Print the patterns that grow faster than their text."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--taille", type=int, default=1000)
    options.add_argument("--module", default="")
    choix = options.parse_args()
    motifs = {nom: m for nom, m in motifs_du_paquet().items() if nom.startswith(choix.module)}
    sources = "\n".join(f.read_text(encoding="utf-8") for f in Path(robot.reading.__path__[0]).rglob("*.py"))
    mauvais = 0
    for nom, motif in motifs.items():
        rapport, secondes, morceau = pire(motif, choix.taille, en_tete=ne_fait_que_commencer(nom, sources))
        if rapport > LIMITE:
            mauvais += 1
            print(f"{rapport:6.1f} fois  {secondes * 1000:8.1f} ms  {nom}  {morceau!r}", flush=True)
    print(f"{len(motifs)} motifs, {mauvais} au-delà de {LIMITE} fois le temps pour {FOIS} fois plus long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
