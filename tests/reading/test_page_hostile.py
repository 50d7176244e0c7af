"""A page written to be read otherwise than it is shown: its tags are taken as browsers take them (HTML, 13.2.5)."""

from __future__ import annotations

import time

import pytest

from robot.reading.chaine import lire
from robot.reading.courriel.html import en_lignes
from tests.reading.ecrire import chaque, dit, page

BUDGET_S = 6.0
FEUILLE = "<style>.a{{display:none}}{}</style><p class='{} a'>ACCEPTE</p>"


@pytest.mark.regle("R42")
@chaque(
    "source",
    {
        "au bout d'un style de mille propriétés": f"<p style='{'a:b;' * 1000}display:none'>ACCEPTE</p>",
        "après trois cents attributs": "<p " + "x=1 y='' " * 300 + "hidden>ACCEPTE</p>",
        "après un titre sans fin": f"<p title='{'x' * 5000}' hidden>ACCEPTE</p>",
        "par la trentième classe": FEUILLE.format("", " ".join(f"x{n}" for n in range(30))),
        "par une classe au nom sans fin": f"<style>.{'x' * 200}{{display:none}}</style><p class={'x' * 200}>ACCEPTE</p>",
        "par un attribut au nom sans fin": f"<style>[id={'x' * 200}]{{display:none}}</style><p id={'x' * 200}>ACCEPTE</p>",
        "par une règle suivie de mille autres": FEUILLE.format(f".a{{color:#000001;{'x:y;' * 1000}}}", ""),
        "par la dernière de trois mille règles": "<style>"
        + "".join(f".x{n}{{color:red}}" for n in range(3000))
        + ".a{display:none}</style><p class=a>ACCEPTE</p>",
        "par une règle plus longue qu'on ne la lit": "<style>"
        + ".a{color:#fff}" * 500
        + ".a{color:#000}</style><p class=a>ACCEPTE</p>",
        "par une feuille aux trois cents attributs": "<style "
        + "x='' " * 300
        + ">p{display:none}</style><p>ACCEPTE</p>",
        "par une feuille au titre de mille lettres": f"<style title={'x' * 1000}>p{{display:none}}</style><p>ACCEPTE</p>",
        "par une classe écrite en entités": "<style>.a{display:none}</style><p class='&#97;'>ACCEPTE</p>",
        "après un guillemet perdu": "<p \"><span style='display:none'\">ACCEPTE</span>",
        "par un style qu'un titre semble changer": "<p style='display:none' title=' style=x '>ACCEPTE</p>",
        "par le premier de deux styles": "<p style='display:none' style='color:#000'>ACCEPTE</p>",
        "par un style loin de son signe égal": "<p style          =          'display:none'>ACCEPTE</p>",
        "dans un bloc qui a l'air de se fermer": "<div hidden/>ACCEPTE</div>",
        "après une valeur sans fin": '<p a=">ACCEPTE',
        "dans un commentaire qui montre des balises": "<!-- <p>ACCEPTE</p> -->",
        "dans un commentaire sans fin": "<!-- <p>ACCEPTE</p>",
        "dans une boîte écrite à l'envers": "<bdo dir=' rtl'>Merci</bdo><bdo dir=RTL>ACCEPTE</bdo>",
        "dans une déclaration": "<!ACCEPTE><?ACCEPTE?></ ACCEPTE>",
        "après une déclaration sans fin": "<!ACCEPTE",
    },
)
def test_un_accord_cache_par_un_detour_ne_decide_pas(source: str):
    assert dit(page(f"<p>Bonjour</p>{source}")) == [(None, "ambigu")]


@chaque(
    ("source", "texte"),
    {
        "un titre qui parle d'attributs": ("<p title='hidden style=display:none'>REFUSE</p>", "REFUSE"),
        "un titre qui contient un chevron": ("<a title='a > b'>REFUSE</a>", "REFUSE"),
        "un attribut sans valeur": ("<p class= >REFUSE</p>", "REFUSE"),
        "une balise vide qui se ferme": ("<p>REFUSE<br/>Motif : loyer<img src=a/b/></p>", "REFUSE\nMotif : loyer"),
        "un en-tête vide qui se ferme": ("<head/><p>REFUSE</p>", "REFUSE"),
        "un dessin vide qui se ferme": ("<svg/><p>REFUSE</p>", "REFUSE"),
        "une balise de Word": ("<p>REFUSE<o:p/></p><p>Motif : loyer</p>", "REFUSE\nMotif : loyer"),
        "un chevron avant un chiffre": ("<p>REFUSE : surface <50 m²</p>", "REFUSE : surface <50 m²"),
        "un chevron avant une lettre accentuée": ("<p>REFUSE : <étage élevé</p>", "REFUSE : <étage élevé"),
        "un chevron à la fin": ("REFUSE <", "REFUSE <"),
        "une déclaration de XML": ("<?xml version='1.0'?><!DOCTYPE html><p>REFUSE</p>", "REFUSE"),
        "un commentaire vide": ("<!----><p>REFUSE</p>", "REFUSE"),
        "une balise qui ferme, abîmée": ("</ ><p>REFUSE</p>", "REFUSE"),
        "deux guillemets dans l'autre sorte": ("<p style='font-family:\"Arial\"'>REFUSE</p>", "REFUSE"),
        "une écriture de droite à gauche permise": ("<p dir=rtl>REFUSE</p>", "REFUSE"),
        "un titre qui ne se ferme pas bien": ("<title>x</title", ""),
    },
)
def test_ce_qu_une_page_montre_malgre_ses_detours(source: str, texte: str):
    assert lire(page(source)).texte == texte


@chaque(
    "source",
    {
        "guillemets sans fin": '<a b=">' * 37_000,
        "guillemets croisés": "<a b=\"'>" * 32_000,
        "guillemets loin d'un signe égal": '<a ">"' * 43_000,
        "attributs sans fin": "<a " + "b " * 130_000,
        "espaces sans fin": "<a b" + " " * 260_000,
        "feuilles aux guillemets sans fin": '<style a=">' * 23_000,
        "classes sans fin": "<style>" + ".a" * 120_000 + "{display:none}</style>",
        "un style sans fin": "<p style='" + "left:1 " * 36_000 + "'>x",
    },
)
def test_des_balises_faites_pour_etre_lentes_se_lisent_dans_les_temps(source: str):
    depart = time.process_time()
    en_lignes(source)
    assert time.process_time() - depart < BUDGET_S
