"""The table that a réservataire fills to designate candidates (R45, R61), attached to the acceptance letter.

Its columns are those that the reader expects (`domain/table_candidats.py`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from robot.domain import dates, loi
from robot.domain.ecriture import propre
from robot.domain.table_candidats import COLONNES

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRIORITES = ("DALO", "prioritaire", "1er quartile", "aucune")
RETRAIT = ("oui",)
# Wide enough for a title and for what is usually written under it, in characters.
LARGEURS = {
    "nud": 22, "nom": 24, "courriel": 26, "telephone": 15, "adresse": 30, "priorite": 13, "precision": 24,
    "referent": 22, "referent_courriel": 26, "retrait": 13,
}  # fmt: skip
RANG = "Ligne"
CONSIGNE = (
    "Une ligne par candidat, sans changer les titres. Renvoyez ce fichier en réponse à notre courriel."
    " Seul le numéro unique est obligatoire."
)
TEXTE = "@"
# Under the heading and the hints, above the candidates.
LIGNE_DES_AIDES, LIGNE_DES_TITRES = 7, 8
# A zip cannot be older; our files have no date of their own, so that the same data give the same bytes.
SANS_DATE = (1980, 1, 1, 0, 0, 0)
# What is filled per dwelling, in the texts of a workbook made once.
REFERENCE, LOGEMENT, DERNIER_JOUR = "{reference}", "{logement}", "{dernier_jour}"
_NON_CARACTERES = re.compile("[\ufffe\uffff]")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</dcterms:)")

ENCRE, DISCRET, FOND, TRAIT = "1B1F24", "4A5561", "DCE9DD", "8A94A0"


def fabriquer(donnees: Mapping[str, Any]) -> tuple[bytes, str]:
    """The XLSX bytes and their type; the same bytes for the same data.

    `donnees`: `reference`, `logement` (its title), `candidats` (how many
    lines to fill), `dernier_jour` (ISO, empty without a delay).
    """
    jour = donnees["dernier_jour"]
    valeurs = {
        REFERENCE: _en_xml(donnees["reference"]),
        LOGEMENT: _en_xml(donnees["logement"]),
        DERNIER_JOUR: dates.echeance_en_lettres(date.fromisoformat(jour)).encode() if jour else b"",
    }
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in _classeur_vierge(int(donnees["candidats"]), avec_delai=bool(jour)):
            for marque, valeur in valeurs.items():
                contenu = contenu.replace(marque.encode(), valeur)  # noqa: PLW2901 - filled mark after mark
            membre = zipfile.ZipInfo(nom, SANS_DATE)
            membre.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(membre, contenu)
    return flux.getvalue(), TYPE


def _en_xml(valeur: str) -> bytes:
    """The value on one line, for an XML text; a noncharacter would make the whole file unreadable."""
    return escape(_NON_CARACTERES.sub("", propre(valeur))).encode()


@lru_cache(maxsize=8)
def _classeur_vierge(candidats: int, *, avec_delai: bool) -> tuple[tuple[str, bytes], ...]:
    """The members of the workbook whose marks are still to be filled (36 ms, once): the same for all dwellings."""
    classeur = Workbook()
    classeur.properties.creator = ""
    feuille = classeur.active
    if not isinstance(feuille, Worksheet):
        raise TypeError("un classeur neuf a une feuille")
    feuille.title = "Candidats"
    _entete(feuille, candidats, avec_delai=avec_delai)
    _lignes_a_remplir(feuille, candidats)
    _mise_en_page(feuille)
    flux = io.BytesIO()
    classeur.save(flux)
    with zipfile.ZipFile(flux) as archive:
        return tuple((nom, _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z", archive.read(nom))) for nom in archive.namelist())


def _entete(feuille: Worksheet, candidats: int, *, avec_delai: bool) -> None:
    lignes = (
        f"Candidats pour le logement {REFERENCE}",
        LOGEMENT,
        f"À renvoyer avant le {DERNIER_JOUR}" if avec_delai else "Aucun délai ne court pour ce logement.",
        CONSIGNE,
        "Un seul candidat est attendu pour ce logement." if candidats == 1 else "",
    )
    for rang, texte in enumerate(lignes, 1):
        cellule = _ecrire(feuille, rang, 1, texte)
        cellule.font = Font(name="Arial", size=14 if rang == 1 else 11, bold=rang == 1, color=ENCRE)


def _lignes_a_remplir(feuille: Worksheet, combien: int) -> None:
    filet = Side(style="thin", color=TRAIT)
    cadre = Border(left=filet, right=filet, top=filet, bottom=filet)
    for rang, (titre, aide) in enumerate([(RANG, ""), *((c.libelle, c.exemple) for c in COLONNES)], 1):
        explication = _ecrire(feuille, LIGNE_DES_AIDES, rang, aide)
        explication.font = Font(name="Arial", size=8, color=DISCRET)
        explication.alignment = Alignment(wrap_text=True, vertical="bottom")
        cellule = _ecrire(feuille, LIGNE_DES_TITRES, rang, titre)
        cellule.font = Font(name="Arial", size=10, bold=True, color=ENCRE)
        cellule.fill = PatternFill("solid", fgColor=FOND)
        cellule.alignment = Alignment(wrap_text=True, vertical="center")
        cellule.border = cadre
        for numero in range(1, combien + 1):
            # The number is in the format, not in the cell: a line left empty must read as empty.
            case = _ecrire(feuille, LIGNE_DES_TITRES + numero, rang, " " if rang == 1 else "")
            # As text from the start: a number of 18 digits would lose its last three.
            case.number_format = f'"{numero}"{TEXTE}' if rang == 1 else TEXTE
            case.font = Font(name="Arial", size=10, color=DISCRET if rang == 1 else ENCRE)
            case.alignment = Alignment(wrap_text=True, vertical="center")
            case.border = cadre
    for numero in range(1, combien + 1):
        feuille.row_dimensions[LIGNE_DES_TITRES + numero].height = 30
    _listes(feuille, combien)


def _listes(feuille: Worksheet, combien: int) -> None:
    noms = [colonne.nom for colonne in COLONNES]
    for nom, choix in (("priorite", PRIORITES), ("retrait", RETRAIT)):
        # A list proposes; other words are read too, so that none is refused here.
        liste = DataValidation(type="list", formula1=f'"{",".join(choix)}"', allow_blank=True, showErrorMessage=False)
        liste.add(_plage(noms.index(nom), combien))
        feuille.add_data_validation(liste)
    nombre = DataValidation(
        type="textLength", operator="between", formula1=str(loi.NUMERO_UNIQUE.valeur), formula2="30", allow_blank=True
    )
    nombre.errorStyle = "warning"
    nombre.errorTitle, nombre.error = "Numéro unique", f"Un numéro unique compte {loi.NUMERO_UNIQUE.valeur} chiffres."
    nombre.showErrorMessage = True
    nombre.add(_plage(noms.index("nud"), combien))
    feuille.add_data_validation(nombre)


def _plage(colonne: int, combien: int) -> str:
    lettre = get_column_letter(colonne + 2)
    return f"{lettre}{LIGNE_DES_TITRES + 1}:{lettre}{LIGNE_DES_TITRES + combien}"


def _mise_en_page(feuille: Worksheet) -> None:
    feuille.column_dimensions["A"].width = 7
    for rang, colonne in enumerate(COLONNES, 2):
        feuille.column_dimensions[get_column_letter(rang)].width = LARGEURS[colonne.nom]
    feuille.row_dimensions[LIGNE_DES_AIDES].height = 48
    feuille.row_dimensions[LIGNE_DES_TITRES].height = 28
    feuille.freeze_panes = f"A{LIGNE_DES_TITRES + 1}"
    feuille.page_margins.left = feuille.page_margins.right = 0.4
    feuille.page_setup.orientation = "landscape"
    feuille.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _ecrire(feuille: Worksheet, ligne: int, colonne: int, texte: str) -> Cell:
    cellule = feuille.cell(ligne, colonne)
    if not isinstance(cellule, Cell):
        raise TypeError("aucune cellule n'est fusionnée")
    if texte:
        cellule.value = texte
    return cellule
