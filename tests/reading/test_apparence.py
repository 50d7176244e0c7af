"""What a page hides never decides; what it shows does."""

from __future__ import annotations

import time

import pytest

from robot.reading.apparence import BLANC, NOIR, couleur
from robot.reading.chaine import lire
from tests.reading.ecrire import dit, page

BUDGET_S = 6.0


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "style",
    [
        pytest.param("display: none !important", id="retiré de la page"),
        pytest.param("DISPLAY:/* x */NONE", id="retiré, avec un commentaire"),
        pytest.param("display:n\\6fne", id="retiré, une lettre écrite par son numéro"),
        pytest.param("d&#105;splay&#58;none", id="retiré, des lettres écrites en entités"),
        pytest.param("display:var(--x,none)", id="retiré, par une variable"),
        pytest.param("mso-hide:all", id="caché d'Outlook"),
        pytest.param("visibility:hidden", id="invisible"),
        pytest.param("visibility:collapse", id="replié"),
        pytest.param("opacity:0.01", id="transparent, à un centième près"),
        pytest.param("filter:opacity(0)", id="transparent, par un filtre"),
        pytest.param("zoom:0", id="réduit à rien"),
        pytest.param("transform:scale(0)", id="réduit à rien, par une transformation"),
        pytest.param("transform:translateX(-9999px)", id="poussé hors de la page"),
        pytest.param("clip-path:inset(100%)", id="découpé"),
        pytest.param("position:absolute;clip:rect(0,0,0,0)", id="découpé, à l'ancienne"),
        pytest.param("font-size:0", id="sans taille"),
        pytest.param("font-size:1px;line-height:1px", id="d'un point"),
        pytest.param("font:0/0 a", id="sans taille, en abrégé"),
        pytest.param("max-height:0", id="sans hauteur permise"),
        pytest.param("height:0;overflow:hidden", id="sans hauteur"),
        pytest.param("width:0px;overflow:hidden;display:inline-block", id="sans largeur"),
        pytest.param("position:absolute;left:-9999px", id="à gauche de la page"),
        pytest.param("position:absolute;left:calc(-9999px)", id="à gauche de la page, par un calcul"),
        pytest.param("position:fixed;top:-500em", id="au-dessus de la page"),
        pytest.param("position:absolute;right:9999px", id="à gauche de la page, compté de la droite"),
        pytest.param("text-indent:-9999px", id="en retrait hors de la page"),
        pytest.param("margin-left:-100%", id="une marge qui pousse hors de la page"),
        pytest.param("letter-spacing:-5em", id="des lettres l'une sur l'autre"),
        pytest.param("color:#fff", id="blanc sur blanc"),
        pytest.param("color:#FEFEFE", id="presque blanc sur blanc"),
        pytest.param("COLOR: White", id="blanc par son nom"),
        pytest.param("color:rgb(255 255 255 / 1)", id="blanc par ses trois couleurs"),
        pytest.param("color:hsl(0,0%,100%)", id="blanc par sa clarté"),
        pytest.param("color:transparent", id="sans couleur"),
        pytest.param("color:rgba(0,0,0,0)", id="noir et transparent"),
        pytest.param("color:#0000", id="noir et transparent, en abrégé"),
        pytest.param("color:#00000000", id="noir et transparent, en huit chiffres"),
        pytest.param("font-size:5%", id="un vingtième de la taille"),
        pytest.param("position:absolute;left:-60rem", id="à gauche de la page, en cadratins"),
        pytest.param("background:#000;color:#010101", id="noir sur noir"),
        pytest.param("unicode-bidi:bidi-override;direction:rtl", id="écrit à l'envers"),
    ],
)
def test_un_accord_que_personne_ne_voit_ne_decide_pas(style: str):
    source = f'<p>Bonjour,</p><div style="{style}">Nous acceptons ce logement.</div>'
    assert dit(page(source)) == [(None, "ambigu")]
    assert lire(page(source)).texte == "Bonjour,"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<font color=white>ACCEPTE</font>", id="une balise de couleur"),
        pytest.param("<font color=FFFFFF>ACCEPTE</font>", id="une balise de couleur, sans dièse"),
        pytest.param("<table bgcolor=black><tr><td>ACCEPTE</table>", id="un tableau noir"),
        pytest.param("<style>.a{display:none}</style><p class='b a'>ACCEPTE</p>", id="une classe"),
        pytest.param("<p class=a>ACCEPTE</p><style>.a{display:none}</style>", id="une classe, décrite à la fin"),
        pytest.param("<style>p.c.a{color:#fff}</style><p class='c a'>ACCEPTE</p>", id="deux classes"),
        pytest.param("<style>#a{visibility:hidden}</style><p id=a>ACCEPTE</p>", id="un identifiant"),
        pytest.param("<style>[class~='a']{display:none}</style><p class=a>ACCEPTE</p>", id="un attribut"),
        pytest.param(
            "<style>div > em{display:none}</style><div><em>ACCEPTE</em></div>", id="une balise dans une autre"
        ),
        pytest.param("<style><!-- *{color:#fff} --></style><p>ACCEPTE</p>", id="toute la page"),
        pytest.param("<p hidden>ACCEPTE</p>", id="un attribut qui cache"),
        pytest.param("<dialog>ACCEPTE</dialog>", id="une boîte fermée"),
        pytest.param("<bdo dir=rtl>ACCEPTE</bdo>", id="écrit à l'envers"),
        pytest.param("<iframe>ACCEPTE</iframe>", id="un cadre"),
        pytest.param("<math><annotation>ACCEPTE</annotation></math>", id="une formule"),
    ],
)
def test_une_page_qui_cache_un_accord_ne_decide_pas(source: str):
    assert dit(page(f"<p>Bonjour</p>{source}")) == [(None, "ambigu")]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p style='color:#999999'>REFUSE</p>", id="gris"),
        pytest.param("<p style='color:#000f;clip-path:none'>REFUSE</p>", id="noir et opaque, en quatre chiffres"),
        pytest.param("<p style='color:windowtext;background:white'>REFUSE</p>", id="la couleur du système"),
        pytest.param("<p style='font-size:0.9em;opacity:.9;height:0.5em'>REFUSE</p>", id="petit mais lisible"),
        pytest.param("<p style='font:700 12px/1 Arial'>REFUSE</p>", id="une police en abrégé"),
        pytest.param("<p style='left:-5px;margin-left:-3pt;text-indent:-18.0pt'>REFUSE</p>", id="un retrait de Word"),
        pytest.param("<table bgcolor='#036'><tr><td style='color:#fff'>REFUSE</table>", id="blanc sur bleu"),
        pytest.param("<div style='background:url(a.png);color:#fff'>REFUSE</div>", id="blanc sur une image"),
        pytest.param("<div style='background:linear-gradient(red,blue);color:#fff'>REFUSE</div>", id="sur un dégradé"),
        pytest.param("<div style='color:#fff'><p style='color:#000'>REFUSE</p></div>", id="noir dans un bloc blanc"),
        pytest.param(
            "<td style='font-size:0'><p style='font-size:13px'>REFUSE</p></td>", id="une taille rendue dedans"
        ),
        pytest.param(
            "<div style='visibility:hidden'><p style='visibility:visible'>REFUSE</p></div>", id="rendu visible dedans"
        ),
        pytest.param("<p style='transform:scale(0.98);filter:opacity(0.9)'>REFUSE</p>", id="à peine réduit"),
        pytest.param("<style>@media print{p{display:none}}</style><p>REFUSE</p>", id="caché à l'impression seulement"),
        pytest.param("<style>a:hover{color:#fff}</style><a href=x>REFUSE</a>", id="blanc au passage de la souris"),
        pytest.param("<style>.a{color:#fff}.b{display:none}</style><p class=c>REFUSE</p>", id="d'autres classes"),
        pytest.param("<style>.a{display:none}</style><p class=a></p><p>REFUSE</p>", id="la classe d'un autre bloc"),
        pytest.param("<p aria-hidden=true data-hidden=1>REFUSE</p>", id="caché des lecteurs d'écran seulement"),
        pytest.param("<dialog open>REFUSE</dialog>", id="une boîte ouverte"),
    ],
)
def test_ce_qui_se_voit_decide(source: str):
    assert dit(page(source)) == [(None, "refuse")]


def test_une_negation_cachee_ne_change_pas_ce_qu_on_lit():
    source = "Nous <i style='font-size:0'>n'</i>acceptons <i style='color:#fff'>pas</i> ce logement."
    assert lire(page(source)).texte == "Nous acceptons ce logement."


@pytest.mark.parametrize(
    ("valeur", "attendue"),
    [
        pytest.param("#fff", BLANC, id="trois chiffres"),
        pytest.param("#ffffffcc", BLANC, id="huit chiffres"),
        pytest.param("#123456", (0x12, 0x34, 0x56), id="six chiffres"),
        pytest.param("rgb(300, -2, 50%)", (255, 0, 127), id="des valeurs hors bornes et un pourcentage"),
        pytest.param("hsl(120, 0%, 0%)", NOIR, id="une clarté nulle"),
        pytest.param("hsl(120, 50%, 50%)", None, id="une teinte"),
        pytest.param("rgb(1, 2)", None, id="une couleur incomplète"),
        pytest.param("rebeccapurple", None, id="un nom inconnu"),
        pytest.param("12", None, id="ce qui n'est pas une couleur"),
    ],
)
def test_les_couleurs(valeur: str, attendue: tuple[int, int, int] | None):
    assert couleur(valeur) == attendue


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p style='" + "/*" * 1900 + "'>x", id="commentaires ouverts"),
        pytest.param("<style>" + "{" * 60_000 + "</style>", id="accolades"),
        pytest.param("<style>" + "a{color:red}" * 6_000 + "</style>", id="règles"),
        pytest.param("<style>" * 8_000, id="feuilles sans fin"),
        pytest.param(
            "".join(f"<p style='color:#{i:06x};left:{i}px'>" for i in range(2_000)), id="styles tous différents"
        ),
        pytest.param("<style>" + "[class=" * 9_000 + "{display:none}</style>", id="attributs sans fin"),
        pytest.param("<p style='left:" + "9" * 3_000 + "px'>x", id="un nombre sans fin"),
    ],
)
def test_des_styles_faits_pour_etre_lents_se_lisent_dans_les_temps(source: str):
    depart = time.process_time()
    lire(page(source))
    assert time.process_time() - depart < BUDGET_S
