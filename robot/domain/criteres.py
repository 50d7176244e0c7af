"""What a dwelling is, as the bilan sorts it and as the turn shares it (R33).

The charter's criteria (V.1) and the decree's (R.441-5-1), side by side.

QPV, year of delivery and Pinel zone are not among the twelve fields of the
sheet (R51): they come from the further columns of the landlord's file (R52).
What nobody wrote is said to be missing, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from robot.domain.ecriture import plier
from robot.domain.fiche import Fiche
from robot.domain.valeurs import NON, OUI

NON_RENSEIGNE = "non renseigné"
EN_QPV, HORS_QPV = "en QPV", "hors QPV"

# [A] the decree names the criterion without its classes; these part where financing or thermal rules changed.
PERIODES: tuple[tuple[int, str], ...] = (
    (1949, "avant 1949"),
    (1975, "1949 à 1974"),
    (1990, "1975 à 1989"),
    (2001, "1990 à 2000"),
    (2013, "2001 à 2012"),
    (9999, "2013 et après"),
)

# The titles that these columns go by, folded, letters and digits only.
_QPV = frozenset({"qpv", "enqpv", "qpvouhorsqpv", "qpvhorsqpv", "quartierprioritaire", "quartierprioritairedelaville"})
_LIVRAISON = frozenset(
    {"anneedelivraison", "anneelivraison", "livraison", "datedelivraison", "livreen", "anneedemiseenservice"}
    | {"anneedepremieremiseenlocation", "anneemiseenservice", "datedemiseenservice"}
)
_CONSTRUCTION = frozenset(
    {"anneedeconstruction", "anneeconstruction", "construction", "constructionen", "anneedachevement"}
    | {
        "anneedachevementdelaconstruction",
        "periodedeconstruction",
        "periodeconstruction",
        "datedeconstruction",
        "periode",
    }
)
_ZONAGE = frozenset({"zonagepinel", "zonepinel", "pinel", "zonageabc", "zoneabc", "zonage", "zone"})
_ANNEE = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")
_ZONE = re.compile(r"(?:zone )?(a bis|a|b1|b2|c)")


@dataclass(frozen=True)
class Criteres:
    """One dwelling's; a text is NON_RENSEIGNE, and the year None, when nobody wrote it.

    `livraison` is the charter's « année de livraison », `periode` the decree's « période de construction ».
    """

    qpv: str
    livraison: int | None
    periode: str
    zonage: str


@lru_cache(maxsize=8192)
def criteres(fiche: Fiche) -> Criteres:
    """The criteria that its sheet tells; a bilan asks for them at each thing it counts."""
    colonnes = {_cle(titre): texte for titre, texte in fiche.complements}
    livraison = _annee(_trouver(colonnes, _LIVRAISON))
    construction = _trouver(colonnes, _CONSTRUCTION)
    return Criteres(
        qpv=lire_qpv(_trouver(colonnes, _QPV)),
        livraison=livraison,
        periode=_periode(construction, _annee(construction) or livraison),
        zonage=lire_zonage(_trouver(colonnes, _ZONAGE)),
    )


@lru_cache(maxsize=1024)
def _cle(titre: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plier(titre))


def _trouver(colonnes: Mapping[str, str], titres: frozenset[str]) -> str:
    return next((texte for titre, texte in colonnes.items() if titre in titres), "")


def _annee(texte: str) -> int | None:
    """The one year of a text; several say none."""
    annees = set(_ANNEE.findall(texte))
    return int(annees.pop()) if len(annees) == 1 else None


def lire_periode(ecrite: str) -> str:
    """The period written, or that of the year written; NON_RENSEIGNE when there is neither."""
    return _periode(ecrite, _annee(ecrite))


def _periode(ecrite: str, annee: int | None) -> str:
    connue = next((nom for _, nom in PERIODES if plier(ecrite) == plier(nom)), None)
    if connue or annee is None:
        return connue or NON_RENSEIGNE
    return next(nom for fin, nom in PERIODES if annee < fin)


def lire_qpv(ecrit: str) -> str:
    """EN_QPV, HORS_QPV, or NON_RENSEIGNE when the words say neither."""
    mots = plier(ecrit)
    if mots in NON or mots.startswith("hors"):
        return HORS_QPV
    # A code (QP074001) or the name of the quarter says yes too.
    return EN_QPV if mots in OUI or re.match(r"en qpv|qpv|qp ?\d|qn ?\d", mots) else NON_RENSEIGNE


def lire_zonage(ecrit: str) -> str:
    """`A bis`, `A`, `B1`, `B2` or `C`, or NON_RENSEIGNE."""
    zone = _ZONE.fullmatch(plier(ecrit))
    return zone[1].upper().replace("BIS", "bis") if zone else NON_RENSEIGNE
