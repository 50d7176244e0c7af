"""What may happen in any story at all: where it starts, what befalls it and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random  # noqa: TID251 - Hypothesis seeds it

from robot.domain.candidat import Critere
from robot.domain.carnet import Correspondant
from robot.domain.dossier import Statut
from robot.domain.stimuli import LigneDeDesignation, Verbe
from tests.domain.menages import dalo, ligne, menage
from tests.domain.seconde_moitie import AVEC_DDETS, acceptee, attribuee, complete, convoquee, offerte

DIX_JOURS = timedelta(days=10)
AUTRE_DDETS = Correspondant("DDETS 74", "reservation-sociale@prefecture.example")
CARNETS = {
    "DDETS": AVEC_DDETS,
    "autre DDETS": replace(AVEC_DDETS, ddets=AUTRE_DDETS),
    "sans DDETS": replace(AVEC_DDETS, ddets=None),
}
DEPARTS = {
    "offerte": offerte,
    "neuve": lambda: acceptee(neuf=True),
    "acceptée": acceptee,
    "trois candidats": complete,
    "un DALO": lambda: complete(dalo(1)),
    "un DALO sans courriel": lambda: complete(dalo(1, courriel=False)),
    "convoquée": convoquee,
    "DALO convoqué": lambda: convoquee(dalo(1)),
    "attribuée": attribuee,
    "DALO attribué": lambda: attribuee(dalo(1)),
}
# Nothing runs there: a person, a correspondent or the outbox is awaited.
ATTENDENT = frozenset(Statut) - {
    Statut.LIBERE,
    Statut.EN_ATTENTE,
    Statut.ACCEPTEE,
    Statut.ACCEPTEE_TACITE,
    Statut.REFUSEE,
    Statut.RETIREE,
    Statut.ATTRIBUEE,
}
AVANT_L_ACCORD = frozenset(
    {Statut.A_EXPEDIER, Statut.EN_ATTENTE, Statut.DIFFEREE, Statut.A_CLARIFIER, Statut.NON_REMISE}
    | {Statut.ACCEPTEE_TACITE}
)
FINS = frozenset({"resultat_candidat", "accuse_candidat", "constat_silence_candidat", "constat_dossier_candidat"})

DUREES = (timedelta(minutes=5), timedelta(hours=7), timedelta(days=1), timedelta(days=3), timedelta(days=12))
RETARDS = (timedelta(0), timedelta(0), timedelta(0), timedelta(hours=9), timedelta(days=4), timedelta(days=20))
# Chance must not end every story at once.
FATALS = frozenset({Verbe.ANNULER, Verbe.HORS_FLUX, Verbe.SUIVANT, Verbe.RENVOYER})


def une_ligne(chance: Random) -> LigneDeDesignation:
    """A line of a message about candidates: a household, its priority, its address, or its withdrawal."""
    rang = chance.randint(1, 6)
    critere = chance.choice([Critere.AUCUN, Critere.AUCUN, Critere.DALO])
    adresse = chance.choice(
        [f"famille{rang}@menage.example", f"famille{rang}@menage.example", f"juste{rang}@menage.example", ""]
    )
    return ligne(replace(menage(rang, critere), courriel=adresse), retrait=chance.random() < 0.2)


def des_lignes(chance: Random, nombre: int) -> list[LigneDeDesignation]:
    return [une_ligne(chance) for _ in range(chance.randint(1, nombre))]


# What may happen, and how often in a hundred.
EVENEMENTS = (
    ("attendre", 11),
    ("attendre_le_rendez_vous", 17),
    ("designer", 10),
    ("designer_pour_un_tour_passe", 2),
    ("repondre_du_reservataire", 5),
    ("rapporter_de_l_offre", 3),
    ("repondre", 9),
    ("partir", 8),
    ("rapporter", 8),
    ("repondre_de_la_ddets", 4),
    ("changer_le_carnet", 2),
    ("ordonner", 12),
    ("ordonner_n_importe_quoi", 3),
    ("tenir_la_commission", 6),
)
