"""What the tags of a page do to its words: hide them, strike them, put them on a line of their own."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.courriel.html import en_lignes
from tests.reading.ecrire import chaque, dit, page

MUETTES = (
    *("script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "textarea"),
    *("datalist", "iframe", "audio", "video", "canvas", "meter", "progress", "s", "strike", "del"),
)
BLOCS = (
    *("address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
    *("tbody", "tr", "ul"),
)
VIDES = ("area", "base", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr")


@pytest.mark.regle("R42")
@pytest.mark.parametrize("balise", MUETTES)
def test_ce_qu_une_balise_ne_montre_pas_ne_decide_pas(balise: str):
    assert dit(page(f"<p>Bonjour</p><{balise}>ACCEPTE</{balise}>")) == [(None, "ambigu")]


@pytest.mark.parametrize("balise", ["script", "style", "title", "textarea"])
def test_ce_qu_une_balise_brute_contient_n_est_pas_du_html(balise: str):
    assert dit(page(f"<{balise}><!--</{balise}><p>REFUSE</p>")) == [(None, "refuse")]


@pytest.mark.parametrize("balise", BLOCS)
def test_un_bloc_commence_une_ligne(balise: str):
    assert lire(page(f"REFUSE<{balise}>Motif : loyer</{balise}>")).texte == "REFUSE\nMotif : loyer"


@pytest.mark.parametrize("balise", VIDES)
def test_une_balise_vide_et_cachee_ne_cache_pas_la_suite(balise: str):
    assert dit(page(f"<p><{balise} hidden>REFUSE</p>")) == [(None, "refuse")]


@pytest.mark.parametrize("balise", ["p", "li", "td", "th", "tr", "option", "dd", "dt"])
def test_un_frere_ferme_celui_qui_est_cache(balise: str):
    assert dit(page(f"<{balise} hidden>x<{balise}>REFUSE")) == [(None, "refuse")]


@pytest.mark.parametrize("balise", ["table", "tbody", "tr", "td", "th"])
def test_le_trait_d_un_tableau_n_est_pas_une_citation(balise: str):
    assert dit(page(f"<table><{balise} style='border-left:1px solid red'><p>REFUSE</p></{balise}></table>")) == [
        (None, "refuse")
    ]


@chaque(
    ("source", "texte"),
    {
        "le trait d'Outlook": (
            "<p>REFUSE</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>ACCEPTE</p></div>",
            "REFUSE",
        ),
        "la marque d'Outlook, au milieu d'une ligne": ("REFUSE<a id=appendonsend></a>ACCEPTE", "REFUSE"),
        "une conversation que son nom dit citée": ("REFUSE<div id=protonmail_quote>ACCEPTE</div>", "REFUSE"),
        "une citation dans un texte préformaté": ("<pre>REFUSE\n> ACCEPTE</pre>", "REFUSE"),
        "une ligne vide dans un texte préformaté": ("<pre>REFUSE\n\nMotif : loyer</pre>", "REFUSE\n\nMotif : loyer"),
    },
)
def test_ou_une_page_est_coupee(source: str, texte: str):
    assert lire(page(source)).texte == texte


DONNEES = "<table>" + "".join(f"<tr><td>{n}</td><td>Nom {n}</td><td>{n}{n}</td></tr>" for n in (1, 2)) + "</table>"


@chaque(
    ("source", "lignes"),
    {
        "un tableau de données garde ses rangées": (DONNEES, ["1\tNom 1\t11", "2\tNom 2\t22"]),
        "dans une mise en page aussi": (
            f"<table><tr><td><p>Bonjour</p>{DONNEES}</td></tr></table>",
            ["Bonjour", "1\tNom 1\t11", "2\tNom 2\t22"],
        ),
        "deux colonnes sont une mise en page": ("<table><tr><td>De :</td><td>Viry</td></tr></table>", ["De : Viry"]),
        "des rangées inégales aussi": (
            "<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
            ["a b c", "d"],
        ),
        "un tableau qu'on ne ferme pas": (DONNEES.removesuffix("</table>"), ["1\tNom 1\t11", "2\tNom 2\t22"]),
        "un tableau suivi d'un alinéa": (f"{DONNEES}<p>Merci</p>", ["1\tNom 1\t11", "2\tNom 2\t22", "Merci"]),
        "des titres de colonnes": (DONNEES.replace("td>", "th>"), ["1\tNom 1\t11", "2\tNom 2\t22"]),
        "une longue cellule est une mise en page": (
            DONNEES.replace("Nom 1", "x" * 150),
            [f"1 {'x' * 150} 11", "2 Nom 2 22"],
        ),
        "un tableau qui cite n'est pas des données": (
            DONNEES.replace("Nom 1", "<blockquote>ACCEPTE</blockquote>"),
            ["1", "> ACCEPTE", "11", "2 Nom 2 22"],
        ),
        "un tableau cité": (f"<blockquote>{DONNEES}</blockquote>", ["> 1 Nom 1 11", "> 2 Nom 2 22"]),
        "une feuille de style en tête de page": ("<style>p{display:none}</style><p>ACCEPTE</p>Bonjour", ["Bonjour"]),
        "une balise brute et cachée": ("<textarea hidden>x</textarea><p>REFUSE</p>", ["REFUSE"]),
        "une cellule hors de tout tableau": ("<td>a</td><td>b</td>", ["a b"]),
    },
)
def test_les_cellules_d_un_tableau(source: str, lignes: list[str]):
    assert en_lignes(source) == lignes
