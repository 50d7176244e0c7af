"""From a message to what its author wrote: the readable parts, then new text, then signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from robot.reading.courriel import html
from robot.reading.courriel.adresses import nom_affiche
from robot.reading.courriel.mime import Courriel, Partie
from robot.reading.courriel.uuencode import sans_les_fichiers
from robot.reading.limites import TEXTE_MAX
from robot.reading.texte.citation import Ligne, mettre_en_lignes, separer
from robot.reading.texte.signature import separer_signature

_CHIFFRE = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted", "application/pgp-encrypted"}
)
_PGP = "-----BEGIN PGP MESSAGE-----"
_PGP_CHIFFRE = re.compile(rf"^{_PGP}", re.MULTILINE)
# What Outlook writes after an address, in the text that it makes of a page: « a@b.fr<mailto:a@b.fr> ».
_LIEN_REDIT = re.compile(r"<(?:mailto|tel|https?):[^<>\s]{1,500}>|\[mailto:[^\[\]\s]{1,300}\]", re.IGNORECASE)
TEXTES_MAX = 8 * TEXTE_MAX  # bytes of the parts that are read


@dataclass(frozen=True)
class Ecrit:
    """What one version of the body (plain or HTML) says: `fragments` are runs of the author's own lines."""

    fragments: tuple[tuple[Ligne, ...], ...]
    signatures: tuple[tuple[Ligne, ...], ...]
    entier: str

    @property
    def texte(self) -> str:
        """The new text."""
        return "\n\n".join("\n".join(ligne.brute.rstrip() for ligne in f) for f in self.fragments).strip()

    @property
    def signature(self) -> str | None:
        """The closing and what follows it, None without one."""
        return "\n".join("\n".join(ligne.brute.rstrip() for ligne in s) for s in self.signatures).strip() or None

    @property
    def a_des_rangees(self) -> bool:
        """Whether tabs part cells of one line: a tab at its head is how Thunderbird writes each cell on its own."""
        return any(
            "\t" in ligne.brute and "\t" in ligne.brute.strip() for fragment in self.fragments for ligne in fragment
        )

    @property
    def mots(self) -> list[str]:
        """Its words and those of the signature: what two versions of one message have in common."""
        return sans_liens_redits(f"{self.texte} {self.signature or ''}").split()


def sans_liens_redits(texte: str) -> str:
    """The text without the target that Outlook writes after each link."""
    return _LIEN_REDIT.sub("", texte)


def lire_le_corps(courriel: Courriel) -> Iterator[Ecrit]:
    """The body's versions that say something, plain text first, each worked out only when asked for."""
    nom = nom_affiche(courriel.entetes.texte("from"))
    for type_mime in ("text/plain", "text/html"):
        lignes = [ligne for partie in _lisibles(courriel, type_mime) for ligne in (*_en_lignes(partie), "")]
        if any(ligne.strip() for ligne in lignes):
            yield _ecrit(lignes, nom)


def illisible(courriel: Courriel) -> str | None:
    """Why nobody but a person with the right program can read it, None when we can."""
    types = {courriel.type, *(p.type for p in courriel.parties)}
    if types & _CHIFFRE:
        return "message chiffré ou signé de façon opaque"
    if any(_PGP in p.texte and _PGP_CHIFFRE.search(p.texte) for p in _lisibles(courriel, "text/plain")):
        return "message chiffré (PGP)"
    return None


def _lisibles(courriel: Courriel, type_mime: str) -> list[Partie]:
    """The parts to read: all of them, as a telephone puts one between two photographs; within a measure of bytes."""
    lisibles: list[Partie] = []
    octets = 0
    for partie in courriel.de_type(type_mime):
        if not partie.jointe and octets < TEXTES_MAX:
            lisibles.append(partie)
            octets += min(partie.fin - partie.debut, TEXTE_MAX)
    return lisibles


def _en_lignes(partie: Partie) -> list[str]:
    texte = partie.texte
    if partie.type == "text/html":
        return html.en_lignes(texte)
    lignes = texte.split("\n")
    if "\nbegin " in texte or texte.startswith("begin "):
        lignes = list(sans_les_fichiers(lignes))
    if partie.parametres.get("format", "").lower() == "flowed":
        return _recoller(lignes, effacer=partie.parametres.get("delsp", "").lower() == "yes")
    return lignes


def _recoller(lignes: list[str], *, effacer: bool) -> list[str]:
    """format=flowed (RFC 3676): a line that ends with a space continues on the next of the same depth."""
    paragraphes: list[list[str]] = []
    ouvert: int | None = None  # depth of the paragraph that goes on
    for ligne in lignes:
        profondeur = len(ligne) - len(ligne.lstrip(">"))
        contenu = ligne[profondeur:].removeprefix(" ")
        if profondeur != ouvert or contenu == "-- ":
            paragraphes.append([">" * profondeur + " " if profondeur else ""])
        suite = contenu.endswith(" ") and contenu != "-- "
        paragraphes[-1].append(contenu[:-1] if suite and effacer else contenu)
        ouvert = profondeur if suite else None
    return ["".join(morceaux) for morceaux in paragraphes]


def _ecrit(brutes: list[str], nom: str) -> Ecrit:
    lignes = mettre_en_lignes(brutes)
    paires = [separer_signature(fragment, nom) for fragment in separer(lignes)]
    return Ecrit(
        fragments=tuple(corps for corps, _ in paires if corps),
        signatures=tuple(fin for _, fin in paires if fin),
        entier="\n".join(brutes),
    )
