"""A settings file as a tree of texts that know their line. No value is built by YAML itself.

The text `8:00` stays `8:00` and `oui` stays `oui`, a tag can run nothing, an
alias cannot multiply. Whoever reads the tree decides what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from robot.adapters.communes import mots
from robot.adapters.fichiers import raison

TAILLE_MAXIMALE = 1_000_000  # octets ; 35 000 réservataires would not reach it
PROFONDEUR_MAXIMALE = 20
ETIQUETTES_ORDINAIRES = frozenset(
    f"tag:yaml.org,2002:{nom}" for nom in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value")
)

GUILLEMET_NON_REFERME = ("un guillemet ouvert n'est pas refermé.", "Écrivez le guillemet fermant.")
BARRE_OBLIQUE_INVERSE = ("une barre oblique inverse entre guillemets.", "Écrivez ce texte entre apostrophes '…'.")
# A value, or an element of a list, that a quote opens and that its line does not close.
VALEUR_OUVERTE = re.compile(r"[^#'\"]*[:-][ ]+[\[{]?(?:\"(?:[^\"\\]|\\.)*|'(?:[^']|'')*)")

# What the parser says, and what an administrator understands. First match wins.
TRADUCTIONS = (
    ("'\\t' that cannot start", "une tabulation sert de retrait.", "Écrivez des espaces, deux par niveau."),
    ("'@' that cannot start", "un texte ne peut pas commencer par @.", 'Écrivez-le entre guillemets : "@…".'),
    ("that cannot start any token", "un caractère spécial commence ce texte.", "Écrivez ce texte entre guillemets."),
    (
        "mapping values are not allowed",
        "deux « : » sur une ligne, ou un retrait de trop.",
        "Écrivez un réglage par ligne, ou mettez la valeur entre guillemets.",
    ),
    ("unknown escape", *BARRE_OBLIQUE_INVERSE),
    ("expected escape sequence", *BARRE_OBLIQUE_INVERSE),
    ("quoted scalar", *GUILLEMET_NON_REFERME),
    ("flow", "un crochet ou une accolade n'est pas refermé.", "Écrivez le « ] » ou le « } » qui manque."),
    ("block mapping", "le retrait de cette ligne ne suit pas celui des voisines.", "Alignez les réglages voisins."),
    ("block collection", "le retrait de cette ligne ne suit pas celui de la liste.", "Alignez les tirets « - »."),
    ("simple key", "il manque un « : » après le nom du réglage.", "Écrivez « nom: valeur »."),
    ("another document", "« --- » commence un second document.", "Écrivez tout à la suite, sans « --- »."),
    ("undefined alias", "« * » renvoie à une ancre inconnue.", "Écrivez ce texte entre guillemets."),
)


@dataclass(frozen=True)
class Anomalie:
    """One thing wrong in the settings: where, what, and what to write instead (French)."""

    fichier: str
    ligne: int
    cle: str
    message: str
    que_ecrire: str = ""

    def __str__(self) -> str:
        lieu = f"{self.fichier}:{self.ligne}:" if self.ligne else f"{self.fichier}:"
        cle = f"{self.cle} : " if self.cle else ""
        return f"{lieu} {cle}{self.message} {self.que_ecrire}".rstrip()


class ReglageInvalide(Exception):
    """The settings cannot be used; `anomalies` says everything at once. The administrator's to mend."""

    def __init__(self, anomalies: tuple[Anomalie, ...]) -> None:
        super().__init__("\n".join(map(str, anomalies)))
        self.anomalies = anomalies


@dataclass(frozen=True)
class Texte:
    """A scalar as written; empty when nothing was."""

    texte: str
    ligne: int


@dataclass(frozen=True)
class Liste:
    """A sequence."""

    elements: tuple[Noeud, ...]
    ligne: int


@dataclass(frozen=True)
class Table:
    """A mapping; `lignes` are those of its keys, which are without accents, case or hyphens (`hôte` is `hote`)."""

    entrees: Mapping[str, Noeud]
    lignes: Mapping[str, int]
    ligne: int


Noeud = Texte | Liste | Table


def lire_yaml(chemin: Path) -> tuple[Noeud, tuple[Anomalie, ...]]:
    """The tree of a file, as `analyser`. Raises ReglageInvalide when it is absent, unreadable or not YAML."""
    return analyser(_lire_texte(chemin), chemin.name)


def analyser(texte: str, fichier: str) -> tuple[Noeud, tuple[Anomalie, ...]]:
    """The tree of a text, and what in it plain settings do not need (a key twice, a tag, an anchor).

    `fichier` is named in anomalies. Raises ReglageInvalide when it is not YAML.
    """
    try:
        racine = YAML(typ="safe", pure=True).compose(texte)
    except MarkedYAMLError as erreur:
        raise ReglageInvalide((_traduire(erreur, texte, fichier),)) from erreur
    except (YAMLError, ValueError, OverflowError) as erreur:
        anomalie = Anomalie(
            fichier, 0, "", "un caractère invisible est interdit en YAML.", "Écrivez le passage de nouveau."
        )
        raise ReglageInvalide((anomalie,)) from erreur
    except RecursionError as erreur:
        raise ReglageInvalide((Anomalie(fichier, 0, "", "trop de niveaux imbriqués."),)) from erreur
    if racine is None:
        raise ReglageInvalide((Anomalie(fichier, 0, "", "le fichier est vide."),))
    anomalies: list[Anomalie] = []
    arbre = _Lecteur(fichier, anomalies).noeud(racine, "", 0)
    return arbre, tuple(anomalies)


def _lire_texte(chemin: Path) -> str:
    try:
        octets = chemin.read_bytes()
    except FileNotFoundError as erreur:
        conseil = f"Écrivez « robot init {chemin.parent} » pour partir d'un exemple."
        raise ReglageInvalide((Anomalie(chemin.name, 0, "", "le fichier n'existe pas.", conseil),)) from erreur
    except OSError as erreur:
        message = f"le fichier ne peut pas être lu ({raison(erreur)})."
        raise ReglageInvalide((Anomalie(chemin.name, 0, "", message, "Vérifiez ses droits."),)) from erreur
    if len(octets) > TAILLE_MAXIMALE:
        raise ReglageInvalide((Anomalie(chemin.name, 0, "", f"plus de {TAILLE_MAXIMALE:_} octets.".replace("_", " ")),))
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = octets[: erreur.start].count(b"\n") + 1
        conseil = "Enregistrez le fichier au format UTF-8."
        anomalie = Anomalie(chemin.name, ligne, "", "ce n'est pas de l'UTF-8 (souvent un accent).", conseil)
        raise ReglageInvalide((anomalie,)) from erreur


def _traduire(erreur: MarkedYAMLError, texte: str, fichier: str) -> Anomalie:
    """The parser's complaint in French; the English one stays when we do not know it."""
    anglais = f"{erreur.context or ''} {erreur.problem or ''}".strip()
    ligne = erreur.problem_mark.line + 1 if erreur.problem_mark else 0
    ouverte = _ligne_ouverte(texte, ligne)
    if ouverte:
        return Anomalie(fichier, ouverte, "", f"syntaxe YAML : {GUILLEMET_NON_REFERME[0]}", GUILLEMET_NON_REFERME[1])
    if ("quoted scalar" in anglais or "flow" in anglais) and erreur.context_mark:
        ligne = erreur.context_mark.line + 1  # where it was opened, not where the file ends
    for motif, message, conseil in TRADUCTIONS:
        if motif in anglais:
            return Anomalie(fichier, ligne, "", f"syntaxe YAML : {message}", conseil)
    return Anomalie(fichier, ligne, "", f"syntaxe YAML : {anglais}.")


def _ligne_ouverte(texte: str, jusqu_a: int) -> int:
    """The first line, up to that one, whose quote is not closed on it; 0 without one.

    A quote left open closes at the next one of the file, lines below, and the
    parser complains there of something else. A value on several lines is legal
    and seldom seen: it is named only when the file cannot be read anyway.
    """
    lignes = texte.splitlines()[:jusqu_a]
    return next((rang for rang, ligne in enumerate(lignes, 1) if VALEUR_OUVERTE.fullmatch(ligne)), 0)


@dataclass
class _Lecteur:
    """Turns the parser's nodes into ours, noting what plain YAML does not need."""

    fichier: str
    anomalies: list[Anomalie]

    def noeud(self, brut: Node, cle: str, profondeur: int) -> Noeud:
        ligne = brut.start_mark.line + 1
        if brut.anchor is not None:
            self._noter(ligne, cle, "les ancres « & » et les renvois « * » ne sont pas admis.", "Recopiez la valeur.")
        elif str(brut.tag) not in ETIQUETTES_ORDINAIRES:
            self._noter(ligne, cle, f"l'étiquette « {brut.tag} » n'est pas admise.", "Écrivez la valeur seule.")
        elif profondeur > PROFONDEUR_MAXIMALE:
            self._noter(ligne, cle, "trop de niveaux imbriqués.", "")
        elif isinstance(brut, MappingNode):
            return self._table(brut, cle, profondeur)
        elif isinstance(brut, SequenceNode):
            return Liste(tuple(self.noeud(element, cle, profondeur + 1) for element in brut.value), ligne)
        elif isinstance(brut, ScalarNode):
            vide = str(brut.tag).endswith(":null")
            return Texte("" if vide else brut.value, ligne)
        return Texte("", ligne)

    def _table(self, brut: MappingNode, parent: str, profondeur: int) -> Table:
        entrees: dict[str, Noeud] = {}
        lignes: dict[str, int] = {}
        for cle_brute, valeur in brut.value:
            ligne = cle_brute.start_mark.line + 1
            cle = "_".join(mots(str(cle_brute.value))) if isinstance(cle_brute, ScalarNode) else "?"
            if cle in entrees:
                message = f"ce réglage est déjà écrit ligne {lignes[cle]}."
                self._noter(ligne, cle, message, "Écrivez-le une seule fois.")
                continue
            chemin = f"{parent}.{cle}" if parent else cle
            entrees[cle], lignes[cle] = self.noeud(valeur, chemin, profondeur + 1), ligne
        return Table(entrees, lignes, brut.start_mark.line + 1)

    def _noter(self, ligne: int, cle: str, message: str, conseil: str) -> None:
        self.anomalies.append(Anomalie(self.fichier, ligne, cle, message, conseil))
