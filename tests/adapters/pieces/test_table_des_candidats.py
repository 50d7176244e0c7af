"""The table to fill: what a spreadsheet shows of it, and what comes back (R61)."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.pieces.piece import PieceFaite
from robot.adapters.pieces.table_candidats import PRIORITES
from robot.domain.candidat import Candidat, Critere
from robot.domain.courriers import Fabrique
from robot.domain.table_candidats import COLONNES, reconnaitre
from robot.reading.designations.tableau import lire_les_rangees
from tests.adapters.pieces.atelier_d_essai import (
    NUD,
    TABLE,
    XLSX,
)


def feuille(piece: PieceFaite) -> Worksheet:
    active = load_workbook(io.BytesIO(piece.octets)).active
    assert isinstance(active, Worksheet)
    return active


def titres(page: Worksheet) -> tuple[int, list[str]]:
    """The line of the titles, and they."""
    for rang, ligne in enumerate(page.iter_rows(values_only=True), 1):
        if COLONNES[0].libelle in ligne:
            return rang, [str(valeur) for valeur in ligne]
    raise AssertionError("pas de ligne de titres")


@pytest.mark.regle("R61")
def test_la_table_a_les_colonnes_que_le_lecteur_attend(faire):
    piece = faire(Fabrique.TABLE_CANDIDATS, TABLE, "candidats.xlsx")
    assert piece.type_mime == XLSX
    _, noms = titres(feuille(piece))
    assert [reconnaitre(nom) for nom in noms] == [None, *COLONNES]


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("change", "attendu"),
    [
        pytest.param({}, "À renvoyer avant le mardi 16 juin 2026 à minuit", id="le dernier jour est dit"),
        pytest.param({}, "V-2026-0042", id="la référence est dite"),
        pytest.param({}, "T3 à Viry, 12 rue de l'Église", id="le logement est dit"),
        pytest.param({}, "Renvoyez ce fichier en réponse", id="la consigne est dite"),
        pytest.param({"candidats": 1}, "Un seul candidat", id="un seul candidat est attendu, et c'est dit"),
    ],
)
def test_l_en_tete_de_la_table(faire, change, attendu):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | change))
    assert attendu in "\n".join(str(ligne[0]) for ligne in page.iter_rows(values_only=True, max_row=6))


@pytest.mark.regle("R13")
def test_un_logement_neuf_n_a_pas_de_dernier_jour(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"dernier_jour": None}))
    assert "avant le" not in str(list(page.iter_rows(values_only=True)))


@pytest.mark.regle("R61")
def test_la_table_remplie_se_relit_et_ses_lignes_vides_ne_disent_rien(faire):
    classeur = load_workbook(io.BytesIO(faire(Fabrique.TABLE_CANDIDATS, TABLE).octets))
    page = classeur.active
    assert isinstance(page, Worksheet)
    rang, noms = titres(page)
    for titre, valeur in {"Numéro unique": NUD, "Nom": "Mme DUPONT Marie", "Priorité": "1er quartile"}.items():
        page.cell(rang + 1, noms.index(titre) + 1, valeur)
    remplie = io.BytesIO()
    classeur.save(remplie)
    (lue,) = lire_les_rangees(
        TableauxDeFichiers().lire("candidats.xlsx", remplie.getvalue()), departement="74", annee=2026
    )
    assert (lue.refus, lue.doutes) == ("", ())
    assert lue.candidat == Candidat(NUD, "Mme DUPONT Marie", critere=Critere.PREMIER_QUARTILE, precision="1er quartile")


@pytest.mark.parametrize("priorite", PRIORITES)
def test_chaque_priorite_proposee_se_relit(priorite):
    """The words of the list are those of the reader."""
    lignes = (tuple(colonne.libelle for colonne in COLONNES), (NUD, "", "", "", "", priorite, "", "", "", ""))
    (lue,) = lire_les_rangees(lignes, departement="74", annee=2026)
    assert lue.candidat is not None
    assert (lue.candidat.critere is Critere.AUCUN) == (priorite == "aucune")


@pytest.mark.parametrize("combien", [1, 3])
def test_la_table_a_une_ligne_numerotee_par_candidat(faire, combien):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"candidats": combien}))
    rang, _ = titres(page)
    suite = list(page.iter_rows(min_row=rang + 1, values_only=True))
    # The number is shown and not written: a line left empty reads as empty.
    assert [page.cell(rang + n, 1).number_format for n in range(1, combien + 1)] == [
        f'"{n}"@' for n in range(1, combien + 1)
    ]
    assert len(suite) == combien
    assert not any(str(valeur or "").strip() for ligne in suite for valeur in ligne)


def test_les_cases_sont_du_texte_et_la_priorite_se_choisit(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE))
    rang, noms = titres(page)
    cases = page.iter_rows(min_row=rang + 1, min_col=2)
    assert {cellule.number_format for ligne in cases for cellule in ligne} == {"@"}
    listes = {
        str(regle.sqref): regle.formula1 for regle in page.data_validations.dataValidation if regle.type == "list"
    }
    colonne = get_column_letter(noms.index("Priorité") + 1)
    assert listes[f"{colonne}{rang + 1}:{colonne}{rang + 3}"] == '"DALO,prioritaire,1er quartile,aucune"'


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"logement": '=HYPERLINK("http://mal.example")'}))
    assert feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"logement": "R&D <1> \ufffe"}))["A2"].value == "R&D <1> "
    cellule = page["A2"]
    assert (cellule.data_type, cellule.value) == ("s", '=HYPERLINK("http://mal.example")')


def test_la_table_ne_dit_pas_quand_elle_a_ete_faite(faire):
    octets = faire(Fabrique.TABLE_CANDIDATS, TABLE).octets
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert {membre.date_time[:3] for membre in archive.infolist()} == {(1980, 1, 1)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
    assert octets == faire(Fabrique.TABLE_CANDIDATS, TABLE).octets
