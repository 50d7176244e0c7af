"""R51 to R53: the sheet, from a landlord's cells to what a letter shows."""

import csv
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.carnet import Commune
from robot.domain.fiche import EauChaude, FicheInvalide, Liberation, fiche_en_clair, lire_liberation, titre
from robot.domain.financements import FINANCEMENTS

GENEVOIS = ("200000172", "CC du Genevois")
TABLE = (
    Commune("74309", "Viry", "74", *GENEVOIS, ("74580",)),
    Commune("71586", "Viry", "71", "200071884", "CC du Clunisois", ("71120",)),
    Commune("74243", "Saint-Julien-en-Genevois", "74", *GENEVOIS, ("74160",)),
    Commune("74010", "Annecy", "74", "200066793", "CA du Grand Annecy", ("74000", "74370", "74600", "74940", "74960")),
    Commune("74026", "La Balme-de-Sillingy", "74", "247400567", "CC Fier et Usses", ("74330",)),
    Commune("74143", "Les Houches", "74", "200023372", "CC de la Vallée de Chamonix", ("74310",)),
    Commune("74221", "Le Reposoir", "74", "200033116", "CC Cluses-Arve", ("74950",)),
    Commune("38193", "L'Isle-d'Abeau", "38", "243800604", "CA Porte de l'Isère", ("38080",)),
    Commune("33063", "Le Pin", "33", "", "", ("33000",)),
)


class CommunesDeTest:
    """The port `Communes` over a handful of communes."""

    def par_code(self, code):
        return next((c for c in TABLE if c.code == code), None)

    def par_nom(self, nom):
        return tuple(c for c in TABLE if c.nom.lower().replace("-", " ") == nom.lower().replace("-", " "))

    def suggestions(self, nom):
        return tuple(f"{c.nom} ({c.departement})" for c in TABLE if c.nom[:2].lower() == nom[:2].lower())


COMMUNES = CommunesDeTest()
VALIDE = {
    "N° RPLS": "7430900012",
    "Adresse": "12 rue des Alpes",
    "Commune": "74309",
    "Étage": "3e",
    "Ascenseur": "oui",
    "Typologie": "T3",
    "Surface": "64,5",
    "Type de financement": "PLUS",
    "Mode de chauffage": "gaz collectif",
    "Eau chaude": "collective",
    "Loyer": "487,32",
    "Charges": "92,10",
    "Adapté PMR": "non",
}


def lue(**champs) -> Liberation:
    return lire_liberation({**VALIDE, **champs}, COMMUNES)


def refus(champs, **options) -> dict[str, str]:
    with pytest.raises(FicheInvalide) as invalide:
        lire_liberation(champs, COMMUNES, **options)
    return {defaut.champ: defaut.attendu for defaut in invalide.value.defauts}


@pytest.mark.regle("R51")
def test_les_douze_champs_sont_lus():
    fiche = lue().fiche
    assert (fiche.rpls, fiche.adresse, fiche.commune.code) == ("7430900012", "12 rue des Alpes", "74309")
    assert (fiche.etage, fiche.ascenseur, fiche.typologie, fiche.surface_m2) == (3, True, "T3", Decimal("64.50"))
    assert (fiche.financement, fiche.chauffage, fiche.eau_chaude) == ("PLUS", "gaz collectif", EauChaude.COLLECTIVE)
    assert (fiche.loyer, fiche.charges, fiche.pmr) == (Decimal("487.32"), Decimal("92.10"), False)
    assert fiche.complements == ()


@pytest.mark.regle("R51")
@pytest.mark.parametrize("champ", [pytest.param(champ, id=f"sans {champ}") for champ in VALIDE])
@pytest.mark.parametrize("vide", [pytest.param(None, id="vide"), pytest.param(" \u00a0 ", id="des espaces")])
def test_aucun_des_champs_ne_peut_manquer(champ, vide):
    assert list(refus({**VALIDE, champ: vide})) == [champ]
    assert list(refus({titre: valeur for titre, valeur in VALIDE.items() if titre != champ})) == [champ]


@pytest.mark.regle("R51")
def test_tous_les_defauts_viennent_a_la_fois_dans_l_ordre_des_colonnes():
    champs = {**VALIDE, "Loyer": "48O", "Étage": "", "Note": "avec garage", "Typologie": "T12"}
    del champs["Charges"]
    assert list(refus(champs)) == ["Étage", "Typologie", "Loyer", "Note", "Charges"]


@pytest.mark.parametrize(
    ("champ", "titre_du_fichier"),
    [
        pytest.param(champ, titre, id=titre)
        for champ, titres in {
            "N° RPLS": ("rpls", "Numéro RPLS", "N°RPLS", "NUM_RPLS", "Identifiant RPLS :"),
            "Étage": ("etage", "ETAGE", "Niveau"),
            "Ascenseur": ("Ascenseur (oui/non)", "Ascenseur oui/non"),
            "Surface": ("Surface habitable (m²)", "surface m2", "SHAB"),
            "Type de financement": ("Financement", "FINAN"),
            "Eau chaude": ("Eau chaude (individuelle/collective)", "ECS", "eau_chaude"),
            "Loyer": ("Loyer HC (€)", "Loyer hors charges", "loyer mensuel (en euros)"),
            "Charges": ("Provisions pour charges", "Charges (€)"),
            "Adapté PMR": ("PMR", "Logement adapté PMR (oui/non)"),
            "Commune": ("Ville", "COMMUNE", "Code INSEE"),
        }.items()
        for titre in titres
    ],
)
def test_un_titre_de_colonne_peut_s_ecrire_autrement(champ, titre_du_fichier):
    champs = {titre_du_fichier if cle == champ else cle: valeur for cle, valeur in VALIDE.items()}
    assert lire_liberation(champs, COMMUNES).fiche == lue().fiche


@pytest.mark.parametrize("autre", ["Loyer charges comprises", "Loyer (après réhabilitation)", "Surface utile"])
def test_une_autre_grandeur_n_est_pas_prise_pour_le_champ(autre):
    champ = autre.split()[0]
    champs = {autre if cle == champ else cle: valeur for cle, valeur in VALIDE.items()}
    assert list(refus(champs)) == [champ]
    assert lue(**{autre: "600"}).fiche.complements == ((autre, "600"),)


def test_deux_colonnes_pour_une_meme_chose_sont_refusees():
    assert "« Loyer » et « Loyer HC »" in refus({**VALIDE, "Loyer HC": "500"})["Loyer HC"]


@pytest.mark.parametrize(
    ("champ", "attribut", "ecrit", "compris"),
    [
        pytest.param(champ, attribut, ecrit, compris, id=f"{champ} : {ecrit!r} est {compris}")
        for champ, attribut, cas in (
            ("N° RPLS", "rpls", {7430900012.0: "7430900012", "74 309 000 1a": "743090001A"}),
            (
                "Étage",
                "etage",
                {"RDC": 0, "Rez-de-chaussée": 0, 0: 0, "0": 0, "3": 3, "3e": 3, "3ème étage": 3, 3.0: 3, "3è": 3}
                | {"1er": 1, "premier étage": 1, "R+2": 2, "étage 4": 4, "-1": -1, "maison": None}
                | {"Maison individuelle": None, "plain-pied individuel": None, "2nd": 2, "deuxième": 2},
            ),
            (
                "Ascenseur",
                "ascenseur",
                {"oui": True, "O": True, True: True, "x": True, "avec": True, "Sans ascenseur": False, "Non": False}
                | {0.0: False, "FAUX": False, "n": False},
            ),
            (
                "Typologie",
                "typologie",
                {"T1": "T1", "t3": "T3", "F3": "T3", "3 pièces": "T3", 3: "T3", "Type 4": "T4", "T1 bis": "T1 bis"}
                | {"T1bis": "T1 bis", "T1'": "T1'", "T1’": "T1'", "T7": "T7", "T6 et plus": "T6 et plus"}
                | {"studio": "T1", "T 2": "T2"},
            ),
            (
                "Surface",
                "surface_m2",
                {"64,5 m²": Decimal("64.5"), 64.5: Decimal("64.5"), 64: Decimal(64), "64.50 m2": Decimal("64.5")},
            ),
            (
                "Type de financement",
                "financement",
                {"plai": "PLAI", "PLA-I": "PLAI", "PLUS-CD": "PLUS CD", "PLUS_CD": "PLUS CD", "HLMO": "HLMO"}
                | {"plai adapté": "PLAI adapté", "PLAI_ADP": "PLAI adapté", 13: "PLUS", "hlm/o": "HLMO"},
            ),
            (
                "Eau chaude",
                "eau_chaude",
                {"Individuelle": EauChaude.INDIVIDUELLE, "coll.": EauChaude.COLLECTIVE}
                | {"individuelle, chaudière gaz": EauChaude.INDIVIDUELLE, "C": EauChaude.COLLECTIVE},
            ),
            (
                "Loyer",
                "loyer",
                {"487,32 €": Decimal("487.32"), "1 234,50": Decimal("1234.50"), "487.32": Decimal("487.32")}
                | {"1\u202f234,50\u00a0€": Decimal("1234.50"), 487.32: Decimal("487.32"), 487: Decimal(487)}
                | {487.32000000000005: Decimal("487.32"), "487,3 euros/mois": Decimal("487.30")},
            ),
            ("Charges", "charges", {0: Decimal(0), "0,00 €": Decimal(0)}),
            ("Adapté PMR", "pmr", {"Adapté": True, "non adapté": False, "oui": True, False: False}),
        )
        for ecrit, compris in cas.items()
    ],
)
@pytest.mark.regle("R51")
def test_une_valeur_peut_s_ecrire_de_plusieurs_facons(champ, attribut, ecrit, compris):
    assert getattr(lue(**{champ: ecrit}).fiche, attribut) == compris


REFUS: dict[str, dict[object, str]] = {
    "N° RPLS": {
        "743090001": "il en manque 1",
        430900012: "zéros du début",
        "7,43E+09": "Excel l'a arrondi",
        "XXXXXXXXXX": "10 caractères",
        "74309000123": "10 caractères",
        "٧٤٣٠٩٠٠٠١٢": "10 caractères",
    },
    "Adresse": {"12": "le numéro et la voie", "x" * 300: "200 caractères"},
    "Étage": {
        "dernier": "RDC",
        "3,5": "RDC",
        "99": "RDC",
        True: "RDC",
        datetime(2026, 5, 3): "RDC",  # noqa: DTZ001
        "3 ou 4": "RDC",
    },
    "Ascenseur": {"peut-être": "oui ou non", "2": "oui ou non", "-": "oui ou non"},
    "Typologie": {"T0": "T1", "T8": "T1", "T3/4": "T1", "T2 bis": "T1", "grand": "T1", True: "T1"},
    "Surface": {
        "6450": "de 5 à 500",
        "64,555": "deux décimales",
        "-64": "de 5",
        "soixante": "en m²",
        "1e2": "en m²",
    },
    "Type de financement": {
        "PLI": "n'entre pas dans le flux",
        16: "n'entre pas dans le flux",
        "intermédiaire": "n'entre pas dans le flux",
        "PLUS/PLAI": "PLAI, PLAI adapté, PLUS",
        "inconnu": "PLAI, PLAI adapté, PLUS",
    },
    "Mode de chauffage": {"?": "gaz", "#REF!": "erreur de calcul"},
    "Eau chaude": {
        "oui": "individuelle ou collective",
        "individuelle ou collective": "individuelle ou collective",
    },
    "Loyer": {
        "487,321": "deux décimales",
        487.325: "deux décimales",
        "-487": "487,32",
        "0": "de 1 à 5000",
        "48732": "de 1 à 5000",
        "48O": "487,32",
        "1 23,50": "487,32",
        "1,234.50": "487,32",
        float("nan"): "487,32",
        float("inf"): "487,32",
        True: "487,32",
        date(2026, 12, 5): "487,32",
        "#N/A": "erreur de calcul",
        "487,32 $": "487,32",
    },
    "Charges": {"-1": "de 0 à 2000"},
    "Adapté PMR": {"accessible": "oui ou non"},
}


@pytest.mark.parametrize(
    ("champ", "ecrit", "attendu"),
    [
        pytest.param(champ, ecrit, attendu, id=f"{champ} : {ecrit!r}")
        for champ, cas in REFUS.items()
        for ecrit, attendu in cas.items()
    ],
)
@pytest.mark.regle("R51", "R3")
def test_une_valeur_douteuse_est_refusee_avec_ce_qui_etait_attendu(champ, ecrit, attendu):
    with pytest.raises(FicheInvalide) as invalide:
        lue(**{champ: ecrit})
    assert {defaut.champ for defaut in invalide.value.defauts} == {champ}
    assert any(attendu in defaut.attendu for defaut in invalide.value.defauts)


@pytest.mark.regle("R51")
@pytest.mark.parametrize("financement", FINANCEMENTS)
def test_chaque_financement_se_relit_lui_meme(financement):
    assert lue(**{"Type de financement": financement}).fiche.financement == financement


@pytest.mark.regle("R51", "R12")
def test_un_logement_neuf_n_a_pas_encore_de_numero_rpls():
    neuf = lue(**{"N° RPLS": "", "Neuf": "oui"})
    assert neuf.neuf
    assert neuf.fiche.rpls is None
    assert dict(fiche_en_clair(neuf.fiche))["N° RPLS"] == "pas encore attribué (logement neuf)"
    assert list(refus({**VALIDE, "N° RPLS": "", "Neuf": "non"})) == ["N° RPLS"]


class TestCommune:
    @pytest.mark.parametrize(
        ("champs", "code"),
        [
            pytest.param({"Commune": "74309"}, "74309", id="code INSEE"),
            pytest.param({"Commune": 74309}, "74309", id="code INSEE en nombre"),
            pytest.param({"Commune": "Annecy"}, "74010", id="un nom que rien d'autre ne porte"),
            pytest.param({"Commune": "saint julien en genevois"}, "74243", id="sans traits d'union"),
            pytest.param({"Commune": "Viry", "Code postal": "74580"}, "74309", id="nom et code postal"),
            pytest.param({"Commune": "Viry", "Code postal": 71120}, "71586", id="nom et l'autre code postal"),
            pytest.param({"Commune": "Viry", "Département": "74"}, "74309", id="nom et département"),
            pytest.param({"Commune": "Viry", "Département": "71 - Saône-et-Loire"}, "71586", id="département en clair"),
            pytest.param({"Commune": "Viry (74)"}, "74309", id="nom et département entre parenthèses"),
            pytest.param({"Commune": "74580 VIRY"}, "74309", id="code postal et nom ensemble"),
            pytest.param({"Commune": "Viry (74309)"}, "74309", id="nom et code INSEE ensemble"),
            pytest.param({"Commune": "74160 Saint-Julien-en-Genevois CEDEX"}, "74243", id="cedex"),
            pytest.param({"Commune": "Viry", "Code INSEE": "74309"}, "74309", id="nom et code INSEE"),
            pytest.param({"Commune": "", "Adresse": "1 rue X, 74580 Viry"}, "74309", id="à la fin de l'adresse"),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue des Lys 74330 La Balme-de-Sillingy"}, "74026", id="sans virgule"
            ),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue X, Viry", "Code postal": "74580"}, "74309", id="code postal à côté"
            ),
            pytest.param({"Adresse": "1 rue des Lys, 74580 Germagny"}, "74309", id="un hameau du même code postal"),
            pytest.param(
                {"Adresse": "1 route des Lys, Le Pin"}, "74309", id="un hameau homonyme d'une commune lointaine"
            ),
        ],
    )
    def test_la_commune_est_trouvee(self, champs, code):
        assert lue(**champs).fiche.commune.code == code

    @pytest.mark.parametrize(
        ("champs", "champ", "attendu"),
        [
            pytest.param({"Commune": "Viry"}, "Commune", "74309", id="nom que deux communes portent"),
            pytest.param({"Commune": "Virry"}, "Commune", "Viry (74)", id="faute de frappe : suggestions"),
            pytest.param({"Commune": "74580"}, "Commune", "code postal ?", id="code postal au lieu du code INSEE"),
            pytest.param(
                {"Commune": "Viry", "Code postal": "75001"}, "Commune", "code INSEE 74309", id="code d'ailleurs"
            ),
            pytest.param(
                {"Commune": "Annecy", "Code INSEE": "74309"}, "Commune", "est celui de Viry", id="code et nom opposés"
            ),
            pytest.param({"Commune": "74010", "Code INSEE": "74309"}, "Commune", "un seul code", id="deux codes"),
            pytest.param({"Commune": "", "Adresse": "1 rue X, Le Pin"}, "Commune", "74580 Viry", id="hameau sans code"),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue X, 33000 Nulle-Part"}, "Adresse", "nom officiel", id="inconnue"
            ),
            pytest.param({"Adresse": "1 rue X, 74000 Annecy"}, "Adresse", "à Viry", id="adresse d'une autre commune"),
            pytest.param({"Adresse": "1 rue X, Annecy"}, "Adresse", "à Viry", id="autre commune du département"),
        ],
    )
    def test_le_doute_est_refuse(self, champs, champ, attendu):
        assert attendu in refus({**VALIDE, **champs})[champ]

    def test_le_departement_du_bailleur_departage_les_homonymes(self):
        champs = {**VALIDE, "Commune": "Viry"}
        assert lire_liberation(champs, COMMUNES, departement="74").fiche.commune.code == "74309"
        assert "Viry" in refus(champs, departement="38")["Commune"]


@pytest.mark.parametrize(
    "ecrit",
    [
        "2026-12-31",
        "31/12/2026",
        "31.12.2026",
        "31 décembre 2026",
        "jeudi 31 décembre 2026",
        "2026-12-31T00:00:00",
        date(2026, 12, 31),
        datetime(2026, 12, 31, 8, 30),  # noqa: DTZ001 - Excel knows no time zone
        46387,
        46387.0,
    ],
)
def test_la_date_de_liberation_s_ecrit_de_plusieurs_facons(ecrit):
    assert lue(**{"Libéré le": ecrit}).libere_le == date(2026, 12, 31)


@pytest.mark.parametrize(
    "ecrit", ["31/12/26", "31/06/2026", "immédiatement", "12/31/2026", 12, True, "0026-12-31", 1e300]
)
def test_une_date_douteuse_est_refusee(ecrit):
    assert "31/12/2026" in refus({**VALIDE, "Libéré le": ecrit})["Libéré le"]


def test_la_disponibilite_l_emporte_sur_la_liberation_qui_devient_un_complement():
    lu = lue(**{"Libéré le": "30/11/2026", "Disponible le": "15/01/2027"})
    assert lu.libere_le == date(2027, 1, 15)
    assert lu.fiche.complements == (("Libéré le", "30/11/2026"),)


@pytest.mark.parametrize(
    ("ecrite", "prefixe", "lue_"),
    [
        pytest.param("v-2026-0042", None, "V-2026-0042", id="sans préfixe imposé"),
        pytest.param("HSH-2026-7", "HSH", "HSH-2026-7", id="au préfixe du bailleur"),
        pytest.param("", "HSH", None, id="absente : le robot la donnera"),
    ],
)
def test_la_reference_du_bailleur_est_gardee(ecrite, prefixe, lue_):
    assert lire_liberation({**VALIDE, "Référence": ecrite}, COMMUNES, prefixe).reference == lue_


@pytest.mark.parametrize("ecrite", ["42", "V-26-42", "V-2026-0042-B", "V-2026-٤٢", "ABCDEFGHI-2026-1"])
def test_une_reference_d_une_autre_forme_est_refusee(ecrite):
    assert "V-2026-0042" in refus({**VALIDE, "Référence": ecrite})["Référence"]


def test_une_reference_d_un_autre_prefixe_est_refusee():
    assert "commence par HSH-" in refus({**VALIDE, "Référence": "V-2026-1"}, prefixe="HSH")["Référence"]


@pytest.mark.regle("R52")
def test_les_autres_colonnes_sont_des_complements_dans_leur_ordre_les_vides_en_moins():
    autres = {"DPE": "D", "Cave": True, "Note": " ", "Balcon": None, "Visite  le": date(2026, 12, 3), "Pièces": 3.0}
    assert lue(**autres).fiche.complements == (
        ("DPE", "D"),
        ("Cave", "oui"),
        ("Visite le", "03/12/2026"),
        ("Pièces", "3"),
    )


@pytest.mark.regle("R52")
def test_un_complement_tient_sur_une_ligne_et_ne_cache_rien():
    piege = "calme\r\nBcc: x@y.z\u202e\u0000\ud800"
    assert lue(Note=piege).fiche.complements == (("Note", "calme Bcc: x@y.z"),)


@pytest.mark.regle("R52")
def test_un_complement_demesure_ou_sans_titre_est_refuse():
    assert "1000 caractères" in refus({**VALIDE, "Note": "a" * 1001})["Note"]
    assert "un titre" in refus({**VALIDE, "  ": "perdu"})[""]
    assert "40 colonnes" in refus({**VALIDE, **{f"c{rang}": "x" for rang in range(41)}})["c40"]


@pytest.mark.regle("R53")
@pytest.mark.parametrize(
    ("champs", "champ", "mots"),
    [
        pytest.param({"Garage": "oui"}, "Garage", "« Garage »", id="une colonne Garage"),
        pytest.param({"Garage": False}, "Garage", "« Garage »", id="une colonne Garage, même à non"),
        pytest.param({"Place": 1}, "Place", "« Place »", id="une colonne Place"),
        pytest.param({"Note": "cave et place de parking"}, "Note", "« place de parking »", id="dans une note"),
        pytest.param(
            {"Mode de chauffage": "gaz, garage chauffé"}, "Mode de chauffage", "« garage »", id="dans un champ"
        ),
        pytest.param({"Adresse": "12 rue des Alpes, box 4"}, "Adresse", "« box »", id="dans l'adresse"),
    ],
)
def test_un_garage_ou_un_stationnement_est_refuse_ou_qu_il_soit(champs, champ, mots):
    assert refus({**VALIDE, **champs})[champ].startswith(f"retirer {mots}")


@pytest.mark.regle("R53")
def test_une_colonne_garage_vide_ne_mentionne_rien():
    assert lue(Garage=None).fiche.complements == ()


@pytest.mark.regle("R51", "R52")
def test_la_fiche_en_clair_suit_l_ordre_de_la_charte():
    lu = lue(Loyer="1234,5", Surface="64,50", Étage="RDC", DPE="D")
    assert fiche_en_clair(lu.fiche) == (
        ("N° RPLS", "7430900012"),
        ("Adresse", "12 rue des Alpes, 74580 Viry"),
        ("Étage", "Rez-de-chaussée"),
        ("Ascenseur", "oui"),
        ("Typologie", "T3"),
        ("Surface", "64,5\u202fm²"),
        ("Type de financement", "PLUS"),
        ("Mode de chauffage", "gaz collectif"),
        ("Eau chaude", "collective"),
        ("Loyer", "1\u202f234,50\u202f€"),
        ("Charges", "92,10\u202f€"),
        ("Adapté PMR", "non"),
        ("DPE", "D"),
    )


@pytest.mark.parametrize(
    ("etage", "clair"),
    [("maison", "Maison individuelle"), (0, "Rez-de-chaussée"), (1, "1er étage"), (3, "3e étage"), (-1, "Niveau -1")],
)
def test_l_etage_en_clair(etage, clair):
    assert dict(fiche_en_clair(lue(Étage=etage).fiche))["Étage"] == clair


@pytest.mark.parametrize(
    ("adresse", "commune", "clair"),
    [
        pytest.param("1 rue des Lys, 74580 Viry", "", "1 rue des Lys, 74580 Viry", id="déjà entière"),
        pytest.param("1 rue des Lys, Viry", "74309", "1 rue des Lys, Viry", id="commune déjà dite"),
        pytest.param(
            "1 rue des Lys", "74010", "1 rue des Lys, Annecy", id="plusieurs codes postaux : aucun n'est deviné"
        ),
    ],
)
def test_l_adresse_dit_la_commune_une_seule_fois(adresse, commune, clair):
    assert dict(fiche_en_clair(lue(Adresse=adresse, Commune=commune).fiche))["Adresse"] == clair


@pytest.mark.parametrize(
    ("code", "intitule"),
    [
        ("74309", "T3 à Viry"),
        ("74143", "T3 aux Houches"),
        ("74221", "T3 au Reposoir"),
        ("74026", "T3 à La Balme-de-Sillingy"),
        ("38193", "T3 à L'Isle-d'Abeau"),
    ],
)
def test_le_titre_contracte_l_article(code, intitule):
    assert titre(lue(Commune=code).fiche) == intitule


def centimes(minimum: int, maximum: int):
    return st.integers(minimum, maximum).map(lambda centiemes: Decimal(centiemes).scaleb(-2))


fiches = st.fixed_dictionaries(
    {
        "Commune": st.sampled_from([commune.code for commune in TABLE]),
        "Étage": st.just("maison") | st.integers(min_value=-3, max_value=60),
        "Ascenseur": st.booleans(),
        "Typologie": st.sampled_from(["T1", "T1 bis", "T1'", "T2", "T3", "T4", "T5", "T6", "T7", "T6 et plus"]),
        "Surface": centimes(500, 50_000),
        "Type de financement": st.sampled_from(sorted(FINANCEMENTS)),
        "Eau chaude": st.sampled_from([str(eau) for eau in EauChaude]),
        "Loyer": centimes(100, 500_000),
        "Charges": centimes(0, 200_000),
        "Adapté PMR": st.booleans(),
    }
)


@settings(deadline=None)
@given(tires=fiches)
@pytest.mark.regle("R51")
def test_une_fiche_imprimee_en_francais_se_relit_egale(tires):
    fiche = lue(**tires).fiche
    assert (fiche.loyer, fiche.charges, fiche.surface_m2) == (tires["Loyer"], tires["Charges"], tires["Surface"])
    imprimee = {**dict(fiche_en_clair(fiche)), "Commune": fiche.commune.code}
    relue = lire_liberation(imprimee, COMMUNES).fiche
    assert replace(relue, adresse=fiche.adresse) == fiche
    assert fiche_en_clair(relue) == fiche_en_clair(fiche)


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.text(max_size=30) | st.sampled_from(list(VALIDE)), st.text(max_size=60) | st.floats() | st.none()
    )
)
def test_n_importe_quoi_donne_une_liste_de_defauts_et_rien_d_autre(champs):
    with pytest.raises(FicheInvalide) as invalide:
        lire_liberation(champs, COMMUNES)
    assert invalide.value.defauts


RPLS = Path(__file__).parents[3] / "shared" / "data" / "rpls_sample.csv"


@pytest.mark.skipif(not RPLS.exists(), reason="l'échantillon RPLS n'est pas à côté du projet")
def test_de_vrais_logements_du_repertoire_sont_lus():
    """Rent, charges and equipment are not in the open data: only address, floor, size and financing are real."""

    class Toutes(CommunesDeTest):
        def par_code(self, code):
            return Commune(code, "X", code[:2], "", "")

        def par_nom(self, nom):
            return ()

    with RPLS.open(encoding="utf-8") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    refuses: dict[str, int] = {}
    for ligne in lignes:
        voie = " ".join(ligne[c] for c in ("NUMVOIE", "INDREP", "TYPVOIE", "NOMVOIE"))
        champs = {
            **VALIDE,
            "Adresse": voie,
            "Commune": ligne["DEPCOM"],
            "Étage": ligne["ETAGE"] or ("maison" if ligne["TYPECONST"] == "I" else "RDC"),
            "Typologie": ligne["NBPIECE"],
            "Surface": ligne["SURFHAB"],
            "Type de financement": ligne["FINAN"],
        }
        try:
            lire_liberation(champs, Toutes())
        except FicheInvalide as invalide:
            for defaut in invalide.defauts:
                refuses[f"{defaut.champ} {defaut.valeur}"] = refuses.get(f"{defaut.champ} {defaut.valeur}", 0) + 1
    intermediaires = sum(ligne["FINAN"] == "16" for ligne in lignes)
    # One dwelling of the sample really has « R » for an address.
    assert refuses == {"Type de financement 16": intermediaires, "Adresse R": 1}
