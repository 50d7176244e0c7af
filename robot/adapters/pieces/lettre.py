"""A letter to print: the wording of an e-mail laid out on A4 for a window envelope.

The recipient stands where the window of a DL envelope shows it, on the right
(NF Z 11-001): whatever way the folded sheet slides in its envelope, the
window shows the address and nothing else. The font is in the file: the page
is the same everywhere. The same data give the same bytes, since the journal
seals them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LayoutError,
    ListFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from robot.adapters import modeles, redaction
from robot.domain import dates

TYPE = "application/pdf"
POLICE, GRAS = "LiberationSans", "LiberationSans-Bold"
POLICES = Path(__file__).parent / "polices"
FICHIERS = ((POLICE, "LiberationSans-Regular"), (GRAS, "LiberationSans-Bold"))

LARGEUR, HAUTEUR = A4
MARGE, MARGE_HAUTE, MARGE_BASSE = 20 * mm, 20 * mm, 22 * mm
# A DL envelope (110 × 220 mm) has its window, 45 × 100 mm, at 20 mm from its right and from its bottom. A sheet folded
# in three moves in it by 11 mm up and 10 mm aside: what is always seen is 45 to 79 mm from the top of the sheet, 100
# to 190 mm from its left; what is sometimes seen, 34 to 90 mm and 90 to 200 mm.
ADRESSE_GAUCHE, ADRESSE_LARGEUR, ADRESSE_HAUT, ADRESSE_HAUTEUR = 105 * mm, 84 * mm, 46 * mm, 32 * mm
MARQUES_HAUT, MARQUES_LARGEUR, MARQUES_LIGNES = 62 * mm, 65 * mm, 6
COORDONNEES, COORDONNEES_LIGNES = 78 * mm, 9
CORPS_HAUT = 94 * mm
PLIS = (99 * mm, 198 * mm)

ENCRE, DISCRET, TRAIT, FOND = HexColor("#1b1f24"), HexColor("#4a5561"), HexColor("#b5bdc6"), HexColor("#f1f3f6")
CORPS = ParagraphStyle("corps", fontName=POLICE, fontSize=10.5, leading=14.5, textColor=ENCRE, spaceAfter=7)
TITRE = ParagraphStyle(
    "titre", CORPS, fontName=GRAS, fontSize=11.5, leading=15, spaceBefore=7, spaceAfter=4, keepWithNext=1
)
# Six lines of 38 signs (NF Z 10-011); more, in smaller, sooner than not at all.
ECRITURES_ADRESSE = (
    ParagraphStyle("adresse", CORPS, leading=13.3, spaceAfter=0),
    ParagraphStyle("longue adresse", CORPS, fontSize=8, leading=10, spaceAfter=0),
)
OBJET = ParagraphStyle("objet", CORPS, fontName=GRAS, spaceAfter=12)
CASE = ParagraphStyle("case", CORPS, fontSize=10, leading=13, spaceAfter=0)
NOM_DE_CASE = ParagraphStyle("nom de case", CASE, textColor=DISCRET)
CITATION = ParagraphStyle(
    "citation", CASE, leftIndent=10, rightIndent=5, borderColor=FOND, backColor=FOND, borderPadding=4, spaceAfter=12
)
PIED, PETIT = 8.5, 9.0
TOTAL, PLACE_DU_TOTAL, BAS_DE_PAGE = "total", 9, 12 * mm
_CODE_POSTAL = re.compile(r"[\s,]+(?=\d{5}\s+\D)")


def fabriquer(donnees: Mapping[str, Any], papier: Environment, maintenant: datetime) -> tuple[bytes, str]:
    """The PDF bytes and their type; `papier` is the wording (`modeles.pour_le_papier`).

    `donnees`: `gabarit` (a folder of `templates/`), `contexte` (that of the
    e-mail), `destinataire` (`nom`, `adresse` on one line or several, empty
    for what is not posted), `date` (ISO), `lieu` (may be missing). Raises
    KeyError or ValueError for what is missing, and what Jinja raises.
    """
    contexte = {
        **redaction.rendre_inoffensif(donnees["contexte"]),
        "maintenant": maintenant.isoformat(),
        "liens": {},
        "gabarit": donnees["gabarit"],
    }
    objet = redaction.une_ligne(papier.get_template(f"{donnees['gabarit']}/objet.txt").render(contexte).strip())
    # What stands between brackets sorts an inbox; on paper the rest is the subject.
    contexte["objet_du_courrier"] = objet = objet.partition("] ")[2] or objet
    corps = modeles.blocs_de_papier(papier.get_template("_commun/lettre.txt").render(contexte))
    return _Impression(donnees, contexte, objet).imprimer(corps), TYPE


def lignes_d_adresse(nom: str, adresse: str) -> list[str]:
    """The address as an envelope shows it, not yet folded: the locality by itself and in capitals (NF Z 10-011)."""
    brutes = [nom, *(morceau for ligne in adresse.splitlines() for morceau in _CODE_POSTAL.split(ligne))]
    propres = [ligne for brute in brutes if (ligne := str(redaction.rendre_inoffensif(brute)).strip(" ,"))]
    if adresse.strip() and propres:
        propres[-1] = propres[-1].upper()
    return propres


def _dans_la_fenetre(lignes: Sequence[str]) -> Flowable:
    """The address in the largest writing that holds it all; the smallest cuts.

    The letter goes to a person, who has the whole address and checks it.
    """
    texte = "<br/>".join(_balise(ligne) for ligne in lignes)
    for style in ECRITURES_ADRESSE:
        adresse = Paragraph(texte, style)
        _, hauteur = adresse.wrap(ADRESSE_LARGEUR, ADRESSE_HAUTEUR)
        if hauteur <= ADRESSE_HAUTEUR:
            return adresse
    debut: Flowable = adresse.split(ADRESSE_LARGEUR, ADRESSE_HAUTEUR)[0]
    debut.wrap(ADRESSE_LARGEUR, ADRESSE_HAUTEUR)
    return debut


class _Impression:
    """One letter being laid out: what is drawn on its first page, and on every page."""

    def __init__(self, donnees: Mapping[str, Any], contexte: Mapping[str, Any], objet: str) -> None:
        _charger_les_polices()
        self._jour = date.fromisoformat(donnees["date"])
        self._lieu = str(redaction.rendre_inoffensif(donnees.get("lieu", "")))
        destinataire = donnees["destinataire"]
        self._adresse = lignes_d_adresse(destinataire["nom"], destinataire["adresse"])
        self._bailleur: Mapping[str, str] = contexte["bailleur"]
        self._reference = str(contexte.get("reference", ""))
        self._objet = objet

    def imprimer(self, blocs: Sequence[tuple[str, Any]]) -> bytes:
        flux = io.BytesIO()
        largeur = LARGEUR - 2 * MARGE
        suite = Frame(MARGE, MARGE_BASSE, largeur, HAUTEUR - MARGE_HAUTE - MARGE_BASSE, 0, 0, 0, 0)
        debut = Frame(MARGE, MARGE_BASSE, largeur, HAUTEUR - CORPS_HAUT - MARGE_BASSE, 0, 0, 0, 0)
        document = BaseDocTemplate(
            flux,
            pagesize=A4,
            title=self._objet,
            author=self._bailleur["nom"],
            lang="fr-FR",
            invariant=1,
            pageTemplates=[
                PageTemplate("debut", [debut], onPage=self._premiere_page, onPageEnd=self._pied),
                PageTemplate("suite", [suite], onPageEnd=self._pied),
            ],
        )
        recit = [NextPageTemplate("suite"), Paragraph(_balise(f"Objet : {self._objet}"), OBJET)]
        recit += [flottant for forme, contenu in blocs for flottant in FORMES[forme](contenu)]
        try:
            document.build(recit, canvasmaker=_Pages)
        except LayoutError as defaut:
            raise ValueError("une partie de la lettre ne tient pas sur une page.") from defaut
        return flux.getvalue()

    def _premiere_page(self, page: Canvas, _document: BaseDocTemplate) -> None:
        # The letter's own date, not the instant of its printing.
        page.setDateFormatter(lambda *_instant: f"D:{self._jour:%Y%m%d}000000Z")
        page.setFillColor(ENCRE)
        page.setFont(GRAS, 12)
        page.drawString(MARGE, HAUTEUR - MARGE_HAUTE, _imprimable(self._bailleur["nom"]))
        page.setFont(POLICE, PETIT)
        for rang, ligne in enumerate(self._coordonnees()[:COORDONNEES_LIGNES], 1):
            page.drawString(MARGE, HAUTEUR - MARGE_HAUTE - rang * 12, ligne)
        adresse = _dans_la_fenetre(self._adresse)
        adresse.drawOn(page, ADRESSE_GAUCHE, HAUTEUR - ADRESSE_HAUT - adresse.height)
        page.setFont(POLICE, PETIT)
        le = f"le {dates.jour_en_lettres(self._jour)}"
        marques = (
            f"Référence : {self._reference}" if self._reference else "",
            f"{self._lieu}, {le}" if self._lieu else le.capitalize(),
        )
        # Beside the window, never in it.
        pliees = [
            ligne for marque in marques for ligne in simpleSplit(_imprimable(marque), POLICE, PETIT, MARQUES_LARGEUR)
        ]
        for rang, ligne in enumerate(pliees[:MARQUES_LIGNES]):
            page.drawString(MARGE, HAUTEUR - MARQUES_HAUT - rang * 14, ligne)
        page.setStrokeColor(TRAIT)
        for pli in PLIS:
            page.line(5 * mm, HAUTEUR - pli, 9 * mm, HAUTEUR - pli)

    def _coordonnees(self) -> list[str]:
        """Who writes and where to answer on paper, in the column beside the window."""
        service, *reste = (self._bailleur.get(nom, "") for nom in ("service", "telephone", "adresse"))
        voie, *localite = _CODE_POSTAL.split(self._bailleur.get("adresse_postale", ""), maxsplit=1)
        lignes = (service, voie, *(ligne.upper() for ligne in localite), *reste)
        pliees = (pliee for ligne in lignes for pliee in simpleSplit(_imprimable(ligne), POLICE, PETIT, COORDONNEES))
        return [pliee for pliee in pliees if pliee]

    def _pied(self, page: Canvas, _document: BaseDocTemplate) -> None:
        page.setFont(POLICE, PIED)
        page.setFillColor(DISCRET)
        page.drawString(MARGE, BAS_DE_PAGE, _imprimable(self._reference))
        page.drawRightString(LARGEUR - MARGE - PLACE_DU_TOTAL, BAS_DE_PAGE, f"Page {page.getPageNumber()} sur")
        page.translate(LARGEUR - MARGE - PLACE_DU_TOTAL + 2, BAS_DE_PAGE)
        page.doForm(TOTAL)


class _Pages(Canvas):
    """Says how many pages there are once they are all laid out: each foot has left a place for it."""

    def __init__(self, *arguments: Any, **nommes: Any) -> None:
        # Without it, the file would name Helvetica, which it does not carry.
        super().__init__(*arguments, **nommes | {"initialFontName": POLICE})

    def save(self) -> None:
        """Ends the file."""
        combien = self.getPageNumber() - 1
        self.beginForm(TOTAL)
        self.setFont(POLICE, PIED)
        self.setFillColor(DISCRET)
        self.drawString(0, 0, str(combien))
        self.endForm()
        super().save()


def _imprimable(texte: str) -> str:
    """The text with one kind of no-break space, and a visible mark for a sign that the font does not have."""
    glyphes = _charger_les_polices()
    texte = texte.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    return "".join(c if ord(c) in glyphes else "\N{WHITE SQUARE}" for c in texte)


def _balise(texte: str) -> str:
    """The text for a Paragraph, which reads a markup of its own: nothing of it may come from a value."""
    return escape(_imprimable(texte))


def _paragraphe(texte: str, style: ParagraphStyle = CORPS) -> list[Flowable]:
    return [Paragraph(_balise(texte), style)]


def _liste(elements: Sequence[str]) -> list[Flowable]:
    puces = ListFlowable(
        [Paragraph(_balise(element), CASE) for element in elements],
        bulletType="bullet", start="•", bulletFontName=POLICE, bulletColor=ENCRE, leftIndent=14,
    )  # fmt: skip
    return [puces, Spacer(0, 7)]


def _tableau(lignes: Sequence[Sequence[str]]) -> list[Flowable]:
    if not lignes:
        return []
    cases = [[Paragraph(_balise(nom), NOM_DE_CASE), Paragraph(_balise(valeur), CASE)] for nom, valeur in lignes]
    trait = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, TRAIT),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            # Only the paragraphs write; Table's own Helvetica would be named in the file all the same.
            ("FONTNAME", (0, 0), (-1, -1), POLICE),
        ]
    )
    table = Table(cases, colWidths=[52 * mm, LARGEUR - 2 * MARGE - 52 * mm], style=trait, splitInRow=1, spaceAfter=10)
    return [table]


def _citation(lignes: Sequence[str]) -> list[Flowable]:
    """A stranger's words, on a ground of their own, between guillemets."""
    if not lignes:
        return []
    texte = "<br/>".join(_balise(ligne) for ligne in lignes)
    return [Paragraph(f"«\N{NO-BREAK SPACE}{texte}\N{NO-BREAK SPACE}»", CITATION)]


FORMES: Mapping[str, Callable[[Any], list[Flowable]]] = {
    "paragraphe": _paragraphe,
    "titre": partial(_paragraphe, style=TITRE),
    "commande": _paragraphe,
    "liste": _liste,
    "tableau": _tableau,
    "citation": _citation,
}


@lru_cache(maxsize=1)
def _charger_les_polices() -> frozenset[int]:
    """Registers the two fonts, once for the process; the signs that both have."""
    polices = [TTFont(nom, POLICES / f"{fichier}.ttf") for nom, fichier in FICHIERS]
    for police in polices:
        pdfmetrics.registerFont(police)
    return frozenset.intersection(*(frozenset(police.face.charToGlyph) for police in polices))
