"""What happens, hour by hour, and what each correspondent does: the offers here, the rest in `suite.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot.demo.decor import COLLEGUE
from robot.demo.moment import Moment, le, rien
from robot.demo.scene import Scene
from robot.demo.suite import SUITE

LOGEMENTS: dict[str, dict[str, Any]] = {
    "T3 de Viry": {
        "RPLS": "7430900118", "Adresse": "14 rue des Prés", "Commune": "Viry", "Étage": "2e", "Ascenseur": "oui",
        "Typologie": "T3", "Surface": "64,50", "Financement": "PLUS", "Chauffage": "gaz, collectif",
        "Eau chaude": "collective", "Loyer": "487,32", "Charges": "122,10", "PMR": "non",
        "Disponible le": "01/06/2026", "Visite": "possible le mercredi matin",
    },
    "T2 de Viry": {
        "RPLS": "7430900245", "Adresse": "3 chemin du Moulin", "Commune": "Viry", "Étage": "RDC", "Ascenseur": "non",
        "Typologie": "T2", "Surface": "47", "Financement": "PLAI", "Chauffage": "électrique, individuel",
        "Eau chaude": "individuelle", "Loyer": "298,05", "Charges": "61,40", "PMR": "oui",
    },
    "T4 de La Balme": {
        "RPLS": "7402600031", "Adresse": "8 route de Choisy", "Commune": "La Balme-de-Sillingy", "Étage": "1er",
        "Ascenseur": "non", "Typologie": "T4", "Surface": "81,2", "Financement": "PLUS",
        "Chauffage": "granulés, collectif", "Eau chaude": "collective", "Loyer": "602,90", "Charges": "148",
        "PMR": "non",
    },
    "T1 de La Balme": {
        "RPLS": "7402600077", "Adresse": "21 route d'Annecy", "Commune": "La Balme-de-Sillingy", "Étage": "3e",
        "Ascenseur": "oui", "Typologie": "T1", "Surface": "31", "Financement": "PLS",
        "Chauffage": "électrique, individuel", "Eau chaude": "individuelle", "Loyer": "389,70", "Charges": "45",
        "PMR": "non",
    },
    "T3 neuf de Viry": {
        "Neuf": "oui", "Adresse": "2 allée des Cèdres", "Commune": "Viry", "Étage": "1er", "Ascenseur": "oui",
        "Typologie": "T3", "Surface": "66", "Financement": "PLAI", "Chauffage": "réseau de chaleur",
        "Eau chaude": "collective", "Loyer": "412", "Charges": "98,30", "PMR": "oui",
    },
}  # fmt: skip


def _liberer(*noms: str) -> Callable[[Scene], None]:
    return lambda scene: scene.liberer({nom: LOGEMENTS[nom] for nom in noms})


OFFRES: tuple[Moment, ...] = (
    Moment(
        le("2026-04-28T07:30"),
        "Deux logements de Viry se libèrent, dans la nuit. Le bureau est fermé : rien ne part encore.",
        _liberer("T3 de Viry", "T2 de Viry"),
    ),
    Moment(
        le("2026-04-28T08:00"),
        "Le bureau ouvre : chaque offre part à celui à qui il est dû le plus, et dit pourquoi.",
        rien,
    ),
    Moment(
        le("2026-04-28T09:40"),
        "La mairie de Viry accepte le T3, depuis Outlook.",
        lambda s: s.repondre(s.acteurs.viry, "T3 de Viry", "ACCEPTE"),
    ),
    Moment(
        le("2026-04-28T10:05"),
        "Elle refuse le T2, avec un motif : celui à qui il est dû le plus ensuite est sollicité aussitôt.",
        lambda s: s.repondre(
            s.acteurs.viry, "T2 de Viry", "REFUSE\n\nMotif : pas de candidat pour un T2 en ce moment."
        ),
    ),
    Moment(
        le("2026-04-28T10:06"),
        "La communauté de communes est en congé : sa messagerie répond toute seule.",
        lambda s: s.s_absenter(
            s.acteurs.genevois,
            "T2 de Viry",
            "Bonjour,\n\nLe service habitat est fermé aujourd'hui. Nous acceptons vos demandes dès demain.\n",
        ),
    ),
    Moment(
        le("2026-04-29T08:45"),
        "Trois autres logements : deux à La Balme-de-Sillingy, un neuf à Viry (sans délai ni silence).",
        _liberer("T4 de La Balme", "T1 de La Balme", "T3 neuf de Viry"),
    ),
    Moment(
        le("2026-04-29T09:10"),
        "De retour, une collègue de la communauté de communes répond avec ses mots, depuis sa propre adresse.",
        lambda s: s.repondre(
            s.acteurs.genevois,
            "T2 de Viry",
            "Bonjour,\n\nNous nous positionnons sur ce logement.\n\nCordialement,\nLéa Favre",
            de=COLLEGUE,
            nom="Léa Favre",
        ),
    ),
    Moment(
        le("2026-04-29T11:00"),
        "La Balme refuse le T1 (loyer). La communauté du Genevois n'a pas de droits à La Balme : "
        "c'est Action Logement qui est sollicité.",
        lambda s: s.repondre(s.acteurs.balme, "T1 de La Balme", "Refus : loyer trop élevé pour nos demandeurs."),
    ),
    Moment(
        le("2026-04-29T14:20"),
        "Action Logement écrit quelque chose qui n'est ni oui ni non.",
        lambda s: s.repondre(
            s.acteurs.action_logement,
            "T1 de La Balme",
            "Bonjour,\n\nBien reçu, je transmets à ma responsable qui reviendra vers vous.\n\nCordialement",
        ),
    ),
    Moment(
        le("2026-04-30T09:15"),
        "Priée de préciser, elle refuse. L'offre suivante va à la préfecture, dont l'adresse ne marche plus : "
        "le message revient.",
        lambda s: s.repondre(s.acteurs.action_logement, "T1 de La Balme", "REFUSE\nMotif : surface trop petite"),
    ),
    Moment(
        le("2026-04-30T10:30"),
        "La gestionnaire, prévenue, fait passer le T1 au suivant.",
        lambda s: s.decider("T1 de La Balme", "suivant", "adresse de la préfecture hors service"),
    ),
    Moment(le("2026-05-01T09:00"), "Vendredi 1er mai, férié. Le T4 de La Balme attend toujours sa réponse.", rien),
    Moment(le("2026-05-02T09:00"), "Samedi : le jour ne compte pas.", rien),
    Moment(le("2026-05-04T08:00"), "Dernier jour ouvré pour le T4 de La Balme : un rappel part.", rien),
    Moment(
        le("2026-05-04T10:00"),
        "Le conseil départemental accepte le T1, par le bouton de l'offre.",
        lambda s: s.repondre(s.acteurs.departement, "T1 de La Balme", "ACCEPTE\n\nRéférence : {reference}"),
    ),
    Moment(
        le("2026-05-05T08:00"),
        "La Balme n'a pas répondu pour le T4 : la boîte est relue, puis le silence est constaté.",
        rien,
    ),
)

HISTOIRE: tuple[Moment, ...] = (*OFFRES, *SUITE)
