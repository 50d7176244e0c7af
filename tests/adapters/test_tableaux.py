"""Tables that réservataires attach: CSV, Excel and LibreOffice give the same rows, or a French sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from robot.adapters.fiches.lignes import OCTETS_MAXIMUM
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.pieces.table_candidats import LIGNE_DES_TITRES, fabriquer
from robot.domain.candidat import Candidat, Critere
from robot.domain.table_candidats import COLONNES, COLONNES_ADMISES, nombre_de_titres, reconnaitre
from robot.ports import TableauIllisible
from robot.reading.designations.designation import lire_table

UN, DEUX = "074260301234574001", "074260301234674001"
TITRES = ("Numéro unique", "Nom", "Courriel")
LIGNES = (TITRES, (UN, "DUPONT Marie", "marie@orange.fr"), (DEUX, "BERNARD"))
ESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:'
    'table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def lire(nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
    return TableauxDeFichiers().lire(nom, octets)


def xlsx(*lignes: Sequence[object], masquees: Sequence[int] = (), autres: Sequence[str] = ()) -> bytes:
    classeur = Workbook()
    feuille = classeur.active
    assert isinstance(feuille, Worksheet)
    for ligne in lignes:
        feuille.append(list(ligne))
    for numero in masquees:
        feuille.row_dimensions[numero].hidden = True
    for titre in autres:
        classeur.create_sheet(titre).append(list(TITRES) if titre == "Suite" else ["Mode d'emploi"])
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


@dataclass(frozen=True)
class Jour:
    """A day as LibreOffice stores it, and as its cell shows it."""

    garde: str
    montre: str


def cellule(valeur: object) -> str:
    if isinstance(valeur, Jour):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{valeur.garde}">'
            f"<text:p>{valeur.montre}</text:p></table:table-cell>"
        )
    if isinstance(valeur, (int, float)):
        return (
            f'<table:table-cell office:value-type="float" office:value="{valeur}"><text:p>?</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(valeur))}</text:p></table:table-cell>'


def ods(*lignes: Sequence[object], attribut: str = "", avant: str = "", apres: str = "") -> bytes:
    rangees = "".join(
        f"<table:table-row{attribut}>{''.join(map(cellule, ligne))}</table:table-row>" for ligne in lignes
    )
    return ods_brut(f'{avant}<office:body><table:table table:name="F">{rangees}{apres}</table:table></office:body>')


def ods_brut(corps: str, entete: str = "") -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{entete}<office:document-content {ESPACES}>{corps}</office:document-content>")
    return sortie.getvalue()


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("c.csv", "\n".join(";".join(ligne) for ligne in LIGNES).encode(), id="CSV à points-virgules"),
        pytest.param("c.csv", "\n".join(",".join(ligne) for ligne in LIGNES).encode("cp1252"), id="CSV à virgules, Windows"),
        pytest.param("c.csv", "\n".join("\t".join(ligne) for ligne in LIGNES).encode("utf-16"), id="CSV à tabulations, UTF-16"),
        pytest.param("c.csv", "\ufeff" .encode() + "\r\n".join(";".join(x) for x in LIGNES).encode(), id="CSV d'Excel, avec marque"),
        pytest.param("c.csv", "\n".join(";".join(f'"{v}"' for v in x) for x in LIGNES).encode(), id="CSV entre guillemets"),
        pytest.param("c.csv", "\n".join(";".join(f'="{v}"' for v in x) for x in LIGNES).encode(), id="CSV protégé par ="),
        pytest.param("c.xlsx", xlsx(*LIGNES), id="XLSX"),
        pytest.param("c.XLSX", xlsx(*LIGNES, autres=["Aide"]), id="XLSX avec un mode d'emploi"),
        pytest.param("c.csv", xlsx(*LIGNES), id="XLSX nommé CSV"),
        pytest.param("c.ods", ods(*LIGNES), id="ODS"),
        pytest.param(
            "c.ods",
            ods(*LIGNES, apres='<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'),
            id="ODS et ses lignes vides répétées",
        ),
    ],
)  # fmt: skip
def test_les_memes_lignes_quel_que_soit_le_format(nom: str, octets: bytes):
    lues = tuple(tuple(v for v in ligne if v) for ligne in lire(nom, octets))
    assert lues == LIGNES
    candidats = [ligne.candidat for ligne in lire_table(lire(nom, octets), departement="74", annee=2026)]
    assert candidats == [Candidat(UN, "DUPONT Marie", "marie@orange.fr"), Candidat(DEUX, "BERNARD")]


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("c.xlsx", xlsx(TITRES, (7.4260301234574e16, "DUPONT")), id="XLSX : un nombre à virgule"),
        pytest.param("c.xlsx", xlsx(TITRES, (74260301234574001, "DUPONT")), id="XLSX : un nombre entier"),
        pytest.param("c.ods", ods(TITRES, (7.4260301234574e16, "DUPONT")), id="ODS"),
        pytest.param("c.csv", "Numéro unique;Nom\n7,42603E+16;DUPONT".encode(), id="CSV : notation scientifique"),
        pytest.param("c.csv", "Numéro unique;Nom\n74260301234574000;DUPONT".encode(), id="CSV : arrondi"),
    ],
)
def test_un_numero_saisi_comme_un_nombre_est_refuse(nom: str, octets: bytes):
    (lue,) = lire_table(lire(nom, octets), departement="74", annee=2026)
    assert "le tableur a arrondi ce numéro" in lue.refus
    assert "format texte" in lue.refus
    assert lue.candidat is None


@pytest.mark.regle("R45", "R61")
def test_le_modele_joint_a_la_lettre_rempli_puis_renvoye():
    donnees = {"reference": "V-2026-0042", "logement": "T3 à Viry", "candidats": 3, "dernier_jour": "2026-06-18"}
    classeur = load_workbook(io.BytesIO(fabriquer(donnees)[0]))
    feuille = classeur.active
    assert isinstance(feuille, Worksheet)
    titres = [cellule.value for cellule in feuille[LIGNE_DES_TITRES]]
    for titre, valeur in (("Numéro unique", UN), ("Nom", "DUPONT Marie"), ("Priorité", "DALO")):
        feuille.cell(LIGNE_DES_TITRES + 1, titres.index(titre) + 1, valeur)
    rempli = io.BytesIO()
    classeur.save(rempli)
    lues = lire_table(lire("candidats.xlsx", rempli.getvalue()), departement="74", annee=2026)
    assert [ligne.candidat for ligne in lues] == [Candidat(UN, "DUPONT Marie", critere=Critere.DALO, precision="DALO")]


def test_le_modele_renvoye_vide_ne_dit_rien():
    donnees = {"reference": "V-2026-0042", "logement": "T3 à Viry", "candidats": 3, "dernier_jour": ""}
    assert lire_table(lire("candidats.xlsx", fabriquer(donnees)[0]), departement="74", annee=2026) == ()


def test_la_table_de_la_commission_se_lit_par_les_memes_mains():
    octets = "Référence,Candidat,Décision,Motif\nV-2026-0042,1,attribution,\n".encode()
    assert lire("caleol.csv", octets)[1] == ("V-2026-0042", "1", "attribution", "")


def test_une_formule_que_nul_tableur_n_a_calculee_n_est_pas_une_case_vide():
    ligne = lire("c.xlsx", xlsx(TITRES, ('="0742"&"6"', "DUPONT")))[1]
    assert ligne == ("(formule sans résultat)", "DUPONT")


@pytest.mark.parametrize(
    "ecrit", [f" {UN} ", f"'{UN}", "074 2603 012345 74001", "074-2603-012345-74001"], ids=["espaces", "apostrophe", "groupes", "tirets"]
)  # fmt: skip
def test_un_numero_saisi_comme_du_texte_est_lu(ecrit: str):
    (lue,) = lire_table(lire("c.xlsx", xlsx(TITRES, (ecrit, "DUPONT"))), departement="74", annee=2026)
    assert lue.candidat == Candidat(UN, "DUPONT")


@pytest.mark.parametrize(
    ("nom", "octets", "raison"),
    [
        pytest.param("c.csv", b"", "vide", id="vide"),
        pytest.param("c.csv", b" \n ", "vide", id="blanc"),
        pytest.param("c.csv", b"x" * (OCTETS_MAXIMUM + 1), "plus de 10 Mio", id="démesuré"),
        pytest.param("c.pdf", b"%PDF-1.7", "pas un tableau", id="un PDF"),
        pytest.param("c.csv", b"%PDF-1.7", "pas un tableau", id="un PDF nommé CSV"),
        pytest.param("c.csv", b"<html><table>", "pas un tableau", id="une page web"),
        pytest.param("c.xlsx", b"du texte", "quel que soit son nom", id="du texte nommé XLSX"),
        pytest.param("c.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format Excel", id="un ancien classeur"),
        pytest.param("c.xlsx", b"PK\x03\x04 abime", "abîmé", id="un classeur abîmé"),
        pytest.param("c.xlsx", xlsx(*LIGNES, masquees=[3]), "ligne 3 : des lignes sont masquées", id="XLSX filtré"),
        pytest.param("c.xlsx", xlsx(*LIGNES, autres=["Suite"]), "« Suite »", id="deux feuilles de candidats"),
        pytest.param("c.xlsx", xlsx(), "vide", id="un classeur vide"),
        pytest.param("c.ods", ods(*LIGNES, attribut=' table:visibility="filter"'), "masquées", id="ODS filtré"),
        pytest.param("c.ods", ods(["x"] * 300), "plus de 200 colonnes", id="ODS trop large"),
        pytest.param("c.ods", ods_brut("", '<!DOCTYPE a [<!ENTITY b "c">]>'), "n'est pas admis", id="ODS avec des entités"),
        pytest.param("c.ods", ods_brut("<pas-fini>"), "LibreOffice est abîmé", id="ODS abîmé"),
        pytest.param("c.csv", b'NUD;Nom\n"ouvert;x', "guillemets", id="des guillemets ouverts"),
        pytest.param("c.csv", b"NUD;Nom\n\x00\x01;x", "fichier de texte", id="des octets quelconques"),
    ],
)  # fmt: skip
def test_un_fichier_inutilisable_dit_quoi_faire(nom: str, octets: bytes, raison: str):
    with pytest.raises(TableauIllisible, match=raison):
        lire(nom, octets)


def test_une_feuille_ods_masquee_ne_compte_pas():
    style = (
        '<office:automatic-styles><style:style style:name="m"><style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles>"
    )
    rangees = "".join(f"<table:table-row>{''.join(map(cellule, ligne))}</table:table-row>" for ligne in LIGNES)
    cachee = (
        '<table:table table:name="C" table:style-name="m"><table:table-row>'
        + cellule("secret")
        + "</table:table-row></table:table>"
    )
    octets = ods_brut(f'{style}<office:body>{cachee}<table:table table:name="F">{rangees}</table:table></office:body>')
    assert lire("c.ods", octets) == LIGNES


def test_une_note_de_cellule_ods_n_est_pas_lue():
    note = "<office:annotation><text:p>une note</text:p></office:annotation>"
    octets = ods(TITRES, (UN, "DUPONT"))
    corps = (
        zipfile.ZipFile(io.BytesIO(octets))
        .read("content.xml")
        .decode()
        .replace("<text:p>DUPONT", f"{note}<text:p>DUPONT")
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", corps)
    assert lire("c.ods", sortie.getvalue())[1] == (UN, "DUPONT")


def test_les_mots_mis_en_forme_d_une_cellule_ods():
    cellule_riche = (
        "<table:table-cell><text:p>Mme<text:s/><text:span>DUPONT</text:span> Marie</text:p></table:table-cell>"
    )
    corps = f'<table:table table:name="F"><table:table-row>{cellule_riche}</table:table-row></table:table>'
    assert lire("c.ods", ods_brut(f"<office:body>{corps}</office:body>")) == (("Mme DUPONT Marie",),)


def test_une_archive_demesuree_n_est_pas_decompressee():
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"0" * 70_000_000)
    with pytest.raises(TableauIllisible, match="une fois décompressé"):
        lire("c.ods", sortie.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([xlsx(*LIGNES), ods(*LIGNES), b"NUD;Nom\n1;2"]), st.integers(0), st.binary(max_size=8), st.sampled_from([".xlsx", ".ods", ".csv"]))  # fmt: skip
def test_un_fichier_abime_ne_leve_que_son_erreur(octets: bytes, place: int, ecrase: bytes, extension: str):
    place %= len(octets)
    abime = octets[:place] + ecrase + octets[place + len(ecrase) :]
    try:
        lignes = lire(f"c{extension}", abime)
    except TableauIllisible:
        return
    assert all(isinstance(valeur, str) for ligne in lignes for valeur in ligne)


# The titles.
@pytest.mark.parametrize(
    ("titre", "nom"),
    [
        ("N° unique", "nud"), ("N°unique (NUD)", "nud"), ("NUD", "nud"), ("Numéro de demande", "nud"), ("n° tél", "telephone"),
        ("E-mail", "courriel"), ("Adresse mail", "courriel"), ("Adresse", "adresse"), ("NOM - Prénom", "nom"),
        ("Critère de priorité", "priorite"), ("Référent(e) social(e)", "referent"), ("Mail du référent", "referent_courriel"),
        ("Retrait (oui/non)", "retrait"), ("Réf. logement", "reference"), ("1er quartile", "quartile"), ("Prénom", "prenom"),
    ],
)  # fmt: skip
def test_les_titres_en_usage(titre: str, nom: str):
    colonne = reconnaitre(titre)
    assert colonne is not None
    assert colonne.nom == nom


def test_chaque_titre_du_modele_se_reconnait_et_n_en_dit_qu_un():
    assert [reconnaitre(colonne.libelle) for colonne in COLONNES] == list(COLONNES)
    assert nombre_de_titres([colonne.libelle for colonne in (*COLONNES, *COLONNES_ADMISES)]) == 18


def test_un_titre_inconnu():
    assert reconnaitre("Ressources") is None
