"""What gestionnaires write that looks like an order, and is not one for certain."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Consigne
from tests.reading.test_consignes import lire, phrase

# Written apart from the code, read once before any mending (008): none of these may be obeyed.
NON_ORDRES = (
    "Ne passe pas au suivant tout de suite",
    "Je voudrais qu'on attende avant de passer au suivant",
    "DELAI",
    "delai 5 ou 10 jours",
    "COMMISSION mardi 19/03/2026 14h",
    "COMMISSION le 31/02/2026 à 10h",
    "COMMISSION reportée au 24 mars 10h, même lieu",
    "ATTRIBUE 1 et 2",
    "N'attribuez pas au 1",
    "NON ATTRIBUE 2",
    "CLASSE 2 > 2 > 1",
    "CLASSE 2>1 3 rejeté",
    "OUI",
    "oui merci, bien reçu",
    "Non, ne fais rien pour l'instant",
    "NON",
    "REMIS 1 hier contre signature",
    "le bail sera signé le 15/04/2026 si tout va bien",
    "SNE tout sauf 3",
    "hors flux",
    "Ce logement devrait être hors flux je pense",
    "Peux-tu annuler ?",
    "annuler la commission de jeudi",
    "RETIRER Mme Lopez : désistement",
    "RETIRER 2 et 3 : désistements",
    "Renvoyer à la commune de Viry ?",
    "La mairie accepte, mais je préfère attendre son mail",
    "REFUSE : non en fait ils acceptent",
    "SUIVANT\nANNULER : erreur",
    "V-2026-0050 et V-2026-0051 : SUIVANT : personne",
    "SUIVANT si pas de réponse demain midi",
    "> SUIVANT\nnon pas ça, laisse courir",
    "Merci de suivre ce dossier, suivant nos échanges de ce matin.",
    "ATTRIBUE 1 (sous réserve des pièces)",
    "OUI 1\nNON 1 : elle a changé d'avis",
    "bail 15/04",
    "Attribué 1, non attribué 2 : ressources",
)


@pytest.mark.parametrize("texte", NON_ORDRES, ids=phrase)
def test_ce_qui_n_est_pas_un_ordre_sur_n_est_pas_obei(texte: str):
    assert not any(isinstance(lue, Consigne) for lue in lire(texte))
