"""Why a dwelling left the flux, as it is counted and published: a cause of the texts, never the words that were typed.

Whoever took the dwelling out wrote freely, and may have named a household
(« mutation de Mme … »): the words and their author stay in the journal, where
`robot expliquer` shows them; the three tables carry the cause and its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain import loi
from robot.domain.ecriture import plier

MUTATION = "Mutation interne"
ECHANGE = "Échange de logements (bourse d'échange)"
DROIT_UNIQUE = "Droit unique"
# R8: swaps are counted inside the part kept for mutations.
DANS_LES_MUTATIONS = frozenset({MUTATION, ECHANGE})


@dataclass(frozen=True)
class Motif:
    """A cause and the text that allows it."""

    libelle: str
    source: str


NEUF = Motif("Logement neuf, première mise en location", "Charte départementale, I.4 ; convention, art. 3")
AUTRE = Motif("Autre décision du bailleur", "motif consigné au journal du bailleur")

# The first that is recognised wins: a move within an NPNRU operation is of that operation, an exchange is a swap
# before it is a move. The domain is written without accents, as `plier` gives it.
CAUSES: tuple[tuple[re.Pattern[str], Motif], ...] = tuple(
    (re.compile(signe), Motif(libelle, source))
    for signe, libelle, source in (
        (
            r"\bnpnru\b|\banru\b|renouvellement urbain",
            "Relogement NPNRU",
            "Charte départementale, I.3 ; CCH, art. R.441-5",
        ),
        (
            r"\borcod|\blhi\b|insalubr|interdiction d'habiter|copropriete degradee|habitat indigne|\bperil\b",
            "Relogement ORCOD ou habitat indigne",
            loi.ORCOD_LHI_SOUSTRAITS,
        ),
        (
            r"\burgence|\bcrise\b|sinistre|catastrophe|incendie|inondation",
            "Urgence (point de crise)",
            "Charte départementale, I.5 ; convention, art. 2.4",
        ),
        (r"bourse d'echange|\bechange\b", ECHANGE, "Charte départementale, I.3"),
        (r"\bmutation|\bmuter\b", MUTATION, loi.MUTATIONS.source),
        (r"\bvente\b|\bvendre\b|\bcession\b", "Mise en vente", loi.STOCK),
        (r"demoli", "Démolition", loi.STOCK),
        (
            r"\bdefense\b|\bmilitaire|\bgendarm|\bpolice\b|securite interieure",
            "Défense nationale ou Sécurité intérieure",
            loi.STOCK,
        ),
        (r"\bsante\b|\bhopital|\bhospitalier|\bchu\b", "Établissement public de santé", loi.STOCK),
        (r"plai[- ]?a\b|plai[- ]adapt", "PLAI adapté", loi.STOCK),
        (r"gens du voyage|sedentarisation", "Gens du voyage", loi.STOCK),
        (
            r"\bassociation|intermediation locative|sous-location",
            "Location à une association",
            "Charte départementale, I.3",
        ),
        (r"droits? uniques?", DROIT_UNIQUE, loi.DROITS_UNIQUES),
        (r"\bneuf\b|premiere mise en location", NEUF.libelle, NEUF.source),
    )
)


def reconnaitre(motif: str) -> Motif:
    """The cause that these words tell; AUTRE when they tell none, or were erased."""
    mots = plier(motif)
    return next((cause for signe, cause in CAUSES if signe.search(mots)), AUTRE)
