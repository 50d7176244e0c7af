"""The cells of a table of candidates: each column by its title, what is told of those that cannot be read."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, TROIS, UN
from tests.reading.ecrire import chaque

QUARTILE = {"critere": Critere.PREMIER_QUARTILE, "precision": "premier quartile"}
DALO = {"critere": Critere.DALO, "precision": "DALO"}


def du_tableau(*lignes: tuple[str, ...]) -> tuple[LigneLue, ...]:
    return lire_table(lignes, departement="74", annee=2026)


@pytest.mark.regle("R61")
@chaque(
    ("titre", "cellule", "attendu"),
    {
        "un quartile dit par un chiffre": ("Quartile", "1", QUARTILE),
        "un quartile dit par un rang": ("1er quartile", "1er", QUARTILE),
        "un quartile dit par une lettre": ("Quartile", "Q1", QUARTILE),
        "un quartile dit en toutes lettres": ("Quartile", "premier", QUARTILE),
        "un autre quartile": ("Quartile", "2", {}),
        "un autre quartile, par une lettre": ("Quartile", "Q3", {}),
        "une croix sous DALO": ("DALO", "x", DALO),
        "non sous DALO": ("DALO", "non", {"precision": "DALO : non"}),
        "non sous priorité": ("Priorité", "non", {}),
        "aucune, sous priorité": ("Priorité", "aucune", {}),
        "un tiret sous priorité": ("Priorité", "-", {}),
        "néant sous priorité": ("Priorité", "néant", {}),
        "une place sous priorité": ("Priorité", "n°2", {}),
        "un portable à points": ("Téléphone", "06.12.34.56.78", {"telephone": "06.12.34.56.78"}),
        "un portable sans son zéro": ("Téléphone", "612345678", {"telephone": "0612345678"}),
        "un portable sans son zéro, à points": ("Téléphone", "6.12.34.56.78", {"telephone": "0612345678"}),
        "un portable sans son zéro, à espaces": ("Téléphone", "612 345 678", {"telephone": "0612345678"}),
        "néant sous courriel": ("Courriel", "néant", {}),
        "le référent derrière un tiret": (
            "Référent", "- Paul Martin (CCAS) - p.martin@ccas.fr",
            {"referent": "Paul Martin (CCAS)", "referent_courriel": "p.martin@ccas.fr"},
        ),
        "le courriel du référent entre parenthèses": (
            "Référent", "Paul Martin (04 50 11 22 33, p.martin@ccas.fr)",
            {"referent": "Paul Martin", "referent_courriel": "p.martin@ccas.fr"},
        ),
        "un référent sans nom": ("Référent", "<p.martin@ccas.fr>", {"referent_courriel": "p.martin@ccas.fr"}),
        "pas de référent": ("Référent", "non", {}),
        "une remarque": ("Observations", "RAS", {"precision": "RAS"}),
    },
)  # fmt: skip
def test_une_cellule_se_lit_sous_son_titre(titre: str, cellule: str, attendu: dict[str, str]):
    (lue,) = du_tableau(("NUD", "Nom", titre), (UN, "DUPONT", cellule))
    assert (lue.candidat, lue.doutes) == (Candidat(UN, "DUPONT", **attendu), ())  # type: ignore[arg-type]


@pytest.mark.regle("R61", "R70", "R73")
@chaque(
    "cellule",
    {
        "un mot": "oui", "une lettre": "O", "un chiffre": "1", "ce qu'un tableur écrit": "VRAI", "en anglais": "Yes",
        "une coche": "✓", "une grosse coche": "✔", "une case cochée": "☑", "le mot même": "DALO",
        "la qualité": "Prioritaire DALO", "la reconnaissance": "reconnue DALO", "sa date": "Oui, reconnu le 12/03/2026",
        "la reconnaissance et sa date": "Reconnu DALO (le 3 février 2026)", "la date entre parenthèses": "oui (12/03/26)",
        "le titre redit": "Dalo : oui", "prioritaire et urgent": "PU DALO", "les deux, d'un plus": "DALO+PU", "sans le mot": "Reconnu prioritaire et urgent",
        "son numéro": "oui n° 0742024000123", "la commission": "Oui COMED du 12/03/2025",
        "la commission, entre parenthèses": "oui (COMED du 12/03/2025)",
    },
)  # fmt: skip
def test_seul_un_signe_qui_l_affirme_dit_le_dalo_sous_son_titre(cellule: str):
    (lue,) = du_tableau(("NUD", "Nom", "DALO"), (UN, "DUPONT", cellule))
    assert (lue.candidat, lue.doutes) == (Candidat(UN, "DUPONT", **DALO), ())  # type: ignore[arg-type]


@pytest.mark.regle("R61", "R70", "R73")
@chaque(
    "cellule",
    {
        "un tiret": "-", "un tiret long": "—", "une barre": "/", "des points": "...", "non communiqué": "NC",
        "sans objet, en anglais": "N/A", "ce qu'un tableur écrit": "FAUX", "en anglais": "False", "un mot": "Non",
        "une lettre": "n", "un chiffre": "0", "aucun": "aucun", "sans": "sans", "néant": "Néant", "RAS": "RAS",
        "il l'a été": "ex-DALO", "ancien": "ancien", "ancien DALO": "ancien DALO", "non reconnu": "non reconnu",
        "non, et pourquoi": "Non (recours rejeté)", "pas DALO": "pas DALO", "une case vide": "☐", "le titre redit": "DALO : non", "le titre, sans deux-points": "DALO non",
        "des points d'un seul signe": "…",
    },
)  # fmt: skip
def test_un_signe_vide_sous_dalo_est_un_non(cellule: str):
    (lue,) = du_tableau(("NUD", "Nom", "DALO"), (UN, "DUPONT", cellule))
    assert lue.candidat is not None
    assert (lue.candidat.critere, lue.doutes) == (Critere.AUCUN, ())


@pytest.mark.regle("R61", "R70", "R73")
@chaque(
    "cellule",
    {
        "un recours": "recours", "un recours déposé": "recours déposé", "une demande": "demande", "en cours": "en cours",
        "une question": "?", "oui, puis un doute": "oui à confirmer", "oui, mais": "oui mais recours",
        "un quartile": "1er quartile", "un autre motif": "violences", "une date seule": "12/03/2026",
        "la date d'un dépôt": "déposé le 12/03/2026", "une attente": "en attente de la commission",
        "DALO en cours": "DALO en cours", "on ne sait quoi": "bof",
        "une case à entourer": "Oui / Non", "une case à cocher": "☐ oui ☒ non", "la même, le non d'abord": "Non ☐ Oui ☒",
        "bientôt": "pré-DALO",
    },
)  # fmt: skip
def test_tout_autre_mot_sous_dalo_fait_demander_oui_ou_non(cellule: str):
    (lue,) = du_tableau(("NUD", "Nom", "DALO"), (UN, "DUPONT", cellule))
    assert lue.candidat is None
    assert lue.refus.startswith(f"colonne « DALO » : « {cellule} » n'est ni oui ni non")


@pytest.mark.regle("R61", "R70")
@chaque("cellule", {"il l'a été": "ex-DALO", "un tiret": "DALO : -", "anciennement": "anciennement DALO"})
def test_un_dalo_passe_ou_vide_sous_priorite_n_en_est_pas_un(cellule: str):
    (lue,) = du_tableau(("NUD", "Nom", "Priorité"), (UN, "DUPONT", cellule))
    assert lue.candidat is not None
    assert lue.candidat.critere is Critere.AUCUN


@pytest.mark.regle("R61")
def test_l_adresse_en_trois_colonnes():
    titres = ("NUD", "Nom", "Adresse", "Code postal", "Commune")
    (lue,) = du_tableau(titres, (UN, "DUPONT", "12 rue du Lac", "74580", "Viry"))
    assert (lue.candidat, lue.doutes) == (Candidat(UN, "DUPONT", adresse="12 rue du Lac 74580 Viry"), ())


@pytest.mark.regle("R61")
def test_le_fixe_et_le_portable_sans_leur_zero_sont_gardes_tous_deux():
    (lue,) = du_tableau(("NUD", "Nom", "Portable", "Fixe"), (UN, "DUPONT", "612345678", "450112233"))
    assert lue.candidat == Candidat(UN, "DUPONT", telephone="0612345678 / 0450112233")
    assert lue.ecrit == f"{UN} ; DUPONT ; 612345678 / 450112233"


@pytest.mark.regle("R61")
def test_un_logement_par_ligne():
    lues = du_tableau(("NUD", "Nom", "Réf. logement"), (UN, "DUPONT", "V-2026-0042"), (DEUX, "ROUX", ""))
    assert [ligne.reference for ligne in lues] == ["V-2026-0042", None]


@pytest.mark.regle("R61")
def test_ce_qu_un_courriel_n_est_pas_est_dit():
    (lue,) = du_tableau(("NUD", "Nom", "Courriel"), (UN, "DUPONT", "à venir"))
    assert lue.candidat == Candidat(UN, "DUPONT")
    assert "l'adresse à venir n'est pas utilisable" in lue.doutes[0]


@pytest.mark.regle("R61")
def test_une_priorite_sous_un_titre_que_nous_n_avons_pas_est_dite_ou_elle_est():
    lues = du_tableau(("NUD", "Nom", "Avis DALO", "Couleur"), (UN, "DUPONT", "oui", "bleu"), (DEUX, "ROUX", "", ""))
    assert [ligne.doutes for ligne in lues] == [
        ("la colonne « Avis DALO » n'est pas une des nôtres : elle n'a pas été lue.",),
        (),
    ]


@pytest.mark.regle("R61")
@chaque(
    "lignes",
    {
        "les titres redits, puis un trait": [(UN, "DUPONT"), ("NUD", "Nom"), ("---", "---"), (DEUX, "ROUX")],
        "une rangée vide": [(UN, "DUPONT"), ("", " "), (DEUX, "ROUX")],
        "un rang écrit d'avance": [(UN, "DUPONT", "1"), (DEUX, "ROUX", "2"), ("", "", "3")],
    },
)
def test_une_rangee_qui_ne_dit_rien_ne_donne_personne(lignes: list[tuple[str, ...]]):
    lues = du_tableau(("NUD", "Nom", "Rang"), *lignes)
    assert [ligne.candidat for ligne in lues] == [Candidat(UN, "DUPONT"), Candidat(DEUX, "ROUX")]


@pytest.mark.regle("R61")
def test_un_tableau_de_soixante_candidats_est_lu_en_entier():
    numeros = [f"0742603{rang:06d}74001" for rang in range(60)]
    lues = du_tableau(("NUD", "Nom"), *((numero, "DUPONT") for numero in numeros))
    assert [c.nud for ligne in lues if (c := ligne.candidat)] == numeros


def test_un_nom_qui_est_un_titre_reste_un_candidat():
    lues = du_tableau(("NUD", "Nom", "Retrait"), (TROIS, "Portable", ""))
    assert [ligne.candidat for ligne in lues] == [Candidat(TROIS, "Portable")]


@pytest.mark.regle("R45", "R61")
def test_une_remarque_qui_contredit_est_montree_avec_ce_qu_il_faut_ecrire():
    (lue,) = du_tableau(("NUD", "Nom", "Observations"), (UN, "DUPONT", "désistement"))
    assert lue.candidat is None
    assert lue.refus.startswith("« désistement » laisse un doute")
    assert lue.ecrit == f"{UN} ; DUPONT ; désistement"


@chaque(
    ("lignes", "ecrit", "raison"),
    {
        "un tableau d'autre chose": ([("Produit", "Prix"), ("pommes", "3")], "Produit ; Prix", "Nom, Courriel"),
        "un tableau vide": ([], "", "aucun titre de colonne reconnu"),
        "deux titres redits": ([("NUD", "Nom", "Nom", "NUD")], "NUD ; Nom ; Nom ; NUD", ": « NUD », « Nom »."),
    },
)
def test_le_refus_d_un_tableau_dit_ses_titres(lignes: list[tuple[str, ...]], ecrit: str, raison: str):
    (lue,) = du_tableau(*lignes)
    assert lue.ecrit == ecrit
    assert raison in lue.refus


@pytest.mark.regle("R61")
@chaque(
    ("departement", "ecrit", "zero"),
    {
        "en Haute-Savoie, son seul zéro": ("74", "74260301234574001", True),
        "dans l'Ain, ses deux zéros": ("01", "1260301234574001", True),
        "dans un autre département": ("73", "74260301234574001", False),
        "dans un département de trois chiffres, qui n'en a pas": ("974", "97426030123457400", False),
        "en Corse": ("2A", "74260301234574001", False),
        "un numéro entier": ("74", UN, False),
    },
)
def test_le_zero_que_le_tableur_retire_est_nomme(departement: str, ecrit: str, zero: bool):
    (lue,) = lire_table([("NUD", "Nom"), (ecrit, "DUPONT")], departement=departement, annee=2026)
    assert ("zéro du début" in lue.refus) is zero
    assert (lue.candidat is None) is (ecrit != UN)
