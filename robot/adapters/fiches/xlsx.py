"""Vacated dwellings in an Excel workbook: values only, formulas as Excel last computed them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from robot.adapters.fiches.lignes import (
    COLONNES_MAXIMUM,
    LIGNES_MAXIMUM,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
    chercher_les_titres,
    lire_tableau,
)
from robot.domain.ecriture import en_texte
from robot.domain.fiche import Defaut

# A workbook is a ZIP: what it says it holds is checked before anything is inflated.
DECOMPRESSES_MAXIMUM = 64 * 2**20
PARTIES_MAXIMUM = 1000
FEUILLES_MAXIMUM = 20
DERNIERE_LIGNE_D_EXCEL = 2**20

SIGNATURE_ZIP = b"PK\x03\x04"
SIGNATURE_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What openpyxl lets through on a damaged or forged workbook (found by mutating real ones, see the tests).
CLASSEUR_ABIME = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError, LookupError, ValueError,
    TypeError, AttributeError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip


# A hidden row, most often by a filter: whoever wrote the file did not see that it was still there.
_RANGEE_MASQUEE = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
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
        _controler_l_archive(fichier, octets)
        return _feuilles(fichier, octets)
    except FichierIllisible:
        raise
    except CLASSEUR_ABIME as erreur:
        raise FichierIllisible(fichier, "ce classeur Excel est abîmé ou n'en est pas un") from erreur


def _controler_l_archive(fichier: str, octets: bytes) -> None:
    """Refuse what would inflate beyond measure, what is encrypted, what is another kind of archive.

    The sizes are those that the archive states; `zipfile` never reads past them.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parties = archive.infolist()
    if len(parties) > PARTIES_MAXIMUM or sum(partie.file_size for partie in parties) > DECOMPRESSES_MAXIMUM:
        raise FichierIllisible(
            fichier, f"une fois décompressé, le classeur dépasse {DECOMPRESSES_MAXIMUM // 2**20} Mio : le partager"
        )
    if not any(partie.filename == "xl/workbook.xml" for partie in parties):
        raise FichierIllisible(fichier, "ce n'est pas un classeur Excel : enregistrer en .xlsx ou en .csv")


def _feuilles(fichier: str, octets: bytes) -> dict[str, Rangees]:
    """Every visible sheet, by name."""
    with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(octets)) as archive:
        # openpyxl warns of styles and validations that it does not keep: nothing of ours.
        warnings.filterwarnings("ignore", module="openpyxl")
        classeur = load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
        try:
            visibles = [f for f in cast("list[Feuille]", classeur.worksheets) if f.sheet_state == "visible"]
            if len(visibles) > FEUILLES_MAXIMUM:
                raise FichierIllisible(fichier, f"plus de {FEUILLES_MAXIMUM} feuilles : n'en garder qu'une")
            return {f.title: Rangees(list(_lignes(fichier, f)), _masquees(archive, f)) for f in visibles}
        finally:
            classeur.close()


def _masquees(archive: zipfile.ZipFile, feuille: Feuille) -> frozenset[int]:
    return frozenset(int(numero) for numero in _RANGEE_MASQUEE.findall(archive.read(feuille._worksheet_path)))


def _lignes(fichier: str, feuille: Feuille) -> Iterator[LigneDeTableau]:
    """The rows that say something. Nothing is looked at beyond one column more than the limit."""
    feuille.reset_dimensions()  # some programs state "A1" for the whole sheet
    trouvees = 0
    rangees = feuille.iter_rows(max_col=COLONNES_MAXIMUM + 1, values_only=True)
    for ligne, cellules in enumerate(rangees, start=1):
        if ligne > DERNIERE_LIGNE_D_EXCEL:  # a forged row number would have openpyxl count for ever
            raise FichierIllisible(fichier, f"plus de {DERNIERE_LIGNE_D_EXCEL} lignes")
        if cellules.count(None) == len(cellules) or not any(en_texte(cellule) for cellule in cellules):
            continue
        trouvees += 1
        if trouvees > LIGNES_MAXIMUM * 2:
            raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} logements : partager le fichier")
        if en_texte(cellules[-1]) and len(cellules) > COLONNES_MAXIMUM:
            raise FichierIllisible(fichier, f"plus de {COLONNES_MAXIMUM} colonnes", ligne)
        yield ligne, _sans_queue(cellules)


def _sans_queue(cellules: Sequence[object]) -> Sequence[object]:
    """The cells up to the last that says something."""
    fin = max((rang for rang, cellule in enumerate(cellules, start=1) if en_texte(cellule)), default=0)
    return cellules[:fin]
