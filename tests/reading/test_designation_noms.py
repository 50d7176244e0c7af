"""Names as people write them beside a number, and the tables that they paste."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from tests.reading.designer import DEUX, TROIS, UN, candidats, designer, seul
from tests.reading.ecrire import deux_versions, page

PORTAIL = "0742603012345GDPUB"


@pytest.mark.regle("R60", "R61")
@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        pytest.param(f"- Sandrine Collomb {UN} 06.39.98.12.41", "Sandrine Collomb", id="prénom et nom, sans civilité"),
        pytest.param(f"1. Manuel Da Silva ; {UN}", "Manuel Da Silva", id="une particule"),
        pytest.param(f"1 Tissot Guillaume {UN}", "Tissot Guillaume", id="un rang sans ponctuation"),
        pytest.param(f"MUGNIER\tLaëtitia\t{UN}\t06 39 98 16 84", "MUGNIER Laëtitia", id="deux cellules d'un tableur"),
        pytest.param(f"Favre, Romain, {UN}", "Favre Romain", id="nom et prénom entre virgules"),
        pytest.param(f"1) DELAVAY Corinne - N° {UN}", "DELAVAY Corinne", id="« N° » n'est pas du nom"),
    ],
)
def test_un_nom_sans_civilite_est_un_nom(texte: str, nom: str):
    (candidat,) = candidats(texte)
    assert (candidat.nud, candidat.nom) == (UN, nom)


@pytest.mark.regle("R61")
@pytest.mark.parametrize("mots", ["Garnier", "Martin", "Rodrigues", "Da Silva"])
def test_un_seul_mot_qui_n_est_qu_un_nom_laisse_le_candidat(mots: str):
    assert seul(f"{mots} {UN}").refus == ""


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "mots",
    ["Refusé", "Reportée", "Liste Complémentaire", "Avis Défavorable", "Déjà Logé", "Hors Plafond", "Pas Intéressée",
     "Dossier Incomplet", "Relogé Ailleurs", "A Vérifier", "Attention", "Sauf", "Suppléant Durand"],
)  # fmt: skip
def test_des_mots_qui_jugent_ne_passent_pas_pour_un_nom(mots: str):
    assert seul(f"{mots} {UN}").candidat is None


@pytest.mark.regle("R61")
def test_le_refus_d_une_ligne_dit_comment_ecrire_le_nom():
    assert "son nom précédé de M. ou Mme" in seul(f"tartempion {UN}").refus


@pytest.mark.regle("R61")
@pytest.mark.parametrize("ecrit", [PORTAIL, "074 2603 012345 GDPUB", "074 2603 012345 gdpub"])
def test_le_numero_du_portail_grand_public_finit_par_des_lettres(ecrit: str):
    (candidat,) = candidats(f"Mme DUPONT Marie {ecrit}")
    assert candidat.nud == PORTAIL


@pytest.mark.regle("R61")
def test_un_numero_trop_court_du_portail_est_refuse():
    assert "18 chiffres" in seul("Mme DUPONT Marie NUD 074260301234GDPUB").refus


@pytest.mark.regle("R61")
def test_un_tableau_couche_se_lit_par_colonnes():
    lignes = (
        "\tCandidat 1\tCandidat 2",
        "Nom\tCHATEL\tRAMADANI",
        "Prénom\tMarion\tValon",
        f"NUR\t{UN}\t{DEUX}",
        "Téléphone\t06 39 98 69 58\t06 39 98 69 77",
    )
    lus = [(candidat.nud, candidat.nom, candidat.telephone) for candidat in candidats("\n".join(lignes))]
    assert lus == [(UN, "CHATEL Marion", "06 39 98 69 58"), (DEUX, "RAMADANI Valon", "06 39 98 69 77")]


@pytest.mark.regle("R61", "R107")
def test_des_cellules_lues_de_haut_en_bas_ne_vont_pas_au_dernier():
    lues = designer(f"{UN}\n{DEUX}\n{TROIS}\n06 39 98 69 58\n06 39 98 69 77\n04 65 71 70 28")
    assert [ligne.candidat.telephone for ligne in lues if ligne.candidat] == ["", "", ""]


TABLE = (
    "<p>Bonjour,</p><table><tr><td><p>Rang</p></td><td><p>Nom</p></td><td><p>NUR</p></td><td><p>Mail</p></td></tr>"
    f"<tr><td><p>1</p></td><td><p>KAYA Emine</p></td><td><p>{UN}</p></td><td><p>emine.kaya@orange.fr</p></td></tr>"
    f"<tr><td><p>2</p></td><td><p>DUNAND Luc</p></td><td><p>{DEUX}</p></td><td><p>luc.dunand@free.fr</p></td></tr></table>"
)
APLATI = f"Bonjour,\n\nRang\n\nNom\n\nNUR\n\nMail\n\n1\n\nKAYA Emine\n\n{UN}\n\nemine.kaya@orange.fr\n\n2\n\nDUNAND Luc\n\n{DEUX}\n\nluc.dunand@free.fr"


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(page(TABLE), id="une page seule"),
        pytest.param(deux_versions(APLATI, TABLE), id="un texte qui a perdu les lignes de la page"),
    ],
)
def test_un_tableau_d_une_page_se_lit_ligne_par_ligne(octets: bytes):
    lus = [(c.nud, c.nom, c.courriel) for c in candidats(lire(octets).texte)]
    assert lus == [(UN, "KAYA Emine", "emine.kaya@orange.fr"), (DEUX, "DUNAND Luc", "luc.dunand@free.fr")]


@pytest.mark.regle("R61")
def test_la_meme_signature_peut_tenir_en_une_ligne_dans_la_page():
    signature = ("Claire Martin", "Mairie de Viry", "04 50 11 22 33")
    octets = deux_versions(
        APLATI + "".join(f"\n\n{ligne}" for ligne in signature), f"{TABLE}<p>{' '.join(signature)}</p>"
    )
    assert f"KAYA Emine\t{UN}" in lire(octets).texte


@pytest.mark.regle("R61")
def test_un_tableau_qui_dit_autre_chose_ne_remplace_pas_le_texte():
    assert lire(deux_versions(f"{TROIS} Mme DUPONT Marie", TABLE)).texte == f"{TROIS} Mme DUPONT Marie"


def test_une_signature_a_cote_de_son_logo_n_est_pas_un_tableau_de_donnees():
    source = "<table><tr><td>Logo</td><td><p>Claire Martin</p><p>Mairie de Viry</p></td></tr></table><p>ACCEPTE</p>"
    assert "\t" not in lire(page(source)).texte
