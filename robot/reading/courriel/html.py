"""HTML to lines of text: what is shown, with what is quoted marked by `>`, in one linear pass.

A tree builder as browsers use rebuilds every open formatting element at each
paragraph (HTML, 13.2.4.3): a few kilobytes can cost it minutes. This reads
tags one by one, and knows only what changes the meaning: hidden, struck,
quoted, cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from robot.reading.courriel.apparence import ORDINAIRE, Apparence, Feuille
from robot.reading.courriel.caracteres import effacer_l_invisible
from robot.reading.limites import LIGNES_MAX, TEXTE_MAX

COUPURE = "\ue001"  # a line of its own: whatever follows is an older message
# Private use: what a message writes there was removed with its invisible characters.
_CELLULE, _RANGEE = "\ue002", "\ue003"
_COLONNES_MIN, _RANGEES_MIN = 3, 2  # fewer is layout: a signature beside its logo, a header of Notes
_CELLULE_MAX = 120

# As browsers do (HTML, 13.2.5): a quote opens a value only after « = », and only its like closes it.
_NOM_D_ATTRIBUT = r"[^\s/>][^\s/>=]*+"
_VALEUR = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>))"""
_BALISE = re.compile(
    rf"<(/?)([a-zA-Z][^\s/>]*+)((?>(?:[\s/]++|{_NOM_D_ATTRIBUT}(?:\s*+=\s*+{_VALEUR}|(?!\s*+=)))*))>",
)
_ATTRIBUT = re.compile(rf"({_NOM_D_ATTRIBUT})(?:\s*+=\s*+({_VALEUR}))?")
_LUS = frozenset({"id", "class", "style", "hidden", "bgcolor", "color", "open", "dir"})
_ESPACES = re.compile(r"[ \t\n\f]+")
_MUETS = frozenset(
    {
        "head",
        "template",
        "noscript",
        "object",
        "svg",
        "math",
        "select",
        "datalist",
        "iframe",
        "audio",
        "video",
        "canvas",
        "meter",
        "progress",
    }
)
_BARRES = frozenset({"s", "strike", "del"})
_BRUTS = {nom: re.compile(rf"</{nom}", re.IGNORECASE) for nom in ("script", "style", "title", "textarea")}
_OUVRE_UNE_FEUILLE = re.compile(r"<style(?=[\s/>])", re.IGNORECASE)
_LIGNES = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tr",
        "ul",
    }
)
_VIDES = frozenset(
    {
        "area",
        "base",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "wbr",
    }
)
_SE_FERMENT = frozenset({"head", "svg", "math"})  # alone: for any other, browsers do not look at the last « / »
_FRERES = frozenset({"p", "li", "td", "th", "tr", "option", "dd", "dt"})  # opening one closes the same one left open
_BARRE = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,40}line-through")
_BORDURE = re.compile(r"border-top\s{0,9}:\s{0,9}solid\s{0,9}#(?:e1e1e1|b5c4df)", re.IGNORECASE)
# A bar on the left is how Outlook and others show a quotation; in a table it is layout.
_BARRE_A_GAUCHE = re.compile(r"border-left(?:-style)?\s{0,9}:[^;]{0,60}\b(?:solid|dotted|dashed|double)\b")
_MISES_EN_PAGE = frozenset({"table", "tbody", "tr", "td", "th"})
_COUPES = re.compile(r"(?:x_)*(?:divrplyfwdmsg|appendonsend|mail-editor-reference-message-container|replysplit|zwchr)")
_CITE = re.compile(
    r"\b(?:x_)*(?:moz-cite-prefix|yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote|"
    r"moz-forward-container)\b"
)


@dataclass
class _Ouvert:
    """An open element and what it does to the text inside."""

    nom: str
    muet: bool
    cite: bool
    barre: bool
    apparence: Apparence


@dataclass
class _Rendu:
    """The text so far, the styles declared, and the elements open."""

    lignes: list[str] = field(default_factory=list)
    courante: list[str] = field(default_factory=list)
    pile: list[_Ouvert] = field(default_factory=list)
    ouverts: dict[str, int] = field(default_factory=dict)
    muets: int = 0
    cites: int = 0
    barres: int = 0
    pre: int = 0
    tables: list[int] = field(default_factory=list)  # the line where each open table begins
    fin_de_table: int = 0  # the line after the last table closed: one that began before it is not innermost
    feuille: Feuille = field(default_factory=Feuille)

    @property
    def apparence(self) -> Apparence:
        """How the words are dressed here."""
        return self.pile[-1].apparence if self.pile else ORDINAIRE

    def ecrire(self, brut: str) -> None:
        if self.muets or self.barres or not self.apparence.se_voit:
            return
        texte = effacer_l_invisible(html.unescape(brut)) if "&" in brut else brut
        if not self.pre:
            self.courante.append(_ESPACES.sub(" ", texte))
            return
        premiere, *autres = texte.split("\n")
        self.courante.append(premiere)
        for ligne in autres:
            self.finir(vide=True)
            self.courante.append(ligne)

    def finir(self, *, vide: bool = False) -> None:
        """End the line; an empty one is kept only when asked."""
        texte = "".join(self.courante)
        self.courante.clear()
        texte = texte.rstrip() if self.pre else _ESPACES.sub(" ", texte).strip()
        if texte or vide:
            self.lignes.append(("> " + texte) if self.cites else texte)

    def finir_la_table(self) -> None:
        """End a table: when it is the innermost and holds data, one line a row and a tab between its cells."""
        debut = self.tables.pop()
        if debut >= self.fin_de_table:
            lignes = self.lignes[debut:]
            rangees = [_cellules(rangee) for rangee in "\n".join(lignes).split(_RANGEE)[1:]]
            if not any(ligne.startswith("> ") for ligne in lignes) and _sont_des_donnees(rangees):
                self.lignes[debut:] = ["\t".join(cellules) for cellules in rangees]
        self.fin_de_table = len(self.lignes)

    def couper(self) -> None:
        self.finir()
        if not self.cites:
            self.lignes.append(COUPURE)

    def ouvrir(self, ouvert: _Ouvert) -> None:
        self.pile.append(ouvert)
        self.ouverts[ouvert.nom] = self.ouverts.get(ouvert.nom, 0) + 1
        self._compter(ouvert, 1)

    def fermer(self, nom: str) -> None:
        """Close up to the nearest element of that name; a stray closing tag does nothing."""
        if not self.ouverts.get(nom):
            return
        while self.pile:
            dernier = self.pile.pop()
            self.ouverts[dernier.nom] -= 1
            self._compter(dernier, -1)
            if dernier.nom == nom:
                return

    def _compter(self, ouvert: _Ouvert, pas: int) -> None:
        self.muets += pas * ouvert.muet
        self.cites += pas * ouvert.cite
        self.barres += pas * ouvert.barre
        self.pre += pas * (ouvert.nom == "pre")


def en_lignes(source: str) -> list[str]:
    """The lines a reader sees; those of a quotation begin with `>`, an older message with `COUPURE`."""
    source = source[:TEXTE_MAX]
    rendu = _Rendu(feuille=_feuille(source))
    position, taille = 0, len(source)
    while position < taille and len(rendu.lignes) < LIGNES_MAX:
        chevron = source.find("<", position)
        if chevron < 0:
            rendu.ecrire(source[position:])
            break
        if chevron > position:
            rendu.ecrire(source[position:chevron])
        position = _balise(source, chevron, rendu)
    rendu.finir()
    while rendu.tables:
        rendu.finir_la_table()
    propres = ((ligne, _sans_marques(ligne)) for ligne in rendu.lignes)
    return [propre for ligne, propre in propres if propre or not ligne]


def _cellules(rangee: str) -> list[str]:
    return [" ".join(cellule.split()) for cellule in rangee.split(_CELLULE)[1:]]


def _sont_des_donnees(rangees: Sequence[Sequence[str]]) -> bool:
    """Whether every row has the same cells, short ones, as a table of candidates pasted from a spreadsheet has."""
    return (
        len(rangees) >= _RANGEES_MIN
        and len(rangees[0]) >= _COLONNES_MIN
        and all(len(cellules) == len(rangees[0]) and any(cellules) for cellules in rangees)
        and all(len(cellule) <= _CELLULE_MAX for cellules in rangees for cellule in cellules)
    )


def _sans_marques(ligne: str) -> str:
    if _CELLULE not in ligne and _RANGEE not in ligne:
        return ligne
    return _ESPACES.sub(" ", ligne.replace(_RANGEE, "").replace(_CELLULE, " ")).strip()


def _feuille(source: str) -> Feuille:
    """The style sheets of the whole page: one at the end dresses what comes before it."""
    feuille, position = Feuille(), 0
    while (ouvre := _OUVRE_UNE_FEUILLE.search(source, position)) and (trouve := _BALISE.match(source, ouvre.start())):
        fin = _BRUTS["style"].search(source, trouve.end())
        position = fin.start() if fin else len(source)
        feuille.ajouter(source[trouve.end() : position])
    return feuille


def _balise(source: str, chevron: int, rendu: _Rendu) -> int:
    """Read what begins at `<`; the position after it."""
    if source.startswith("<!--", chevron):
        fin = source.find("-->", chevron + 4)
        return len(source) if fin < 0 else fin + 3
    trouve = _BALISE.match(source, chevron)
    if trouve is None:
        return _balise_abimee(source, chevron, rendu)
    fermante, nom, reste = trouve[1], trouve[2].lower(), trouve[3]
    if fermante:
        _fermer(nom, rendu)
        return trouve.end()
    _ouvrir(nom, reste, rendu)
    if nom in _BRUTS:
        rendu.fermer(nom)
        return _fin_brute(source, trouve.end(), nom)
    return trouve.end()


def _balise_abimee(source: str, chevron: int, rendu: _Rendu) -> int:
    """Not a tag: a lone `<` is text; a declaration is skipped; a tag without end takes the rest, as in browsers."""
    suivant = source[chevron + 1 : chevron + 2]
    if suivant.isascii() and suivant.isalpha():
        return len(source)
    if suivant not in ("/", "!", "?"):
        rendu.ecrire("<")
        return chevron + 1
    fin = source.find(">", chevron)
    return len(source) if fin < 0 else fin + 1


def _fin_brute(source: str, position: int, nom: str) -> int:
    """Script and style end at their closing tag only; without one, the document ends."""
    fin = _BRUTS[nom].search(source, position)
    if fin is None:
        return len(source)
    apres = source.find(">", fin.end())
    return len(source) if apres < 0 else apres + 1


def _fermer(nom: str, rendu: _Rendu) -> None:
    if nom in _LIGNES:
        rendu.finir()
    if nom == "table" and rendu.tables:
        rendu.finir_la_table()
    rendu.fermer(nom)


def _ouvrir(nom: str, reste: str, rendu: _Rendu) -> None:
    if "@" in nom:  # an address left unescaped: <nom@domaine>
        rendu.ecrire(html.escape(f"<{nom}{reste}>"))
        return
    if nom == "br":
        rendu.finir(vide=True)
        return
    if nom in _LIGNES:
        rendu.finir()
    if nom == "table":
        rendu.tables.append(len(rendu.lignes))
    elif nom in ("td", "th", "tr"):
        rendu.courante.append(_RANGEE if nom == "tr" else _CELLULE)
    attributs = _attributs(reste)
    identite = f"{attributs.get('id', '')} {attributs.get('class', '')}".lower()
    style = attributs.get("style", "").lower()
    if _COUPES.search(attributs.get("id", "").lower()) or (nom == "div" and _BORDURE.search(style)):
        rendu.couper()
    if nom in _VIDES or (nom in _SE_FERMENT and reste.endswith("/")):
        return
    if nom in _FRERES and rendu.pile and rendu.pile[-1].nom == nom:
        rendu.fermer(nom)
    apparence, retire = rendu.feuille.habiller(rendu.apparence, nom, attributs)
    rendu.ouvrir(
        _Ouvert(
            nom,
            muet=nom in _MUETS or _est_retire(nom, attributs) or retire,
            cite=_est_une_citation(nom, identite, style),
            barre=nom in _BARRES or _BARRE.search(style) is not None,
            apparence=apparence,
        )
    )


def _est_retire(nom: str, attributs: dict[str, str]) -> bool:
    """Hidden, a box left closed, or words shown backwards."""
    return (
        "hidden" in attributs
        or (nom == "dialog" and "open" not in attributs)
        or (nom == "bdo" and attributs.get("dir", "").lower() == "rtl")
    )


def _est_une_citation(nom: str, identite: str, style: str) -> bool:
    if nom == "blockquote" or _CITE.search(identite):
        return True
    return nom not in _MISES_EN_PAGE and _BARRE_A_GAUCHE.search(style) is not None


def _attributs(reste: str) -> dict[str, str]:
    """Those that we read; of two of the same name, the first, as browsers do."""
    lus: dict[str, str] = {}
    for trouve in _ATTRIBUT.finditer(reste):
        nom = trouve[1].lower()
        if nom in _LUS and nom not in lus:
            valeur = trouve[2] or ""
            lus[nom] = html.unescape(valeur[1:-1] if valeur.startswith(("'", '"')) else valeur)
    return lus
