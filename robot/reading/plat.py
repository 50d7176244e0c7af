"""A text made plain letter by letter, so that a place found in it is the same place in the text as written."""

from __future__ import annotations

import unicodedata

_PREMIER, _DERNIER = 0x41, 0x250
_PONCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u3000", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        "\u00ba": "°",
        "\uff1a": ":",
    }
)


def _sans_accent(caractere: str) -> str:
    base = unicodedata.normalize("NFKD", caractere)[0].lower()
    return base if len(base) == 1 else caractere


_LETTRES = {code: _sans_accent(chr(code)) for code in range(_PREMIER, _DERNIER) if chr(code).isalpha()}


def ponctuer(texte: str) -> str:
    """The text with plain spaces, dashes, apostrophes and quotes; of the same length."""
    return texte.translate(_PONCTUATION)


def a_plat(texte: str) -> str:
    """The text without accents or capitals; of the same length."""
    return ponctuer(texte).translate(_LETTRES)
