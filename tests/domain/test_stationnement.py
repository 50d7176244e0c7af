"""R53: which words speak of a garage or a parking space, and which only look like it."""

import pytest

from robot.domain import loi
from robot.domain.stationnement import Endroit, mentions_de_stationnement, motif_de_refus

pytestmark = pytest.mark.regle("R53")


@pytest.mark.parametrize(
    ("texte", "mention"),
    [
        pytest.param("Une place de parking comprise", "place de parking", id="une place de parking"),
        pytest.param("stationnement aisé", "stationnement", id="stationnement"),
        pytest.param("Place de stationnement n° 12", "Place de stationnement", id="place de stationnement numérotée"),
        pytest.param("box fermé en sous-sol", "box fermé", id="box fermé"),
        pytest.param("avec 2 boxes", "boxes", id="des boxes"),
        pytest.param("GARAGE", "GARAGE", id="garage en capitales"),
        pytest.param("garages au rez-de-chaussée", "garages", id="garages au pluriel"),
        pytest.param("sans parking", "parking", id="dire qu'il n'y en a pas, c'est encore le mentionner"),
        pytest.param("emplacement voiture", "emplacement voiture", id="emplacement voiture"),
        pytest.param("emplacement privatif n° 4", "emplacement privatif", id="emplacement privatif"),
        pytest.param("deux places pour deux voitures", "places pour deux voitures", id="places pour deux voitures"),
        pytest.param("place en sous-sol", "place en sous-sol", id="place en sous-sol"),
        pytest.param("1 place n° 12", "place n° 12", id="place numérotée"),
        pytest.param("T3 + PK", "PK", id="pk"),
        pytest.param("pk n°7", "pk", id="pk numéroté"),
        pytest.param("carport bois", "carport", id="carport"),
        pytest.param("abri à voiture", "abri à voiture", id="abri à voiture"),
        pytest.param("one parking space", "parking space", id="parking space, en anglais"),
        pytest.param("underground car park", "car park", id="car park, en anglais"),
        pytest.param("on peut se garer devant", "garer", id="se garer"),
        pytest.param("aire de stationnement", "aire de stationnement", id="aire de stationnement"),
        pytest.param("parking_2", "parking", id="nom de colonne d'un logiciel"),
        pytest.param("garage2", "garage", id="collé à un chiffre"),
        pytest.param("par\u200bking", "parking", id="une espace invisible ne cache pas le mot"),
        pytest.param("ｐａｒｋｉｎｇ", "parking", id="des lettres pleine chasse non plus"),
        pytest.param("Grande Rue, garage inclus", "garage", id="le garage d'une rue n'est pas une rue du Garage"),
        pytest.param("accès par l'allée du garage", "garage", id="une allée du garage hors d'une adresse"),
        pytest.param("garage à vélos", "garage à vélos", id="garage à vélos dit garage"),
    ],
)
def test_ce_qui_parle_de_stationnement(texte, mention):
    assert mentions_de_stationnement(texte) == (mention,)


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("salle de boxe au bout de la rue", id="la boxe est un sport"),
        pytest.param("l'ancien logement du garagiste", id="garagiste"),
        pytest.param("chaudière gaz, garantie deux ans", id="gaz et garantie"),
        pytest.param("à deux pas de la gare", id="la gare"),
        pytest.param("sous-station de chauffage urbain", id="sous-station"),
        pytest.param("place de la Mairie", id="place de la Mairie"),
        pytest.param("Place de l'Église", id="place de l'Église"),
        pytest.param("place pour lave-vaisselle", id="de la place dans la cuisine"),
        pytest.param("emplacement lave-linge", id="emplacement lave-linge"),
        pytest.param("bel emplacement", id="bel emplacement"),
        pytest.param("emplacement couvert pour vélos", id="emplacement pour vélos"),
        pytest.param("local à vélos, cave en sous-sol", id="local à vélos et cave"),
        pytest.param("box internet fournie", id="box internet"),
        pytest.param("prêt pour une Livebox", id="Livebox"),
        pytest.param("vue sur le parc", id="le parc"),
        pytest.param("visites : s'annoncer 4 rue du Parking", id="une rue du Parking se cite"),
        pytest.param("arrêt de car", id="l'arrêt de car"),
        pytest.param("", id="rien"),
    ],
)
def test_ce_qui_n_en_parle_pas(texte):
    assert mentions_de_stationnement(texte) == ()


@pytest.mark.parametrize(
    ("adresse", "mentions"),
    [
        pytest.param("12 rue du Parking, 74580 Viry", (), id="rue du Parking"),
        pytest.param("3 place du Parking", (), id="place du Parking"),
        pytest.param("4 rue de l'Ancien Garage", (), id="rue de l'Ancien Garage"),
        pytest.param("chemin des Garages", (), id="chemin des Garages"),
        pytest.param("lieu-dit Le Garage", (), id="lieu-dit Le Garage"),
        pytest.param("Route nationale 1, PK 12", (), id="point kilométrique d'une route"),
        pytest.param("12 place de parking", ("place de parking",), id="place de parking sans article"),
        pytest.param("12 rue du Parking, parking 4", ("parking",), id="le second, seul, est une mention"),
        pytest.param("12 rue des Alpes, PK 4", ("PK",), id="pk sans route"),
        pytest.param("12 rue des Alpes (garage n° 3)", ("garage",), id="garage entre parenthèses"),
    ],
)
def test_une_voie_n_est_pas_un_stationnement(adresse, mentions):
    assert mentions_de_stationnement(adresse, Endroit.ADRESSE) == mentions


@pytest.mark.parametrize(
    ("titre", "mentionne"),
    [
        pytest.param("Place", True, id="Place"),
        pytest.param("Nb de places", True, id="Nb de places"),
        pytest.param("Emplacement", True, id="Emplacement"),
        pytest.param("Loyer garage", True, id="Loyer garage"),
        pytest.param("Box n°", True, id="Box n°"),
        pytest.param("Nombre de places assises", False, id="places assises"),
        pytest.param("Type de chauffage", False, id="chauffage"),
    ],
)
def test_un_titre_de_colonne_suffit(titre, mentionne):
    assert bool(mentions_de_stationnement(titre, Endroit.TITRE)) is mentionne


def test_plusieurs_mentions_viennent_ensemble_et_sans_doublon():
    assert mentions_de_stationnement("garage ou box ; garage") == ("garage", "box")


def test_le_refus_dit_quels_mots_retirer_pourquoi_et_selon_quel_texte():
    motif = motif_de_refus(("place de parking", "box"))
    assert motif.startswith("retirer « place de parking », « box »")
    assert loi.SANS_STATIONNEMENT in motif
    assert "vélos" not in motif


def test_le_refus_d_un_garage_a_velos_dit_comment_l_ecrire():
    assert "« local à vélos »" in motif_de_refus(("garage à vélos",))
