"""The landlord's files: every format, every slip told with its place, good rows kept."""

import io
import json
import random  # noqa: TID251 - seeded, to damage files
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from robot.adapters.fiches import lignes, objets, xlsx
from robot.adapters.fiches.fichier import DefautDeLigne, FichierIllisible, Lot, lire_fichier
from robot.domain.carnet import Commune
from tests.adapters.test_tableaux import ods

VIRY = Commune("74309", "Viry", "74", "200000172", "CC du Genevois", ("74580",))
BALME = Commune("74026", "La Balme-de-Sillingy", "74", "247400567", "CC Fier et Usses", ("74330",))
JURA = Commune("39579", "Viry", "39", "", "", ("39360",))

TITRES = (
    "N° RPLS", "Adresse", "Commune", "Étage", "Ascenseur", "Typologie", "Surface (m²)", "Financement", "Chauffage",
    "Eau chaude", "Loyer HC (€)", "Charges", "PMR", "Libéré le", "DPE",
)  # fmt: skip
LIGNE = (
    "7430900012", "12 rue des Alpes", "74309", "RDC", "oui", "T3", "64,5", "PLUS", "gaz", "collective", "1 487,32",
    "92,10", "non", "31/12/2026", "D",
)  # fmt: skip
EXCEL = (
    7430900012, "12 rue des Alpes", 74309, 0, True, "T3", 64.5, "PLUS", "gaz", "collective", 1487.32, 92.1, False,
    datetime(2026, 12, 31), "D",  # noqa: DTZ001 - Excel knows no time zone
)  # fmt: skip


class CommunesDeTest:
    """The port `Communes` over three communes."""

    def par_code(self, code):
        return next((c for c in (VIRY, BALME, JURA) if c.code == code), None)

    def par_nom(self, nom):
        return tuple(c for c in (VIRY, BALME, JURA) if c.nom.lower() == nom.lower())

    def suggestions(self, nom, departement=""):
        return ("Viry (74)",)


def avec(ligne, **remplacements):
    """The row with cells replaced, by title without its punctuation: `Loyer="x"`."""
    rangs = {
        titre.split(" (")[0].split(" HC")[0].replace("N° ", "").replace(" ", "_"): i for i, titre in enumerate(TITRES)
    }
    cellules = list(ligne)
    for titre, valeur in remplacements.items():
        cellules[rangs[titre]] = valeur
    return tuple(cellules)


def tableau(*lignes, separateur=";", fin="\r\n"):
    return fin.join(separateur.join(ligne) for ligne in (TITRES, *lignes)) + fin


def classeur(*lignes, titres=TITRES, avant=(), autres=()):
    livre = Workbook()
    feuille = livre.worksheets[0]
    for ligne in (*avant, titres, *lignes):
        feuille.append(list(ligne))
    for nom, rangees, etat in autres:
        autre = livre.create_sheet(nom)
        autre.sheet_state = etat
        for ligne in rangees:
            autre.append(list(ligne))
    octets = io.BytesIO()
    livre.save(octets)
    return octets.getvalue()


@pytest.fixture
def lire(tmp_path):
    def lire(nom: str, contenu: str | bytes, **options) -> Lot:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
        return lire_fichier(chemin, CommunesDeTest(), **options)

    return lire


@pytest.fixture
def illisible(lire):
    def illisible(nom: str, contenu: str | bytes) -> str:
        with pytest.raises(FichierIllisible) as erreur:
            lire(nom, contenu)
        assert str(erreur.value).startswith(nom)
        return str(erreur.value)

    return illisible


def valide(lot: Lot, ligne: int) -> None:
    assert lot.defauts == ()
    (lue,) = lot.liberations
    assert (lue.ligne, lue.liberation.libere_le) == (ligne, date(2026, 12, 31))
    fiche = lue.liberation.fiche
    assert (fiche.rpls, fiche.commune, fiche.etage, fiche.ascenseur) == ("7430900012", VIRY, 0, True)
    assert (fiche.surface_m2, fiche.loyer, fiche.charges) == (Decimal("64.5"), Decimal("1487.32"), Decimal("92.1"))
    assert fiche.complements == (("DPE", "D"),)


YAML_VALIDE = "".join(
    f"{'- ' if i == 0 else '  '}{t}: {v}\n" for i, (t, v) in enumerate(zip(TITRES, LIGNE, strict=True))
)
JSON_VALIDE = json.dumps([dict(zip(TITRES, LIGNE, strict=True))], ensure_ascii=False)


@pytest.mark.regle("R51")
@pytest.mark.parametrize(
    ("nom", "contenu", "ligne"),
    [
        pytest.param("a.csv", tableau(LIGNE), 2, id="CSV point-virgule en UTF-8"),
        pytest.param("a.CSV", tableau(LIGNE).encode("utf-8-sig"), 2, id="CSV avec BOM, extension en capitales"),
        pytest.param("a.csv", tableau(LIGNE).encode("cp1252"), 2, id="CSV en Windows-1252"),
        pytest.param("a.csv", tableau(LIGNE).encode("utf-16"), 2, id="CSV en UTF-16"),
        pytest.param("a.csv", tableau(LIGNE).encode("utf-16-le"), 2, id="CSV en UTF-16 sans BOM"),
        pytest.param("a.tsv", tableau(LIGNE, separateur="\t"), 2, id="tabulations"),
        pytest.param("a.csv", tableau(*[[f'"{c}"' for c in LIGNE]], separateur=","), 2, id="virgules et guillemets"),
        pytest.param("a.csv", tableau(LIGNE, fin="\r"), 2, id="fins de ligne d'un vieux Mac"),
        pytest.param("a.csv", "sep=;\r\n" + tableau(LIGNE), 3, id="annonce du séparateur par Excel"),
        pytest.param("a.csv", "Logements libérés;;\r\n\r\n" + tableau(LIGNE), 4, id="un titre au-dessus"),
        pytest.param("a.csv", tableau([";" * 14], LIGNE, [""]), 3, id="lignes vides"),
        pytest.param("a.csv", tableau(avec(LIGNE, RPLS='="7430900012"')), 2, id="zéros protégés par Excel"),
        pytest.param("a.csv", tableau(avec(LIGNE, Chauffage='"gaz"', DPE='"D"')), 2, id="quelques guillemets"),
        pytest.param("a.xlsx", classeur(EXCEL), 2, id="XLSX avec nombres, booléens et dates"),
        pytest.param("a.xlsx", classeur(LIGNE), 2, id="XLSX tout en texte"),
        pytest.param("a.xlsx", classeur(EXCEL, avant=[["Logements libérés"], []]), 4, id="XLSX avec un titre"),
        pytest.param("a.xls", classeur(EXCEL), 2, id="XLSX nommé .xls"),
        pytest.param("a.ods", ods(TITRES, LIGNE), 2, id="ODS de LibreOffice"),
        pytest.param("a.xlsx", classeur(avec(EXCEL, Libéré_le=46387)), 2, id="XLSX : date restée en nombre"),
        pytest.param(
            "a.xlsx", classeur(EXCEL, autres=[("Notice", [["Lisez-moi"]], "visible"), ("Ancien", [TITRES, EXCEL], "hidden")]),
            2, id="XLSX : notice et feuille masquée",
        ),
        pytest.param("a.yaml", YAML_VALIDE, 1, id="YAML : une liste"),
        pytest.param("a.yml", YAML_VALIDE.replace("- ", "  "), 1, id="YAML : un seul logement"),
        pytest.param("a.yaml", "# notes\nlogements:\n" + YAML_VALIDE, 3, id="YAML : une liste sous un titre"),
        pytest.param("a.json", JSON_VALIDE, 1, id="JSON : une liste"),
        pytest.param("a.json", "\n" + JSON_VALIDE[1:-1], 2, id="JSON : un seul logement"),
        pytest.param("a.json", JSON_VALIDE.replace('"1 487,32"', "1487.32").replace('"oui"', "true"), 1, id="JSON typé"),
    ],
)  # fmt: skip
def test_un_meme_logement_dans_tous_les_formats(lire, nom, contenu, ligne):
    valide(lire(nom, contenu), ligne)


def test_une_ligne_qui_suit_une_cellule_sur_deux_lignes_garde_son_numero(lire):
    lot = lire("a.csv", tableau(avec(LIGNE, DPE='"vue\r\nsur lac"'), avec(LIGNE, RPLS="7430900013")))
    assert [lue.ligne for lue in lot.liberations] == [2, 4]
    assert lot.liberations[0].liberation.fiche.complements == (("DPE", "vue sur lac"),)


def test_le_departement_et_le_prefixe_du_bailleur_sont_transmis(lire):
    contenu = tableau(avec(LIGNE, Commune="Viry")).replace("DPE", "Référence").replace(";D\r", ";H-2026-1\r")
    assert lire("a.csv", contenu, prefixe="H", departement="74").liberations[0].liberation.reference == "H-2026-1"
    assert [d.colonne for d in lire("a.csv", contenu, prefixe="V").defauts] == ["Commune", "Référence"]


class TestDefauts:
    def test_les_bonnes_lignes_sont_gardees_et_chaque_mauvaise_dite(self, lire):
        lot = lire(
            "liberations.csv",
            tableau(LIGNE, avec(LIGNE, RPLS="7430900013", Loyer="48O", DPE="box"), avec(LIGNE, RPLS="7430900014")),
        )
        assert [lue.ligne for lue in lot.liberations] == [2, 4]
        assert [(d.ligne, d.colonne, d.valeur) for d in lot.defauts] == [(3, "Loyer HC (€)", "48O"), (3, "DPE", "box")]
        assert str(lot.defauts[0]) == (
            "liberations.csv, ligne 3, colonne « Loyer HC (€) » : « 48O » ne convient pas ; "
            "attendu : un montant mensuel en euros et centimes, par exemple 487,32"
        )

    def test_une_cellule_d_excel_est_dite_par_son_adresse(self, lire):
        lot = lire("a.xlsx", classeur(avec(EXCEL, Loyer="x", Charges=None), avant=[["Titre"], []]))
        assert [(d.ligne, d.cellule, d.colonne) for d in lot.defauts] == [
            (4, "K4", "Loyer HC (€)"),
            (4, "L4", "Charges"),
        ]
        assert str(lot.defauts[1]).startswith("a.xlsx, ligne 4, cellule L4, colonne « Charges » : rien n'est écrit")

    def test_une_ligne_masquee_par_un_filtre_n_est_pas_liberee_a_l_insu_de_tous(self, lire):
        livre = Workbook()
        feuille = livre.worksheets[0]
        for rangee in (TITRES, EXCEL, avec(EXCEL, RPLS=7430900013), avec(EXCEL, RPLS=7430900014)):
            feuille.append(list(rangee))
        feuille.row_dimensions[3].hidden = True
        octets = io.BytesIO()
        livre.save(octets)
        lot = lire("a.xlsx", octets.getvalue())
        assert [lue.ligne for lue in lot.liberations] == [2, 4]
        (defaut,) = lot.defauts
        assert str(defaut).startswith(
            "a.xlsx, ligne 3 : « ligne masquée » ne convient pas ; attendu : une ligne visible"
        )

    def test_un_numero_rpls_dont_excel_a_ote_les_zeros_n_est_pas_devine(self, lire):
        (defaut,) = lire("a.xlsx", classeur(avec(EXCEL, RPLS=12345678))).defauts
        assert "zéros du début" in defaut.attendu

    def test_une_erreur_de_calcul_d_excel_n_est_pas_une_valeur(self, lire):
        (defaut,) = lire("a.xlsx", classeur(avec(EXCEL, Chauffage="#REF!"))).defauts
        assert "erreur de calcul" in defaut.attendu

    def test_une_virgule_de_montant_prise_pour_un_separateur_decale_la_ligne(self, lire):
        (defaut,) = lire("a.csv", tableau(LIGNE, separateur=",")).defauts
        assert "guillemets" in defaut.attendu

    def test_une_cellule_sous_aucun_titre_est_refusee(self, lire):
        (defaut,) = lire("a.xlsx", classeur((*EXCEL, None, "parking"))).defauts
        assert isinstance(defaut, DefautDeLigne)
        assert (defaut.valeur, defaut.attendu) == (
            "parking",
            "rien à droite de la colonne O, la dernière qui a un titre",
        )

    def test_un_logement_deux_fois_dans_le_fichier_n_est_lu_qu_une(self, lire):
        lot = lire("a.csv", tableau(LIGNE, avec(LIGNE, Loyer="500")))
        assert [lue.ligne for lue in lot.liberations] == [2]
        assert "déjà à la ligne 2" in str(lot.defauts[0])

    def test_un_meme_logement_libere_un_autre_jour_est_un_autre(self, lire):
        assert len(lire("a.csv", tableau(LIGNE, avec(LIGNE, Libéré_le="15/06/2027"))).liberations) == 2

    @pytest.mark.parametrize(("nom", "colonne"), [("a.csv", "14"), ("a.xlsx", "N")])
    def test_une_cellule_d_une_colonne_sans_titre_est_refusee(self, lire, nom, colonne):
        contenu = (
            tableau(LIGNE).replace("Libéré le", "")
            if nom == "a.csv"
            else classeur(LIGNE, titres=(*TITRES[:13], None, "DPE"))
        )
        (defaut,) = lire(nom, contenu).defauts
        assert (defaut.valeur, defaut.attendu) == ("31/12/2026", f"un titre à la colonne {colonne}, ou rien ici")

    @pytest.mark.regle("R53")
    def test_une_colonne_garage_est_refusee_la_ou_elle_est_remplie(self, lire):
        contenu = tableau(LIGNE, avec(LIGNE, RPLS="7430900013", DPE="")).replace("DPE", "Garage")
        lot = lire("a.csv", contenu)
        assert [(d.ligne, d.colonne) for d in lot.defauts] == [(2, "Garage")]
        assert [lue.ligne for lue in lot.liberations] == [3]

    def test_en_yaml_chaque_defaut_a_sa_ligne(self, lire):
        lot = lire("a.yaml", YAML_VALIDE.replace("T3", "T12") + "  note: [cave, box]\n  DPE: E\n")
        assert [(d.ligne, d.colonne) for d in lot.defauts] == [(16, "note"), (17, "DPE")]
        lot = lire("a.yaml", YAML_VALIDE.replace("T3", "T12"))
        assert [(d.ligne, d.colonne) for d in lot.defauts] == [(6, "Typologie")]

    def test_en_json_chaque_logement_a_sa_ligne(self, lire):
        objet = JSON_VALIDE[1:-1]
        lot = lire("a.json", f"[\n{objet.replace('7430900012', '7430900013')},\n\n{objet.replace('T3', 'T12')}\n]")
        assert [lue.ligne for lue in lot.liberations] == [2]
        assert [(d.ligne, d.colonne) for d in lot.defauts] == [(4, "Typologie")]

    @pytest.mark.parametrize("compose", ['{"a": 1}', "[1, 2]"])
    def test_en_json_une_valeur_composee_ou_un_champ_double_est_refuse(self, lire, compose):
        lot = lire("a.json", JSON_VALIDE.replace('"DPE": "D"', f'"DPE": "D", "DPE": "E", "plan": {compose}'))
        assert {d.colonne for d in lot.defauts} == {"DPE", "plan"}


class TestYamlSansSurprise:
    def test_les_zeros_d_un_numero_sont_gardes(self, lire):
        lot = lire("a.yaml", YAML_VALIDE.replace("7430900012", "0012345670"))
        assert lot.liberations[0].liberation.fiche.rpls == "0012345670"

    @pytest.mark.parametrize(("mot", "ascenseur"), [("no", False), ("yes", True), ("true", True), ("non", False)])
    def test_oui_et_non_sont_des_mots(self, lire, mot, ascenseur):
        lot = lire("a.yaml", YAML_VALIDE.replace("Ascenseur: oui", f"Ascenseur: {mot}"))
        assert lot.liberations[0].liberation.fiche.ascenseur is ascenseur

    @pytest.mark.parametrize("vide", ["", "~", "null"])
    def test_un_champ_nul_est_vide(self, lire, vide):
        assert (
            lire("a.yaml", YAML_VALIDE.replace("DPE: D", f"DPE: {vide}")).liberations[0].liberation.fiche.complements
            == ()
        )

    def test_aucune_etiquette_n_est_obeie(self, lire, tmp_path):
        preuve = tmp_path / "preuve"
        lot = lire(
            "a.yaml",
            YAML_VALIDE + f"  x: !!python/object/apply:os.system ['touch {preuve}']\n  y: !!python/name:os.system a\n",
        )
        assert {d.colonne for d in lot.defauts} == {"x", "y"}
        assert not preuve.exists()

    def test_des_alias_emboites_ne_coutent_rien(self, lire):
        bombe = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)
        )
        lot = lire("a.yaml", bombe)
        assert lot.liberations == ()
        assert {d.ligne for d in lot.defauts} == set(range(1, 31))


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
            archive.writestr("xl/workbook.xml", b" " * (xlsx.DECOMPRESSES_MAXIMUM + 1))
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
def test_un_fichier_abime_donne_un_lot_ou_une_phrase_jamais_autre_chose(lire, graine):
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
            assert isinstance(lire(nom, bytes(octets)), Lot)


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
