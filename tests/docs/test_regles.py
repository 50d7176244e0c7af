"""Every rule of the delivery has a test marked with its number; a removed marker makes this fail."""

from __future__ import annotations

import pytest

from tests.docs import regles

VERIFIEES = regles.regles_verifiees()


@pytest.mark.parametrize("regle", regles.EXIGEES, ids=lambda regle: f"{regle} : {regles.ENONCES[regle]}")
def test_chaque_regle_a_au_moins_un_test(regle: str):
    assert VERIFIEES.get(regle), f"aucun test ne porte @pytest.mark.regle({regle!r})"


def test_chaque_regle_citee_par_un_test_a_son_enonce():
    assert set(VERIFIEES) <= set(regles.ENONCES)


@pytest.mark.parametrize(
    ("source", "attendues"),
    [
        pytest.param(
            '@pytest.mark.regle("R1", "C2")\ndef test_a(): ...',
            [("R1", "test_a"), ("C2", "test_a")],
            id="une marque posée sur un test",
        ),
        pytest.param("def test_a(): ...", [], id="un test sans marque"),
        pytest.param(
            'pytestmark = pytest.mark.regle("R1")',
            [("R1", "tout le fichier")],
            id="une marque posée sur tout le fichier",
        ),
        pytest.param(
            'class TestA:\n    @pytest.mark.regle("R1")\n    def test_b(self): ...',
            [("R1", "test_b")],
            id="une marque dans une classe",
        ),
        pytest.param(
            '@pytest.mark.regle("R1")\nclass TestA:\n    def test_b(self): ...',
            [("R1", "TestA")],
            id="une marque sur une classe",
        ),
        pytest.param(
            'CAS = [pytest.param(1, marks=pytest.mark.regle("R1"))]',
            [("R1", "CAS")],
            id="une marque sur un cas",
        ),
        pytest.param('# @pytest.mark.regle("R1")\ndef test_a(): ...', [], id="une marque en commentaire ne compte pas"),
    ],
)
def test_les_marques_sont_lues_dans_le_code(source: str, attendues: list[tuple[str, str]]):
    assert list(regles.marques(source)) == attendues
