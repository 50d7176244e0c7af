"""One fact of every type, as a story could state it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidat import Critere
from robot.domain.candidature import Etape, Issue, MotifDAvis, VoieDEnvoi
from robot.domain.carnet import Silence
from robot.domain.dossier import Dossier
from robot.domain.repli.candidatures import candidatures
from tests.fabrique import JETONS, MAIRIE_VIRY, contexte, libere, paris

REFERENCE = "V-2026-0042"
MARDI = paris("2026-04-28T09:00")
LENDEMAIN = date(2026, 4, 29)
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
        "numero": 1,
        "nud": "074260301234574001",
        "courriel": "lea@menage.example",
        "telephone": "06 12 34 56 78",
        "critere": Critere.DALO,
        "precision": "reconnu prioritaire",
        "referent": "Paul Martin",
        "referent_courriel": "p.martin@ccas.example",
        "retenus": (1,),
        "retires": (),
        "ecartes": "",
        "doutes": "",
        "jour": 10 if type_ is f.RappelDeDesignation else LENDEMAIN,
        "nombre": 1,
        "requis": 3,
        "source": loi.CANDIDATS.source,
        "plafond": None,
        "etape": Etape.PROPOSITION,
        "tour": 1,
        "voie": VoieDEnvoi.COURRIEL,
        "dalo": True,
        "dernier_jour": LENDEMAIN,
        "refus": True,
        "repondu": True,
        "revient": False,
        "recue_le": MARDI,
        "passage": 1,
        "sequence": 0,
        "debut": MARDI + timedelta(days=30),
        "lieu": "Annecy",
        "issue": Issue.ATTRIBUTION,
        "ordre": 1,
        "taches": (1,),
        "fichiers": (),
        "auteur": "adjointe@ailleurs.example",
    }
    if type_ is f.DdetsAvisee:
        communs["motif"] = MotifDAvis.REFUS
    if type_ is f.LogementLibere:
        return libere()
    voulus = {nom: valeur for nom, valeur in communs.items() if nom in type_.__dataclass_fields__}
    return type_(**{"le": MARDI, **voulus, **champs})


# What opens a new orientation.
NOUVELLES = (f.OrientationDecidee, f.OrientationInterne)


def suivre(depart: Dossier, type_: type[f.Fait]) -> tuple[Dossier, f.Fait]:
    """The dossier as that fact may find it, and the fact, about its current orientation and its first candidate."""
    rang = len(depart.orientations) + (type_ in NOUVELLES)
    numero = len(depart.candidatures) + 1 if type_ is f.CandidatDesigne else 1
    champs = {"numero": numero} if "numero" in type_.__dataclass_fields__ else {}
    if champs and type_ is not f.CandidatDesigne and not depart.candidatures:
        designe = fait(f.CandidatDesigne)
        assert isinstance(designe, f.CandidatDesigne)
        depart = replace(depart, candidatures=candidatures(depart, designe))
    return depart, fait(type_, rang or 1, **champs)
