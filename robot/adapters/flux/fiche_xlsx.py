"""The sheet of a réservataire as a workbook, in the layout of the annexe (R26).

Every sum and every rate is a formula that its reader can check, written with
its value: a preview, or a program that computes nothing, shows it too. Names
are always written as text: one that begins with `=` stays a name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from robot.domain.flux.assiette import Cause, OrcodLhi

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICE = "Calibri"
# The colours of the annexe: blue is typed in, green is computed.
SAISI, CALCULE, TITRE = "#DDEBF7", "#E2EFDA", "#D9D9D9"
LARGEUR_DU_NOM, LARGEUR_D_UN_NOMBRE = 34, 15
HAUTEUR_D_UN_TITRE, HAUTEUR_DES_TITRES, HAUTEUR_D_UNE_LIGNE = 30, 140, 17

TITRES_DES_CAUSES: Mapping[Cause, str] = {
    Cause.DEFENSE_SECURITE: "Logements réservés par la Défense nationale et la Sécurité intérieure",
    Cause.SANTE: "Logements réservés aux établissements publics de santé",
    Cause.PLAN_VENTE: "Logements inclus dans un plan de vente, qui n'ont pas vocation à être remis en location",
    Cause.DEMOLITION: "Logements devant être démolis, qui n'ont pas vocation à être remis en location",
    Cause.PLAI_ADAPTE: "Logements PLAI adaptés (charte départementale)",
    Cause.GENS_DU_VOYAGE: "Logements dédiés à la sédentarisation des gens du voyage (charte départementale)",
}

Cellule = tuple[int, int]


@dataclass
class _Formats:
    """The looks of the cells."""

    classeur: xlsxwriter.Workbook
    faits: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def __call__(self, **traits: Any) -> Format:
        """The format with these traits, made once."""
        cle = tuple(sorted(traits.items()))
        if cle not in self.faits:
            base = {"font_name": POLICE, "font_size": 10, "valign": "vcenter"}
            self.faits[cle] = self.classeur.add_format(base | traits)
        return self.faits[cle]

    def titre(self) -> Format:
        """The title of a column."""
        return self(bold=True, bg_color=TITRE, border=1, align="center", text_wrap=True)

    def nom(self, *, gras: bool = False) -> Format:
        """A name."""
        return self(border=1, text_wrap=True, bold=gras, indent=1)

    def saisi(self, nombre: str = "#,##0") -> Format:
        """A figure that the landlord counts."""
        return self(border=1, align="center", bg_color=SAISI, num_format=nombre)

    def calcule(self, nombre: str = "#,##0") -> Format:
        """A figure that follows from others."""
        return self(border=1, align="center", bg_color=CALCULE, num_format=nombre, bold=True)


def fiche_xlsx(feuille: Mapping[str, Any], cree_le: datetime) -> bytes:
    """The workbook of one sheet (`annexe.feuille`); the same bytes for the same arguments."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False}) as classeur:
        classeur.set_properties({"title": _titre(feuille), "company": feuille["bailleur"], "created": cree_le})
        _Fiche(classeur.add_worksheet("Assiette et taux"), _Formats(classeur), feuille).ecrire()
    return tampon.getvalue()


def _titre(feuille: Mapping[str, Any]) -> str:
    morceaux = [_annee("Définition de l'assiette et répartition du flux", feuille), feuille["bailleur"]]
    return " – ".join(filter(None, [*morceaux, feuille["reservataire"]]))


def _annee(debut: str, feuille: Mapping[str, Any]) -> str:
    return f"{debut}, année {feuille['annee']}" if feuille["annee"] else debut


def _au(feuille: Mapping[str, Any]) -> str:
    """` au 31/12/2022`, nothing when nobody said when the stock was counted (C9)."""
    return f" au {date.fromisoformat(feuille['millesime']):%d/%m/%Y}" if feuille["millesime"] else ""


@dataclass
class _Fiche:
    """The sheet being written; `ligne` is the next free row, `totaux` the cell of A of each perimeter."""

    page: Worksheet
    formats: _Formats
    feuille: Mapping[str, Any]
    ligne: int = 0
    totaux: list[Cellule] = field(default_factory=list)

    def ecrire(self) -> None:
        """The whole sheet, ready to print on one landscape page in width."""
        self._mise_en_page()
        self._intitule(_titre(self.feuille), 14)
        self.ligne += 1
        self._intitule(_annee("Assiette du flux", self.feuille), 12)
        self._titres_de_l_assiette()
        for perimetre in self.feuille["perimetres"]:
            self._assiette(perimetre)
        self.ligne += 1
        self._intitule(_annee("Objectif flux", self.feuille), 12)
        self._droits()
        self.ligne += 1
        self._droits_uniques()
        self.ligne += 1
        self._notes()

    def _mise_en_page(self) -> None:
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.hide_gridlines(2)
        self.page.set_default_row(HAUTEUR_D_UNE_LIGNE)
        self.page.set_column(0, 0, LARGEUR_DU_NOM)
        self.page.set_column(1, self._derniere_colonne, LARGEUR_D_UN_NOMBRE)
        self.page.set_footer("&L&8" + self.feuille["bailleur"].replace("&", "&&") + "&R&8Page &P / &N")

    @property
    def _derniere_colonne(self) -> int:
        return len(Cause) + (5 if self.feuille["avec_net"] else 2)

    def _intitule(self, texte: str, taille: int) -> None:
        self.page.write_string(self.ligne, 0, texte, self.formats(bold=True, font_size=taille))
        self.ligne += 1

    # --- the first table

    def _titres_de_l_assiette(self) -> None:
        """Two rows of titles, as in the annexe: the causes stand under one title."""
        haut, bas, format_ = self.ligne, self.ligne + 1, self.formats.titre()
        au, annee = _au(self.feuille), f" {self.feuille['annee']}" if self.feuille["annee"] else ""
        total = (
            f"Nombre total de LLS du bailleur{au} (hors LLI, logements-foyers, résidences services et universitaires)"
        )
        seuls = {0: "Échelle", 1: total, len(Cause) + 2: f"Total brut, assiette du flux{annee}"}
        groupes = {(2, len(Cause) + 1): "Logements exclus de l'assiette du flux"}
        sous_titres = {rang: f"{TITRES_DES_CAUSES[cause]}{au}" for rang, cause in enumerate(Cause, start=2)}
        if self.feuille["avec_net"]:
            colonne = len(Cause) + 3
            groupes[colonne, colonne + 1] = "Estimation des logements soustraits du flux"
            sous_titres[colonne] = "Taux retenu pour les mutations (charte départementale)"
            soustrait = self.feuille["orcod_lhi"] == OrcodLhi.SOUSTRAIT
            mention = "" if soustrait else " (laissés dans le flux par la convention)"
            sous_titres[colonne + 1] = f"Estimation des logements nécessaires aux ORCOD et LHI{annee}{mention}"
            seuls[colonne + 2] = f"Total net, assiette du flux estimée{annee}"
        for colonne, texte in seuls.items():
            self.page.merge_range(haut, colonne, bas, colonne, texte, format_)
        for (debut, fin), texte in groupes.items():
            self.page.merge_range(haut, debut, haut, fin, texte, format_)
        for colonne, texte in sous_titres.items():
            self.page.write_string(bas, colonne, texte, format_)
        self.page.set_row(haut, HAUTEUR_D_UN_TITRE)
        self.page.set_row(bas, HAUTEUR_DES_TITRES)
        self.ligne += 2

    def _assiette(self, perimetre: Mapping[str, Any]) -> None:
        """The lines of a perimeter, then their sum if there are several."""
        premiere = self.ligne
        for ligne in perimetre["lignes"]:
            self._territoire(ligne)
        if len(perimetre["lignes"]) > 1:
            self._somme(perimetre["somme"], premiere)
        self.totaux.append((self.ligne - 1, 1))

    def _territoire(self, ligne: Mapping[str, Any]) -> None:
        rang, page, saisi = self.ligne, self.page, self.formats.saisi()
        page.write_string(rang, 0, ligne["nom"], self.formats.nom())
        page.write_number(rang, 1, ligne["total"], saisi)
        for colonne, cause in enumerate(Cause, start=2):
            page.write_number(rang, colonne, ligne["exclus_par_cause"][cause.value], saisi)
        brut = len(Cause) + 2
        formule = f"={_c(rang, 1)}-SUM({_c(rang, 2)}:{_c(rang, brut - 1)})"
        page.write_formula(rang, brut, formule, self.formats.calcule(), ligne["brut"])
        if self.feuille["avec_net"]:
            self._net(ligne, rang, brut)
        self.ligne += 1

    def _net(self, ligne: Mapping[str, Any], rang: int, brut: int) -> None:
        """C x (1 - moves), less ORCOD and LHI unless the convention leaves them in the flux (C1)."""
        if ligne["mutations_pct"] is None:
            for colonne in range(brut + 1, brut + 4):
                self.page.write_blank(rang, colonne, None, self.formats.saisi())
            return
        taux = ligne["mutations_pct"]
        self.page.write_number(rang, brut + 1, taux / 100, self.formats.saisi(_pourcent(0 if taux == int(taux) else 2)))
        self.page.write_number(rang, brut + 2, ligne["orcod_lhi"], self.formats.saisi())
        moins = f"-{_c(rang, brut + 2)}" if self.feuille["orcod_lhi"] == OrcodLhi.SOUSTRAIT else ""
        formule = f"=MAX(0,{_c(rang, brut)}*(1-{_c(rang, brut + 1)}){moins})"
        self.page.write_formula(rang, brut + 3, formule, self.formats.calcule(), float(Fraction(ligne["net_exact"])))

    def _somme(self, somme: Mapping[str, Any], premiere: int) -> None:
        rang, derniere = self.ligne, self.ligne - 1
        self.page.write_string(rang, 0, somme["nom"], self.formats.nom(gras=True))
        valeurs: dict[int, Any] = {1: somme["total"], len(Cause) + 2: somme["brut"]}
        valeurs |= {c: somme["exclus_par_cause"][cause.value] for c, cause in enumerate(Cause, start=2)}
        if self.feuille["avec_net"]:
            valeurs[len(Cause) + 4] = somme["orcod_lhi"]
            for colonne in (len(Cause) + 3, len(Cause) + 5):
                self.page.write_blank(rang, colonne, None, self.formats.calcule())
            if somme["net_exact"] is not None:
                valeurs[len(Cause) + 5] = float(Fraction(somme["net_exact"]))
        for colonne, valeur in sorted(valeurs.items()):
            formule = f"=SUM({_c(premiere, colonne)}:{_c(derniere, colonne)})"
            self.page.write_formula(rang, colonne, formule, self.formats.calcule(), valeur)
        self.ligne += 1

    # --- the others

    def _droits(self) -> None:
        """Rights as counted, and their rate: on the total, as every annexe prints it (C2)."""
        au = _au(self.feuille)
        titres = (
            "Transformation du stock en flux",
            f"Nombre de droits de réservation selon l'ex-stock{au}",
            f"Taux de représentativité{au}",
        )
        self._titres(titres)
        nombre = _pourcent(self.feuille["decimales"])
        for perimetre, (rang_total, colonne) in zip(self.feuille["perimetres"], self.totaux, strict=True):
            droit = perimetre["droit"]
            self.page.write_string(self.ligne, 0, f"{droit['nom']} ({droit['perimetre']})", self.formats.nom())
            self.page.write_number(self.ligne, 1, droit["droits"], self.formats.saisi())
            total = _c(rang_total, colonne)
            formule = f'=IF({total}=0,"",{_c(self.ligne, 1)}/{total})'
            valeur = droit["droits"] / droit["base"] if droit["base"] else ""
            self.page.write_formula(self.ligne, 2, formule, self.formats.calcule(nombre), valeur)
            self.ligne += 1

    def _droits_uniques(self) -> None:
        quand = self.feuille["annee"] - 1 if self.feuille["annee"] else "N-1"
        self._titres(("Autres engagements en droits uniques", f"Nombre de logements restant dus au 31/12/{quand}"))
        self.page.write_string(self.ligne, 0, self.feuille["reservataire"], self.formats.nom())
        dus = self.feuille["droits_uniques"]
        if dus is None:
            self.page.write_blank(self.ligne, 1, None, self.formats.saisi())
        else:
            self.page.write_number(self.ligne, 1, dus, self.formats.saisi())
        self.ligne += 1

    def _titres(self, textes: Sequence[str]) -> None:
        for colonne, texte in enumerate(textes):
            self.page.write_string(self.ligne, colonne, texte, self.formats.titre())
        self.page.set_row(self.ligne, HAUTEUR_DES_TITRES // 2)
        self.ligne += 1

    def _notes(self) -> None:
        """How to check, in four lines."""
        legende = self.formats(italic=True, font_size=9)
        notes = [
            "En bleu : compté par le bailleur. En vert : calculé, la formule est dans la cellule.",
            "Taux : nombre de droits divisé par le nombre total de logements. Le robot garde la fraction exacte.",
        ]
        if self.feuille["avec_net"]:
            notes.append(f"ORCOD et LHI : source suivie : {self.feuille['orcod_lhi_source']}.")
        for note in notes:
            self.page.write_string(self.ligne, 0, note, legende)
            self.ligne += 1


def _pourcent(decimales: int) -> str:
    """The number format of a rate."""
    return f"0.{'0' * decimales}%" if decimales else "0%"


def _c(ligne: int, colonne: int) -> str:
    return str(xl_rowcol_to_cell(ligne, colonne))
