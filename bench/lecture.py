"""How well the reader reads, on the shared corpus, beside the best libraries installed.

Run: pip install -e '.[comparaison]', then python bench/lecture.py [-v].
"""

from __future__ import annotations

import email
import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from robot.reading.chaine import lire
from robot.reading.lecture import Lecture

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
REBONDS = ("hard_bounce", "soft_bounce", "delayed")
NATURES = {
    "hard_bounce": {"rebond", "rebond_temporaire"},
    "soft_bounce": {"rebond", "rebond_temporaire"},
    "delayed": {"rebond", "rebond_temporaire"},
    "auto_reply": {"reponse_automatique"},
    "mdn": {"accuse_lecture"},
    "calendar": {"reponse_automatique", "autre"},
    "human_reply": {"reponse"},
}
_BLANCS = re.compile(r"[\s\u200b\u202a\u202c\ufeff\u00a0]+")


@dataclass
class Compte:
    """So many right out of so many, and which are not."""

    juste: int = 0
    total: int = 0
    fautes: list[str] = field(default_factory=list)

    def noter(self, fichier: str, *, juste: bool, detail: object = "") -> None:
        """Count one."""
        self.total += 1
        self.juste += juste
        if not juste:
            self.fautes.append(f"{fichier} : {detail}")

    @property
    def part(self) -> float:
        """The share that is right; 1 when there is nothing to count."""
        return self.juste / self.total if self.total else 1.0


@dataclass
class Mesures:
    """What was measured of our reader on the corpus."""

    fausses: list[str] = field(default_factory=list)
    mots_cles: Compte = field(default_factory=Compte)
    libres: Compte = field(default_factory=Compte)
    pieges: Compte = field(default_factory=Compte)
    textes: Compte = field(default_factory=Compte)
    textes_des_decisions: Compte = field(default_factory=Compte)
    natures: Compte = field(default_factory=Compte)
    destinataires: Compte = field(default_factory=Compte)


def etiquettes(nom: str) -> Iterator[dict[str, Any]]:
    """The labels of the corpus."""
    with (CORPUS / nom).open(encoding="utf-8") as lignes:
        yield from map(json.loads, lignes)


def compact(texte: str) -> str:
    """White space aside."""
    return _BLANCS.sub("", texte)


def est_exact(attendu: str, texte: str, signature: str | None) -> bool:
    """White space apart, with or without the signature, as the labels differ on it."""
    return compact(attendu) in (compact(texte), compact(texte + (signature or "")))


def lire_fichier(nom: str) -> Lecture:
    """A file of the corpus, read."""
    return lire((CORPUS / nom).read_bytes(), nom=nom)


def mesurer() -> Mesures:
    """Read the whole corpus and compare with its labels."""
    mesures = Mesures()
    for etiquette in etiquettes("decisions.jsonl"):
        _mesurer_une_decision(mesures, etiquette)
    for etiquette in etiquettes("LABELS.jsonl"):
        _mesurer_un_message(mesures, etiquette)
    return mesures


def _mesurer_une_decision(mesures: Mesures, etiquette: dict[str, Any]) -> None:
    fichier, lue = etiquette["file"], lire_fichier(etiquette["file"])
    sens = {decision.sens.value for decision in lue.decisions} or {lue.nature.value}
    admis = set(etiquette.get("acceptable", [etiquette["label"]]))
    if not sens <= admis | {"ambigu"}:
        mesures.fausses.append(f"{fichier} : {sens} au lieu de {admis}")
    compte = {"keyword": mesures.mots_cles, "free": mesures.libres, "trap": mesures.pieges}[etiquette["tier"]]
    compte.noter(fichier, juste=sens <= admis, detail=(sens, etiquette["new_text"]))
    mesures.textes_des_decisions.noter(
        fichier, juste=est_exact(etiquette["new_text"], lue.texte, lue.signature), detail=lue.texte[:80]
    )


def _mesurer_un_message(mesures: Mesures, etiquette: dict[str, Any]) -> None:
    fichier, genre, lue = etiquette["file"], etiquette["kind"], lire_fichier(etiquette["file"])
    if genre in NATURES and etiquette.get("label_confidence") != "low":
        mesures.natures.noter(
            fichier, juste=lue.nature.value in NATURES[genre], detail=f"{genre} lu {lue.nature.value}"
        )
    if genre in REBONDS and etiquette.get("recipient"):
        attendus = etiquette["recipient"].lower().split(";")
        mesures.destinataires.noter(fichier, juste=lue.destinataire in attendus, detail=lue.destinataire)
    if "expected_new_text" in etiquette and not etiquette.get("policy_conflict"):
        attendu = etiquette["expected_new_text"]
        mesures.textes.noter(fichier, juste=est_exact(attendu, lue.texte, lue.signature), detail=lue.texte[:80])


def _corps(octets: bytes, nom: str) -> str:
    """The plain body as the standard library gives it, for the other readers."""
    if not nom.endswith(".eml"):
        return octets.decode("utf-8", "replace")
    for partie in email.message_from_bytes(octets).walk():
        if partie.get_content_type() == "text/plain":
            charge = partie.get_payload(decode=True)
            jeu = partie.get_content_charset() or "utf-8"
            try:
                return charge.decode(jeu, "replace") if isinstance(charge, bytes) else ""
            except LookupError:
                return charge.decode("latin-1") if isinstance(charge, bytes) else ""
    return ""


def comparer_les_textes(analyser: Callable[[str], str]) -> Compte:
    """Another reader on the same new texts."""
    compte = Compte()
    for etiquette in etiquettes("LABELS.jsonl"):
        if "expected_new_text" in etiquette and not etiquette.get("policy_conflict"):
            octets = (CORPUS / etiquette["file"]).read_bytes()
            texte = analyser(_corps(octets, etiquette["file"]))
            compte.noter(etiquette["file"], juste=est_exact(etiquette["expected_new_text"], texte, ""))
    return compte


def comparer_les_rebonds(
    tous_les_echecs: Callable[[Any], tuple[set[bytes], set[bytes]]],
) -> tuple[Compte, Counter[str]]:
    """flufl.bounce on the same bounces; and what it raises."""
    compte, levees = Compte(), Counter[str]()
    for etiquette in etiquettes("LABELS.jsonl"):
        if etiquette["kind"] in REBONDS and etiquette.get("recipient"):
            trouves: set[bytes] = set()
            try:
                trouves = set().union(
                    *tous_les_echecs(email.message_from_bytes((CORPUS / etiquette["file"]).read_bytes()))
                )
            except (ValueError, LookupError, TypeError, AttributeError, UnicodeError) as erreur:
                levees[type(erreur).__name__] += 1
            adresses = {adresse.decode("utf-8", "replace").lower() for adresse in trouves}
            attendus = set(etiquette["recipient"].lower().split(";"))
            compte.noter(etiquette["file"], juste=bool(adresses & attendus))
    return compte, levees


def _ligne(nom: str, compte: Compte) -> None:
    print(f"{nom:<58}{compte.juste:>5} / {compte.total:<5}{compte.part:>7.1%}")


def _bibliotheque(nom: str) -> Any:
    """The library, or None and a line that says so."""
    try:
        return importlib.import_module(nom)
    except ModuleNotFoundError:
        print(f"{nom} n'est pas installée : pip install -e '.[comparaison]'")
        return None


def main() -> None:
    """Print the table."""
    mesures = mesurer()
    print(f"{'décisions fausses (doit être 0)':<58}{len(mesures.fausses):>5}")
    _ligne("mots clés décidés", mesures.mots_cles)
    _ligne("phrases libres décidées", mesures.libres)
    _ligne("pièges évités", mesures.pieges)
    _ligne("texte nouveau exact (réponses réelles)", mesures.textes)
    _ligne("texte nouveau exact (réponses à une offre)", mesures.textes_des_decisions)
    _ligne("personnes, automates et rebonds distingués", mesures.natures)
    _ligne("destinataire en échec", mesures.destinataires)
    print("\n-- les bibliothèques, sur les mêmes fichiers")
    _ligne("texte nouveau : corps entier", comparer_les_textes(lambda texte: texte))
    if module := _bibliotheque("mailparser_reply"):
        reponse = module.EmailReplyParser(languages=["en", "fr", "de"])
        _ligne("texte nouveau : mail-parser-reply", comparer_les_textes(lambda t: reponse.parse_reply(text=t) or ""))
    if module := _bibliotheque("email_reply_parser"):
        zapier = module.EmailReplyParser
        _ligne("texte nouveau : email-reply-parser", comparer_les_textes(lambda t: zapier.parse_reply(t) or ""))
    if module := _bibliotheque("flufl.bounce"):
        compte, levees = comparer_les_rebonds(module.all_failures)
        _ligne("destinataire en échec : flufl.bounce", compte)
        print(f"{'exceptions de flufl.bounce':<58}{sum(levees.values()):>5}")
    if "-v" in sys.argv:
        comptes = [
            mesures.mots_cles,
            mesures.libres,
            mesures.pieges,
            mesures.textes,
            mesures.natures,
            mesures.destinataires,
        ]
        print("\n" + "\n".join([*mesures.fausses, *(faute for compte in comptes for faute in compte.fautes)]))


if __name__ == "__main__":
    main()
