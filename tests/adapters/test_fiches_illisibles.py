"""A landlord's file that is no list of dwellings, or a damaged one: one sentence says what is wrong."""

import io
import random  # noqa: TID251 - seeded, to damage files
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.adapters.fiches import lignes, objets
from robot.adapters.fiches.archive import DECOMPRESSES_MAXIMUM
from robot.adapters.fiches.fichier import FichierIllisible, Lot, lire_fichier
from tests.adapters.fichiers_de_fiches import (
    EXCEL,
    JSON_VALIDE,
    LIGNE,
    TITRES,
    YAML_VALIDE,
    CommunesDeTest,
    avec,
    classeur,
    lire,
    tableau,
)


@pytest.fixture
def illisible(tmp_path):
    def illisible(nom: str, contenu: str | bytes) -> str:
        with pytest.raises(FichierIllisible) as erreur:
            lire(tmp_path, nom, contenu)
        assert str(erreur.value).startswith(nom)
        return str(erreur.value)

    return illisible


class TestFichierIllisible:
    @pytest.mark.parametrize(
        ("nom", "contenu", "raison"),
        [
            pytest.param("a.csv", b"", "vide", id="vide"),
            pytest.param("a.csv", "\ufeff \r\n", "vide", id="rien que des espaces"),
            pytest.param("a.csv", random.Random(1).randbytes(4000), "", id="octets au hasard"),
            pytest.param("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "fichier de texte", id="une image"),
            pytest.param("a.csv", "a\x81".encode("latin-1"), "Windows-1252", id="ni UTF-8 ni Windows-1252"),
            pytest.param("a.csv", "Bonjour;;\r\nMerci", "aucune ligne de titres", id="une lettre"),
            pytest.param("a.csv", tableau(), "aucun logement", id="des titres et rien dessous"),
            pytest.param("a.csv", tableau(LIGNE).replace("Loyer HC (€)", "Prix"), "ligne 1 : il manque ces colonnes, obligatoires : Loyer", id="une colonne en moins"),
            pytest.param("a.csv", tableau(LIGNE).replace("DPE", "Loyer"), "« Loyer HC (€) » et « Loyer »", id="une colonne en double"),
            pytest.param("a.csv", tableau(LIGNE).replace("Commune", "Secteur"), "il manque la colonne Commune", id="aucune commune"),
            pytest.param("a.csv", tableau(LIGNE, avec(LIGNE, DPE='"oubli')), "ligne 3 : guillemets", id="guillemet jamais fermé"),
            pytest.param("a.csv", ";".join(["a"] * 300), "200 colonnes", id="trop de colonnes"),
            pytest.param("a.xlsx", tableau(LIGNE), "pas un classeur Excel", id="du texte nommé .xlsx"),
            pytest.param("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ancien format Excel", id="ancien .xls"),
            pytest.param("a.xls", "<html><table>", "page web", id="une page web nommée .xls"),
            pytest.param("a.xlsx", classeur(EXCEL)[:-200], "abîmé", id="classeur tronqué"),
            pytest.param("a.xlsx", classeur(), "aucun logement", id="classeur sans ligne"),
            pytest.param("a.xlsx", classeur(titres=()), "le classeur est vide", id="classeur vide"),
            pytest.param("a.xlsx", classeur(EXCEL, titres=["x"] * 15), "aucune ligne de titres", id="classeur sans titres"),
            pytest.param("a.xlsx", classeur(EXCEL, autres=[("2025", [TITRES, EXCEL], "visible")]), "« Sheet », « 2025 »", id="deux feuilles"),
            pytest.param("a.xlsx", classeur([*EXCEL, *[None] * (200 - len(EXCEL)), "loin"]), "200 colonnes", id="classeur trop large"),
            pytest.param("a.pdf", b"%PDF-1.7", "format inconnu « .pdf »", id="un PDF"),
            pytest.param("liberations", tableau(LIGNE), "sans extension", id="sans extension"),
            pytest.param("a.json", '[\n{"a": 1},\n{"a" 2}]', "ligne 3 : JSON mal formé, colonne 6", id="JSON mal formé"),
            pytest.param("a.json", '[{"a": 1},]', "JSON mal formé", id="virgule en trop"),
            pytest.param("a.json", '[{"a": 1} {"a": 1}]', "JSON mal formé", id="virgule oubliée"),
            pytest.param("a.json", '[{"a": 1}', "JSON mal formé", id="crochet oublié"),
            pytest.param("a.json", '{"a": 1} x', "JSON mal formé", id="texte après la fin"),
            pytest.param("a.json", '[{"a": NaN}]', "démesuré", id="NaN"),
            pytest.param("a.json", "[" * 100_000, "emboîtés", id="crochets emboîtés"),
            pytest.param("a.json", f'[{{"a": {"9" * 5000}}}]', "démesuré", id="entier démesuré"),
            pytest.param("a.json", "[]", "aucun logement", id="liste vide"),
            pytest.param("a.json", "\n[1]", "ligne 2 : une liste de logements", id="pas des logements"),
            pytest.param("a.json", '"x"', "une liste de logements", id="une phrase"),
            pytest.param("a.yaml", "- a: 1\n b: 2\n", "ligne 2 : YAML mal formé", id="YAML mal aligné"),
            pytest.param("a.yaml", "a: 1\n---\nb: 2\n", "YAML mal formé", id="deux documents"),
            pytest.param("a.yaml", "[" * 5000, "YAML", id="YAML trop emboîté"),
            pytest.param("a.yaml", "- " * 2000 + "a", "YAML illisible", id="listes YAML trop emboîtées"),
            pytest.param("a.yaml", "- 1\n", "ligne 1 : une liste de logements", id="YAML sans logement"),
            pytest.param("a.yaml", "# rien\n", "une liste de logements", id="YAML de commentaires"),
            pytest.param("a.yaml", "a: *b\n", "YAML mal formé", id="alias inconnu"),
        ],
    )  # fmt: skip
    def test_la_raison_est_dite_en_une_phrase(self, illisible, nom, contenu, raison):
        assert raison in illisible(nom, contenu)

    def test_toutes_les_colonnes_absentes_sont_dites_ensemble(self, illisible):
        contenu = tableau(LIGNE).replace("Charges", "C").replace("PMR", "P")
        assert "obligatoires : Charges, Adapté PMR" in illisible("a.csv", contenu)

    def test_un_fichier_absent_ou_un_dossier(self, tmp_path):
        with pytest.raises(FichierIllisible, match="n'existe pas"):
            lire_fichier(tmp_path / "absent.csv", CommunesDeTest())
        with pytest.raises(FichierIllisible, match="pas un fichier"):
            lire_fichier(tmp_path, CommunesDeTest())

    def test_une_autre_archive_n_est_pas_un_classeur(self, illisible):
        octets = io.BytesIO()
        with zipfile.ZipFile(octets, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert "pas un classeur Excel" in illisible("a.ods", octets.getvalue())

    def test_un_classeur_qui_gonfle_sans_mesure_n_est_pas_ouvert(self, illisible):
        octets = io.BytesIO()
        with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b" " * (DECOMPRESSES_MAXIMUM + 1))
        assert len(octets.getvalue()) < lignes.OCTETS_MAXIMUM
        assert "décompressé" in illisible("a.xlsx", octets.getvalue())

    def test_un_classeur_qui_multiplie_ses_entites_est_refuse(self, illisible):
        entites = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
        bombe = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entites}]><worksheet>&e11;</worksheet>'
        source, octets = zipfile.ZipFile(io.BytesIO(classeur(LIGNE))), io.BytesIO()
        with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
            for partie in source.infolist():
                contenu = bombe.encode() if partie.filename == "xl/worksheets/sheet1.xml" else source.read(partie)
                archive.writestr(partie.filename, contenu)
        assert "abîmé" in illisible("a.xlsx", octets.getvalue())

    def test_un_numero_de_ligne_force_ne_fait_pas_compter_sans_fin(self, illisible):
        source, octets = zipfile.ZipFile(io.BytesIO(classeur(EXCEL))), io.BytesIO()
        with zipfile.ZipFile(octets, "w") as archive:
            for nom in source.namelist():
                archive.writestr(nom, source.read(nom).replace(b'<row r="2"', b'<row r="999999999999"'))
        assert "plus de 1048576 lignes" in illisible("a.xlsx", octets.getvalue())

    @pytest.mark.parametrize(
        ("nom", "taille"), [("a.csv", lignes.OCTETS_MAXIMUM), ("a.yaml", objets.OCTETS_YAML_MAXIMUM)]
    )
    def test_un_fichier_trop_gros_est_refuse(self, illisible, nom, taille):
        assert "plus de" in illisible(nom, b"x" * (taille + 1))

    @pytest.mark.parametrize("nom", ["a.csv", "a.json"])
    def test_un_fichier_trop_long_est_refuse(self, illisible, nom):
        nombre = lignes.LIGNES_MAXIMUM + 1
        contenu = tableau(*[LIGNE] * nombre) if nom == "a.csv" else f"[{','.join(['{}'] * nombre)}]"
        assert "partager le fichier" in illisible(nom, contenu)


@pytest.mark.parametrize("graine", range(60))
def test_un_fichier_abime_donne_un_lot_ou_une_phrase_jamais_autre_chose(tmp_path, graine):
    """A few bytes of each kind of file changed at random: nothing but a Lot or FichierIllisible comes out."""
    hasard = random.Random(graine)
    for nom, sain in (
        ("a.xlsx", classeur(EXCEL)),
        ("a.csv", tableau(LIGNE).encode()),
        ("a.yaml", YAML_VALIDE.encode()),
        ("a.json", JSON_VALIDE.encode()),
    ):
        octets = bytearray(sain)
        for _ in range(hasard.randint(1, 12)):
            octets[hasard.randrange(len(octets))] = hasard.randrange(256)
        with suppress(FichierIllisible):
            assert isinstance(lire(tmp_path, nom, bytes(octets)), Lot)


@settings(deadline=None, max_examples=60)
@given(
    partie=st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]),
    graine=st.integers(0, 10_000),
)
def test_un_classeur_dont_le_xml_est_abime_ne_fait_pas_tomber_la_lecture(tmp_path_factory, partie, graine):
    """The same, inside the archive: the sums are right, the XML is not."""
    hasard = random.Random(graine)
    source, octets = zipfile.ZipFile(io.BytesIO(classeur(EXCEL))), io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        for nom in source.namelist():
            contenu = bytearray(source.read(nom))
            if nom == partie:
                for _ in range(hasard.randint(1, 4)):
                    contenu[hasard.randrange(len(contenu))] = hasard.choice(b"0123456789<>&\"' aZ/=")
            archive.writestr(nom, bytes(contenu))
    chemin = tmp_path_factory.mktemp("abime") / "a.xlsx"
    chemin.write_bytes(octets.getvalue())
    with suppress(FichierIllisible):
        assert isinstance(lire_fichier(chemin, CommunesDeTest()), Lot)
