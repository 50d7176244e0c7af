"""No garage and no parking space on the sheet (R53): letting is decoupled from parking.

A refusal costs the landlord one deletion, so every mention counts, even to say
that there is none (« sans parking »). What is *not* a mention: a street (« rue
du Parking »), another sense (« salle de boxe », « box internet »), a square
(« place de la Mairie »). « Garage à vélos » is refused on purpose: it says
« garage », and « local à vélos » says the same thing.

Source: `loi.SANS_STATIONNEMENT`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache

from robot.domain import loi
from robot.domain.ecriture import plier, propre


class Endroit(Enum):
    """Where the text stands: some words mean one thing in an address and another in a title."""

    TITRE = auto()
    ADRESSE = auto()
    TEXTE = auto()


_VEHICULE = r"(?:voitures?|autos?|automobiles?|vehicules?|motos?|scooters?)"
_GENRE = (
    r"(?:couverte?s?|exterieure?s?|privative?s?|privatifs?|privee?s?|souterraine?s?|aerienn?e?s?|numerotee?s?"
    r"|boxee?s?|securisee?s?|(?:en\s|au\s)?sous-?\s?sol)"
)
_NUMERO = r"(?:n\s?[°ºo]|num(?:ero)?\.?)\s?\d+"
_POUR = r"(?:de\s|pour\s|a\s|d')?(?:(?:\d+|une?|deux|trois|votre|la|sa|les|des)\s)?"

_VELO = r"(?:velos?|bicyclettes?|poussettes?|trottinettes?)"

# On folded text (no accent, no capital). The edges are letters only: « parking1 » and « parking_2 » count.
_MENTIONS = re.compile(
    rf"""(?<![^\W\d_])(?:
        (?:(?:places?|emplacements?|aires?|parcs?|pl\.?)\s(?:de\s|d')?)?
            (?:parkings?|parkg|pkgs?|parcages?|stationnements?|garages?)
            (?:\s(?:spaces?|lots?)|\s(?:a\s|pour\s|des?\s)?{_VELO})?
      | stationner | garer | pl\.?\s(?:de\s)?(?:park|stat) | (?:park|stat)\.?\s?{_NUMERO}
      | box(?:es)?\s(?:fermee?s?|{_VEHICULE}|{_NUMERO}) | box(?:es)?
      | (?:places?|emplacements?)\s{_POUR}{_VEHICULE}
      | (?:places?|emplacements?)\s(?:{_GENRE}|{_NUMERO})(?!\s(?:a\s|pour\s|de\s)?{_VELO})
      | car-?\s?ports? | car\s?parks? | car\sspaces?
      | (?:abris?|auvents?|remises?)[\s-](?:a\s|de\s|pour\s)?{_VEHICULE}
      | (?<!\d)pks?(?!\d+[a-z])
    )(?![^\W\d_])""",
    re.VERBOSE,
)

# A way named after a garage is an address: « 4 rue de l'Ancien Garage ». The article is required, for
# « Grande Rue, garage inclus » is a mention; so is, outside an address, « accès par l'allée du garage ».
_ARTICLE = r"\s(?:de l'|de la |du |des )"
_QUALITE = r"(?:(?:vieux|vieil|vieille|ancien|ancienne|grand|petit|nouveau)s?\s)?$"
_VOIE = re.compile(rf"\b(?:rue|avenue|av\.?|boulevard|bd|route|rte|impasse|imp\.?){_ARTICLE}{_QUALITE}")
# A square takes the article (« place du Parking »), a parking space does not (« place de parking »).
_VOIE_D_ADRESSE = re.compile(
    r"\b(?:place|pl\.?|ruelle|chemin|ch\.?|allees?|passage|quai|cours|montee|sentier|sente|square|traverse|venelle"
    rf"|esplanade|rond-point|cite|clos|quartier|hameau){_ARTICLE}{_QUALITE}"
    rf"|\b(?:lieu-?\s?dit|quartier|hameau|residence),?\s(?:le |la |les |l'){_QUALITE}"
)
# « PK 12 » on a road is a kilometre point (Guyane, Mayotte, Réunion).
_POINT_KILOMETRIQUE = re.compile(r"\b(?:route|rte|rn\s?\d*|rd\s?\d*|nationale|departementale|chemin|piste)\b")
_AUTRE_BOX = re.compile(
    r"\s(?:a |de |d')?(?:internet|fibre|adsl|tv|tele|wi-?fi|domotique|operateur|douche|rangement|stockage)\b"
)
_TITRES_ENTIERS = frozenset(
    {
        "place",
        "places",
        "nb place",
        "nb places",
        "nb de places",
        "nombre de places",
        "emplacement",
        "emplacements",
        "stat",
    }
)


@lru_cache(maxsize=4096)  # the same words come back on every row of a file
def mentions_de_stationnement(texte: str, endroit: Endroit = Endroit.TEXTE) -> tuple[str, ...]:
    """The words of `texte` that speak of a garage or a parking space, as they are written, in order."""
    ecrit = unicodedata.normalize("NFKC", propre(texte))
    replie = "".join(_replier(c) for c in ecrit)
    if endroit is Endroit.TITRE and plier(ecrit).strip(" .:*") in _TITRES_ENTIERS:
        return (ecrit,)
    trouvees = (ecrit[m.start() : m.end()] for m in _MENTIONS.finditer(replie) if not _autre_sens(replie, m, endroit))
    return tuple(dict.fromkeys(trouvees))


def motif_de_refus(mentions: tuple[str, ...]) -> str:
    """What to do and why, in French, for whoever wrote these words."""
    mots = ", ".join(f"« {mention} »" for mention in mentions)
    conseil = " ; pour les vélos, écrire « local à vélos »" if re.search(_VELO, plier(mots)) else ""
    return (
        f"retirer {mots} : la fiche ne mentionne ni garage ni stationnement, dont la location est indépendante "
        f"de celle du logement ({loi.SANS_STATIONNEMENT}){conseil}"
    )


def _replier(caractere: str) -> str:
    """One character for one, so that positions in the folded text are positions in the written one."""
    if caractere in "’ʼ′":
        return "'"
    if caractere in "‐‑–":
        return "-"
    base = unicodedata.normalize("NFKD", caractere)[0].lower()
    return base if len(base) == 1 else caractere


def _autre_sens(replie: str, mention: re.Match[str], endroit: Endroit) -> bool:
    """Whether these words, here, speak of something else: a street, a square, a road mark, a modem."""
    avant, apres, mots = replie[: mention.start()], replie[mention.end() :], mention[0]
    if _VOIE.search(avant) or (endroit is Endroit.ADRESSE and _VOIE_D_ADRESSE.search(avant)):
        return True
    if mots in {"pk", "pks"}:
        return endroit is Endroit.ADRESSE and _POINT_KILOMETRIQUE.search(replie) is not None
    return mots in {"box", "boxes"} and _AUTRE_BOX.match(apres) is not None
