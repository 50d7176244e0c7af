"""Why a dwelling is refused: the kinds of motive of the yearly tables."""

from __future__ import annotations

import re

# The kinds of motive of the yearly tables, the first that is recognised wins.
AUTRE = "autre"
_QUI = r"(?:candidat|demandeur|demande\b|famille|menage|dossier|public\b|salarie|agent\b)"
CATEGORIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "pas_de_candidat",
        re.compile(
            rf"\b(?:pas|plus)\b.{{0,25}}\bd(?:e |'){_QUI}|\baucune? (?:\w+ ){{0,2}}{_QUI}|"
            rf"\b(?:absence|manque|faute|defaut|sans|ni)\b(?: d(?:e |'))? ?(?:\w+ ){{0,2}}{_QUI}|"
            r"\bpersonne (?:a|pour|ne|n')\b|vivier|candidat.{0,30}(?:introuvable|absent|insuffisant)"
        ),
    ),
    (
        "loyer",
        re.compile(
            r"\bloyers?\b|\bcharges?\b|\bcher\b|\bchere\b|\bcout\b|\btarif|\bprix\b|taux d'effort|\bonereu|"
            r"\bbudget\b|plafonds?\b|ressources|\beuros?\b|€"
        ),
    ),
    (
        "typologie",
        re.compile(
            r"typolog|trop (?:petit|grand|exigu)|surface|superficie|m2|taille|nombre "
            r"de (?:pieces|chambres)|chambres?\b|composition familiale|studio|sous-occup|suroccup|sur-occup|dimension"
        ),
    ),
    ("etage", re.compile(r"\betages?\b|ascenseur|rez[- ]de[- ]chaussee|\brdc\b|escalier")),
    (
        "localisation",
        re.compile(
            r"localis|secteur|quartier|situation geographique|eloign|\bloin\b|transports?\b|\bqpv\b|adresse|"
            r"commune trop|ecole|commerces|enclav|emplacement|gare\b|zone\b|proximite|mixite|excentre|\bbus\b|"
            r"\bhameau|centre[- ](?:ville|bourg)|\broute\b"
        ),
    ),
    ("typologie", re.compile(r"\b[tf] ?[1-7]\b")),
)


def categorie(motif: str) -> str:
    """The kind of a motive already made plain; « autre » when none is recognised."""
    return next((nom for nom, signe in CATEGORIES if signe.search(motif)), AUTRE)
