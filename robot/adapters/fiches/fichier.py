"""Reads a landlord's file of vacated dwellings: CSV, XLSX, ODS, YAML or JSON. Records nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from robot.adapters.fiches.csv import lire_csv
from robot.adapters.fiches.lignes import OCTETS_MAXIMUM, FichierIllisible, Lieu, LigneBrute
from robot.adapters.fiches.objets import lire_json, lire_yaml
from robot.adapters.fiches.ods import lire_classeur
from robot.adapters.fiches.xlsx import SIGNATURE_OLE, SIGNATURE_ZIP
from robot.adapters.fichiers import raison
from robot.domain.carnet import Communes
from robot.domain.fiche import Defaut, FicheInvalide, Liberation, lire_liberation

__all__ = ["DefautDeLigne", "FichierIllisible", "LigneLue", "Lot", "lire_fichier", "lire_lot", "lire_octets"]

Format = Callable[[str, bytes], Iterator[LigneBrute]]
FORMATS: dict[str, Format] = {
    ".csv": lire_csv,
    ".tsv": lire_csv,
    ".txt": lire_csv,
    ".xlsx": lire_classeur,
    ".xlsm": lire_classeur,
    ".ods": lire_classeur,
    ".yaml": lire_yaml,
    ".yml": lire_yaml,
    ".json": lire_json,
}
ACCEPTES = "formats acceptés : CSV, XLSX, ODS, YAML, JSON"
DEBUTS_DE_PAGE = (b"<!doctype", b"<html", b"<table", b"<?xml")


@dataclass(frozen=True)
class LigneLue:
    """A dwelling that can be recorded, and where it is written."""

    fichier: str
    ligne: int
    liberation: Liberation


@dataclass(frozen=True)
class DefautDeLigne:
    """A cell that cannot be taken. `colonne` is its title as written; `cellule` its address (`F7`) in a workbook."""

    fichier: str
    ligne: int
    colonne: str
    cellule: str
    valeur: str
    attendu: str

    def __str__(self) -> str:
        lieu = [self.fichier, f"ligne {self.ligne}"]
        lieu += [f"cellule {self.cellule}"] * bool(self.cellule)
        lieu += [f"colonne « {self.colonne} »"] * bool(self.colonne)
        ecrit = f"« {self.valeur} » ne convient pas" if self.valeur else "rien n'est écrit"
        return f"{', '.join(lieu)} : {ecrit} ; attendu : {self.attendu}"


@dataclass(frozen=True)
class Lot:
    """What a file gives: the dwellings that can be recorded, and everything wrong with the others."""

    liberations: tuple[LigneLue, ...]
    defauts: tuple[DefautDeLigne, ...]


def lire_fichier(chemin: Path, communes: Communes, prefixe: str | None = None, departement: str | None = None) -> Lot:
    """The dwellings of a file on the disk, as `lire_lot` reads them. Raises FichierIllisible."""
    return lire_lot(chemin.name, lire_octets(chemin), communes, prefixe, departement)


def lire_lot(
    fichier: str, octets: bytes, communes: Communes, prefixe: str | None = None, departement: str | None = None
) -> Lot:
    """The dwellings of a file of that name; a bad row costs only itself.

    `prefixe` and `departement` are the landlord's, as `lire_liberation` takes
    them. Raises FichierIllisible when nothing can be taken from the file.
    """
    lues: dict[str, LigneLue] = {}
    defauts: list[DefautDeLigne] = []
    for brute in _format(fichier, octets)(fichier, octets):
        try:
            liberation = _liberation(brute, communes, prefixe, departement)
        except FicheInvalide as invalide:
            defauts += (_situer(fichier, brute, defaut) for defaut in invalide.defauts)
            continue
        if premiere := lues.get(liberation.cle):
            defauts.append(_situer(fichier, brute, _deja_lue(brute, liberation, premiere)))
        else:
            lues[liberation.cle] = LigneLue(fichier, brute.ligne, liberation)
    return Lot(tuple(lues.values()), tuple(defauts))


def lire_octets(chemin: Path) -> bytes:
    """The bytes of a regular file of a reasonable size. Raises FichierIllisible."""
    try:
        if chemin.exists() and not chemin.is_file():
            raise FichierIllisible(chemin.name, "ce n'est pas un fichier")
        with chemin.open("rb") as flux:
            octets = flux.read(OCTETS_MAXIMUM + 1)
    except FileNotFoundError as erreur:
        raise FichierIllisible(str(chemin), "ce fichier n'existe pas") from erreur
    except OSError as erreur:
        raise FichierIllisible(str(chemin), f"lecture impossible ({raison(erreur)})") from erreur
    controler_la_taille(chemin.name, octets)
    return octets


def controler_la_taille(fichier: str, octets: bytes) -> None:
    """Raises FichierIllisible for a file that is empty or beyond measure."""
    if not octets.strip():
        raise FichierIllisible(fichier, "le fichier est vide")
    if len(octets) > OCTETS_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {OCTETS_MAXIMUM // 2**20} Mio : partager le fichier")


def _format(fichier: str, octets: bytes) -> Format:
    """The reader for that file: what it holds prevails over what its name says."""
    if octets.startswith((SIGNATURE_ZIP, SIGNATURE_OLE)):
        return lire_classeur
    if octets.lstrip()[:9].lower().startswith(DEBUTS_DE_PAGE):
        raise FichierIllisible(fichier, f"c'est une page web ou du XML, quel que soit son nom ; {ACCEPTES}")
    suffixe = PurePosixPath(fichier).suffix.lower()
    if suffixe not in FORMATS:
        raise FichierIllisible(fichier, f"format inconnu « {suffixe or 'sans extension'} » ; {ACCEPTES}")
    if FORMATS[suffixe] is lire_classeur:
        raise FichierIllisible(fichier, "ce n'est pas un classeur Excel : enregistrer en .xlsx ou en .csv")
    return FORMATS[suffixe]


def _liberation(brute: LigneBrute, communes: Communes, prefixe: str | None, departement: str | None) -> Liberation:
    """A row whose form is wrong is not read further: its cells may be shifted."""
    if brute.defauts:
        raise FicheInvalide(brute.defauts)
    return lire_liberation(brute.champs, communes, prefixe, departement)


def _deja_lue(brute: LigneBrute, liberation: Liberation, premiere: LigneLue) -> Defaut:
    attendu = f"un logement une seule fois : celui-ci ({liberation.cle}) est déjà à la ligne {premiere.ligne}"
    return Defaut(next(iter(brute.champs)), liberation.cle, attendu)


def _situer(fichier: str, brute: LigneBrute, defaut: Defaut) -> DefautDeLigne:
    lieu = brute.lieux.get(defaut.champ, Lieu(brute.ligne))
    return DefautDeLigne(fichier, lieu.ligne, defaut.champ, lieu.cellule, defaut.valeur, defaut.attendu)
