"""`robot simuler` as it is typed: the contract's keys, and what a failing seed prints."""

from __future__ import annotations

import json

import pytest

from robot.__main__ import main
from tests.simulation.bogues import BOGUES

PETITE = ["--liberations", "1", "--jours", "4"]
CLES = {
    "graine", "liberations", "orientations", "messages", "perdus", "doubles", "silences_a_tort", "ecart_max",
    "ecart_max_typologie", "duree_s",
}  # fmt: skip


def test_les_cles_du_contrat_y_sont(capsys: pytest.CaptureFixture[str]):
    assert main(["simuler", "--graine", "2", *PETITE, "--pannes", "--json"]) == 0
    (ligne,) = capsys.readouterr().out.splitlines()
    dit = json.loads(ligne)
    assert dit.keys() >= CLES
    assert (dit["graine"], dit["liberations"]) == (2, 1)
    assert (dit["perdus"], dit["doubles"], dit["silences_a_tort"]) == (0, 0, 0)


def test_une_graine_fautive_est_nommee_racontee_et_rend_un(capsys: pytest.CaptureFixture[str]):
    with BOGUES["rang sauté"].poser():
        assert main(["simuler", "--graine", "1", *PETITE]) == 1
    dit = capsys.readouterr().out
    assert "La graine 1 rompt" in dit
    assert "robot simuler --graine 1 --liberations 1 --jours 4" in dit
    assert "OrientationDecidee" in dit


@pytest.mark.parametrize("graines", ["5", "9-3", "a-b"], ids=["une seule", "à l'envers", "pas des nombres"])
def test_une_plage_de_graines_mal_ecrite_est_un_mauvais_usage(graines: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as fin:
        main(["simuler", "--graines", graines])
    assert fin.value.code == 2
    assert "écrivez la première et la dernière graine" in capsys.readouterr().err


def test_une_base_qui_sert_deja_est_refusee(tmp_path, capsys: pytest.CaptureFixture[str]):
    base = f"sqlite:///{tmp_path / 'base.sqlite'}"
    assert main(["simuler", "--graine", "2", *PETITE, "--base", base]) == 0
    assert main(["simuler", "--graine", "2", *PETITE, "--base", base]) == 1
    assert "donnez une base vide" in capsys.readouterr().err
