"""Tables made to exhaust whoever opens them: little memory, little time, and a reason in French."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import pytest

from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.ports import TableauIllisible
from tests.adapters.test_tableaux import LIGNES, ods, xlsx
from tests.plafond import MIO, sous_plafond

SOMMAIRE, CHAINES, FEUILLE, STYLES = (
    "[Content_Types].xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml",
)  # fmt: skip
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPE_DES_CHAINES = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/></Types>'
)


def refait(classeur: bytes, parties: Mapping[str, str | bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same workbook with other parts."""
    avant, apres = zipfile.ZipFile(io.BytesIO(classeur)), io.BytesIO()
    toutes: dict[str, str | bytes] = {nom: avant.read(nom) for nom in avant.namelist()}
    toutes.update(parties)
    with zipfile.ZipFile(apres, "w", methode) as archive:
        for nom, contenu in toutes.items():
            archive.writestr(nom, contenu)
    return apres.getvalue()


def feuille(corps: str) -> bytes:
    return refait(xlsx(*LIGNES), {FEUILLE: f"<worksheet {NS}><sheetData>{corps}</sheetData></worksheet>"})


def de_chaines(chaines: str, rangees: int = 2) -> bytes:
    """Shared strings, the first of them in every cell."""
    base = xlsx(*LIGNES)
    sommaire = zipfile.ZipFile(io.BytesIO(base)).read(SOMMAIRE).decode()
    cellules = "".join(
        f'<row r="{r}">{"".join(f"""<c r="{c}{r}" t="s"><v>0</v></c>""" for c in "ABCDEF")}</row>'
        for r in range(1, rangees + 1)
    )
    return refait(
        base,
        {
            SOMMAIRE: sommaire.replace("</Types>", TYPE_DES_CHAINES),
            CHAINES: f"<sst {NS}>{chaines}</sst>",
            FEUILLE: f"<worksheet {NS}><sheetData>{cellules}</sheetData></worksheet>",
        },
    )


def de_style(style: str) -> bytes:
    return refait(xlsx(*LIGNES), {STYLES: f"<styleSheet {NS}>{style}</styleSheet>"})


def qui_ment() -> bytes:
    """Says that its sheet is of ten bytes; it inflates to 300 MiB."""
    octets = bytearray(refait(xlsx(*LIGNES), {FEUILLE: b" " * (300 * MIO)}))
    for entete, decalage in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        debut = -1
        while (debut := octets.find(entete, debut + 1)) >= 0:
            (taille,) = struct.unpack_from("<I", octets, debut + decalage)
            if taille == 300 * MIO:
                struct.pack_into("<I", octets, debut + decalage, 10)
    return bytes(octets)


def repertoire() -> bytes:
    """A directory of two hundred thousand entries, all of the same part."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("a", "")
    octets = sortie.getvalue()
    debut, fin = octets.index(b"PK\x01\x02"), octets.index(b"PK\x05\x06")
    entrees = octets[debut:fin] * 200_000
    return octets[:debut] + entrees + octets[fin : fin + 12] + struct.pack("<II", len(entrees), debut) + b"\0\0"


def lire(nom: str, octets: bytes) -> str:
    """What a correspondent and a gestionnaire would be told: the lines, or the reason; and whether it lists dwellings."""
    reconnu = FichesJointes().reconnait(nom, octets)
    try:
        return f"{reconnu} {len(TableauxDeFichiers().lire(nom, octets))} lignes"
    except TableauIllisible as illisible:
        return f"{reconnu} {illisible}"


TROP_DE_CELLULES, PAS_ADMIS = "trop de cellules ou de mises en forme", "un contenu qui n'est pas admis"


@pytest.mark.parametrize(
    ("nom", "faire", "dit"),
    [
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"mimetype": bytes(300 * MIO)}), "décompressé", id="ODS : un type de 300 Mio"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"mimetype": bytes(300 * MIO)}, zipfile.ZIP_BZIP2), "décompressé", id="ODS : le même en bzip2"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": bytes(14 * MIO)}, zipfile.ZIP_BZIP2), "abîmé ou protégé", id="ODS : 14 Mio en bzip2"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": bytes(9 * MIO)}, zipfile.ZIP_LZMA), "abîmé ou protégé", id="ODS : une compression que nul tableur n'emploie"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": f"<a>{'<a/>' * 12_000_000}</a>"}), "décompressé", id="ODS : douze millions d'éléments"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": f"<a>{'<a/>' * 2_000_000}</a>"}), TROP_DE_CELLULES, id="ODS : deux millions d'éléments"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": f"<a>{'<a/>' * 490_000}</a>"}), "vide", id="ODS : un demi-million d'éléments"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": f"{'<a>' * 200_000}{'</a>' * 200_000}"}), "trop emboîté", id="ODS : deux cent mille éléments emboîtés"),
        pytest.param("a.ods", lambda: refait(ods(*LIGNES), {"content.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "ha">]><a>&e;</a>'.encode("utf-16")}), PAS_ADMIS, id="ODS : des entités en UTF-16"),
        pytest.param("a.xlsx", qui_ment, "abîmé", id="XLSX : une taille annoncée fausse"),
        pytest.param("a.xlsx", repertoire, "1000 parties", id="XLSX : deux cent mille parties"),
        pytest.param("a.xlsx", lambda: de_chaines("<si><t/></si>" * 1_000_000), TROP_DE_CELLULES, id="XLSX : un million de textes"),
        pytest.param("a.xlsx", lambda: de_chaines(f"<si><t>{'x' * 10_000_000}</t></si>", 2000), "une cellule de plus de 32767", id="XLSX : un texte de dix millions de signes dans chaque cellule"),
        pytest.param("a.xlsx", lambda: de_chaines(f"<si><t>{'x' * 32_000}</t></si>", 3000), "trop de cellules ou de texte", id="XLSX : un long texte dans chaque cellule"),
        pytest.param("a.xlsx", lambda: de_style("<cellXfs>" + '<xf numFmtId="1"/>' * 900_000 + "</cellXfs>"), TROP_DE_CELLULES, id="XLSX : un million de styles"),
        pytest.param("a.xlsx", lambda: de_style(f'<numFmts><numFmt numFmtId="170" formatCode="{"[" * 400_000}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'), PAS_ADMIS, id="XLSX : un format de nombre sans fin"),
        pytest.param("a.xlsx", lambda: feuille("<a " + "".join(f' a{n}=""' for n in range(240_000)) + "/>"), PAS_ADMIS, id="XLSX : 240 000 attributs"),
        pytest.param("a.xlsx", lambda: feuille(f"<!--{'<row ' * 400_000}-->"), "vide", id="XLSX : quatre cent mille rangées dans un commentaire"),
        pytest.param("a.xlsx", lambda: feuille('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "1 lignes", id="XLSX : la dernière rangée d'une feuille"),
        pytest.param("a.csv", lambda: b"a\n" * 5_000_000, "partager le fichier", id="CSV : cinq millions de lignes"),
        pytest.param("a.csv", lambda: b"a;" * 5_000_000, "plus de 200 colonnes", id="CSV : cinq millions de colonnes"),
    ],
)  # fmt: skip
def test_un_tableau_piege_coute_peu_et_dit_pourquoi_il_n_est_pas_lu(nom: str, faire: Callable[[], bytes], dit: str):
    octets = faire()
    assert dit in sous_plafond(lambda: lire(nom, octets))


def test_les_rangees_vides_de_toutes_les_feuilles_se_comptent_ensemble():
    """A row number costs twenty bytes to its writer, and a million blank rows to us."""
    derniere = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    contenu = f"<worksheet {NS}><sheetData>{derniere}</sheetData></worksheet>"
    parties = {f"xl/worksheets/sheet{n}.xml": contenu for n in range(1, 21)}
    octets = refait(xlsx(*LIGNES, autres=[str(n) for n in range(19)]), parties)
    assert "plus de 1048576 lignes" in sous_plafond(lambda: lire("a.xlsx", octets))
