"""The sheet of a réservataire as a workbook: figures, formulas, names."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from robot.adapters.flux.fiche_xlsx import fiche_xlsx
from robot.domain.flux.annexe import feuille
from robot.domain.flux.assiette import Droit, OrcodLhi, Tableau, Territoire, decimales_de_l_annexe
from tests.adapters.tableaux_d_assiette import INSTANT
from tests.domain.flux.annexes import (
    EPCI,
    FICHES_DE_VIRY,
    fiche_de_viry,
    genevois,
)


def classeur(tableau: Tableau, reservataire: str) -> tuple[list[list[object]], list[list[object]]]:
    """The cells as values and as formulas."""
    octets = fiche_xlsx(feuille(tableau, reservataire, decimales_de_l_annexe(tableau)), INSTANT)
    assert octets == fiche_xlsx(feuille(tableau, reservataire, decimales_de_l_annexe(tableau)), INSTANT)
    valeurs, formules = (load_workbook(io.BytesIO(octets), data_only=seules).worksheets[0] for seules in (True, False))
    return [[c.value for c in r] for r in valeurs.iter_rows()], [[c.value for c in r] for r in formules.iter_rows()]


def rangee(cellules: list[list[object]], nom: str) -> list[object]:
    return next(ligne for ligne in cellules if ligne[0] == nom)


@pytest.mark.regle("R26")
@pytest.mark.parametrize("nom", FICHES_DE_VIRY)
def test_le_classeur_d_une_fiche_de_viry_a_les_chiffres_et_les_formules_de_l_annexe(nom):
    attendue = FICHES_DE_VIRY[nom]
    tableau = replace(fiche_de_viry(nom), bailleur="HALPADES", annee=2024, millesime=date(2022, 12, 31))
    valeurs, formules = classeur(tableau, attendue.reservataire)
    chiffres = rangee(valeurs, "VIRY")
    assert chiffres[1:11] == [attendue.total, *[0] * 6, attendue.brut, 0.1, 0]
    assert chiffres[11] == pytest.approx(float(attendue.brut) * 0.9)
    assert rangee(formules, "VIRY")[8] == "=B6-SUM(C6:H6)"
    assert rangee(formules, "VIRY")[11] == "=MAX(0,I6*(1-J6)-K6)"
    droit = rangee(valeurs, f"{attendue.reservataire} (VIRY)")
    assert droit[1] == attendue.droits
    assert droit[2] == pytest.approx(attendue.droits / attendue.total)
    titres = " ".join(str(cellule) for ligne in valeurs for cellule in ligne if isinstance(cellule, str))
    assert "année 2024 – HALPADES" in titres
    assert "au 31/12/2022" in titres
    assert "restant dus au 31/12/2023" in titres


@pytest.mark.regle("R26")
def test_le_classeur_d_action_logement_additionne_les_onze_communes():
    valeurs, formules = classeur(genevois(), "ACTION LOGEMENT")
    assert rangee(valeurs, EPCI)[1:9] == [798, 1, 0, 0, 0, 0, 0, 797]
    assert rangee(formules, EPCI)[1] == "=SUM(B6:B16)"
    droit = rangee(formules, f"ACTION LOGEMENT ({EPCI})")
    assert droit[2] == '=IF(B17=0,"",B21/B17)'
    assert rangee(valeurs, f"ACTION LOGEMENT ({EPCI})")[2] == pytest.approx(121 / 798)
    assert len(valeurs[4]) == 9  # no net where the annexe has none


@pytest.mark.regle("C1")
def test_la_formule_du_net_suit_la_clause_orcod():
    tableau = Tableau(
        (
            Territoire("A", 100, mutations=Fraction(125, 1000), orcod_lhi=5, dans=("E",)),
            Territoire("B", 8, dans=("E",)),
        ),
        (Droit("R", "E", 1),),
        orcod_lhi=OrcodLhi.DANS_FLUX,
    )
    valeurs, formules = classeur(tableau, "R")
    assert rangee(formules, "A")[11] == "=MAX(0,I6*(1-J6))"
    assert rangee(valeurs, "A")[9:12] == [0.125, 5, 87.5]
    assert rangee(valeurs, "B")[9:12] == [None, None, None]
    assert rangee(valeurs, "E")[9:12] == [None, 5, None]
    entier = replace(
        tableau, territoires=(tableau.territoires[0], replace(tableau.territoires[1], mutations=Fraction(0)))
    )
    assert rangee(classeur(entier, "R")[0], "E")[11] == 95.5


def test_un_nom_qui_ressemble_a_une_formule_reste_un_nom():
    nom = '=HYPERLINK("https://ailleurs.example","Viry")'
    tableau = Tableau((Territoire(nom, 0),), (Droit(nom, nom, 0),), bailleur="=1+1 & Cie")
    octets = fiche_xlsx(feuille(tableau, nom, 0), INSTANT)
    cellules = load_workbook(io.BytesIO(octets)).worksheets[0]
    ecrites = [c for ligne in cellules.iter_rows() for c in ligne if str(c.value).startswith("=HYPERLINK")]
    assert len(ecrites) == 3
    assert {c.data_type for c in ecrites} == {"s"}
