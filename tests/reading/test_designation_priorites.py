"""Why a household comes first: what is retained of the réservataire's words, and what is shown of them."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import DEUX, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

PRIORITAIRES = [
    "victime de viol", "agression sexuelle", "DALO PU", "sortante ASE", "sortante de CHRS", "suivi en CHU",
    "dossier MDPH accepté", "orientation SIAO validée", "AAH au titre du handicap", "résidente en FJT", "sort de CADA",
    "sort de CPH", "SDF depuis deux ans", "NON DALO violences conjugales", "handicap logement PMR",
    "reconnue prioritaire au titre du DALO", "handicap OUI", "violences article du CCH",
]  # fmt: skip


def dit(mots: str) -> Candidat:
    (candidat,) = candidats(f"Mme DUPONT Marie, {UN} - {mots}")
    return candidat


@pytest.mark.regle("R61")
@pytest.mark.parametrize("mots", PRIORITAIRES)
def test_un_motif_court_est_garde_dans_les_mots_du_reservataire(mots: str):
    critere = Critere.DALO if mots.endswith(("PU", "du DALO")) else Critere.PRIORITAIRE
    assert dit(mots) == Candidat(UN, "Mme DUPONT Marie", critere=critere, precision=mots)


@pytest.mark.regle("R61")
@chaque(
    ("mots", "precision"),
    {
        "dix mots": ("DALO urgence de relogement demandée par la commission de médiation",) * 2,
        "onze mots, qui racontent": ("DALO avec urgence de relogement demandée par la commission de médiation", "DALO"),
        "une adresse": ("DALO suite à expulsion rue du lac 74580 viry", "DALO suite à expulsion"),
        "le nom d'une commune": ("DALO Annecy", "DALO"),
        "un sigle d'on ne sait quoi": ("DALO par EPDA", "DALO"),
    },
)
def test_de_mots_qui_disent_autre_chose_seul_le_motif_est_garde(mots: str, precision: str):
    assert dit(mots) == Candidat(UN, "Mme DUPONT Marie", critere=Critere.DALO, precision=precision)


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "mots",
    ["non DALO", "sans handicap", "droit commun", "prioritaire : non, sans priorité",
     "aucun critère de priorité, non prioritaire", "ménage prioritaire mais droit commun"],
)  # fmt: skip
def test_aucune_priorite_n_est_retenue_ni_montree(mots: str):
    assert dit(mots) == Candidat(UN, "Mme DUPONT Marie")


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "mots", ["dossier DALO", "demande de reconnaissance DALO", "DALO déposé", "DALO à confirmer", "DALO possible"]
)
def test_un_dalo_qui_n_est_pas_encore_reconnu_n_en_est_pas_un(mots: str):
    lue = seul(f"Mme DUPONT Marie, {UN} - {mots}")
    assert lue.candidat == Candidat(UN, "Mme DUPONT Marie")
    assert "en cours n'est pas une reconnaissance" in lue.doutes[0]


@pytest.mark.regle("R61")
@pytest.mark.parametrize("mots", ["DALO - non", "DALO ; non ; 06 12 34 56 78", "DALO | néant"])
def test_un_non_dans_le_champ_voisin_du_dalo_le_contredit(mots: str):
    """In a list without titles, nobody knows whether it speaks of it: it is asked, not decided."""
    lue = seul(f"Mme DUPONT Marie, {UN} - {mots}")
    assert lue.candidat is not None
    assert lue.candidat.critere is Critere.AUCUN
    assert "contredit" in lue.doutes[0]


@pytest.mark.regle("R61")
@pytest.mark.parametrize("mots", ["DALO (non)", "DALO : non", "DALO, non"])
def test_un_non_colle_au_dalo_le_nie_sans_doute(mots: str):
    lue = seul(f"Mme DUPONT Marie, {UN} - {mots}")
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.AUCUN, ())


VIDES = {
    "un tiret": "DALO : -", "un tiret collé": "DALO :-", "une barre": "DALO : /", "non communiqué": "DALO : NC",
    "sans objet, en anglais": "DALO : n/a", "ce qu'un tableur écrit": "DALO : FAUX", "en anglais": "DALO : False",
    "sans": "DALO : sans", "ancien": "DALO : ancien", "il l'a été": "ex-DALO", "il l'a été, en deux mots": "ex DALO",
    "ancien DALO": "ancien DALO", "anciennement": "anciennement DALO", "perdu": "DALO perdu", "faux": "DALO faux",
    "un tiret entre parenthèses": "DALO (-)", "un signe égal": "DALO = -",
}  # fmt: skip


@pytest.mark.regle("R61", "R70", "R73")
@pytest.mark.parametrize("suite", ["", ", marie@orange.fr", "\nCourriel : marie@orange.fr"])
@chaque("mots", VIDES)
def test_un_signe_vide_apres_dalo_est_un_non(mots: str, suite: str):
    lue = seul(f"{UN} - Mme DUPONT Marie - {mots}{suite}")
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.AUCUN, ())
    assert lue.candidat.courriel == ("marie@orange.fr" if suite else "")


@pytest.mark.regle("R61", "R70", "R73")
@chaque(
    ("mots", "doute"),
    {
        "un recours déposé": ("DALO : recours déposé", "en cours n'est pas une reconnaissance"),
        "une case à entourer": ("DALO : Oui / Non", "contredit"),
        "une case à cocher": ("DALO ☐ oui ☒ non", "n'est ni oui ni non"),
        "la même, le non d'abord": ("DALO non ☐ oui ☒", "n'est ni oui ni non"),
        "un DALO à venir": ("pré-DALO", "n'est pas certain"),
        "un DALO qui l'était": ("était reconnue DALO", "n'est pas certain"),
        "un recours": ("DALO recours", "en cours n'est pas une reconnaissance"),
        "une demande": ("DALO : demande", "en cours n'est pas une reconnaissance"),
        "un mot inconnu": ("DALO : bof", "« DALO : bof » n'est ni oui ni non"),
        "un autre motif": ("DALO : violences", "« DALO : violences » n'est ni oui ni non"),
        "rien": ("DALO : - Courriel : marie@orange.fr", "« DALO : » reste sans réponse"),
        "rien au bout de la ligne": ("DALO :", "« DALO : » reste sans réponse"),
        "oui, mais": ("DALO : oui sous réserve", "« DALO : oui sous réserve » n'est ni oui ni non"),
    },
)
def test_ce_qui_suit_dalo_sans_dire_oui_ni_non_est_demande(mots: str, doute: str):
    lue = seul(f"{UN} - Mme DUPONT Marie - {mots}")
    assert lue.candidat is None or lue.candidat.critere is not Critere.DALO
    assert lue.candidat is None or any(doute in dit for dit in lue.doutes)


@pytest.mark.regle("R61", "R70")
def test_un_dalo_sans_reponse_au_bas_du_message_n_en_est_pas_un():
    assert candidats(f"{UN} Mme DUPONT Marie\nDALO :") == [Candidat(UN, "Mme DUPONT Marie")]


@pytest.mark.regle("R61", "R70")
@pytest.mark.parametrize(
    "mots",
    ["DALO : oui", "DALO : x", "DALO : ✓", "DALO : VRAI", "DALO : reconnue le 12/03/2026", "DALO (oui)", "DALO : oui (12/03/26)",
     "DALO : prioritaire DALO", "DALO = oui", "DALO :\noui"],
)  # fmt: skip
def test_un_signe_qui_affirme_apres_dalo_le_dit(mots: str):
    lue = seul(f"{UN} - Mme DUPONT Marie\n{mots}")
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.DALO, ())


@pytest.mark.regle("R61")
def test_un_non_sur_la_ligne_d_apres_ne_contredit_pas_le_dalo():
    assert candidats(f"Mme DUPONT Marie, {UN} - DALO\nnon") == [
        Candidat(UN, "Mme DUPONT Marie", critere=Critere.DALO, precision="DALO")
    ]


@pytest.mark.regle("R61")
def test_une_priorite_ecrite_au_dessus_des_candidats_est_dite_perdue():
    lue = seul(f"Candidats DALO :\n{UN} Mme DUPONT Marie")
    assert lue.candidat == Candidat(UN, "Mme DUPONT Marie")
    assert "une priorité est écrite autour" in lue.doutes[0]


@pytest.mark.regle("R61", "R70", "R73")
@pytest.mark.parametrize(
    "mots",
    ["DALO caduc", "déboutée du DALO", "a perdu le bénéfice du DALO", "DALO irrecevable", "DALO défavorable",
     "avis défavorable DALO", "commission DALO le 3 juin", "passe en commission DALO en juin",
     "a saisi la commission DALO", "orientée vers le DALO", "pourrait être DALO", "statut DALO contesté",
     "DALO honoré en 2024", "DALO hébergement (DAHO)", "relève du DALO mais pas encore reconnue", "DALO CADUC",
     "DÉBOUTÉE DU DALO", "devrait être reconnue DALO", "DALO en commission le 3 juin", "DALO HONORE"],
)  # fmt: skip
def test_un_mot_inconnu_contre_le_dalo_le_fait_demander(mots: str):
    lue = seul(f"{UN} Mme DUPONT Marie, {mots}")
    assert lue.candidat is not None
    assert lue.candidat.critere is not Critere.DALO
    assert lue.doutes


@pytest.mark.regle("R61", "R70")
@pytest.mark.parametrize(
    "mots",
    ["DALO", "reconnue DALO le 12/03/2025", "reconnue DALO avec 2 enfants", "relève du DALO", "DALO PU", "DALO + PU",
     "bénéficiaire du DALO depuis 2023", "reconnue par la commission DALO", "couple avec 2 enfants DALO",
     "titulaire d'une décision DALO favorable", "DALO accordé en mars 2025", "a été reconnue DALO",
     "DALO suite à violences conjugales", "DALO Annecy", "DALO en cours de validité", "contingent préfectoral DALO", "DALO validé",
     "prioritaire DALO car expulsion", "maman de 2 enfants DALO", "DALO : prioritaire et urgent"],
)  # fmt: skip
def test_ce_qui_affirme_le_dalo_ou_raconte_le_menage_le_dit(mots: str):
    lue = seul(f"{UN} Mme DUPONT Marie, {mots}")
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.DALO, ())


@pytest.mark.regle("R61", "R70", "R73")
@pytest.mark.parametrize(
    "texte",
    [f"NUD : {UN}\nNom : DUPONT Marie\nDALO\nnon", f"Nom : DUPONT Marie\nNUD : {UN}\nDALO\nNon",
     f"Mme DUPONT Marie\n{UN}\nDALO\n\nnon", f"{UN} DUPONT Marie\nDALO\n-",
     f"{UN} DUPONT Marie\nDALO :\n\nnon", f"NUD\n{UN}\nNom\nDUPONT Marie\nDALO\nnon"],
)  # fmt: skip
def test_un_non_sous_le_mot_dalo_seul_sur_sa_ligne_lui_repond(texte: str):
    lue = seul(texte)
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.AUCUN, ())


@pytest.mark.regle("R61", "R70", "R73")
@chaque(
    ("texte", "dalo"),
    {
        "une ligne par cellule": (
            f"NUD\nNom\nDALO\n{UN}\nDUPONT Marie\nnon\n{DEUX}\nBERNARD Jean\noui\n\nCordialement", [False, True],
        ),
        "des lignes vides entre elles": (
            f"Bonjour\n\nNUD\n\nNom\n\nDALO\n\n{UN}\n\nDUPONT Marie\n\noui\n\n{DEUX}\n\nBERNARD Jean\n\nnon", [True, False],
        ),
        "des cellules vides": (f"NUD\nNom\nDALO\n\n{UN}\nDUPONT Marie\n\n{DEUX}\nBERNARD Jean\n", [False, False]),
        "une cellule vide": (f"NUD\nNom\nDALO\n{UN}\nDUPONT Marie\n{DEUX}\nBERNARD Jean\noui", [False, False]),
        "le quartile, une cellule vide": (f"NUD\nNom\nQuartile\nDALO\n{UN}\nDUPONT Marie\n{DEUX}\nBERNARD", [False, False]),
    },
)  # fmt: skip
def test_d_un_tableau_mis_en_lignes_le_titre_dalo_n_est_a_personne(texte: str, dalo: list[bool]):
    lues = designer(texte)
    assert [ligne.candidat is not None and ligne.candidat.critere is Critere.DALO for ligne in lues] == dalo
