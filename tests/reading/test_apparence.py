"""What a page hides never decides; what it shows does."""

from __future__ import annotations

import time

import pytest

from robot.reading.chaine import lire
from robot.reading.courriel.apparence import BLANC, NOIR, couleur
from tests.reading.ecrire import chaque, dit, page

BUDGET_S = 6.0


@pytest.mark.regle("R42")
@chaque(
    "style",
    {
        "retiré de la page": "display: none !important",
        "retiré, avec un commentaire": "DISPLAY:/* x */NONE",
        "retiré, une lettre écrite par son numéro": "display:n\\6fne",
        "retiré, des lettres écrites en entités": "d&#105;splay&#58;none",
        "retiré, par une variable": "display:var(--x,none)",
        "caché d'Outlook": "mso-hide:all",
        "invisible": "visibility:hidden",
        "replié": "visibility:collapse",
        "transparent, à un centième près": "opacity:0.01",
        "transparent, par un filtre": "filter:opacity(0)",
        "réduit à rien": "zoom:0",
        "réduit à rien, par une transformation": "transform:scale(0)",
        "poussé hors de la page": "transform:translateX(-9999px)",
        "découpé": "clip-path:inset(100%)",
        "découpé, à l'ancienne": "position:absolute;clip:rect(0,0,0,0)",
        "sans taille": "font-size:0",
        "d'un point": "font-size:1px;line-height:1px",
        "sans taille, en abrégé": "font:0/0 a",
        "sans hauteur permise": "max-height:0",
        "sans hauteur": "height:0;overflow:hidden",
        "sans largeur": "width:0px;overflow:hidden;display:inline-block",
        "à gauche de la page": "position:absolute;left:-9999px",
        "à gauche de la page, par un calcul": "position:absolute;left:calc(-9999px)",
        "au-dessus de la page": "position:fixed;top:-500em",
        "à gauche de la page, compté de la droite": "position:absolute;right:9999px",
        "en retrait hors de la page": "text-indent:-9999px",
        "une marge qui pousse hors de la page": "margin-left:-100%",
        "des lettres l'une sur l'autre": "letter-spacing:-5em",
        "blanc sur blanc": "color:#fff",
        "presque blanc sur blanc": "color:#FEFEFE",
        "blanc par son nom": "COLOR: White",
        "blanc par ses trois couleurs": "color:rgb(255 255 255 / 1)",
        "blanc par sa clarté": "color:hsl(0,0%,100%)",
        "sans couleur": "color:transparent",
        "noir et transparent": "color:rgba(0,0,0,0)",
        "noir et transparent, en abrégé": "color:#0000",
        "noir et transparent, en huit chiffres": "color:#00000000",
        "un vingtième de la taille": "font-size:5%",
        "à gauche de la page, en cadratins": "position:absolute;left:-60rem",
        "noir sur noir": "background:#000;color:#010101",
        "écrit à l'envers": "unicode-bidi:bidi-override;direction:rtl",
        "retiré, une lettre échappée": "di\\splay:none",
        "une marge qui pousse au-dessus de la page": "margin-top:-9999px",
        "sans largeur permise": "max-width:0;overflow:hidden",
        "sans hauteur permise ni débord": "max-height:0;overflow:hidden",
        "au-dessous de la page": "position:absolute;bottom:9999px",
        "sans couleur sur du noir": "background:#000;color:transparent",
        "presque transparent, en quatre chiffres": "color:#0001",
        "presque transparent, en huit chiffres": "color:#00000010",
        "sans taille, entre des commentaires": "font-size:/*a*//*b*/0",
        "un gris sur le même gris": "background:#808080;color:hsl(0,0%,50%)",
        "blanc par une clarté hors bornes": "color:hsl(0,0%,150%)",
        "blanc par sa clarté, quelle que soit la teinte": "color:hsl(120,50%,100%)",
    },
)
def test_un_accord_que_personne_ne_voit_ne_decide_pas(style: str):
    source = f'<p>Bonjour,</p><div style="{style}">Nous acceptons ce logement.</div>'
    assert dit(page(source)) == [(None, "ambigu")]
    assert lire(page(source)).texte == "Bonjour,"


@chaque(
    "source",
    {
        "une balise de couleur": "<font color=white>ACCEPTE</font>",
        "une balise de couleur, sans dièse": "<font color=FFFFFF>ACCEPTE</font>",
        "un tableau noir": "<table bgcolor=black><tr><td>ACCEPTE</table>",
        "une classe": "<style>.a{display:none}</style><p class='b a'>ACCEPTE</p>",
        "une classe, décrite à la fin": "<p class=a>ACCEPTE</p><style>.a{display:none}</style>",
        "deux classes": "<style>p.c.a{color:#fff}</style><p class='c a'>ACCEPTE</p>",
        "un identifiant": "<style>#a{visibility:hidden}</style><p id=a>ACCEPTE</p>",
        "un attribut": "<style>[class~='a']{display:none}</style><p class=a>ACCEPTE</p>",
        "une balise dans une autre": "<style>div > em{display:none}</style><div><em>ACCEPTE</em></div>",
        "la couleur de la deuxième balise": "<font color=black>Bonjour</font> <font color=white>ACCEPTE</font>",
        "le style du deuxième alinéa": "<p style='color:#000'>Bonjour</p><p style='display:none'>ACCEPTE</p>",
        "le fond de la deuxième cellule": "<table><tr><td bgcolor=white>Bonjour</td><td bgcolor=black>ACCEPTE</td></tr></table>",
        "la deuxième règle d'une feuille": "<style>.b{color:red}.a{display:none}</style><p class=a>ACCEPTE</p>",
        "une règle d'après, d'un autre nom": "<style>.a{display:none}.b{display:block}</style><p class=a>ACCEPTE</p>",
        "le deuxième nom d'une règle, le premier étant un état": "<style>:hover,.a{display:none}</style><p class=a>ACCEPTE</p>",
        "deux noms pour une règle": "<style>.a,.b{display:none}</style><p class=a>ACCEPTE</p>",
        "un attribut qui identifie": "<style>[id=a]{display:none}</style><p id=a>ACCEPTE</p>",
        "une feuille mise en commentaire": "<style><!--p{display:none}--></style><p>ACCEPTE</p>",
        "une taille héritée": "<div style='font-size:0'><p style='color:#000'>ACCEPTE</p></div>",
        "une part de rien": "<div style='font-size:0'><p style='font-size:100%'>ACCEPTE</p></div>",
        "un cadratin de rien": "<div style='font-size:0'><p style='font-size:1em'>ACCEPTE</p></div>",
        **{
            f"blanc par « {valeur} »": f"<div style='color:#fff'><p style='color:{valeur}'>ACCEPTE</p></div>"
            for valeur in ("inherit", "unset", "currentcolor")
        },
        **{
            f"noir sur noir par « {valeur} »": (
                f"<div style='background:#000;color:#000'><p style='background:{valeur}'>ACCEPTE</p></div>"
            )
            for valeur in ("none", "inherit", "initial", "unset")
        },
        "un blanc pris pour une couleur": "<div style='background:black;color:hsl(120,50%,0%)'>ACCEPTE</div>",
        "une balise fermée deux fois": "<div hidden><b>x</b></b>ACCEPTE</div>",
        "toute la page": "<style><!-- *{color:#fff} --></style><p>ACCEPTE</p>",
        "un attribut qui cache": "<p hidden>ACCEPTE</p>",
        "une boîte fermée": "<dialog>ACCEPTE</dialog>",
        "écrit à l'envers": "<bdo dir=rtl>ACCEPTE</bdo>",
        "un cadre": "<iframe>ACCEPTE</iframe>",
        "une formule": "<math><annotation>ACCEPTE</annotation></math>",
    },
)
def test_une_page_qui_cache_un_accord_ne_decide_pas(source: str):
    assert dit(page(f"<p>Bonjour</p>{source}")) == [(None, "ambigu")]


@chaque(
    "source",
    {
        "gris": "<p style='color:#999999'>REFUSE</p>",
        "noir et opaque, en quatre chiffres": "<p style='color:#000f;clip-path:none'>REFUSE</p>",
        "la couleur du système": "<p style='color:windowtext;background:white'>REFUSE</p>",
        "gris clair mais lisible": "<p style='color:#c8c8c8'>REFUSE</p>",
        "presque opaque": "<p style='color:#000000f0'>REFUSE</p>",
        "à peine voilé": "<p style='color:#0000002c'>REFUSE</p>",
        "en retrait, dans toutes les unités": "<p style='margin-left:1cm;text-indent:-0.5in;margin-top:3mm'>REFUSE</p>",
        "décalé de quelques points": "<p style='position:relative;left:20px'>REFUSE</p>",
        "un décalage sans position": "<p style='left:-9999px'>REFUSE</p>",
        "un décalage sans effet": "<p style='position:static;left:-9999px'>REFUSE</p>",
        "un bloc qui suit la page": "<p style='position:sticky;left:-9999px'>REFUSE</p>",
        "sans hauteur, mais qui déborde": "<p style='height:0'>REFUSE</p>",
        "sans hauteur, et le débord se voit": "<p style='overflow:visible;height:0'>REFUSE</p>",
        "une taille de la racine": "<div style='font-size:0'><p style='font-size:1rem'>REFUSE</p></div>",
        "une visibilité ordinaire": "<p style='visibility:unset'>REFUSE</p>",
        "une visibilité non dite": "<p style='visibility:;color:#000'>REFUSE</p>",
        "rendu visible, avec insistance": (
            "<div style='visibility:hidden'><p style='visibility:visible!important'>REFUSE</p></div>"
        ),
        "blanc sur une image et du blanc": "<div style='background:#fff url(a.png);color:#fff'>REFUSE</div>",
        "blanc sur une image à part": (
            "<div style='background-color:#fff;background-image:url(a.png);color:#fff'>REFUSE</div>"
        ),
        "blanc sur un dégradé qui part du blanc": (
            "<div style='background:linear-gradient(#fff,#000);color:#fff'>REFUSE</div>"
        ),
        "deux règles pour l'impression": "<style>@media print{b{color:red}.a{display:none}}</style><p class=a>REFUSE</p>",
        "petit mais lisible": "<p style='font-size:0.9em;opacity:.9;height:0.5em'>REFUSE</p>",
        "une police en abrégé": "<p style='font:700 12px/1 Arial'>REFUSE</p>",
        "un retrait de Word": "<p style='left:-5px;margin-left:-3pt;text-indent:-18.0pt'>REFUSE</p>",
        "blanc sur bleu": "<table bgcolor='#036'><tr><td style='color:#fff'>REFUSE</table>",
        "blanc sur une image": "<div style='background:url(a.png);color:#fff'>REFUSE</div>",
        "sur un dégradé": "<div style='background:linear-gradient(red,blue);color:#fff'>REFUSE</div>",
        "noir dans un bloc blanc": "<div style='color:#fff'><p style='color:#000'>REFUSE</p></div>",
        "une taille rendue dedans": "<td style='font-size:0'><p style='font-size:13px'>REFUSE</p></td>",
        "rendu visible dedans": "<div style='visibility:hidden'><p style='visibility:visible'>REFUSE</p></div>",
        "à peine réduit": "<p style='transform:scale(0.98);filter:opacity(0.9)'>REFUSE</p>",
        "caché à l'impression seulement": "<style>@media print{p{display:none}}</style><p>REFUSE</p>",
        "blanc au passage de la souris": "<style>a:hover{color:#fff}</style><a href=x>REFUSE</a>",
        "d'autres classes": "<style>.a{color:#fff}.b{display:none}</style><p class=c>REFUSE</p>",
        "la classe d'un autre bloc": "<style>.a{display:none}</style><p class=a></p><p>REFUSE</p>",
        "caché des lecteurs d'écran seulement": "<p aria-hidden=true data-hidden=1>REFUSE</p>",
        "une boîte ouverte": "<dialog open>REFUSE</dialog>",
        "montré par une règle d'après": "<style>.a{display:none}.a{display:block}</style><p class=a>REFUSE</p>",
        "une règle de plus pour un nom connu, au bout de deux mille": "<style>"
        + "".join(f".x{i}{{display:none}}" for i in range(2000))
        + ".x1{display:none}</style><p>REFUSE</p>",
        "une entité, que les feuilles ne connaissent pas": "<style>.a{display&colon;none}</style><p class=a>REFUSE</p>",
        "une formule vide et un dessin vide": "<math/><svg/>REFUSE",
    },
)
def test_ce_qui_se_voit_decide(source: str):
    assert dit(page(source)) == [(None, "refuse")]


def test_une_negation_cachee_ne_change_pas_ce_qu_on_lit():
    source = "Nous <i style='font-size:0'>n'</i>acceptons <i style='color:#fff'>pas</i> ce logement."
    assert lire(page(source)).texte == "Nous acceptons ce logement."


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "nom", ["snow", "ivory", "whitesmoke", "ghostwhite", "floralwhite", "mintcream", "azure", "aliceblue"]
)
def test_un_blanc_casse_sur_du_blanc_ne_se_voit_pas(nom: str):
    assert dit(page(f"<p>Bonjour</p><p style='color:{nom}'>ACCEPTE</p>")) == [(None, "ambigu")]


@chaque(
    ("valeur", "attendue"),
    {
        "trois chiffres": ("#fff", BLANC),
        "huit chiffres": ("#ffffffcc", BLANC),
        "six chiffres": ("#123456", (0x12, 0x34, 0x56)),
        "trois chiffres différents": ("#abc", (0xAA, 0xBB, 0xCC)),
        "trois nombres": ("rgb(10, 20, 30)", (10, 20, 30)),
        "noir par son nom": ("black", (0, 0, 0)),
        "blanc par sa clarté": ("hsl(120, 50%, 100%)", (255, 255, 255)),
        "des valeurs hors bornes et un pourcentage": ("rgb(300, -2, 50%)", (255, 0, 127)),
        "une clarté nulle": ("hsl(120, 0%, 0%)", NOIR),
        "une teinte": ("hsl(120, 50%, 50%)", None),
        "une couleur incomplète": ("rgb(1, 2)", None),
        "un nom inconnu": ("rebeccapurple", None),
        "ce qui n'est pas une couleur": ("12", None),
    },
)
def test_les_couleurs(valeur: str, attendue: tuple[int, int, int] | None):
    assert couleur(valeur) == attendue


@chaque(
    "source",
    {
        "commentaires ouverts": "<p style='" + "/*" * 1900 + "'>x",
        "accolades": "<style>" + "{" * 60_000 + "</style>",
        "règles": "<style>" + "a{color:red}" * 6_000 + "</style>",
        "feuilles sans fin": "<style>" * 8_000,
        "styles tous différents": "".join(f"<p style='color:#{i:06x};left:{i}px'>" for i in range(2_000)),
        "attributs sans fin": "<style>" + "[class=" * 9_000 + "{display:none}</style>",
        "un nombre sans fin": "<p style='left:" + "9" * 3_000 + "px'>x",
    },
)
def test_des_styles_faits_pour_etre_lents_se_lisent_dans_les_temps(source: str):
    depart = time.process_time()
    lire(page(source))
    assert time.process_time() - depart < BUDGET_S
