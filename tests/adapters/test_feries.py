"""Les jours fériés de chaque territoire, contre un calcul de Pâques indépendant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from robot.adapters.feries import FUSEAUX, SUBDIVISIONS, calendrier


def jours_legaux(annee: int) -> set[date]:
    """The eleven of C. trav., art. L.3133-1."""
    paques = easter(annee)
    mobiles = {paques + timedelta(days=jours) for jours in (1, 39, 50)}
    fixes = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return mobiles | {date(annee, mois, jour) for mois, jour in fixes}


def feries(departement: str, annee: int, jours_feries: str | None = None) -> set[date]:
    return {jour for jour in calendrier(departement, jours_feries=jours_feries).feries if jour.year == annee}


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize("annee", [1997, 2008, *range(2024, 2031), 2035, 2050, 2099])
def test_en_haute_savoie_les_onze_jours_legaux_et_eux_seuls(annee):
    assert feries("74", annee) == jours_legaux(annee)


@pytest.mark.parametrize(
    ("departement", "en_plus"),
    [
        pytest.param("57", {(4, 3), (12, 26)}, id="Moselle : Vendredi saint et Saint-Étienne"),
        pytest.param("67", {(4, 3), (12, 26)}, id="Bas-Rhin : de même"),
        pytest.param("68", {(4, 3), (12, 26)}, id="Haut-Rhin : de même"),
        pytest.param("974", {(12, 20)}, id="Réunion : 20 décembre"),
        pytest.param("973", {(6, 10)}, id="Guyane : 10 juin"),
        pytest.param("976", {(4, 27)}, id="Mayotte : 27 avril"),
        pytest.param("972", {(5, 22), (7, 21)}, id="Martinique : 22 mai et 21 juillet"),
        pytest.param("971", {(3, 12), (4, 3), (5, 27), (7, 21)}, id="Guadeloupe : quatre jours"),
        pytest.param("75", set(), id="Paris : rien de plus"),
        pytest.param("2A", set(), id="Corse-du-Sud : rien de plus"),
        pytest.param("88", set(), id="Vosges : rien de plus, bien que voisines"),
    ],
)
def test_les_jours_propres_a_un_territoire_en_2026(departement, en_plus):
    assert feries(departement, 2026) == jours_legaux(2026) | {date(2026, mois, jour) for mois, jour in en_plus}


def test_un_reglage_prend_la_place_du_departement():
    assert feries("74", 2026, "57") == feries("57", 2026)
    assert feries("57", 2026, "nationaux") == jours_legaux(2026)


def test_un_code_inconnu_leve_une_erreur_au_lieu_de_donner_un_faux_calendrier():
    with pytest.raises(KeyError):
        calendrier("74", jours_feries="GES")


def test_les_noms_sont_francais_quelle_que_soit_la_langue_de_la_machine():
    noms = calendrier("57").feries
    assert noms[date(2026, 4, 6)] == "Lundi de Pâques"
    assert noms[date(2026, 4, 3)] == "Vendredi saint"
    assert noms[date(2026, 11, 1)] == "Toussaint"


@pytest.mark.parametrize("code", SUBDIVISIONS)
def test_chaque_code_admis_donne_au_moins_les_onze_jours(code):
    assert jours_legaux(2026) <= feries("74", 2026, code)


@pytest.mark.parametrize(("departement", "fuseau"), [("74", "Europe/Paris"), *FUSEAUX.items()])
def test_le_fuseau_est_celui_du_departement_et_il_existe(departement, fuseau):
    jours = calendrier(departement)
    assert jours.fuseau == fuseau
    assert jours.fin_du_jour(date(2026, 7, 1)).tzinfo is not None
