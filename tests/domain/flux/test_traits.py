"""The traits that the turn keeps fair (R33) are those that the bilan tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.flux.strates import Strate
from robot.domain.flux.traits import LECTEURS, logement
from robot.domain.valeurs import ValeurRefusee
from tests.fabrique import FICHE

SUIVIS = (Strate.PERIODE, Strate.ZONE, Strate.QPV, Strate.ATTRAIT)


@pytest.mark.regle("R33")
@pytest.mark.parametrize(
    ("colonnes", "attendu"),
    [
        pytest.param((), {}, id="rien d'écrit, rien de compté"),
        pytest.param((("QPV", "QP074001"),), {Strate.QPV: "en QPV"}, id="le code du quartier"),
        pytest.param((("En QPV ?", "Hors QPV"),), {Strate.QPV: "hors QPV"}, id="hors QPV, en toutes lettres"),
        pytest.param(
            (("Année de construction", "1987"),),
            {Strate.PERIODE: "1975 à 1989"},
            id="une année compte avec celles de sa période",
        ),
        pytest.param((("Zone Pinel", "zone b1"),), {Strate.ZONE: "B1"}, id="zonage"),
        pytest.param((("Attractivité", "Faible"),), {Strate.ATTRAIT: "faible"}, id="attrait"),
        pytest.param((("QPV", "peut-être"), ("Zone", "parking 2")), {}, id="ce qui ne se lit pas n'est pas compté"),
    ],
)
def test_un_logement_est_compte_sous_les_criteres_du_bilan(colonnes, attendu):
    traits = logement("V-2026-0001", replace(FICHE, complements=colonnes), "Annecy").traits
    assert {strate: traits[strate] for strate in SUIVIS if strate in traits} == attendu


@pytest.mark.parametrize(
    ("strate", "ecrit", "lu"),
    [
        pytest.param(Strate.PERIODE, "1970-1980", "1970-1980", id="la période d'un flux garde ses propres classes"),
        pytest.param(Strate.PERIODE, "1972", "1949 à 1974", id="une année dit sa période"),
        pytest.param(Strate.ZONE, "zone a bis", "A bis", id="zonage"),
        pytest.param(Strate.ZONE, "abc", "ABC", id="une autre zone garde son nom"),
    ],
)
def test_les_colonnes_d_un_flux_se_lisent_de_meme(strate, ecrit, lu):
    assert LECTEURS[strate](ecrit) == lu


def test_un_qpv_illisible_dans_un_flux_dit_quoi_ecrire():
    with pytest.raises(ValeurRefusee, match="oui ou non"):
        LECTEURS[Strate.QPV]("peut-être")
