"""Every letter as people see it: colours, nothing fetched from outside, read aloud."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.adapters.lettres_imprimees import (
    LETTRES,
    chaque_lettre,
    message,
    parties,
)

# Beyond, Gmail hides the end of a page behind a link.
GMAIL_COUPE_A = 102_000
VIDES = {"meta", "br", "img", "link"}


class Couleurs(HTMLParser):
    """The colour and background of each written text, as a browser would inherit them; `sombre`: dark rules by class."""

    def __init__(self, sombre: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.sombre = sombre
        self.pile: list[tuple[str, dict[str, str]]] = [("", {"color": "#000000", "background-color": "#ffffff"})]
        self.vues: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        if tag in VIDES:
            return
        donnes = dict(attrs)
        style = dict(re.findall(r"([\w-]+):\s*([^;]+)", donnes.get("style") or ""))
        for classe in (donnes.get("class") or "").split():
            style |= self.sombre.get(classe, {})
        herite = self.pile[-1][1]
        self.pile.append((tag, {nom: style.get(nom, herite[nom]) for nom in herite}))

    def handle_endtag(self, tag):
        assert self.pile[-1][0] == tag, f"</{tag}> ferme <{self.pile[-1][0]}>"
        self.pile.pop()

    def handle_data(self, data):
        if data.strip() and self.pile[-1][0] not in {"style", "title"}:
            style = self.pile[-1][1]
            self.vues.append((data.strip(), style["color"], style["background-color"]))


def _regles_sombres(html: str) -> dict[str, dict[str, str]]:
    bloc = html[html.index("prefers-color-scheme: dark") : html.index("</style>")]
    return {
        classe: dict(re.findall(r"([\w-]+): (#\w+) !important", corps))
        for classe, corps in re.findall(r"^\.(\w+) \{([^}]*)\}", bloc, re.MULTILINE)
    }


def _luminance(couleur: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", couleur), couleur
    composantes = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in composantes]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def contraste(encre: str, fond: str) -> float:
    """The WCAG 2 contrast ratio."""
    clair, sombre = sorted((_luminance(encre), _luminance(fond)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def test_le_contraste_se_mesure():
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["clair", "sombre"])
@chaque_lettre
def test_tout_se_lit_a_4_5_contre_1(courrier, mode):
    _, html = parties(courrier)
    couleurs = Couleurs(_regles_sombres(html) if mode == "sombre" else {})
    couleurs.feed(re.sub(r"<!--.*?-->|<!DOCTYPE html>", "", html))
    assert len(couleurs.pile) == 1
    assert couleurs.vues
    for texte, encre, fond in couleurs.vues:
        assert contraste(encre, fond) >= 4.5, texte


@chaque_lettre
def test_la_page_ne_va_rien_chercher_au_dehors(courrier):
    _, html = parties(courrier)
    page = LexborHTMLParser(html)
    assert not re.search(r"(?:https?|ftp|data|cid|file):", html)
    assert "url(" not in html
    assert "//" not in re.sub(r"\[:\]//", "", html)
    assert not page.css("script, img, link, iframe, object, embed, form, [src], [background], [onclick]")


@chaque_lettre
def test_la_page_se_lit_a_voix_haute(courrier):
    _, html = parties(courrier)
    page = LexborHTMLParser(html)
    assert [racine.attributes["lang"] for racine in page.css("html")] == ["fr"]
    assert [titre.text() for titre in page.css("title")] == [message(courrier)["subject"]]
    assert len(page.css("h1")) == 1
    for table in page.css("table"):
        de_donnees = len(table.css("table")) == 1 and table.css_first("th") is not None
        assert (table.attributes.get("role") == "presentation") is not de_donnees
    assert len(html.encode()) < GMAIL_COUPE_A


def test_la_synthese_de_quarante_logements_montre_d_abord_ce_qui_se_decide():
    synthese = LETTRES["synthèse de quarante logements"]
    _, html = parties(synthese)
    quoi = [titre.text(strip=True) for titre in LexborHTMLParser(html).css("h2")]
    assert quoi[0] == "Ce qui vous attend"
    for attente in synthese.contexte["attentes"]:
        assert attente["reference"] in html
