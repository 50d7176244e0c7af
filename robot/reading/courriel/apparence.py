"""Whether a person sees the words of a page: what its styles do to them.

Not a browser: it knows the ways to hide, not how to lay out. What is hidden
must never decide, and a doubt only costs a letter: a style that may hide, hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Couleur = tuple[int, int, int]
Declarations = Mapping[str, str]

NOIR: Couleur = (0, 0, 0)
BLANC: Couleur = (255, 255, 255)
# Beyond these we do not read the style sheets: as they may hide, they hide.
STYLE_MAX = 4000  # characters kept of the rules of one name
REGLES_MAX = 2000  # names that have rules
REGLES_PAR_ELEMENT_MAX = 20
_CACHE = "display:none"

_CONTRASTE_MIN = 32  # of 255, on one channel at least; light grey #ddd on white is below, #999 far above
_OPACITE_MIN = 0.1
_TAILLE_MIN_PX = 2.0
_HAUTEUR_MIN_PX = 2.0
_HORS_CHAMP_PX = 500.0  # further than that to the left or above (ten times that to the right), nothing is on the page
_CHEVAUCHEMENT_PX = 4.0  # letters that much closer lie upon one another
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "%": 0.16,
    "cm": 37.8,
    "in": 96.0,
    "mm": 3.8,
}
_DECALAGES = {"%": 10.0}  # of a page of a thousand pixels
_NOMS = {"black": NOIR} | dict.fromkeys(
    ("white", "snow", "ivory", "whitesmoke", "ghostwhite", "floralwhite", "mintcream", "azure", "aliceblue"),
    BLANC,
)  # fmt: skip

_NOMBRE = re.compile(r"([-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|r?em|%|cm|mm|in)?")
_HEXA = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-f])")
_DIESE = re.compile(r"^(?=[0-9a-fA-F]{6}$)")  # « color=FFFFFF », as old pages write it
_FONCTION = re.compile(r"(rgb|hsl)a?\(([^()]{0,60})\)")
_MOT = re.compile(r"[a-z]{3,20}")
_ECHAPPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))")
_ACCOLADE = re.compile(r"[{}]")
_CLASSE_OU_ID = re.compile(r"""\[(class|id)[~|^$*]?=["']?([\w-]++)["']?\]""")
_SELECTEUR = re.compile(r"(?:^|(?<=[\w\s>+~*-]))([.#][\w-]++|\*|(?<![\w.#-])[a-z][a-z0-9]{0,20})$")
_PROPRIETES = re.compile(
    r"display|visib|opacity|font|height|width|indent|clip|transform|color|background|left|top|right|bottom|zoom|"
    r"filter|mso-hide|bidi|spacing|\\|/\*"
)
_NEANT = re.compile(r"(?:opacity|scale[xy3d]{0,2})\(\s{0,9}0(?:\.0\d{0,9})?\s{0,9}%?[\s,)]")
_CORPS = re.compile(r"(?:^|\s)(\d{0,5}\.?\d{1,5}(?:px|pt|r?em|%)?)(?=[/\s]|$)")


@dataclass(frozen=True)
class Apparence:
    """How the words of an element are dressed: what its children inherit.

    A colour is None when it is not known (a name, a picture behind): it is then
    supposed to be seen.
    """

    encre: Couleur | None = NOIR
    fond: Couleur | None = BLANC
    minuscule: bool = False
    invisible: bool = False

    @cached_property
    def se_voit(self) -> bool:
        """Whether a person can read them."""
        return not (self.minuscule or self.invisible or self._ton_sur_ton)

    @property
    def _ton_sur_ton(self) -> bool:
        if self.encre is None or self.fond is None:
            return False
        return all(abs(a - b) < _CONTRASTE_MIN for a, b in zip(self.encre, self.fond, strict=True))

    def habiller(self, declarations: Declarations) -> Apparence:
        """The same, dressed further by an element's own declarations."""
        if not declarations:
            return self
        fond = _fond(declarations, self.fond)
        return Apparence(
            encre=_encre(declarations.get("color", ""), self.encre, fond),
            fond=fond,
            minuscule=_minuscule(declarations, avant=self.minuscule),
            invisible=_invisible(declarations, avant=self.invisible),
        )


ORDINAIRE = Apparence()


@dataclass
class Feuille:
    """The style sheets read so far (a class or a name to its declarations), and what they make of each element."""

    regles: dict[str, str] = field(default_factory=dict)
    connus: dict[tuple[object, ...], tuple[Apparence, bool]] = field(default_factory=dict)

    def ajouter(self, source: str) -> None:
        """Rules of a <style> element; those of a @media are for other screens."""
        texte = _sans_commentaires(source.lower()).replace("<!--", " ")
        profondeur, debut, selecteurs = 0, 0, ""
        for accolade in _ACCOLADE.finditer(texte):
            contenu = texte[debut : accolade.start()]
            debut = accolade.end()
            if accolade[0] == "{":
                profondeur += 1
                selecteurs = contenu if profondeur == 1 else ""
                continue
            if profondeur == 1:
                self._retenir(selecteurs, contenu)
            profondeur = max(profondeur - 1, 0)

    def _retenir(self, selecteurs: str, contenu: str) -> None:
        """Keep what may hide, or show again, under the last name of each selector: « div .a » is read as « .a »."""
        declarations = _lire(contenu)
        cache = retire(declarations) or ORDINAIRE.habiller(declarations) != ORDINAIRE
        for selecteur in selecteurs.split(","):
            trouve = _SELECTEUR.search(_CLASSE_OU_ID.sub(_en_selecteur, selecteur.strip()))
            cle = trouve[1] if trouve else ""
            if cle in self.regles or (trouve and cache and len(self.regles) < REGLES_MAX):
                toutes = f"{self.regles.get(cle, '')};{contenu}"
                self.regles[cle] = toutes if len(toutes) <= STYLE_MAX else _CACHE
            elif trouve and cache:
                self.regles["*"] = _CACHE

    def habiller(self, avant: Apparence, nom: str, attributs: Mapping[str, str]) -> tuple[Apparence, bool]:
        """How an element is dressed inside another, and whether it is taken off the page."""
        if not attributs and not self.regles:
            return avant, False
        styles = (*_anciens(attributs), *self._regles_pour(nom, attributs), attributs.get("style", ""))
        connu = self.connus.get((avant, *styles))
        if connu is None:
            declarations = _lire(";".join(styles).lower())
            connu = self.connus[avant, *styles] = avant.habiller(declarations), retire(declarations)
        return connu

    def _regles_pour(self, nom: str, attributs: Mapping[str, str]) -> list[str]:
        """The declarations of the sheets for an element: its name, its classes, its own name."""
        if not self.regles:
            return []
        marques = [f".{classe}" for classe in attributs.get("class", "").lower().split()]
        cles = ("*", nom, *marques, f"#{attributs.get('id', '').lower().strip()}")
        regles = [self.regles[cle] for cle in cles if cle in self.regles]
        return regles if len(regles) <= REGLES_PAR_ELEMENT_MAX else [_CACHE]


def _anciens(attributs: Mapping[str, str]) -> Iterator[str]:
    """The colours of old pages, as declarations."""
    for attribut, propriete in (("bgcolor", "background-color"), ("color", "color")):
        if attributs.get(attribut):
            yield f"{propriete}:{_DIESE.sub('#', attributs[attribut])}"


def _en_selecteur(trouve: re.Match[str]) -> str:
    return ("." if trouve[1] == "class" else "#") + trouve[2]


def retire(declarations: Declarations) -> bool:
    """Whether an element is taken off the page with all it holds."""
    if not declarations:
        return False
    lire = declarations.get
    return (
        "none" in lire("display", "")
        or lire("mso-hide", "") == "all"
        or _sous(_OPACITE_MIN, lire("opacity"))
        or _sous(_OPACITE_MIN, lire("zoom"))
        or _NEANT.search(lire("filter", "") + lire("transform", "")) is not None
        or lire("clip-path", "none") != "none"
        or "rect(" in lire("clip", "")
        or "override" in lire("unicode-bidi", "")
        or _pixels(lire("letter-spacing")) <= -_CHEVAUCHEMENT_PX
        or _ecrase(declarations)
        or _hors_champ(declarations)
    )


def _ecrase(declarations: Declarations) -> bool:
    """No room for a letter: « max-height:0 », « height:0; overflow:hidden »."""
    coupe = declarations.get("overflow", "visible") != "visible"
    tailles = ("max-height", "height", "width", "max-width") if coupe else ("max-height",)
    return any(_sous(_HAUTEUR_MIN_PX, declarations.get(taille)) for taille in tailles)


def _hors_champ(declarations: Declarations) -> bool:
    """Pushed off the page."""
    pousses = ["text-indent", "margin-left", "margin-top"]
    if declarations.get("position", "static") not in ("static", "sticky"):
        pousses += ["left", "top", "right", "bottom"]
    valeurs = [declarations[propriete] for propriete in pousses if propriete in declarations]
    if "translate" in declarations.get("transform", ""):
        valeurs.append(declarations["transform"])
    mesures = (_mesure(nombre, _DECALAGES) for valeur in valeurs for nombre in _NOMBRE.finditer(valeur))
    return any(not -_HORS_CHAMP_PX < mesure < 10 * _HORS_CHAMP_PX for mesure in mesures)


def _mesure(nombre: re.Match[str], autres: Mapping[str, float]) -> float:
    unite = nombre[2] or ""
    return float(nombre[1]) * (autres.get(unite) or _PIXELS[unite])


def _pixels(valeur: str | None, autres: Mapping[str, float] | None = None) -> float:
    nombre = _NOMBRE.match(valeur or "")
    return _mesure(nombre, autres or {}) if nombre else 0.0


def _sous(minimum: float, valeur: str | None) -> bool:
    return valeur is not None and _NOMBRE.match(valeur) is not None and _pixels(valeur, _DECALAGES) < minimum


def _minuscule(declarations: Declarations, *, avant: bool) -> bool:
    taille = declarations.get("font-size")
    if taille is None and "font" in declarations:
        corps = _CORPS.search(declarations["font"])
        taille = corps[1] if corps else None
    if taille is None or not _NOMBRE.match(taille):
        return avant
    relative = taille.endswith(("%", "em")) and not taille.endswith("rem")
    return (avant and relative) or _pixels(taille) < _TAILLE_MIN_PX


def _invisible(declarations: Declarations, *, avant: bool) -> bool:
    visibilite = declarations.get("visibility", "inherit")
    return avant if visibilite in ("inherit", "unset", "") else visibilite != "visible"


def _encre(valeur: str, avant: Couleur | None, fond: Couleur | None) -> Couleur | None:
    if not valeur or valeur in ("inherit", "unset", "currentcolor"):
        return avant
    if _transparente(valeur):
        return fond or BLANC
    return couleur(valeur)


def _fond(declarations: Declarations, avant: Couleur | None) -> Couleur | None:
    valeur = declarations.get("background-color") or declarations.get("background") or ""
    dessin = declarations.get("background", "") + declarations.get("background-image", "")
    if "url(" in dessin or "gradient(" in dessin:
        return None
    if not valeur or _transparente(valeur) or valeur.startswith(("none", "inherit", "initial", "unset")):
        return avant
    return couleur(valeur)


def _transparente(valeur: str) -> bool:
    if "transparent" in valeur:
        return True
    fonction, hexa = _FONCTION.search(valeur), _HEXA.search(valeur)
    if hexa:
        alpha = hexa[1][3:] * 2 if len(hexa[1]) == len("rgba") else hexa[1][6:]
        return bool(alpha) and int(alpha, 16) < _OPACITE_MIN * 255
    parts = re.split(r"[,/\s]+", fonction[2].strip()) if fonction else []
    return len(parts) == 4 and _sous(_OPACITE_MIN, parts[3])  # noqa: PLR2004  # red, green, blue, alpha


def couleur(valeur: str) -> Couleur | None:
    """Red, green, blue of a CSS colour; None when we cannot tell."""
    hexa = _HEXA.search(valeur)
    if hexa:
        chiffres = hexa[1] if len(hexa[1]) >= 6 else "".join(c * 2 for c in hexa[1])  # noqa: PLR2004  # #rgb is short
        return int(chiffres[:2], 16), int(chiffres[2:4], 16), int(chiffres[4:6], 16)
    fonction = _FONCTION.search(valeur)
    if fonction:
        return _calculee(fonction[1], re.split(r"[,/\s]+", fonction[2].strip()))
    mot = _MOT.search(valeur)
    return _NOMS.get(mot[0]) if mot else None


def _calculee(espace: str, parts: list[str]) -> Couleur | None:
    nombres = [_NOMBRE.match(part) for part in parts[:3]]
    if len(nombres) < 3 or not all(nombres):  # noqa: PLR2004
        return None
    valeurs = [float(n[1]) * (2.55 if n[2] == "%" else 1) for n in nombres if n]
    if espace == "rgb":
        rouge, vert, bleu = (min(max(int(v), 0), 255) for v in valeurs)
        return rouge, vert, bleu
    clarte = min(max(round(valeurs[2]), 0), 255)
    return (clarte, clarte, clarte) if clarte in (0, 255) or not int(valeurs[1]) else None


def _lire(style: str) -> Declarations:
    """The declarations that may hide, names and values in lower case; the last one of a name wins."""
    if not _PROPRIETES.search(style):
        return {}
    if "\\" in style:
        style = _ECHAPPE.sub(_desechapper, style)
    style = _sans_commentaires(style)
    lues: dict[str, str] = {}
    for declaration in style.split(";"):
        nom, deux_points, valeur = declaration.partition(":")
        if deux_points:
            lues[nom.strip()] = valeur.partition("!")[0].strip()
    return lues


def _desechapper(trouve: re.Match[str]) -> str:
    code = int(trouve[1], 16) if trouve[1] else 0
    return chr(code).lower() if 0 < code < 0xD800 else (trouve[2] or " ")  # noqa: PLR2004  # surrogates


def _sans_commentaires(style: str) -> str:
    if "/*" not in style:
        return style
    premier, *autres = style.split("/*")
    return premier + "".join(autre.partition("*/")[2] for autre in autres)
