"""One line made plain: what looks the same is compared the same."""

from __future__ import annotations

import pytest

from robot.reading.lignes import aplanir
from robot.reading.mime import lire_type


@pytest.mark.parametrize(
    ("signes", "plat"),
    [
        pytest.param("'’‘ʼ´`", "'", id="apostrophes"),
        pytest.param("-‑‐–—−", "-", id="tirets"),
        pytest.param('"“”«»', '"', id="guillemets"),
        pytest.param(":：", ":", id="deux-points"),
        pytest.param("éÉèêë", "e", id="e accentués"),
        pytest.param("łŁlL", "l", id="l barré"),
        pytest.param("ıiIİ", "i", id="i sans point"),
        pytest.param("đdD", "d", id="d barré"),
    ],
)
def test_des_signes_qui_se_ressemblent(signes: str, plat: str):
    assert [aplanir(f"x{signe}x") for signe in signes] == [f"x{plat}x"] * len(signes)


@pytest.mark.parametrize(
    ("texte", "plat"),
    [
        pytest.param("Cœur Œuvre Æ æ", "coeur oeuvre ae ae", id="ligatures"),
        pytest.param("attente…", "attente...", id="points de suspension"),
        pytest.param("a\u00a0b\u202fc\u2007d\u2009e\u3000f\tg", "a b c d e f g", id="espaces"),
        pytest.param("  ACCEPTE   ", "accepte", id="bords"),
        pytest.param("e\u0301tage", "etage", id="accent combiné"),
        pytest.param("Привет", "привет", id="cyrillique"),
    ],
)
def test_une_ligne_aplanie(texte: str, plat: str):
    assert aplanir(texte) == plat


@pytest.mark.parametrize(
    ("valeur", "type_mime", "parametres"),
    [
        ("Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        ('multipart/mixed; boundary*0="ab"; boundary*1=cd', "multipart/mixed", {"boundary": "abcd"}),
        ("multipart/mixed; boundary*0*=ab; boundary*1*=cd", "multipart/mixed", {"boundary": "abcd"}),
        ("text/plain; charset*=utf-8", "text/plain", {"charset": "utf-8"}),
        ("text/plain; charset=a; charset=b", "text/plain", {"charset": "a"}),
        ('text/plain; name="a;b=c"; charset=d', "text/plain", {"name": "a;b=c", "charset": "d"}),
        ('text/plain; name=""', "text/plain", {"name": ""}),
        ("absurde", "text/plain", {}),
    ],
)
def test_un_type_et_ses_parametres(valeur: str, type_mime: str, parametres: dict[str, str]):
    assert lire_type(valeur) == (type_mime, parametres)
