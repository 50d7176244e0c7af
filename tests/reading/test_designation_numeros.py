"""Numbers as people type them: what is one for certain, and what is told back because it nearly is."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, TROIS, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

ARRONDI = "074260301234574000"


@pytest.mark.regle("R61")
@chaque(
    "ecrit",
    {
        "en quatre groupes": "074/2603/012345/74001",
        "l'année et le mois à part": "074/26/03/012345/74001",
        "des espaces autour": "074 / 2603 / 012345 / 74001",
        "derrière son étiquette": "NUD : 074/2603/012345/74001",
        "coupé ailleurs": "074/2603/01234574001",
    },
)
def test_la_barre_separe_les_groupes_d_un_numero(ecrit: str):
    assert candidats(f"{ecrit} Mme DUPONT Marie") == [Candidat(UN, "Mme DUPONT Marie")]


@pytest.mark.regle("R61")
def test_la_barre_separe_aussi_les_groupes_dans_une_cellule():
    (lue,) = lire_table([("NUD", "Nom"), ("074/2603/012345/74001", "DUPONT")], departement="74", annee=2026)
    assert lue.candidat == Candidat(UN, "DUPONT")


@pytest.mark.regle("R61")
@chaque(
    ("ecrit", "chiffres"),
    {
        "treize chiffres": ("0742603012345", 13),
        "douze chiffres": ("074260301234", 12),
        "quinze chiffres": ("074260301234574", 15),
        "treize, par groupes": ("074 2603 012345", 13),
        "quatorze, à barres": ("074/2603/012345/7", 14),
        "dix-sept, à barres": ("074/2603/01234/74001", 17),
        "dix-neuf, à barres": ("074/2603/012345/740011", 19),
        "vingt chiffres": ("07426030123457400112", 20),
        "le portail, un chiffre oublié": ("074260301234GDPUB", 17),
    },
)
def test_un_numero_trop_court_ou_trop_long_est_rendu_avec_sa_raison(ecrit: str, chiffres: int):
    lue = seul(f"{ecrit} DUPONT")
    assert lue.ecrit == f"{ecrit} DUPONT"
    assert f"18 chiffres ; celui-ci en a {chiffres}" in lue.refus


@pytest.mark.regle("R61")
@chaque(
    ("ecrit", "raison"),
    {
        "le portail derrière dix-huit chiffres": (f"{UN}GDPUB DUPONT", "GDPUB remplace les cinq derniers chiffres"),
        "le nom collé": (f"{UN}DUPONT Marie", "n'a que des chiffres"),
        "le nom collé à un numéro trop court": ("0742603012345DUPONT", "n'a que des chiffres"),
    },
)
def test_un_numero_colle_a_des_lettres_est_rendu_avec_sa_raison(ecrit: str, raison: str):
    lue = seul(ecrit)
    assert lue.ecrit == ecrit
    assert raison in lue.refus


@pytest.mark.regle("R45", "R61")
def test_dans_une_liste_aucune_ligne_n_est_perdue_sans_etre_nommee():
    lues = designer(f"{UN} Mme DUPONT Marie\n074/2603/012346/74001 M. BERNARD Hugo\n0742407012347 Mme MOREL Inès")
    assert [(ligne.candidat and ligne.candidat.nom, ligne.ecrit) for ligne in lues] == [
        ("Mme DUPONT Marie", f"{UN} Mme DUPONT Marie"),
        ("M. BERNARD Hugo", "074/2603/012346/74001 M. BERNARD Hugo"),
        (None, "0742407012347 Mme MOREL Inès"),
    ]


@pytest.mark.regle("R61")
def test_un_tableau_sans_titres_dont_aucun_numero_n_est_bon_rend_chaque_ligne():
    rangees = [("0742603012345", "DUPONT"), ("0742603012346", "BERNARD")]
    lues = lire_table(rangees, departement="74", annee=2026)
    assert [ligne.ecrit for ligne in lues] == ["0742603012345 DUPONT", "0742603012346 BERNARD"]
    assert all("celui-ci en a 13" in ligne.refus for ligne in lues)


@chaque(
    "texte",
    {
        "un SIRET sans son nom": "Mairie de Viry 21740309600018",
        "un téléphone étranger": "0041223456789",
        "un téléphone français, à l'étrangère": "0033612345678 et 0033 1 12 34 56 78",
        "deux téléphones et une barre": "0742603012/0612345678",
        "une facture": "facture 001/2012/1234567",
        "une date et une heure": "20260312143000",
        "un mois impossible": "0742613012345",
    },
)
def test_un_autre_numero_de_cette_longueur_n_est_pas_un_numero_unique(texte: str):
    assert designer(texte) == ()


# What a spreadsheet rounds.
@pytest.mark.regle("R61")
@chaque(
    "ecrit",
    {
        "comme il s'affiche": ARRONDI,
        "par groupes": "074 2603 012345 74000",
        "sans le zéro de tête": "74260301234574000",
        "outre-mer": "974260301234597000",
        "dans l'Ain": "001260301234501000",
    },
)
@pytest.mark.parametrize("forme", ["texte", "cellule"])
def test_un_numero_arrondi_est_refuse_meme_quand_une_mise_en_forme_lui_rend_son_zero(ecrit: str, forme: str):
    """Its last five digits are an office of the département, and no office is the number 000."""
    dans_une_table = lire_table([("NUD", "Nom"), (ecrit, "DUPONT")], departement="74", annee=2026)
    (lue,) = dans_une_table if forme == "cellule" else designer(f"NUD : {ecrit} Mme DUPONT Marie")
    assert lue.candidat is None
    assert "le tableur a arrondi ce numéro" in lue.refus


@pytest.mark.regle("R61")
def test_deux_zeros_a_la_fin_sont_peut_etre_un_arrondi_et_le_doute_est_dit():
    lue = seul("074260301234574100 Mme DUPONT Marie")
    assert lue.candidat == Candidat("074260301234574100", "Mme DUPONT Marie")
    assert "finit par deux zéros" in lue.doutes[0]


# Several numbers on a line, and the names on another.
@pytest.mark.regle("R61", "R107")
@chaque(
    "texte",
    {
        "trois noms, puis trois numéros": f"DUPONT BERNARD MOREL\n{UN} {DEUX} {TROIS}",
        "des noms à civilité": f"Mme DUPONT, M. BERNARD, Mme MOREL\n{UN}, {DEUX}, {TROIS}",
        "trois numéros, puis trois noms": f"{UN}, {DEUX}, {TROIS}\nMme DUPONT, M. BERNARD, Mme MOREL",
        "les téléphones dessous": f"{UN} / {DEUX} / {TROIS}\n06 12 34 56 78 / 06 12 34 56 79 / 06 12 34 56 80",
        "deux rangées": f"{UN} {DEUX}\nDUPONT BERNARD MOREL\n{TROIS}",
    },
)
def test_ce_qui_est_ecrit_au_dessus_ou_au_dessous_de_plusieurs_numeros_n_est_a_personne(texte: str):
    lues = designer(texte)
    assert [ligne.candidat for ligne in lues] == [Candidat(UN), Candidat(DEUX), Candidat(TROIS)]
    assert any(
        "des lignes voisines pouvaient être d'un autre candidat" in doute for ligne in lues for doute in ligne.doutes
    )


@pytest.mark.regle("R61", "R107")
def test_entre_deux_rangees_un_nom_ne_va_pas_au_dernier_numero_de_la_premiere():
    lues = designer(f"{UN} {DEUX}\nMme DUPONT Marie\n{TROIS}\nMme MOREL Inès")
    assert [ligne.candidat for ligne in lues] == [Candidat(UN), Candidat(DEUX), Candidat(TROIS, "Mme MOREL Inès")]
    assert [bool(ligne.doutes) for ligne in lues] == [False, True, True]


@pytest.mark.regle("R61")
def test_plusieurs_numeros_nommes_sur_leur_ligne_gardent_leur_nom():
    texte = f"Mme DUPONT Marie {UN}, M. BERNARD Hugo {DEUX}\nCordialement"
    assert candidats(texte) == [Candidat(UN, "Mme DUPONT Marie"), Candidat(DEUX, "M. BERNARD Hugo")]
