"""How people write French, and how we write it back: cleaning, folding, amounts."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

# U+202F, before a unit and between thousands (COURRIERS, "How they are written").
ESPACE_FINE = "\N{NARROW NO-BREAK SPACE}"

# Control, format, surrogate and private characters: they hide words ("par<ZWSP>king"),
# reverse lines (bidi overrides) or cannot be stored in UTF-8 (lone surrogates).
INVISIBLES = frozenset({"Cc", "Cf", "Cs", "Co"})

_SUBSTITUTS = {ord("’"): "'", ord("ʼ"): "'", ord("′"): "'", ord("‐"): "-", ord("‑"): "-", ord("œ"): "oe"}

# What a cell holds whose formula was never computed: the program that wrote the file does not compute.
SANS_RESULTAT = "(formule sans résultat)"


def propre(texte: str) -> str:
    """The text on one line, NFC, without invisible characters; every space is a plain one."""
    if not texte.isprintable():  # most are, and skip the slow way
        texte = "".join(c for c in texte if c.isspace() or unicodedata.category(c) not in INVISIBLES)
    return unicodedata.normalize("NFC", " ".join(texte.split()))


def plier(texte: str) -> str:
    """The text for comparing: clean, lower case, no accents, straight apostrophes, `œ` as `oe`."""
    net = propre(texte).casefold()
    if net.isascii():
        return net
    decompose = unicodedata.normalize("NFKD", net)
    sans_accents = "".join(c for c in decompose if not unicodedata.combining(c))
    return propre(sans_accents.translate(_SUBSTITUTS))


def en_texte(valeur: object) -> str:
    """A cell of any type as a French reader would write it; `""` when it is blank."""
    match valeur:
        case None:
            return ""
        case bool():
            return "oui" if valeur else "non"
        case date():
            heure = " %H:%M" if isinstance(valeur, datetime) and valeur.time() != time() else ""
            return valeur.strftime(f"%d/%m/%Y{heure}")
        case float() if math.isfinite(valeur):
            return _decimal_en_texte(Decimal(repr(valeur)))
        case Decimal() if valeur.is_finite():
            return _decimal_en_texte(valeur)
        case _:
            return propre(str(valeur))


def _decimal_en_texte(nombre: Decimal) -> str:
    """`3` for 3.0 and `487,5` for 487.50: what Excel shows in a cell without format."""
    chiffres = f"{nombre:f}" if abs(nombre.adjusted()) <= 30 else str(nombre)  # noqa: PLR2004 - beyond, it is no quantity
    return (chiffres.rstrip("0").rstrip(".") if "." in chiffres else chiffres).replace(".", ",")


def montant(euros: Decimal) -> str:
    """`1 234,50 €`, with narrow no-break spaces."""
    return f"{euros:,.2f}".replace(",", ESPACE_FINE).replace(".", ",") + f"{ESPACE_FINE}€"


def surface(metres_carres: Decimal) -> str:
    """`64,5 m²`, without useless zeros."""
    return f"{_decimal_en_texte(metres_carres)}{ESPACE_FINE}m²"


def a_la_commune(nom: str) -> str:
    """`à Viry`, `au Reposoir`, `aux Houches`, `à La Balme-de-Sillingy`, `à L'Isle-d'Abeau`.

    Only `le` and `les` contract with `à`; every name of the official table
    that begins with `Le ` or `Les ` begins with an article.
    """
    for article, contraction in (("Le ", "au "), ("Les ", "aux ")):
        if nom.startswith(article):
            return contraction + nom.removeprefix(article)
    return f"à {nom}"
