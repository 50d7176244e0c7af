"""R51: each value of the sheet, in all the ways people and Excel write it, and what is refused."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from robot.domain.fiche import EauChaude, FicheInvalide, lire_liberation
from robot.domain.financements import FINANCEMENTS
from tests.domain.exemples_de_fiches import COMMUNES, VALIDE, lue, refus


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
