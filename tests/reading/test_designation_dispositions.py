"""How a message of designations is laid out: its tables, its dwellings, what is told around a candidate, its length."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, TROIS, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

DUPONT = Candidat(UN, "DUPONT", telephone="06 12 34 56 78")
ROUX = Candidat(DEUX, "ROUX", telephone="07 11 22 33 44")


# Tables.
@pytest.mark.regle("R61")
@chaque(
    ("texte", "attendus"),
    {
        "deux tableaux dans un message, et une phrase entre eux": (
            ("Bonjour,\nVoici nos candidats :\n"
            f"Numéro unique\tNom\tMail référent\tPrécision\n{UN}\tDUPONT\tpaul74@gmail.com\tsuite à expulsion\n"
            f"Puis {DEUX} M. BERNARD Jean\n"
            f"Numéro unique\tNom\tMail référent\n{TROIS}\tROUX\tlea74@gmail.com\nMerci"),
            [
                Candidat(UN, "DUPONT", critere=Critere.PRIORITAIRE, precision="suite à expulsion",
                         referent_courriel="paul74@gmail.com"),
                Candidat(DEUX, "M. BERNARD Jean"),
                Candidat(TROIS, "ROUX", referent_courriel="lea74@gmail.com"),
            ],
        ),
        "des points-virgules": (
            f"Nom ; NUD ; Mail du référent\nDUPONT ; {UN} ; paul74@gmail.com",
            [Candidat(UN, "DUPONT", referent_courriel="paul74@gmail.com")],
        ),
        "des barres aux bords des titres, pas des rangées": (
            f"| Nom | NUD | Tél |\nDUPONT | {UN} | 06 12 34 56 78\nROUX | {DEUX} | 07 11 22 33 44", [DUPONT, ROUX],
        ),
        "un tableau couché, sous une phrase": (
            f"Candidats :\nNom\tDUPONT\tROUX\nNUD\t{UN}\t{DEUX}\nTél\t06 12 34 56 78\t07 11 22 33 44", [DUPONT, ROUX],
        ),
        "un tableau couché d'un seul candidat": (
            f"Nom\tDUPONT\nNUD\t{UN}\nMail du référent\tpaul74@gmail.com",
            [Candidat(UN, "DUPONT", referent_courriel="paul74@gmail.com")],
        ),
        "un tableau couché, sous un rappel qui n'a qu'une case": (
            f"Rappel\tT3\nNom\tDUPONT\tROUX\nNUD\t{UN}\t{DEUX}\nTél\t06 12 34 56 78\t07 11 22 33 44", [DUPONT, ROUX],
        ),
        "un nom et un téléphone au-dessus, sans colonne du numéro": (
            f"Nom ; Téléphone\n{UN} ; Mme DUPONT Marie ; 06 12 34 56 78",
            [Candidat(UN, "Mme DUPONT Marie", telephone="06 12 34 56 78")],
        ),
    },
)  # fmt: skip
def test_un_tableau_colle_dans_un_message(texte: str, attendus: list[Candidat]):
    assert candidats(texte) == attendus


@pytest.mark.regle("R61", "R107")
def test_dans_un_tableau_couche_une_case_qui_manque_ne_va_a_personne():
    lues = designer(f"Nom\tDUPONT\tROUX\nNUD\t{UN}\t{DEUX}\nTél\t06 12 34 56 78")
    assert [ligne.candidat for ligne in lues] == [Candidat(UN, "DUPONT"), Candidat(DEUX, "ROUX")]
    assert "« Tél, où il manque des cases »" in lues[0].doutes[0]


@pytest.mark.regle("R61")
def test_des_rangees_sans_titres_gardent_chacune_leur_telephone():
    rangees = [(UN, "Mme DUPONT", "06 12 34 56 78"), (DEUX, "M. ROUX", "07 11 22 33 44")]
    lues = lire_table(rangees, departement="74", annee=2026)
    assert [(c.nom, c.telephone) for ligne in lues if (c := ligne.candidat)] == [rangee[1:] for rangee in rangees]


def test_une_longue_remarque_dans_une_case_ne_rend_pas_le_tableau_trop_long():
    lues = lire_table([("NUD", "Nom", "Remarques"), (UN, "DUPONT", "x " * 4000)], departement="74", annee=2026)
    assert [ligne.refus for ligne in lues] == [""]


# Length.
@chaque(
    "texte",
    {
        "une ligne sans fin": f"{UN} Mme DUPONT Marie\n{'x' * 5000}",
        "un numéro au bout d'une ligne sans fin": f"{'x' * 5000} {UN}",
        "des lignes sans nombre": f"{UN} Mme DUPONT Marie\n" + "ligne\n" * 2500,
    },
)
def test_ce_qui_est_trop_long_est_dit(texte: str):
    derniere = designer(texte)[-1]
    assert (derniere.ecrit, derniere.candidat) == ("…", None)
    assert "trop long" in derniere.refus


def test_un_long_message_sans_candidat_ne_dit_rien():
    assert designer("ligne\n" * 2500) == ()


@pytest.mark.regle("R61", "R107")
def test_des_lignes_que_personne_ne_revendique_sont_dites_laissees():
    lues = designer(f"{UN}\n{DEUX}\n06 12 34 56 78\n07 11 22 33 44")
    assert [ligne.candidat for ligne in lues] == [Candidat(UN), Candidat(DEUX)]
    assert "des lignes voisines" in lues[-1].doutes[0]


# Dwellings.
def test_un_seul_logement_nomme_dans_une_longue_phrase_est_le_bon():
    phrase = "Pour le logement V-2026-0042 situé à Viry nous vous proposons la candidate suivante"
    assert seul(f"{phrase}\n{UN}").reference == "V-2026-0042"


def test_un_logement_passe_n_est_pas_celui_du_candidat_d_apres():
    lues = designer(
        "Nous avions proposé Mme Petit pour V-2026-0001 il y a deux mois, sans suite\n"
        f"{UN}\nV-2026-0042 : {DEUX} Mme DUPONT"
    )
    assert "pour quel logement" in lues[0].refus
    assert (lues[1].reference, lues[1].candidat) == ("V-2026-0042", Candidat(DEUX, "Mme DUPONT"))


# What is told around a candidate.
@pytest.mark.regle("R45", "R61")
@chaque(
    "suite",
    {
        "elle ne veut plus": "Elle ne souhaite plus ce logement.",
        "elle ne veut plus, et son téléphone": "Elle ne souhaite plus ce logement (appel au 06 12 34 56 78).",
        "un désistement": "Désistement reçu hier.",
        "des mots que nous ne savons pas lire": "Celle-ci prendra sa décision lundi.",
    },
)
def test_ce_qui_contredit_un_candidat_sur_la_ligne_d_apres(suite: str):
    assert "proposer ou retirer" in seul(f"Bonjour,\nMme DUPONT Marie, {UN}\n{suite}").refus


@pytest.mark.regle("R45")
def test_un_titre_qui_ne_retire_pas_pour_certain_ne_propose_rien():
    lues = designer(f"Bonjour,\nRetirer les candidatures suivantes\n{UN}")
    assert [ligne.candidat for ligne in lues] == [None, None]


@pytest.mark.regle("R45")
def test_un_retrait_sous_le_nom_de_la_personne():
    lue = seul(f"Mme DUPONT Marie\nRetrait : {UN}")
    assert (lue.retrait, lue.candidat) == (True, Candidat(UN, "Mme DUPONT Marie"))


@pytest.mark.regle("R45", "R61")
@chaque(
    ("cases", "refuses"),
    {
        "le premier est coché": ("oui non", [True, False]),
        "le second est coché": ("non oui", [False, True]),
        "aucun n'est coché": ("non non", [False, False]),
    },
)
def test_d_un_tableau_mis_en_lignes_seul_le_candidat_coche_est_refuse(cases: str, refuses: list[bool]):
    un, deux = cases.split()
    titres = "Numéro unique\n\nNom\n\nRetrait"
    lues = designer(f"{titres}\n\n{UN}\n\nDUPONT\n\n{un}\n\n{DEUX}\n\nROUX\n\n{deux}")
    assert [bool(ligne.refus) for ligne in lues] == refuses


def test_un_seul_titre_au_dessus_d_une_ligne_n_est_pas_un_tableau():
    assert candidats(f"Candidat\n{UN} DUPONT Marie DALO oui") == [
        Candidat(UN, "DUPONT Marie", critere=Critere.DALO, precision="DALO")
    ]


def test_ce_qui_est_dit_du_referent_n_est_pas_dit_du_candidat():
    referent = "Paul Martin plus disponible le matin"
    assert candidats(f"Mme DUPONT Marie, {UN} - référent social : {referent}") == [
        Candidat(UN, "Mme DUPONT Marie", referent=referent)
    ]


def test_les_mots_que_nous_ne_comprenons_pas_sont_montres():
    assert "« tartempion bidule »" in seul(f"{UN} tartempion bidule").refus
