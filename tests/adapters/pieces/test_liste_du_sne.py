"""The list to type into the SNE, in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.adapters.pieces.piece import PieceFaite
from robot.domain.courriers import Fabrique
from tests.adapters.pieces.atelier_d_essai import (
    NUD,
    SNE,
)


def cellules(piece: PieceFaite) -> list[list[str]]:
    return list(csv.reader(io.StringIO(piece.octets.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.regle("R65", "R66")
def test_la_liste_du_sne_s_ouvre_dans_un_tableur(faire):
    piece = faire(Fabrique.TABLE_SNE, SNE, "sne.csv")
    assert piece.type_mime == "text/csv"
    assert piece.octets.startswith(b"\xef\xbb\xbfNUD;Action;Motif\r\n")
    assert cellules(piece)[1] == [f'="{NUD}"', "radiation", "bail signé"]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        pytest.param("=1+1", "'=1+1", id="une formule"),
        pytest.param("+33 6 12", "'+33 6 12", id="un plus"),
        pytest.param("-2", "'-2", id="un moins écrit par un inconnu"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="une arobase"),
        pytest.param("\t=1+1", "'=1+1", id="une formule après une tabulation"),
        pytest.param("＝1", "'＝1", id="un égal large"),
        pytest.param("a\r\n=1+1", "a =1+1", id="une formule à la ligne"),
        pytest.param(-2, "-2", id="un vrai nombre"),
        pytest.param("0740", '="0740"', id="un numéro qui commence par zéro"),
        pytest.param("trois ; quatre", "trois ; quatre", id="un point-virgule"),
        pytest.param(None, "", id="rien"),
    ],
)
def test_une_cellule_du_sne(faire, ecrit, lu):
    assert cellules(faire(Fabrique.TABLE_SNE, {"titres": ["t"], "lignes": [[ecrit, "x"]]}))[1] == [lu, "x"]


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_aucune_cellule_du_sne_n_est_une_formule_d_un_inconnu(lignes):
    from robot.adapters.pieces import table_sne

    octets, _ = table_sne.fabriquer({"titres": ["a", "b"], "lignes": lignes})
    relues = cellules(PieceFaite("x", "text/csv", octets))
    assert len(relues) == len(lignes) + 1
    for ligne in relues:
        assert len(ligne) == 2
        for cellule in ligne:
            assert not cellule.startswith(tuple("+-@＝＋－＠"))
            assert not cellule.startswith("=") or (cellule[:2] + cellule[-1:] == '=""' and cellule[2:-1].isdigit())
