"""The landlord's files: every format, every slip told with its place, good rows kept."""

import io
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from openpyxl import Workbook

from robot.adapters.fiches.fichier import DefautDeLigne, Lot
from tests.adapters import fichiers_de_fiches
from tests.adapters.fichiers_de_fiches import (
    EXCEL,
    JSON_VALIDE,
    LIGNE,
    TITRES,
    VIRY,
    YAML_VALIDE,
    avec,
    classeur,
    tableau,
)
from tests.adapters.test_tableaux import Jour, ods


@pytest.fixture
def lire(tmp_path):
    return partial(fichiers_de_fiches.lire, tmp_path)


def valide(lot: Lot, ligne: int) -> None:
    assert lot.defauts == ()
    (lue,) = lot.liberations
    assert (lue.ligne, lue.liberation.libere_le) == (ligne, date(2026, 12, 31))
    fiche = lue.liberation.fiche
    assert (fiche.rpls, fiche.commune, fiche.etage, fiche.ascenseur) == ("7430900012", VIRY, 0, True)
    assert (fiche.surface_m2, fiche.loyer, fiche.charges) == (Decimal("64.5"), Decimal("1487.32"), Decimal("92.1"))
    assert fiche.complements == (("DPE", "D"),)


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
        pytest.param(
            "a.ods", ods(TITRES, avec(LIGNE, Libéré_le=Jour("2026-12-31", "31/12/26"))), 2, id="ODS : l'année à deux chiffres",
        ),
        pytest.param(
            "a.ods", ods(TITRES, avec(LIGNE, Libéré_le=Jour("2026-12-31T00:00:00", "12/31/2026"))), 2,
            id="ODS : une date montrée à l'américaine",
        ),
        pytest.param(
            "a.ods", ods(TITRES, avec(LIGNE, Libéré_le=Jour("-4712-01-01", "31/12/2026"))), 2,
            id="ODS : une date d'aucun calendrier se lit comme elle est montrée",
        ),
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

    def test_une_formule_jamais_calculee_n_est_pas_une_case_vide(self, lire):
        (defaut,) = lire("a.xlsx", classeur(avec(EXCEL, Libéré_le="=DATE(2026,12,31)"))).defauts
        assert defaut.colonne == "Libéré le"
        assert "ouvrir le fichier dans Excel ou LibreOffice" in defaut.attendu

    def test_une_formule_jamais_calculee_ailleurs_ne_gene_pas(self, lire):
        octets = classeur(avec(EXCEL, DPE="=1+1"), autres=[("Totaux", [["Nombre", "=COUNTA(A1:A9)"]], "visible")])
        (lue,) = lire("a.xlsx", octets).liberations
        assert lue.liberation.fiche.complements == ()

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
