"""The reminders of obligations, and what a réservataire in delegated management is told at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from robot.domain import loi
from robot.domain.carnet import Reservataire
from robot.domain.courriers import Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.flux.stade import Stade
from robot.domain.lettres import suivi_delegue
from robot.domain.obligations import TEXTES, Nature

ORIENTE, ATTRIBUE, LOUE = date(2026, 5, 26), date(2026, 6, 18), date(2026, 7, 3)
RAISON = "Sur les 100 logements libérés à Viry, 25,00 vous reviennent ; vous en avez reçu 24."


def rappel(bailleur: Mapping[str, str], destinataire: str, **precisions: Any) -> Courrier:
    titre, quoi, que_faire = TEXTES[Nature.FIN_DE_CONVENTION]
    contexte_du_rappel = {
        "bailleur": bailleur,
        "destinataire": "Claude Martin",
        "titre_court": titre,
        "quoi": quoi,
        "que_faire": que_faire,
        "a_taper": "",
        "echeance": "2026-11-22",
        "restants": 30,
        "source": loi.CONVENTION_RENOUVELEE.source,
        "lignes": [],
        "tableau_a_changer": False,
        "envoi_automatique": "",
        "jours_d_envoi": 2,
    } | precisions
    return Courrier("rappel_obligation/x", "rappel_obligation", destinataire, contexte_du_rappel)


def rappels(bailleur: Mapping[str, str], destinataire: str) -> dict[str, Courrier]:
    taux = {
        "titre_court": "assiette et taux 2027",
        "quoi": "Chaque réservataire doit connaître son assiette, son taux et les soustraits prévus pour 2027.",
        "que_faire": "Vérifiez que le tableau des réglages est celui de 2027, puis envoyez les lettres.",
        "a_taper": "robot assiette --envoyer",
        "echeance": "2027-02-28",
        "source": loi.ANNONCE_DES_TAUX.source,
    }
    nombreux = [f"Commune n° {rang}" for rang in range(1, 121)]
    cas: dict[str, dict[str, Any]] = {
        "rappel d'une convention": {"lignes": ["Commune de Viry", "CC du Genevois"]},
        "rappel de cent vingt conventions": {"lignes": nombreux, "restants": 0},
        "rappel des taux, envoi prévu": taux | {"envoi_automatique": "prevu", "restants": 10},
        "rappel des taux, envoi fait": taux | {"envoi_automatique": "fait", "restants": 1},
        "rappel des taux, tableau à changer": taux | {"tableau_a_changer": True, "restants": 2},
    }
    return {nom: rappel(bailleur, destinataire, **precisions) for nom, precisions in cas.items()}


def suivis(dossier: Dossier, ctx: Contexte, titulaire: Reservataire) -> dict[str, Courrier]:
    """The second and the third."""
    jours = {Stade.ACCEPTATION: ORIENTE, Stade.ATTRIBUTION: ATTRIBUE}
    (deuxieme,) = suivi_delegue(dossier, titulaire, jours, ctx)
    (troisieme,) = suivi_delegue(dossier, titulaire, jours | {Stade.BAIL: LOUE}, ctx)
    return {"suivi délégué, étape 2": deuxieme, "suivi délégué, étape 3": troisieme}
