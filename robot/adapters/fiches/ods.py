"""The sheets of a LibreOffice workbook (ODF 1.3, part 3): text as shown, numbers as stored."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from robot.adapters.fiches.lignes import (
    COLONNES_MAXIMUM,
    LIGNES_MAXIMUM,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
)
from robot.adapters.fiches.xlsx import (
    DECOMPRESSES_MAXIMUM,
    PARTIES_MAXIMUM,
    Rangees,
    feuilles_visibles,
    lire_feuilles,
)
from robot.domain.ecriture import propre

CONTENU = "content.xml"
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
)


def est_un_ods(octets: bytes) -> bool:
    """Whether this archive says that it is an OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return CONTENU in archive.namelist() and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]
    except (*_ABIME, OSError):
        return False


def lire_classeur(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of a workbook, Excel's or LibreOffice's. Raises FichierIllisible."""
    return lire_feuilles(fichier, feuilles_du_classeur(fichier, octets))


def feuilles_du_classeur(fichier: str, octets: bytes) -> dict[str, Rangees]:
    """What every visible sheet of a workbook holds, whichever program wrote it. Raises FichierIllisible."""
    return feuilles_ods(fichier, octets) if est_un_ods(octets) else feuilles_visibles(fichier, octets)


def feuilles_ods(fichier: str, octets: bytes) -> dict[str, Rangees]:
    """What every visible sheet holds, by its name. Raises FichierIllisible."""
    try:
        return _Feuilles(fichier).lire(_contenu(fichier, octets))
    except FichierIllisible:
        raise
    except (*_ABIME, OSError) as erreur:
        raison = "ce classeur LibreOffice est abîmé ou protégé par un mot de passe : enregistrer en .xlsx ou en .csv"
        raise FichierIllisible(fichier, raison) from erreur


def _contenu(fichier: str, octets: bytes) -> bytes:
    """The part that holds the sheets, if the archive is of a reasonable size and its XML without entities."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parties = archive.infolist()
        if len(parties) > PARTIES_MAXIMUM or sum(partie.file_size for partie in parties) > DECOMPRESSES_MAXIMUM:
            raison = f"une fois décompressé, le classeur dépasse {DECOMPRESSES_MAXIMUM // 2**20} Mio"
            raise FichierIllisible(fichier, raison)
        contenu = archive.read(CONTENU)
    if b"<!DOCTYPE" in contenu or b"<!ENTITY" in contenu:  # entities may grow beyond measure
        raise FichierIllisible(fichier, "ce classeur LibreOffice a un contenu qui n'est pas admis")
    return contenu


@dataclass
class _Feuilles:
    """Walks the content once, row by row."""

    fichier: str
    styles_masques: set[str] = field(default_factory=set)
    feuilles: dict[str, Rangees] = field(default_factory=dict)

    def lire(self, contenu: bytes) -> dict[str, Rangees]:
        lignes: list[LigneDeTableau] = []
        masquees: set[int] = set()
        numero = 0
        style_masque = False
        for evenement, element in ET.iterparse(io.BytesIO(contenu), events=("start", "end")):  # noqa: S314 - no DTD in it
            if evenement == "start":
                if element.tag == f"{_TABLE}table":
                    lignes, masquees, numero = [], set(), 0
                    style_masque = element.get(f"{_TABLE}style-name", "") in self.styles_masques
            elif element.tag == f"{_STYLE}style":
                self._retenir_un_style(element)
            elif element.tag == f"{_TABLE}table-row":
                numero += 1
                if cellules := self._cellules(element, numero):
                    lignes.append((numero, cellules))
                    masquees |= {numero} if element.get(f"{_TABLE}visibility") in _MASQUEES else set()
                numero += _repetitions(element, "rows") - 1
                element.clear()
            elif element.tag == f"{_TABLE}table" and not style_masque:
                self.feuilles[element.get(f"{_TABLE}name", "")] = Rangees(lignes, frozenset(masquees))
            if len(lignes) > LIGNES_MAXIMUM:
                raise FichierIllisible(self.fichier, f"plus de {LIGNES_MAXIMUM} lignes : partager le fichier")
        return self.feuilles

    def _retenir_un_style(self, element: ET.Element) -> None:
        proprietes = element.find(f"{_STYLE}table-properties")
        if proprietes is not None and proprietes.get(f"{_TABLE}display") == "false":
            self.styles_masques.add(element.get(f"{_STYLE}name", ""))

    def _cellules(self, rangee: ET.Element, numero: int) -> list[object]:
        """The cells up to the last that says something; none when the row is blank."""
        cellules: list[object] = []
        for cellule in rangee:
            if cellule.tag in _CELLULES:
                valeur = _valeur(cellule)
                place = COLONNES_MAXIMUM + 1 - len(cellules)
                cellules += [valeur] * min(_repetitions(cellule, "columns"), place)
        while cellules and not cellules[-1]:
            cellules.pop()
        if len(cellules) > COLONNES_MAXIMUM:
            raise FichierIllisible(self.fichier, f"plus de {COLONNES_MAXIMUM} colonnes", numero)
        return cellules


def _repetitions(element: ET.Element, quoi: str) -> int:
    ecrit = element.get(f"{_TABLE}number-{quoi}-repeated", "1")
    return max(1, int(ecrit[:9])) if ecrit.isdecimal() else 1


def _valeur(cellule: ET.Element) -> object:
    """The number stored, else the words shown."""
    nombre = cellule.get(f"{_OFFICE}value", "")
    if cellule.get(f"{_OFFICE}value-type") in _NOMBRES and nombre:
        return float(nombre)
    return propre(" ".join("".join(_mots(p)) for p in cellule.findall(f"{_TEXTE}p")))


def _mots(element: ET.Element) -> Iterator[str]:
    """The words of a paragraph, notes left out."""
    yield element.text or ""
    for enfant in element:
        if enfant.tag == f"{_TEXTE}s":
            yield " "
        elif enfant.tag != f"{_OFFICE}annotation":
            yield from _mots(enfant)
        yield enfant.tail or ""
