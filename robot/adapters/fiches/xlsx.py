"""Vacated dwellings in an Excel workbook: values only, formulas as Excel last computed them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol, cast

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from robot.adapters.fiches.archive import Classeur
from robot.adapters.fiches.lignes import (
    COLONNES_MAXIMUM,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
    Mesure,
    chercher_les_titres,
    lire_tableau,
)
from robot.domain.ecriture import SANS_RESULTAT, en_texte
from robot.domain.fiche import Defaut

# What is read of a workbook, and what may be the bulk of it for nothing.
LUES = (".xml", ".rels")
INUTILES = ("xl/pivotCache/", "xl/externalLinks/", "customXml/")
FEUILLES_MAXIMUM = 20
DERNIERE_LIGNE_D_EXCEL = 2**20

ABIME = "ce classeur Excel est abîmé ou n'en est pas un"
SIGNATURE_ZIP = b"PK\x03\x04"
SIGNATURE_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What openpyxl lets through on a damaged or forged workbook (found by mutating real ones, see the tests).
CLASSEUR_ABIME = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError, LookupError, ValueError,
    TypeError, AttributeError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip


# A hidden row, most often by a filter: whoever wrote the file did not see that it was still there.
# No `<` is crossed: a comment may hold a million of them.
_RANGEE_MASQUEE = re.compile(rb'<(?:\w+:)?row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]{1,7})"')
# A formula whose result was never stored, as programs that do not compute leave it; a text that is empty is a result.
_JAMAIS_CALCULEE = re.compile(
    rb'<(?:\w+:)?c\b(?![^<>]*\bt="str")(?=[^<>]*\br="([A-Z]{1,3})([0-9]{1,7})")[^<>]*(?<!/)>'
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>)(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</"
)
MASQUEE = Defaut("", "ligne masquée", "une ligne visible : l'afficher (un filtre ?), ou la supprimer du fichier")


class Feuille(Protocol):
    """A sheet as openpyxl reads it without keeping it (its own types hide these members)."""

    title: str
    sheet_state: str
    _worksheet_path: str  # the part of the archive; openpyxl says nowhere else which rows are hidden

    def reset_dimensions(self) -> None:
        """Forget the size that the file states."""

    def iter_rows(self, *, max_col: int, values_only: bool) -> Iterable[Sequence[object]]:
        """Every row, blank ones included."""


@dataclass(frozen=True)
class Rangees:
    """The rows of a sheet that say something, and the numbers of those that are hidden."""

    lignes: Sequence[LigneDeTableau]
    masquees: frozenset[int]


def lire_feuilles(fichier: str, feuilles: Mapping[str, Rangees]) -> Iterator[LigneBrute]:
    """The dwellings of the one visible sheet that has them. Raises FichierIllisible."""
    avec_titres = [nom for nom, rangees in feuilles.items() if chercher_les_titres(rangees.lignes) is not None]
    if len(avec_titres) > 1:
        noms = ", ".join(f"« {nom} »" for nom in avec_titres)
        raise FichierIllisible(fichier, f"plusieurs feuilles contiennent des logements ({noms}) : n'en garder qu'une")
    remplies = [rangees for nom, rangees in feuilles.items() if rangees.lignes and nom in (avec_titres or feuilles)]
    if not remplies:
        raise FichierIllisible(fichier, "le classeur est vide")
    lettres = [get_column_letter(rang) for rang in range(1, COLONNES_MAXIMUM + 2)]
    brutes = lire_tableau(fichier, remplies[0].lignes, lettres=lettres)
    masquees = remplies[0].masquees
    return (replace(brute, defauts=(MASQUEE,)) if brute.ligne in masquees else brute for brute in brutes)


def feuilles_visibles(fichier: str, octets: bytes) -> dict[str, Rangees]:
    """What every visible sheet of a workbook holds, by its name. Raises FichierIllisible."""
    if octets.startswith(SIGNATURE_OLE):
        raison = (
            "ancien format Excel (.xls) ou classeur protégé par un mot de passe : enregistrer en .xlsx sans protection"
        )
        raise FichierIllisible(fichier, raison)
    try:
        return feuilles_xlsx(fichier, Classeur(fichier, octets))
    except FichierIllisible:
        raise
    except CLASSEUR_ABIME as erreur:
        raise FichierIllisible(fichier, ABIME) from erreur


def feuilles_xlsx(fichier: str, classeur: Classeur) -> dict[str, Rangees]:
    """The same, of a workbook just opened. Raises FichierIllisible, and CLASSEUR_ABIME for a damaged one."""
    if "xl/workbook.xml" not in classeur.noms:
        raise FichierIllisible(fichier, "ce n'est pas un classeur Excel : enregistrer en .xlsx ou en .csv")
    parties = {nom: classeur.xml(nom) for nom in classeur.noms if nom.endswith(LUES) and not nom.startswith(INUTILES)}
    return _feuilles(fichier, parties)


def _sans_compression(parties: Mapping[str, bytes]) -> io.BytesIO:
    """The same workbook, of which nothing can grow any more: openpyxl inflates without counting."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom), contenu)
    flux.seek(0)
    return flux


def _feuilles(fichier: str, parties: Mapping[str, bytes]) -> dict[str, Rangees]:
    """Every visible sheet, by name."""
    with warnings.catch_warnings():
        # openpyxl warns of styles and validations that it does not keep: nothing of ours.
        warnings.filterwarnings("ignore", module="openpyxl")
        classeur = load_workbook(_sans_compression(parties), read_only=True, data_only=True, keep_links=False)
        try:
            visibles = [f for f in cast("list[Feuille]", classeur.worksheets) if f.sheet_state == "visible"]
            if len(visibles) > FEUILLES_MAXIMUM:
                raise FichierIllisible(fichier, f"plus de {FEUILLES_MAXIMUM} feuilles : n'en garder qu'une")
            mesure, places = Mesure(fichier), count(1)
            return {
                f.title: Rangees(
                    list(_lignes(fichier, f, mesure, places, _sans_resultat(parties[f._worksheet_path]))),
                    _masquees(parties[f._worksheet_path]),
                )
                for f in visibles
            }
        finally:
            classeur.close()


def _masquees(feuille: bytes) -> frozenset[int]:
    return frozenset(int(numero) for numero in _RANGEE_MASQUEE.findall(feuille))


def _sans_resultat(feuille: bytes) -> frozenset[tuple[int, int]]:
    """The row and column of the cells that show a value in Excel, and would be read as blank."""
    return frozenset(
        (int(ligne), column_index_from_string(colonne.decode())) for colonne, ligne in _JAMAIS_CALCULEE.findall(feuille)
    )


def _marquer(ligne: int, rangee: Sequence[object], vides: frozenset[tuple[int, int]]) -> Sequence[object]:
    return [SANS_RESULTAT if (ligne, rang) in vides else cellule for rang, cellule in enumerate(rangee, start=1)]


def _lignes(
    fichier: str, feuille: Feuille, mesure: Mesure, places: Iterator[int], vides: frozenset[tuple[int, int]]
) -> Iterator[LigneDeTableau]:
    """The rows that say something. Nothing is looked at beyond one column more than the limit.

    `places` counts the rows of all the sheets, blank ones included; `vides` are the formulas without a result.
    """
    feuille.reset_dimensions()  # some programs state "A1" for the whole sheet
    rangees = feuille.iter_rows(max_col=COLONNES_MAXIMUM + 1, values_only=True)
    for ligne, rangee in enumerate(rangees, start=1):
        if next(places) > DERNIERE_LIGNE_D_EXCEL:  # a forged row number would have openpyxl count for ever
            raise FichierIllisible(fichier, f"plus de {DERNIERE_LIGNE_D_EXCEL} lignes")
        cellules = _marquer(ligne, rangee, vides) if vides else rangee
        if cellules.count(None) == len(cellules):
            continue
        mesure.compter(ligne, [cellule for cellule in cellules if cellule is not None])
        if not any(en_texte(cellule) for cellule in cellules):
            continue
        if en_texte(cellules[-1]) and len(cellules) > COLONNES_MAXIMUM:
            raise FichierIllisible(fichier, f"plus de {COLONNES_MAXIMUM} colonnes", ligne)
        yield ligne, _sans_queue(cellules)


def _sans_queue(cellules: Sequence[object]) -> Sequence[object]:
    """The cells up to the last that says something."""
    fin = max((rang for rang, cellule in enumerate(cellules, start=1) if en_texte(cellule)), default=0)
    return cellules[:fin]
