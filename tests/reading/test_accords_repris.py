"""An agreement with something below it, or behind it, that no agreement goes with; and what it looks like."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import chaque, courriel, dit


@pytest.mark.regle("R42", "R43")
@chaque(
    "texte",
    {
        "faute de candidat": "ACCEPTE\nFaute de candidat",
        "un manque de candidats": "ACCEPTE\nManque de candidats",
        "des candidats introuvables": "ACCEPTE\nCandidats introuvables",
        "personne sur la liste": "ACCEPTE\nPersonne sur la liste",
        "il n'y a personne": "ACCEPTE\nY a personne en attente",
        "aucun candidat, en chiffre": "ACCEPTE - 0 candidat",
        "aucun dossier, en chiffre": "ACCEPTE\n0 dossier",
        "trop cher": "ACCEPTE\nTrop cher",
        "trop cher, derrière le mot": "ACCEPTE (trop cher)",
        "trop cher, en capitales initiales": "ACCEPTE\nTrop Cher",
        "un loyer trop élevé": "ACCEPTE\nLoyer trop élevé",
        "un loyer élevé": "ACCEPTE\nLoyer élevé",
        "trop petit": "ACCEPTE\nLogement trop petit.",
        "trop loin": "ACCEPTE - trop loin de la gare",
        "un élu contre": "ACCEPTE\nLe maire est contre",
        "un avis contre": "ACCEPTE\nContre l'avis de l'adjointe",
        "au suivant": "ACCEPTE\nAu suivant",
        "à proposer à un autre": "ACCEPTE\nProposez-le à la préfecture",
        "à attribuer à un autre": "ACCEPTE\nAttribuez ce logement à la préfecture.",
        "déjà attribué": "ACCEPTE\nLogement déjà attribué en interne",
        "déjà pourvu": "ACCEPTE\nDéjà pourvu",
        "vendu": "ACCEPTE\nLe logement est vendu",
        "à supprimer": "ACCEPTE\nMessage destiné à Halpades, merci de supprimer",
        "pour un autre bailleur": "ACCEPTE\nCe mail est destiné à Halpades.",
        "un motif, d'un mot": "ACCEPTE\nLoyer",
        "un motif, de deux": "ACCEPTE\nQuartier difficile",
        "un loyer qu'on ne connaît pas": "ACCEPTE\nLoyer prohibitif",
        "un loyer qui ne convient pas": "ACCEPTE\nle loyer ne convient pas",
        "le loyer du logement offert": "ACCEPTE. Son loyer est trop élevé",
        "où ils vivent, puis l'offre": "ACCEPTE\nLa famille occupe un T2 et le loyer proposé est trop cher",
        "ce qu'ils quittent, puis l'offre": "ACCEPTE\nLa famille quitte son T2, ce logement est trop petit",
        "leur logement, puis l'offre": "ACCEPTE, leur logement est libéré et celui-ci est trop cher",
        "dans un immeuble": "ACCEPTE. C'est un immeuble dont le logement est déjà attribué",
        "à proposer": "ACCEPTE\nÀ proposer à la préfecture",
        "à reproposer": "ACCEPTE\nVous pouvez le reproposer",
        "zéro candidat, derrière le mot": "ACCEPTE, zéro candidat",
        "personne d'intéressé": "ACCEPTE\nPersonne d'intéressé",
        "personne": "ACCEPTE\nPersonne",
        "voir un autre": "ACCEPTE\nAdressez-vous à la préfecture",
        "un candidat accepté": "Accord pour le candidat 1",
        "une candidate acceptée": "Avis favorable pour la candidate",
        "un candidat accepté, par le mot demandé": "Accepté pour le candidat 1",
        "des candidats acceptés": "Accord pour ces candidats",
    },
)
def test_un_accord_que_la_suite_dement_revient_a_une_personne(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@chaque(
    "texte",
    {
        "trop contents": "ACCEPTE\nTrop contente !",
        "une personne de la liste": "ACCEPTE\nUne personne de la liste vous appellera.",
        "un logement fait pour eux": "ACCEPTE\nUn logement destiné à une famille de quatre, parfait.",
        "des candidats à venir": "ACCEPTE pour nos candidats, dossiers demain",
        "une famille": "ACCEPTE pour la famille que nous avions évoquée",
        "une date à donner": "ACCEPTE\nProposez-nous une date de visite.",
        "une école": "ACCEPTE\nLes enfants vont à l'école à côté.",
        "une prise en charge": "ACCEPTE\nLe dossier est déjà pris en charge par l'assistante sociale.",
        "un défaut pesé": "ACCEPTE\nMalgré le loyer élevé.",
        "trois candidats": "Accord pour trois candidats",
        "un loyer qui convient": "ACCEPTE, le loyer convient",
        "un loyer abordable": "ACCEPTE, loyer abordable",
        "un quartier qui plaît": "ACCEPTE, le quartier plait",
        "une surface idéale": "ACCEPTE\nSurface idéale",
        "une typologie recherchée": "ACCEPTE\nTypologie recherchée",
        "un secteur demandé": "ACCEPTE\nsecteur demandé",
        "où elle vit": "ACCEPTE. Mme Roux vit dans un logement trop cher.",
        "leur loyer actuel": "ACCEPTE - famille mal logée, loyer actuel trop élevé",
        "leur logement": "ACCEPTE. Nos demandeurs sont en suroccupation, leur logement est trop petit",
        "ce qu'elle quitte": "ACCEPTE\nNous proposerons une famille qui quitte son T2 devenu trop petit.",
        "son logement vendu": "ACCEPTE. Mme Roux est hébergée, son logement a été vendu.",
        "le logement d'une famille": "ACCEPTE\nUne famille dont le logement est vendu par son propriétaire",
    },
)
def test_l_accord_qui_lui_ressemble_reste_un_accord(texte: str):
    assert dit(courriel(texte)) == [(None, "accepte")]
