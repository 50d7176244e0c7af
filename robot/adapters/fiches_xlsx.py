"""Vacated dwellings in an Excel workbook: values only, formulas as Excel last computed them."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, cast

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from robot.adapters.fiches_lignes import (
    COLONNES_MAXIMUM,
    LIGNES_MAXIMUM,
    FichierIllisible,
    LigneBrute,
    LigneDeTableau,
    chercher_les_titres,
    lire_tableau,
)
from robot.domain.ecriture import en_texte

# A workbook is a ZIP: what it says it holds is checked before anything is inflated.
DECOMPRESSES_MAXIMUM = 64 * 2**20
PARTIES_MAXIMUM = 1000
FEUILLES_MAXIMUM = 20

SIGNATURE_ZIP = b"PK\x03\x04"
SIGNATURE_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What openpyxl lets through on a damaged or forged workbook (found by mutating real ones, see the tests).
CLASSEUR_ABIME = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError, LookupError, ValueError,
    TypeError, AttributeError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip


class Feuille(Protocol):
    """A sheet as openpyxl reads it without keeping it (its own types hide these methods)."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None:
        """Forget the size that the file states."""

    def iter_rows(self, *, max_col: int, values_only: bool) -> Iterable[Sequence[object]]:
        """Every row, blank ones included."""


def lire_xlsx(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of the one visible sheet that has them. Raises FichierIllisible."""
    if octets.startswith(SIGNATURE_OLE):
        raison = (
            "ancien format Excel (.xls) ou classeur protégé par un mot de passe : enregistrer en .xlsx sans protection"
        )
        raise FichierIllisible(fichier, raison)
    try:
        _controler_l_archive(fichier, octets)
        feuilles = _feuilles(fichier, octets)
    except FichierIllisible:
        raise
    except CLASSEUR_ABIME as erreur:
        raise FichierIllisible(fichier, "ce classeur Excel est abîmé ou n'en est pas un") from erreur
    avec_titres = [nom for nom, lignes in feuilles.items() if chercher_les_titres(lignes) is not None]
    if len(avec_titres) > 1:
        noms = ", ".join(f"« {nom} »" for nom in avec_titres)
        raise FichierIllisible(fichier, f"plusieurs feuilles contiennent des logements ({noms}) : n'en garder qu'une")
    lignes = feuilles[avec_titres[0]] if avec_titres else [ligne for f in feuilles.values() for ligne in f]
    if not lignes:
        raise FichierIllisible(fichier, "le classeur est vide")
    return lire_tableau(fichier, lignes, lettres=[get_column_letter(rang) for rang in range(1, COLONNES_MAXIMUM + 2)])


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


def _feuilles(fichier: str, octets: bytes) -> dict[str, Sequence[LigneDeTableau]]:
    """The rows of every visible sheet that are not blank, with their numbers."""
    with warnings.catch_warnings():
        # openpyxl warns of styles and validations that it does not keep: nothing of ours.
        warnings.filterwarnings("ignore", module="openpyxl")
        classeur = load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
        try:
            feuilles = cast("list[Feuille]", classeur.worksheets)
            visibles = [feuille for feuille in feuilles if feuille.sheet_state == "visible"]
            return {feuille.title: list(_lignes(fichier, feuille)) for feuille in visibles[:FEUILLES_MAXIMUM]}
        finally:
            classeur.close()


def _lignes(fichier: str, feuille: Feuille) -> Iterator[LigneDeTableau]:
    """The rows that say something. Nothing is looked at beyond one column more than the limit."""
    feuille.reset_dimensions()  # some programs state "A1" for the whole sheet
    trouvees = 0
    rangees = feuille.iter_rows(max_col=COLONNES_MAXIMUM + 1, values_only=True)
    for ligne, cellules in enumerate(rangees, start=1):
        if not any(en_texte(cellule) for cellule in cellules):
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
