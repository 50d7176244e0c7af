"""The letters of the service's own days: the digest, the alert, the rates and the reminders of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from robot.domain.courriers import Courrier
from tests.adapters.exemples_d_obligations import rappels
from tests.adapters.exemples_de_lettres import BAILLEUR, MAIRIE, REFERENCE, ROBOT
from tests.adapters.exemples_de_taux import taux_annuels

CLAIRE = "c.vernay@montblanc.example"
SIGNATURE = {"nom": BAILLEUR.nom, "service": BAILLEUR.service, "telephone": BAILLEUR.telephone, "adresse": ROBOT}


def _avis(gabarit: str, contexte: Mapping[str, Any]) -> Courrier:
    contexte = {"bailleur": SIGNATURE, "destinataire": "Claire Vernay", **contexte}
    return Courrier(f"{gabarit}/2026-05-27", gabarit, CLAIRE, contexte)


def synthese(attentes: Sequence[Mapping[str, Any]] = (), **rubriques: Sequence[Mapping[str, Any]]) -> Courrier:
    """A digest with these sections."""
    noms = ("echeances", "nouvelles", "offres", "designations", "dalo", "sne", "messages")
    vide: dict[str, Any] = dict.fromkeys(noms, ())
    sante = {
        "lu_jusqu_a": "2026-05-27T06:00:00+00:00",
        "pannes": (),
        "carnet": "",
        "racine": f"{'0f' * 32}@2026-05-27T05:58:00+00:00",
    }
    contexte = {"jour": "2026-05-27", "attentes": attentes, "sante": sante, **vide, **rubriques}
    return _avis("synthese", contexte)


LOGEMENT = {"reference": REFERENCE, "titre": "T3 à Viry", "reservataire": "Commune de Viry"}
A_TRAITER = LOGEMENT | {
    "quoi": "réponse à éclaircir, délai suspendu",
    "depuis": "2026-05-26T08:02:00+00:00",
    "cause": "ACCEPTE sous réserve",
    "ordres": [
        {"texte": f"{REFERENCE} REPRENDRE", "libelle": "Reprendre le délai"},
        {"texte": f"{REFERENCE} SUIVANT", "libelle": "Au réservataire suivant"},
    ],
}
AUTRE = {"reference": "V-2026-0043", "titre": "T4 à Neydens", "reservataire": "Commune de Neydens"}
SYNTHESE = synthese(
    [A_TRAITER, {**A_TRAITER, "reference": "V-2026-0038", "depuis": None, "quoi": "offre non remise", "ordres": []}],
    echeances=[AUTRE | {"le": "2026-05-27", "quoi": "réponse à l'offre"}],
    nouvelles=[
        AUTRE | {"le": "2026-05-26T12:00:00+00:00", "phrase": "Offre n° 1 refusée.", "motif": "loyer trop cher"}
    ],
    offres=[AUTRE | {"echeance": "2026-05-27"}, AUTRE | {"reference": "V-2026-0044", "echeance": None}],
    designations=[
        AUTRE | {"candidats": 1, "requis": 3, "restants": 4, "total": 15, "dernier_jour": "2026-06-02"},
        AUTRE | {"candidats": 0, "requis": 1, "restants": 0, "total": 0, "dernier_jour": None},
    ],
    dalo=[
        AUTRE
        | {
            "candidat": 1,
            "nud": "074 2603 012345 74001",
            "etat": "a refusé",
            "dernier_jour": "2026-06-02",
            "avise_le": "2026-05-26T12:00:00+00:00",
            "accuse_le": None,
            "acceptes": ["V-2026-0040"],
        }
    ],
    sne=[
        {
            "ligne": 3,
            "reference": "V-2026-0043",
            "nud": "074 2603 012345 74001",
            "nature": "refus",
            "precision": "refus du candidat",
            "motif": "trop loin de mon travail",
            "imputation": "Commune de Neydens",
            "priorite": "premier quartile",
            "detail": "",
            "radiation": False,
            "le": "26/05/2026",
        }
    ],
    obligations=[
        {"titre": "bilan 2026", "echeance": "2026-06-28", "restants": 22, "reservataires": 0},
        {"titre": "fin de convention", "echeance": "2026-05-27", "restants": 0, "reservataires": 3},
    ],
    messages=[
        {
            "expediteur": "pub@ailleurs.example",
            "objet": "Offre exceptionnelle",
            "recu_le": "2026-05-26T12:00:00+00:00",
            "resume": "Cliquez ici : https://ailleurs.example/x",
        }
    ],
)
ALERTE = _avis(
    "alerte",
    {
        "quoi": "La boîte aux lettres du robot ne peut pas être lue",
        "detail": "imap.montblanc.example:993 : [AUTHENTICATIONFAILED] Authentication failed.",
        "depuis": "2026-05-27T06:00:00+00:00",
        "fonctionne_encore": "Les offres partent. Aucun silence n'est compté tant que la boîte n'est pas relue.",
        "que_faire": "Vérifiez le mot de passe IMAP dans les réglages.",
    },
)

LETTRES_DES_JOURS: dict[str, Courrier] = {
    "synthèse": SYNTHESE,
    "synthèse vide": synthese(),
    "alerte": ALERTE,
    **taux_annuels(SIGNATURE, MAIRIE),
    **rappels(SIGNATURE, CLAIRE),
}
