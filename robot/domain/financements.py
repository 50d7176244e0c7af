"""The kinds of financing of a social dwelling, as files write them (RPLS item FINAN, APiLos)."""

from __future__ import annotations

import re

from robot.domain.ecriture import en_texte, plier
from robot.domain.valeurs import ValeurRefusee

PLAI_ADAPTE = "PLAI adapté"

# Canonical name -> other spellings, among them the code of RPLS. Arrêté du 5 janvier 2010 (RPLS) for the
# codes; APiLos (`programmes/models/choices.py`) for the recent ones. « PLAI adapté » leaves the flux only
# by a local decision (R5), so it is a valid sheet.
FINANCEMENTS: dict[str, tuple[str, ...]] = {
    "PLAI": ("10", "pla i", "pla integration", "pret locatif aide d'integration"),
    PLAI_ADAPTE: ("plai a", "plai adp", "plaia"),
    "PLUS": ("13", "pret locatif a usage social"),
    "PLUS CD": ("plus construction demolition",),
    "PLS": ("14", "pret locatif social"),
    "PLA": ("12", "pla ordinaire", "pret locatif aide"),
    "PLA-LM/PLATS": ("11", "pla lm", "plats", "pla ts", "pla lm plats plai"),
    "PAP": ("15",),
    "PCL": ("17", "pcls"),
    "PALULOS": (),
    "Seconde vie": ("secd vie",),
    "HBM": ("50",),
    "PLR/PSR": ("51", "plr", "psr"),
    "HLMO": ("52", "hlm o", "hlm ordinaire"),
    "ILM": ("53",),
    "ILN": ("54",),
    "CFF": ("55",),
    "Autre": ("49", "99", "autre financement", "autre post 1977", "autre apres 1977", "autre avant 1977"),
}

# Intermediate housing is out of the flux (R3), whatever the landlord's file says.
INTERMEDIAIRES = ("pli", "16", "lli", "intermediaire", "logement intermediaire", "pret locatif intermediaire")
HORS_FLUX = "Charte départementale, I.1 ; convention, art. 2.1"


def _cle(texte: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plier(texte))


_PAR_CLE = {_cle(forme): nom for nom, formes in FINANCEMENTS.items() for forme in (nom, *formes)}
_INTERMEDIAIRES = frozenset(_cle(forme) for forme in INTERMEDIAIRES)


def lire_financement(valeur: object) -> str:
    """The canonical name of a financing. Raises ValeurRefusee: unknown, or intermediate (R3)."""
    cle = _cle(en_texte(valeur))
    if cle in _INTERMEDIAIRES:
        raise ValeurRefusee(
            f"un logement social : le logement intermédiaire n'entre pas dans le flux ({HORS_FLUX}), "
            "il ne s'oriente pas vers les réservataires"
        )
    if cle not in _PAR_CLE:
        raise ValeurRefusee(f"l'un de ces financements : {', '.join(FINANCEMENTS)}")
    return _PAR_CLE[cle]
