"""The sheets of a LibreOffice workbook (ODF 1.3, part 3): text as shown, numbers and days as stored."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree as ET

from robot.adapters.fiches.archive import D_UN_FICHIER, Classeur, Limites
from robot.adapters.fiches.lignes import (
    COLONNES_MAXIMUM,
    LIGNES_MAXIMUM,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
    Mesure,
)
from robot.adapters.fiches.xlsx import (
    ABIME,
    CLASSEUR_ABIME,
    SIGNATURE_OLE,
    Rangees,
    feuilles_visibles,
    feuilles_xlsx,
    lire_feuilles,
)
from robot.domain.ecriture import propre

CONTENU, MIMETYPE, TABLEUR = "content.xml", "mimetype", b"opendocument.spreadsheet"
PAS = 2**16
PROFONDEUR_MAXIMUM = 100
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLULES = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NOMBRES = frozenset({"float", "currency", "percentage"})
_MASQUEES = frozenset({"collapse", "filter"})
_ABIME = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OSError,
)


def lire_classeur(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of a workbook, Excel's or LibreOffice's. Raises FichierIllisible."""
    return lire_feuilles(fichier, feuilles_du_classeur(fichier, octets))


def feuilles_du_classeur(fichier: str, octets: bytes, limites: Limites = D_UN_FICHIER) -> dict[str, Rangees]:
    """What every visible sheet of a workbook holds, whichever program wrote it. Raises FichierIllisible."""
    if octets.startswith(SIGNATURE_OLE):
        return feuilles_visibles(fichier, octets)
    try:
        classeur = Classeur(fichier, octets, limites)
        libre = CONTENU in classeur.noms and TABLEUR in classeur.debut(MIMETYPE, 100)
        return feuilles_ods(fichier, classeur) if libre else feuilles_xlsx(fichier, classeur)
    except FichierIllisible:
        raise
    except CLASSEUR_ABIME as erreur:
        raise FichierIllisible(fichier, ABIME) from erreur


def feuilles_ods(fichier: str, classeur: Classeur) -> dict[str, Rangees]:
    """What every visible sheet holds, by its name. Raises FichierIllisible."""
    lecture = _Feuilles(Mesure(fichier))
    analyse = ET.XMLParser(target=lecture)  # noqa: S314 - no DTD in it, nothing kept but the rows
    try:
        contenu = memoryview(classeur.xml(CONTENU))
        for debut in range(0, len(contenu), PAS):
            analyse.feed(contenu[debut : debut + PAS])
        analyse.close()
    except FichierIllisible:
        raise
    except _ABIME as erreur:
        raison = "ce classeur LibreOffice est abîmé ou protégé par un mot de passe : enregistrer en .xlsx ou en .csv"
        raise FichierIllisible(fichier, raison) from erreur
    return lecture.feuilles


@dataclass
class _Cellule:
    """A cell being read: what it states, and its paragraphs as they come."""

    attributs: Mapping[str, str]
    profondeur: int
    paragraphes: list[list[str]] = field(default_factory=list)

    def valeur(self) -> object:
        """The number or the day stored, else the words shown: a cell shows a day as it likes (31/12/26, 12/31/2026)."""
        sorte = self.attributs.get(f"{_OFFICE}value-type")
        nombre, jour = (self.attributs.get(f"{_OFFICE}{nom}", "") for nom in ("value", "date-value"))
        if sorte in _NOMBRES and nombre:
            return float(nombre)
        montre = propre(" ".join("".join(paragraphe) for paragraphe in self.paragraphes))
        return (_jour(jour) if sorte == "date" else None) or montre


def _jour(ecrit: str) -> datetime | None:
    """The day of `office:date-value`, None when it is none of our calendar's."""
    try:
        return datetime.fromisoformat(ecrit).replace(tzinfo=None)
    except ValueError:
        return None


@dataclass
class _Feuille:
    """A sheet being read; `numero` is the last row seen."""

    nom: str
    masquee: bool
    lignes: list[LigneDeTableau] = field(default_factory=list)
    masquees: set[int] = field(default_factory=set)
    numero: int = 0


@dataclass
class _Feuilles:
    """Walks the content once and keeps the rows that say something: no tree is ever built.

    A cell counts where it is a child of a row, a paragraph where it is a child
    of a cell: notes and tables within a cell are left out.
    """

    mesure: Mesure
    feuilles: dict[str, Rangees] = field(default_factory=dict)
    _profondeur: int = 0
    _styles_masques: set[str] = field(default_factory=set)
    _style: str = ""
    _feuille: _Feuille | None = None
    _rangee: Mapping[str, str] | None = None
    _profondeur_de_rangee: int = 0
    _valeurs: list[object] = field(default_factory=list)
    _cellule: _Cellule | None = None
    _note: int = 0  # the depth of the note that is open within a paragraph

    def start(self, balise: str, attributs: Mapping[str, str]) -> None:
        """An element begins."""
        self._profondeur += 1
        if self._profondeur > PROFONDEUR_MAXIMUM:
            raise FichierIllisible(self.mesure.fichier, "ce classeur LibreOffice est trop emboîté")
        if self._cellule is not None:
            self._dans_une_cellule(balise, self._cellule)
        elif self._rangee is not None:
            if balise in _CELLULES and self._profondeur == self._profondeur_de_rangee + 1:
                self._cellule = _Cellule(dict(attributs), self._profondeur)
        elif balise == f"{_TABLE}table":
            style_masque = attributs.get(f"{_TABLE}style-name", "") in self._styles_masques
            self._feuille = _Feuille(attributs.get(f"{_TABLE}name", ""), style_masque)
        elif balise == f"{_TABLE}table-row" and self._feuille is not None:
            self._rangee, self._profondeur_de_rangee, self._valeurs = dict(attributs), self._profondeur, []
        elif balise == f"{_STYLE}style":
            self._style = attributs.get(f"{_STYLE}name", "")
        elif balise == f"{_STYLE}table-properties" and attributs.get(f"{_TABLE}display") == "false":
            self._styles_masques.add(self._style)

    def _dans_une_cellule(self, balise: str, cellule: _Cellule) -> None:
        if self._note:
            return
        if self._profondeur == cellule.profondeur + 1:
            if balise == f"{_TEXTE}p":
                cellule.paragraphes.append([])
            else:
                self._note = self._profondeur
        elif balise == f"{_OFFICE}annotation":
            self._note = self._profondeur
        elif balise == f"{_TEXTE}s":
            cellule.paragraphes[-1].append(" ")

    def data(self, texte: str) -> None:
        """Words: those of a paragraph count."""
        cellule = self._cellule
        if cellule is not None and not self._note and self._profondeur > cellule.profondeur:
            cellule.paragraphes[-1].append(texte)

    def end(self, balise: str) -> None:
        """An element ends."""
        profondeur, self._profondeur = self._profondeur, self._profondeur - 1
        if profondeur == self._note:
            self._note = 0
        elif self._cellule is not None:
            if profondeur == self._cellule.profondeur:
                self._finir_une_cellule(self._cellule)
        elif self._rangee is not None:
            if profondeur == self._profondeur_de_rangee and self._feuille is not None:
                self._finir_une_rangee(self._rangee, self._feuille)
        elif balise == f"{_TABLE}table" and self._feuille is not None:
            if not self._feuille.masquee:
                self.feuilles[self._feuille.nom] = Rangees(self._feuille.lignes, frozenset(self._feuille.masquees))
            self._feuille = None

    def _finir_une_cellule(self, cellule: _Cellule) -> None:
        place = COLONNES_MAXIMUM + 1 - len(self._valeurs)
        if place > 0:
            self._valeurs += [cellule.valeur()] * min(_repetitions(cellule.attributs, "columns"), place)
        self._cellule = None

    def _finir_une_rangee(self, rangee: Mapping[str, str], feuille: _Feuille) -> None:
        """The cells up to the last that says something; nothing when the row is blank."""
        valeurs, self._rangee = self._valeurs, None
        feuille.numero += 1
        while valeurs and not valeurs[-1]:
            valeurs.pop()
        if len(valeurs) > COLONNES_MAXIMUM:
            raise FichierIllisible(self.mesure.fichier, f"plus de {COLONNES_MAXIMUM} colonnes", feuille.numero)
        if valeurs:
            self.mesure.compter(feuille.numero, valeurs)
            feuille.lignes.append((feuille.numero, valeurs))
            feuille.masquees |= {feuille.numero} if rangee.get(f"{_TABLE}visibility") in _MASQUEES else set()
        if len(feuille.lignes) > LIGNES_MAXIMUM:
            raise FichierIllisible(self.mesure.fichier, f"plus de {LIGNES_MAXIMUM} lignes : partager le fichier")
        feuille.numero += _repetitions(rangee, "rows") - 1


def _repetitions(attributs: Mapping[str, str], quoi: str) -> int:
    ecrit = attributs.get(f"{_TABLE}number-{quoi}-repeated", "1")
    return max(1, int(ecrit[:9])) if ecrit.isdecimal() else 1
