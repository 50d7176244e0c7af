"""Refusals that are none: of something else, of somebody, of nothing at all. Beside each, the refusal it looks like."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from tests.reading.ecrire import chaque, courriel, dit


@pytest.mark.regle("R43", "R44")
@chaque(
    "texte",
    {
        "aucun refus, en un mot": "Refus : néant",
        "aucun refus, d'un chiffre": "Refus : 0",
        "aucun refus": "Refus : aucun",
        "aucun refus à faire": "Refus : sans objet",
        "rien à refuser": "Refus : rien à signaler",
        "rien à refuser, abrégé": "Refus - RAS",
        "une case vide": "Refus : non",
        "aucun refus, entre parenthèses": "Refus (néant)",
        "aucun refus, à la ligne": "Refus :\nNéant",
        "aucun refus, au-dessus d'une politesse": "Refus : aucun.\n\nCordialement\nClaire",
        "aucun refus, pour l'heure": "Refus : aucun à ce jour",
        "une case barrée": "Refus : /",
        "une candidate refusée, entre parenthèses": "Refus (Mme Roux)",
        "un logiciel refusé": "Non merci, nous avons déjà un logiciel",
        "un motif à débattre": "REFUSE\nMotif : j'en parle au maire",
        "un motif qui attend": "REFUSE\nMotif : attente décision",
        "une candidate refusée": "Refus pour Mme Roux",
        "un candidat refusé": "Refus pour le candidat 2",
        "une famille refusée": "Refus pour cette famille",
        "une famille refusée, par le mot demandé": "REFUSE pour la famille Roux",
        "un dossier refusé": "Refusé pour ce dossier",
        "un permis refusé": "Refusé pour le permis de construire",
        "une subvention refusée": "Nous refusons pour la subvention",
        "une famille nommée, entre parenthèses": "Refus (famille Roux)",
        "une famille nommée, et un motif": "REFUSE (famille de Mme Roux, trop petit)",
        "une famille refusée, et un motif": "REFUSE pour la famille Roux, trop petit",
        "un candidat, entre parenthèses": "REFUSE (candidat 1)",
        "une famille, sans motif": "Refus pour une famille",
        "une relance à cesser": "Non merci, arrêtez de me relancer",
        "une visite refusée": "Non merci, pas besoin de visite",
        "une relance refusée": "Non merci, pas besoin de relance",
        "un rappel refusé": "Non merci, inutile de me rappeler",
        "des photos refusées": "Non merci pour les photos",
        "un passage": "Nous passons",
        "un passage, d'une personne": "On passe.",
        "un motif à voir": "REFUSE\n\nMotif : voir avec M. le Maire avant de prendre en compte",
        "un motif à voir plus tard": "REFUSE\nMotif : à voir",
        "un motif inconnu": "REFUSE\nMotif : je ne sais pas",
        "un motif ignoré": "REFUSE, je ne sais plus pourquoi",
        "un refus à tenir": "REFUSE, à ne pas enregistrer avant de m'avoir appelée",
    },
)
def test_un_refus_apparent_revient_a_une_personne(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]


@pytest.mark.regle("R42", "R44")
@chaque(
    ("texte", "motif"),
    {
        "aucun motif": ("REFUSE\nMotif : néant", "néant"),
        "aucun candidat": ("Refus : aucun candidat", "aucun candidat"),
        "zéro candidat": ("Refus : 0 candidat", "0 candidat"),
        "rien qui convienne": ("REFUSE : rien ne correspond à nos demandes", "rien ne correspond à nos demandes"),
        "un motif annoncé": ("Refus pour le motif suivant : loyer", "loyer"),
        "un motif, sans l'annoncer": ("Refus pour le loyer trop élevé", "pour le loyer trop élevé"),
        "un logement": ("Refus pour ce logement, trop cher", "trop cher"),
        "un refus de la commune": ("Refus pour la commune de Viry", "pour la commune de Viry"),
        "pour des candidats, parce que": ("REFUSE, trop cher pour nos candidats", "trop cher pour nos candidats"),
        "une politesse": ("Non merci", None),
        "une politesse, et un motif": ("Non merci, pas de demande", "pas de demande"),
        "quelqu'un, et pourquoi": (
            "REFUSE (personne en fauteuil, pas d'ascenseur)", "personne en fauteuil, pas d'ascenseur",
        ),
        "une famille trop grande": ("Refusé (famille trop grande)", "famille trop grande"),
        "une famille, et pourquoi": (
            "REFUSE (famille avec 4 enfants, T3 trop petit)", "famille avec 4 enfants, T3 trop petit",
        ),
        "des candidats relogés": ("REFUSE (candidats relogés)", "candidats relogés"),
        "un dossier, et pourquoi": (
            "REFUSE pour un dossier de 5 personnes, trop petit", "pour un dossier de 5 personnes, trop petit",
        ),
        "une visite dont ils ne veulent pas": (
            "Non merci, nos candidats n'ont pas souhaité visiter ce logement",
            "nos candidats n'ont pas souhaité visiter ce logement",
        ),
        "un motif, puis une relance": (
            "Non merci : pas de demandeur, inutile de nous relancer", "pas de demandeur, inutile de nous relancer",
        ),
        "un candidat qui se tait": (
            "Non merci, le candidat n'a pas répondu à nos messages", "le candidat n'a pas répondu à nos messages",
        ),
        "notre tour": ("Nous passons notre tour", None),
        "une fois": ("Nous passons pour cette fois", None),
        "je passe, pourquoi": ("Je passe, on a déjà trois logements.", "on a déjà trois logements"),
        "un motif qu'on voit": ("REFUSE : on voit la route de la chambre", "on voit la route de la chambre"),
    },
)  # fmt: skip
def test_le_refus_qui_lui_ressemble_reste_un_refus(texte: str, motif: str | None):
    (decision,) = lire(courriel(texte)).decisions
    assert (decision.sens.value, decision.motif) == ("refuse", motif)
