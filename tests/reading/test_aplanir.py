"""One line made plain: what looks the same is compared the same."""

from __future__ import annotations

import pytest

from robot.reading.calque import calquer
from robot.reading.courriel.mime import lire_type
from robot.reading.texte.lignes import aplanir
from tests.reading.ecrire import chaque


@chaque(
    ("signes", "plat"),
    {
        "apostrophes": ("'’‘ʼ´`", "'"),
        "tirets": ("-‑‐–—−", "-"),
        "guillemets": ('"“”«»', '"'),
        "deux-points": (":：", ":"),
        "e accentués": ("éÉèêë", "e"),
        "l barré": ("łŁlL", "l"),
        "i sans point": ("ıiIİ", "i"),
        "d barré": ("đĐdD", "d"),
    },
)
def test_des_signes_qui_se_ressemblent(signes: str, plat: str):
    assert [aplanir(f"x{signe}x") for signe in signes] == [f"x{plat}x"] * len(signes)


@chaque(
    ("texte", "plat"),
    {
        "ligatures": ("Cœur Œuvre Æ æ", "coeur oeuvre ae ae"),
        "ligatures d'un PDF": ("conﬁrmé, afﬂuent", "confirme, affluent"),
        "points de suspension": ("attente…", "attente..."),
        "espaces": ("a\u00a0b\u202fc\u2007d\u2009e\u3000f\tg", "a b c d e f g"),
        "bords": ("  ACCEPTE   ", "accepte"),
        "accent combiné": ("e\u0301tage", "etage"),
        "cyrillique": ("Привет", "привет"),
    },
)
def test_une_ligne_aplanie(texte: str, plat: str):
    assert aplanir(texte) == plat


@chaque(
    ("texte", "calque"),
    {
        "espaces": ("a\u00a0b\u202fc\u2007d\u2009e\u2002f\u2003g\u3000h", "a b c d e f g h"),
        "apostrophes": ("J’accepte, l`offre", "j'accepte, l'offre"),
        "tirets": ("Non – trop cher — V‐2026−0042", "non - trop cher - v-2026-0042"),
        "guillemets": ("« oui » “non”", '" oui " "non"'),
        "numéro": ("Nº unique", "n° unique"),
        "deux-points": ("Motif：", "motif:"),
        "lettres vietnamiennes": ("NGUYỄN Thị Hạnh", "nguyen thi hanh"),
    },
)
def test_un_calque_garde_la_place_de_chaque_signe(texte: str, calque: str):
    assert calquer(texte) == calque
    assert len(calque) == len(texte)


@pytest.mark.parametrize(
    ("valeur", "type_mime", "parametres"),
    [
        ("Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        ('multipart/mixed; boundary*0="ab"; boundary*1=cd', "multipart/mixed", {"boundary": "abcd"}),
        ("multipart/mixed; boundary*0*=ab; boundary*1*=cd", "multipart/mixed", {"boundary": "abcd"}),
        ("text/plain; charset*=utf-8", "text/plain", {"charset": "utf-8"}),
        ("text/plain; charset=a; charset=b", "text/plain", {"charset": "a"}),
        ('text/plain; name="a;b=c"; charset=d', "text/plain", {"name": "a;b=c", "charset": "d"}),
        ("text/plain; charset=a; charset*0=b", "text/plain", {"charset": "a"}),
        ("text/plain; charset=a; charset*0*=b", "text/plain", {"charset": "a"}),
        ("text/plain; charset*1=b", "text/plain", {"charset": "b"}),
        ('text/plain; name=""', "text/plain", {"name": ""}),
        ("absurde", "text/plain", {}),
    ],
)
def test_un_type_et_ses_parametres(valeur: str, type_mime: str, parametres: dict[str, str]):
    assert lire_type(valeur) == (type_mime, parametres)
