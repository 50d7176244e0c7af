"""A text made plain without moving a character: what is found in the plain one is cut from the written one."""

from __future__ import annotations

import unicodedata

from robot.domain.ecriture import propre

_PONCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u3000", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        "\u00ba": "°",
        "\uff1a": ":",
    }
)


class _Lettres(dict[int, str]):
    """Each letter without its accent or capital, found when first met in a text and not kept."""

    def __missing__(self, code: int) -> str:
        caractere = chr(code)
        if not (caractere.isalpha() or caractere.isdecimal()):
            return caractere
        return unicodedata.normalize("NFKD", caractere)[0].lower()


_PLAINES = _Lettres()
_PLAINES.update({code: _PLAINES[code] for code in range(0x250)})


def nettoyer(ligne: str) -> str:
    """The line as its author sees it: one space between words, no invisible character, letters with their accents."""
    return propre(ligne)


def ponctuer(texte: str) -> str:
    """The text with plain spaces, dashes, apostrophes and quotes; of the same length."""
    return texte.translate(_PONCTUATION)


def calquer(texte: str) -> str:
    """The text without accents or capitals either, character for character: `len` does not change."""
    return ponctuer(texte).translate(_PLAINES)
