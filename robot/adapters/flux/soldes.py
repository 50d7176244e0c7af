"""Reads opening balances: CSV, XLSX or YAML, a line per réservataire, and per size or financing if one has them.

Taken whole or refused whole: a line left out would serve somebody twice. Every
defect is told at once, with its line, its column and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from robot.adapters.fiches.csv import lignes_du_csv
from robot.adapters.fiches.fichier import DefautDeLigne, lire_octets
from robot.adapters.fiches.lignes import LIGNES_AVANT_LES_TITRES, LIGNES_MAXIMUM, FichierIllisible, LigneDeTableau
from robot.adapters.fiches.objets import lire_yaml
from robot.adapters.fiches.xlsx import SIGNATURE_OLE, SIGNATURE_ZIP, feuilles_visibles
from robot.domain.ecriture import en_texte, plier, propre
from robot.domain.financements import lire_financement
from robot.domain.flux.soldes import Solde
from robot.domain.flux.stade import Stade
from robot.domain.flux.strates import Strate, famille_de_financement, famille_de_typologie
from robot.domain.valeurs import ValeurRefusee, lire_typologie

# Column -> how a title of it begins, accents and case ignored: `Baux signés` is `bail`.
TITRES: Mapping[str, tuple[str, ...]] = {
    "reservataire": ("reservataire", "titulaire"),
    "du": ("du", "dus", "due"),
    Stade.ORIENTATION: ("orient",),
    Stade.ACCEPTATION: ("accept",),
    Stade.ATTRIBUTION: ("attribu",),
    Stade.BAIL: ("bail", "baux"),
    Strate.TYPOLOGIE: ("typologie",),
    Strate.FINANCEMENT: ("financement",),
}
ADMISES = "réservataire, dû, orientés, acceptés, attribués, baux, typologie, financement"
NOMBRE_MAXIMUM = 99_999
_ENTIER = re.compile(r"[0-9]{1,3}(?: [0-9]{3})*|[0-9]{1,9}")
_DECIMAL = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?")


class SoldesRefuses(ValueError):
    """Balances that cannot be taken; `defauts` has everything to mend, in the order of the lines."""

    def __init__(self, defauts: Sequence[DefautDeLigne]) -> None:
        super().__init__("\n".join(map(str, defauts)))
        self.defauts = tuple(defauts)


@dataclass(frozen=True)
class SoldeLu:
    """A line, whose holder is named as the file names it, and where it is."""

    solde: Solde
    ligne: int


def lire_soldes(chemin: Path) -> tuple[SoldeLu, ...]:
    """The balances of a file. Raises FichierIllisible, or SoldesRefuses with every defect."""
    octets = lire_octets(chemin)
    if chemin.suffix.lower() in {".yaml", ".yml"}:
        lignes = _du_yaml(chemin.name, octets)
    elif octets.startswith((SIGNATURE_ZIP, SIGNATURE_OLE)):
        lignes = _du_tableau(chemin.name, _du_classeur(chemin.name, octets))
    else:
        lignes = _du_tableau(chemin.name, lignes_du_csv(chemin.name, octets, _nombre_de_titres))
    return _Lecture(chemin.name).lire(lignes)


Lignes = Sequence[tuple[int, Mapping[str, str]]]


def _titre(cellule: object) -> str:
    """The column that a title names, or nothing."""
    mots = re.sub(r"[^a-z]+", " ", plier(en_texte(cellule))).split()
    for colonne, debuts in TITRES.items():
        if mots and any(mots[0] == debut if colonne == "du" else mots[0].startswith(debut) for debut in debuts):
            return colonne
    return ""


def _nombre_de_titres(cellules: Iterable[object]) -> int:
    return len(set(map(_titre, cellules)) - {""})


def _du_classeur(fichier: str, octets: bytes) -> Sequence[LigneDeTableau]:
    """The rows of the one visible sheet that has balances."""
    remplies = {titre: rangees for titre, rangees in feuilles_visibles(fichier, octets).items() if rangees.lignes}
    avec_titres = [
        rangees
        for rangees in remplies.values()
        if any(_nombre_de_titres(cellules) > 1 for _, cellules in rangees.lignes[:LIGNES_AVANT_LES_TITRES])
    ]
    if len(avec_titres) != 1:
        raison = "une seule feuille doit contenir les soldes" if avec_titres else f"titres attendus : {ADMISES}"
        raise FichierIllisible(fichier, raison)
    if masquees := [ligne for ligne, _ in avec_titres[0].lignes if ligne in avec_titres[0].masquees]:
        raise FichierIllisible(fichier, "cette ligne est masquée : l'afficher, ou la supprimer", masquees[0])
    return avec_titres[0].lignes


def _du_tableau(fichier: str, rangees: Sequence[LigneDeTableau]) -> Lignes:
    comptes = [_nombre_de_titres(cellules) for _, cellules in rangees[:LIGNES_AVANT_LES_TITRES]]
    rang = comptes.index(max(comptes, default=0)) if comptes else 0
    numero, cellules = rangees[rang] if rangees else (1, ())
    _controler_les_titres(fichier, [propre(en_texte(cellule)) for cellule in cellules], numero)
    titres = list(map(_titre, cellules))
    for ligne, valeurs in rangees[rang + 1 :]:
        if any(map(en_texte, valeurs[len(titres) :])):
            raise FichierIllisible(fichier, "plus de cellules que de titres : un séparateur dans une valeur ?", ligne)
    lues = [(ligne, dict(zip(titres, map(en_texte, valeurs), strict=False))) for ligne, valeurs in rangees[rang + 1 :]]
    return _au_moins_une(fichier, lues)


def _du_yaml(fichier: str, octets: bytes) -> Lignes:
    """A list of mappings, whose keys are the titles."""
    lues: list[tuple[int, Mapping[str, str]]] = []
    for brute in lire_yaml(fichier, octets):
        if brute.defauts:
            raise FichierIllisible(fichier, f"« {brute.defauts[0].champ} » : {brute.defauts[0].attendu}", brute.ligne)
        _controler_les_titres(fichier, list(brute.champs), brute.ligne)
        lues.append((brute.ligne, {_titre(titre): en_texte(valeur) for titre, valeur in brute.champs.items()}))
    return _au_moins_une(fichier, lues)


def _controler_les_titres(fichier: str, ecrits: Sequence[str], ligne: int) -> None:
    titres = list(map(_titre, ecrits))
    if "reservataire" not in titres:
        raise FichierIllisible(fichier, f"il manque la colonne réservataire ; admises : {ADMISES}", ligne)
    if inconnues := [ecrit for ecrit, titre in zip(ecrits, titres, strict=True) if ecrit and not titre]:
        raise FichierIllisible(fichier, f"colonnes inconnues : {', '.join(inconnues)} ; admises : {ADMISES}", ligne)
    if doubles := sorted({titre for titre in titres if titre and titres.count(titre) > 1}):
        raise FichierIllisible(fichier, f"colonnes en double : {', '.join(doubles)}", ligne)


def _au_moins_une(fichier: str, lignes: Lignes) -> Lignes:
    if not lignes:
        raise FichierIllisible(fichier, "aucun solde sous les titres")
    if len(lignes) > LIGNES_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} soldes")
    return lignes


LECTEURS: Mapping[Strate, Callable[[str], str]] = {
    Strate.TYPOLOGIE: lambda ecrit: famille_de_typologie(lire_typologie(ecrit)),
    Strate.FINANCEMENT: lambda ecrit: famille_de_financement(lire_financement(ecrit)),
}


class _Lecture:
    """The reading of one file, and the defects found on the way."""

    def __init__(self, fichier: str) -> None:
        self._fichier = fichier
        self._defauts: list[DefautDeLigne] = []

    def lire(self, lignes: Lignes) -> tuple[SoldeLu, ...]:
        """The balances, or SoldesRefuses."""
        lus = [SoldeLu(self._solde(numero, cellules), numero) for numero, cellules in lignes]
        self._controler_les_lignes(lus)
        self._controler_les_dus(lus)
        if self._defauts:
            raise SoldesRefuses(sorted(self._defauts, key=lambda defaut: defaut.ligne))
        return tuple(lus)

    def _solde(self, numero: int, cellules: Mapping[str, str]) -> Solde:
        if not cellules.get("reservataire"):
            self._refuser(numero, "reservataire", "", "un nom, comme dans le tableau de l'assiette")
        traits: dict[Strate, str] = {}
        for strate, lire in LECTEURS.items():
            ecrit = cellules.get(strate, "")
            try:
                if ecrit:
                    traits[strate] = lire(ecrit)
            except ValeurRefusee as refus:
                self._refuser(numero, strate, ecrit, refus.attendu)
        recus = {stade: self._nombre(numero, stade, cellules[stade]) for stade in Stade if cellules.get(stade)}
        if recus.get(Stade.ACCEPTATION, 0) > recus.get(Stade.ORIENTATION, NOMBRE_MAXIMUM):
            self._refuser(numero, Stade.ACCEPTATION, cellules[Stade.ACCEPTATION], "au plus le nombre d'orientés")
        return Solde(cellules.get("reservataire", ""), recus, self._du(numero, cellules.get("du", "")), traits)

    def _nombre(self, numero: int, colonne: str, ecrit: str) -> int:
        nombre = int(ecrit.replace(" ", "")) if _ENTIER.fullmatch(ecrit) else NOMBRE_MAXIMUM + 1
        if nombre > NOMBRE_MAXIMUM:
            self._refuser(numero, colonne, ecrit, "un nombre entier de logements, de 0 à 99 999")
            return 0
        return nombre

    def _du(self, numero: int, ecrit: str) -> Fraction | None:
        """A number of dwellings, which need not be whole; None when nothing is written."""
        if not ecrit:
            return None
        trouve = _DECIMAL.fullmatch(ecrit)
        if trouve is None or int(trouve[1]) > NOMBRE_MAXIMUM:
            self._refuser(numero, "du", ecrit, "un nombre de logements (12 ou 12,4), ou rien")
            return None
        return Fraction(f"{trouve[1]}.{trouve[2] or 0}")

    def _controler_les_lignes(self, lus: Sequence[SoldeLu]) -> None:
        """One total per holder; its other lines all of one kind, or the same dwelling would be counted twice."""
        vues: dict[tuple[str, tuple[tuple[Strate, str], ...]], int] = {}
        sortes: dict[str, tuple[Strate, ...]] = {}
        for lu in lus:
            qui, traits = plier(lu.solde.titulaire), lu.solde.traits
            premiere = vues.setdefault((qui, tuple(traits.items())), lu.ligne)
            if premiere != lu.ligne:
                attendu = f"une seule ligne pour les mêmes logements : voir la ligne {premiere}"
                self._refuser(lu.ligne, "reservataire", lu.solde.titulaire, attendu)
            if traits and sortes.setdefault(qui, tuple(traits)) != tuple(traits):
                attendu = f"{' et '.join(sortes[qui])} sur toutes ses lignes de détail, pour ne rien compter deux fois"
                self._refuser(lu.ligne, "reservataire", lu.solde.titulaire, attendu)

    def _controler_les_dus(self, lus: Sequence[SoldeLu]) -> None:
        """Either every line of a kind says what was owed, or none does and it is computed."""
        par_sorte: dict[tuple[Strate, ...], list[SoldeLu]] = {}
        for lu in lus:
            par_sorte.setdefault(tuple(lu.solde.traits), []).append(lu)
        for memes in par_sorte.values():
            if any(lu.solde.du is not None for lu in memes):
                for lu in memes:
                    if lu.solde.du is None:
                        self._refuser(lu.ligne, "du", "", "un nombre, comme sur les autres lignes (ou rien nulle part)")

    def _refuser(self, numero: int, colonne: str, ecrit: str, attendu: str) -> None:
        self._defauts.append(DefautDeLigne(self._fichier, numero, colonne, "", ecrit, attendu))
