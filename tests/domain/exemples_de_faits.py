"""One fact of every type, as a story could state it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.carnet import Silence
from tests.fabrique import JETONS, MAIRIE_VIRY, contexte, libere, paris

REFERENCE = "V-2026-0042"
MARDI = paris("2026-04-28T09:00")
DECOMPTE = contexte("2026-04-28T09:00").decompter("viry", MARDI, loi.SILENCE_VAUT_ACCORD)


def fait(type_: type[f.Fait], rang: int = 1, **champs: Any) -> f.Fait:
    """A fact of that type about the orientation of that rank."""
    communs: dict[str, Any] = {
        "rang": rang,
        "par": "civil@viry74.example",
        "message": "empreinte",
        "preuve": "« J'accepte » — Mme Léa",
        "motif": "pas de candidat",
        "cause": "réponse floue",
        "texte": "Bonjour,\nœuvre à l'été\u00a0!",
        "destinataire": "civil@viry74.example",
        "statut": "5.1.1",
        "decompte": DECOMPTE,
        "designation": DECOMPTE,
        "raison": "rang 1 dans l'ordre du carnet",
        "etabli_le": MARDI + timedelta(days=3),
        "lu_jusqu_a": MARDI + timedelta(days=3),
        "message_id": "<offre@bailleur.example>",
        "empreinte": "abc",
        "categorie": "",
        "courrier": "accuse_accord",
        "decision": "refuse",
        "reservataire": MAIRIE_VIRY.code,
        "nom": MAIRIE_VIRY.nom,
        "adresse": MAIRIE_VIRY.adresse,
        "jeton": JETONS.jeton(REFERENCE, rang),
        "reponse": loi.SILENCE_VAUT_ACCORD,
        "silence": Silence.ACCORD,
    }
    if type_ is f.LogementLibere:
        return libere()
    voulus = {nom: valeur for nom, valeur in communs.items() if nom in type_.__dataclass_fields__}
    return type_(**{"le": MARDI, **voulus, **champs})
