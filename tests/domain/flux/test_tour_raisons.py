"""The two sentences that a mayor reads."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from robot.domain.flux.livre import UNITE, Compte, GrandLivre, quotes
from robot.domain.flux.strates import TOUT, Case, Logement, Strate
from robot.domain.flux.tour import choisir
from tests.domain.flux.partages import QUOTES, logement

VIRY_SEUL = quotes({"Viry": {"Commune de Viry": Fraction(1)}})
EGAUX = quotes({"Viry": {"Action Logement": Fraction(1, 2), "Préfecture": Fraction(1, 2)}})
DEJA = GrandLivre(
    {
        ("Commune de Viry", TOUT): Compte(12 * UNITE, 11),
        ("Commune de Viry", Case(Strate.TYPOLOGIE, "T3")): Compte(3 * UNITE, 2),
        ("Préfecture", TOUT): Compte(5 * UNITE, 5),
        ("Préfecture", Case(Strate.TYPOLOGIE, "T3")): Compte(UNITE, 1),
    }
)


def raisons(logements, a_qui=QUOTES, livre=None, exclus=None):
    return [choix.raison for choix in choisir(logements, a_qui, livre or GrandLivre(), exclus)]


@pytest.mark.parametrize(
    ("appel", "attendue"),
    [
        pytest.param(
            lambda: raisons([logement(1)], livre=DEJA),
            "Ce T3 à Viry va à Commune de Viry, à qui il est dû à ce jour 12,50 logements pour 11 reçus, dont 3,50 T3 "
            "pour 2 reçus. Donné à Préfecture, qui vient ensuite (5,25 logements pour 5 reçus, dont 1,25 T3 pour "
            "1 reçu), ce T3 laisserait de plus grands écarts entre dus et reçus.",
            id="le plus en retard d'abord, puis qui vient ensuite, avec leurs comptes",
        ),
        pytest.param(
            lambda: raisons([logement(1)], VIRY_SEUL),
            "Ce T3 à Viry va à Commune de Viry, à qui il est dû à ce jour 1,00 logement pour 0 reçu, dont 1,00 T3 pour "
            "0 reçu. Personne d'autre n'a de droits à cet endroit.",
            id="un seul titulaire",
        ),
        pytest.param(
            lambda: raisons([logement(1)], EGAUX),
            "Ce T3 à Viry va à Action Logement, à qui il est dû à ce jour 0,50 logement pour 0 reçu, dont 0,50 T3 pour "
            "0 reçu. Donné à Préfecture, qui vient ensuite (0,50 logement pour 0 reçu, dont 0,50 T3 pour 0 reçu), "
            "ce T3 laisserait les mêmes écarts entre dus et reçus : l'ordre alphabétique tranche.",
            id="à égalité, l'ordre alphabétique",
        ),
        pytest.param(
            lambda: raisons([logement(1)], exclus={"V-2026-0001": ["Préfecture", "Commune de Viry"]}),
            "Ce T3 à Viry va à Action Logement, à qui il est dû à ce jour 0,20 logement pour 0 reçu, dont 0,20 T3 pour "
            "0 reçu. Mis à part Commune de Viry et Préfecture, donné au bailleur, qui vient ensuite (0,05 logement "
            "pour 0 reçu, dont 0,05 T3 pour 0 reçu), ce T3 laisserait de plus grands écarts entre dus et reçus.",
            id="après deux refus",
        ),
        pytest.param(
            lambda: raisons([logement(1)], VIRY_SEUL, exclus={"V-2026-0001": ["Commune de Viry"]}),
            "Ce T3 à Viry va au bailleur, à qui il est dû à ce jour 0,00 logement pour 0 reçu, dont 0,00 T3 pour "
            "0 reçu. Mis à part Commune de Viry, personne d'autre n'a de droits à cet endroit.",
            id="tous ont refusé : le bailleur",
        ),
        pytest.param(
            lambda: raisons(
                [Logement("V-2026-0001", "Le Reposoir", {})], quotes({"Le Reposoir": {"ALS": Fraction(1)}})
            ),
            "Ce logement au Reposoir va à ALS, à qui il est dû à ce jour 1,00 logement pour 0 reçu. Personne d'autre "
            "n'a de droits à cet endroit.",
            id="typologie inconnue, et l'article de la commune",
        ),
    ],
)
def test_la_raison_dit_a_qui_et_pourquoi(appel, attendue):
    assert appel() == [attendue]


@pytest.mark.parametrize(
    ("nombre", "debut"),
    [
        pytest.param(2, "Partagé avec l'autre logement du jour, ce T3 à Viry va à", id="deux le même jour"),
        pytest.param(4, "Partagé avec les 3 autres logements du jour, ce T3 à Viry va à", id="quatre le même jour"),
    ],
)
def test_la_raison_dit_qu_ils_ont_ete_partages_ensemble(nombre, debut):
    assert all(raison.startswith(debut) for raison in raisons([logement(rang) for rang in range(nombre)]))


def test_deux_phrases_pas_une_de_plus():
    assert [raison.count(". ") for raison in raisons([logement(rang) for rang in range(4)])] == [1, 1, 1, 1]


def test_les_chiffres_d_un_choix_portent_sa_part_et_pas_encore_le_logement():
    (choix,) = choisir([logement(1)], QUOTES, DEJA)
    premier = choix.positions[0]
    assert premier.titulaire == "Commune de Viry"
    assert dict(premier.comptes)[TOUT] == Compte(12 * UNITE + UNITE // 2, 11)
    assert dict(premier.comptes)[Case(Strate.COMMUNE, "Viry")] == Compte(UNITE // 2, 0)
    assert [position.titulaire for position in choix.positions] == list(choix.rangs)
    gains = [position.gain for position in choix.positions]
    assert gains == sorted(gains, reverse=True)


def test_les_chiffres_se_journalisent_exacts_et_se_relisent():
    (choix,) = choisir([logement(1)], QUOTES, DEJA)
    ecrit = json.loads(json.dumps([position.en_json() for position in choix.positions]))
    assert ecrit[0]["reservataire"] == "Commune de Viry"
    assert ecrit[0]["comptes"][0] == {"strate": "logements", "valeur": "", "du": 12_500_000_000_000, "recu": 11}
    assert [compte["strate"] for compte in ecrit[0]["comptes"]] == ["logements", "commune", "typologie", "financement"]
    assert [ligne["gain"] for ligne in ecrit] == [position.gain for position in choix.positions]
