"""Words in capitals beside a number: a name, a commune, or a remark that says the same as in small letters."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

REMARQUES = {
    "le plafond": "HORS PLAFOND", "un avis": "AVIS DEFAVORABLE", "un avis, avec ses accents": "AVIS DÉFAVORABLE",
    "une défense": "NE PAS PROPOSER", "une autre défense": "NE PAS RETENIR", "ne convient pas": "NE CONVIENT PAS",
    "le dossier": "DOSSIER INCOMPLET", "un refus": "REFUSEE EN COMMISSION", "une attente": "EN ATTENTE",
    "une liste": "LISTE ATTENTE", "la liste d'attente": "LISTE D'ATTENTE", "à faire": "A RAPPELER", "à fuir": "A EVITER",
    "l'adjectif": "Remplaçante", "au masculin, en capitales": "REMPLACANT", "l'abandon": "ABANDON", "périmé": "PERIMEE",
    "sans réponse": "SANS REPONSE", "une autre suppléance": "SUPPLEANTE", "radié": "RADIE", "bloqué": "BLOQUÉ",
    "écarté": "ECARTEE", "un doute": "A VERIFIER", "déjà logé": "DEJA RELOGEE",
}  # fmt: skip
ECRITURES = {
    "comme il est écrit": str, "en petites lettres": str.lower, "avec une majuscule": str.capitalize,
    "une majuscule par mot": str.title,
}  # fmt: skip
LIGNES = {
    "après un tiret": f"{UN} Mme MOREL Inès ines@orange.fr - {{}}",
    "après un nom sans civilité": f"{UN} DUPONT Léa lea@orange.fr - {{}}",
    "derrière le nom": f"{UN} DUPONT Léa {{}}",
    "derrière un nom à civilité": f"{UN} Mme DUPONT Léa {{}}",
    "derrière le numéro": f"DUPONT Léa {UN} {{}}",
    "entre parenthèses": f"Mme DUPONT Léa {UN} ({{}})",
    "au lieu du nom": f"{UN} {{}}",
    "devant le numéro": f"{{}} : {UN} Mme DUPONT Léa",
}


@pytest.mark.regle("R45", "R61")
@chaque("ligne", LIGNES)
@chaque("ecriture", ECRITURES)
@chaque("remarque", REMARQUES)
def test_une_remarque_n_est_jamais_un_nom_quelle_que_soit_son_ecriture(ligne, ecriture, remarque):
    lue = seul(ligne.format(ecriture(remarque)))
    assert lue.candidat is None
    assert lue.refus


@pytest.mark.regle("R45", "R61")
@pytest.mark.parametrize(
    "ligne", [f"{UN} Mme DUPONT Léa - {{}}", f"{UN} DUPONT Léa lea@orange.fr - {{}}", f"{UN} {{}}"]
)
@pytest.mark.parametrize("mot", ["DESACTIVEE", "Désactivée", "désactivée", "SUSPENSION", "Suspensive"])
def test_un_mot_seul_fait_comme_ceux_qui_jugent_n_est_pas_un_nom(ligne: str, mot: str):
    assert seul(ligne.format(mot)).candidat is None


@pytest.mark.regle("R45", "R61")
@chaque(
    "ligne",
    {nom: ligne for nom, ligne in LIGNES.items() if nom not in {"derrière le nom", "derrière un nom à civilité"}},
)
@pytest.mark.parametrize("non", ["NON", "non", "Non"])
def test_un_non_seul_a_cote_du_numero_est_demande(ligne: str, non: str):
    assert seul(ligne.format(non)).candidat is None


@pytest.mark.regle("R45", "R61")
@pytest.mark.parametrize(
    "remarque", ["HORS PLAFOND", "Dossier incomplet", "NE PAS PROPOSER", "liste d'attente", "EN ATTENTE", "NON"]
)
def test_une_remarque_sur_la_ligne_d_apres_laisse_un_doute(remarque: str):
    assert seul(f"{UN} Mme DUPONT Léa\n{remarque}").candidat is None


@pytest.mark.regle("R45", "R61")
def test_une_remarque_seule_sur_sa_ligne_au_dessus_d_un_candidat_laisse_un_doute():
    lues = designer(f"{UN} Mme DUPONT Léa\n\nLISTE D'ATTENTE\n\n{DEUX} M. BERNARD Hugo")
    assert [ligne.candidat and ligne.candidat.nom for ligne in lues] == ["Mme DUPONT Léa", None]


@pytest.mark.regle("R61")
@chaque(
    ("ligne", "nom"),
    {
        "tout en capitales": (f"{UN} DUPONT LEA", "DUPONT LEA"),
        "une commune": (f"{UN} Mme DUPONT LEA - ANNECY", "Mme DUPONT LEA"),
        "une commune de plusieurs mots": (f"{UN} Mme DUPONT Léa - LA ROCHE SUR FORON", "Mme DUPONT Léa"),
        "un employeur": (f"{UN} Mme DUPONT Léa (SNCF)", "Mme DUPONT Léa"),
        "un nom qui est aussi un adjectif": (f"{UN} Mme DERNIER Léa", "Mme DERNIER Léa"),
        "un nom de naissance": (f"{UN} Mme DUPONT Léa née MARTIN", "Mme DUPONT Léa née MARTIN"),
        "un nom de naissance, sans civilité": (f"{UN} DUPONT Léa née MARTIN", "DUPONT Léa née MARTIN"),
        "un prénom en -ée": (f"{UN} DUPONT Renée", "DUPONT Renée"),
        "un prénom en -EE": (f"{UN} DUPONT RENEE", "DUPONT RENEE"),
        "un nom en -IF": (f"{UN} CHERIF Ali", "CHERIF Ali"),
        "un nom de métier": (f"{UN} BOULANGER MARIE", "BOULANGER MARIE"),
        "une formule de fin": (f"{UN} Mme DUPONT Léa\nEn attente de votre retour, cordialement", "Mme DUPONT Léa"),
        "dans l'attente": (f"{UN} Mme DUPONT Léa\nDans l'attente de votre réponse", "Mme DUPONT Léa"),
    },
)
def test_un_nom_ou_une_commune_en_capitales_reste_un_candidat(ligne: str, nom: str):
    assert candidats(ligne) == [Candidat(UN, nom)]


@pytest.mark.regle("R61")
def test_des_mots_en_capitales_qui_ne_sont_pas_le_nom_sont_montres():
    lue = seul(f"{UN} Mme DUPONT Léa - XYLOPHONE ORANGE")
    assert lue.candidat == Candidat(UN, "Mme DUPONT Léa")
    assert "« XYLOPHONE ORANGE »" in lue.doutes[0]


@pytest.mark.regle("R45", "R61")
@pytest.mark.parametrize("titre", ["Observations", "Priorité", "Couleur"])
@pytest.mark.parametrize(
    "remarque",
    ["HORS PLAFOND", "AVIS DEFAVORABLE", "ne pas proposer", "NE CONVIENT PAS", "Dossier incomplet", "EN ATTENTE",
     "A rappeler", "Remplaçante", "abandon", "sans réponse", "LISTE ATTENTE"],
)  # fmt: skip
def test_une_remarque_dans_une_table_est_lue_quelle_que_soit_son_ecriture(titre: str, remarque: str):
    (lue,) = lire_table([("NUD", "Nom", titre), (UN, "DUPONT Léa", remarque)], departement="74", annee=2026)
    assert lue.candidat is None
    assert lue.refus.startswith(f"« {remarque} » laisse un doute")


@pytest.mark.regle("R45", "R61")
@pytest.mark.parametrize(
    "nom",
    [
        "DUPONT Léa - HORS PLAFOND",
        "Mme DUPONT Léa (désistement)",
        "DUPONT Léa NE PAS PROPOSER",
        "DUPONT Léa, remplaçante",
        "DUPONT ABSENT",
        "DUPONT RESERVE",
        "Bernard REFUS",
        "Bernard clos",
        "Marie - CLOS",
    ],
)
def test_une_remarque_dans_la_cellule_du_nom_n_est_pas_le_nom(nom: str):
    (lue,) = lire_table([("NUD", "Nom"), (UN, nom)], departement="74", annee=2026)
    assert lue.candidat is None
    assert "laisse un doute" in lue.refus


@pytest.mark.regle("R61")
@pytest.mark.parametrize("nom", ["Mme CLOS Marie", "RESERVE Jean", "M. et Mme DU CLOS"])
def test_un_nom_de_famille_qui_est_aussi_une_remarque_reste_un_nom_en_tete_de_sa_cellule(nom: str):
    (lue,) = lire_table([("NUD", "Nom"), (UN, nom)], departement="74", annee=2026)
    assert lue.candidat == Candidat(UN, nom)


@pytest.mark.regle("R61")
@pytest.mark.parametrize("nom", ["Marie CLOS", "Jean RESERVE", "Jean-Pierre TEST", "Marie DU CLOS", "M. Jean Réserve"])
def test_un_nom_de_famille_qui_est_aussi_une_remarque_suit_un_prenom(nom: str):
    (lue,) = lire_table([("NUD", "Nom"), (UN, nom)], departement="74", annee=2026)
    assert lue.candidat == Candidat(UN, nom)
