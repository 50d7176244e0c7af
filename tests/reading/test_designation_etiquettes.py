"""Labels and names around a number: whose telephone and whose address they announce, and what is nobody's name."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import DEUX, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

MARIE = Candidat(UN, "DUPONT Marie")
MME = Candidat(UN, "Mme DUPONT Marie")
PORTABLE = "06 12 34 56 78"


def de(candidat: Candidat, **donnees: str) -> Candidat:
    """That candidate, with what the message adds."""
    return Candidat(candidat.nud, candidat.nom, **donnees)  # type: ignore[arg-type]


@pytest.mark.regle("R61", "R72")
@chaque(
    ("texte", "attendu"),
    {
        "du candidat et du référent, au long": (
            (f"Nom : DUPONT Marie\nNUD : {UN}\nTél du candidat : {PORTABLE}\nMail du candidat : marie74@orange.fr\n"
            "Référent : Paul Martin\nTél du référent : 04 50 11 22 33\nMail du référent : paul74@gmail.com"),
            de(MARIE, courriel="marie74@orange.fr", telephone=PORTABLE, referent="Paul Martin",
               referent_courriel="paul74@gmail.com"),
        ),
        "le référent avant le courriel de la demandeuse": (
            (f"NUD : {UN}\nRéférent social : Paul Martin\nMail de la demandeuse : m74@orange.fr\n"
            "Prénom de la demandeuse : Marie\nNom : DUPONT"),
            de(MARIE, courriel="m74@orange.fr", referent="Paul Martin"),
        ),
        "la famille, puis le prénom du titulaire et son adresse": (
            (f"Famille : DUPONT\nPrénom du titulaire : Marie\nNUR : {UN}\n"
            "Adresse du titulaire : 12 rue du Lac 74580 Viry"),
            de(MARIE, adresse="12 rue du Lac 74580 Viry"),
        ),
        "le numéro du référent avant son nom": (
            f"Mme DUPONT Marie, {UN} - Référent social : 04 50 11 22 33 (CCAS)",
            de(MME, referent="CCAS"),
        ),
        "le numéro du référent seul": (f"Mme DUPONT Marie, {UN} - Référent social : 04 50 11 22 33", MME),
        "le référent et son numéro, puis le candidat": (
            f"{UN} - Référent : Paul Martin 04 50 11 22 33 DUPONT Marie", Candidat(UN, referent="Paul Martin"),
        ),
        "une étiquette seule, puis le numéro du candidat": (
            f"Référent :\n{UN}, Mme DUPONT Marie, {PORTABLE}", de(MME, telephone=PORTABLE),
        ),
        "un garant, que nous ne connaissons pas": (f"Mme DUPONT Marie, {UN} - garant : fonctionnaire", MME),
        "un quartier, qui n'est pas un nom": (f"DUPONT Marie - {UN} - {PORTABLE} - Haute Savoie", de(MARIE, telephone=PORTABLE)),
        "une profession et une situation, dans les mots du réservataire": (
            f"Mme DUPONT Marie, {UN} - profession : fleuriste - situation familiale : pacsée en juin", MME,
        ),
        "une gardienne": (f"Mme DUPONT Marie, {UN} - Gardienne : {PORTABLE}", MME),
        "la mairie, et quelqu'un qui y travaille": (
            f"{UN} - contact mairie : 04 50 11 22 33 Mme PETIT", Candidat(UN),
        ),
        "le téléphone d'une fille": (f"Mme DUPONT Marie, {UN}, sa fille Anne {PORTABLE}", MME),
        "le téléphone d'une fille, étiqueté": (f"Mme DUPONT Marie, {UN}, sa fille Anne, tél : {PORTABLE}", MME),
        "un contact, sans dire de qui": (
            f"Mme DUPONT Marie, {UN}, contact : {PORTABLE}", de(MME, telephone=PORTABLE),
        ),
        "« candidat au logement : »": (
            f"Candidat au logement : {UN}, Mme DUPONT Marie, m74@orange.fr", de(MME, courriel="m74@orange.fr"),
        ),
        "« candidat pour l'offre : »": (
            f"Candidat pour l'offre : {UN}, Mme DUPONT Marie, m74@orange.fr", de(MME, courriel="m74@orange.fr"),
        ),
        "la caisse d'allocations, puis le numéro": (f"DUPONT Marie - ALLOCATIONS CAF - {UN}", MARIE),
        "la caisse d'allocations, puis le téléphone du candidat": (
            f"Mme DUPONT Marie, {UN} - RSA, CAF, {PORTABLE}", de(MME, telephone=PORTABLE),
        ),
        "le téléphone de la caisse d'allocations": (f"Mme DUPONT Marie, {UN}, CAF : 04 50 11 22 33", MME),
    },
)  # fmt: skip
def test_chaque_etiquette_dit_de_qui_est_ce_qui_la_suit(texte: str, attendu: Candidat):
    assert candidats(texte) == [attendu]


@pytest.mark.regle("R61")
@chaque(
    ("lignes", "attendu"),
    {
        "chaque étiquette au-dessus de sa valeur, une ligne vide entre toutes": (
            f"NUD :\n\n{UN}\n\nNom :\n\nDUPONT Marie\n\nTél :\n\n{PORTABLE}", de(MARIE, telephone=PORTABLE),
        ),
        "une étiquette sans valeur, puis un nom et son numéro": (f"Mail :\nDUPONT Marie : {UN}", MARIE),
        "une commune de plusieurs mots": (
            f"Mme DUPONT Marie, {UN}, 12 rue du Lac 74160 Saint Julien en Genevois, {PORTABLE}",
            de(MME, adresse="12 rue du Lac 74160 Saint Julien en Genevois", telephone=PORTABLE),
        ),
        "une rue et sa virgule, la commune dessous": (
            f"Mme DUPONT Marie, {UN}\n12 rue des Alpes,\n74580 Viry", de(MME, adresse="12 rue des Alpes, 74580 Viry"),
        ),
        "une rue derrière une puce, la commune dessous": (
            f"Mme DUPONT Marie, {UN}\n• 12 rue des Alpes\n74580 Viry",
            de(MME, adresse="12 rue des Alpes, 74580 Viry"),
        ),
        "une rue, dernière ligne du message": (
            f"Mme DUPONT Marie, {UN}\nAdresse : 12 rue des Alpes", de(MME, adresse="12 rue des Alpes"),
        ),
    },
)  # fmt: skip
def test_des_lignes_qui_vont_ensemble_n_en_font_qu_une(lignes: str, attendu: Candidat):
    assert candidats(lignes) == [attendu]


@pytest.mark.regle("R61")
@pytest.mark.parametrize("etiquette", ["NUD", "Numéro unique"])
def test_un_numero_trop_long_sous_son_etiquette_est_refuse(etiquette: str):
    assert "celui-ci en a 22" in seul(f"Mme DUPONT\n{etiquette} :\n0742603012345740010001").refus


@pytest.mark.regle("R61")
@chaque(
    ("texte", "chiffres"),
    {
        "six chiffres seulement": ("Mme DUPONT NUD 123456", 6),
        "seize chiffres, puis un téléphone": (f"Mme DUPONT NUD 0742603012345740 {PORTABLE}", 16),
        "onze chiffres": ("NUD 07426030123 Mme DUPONT", 11),
        "douze chiffres, puis d'autres": ("Mme DUPONT NUD 074260301234 06 12", 12),
        "douze chiffres, deux par deux": ("Mme DUPONT NUD 07 42 60 30 12 34", 12),
        "treize chiffres, puis un téléphone": (f"Mme DUPONT NUD 0742603012345 {PORTABLE}", 13),
    },
)
def test_un_debut_de_numero_unique_est_refuse(texte: str, chiffres: int):
    assert f"celui-ci en a {chiffres} " in seul(texte).refus


@pytest.mark.regle("R61")
@pytest.mark.parametrize("ecrit", ["+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "+41 79 123 45 67"])
def test_un_telephone_de_l_etranger_ou_avec_son_indicatif(ecrit: str):
    assert candidats(f"Mme DUPONT Marie, {UN}, {ecrit}") == [de(MME, telephone=ecrit)]


@pytest.mark.regle("R61")
def test_un_numero_ecrit_deux_par_deux_s_arrete_ou_le_telephone_commence():
    par_deux = "07 42 60 30 12 34 57 40 01"
    assert candidats(f"Mme DUPONT Marie NUD {par_deux} {PORTABLE}") == [de(MME, telephone=PORTABLE)]
    assert candidats(f"Mme DUPONT Marie NUD {par_deux}") == [MME]


@pytest.mark.regle("R61", "R72")
@chaque(
    "ecrit",
    {
        "un tiret collé": "-marie@orange.fr",
        "un à-peu-près collé": "~marie@orange.fr",
        "une puce collée": "•marie@orange.fr",
        "une arobase seule devant": "@ marie@orange.fr",
        "une arobase en tête de ligne": "\n@ marie@orange.fr",
        "un point d'exclamation": "marie@orange.fr!",
        "un point": "marie@orange.fr.",
    },
)
def test_ce_qui_est_colle_a_une_adresse_n_en_est_pas(ecrit: str):
    assert candidats(f"Mme DUPONT Marie, {UN}, {ecrit}") == [de(MME, courriel="marie@orange.fr")]


@pytest.mark.parametrize("ecrit", ["marie@orange", "mail @orange.fr"])
def test_une_adresse_a_demi_ecrite_n_en_est_pas_une(ecrit: str):
    assert "orange" in seul(f"Mme DUPONT Marie, {UN}, {ecrit}").refus


def test_deux_adresses_collees_sont_deux_adresses():
    lue = seul(f"Mme DUPONT Marie, {UN}, marie@orange.fr/marie@free.fr")
    assert lue.candidat == MME
    assert "marie@orange.fr, marie@free.fr" in lue.doutes[0]


@pytest.mark.regle("R61")
def test_un_tiret_au_lieu_d_un_numero_n_en_cache_pas_un_autre_qui_manque():
    assert "aucun numéro unique" in seul("NUD : - ; Mme DUPONT NUD : ???").refus
    assert "aucun numéro unique" in seul("NUD : voir pièce jointe, NUD : en cours").refus


PUCES = "▪•◦●▶►→–—-*+>o"


@pytest.mark.parametrize("puce", PUCES)
def test_une_puce_n_est_pas_du_nom(puce: str):
    texte = f"{puce} Sonia Collomb {UN}\n{puce} Manuel Da Silva {DEUX}"
    assert candidats(texte) == [Candidat(UN, "Sonia Collomb"), Candidat(DEUX, "Manuel Da Silva")]


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "nom",
    ["Karim ben SALAH", "Ali ibn SINA", "Ahmed el IDRISSI", "Ali al HASSAN", "Jan van DIJK", "Hans von BRAUN",
     "Anna da SILVA", "Anna dos SANTOS", "Maria di MARCO", "Jean le GOFF", "Jean de LAVAL", "Luc de la TOUR",
     "Léa du BOIS", "Léa des BOIS"],
)  # fmt: skip
def test_une_particule_est_du_nom(nom: str):
    assert candidats(f"{UN} {nom} {PORTABLE}") == [Candidat(UN, nom, telephone=PORTABLE)]


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    "mots",
    ["DALO RECONNU", "PREMIER QUARTILE", "PRIORITE ABSOLUE", "MENAGE PRIORITAIRE", "TRES URGENT", "PREMIER CANDIDAT",
     "DEUX CANDIDATS", "BONJOUR CLAIRE", "MERCI BEAUCOUP", "BIEN CORDIALEMENT", "VOIR NUD", "GRANDE RUE",
     "AVENUE BERTHOLLET", "GRANDE FAMILLE", "DEUX ENFANTS", "OUI CONFIRME", "NON CONCERNE", "SORTIE ASE", "SORTIE CHRS",
     "ADAPTE PMR", "BAREME PLAI", "BAREME PLUS", "BAREME PLS", "HANDICAP MOTEUR", "VIOLENCES CONJUGALES",
     "EXPULSION PRONONCEE", "NOM MARITAL", "PRENOM USUEL", "COURRIEL ENVOYE", "TELEPHONE COUPE", "ADRESSE PROVISOIRE",
     "SANS REFERENT", "SANS PRECISION", "NUMERO REGIONAL", "DEMANDE UNIQUE", "AVEC NOUS", "POUR VOUS",
     "VOTRE CHOIX", "SUITE COMMISSION", "MEME OBJET", "ALLOCATIONS CAF", "RSA MAJORE", "AAH SEULE", "EN CDI", "EN CDD",
     "MADAME LA DIRECTRICE", "MONSIEUR LE CHEF", "ATTRIBUTIONS SECTEUR"],
)  # fmt: skip
def test_des_mots_en_capitales_ne_sont_pas_un_autre_nom(mots: str):
    """Two names would leave neither."""
    (lue,) = designer(f"DUPONT Marie - {mots} - {UN}")
    assert lue.candidat is not None
    assert lue.candidat.nom == "DUPONT Marie"


def test_d_un_retrait_seul_le_nom_est_montre():
    assert seul(f"RETIRER DUPONT Marie {UN}").candidat == Candidat(UN)
    assert seul(f"RETRAIT DUPONT Marie {UN}").candidat == Candidat(UN)
    assert seul(f"RETIRER {UN} DUPONT Marie").candidat == MARIE
    assert seul(f"Mme DUPONT M. - {UN}").candidat == Candidat(UN, "Mme DUPONT M")


@pytest.mark.regle("R61")
def test_un_candidat_numerote_sur_une_ligne_sans_numero_unique_est_refuse():
    lues = designer(f"1. Mme DUPONT NUD {UN}\n2. M. BERNARD Jean")
    assert [(ligne.candidat, ligne.ecrit) for ligne in lues] == [
        (Candidat(UN, "Mme DUPONT"), f"1. Mme DUPONT NUD {UN}"),
        (None, "2. M. BERNARD Jean"),
    ]


def test_sans_priorite_dite_il_n_y_a_rien_a_signaler():
    assert seul(f"Mme DUPONT Marie, {UN}").doutes == ()
    assert seul(f"Candidats DALO :\n{UN} Mme DUPONT Marie - DALO").doutes == ()
    assert seul(f"Candidats DALO :\n{UN} Mme DUPONT Marie - DALO").candidat == Candidat(
        UN, "Mme DUPONT Marie", critere=Critere.DALO, precision="DALO"
    )
