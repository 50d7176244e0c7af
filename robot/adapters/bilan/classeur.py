"""A bilan as a workbook: a page to read first, a page of figures and charts, a page per table, ready to print.

Every total is a formula written with its value. Names are always written as
text: one that begins with `=` stays a name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from robot.adapters.bilan import graphiques
from robot.adapters.bilan.cellules import pour_un_classeur
from robot.adapters.bilan.notice import lignes_de_notice
from robot.domain.bilan.tableau import Genre

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICE = "Calibri"
ENCRE, TITRE, BANDE, TOTAL = "#1B1F24", "#1F4E79", "#F3F6FA", "#E2EFDA"
A4, A3 = 9, 8
LARGEURS = {Genre.TEXTE: 20, Genre.JOUR: 11, Genre.NOMBRE: 12, Genre.EUROS: 11, Genre.PART: 13, Genre.ECART: 12}
FORMATS = {
    Genre.JOUR: "dd/mm/yyyy",
    Genre.NOMBRE: "#,##0",
    Genre.EUROS: '#,##0.00\\ "€"',
    Genre.PART: "0.0\\ %",
    Genre.ECART: "#,##0.00",
}
HAUTEUR = 15.0


@dataclass(frozen=True)
class Page:
    """A sheet: its name, the tables it holds one under the other, its paper, the columns kept in sight."""

    nom: str
    tableaux: tuple[str, ...]
    papier: int = A4
    figees: int = 1
    filtre: bool = True


PAR_CRITERE = ("par-commune", "par-epci", "par-typologie", "par-financement", "par-qpv", "par-periode")
PAGES = (
    Page("1 Flux détaillé", ("flux-detaille",), A3, 3),
    Page("2 Flux consolidé", ("par-reservataire", "du-et-recu", "refus", "priorites", *PAR_CRITERE), filtre=False),
    Page("2 bis Par réservataire", ("reservataire-par-critere",), figees=2),
    Page("2 ter Croisé", ("croise",)),
    Page("3 Hors flux", ("hors-flux",), A3, 3),
)
SYNTHESE, GRAPHIQUES = "Synthèse", "Graphiques"
# The dwelling on one sheet of paper, what became of it on the next.
PREMIERE_DU_PARCOURS = 15


def classeur(bilan: Mapping[str, Any]) -> bytes:
    """The workbook of a bilan in plain values (`tableaux.en_json`); the same bytes for the same bilan."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False}) as livre:
        titre = f"Bilan du flux {bilan['periode']['nom']} – {bilan['bailleur']}"
        cree_le = datetime.combine(date.fromisoformat(bilan["arrete_le"]), time(), UTC)
        livre.set_properties({"title": titre, "company": bilan["bailleur"], "created": cree_le})
        _Classeur(livre, bilan, titre).ecrire()
    return tampon.getvalue()


@dataclass
class _Classeur:
    """The workbook being written."""

    livre: xlsxwriter.Workbook
    bilan: Mapping[str, Any]
    titre: str
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def format(self, **traits: Any) -> Format:
        """The format with these traits, made once."""
        cle = tuple(sorted(traits.items()))
        if cle not in self.formats:
            base = {"font_name": POLICE, "font_size": 10, "valign": "vcenter", "font_color": ENCRE}
            self.formats[cle] = self.livre.add_format(base | traits)
        return self.formats[cle]

    def ecrire(self) -> None:
        """Every sheet."""
        tableaux = {tableau["nom"]: tableau for tableau in self.bilan["tableaux"]}
        self._notice()
        self._synthese(tableaux)
        for page in PAGES:
            feuille = self._feuille(page.nom, page.papier)
            presents = [tableaux[nom] for nom in page.tableaux if nom in tableaux]
            self._tables(feuille, page, presents)

    def _feuille(self, nom: str, papier: int) -> Worksheet:
        feuille = self.livre.add_worksheet(nom)
        feuille.set_landscape()
        feuille.set_paper(papier)
        feuille.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        feuille.fit_to_pages(1, 0)
        feuille.hide_gridlines(2)
        pied = f"{self.titre} · {nom}".replace("&", "&&")
        feuille.set_footer(f"&L&8{pied}&R&8Page &P / &N")
        return feuille

    # --- the page to read first

    def _notice(self) -> None:
        feuille = self._feuille("Lire ce bilan", A4)
        feuille.set_portrait()
        feuille.set_column(0, 0, 30)
        feuille.set_column(1, 1, 78)
        feuille.write_string(0, 0, self.titre, self.format(bold=True, font_size=16, font_color=TITRE))
        feuille.set_row(0, 26)
        rang = 2
        for gauche, droite in lignes_de_notice(self.bilan):
            if not droite:
                feuille.write_string(rang, 0, gauche, self.format(bold=True, font_size=12, font_color=TITRE))
                feuille.set_row(rang, 22)
            else:
                feuille.write_string(rang, 0, gauche, self.format(bold=True, valign="top", text_wrap=True))
                feuille.write_string(rang, 1, droite, self.format(text_wrap=True, valign="top"))
                feuille.set_row(rang, HAUTEUR * max(_lignes(droite, 80), _lignes(gauche, 28)))
            rang += 1

    # --- figures and charts

    def _synthese(self, tableaux: Mapping[str, Mapping[str, Any]]) -> None:
        feuille = self._feuille(SYNTHESE, A4)
        feuille.set_column(0, 0, 62)
        feuille.set_column(1, 6, 12)
        suite = self._table(feuille, tableaux["chiffres-cles"], 0, entete=True) + 1
        premiers = tableaux["premiers"]
        debut = _entete(premiers, suite)
        self._table(feuille, premiers, suite)
        place = graphiques.Place(self.livre, self._feuille(GRAPHIQUES, A4))
        place.feuille.fit_to_pages(1, 1)
        suite = graphiques.par_reservataire(place, premiers, graphiques.Source(SYNTHESE, debut))
        debuts = _debuts([tableaux[nom] for nom in PAGES[1].tableaux if nom in tableaux])
        par_typologie, refus = (graphiques.Source(PAGES[1].nom, debuts[nom]) for nom in ("par-typologie", "refus"))
        graphiques.par_typologie(place, tableaux["par-typologie"], par_typologie, suite)
        graphiques.refus(place, tableaux["refus"], refus, suite)

    # --- the tables

    def _tables(self, feuille: Worksheet, page: Page, presents: Sequence[Mapping[str, Any]]) -> None:
        for rang, (_, genre, largeur, _) in enumerate(presents[0]["colonnes"]):
            feuille.set_column(rang, rang, largeur or LARGEURS[Genre(genre)])
        if len(presents) > 1:
            feuille.set_column(1, max(len(t["colonnes"]) for t in presents) - 1, LARGEURS[Genre.NOMBRE] + 1)
        ligne = 0
        for tableau in presents:
            ligne = self._table(feuille, tableau, ligne, entete=ligne == 0) + 1
        entete = _entete(presents[0], 0)
        if page.filtre:
            colonnes, nombre = len(presents[0]["colonnes"]), len(presents[0]["lignes"])
            feuille.freeze_panes(entete + 1, page.figees)
            feuille.repeat_rows(entete)
            if page.papier == A3:
                feuille.fit_to_pages(2, 0)
                feuille.repeat_columns(0, page.figees - 1)
                feuille.set_v_pagebreaks([PREMIERE_DU_PARCOURS])
            feuille.autofilter(entete, 0, entete + max(nombre, 1), colonnes - 1)
        else:
            feuille.freeze_panes(0, page.figees)

    def _table(self, feuille: Worksheet, tableau: Mapping[str, Any], ligne: int, *, entete: bool = False) -> int:
        """The title, the note, the head, the lines, the total; the first free row."""
        taille = 14 if entete else 12
        feuille.write_string(ligne, 0, tableau["titre"], self.format(bold=True, font_size=taille, font_color=TITRE))
        feuille.set_row(ligne, 22)
        if tableau["note"]:
            feuille.write_string(ligne + 1, 0, tableau["note"], self.format(italic=True, font_size=9))
        rang = _entete(tableau, ligne)
        largeurs = [largeur or LARGEURS[Genre(genre)] for _, genre, largeur, _ in tableau["colonnes"]]
        titre = self.format(bold=True, bg_color=TITRE, font_color="#FFFFFF", border=1, align="center", text_wrap=True)
        for colonne, (texte, *_) in enumerate(tableau["colonnes"]):
            feuille.write_string(rang, colonne, texte, titre)
        lignes_du_titre = max(_lignes(c[0], largeurs[i] - 2) for i, c in enumerate(tableau["colonnes"]))
        feuille.set_row(rang, HAUTEUR * lignes_du_titre + 4)
        genres = [Genre(genre) for _, genre, _, _ in tableau["colonnes"]]
        for pas, valeurs in enumerate(tableau["lignes"], start=1):
            for colonne, (valeur, genre) in enumerate(zip(valeurs, genres, strict=True)):
                self._cellule(feuille, rang + pas, colonne, pour_un_classeur(valeur, genre), genre, pas % 2 == 0)
            textes = ((str(v), w) for v, g, w in zip(valeurs, genres, largeurs, strict=True) if g is Genre.TEXTE and v)
            feuille.set_row(rang + pas, HAUTEUR * max((_lignes(t, w - 2) for t, w in textes), default=1))
        fin = rang + len(tableau["lignes"]) + 1
        if not tableau["lignes"]:
            feuille.write_string(fin, 0, "Rien sur la période.", self.format(italic=True))
            return fin + 1
        if tableau["total"]:
            self._total(feuille, tableau, rang + 1, fin)
            fin += 1
        return fin

    def _cellule(
        self, feuille: Worksheet, ligne: int, colonne: int, valeur: str | float | date | None, genre: Genre, bande: bool
    ) -> None:
        traits: dict[str, Any] = {"border": 1, "border_color": "#B5BDC6"} | ({"bg_color": BANDE} if bande else {})
        if genre is Genre.TEXTE:
            traits |= {"text_wrap": True, "indent": 1}
        else:
            traits |= {"num_format": FORMATS[genre], "align": "center" if genre is Genre.JOUR else "right"}
        format_ = self.format(**traits)
        match valeur:
            case None:
                feuille.write_blank(ligne, colonne, None, format_)
            case str():
                feuille.write_string(ligne, colonne, valeur, format_)
            case date():
                feuille.write_datetime(ligne, colonne, datetime.combine(valeur, time()), format_)
            case _:
                feuille.write_number(ligne, colonne, valeur, format_)

    def _total(self, feuille: Worksheet, tableau: Mapping[str, Any], premiere: int, ligne: int) -> None:
        gras = self.format(bold=True, bg_color=TOTAL, border=1, num_format="#,##0")
        for colonne, total in enumerate(tableau["total"]):
            if isinstance(total, int):
                bornes = xl_rowcol_to_cell(premiere, colonne), xl_rowcol_to_cell(ligne - 1, colonne)
                feuille.write_formula(ligne, colonne, f"=SUBTOTAL(109,{bornes[0]}:{bornes[1]})", gras, total)
            elif total:
                feuille.write_string(ligne, colonne, total, gras)
            else:
                feuille.write_blank(ligne, colonne, None, gras)


def _entete(tableau: Mapping[str, Any], ligne: int) -> int:
    """The row of the column titles of a table that begins at `ligne`."""
    return ligne + (2 if tableau["note"] else 1)


def _debuts(tableaux: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The row of the column titles of each table, written one under the other."""
    debuts, ligne = {}, 0
    for tableau in tableaux:
        debuts[tableau["nom"]] = _entete(tableau, ligne)
        lignes = len(tableau["lignes"])
        ligne = debuts[tableau["nom"]] + lignes + 2 + (1 if not lignes or tableau["total"] else 0)
    return debuts


def _lignes(texte: str, largeur: int) -> int:
    """How many lines a text takes in a column of so many characters, words kept whole."""
    lignes, reste = 1, 0
    for mot in texte.split(" "):
        if reste and reste + 1 + len(mot) > largeur:
            lignes, reste = lignes + 1, 0
        lignes += max(0, len(mot) - 1) // max(largeur, 1)
        reste += len(mot) + (1 if reste else 0)
    return lignes
