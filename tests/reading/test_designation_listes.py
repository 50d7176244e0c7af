"""The lists that clerks write: every layout gives the same candidates, each with his own telephone and address."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat
from robot.reading.chaine import lire
from tests.reading.designer import DEUX, UN, candidats, designer, seul
from tests.reading.ecrire import chaque, deux_versions

MARIE = Candidat(UN, "DUPONT Marie", "marie@orange.fr", telephone="06 12 34 56 78")
KARIM = Candidat(DEUX, "Karim Ben Salah", "karim.bensalah@free.fr", telephone="07 11 22 33 44")
PAR_GROUPES = "074 2603 0123457400 1"


@pytest.mark.regle("R61")
@chaque(
    "texte",
    {
        "des rangs et des tirets": f"1er : DUPONT Marie - n° unique {UN} - tél 06 12 34 56 78 - mail marie@orange.fr\n"
        f"2ème : Karim Ben Salah - n° unique {DEUX} - tél 07 11 22 33 44 - mail karim.bensalah@free.fr",
        "des priorités numérotées": f"P1 : DUPONT Marie - NUR {UN} - 06 12 34 56 78 - marie@orange.fr\n"
        f"P2 : Karim Ben Salah - NUR {DEUX} - 07 11 22 33 44 - karim.bensalah@free.fr",
        "le nom comme une étiquette": f"* DUPONT Marie : {UN} - 06 12 34 56 78 - marie@orange.fr\n"
        f"* Karim Ben Salah : {DEUX} - 07 11 22 33 44 - karim.bensalah@free.fr",
        "une demande": f"DUPONT Marie - demande {UN}\nPortable : 06 12 34 56 78\nMail : marie@orange.fr\n\n"
        f"Karim Ben Salah - demande {DEUX}\nPortable : 07 11 22 33 44\nMail : karim.bensalah@free.fr",
        "un nom par ligne": f"DUPONT Marie\n{UN}\n06 12 34 56 78\nmarie@orange.fr\n\n"
        f"Karim Ben Salah\n{DEUX}\n07 11 22 33 44\nkarim.bensalah@free.fr",
        "des points de conduite": f"Nom ....... : DUPONT Marie\nN° de demande : {UN}\nTéléphone .. : 06 12 34 56 78\n"
        f"Mail ...... : marie@orange.fr\n\nNom ....... : Karim Ben Salah\nN° de demande : {DEUX}\n"
        "Téléphone .. : 07 11 22 33 44\nMail ...... : karim.bensalah@free.fr",
        "des puces seules sur leur ligne, comme Outlook les écrit": f"  1.\nDUPONT Marie\n     *\nn° unique : {UN}\n"
        "     *\ntél. : 06 12 34 56 78\n     *\nmail : marie@orange.fr\n"
        f"  2.\nKarim Ben Salah\n     *\nn° unique : {DEUX}\n     *\ntél. : 07 11 22 33 44\n     *\n"
        "mail : karim.bensalah@free.fr",
        "le numéro en titre": f"▶ {UN}\nMme/M. : DUPONT Marie\nTél. 06 12 34 56 78\nmarie@orange.fr\n\n"
        f"▶ {DEUX}\nMme/M. : Karim Ben Salah\nTél. 07 11 22 33 44\nkarim.bensalah@free.fr",
        "un lien redit par Outlook": f"DUPONT Marie ; {UN} ; 06 12 34 56 78 ; marie@orange.fr<mailto:marie@orange.fr>\n"
        f"Karim Ben Salah ; {DEUX} ; 07 11 22 33 44<tel:0711223344> ; karim.bensalah@free.fr",
        "le ménage raconté": f"DUPONT Marie (célibataire, aide-soignante), numéro {UN}, 06 12 34 56 78, marie@orange.fr\n"
        f"Karim Ben Salah (couple, 1 enfant à naître), numéro {DEUX}, 07 11 22 33 44, karim.bensalah@free.fr",
        "des lignes repliées au milieu du téléphone": f"1er candidat : DUPONT Marie - NUR {UN} - tel 06 12\n"
        f"34 56 78 - marie@orange.fr\n2e candidat : Karim Ben Salah - NUR {DEUX} - tel 07\n"
        "11 22 33 44 - karim.bensalah@free.fr",
        "la composition et les ressources": f"Nom : DUPONT Marie\nComposition : isolée\nRessources : 16 702 € (avis 2025)\n"
        f"Numéro unique d'enregistrement : {UN}\nTéléphone : 06 12 34 56 78\nCourriel : marie@orange.fr\n\n"
        f"Nom : Karim Ben Salah\nComposition : couple + 2 enfants\nRessources : 27 800 €\n"
        f"Numéro unique d'enregistrement : {DEUX}\nTéléphone : 07 11 22 33 44\nCourriel : karim.bensalah@free.fr",
    },
)
def test_une_liste_donne_les_memes_candidats(texte: str):
    assert candidats(texte) == [MARIE, KARIM]


@pytest.mark.regle("R61")
@chaque(
    ("ligne", "attendu"),
    {
        "le dernier chiffre à part": (f"DUPONT Marie ; {PAR_GROUPES}", Candidat(UN, "DUPONT Marie")),
        "le dernier chiffre à part, puis un téléphone": (
            f"DUPONT Marie {PAR_GROUPES} 06 12 34 56 78",
            Candidat(UN, "DUPONT Marie", telephone="06 12 34 56 78"),
        ),
        "un employeur entre parenthèses n'est pas un autre nom": (
            f"M. BERTHET Guillaume (Police nationale, CSP Annecy) - NUR {UN}",
            Candidat(UN, "M. BERTHET Guillaume"),
        ),
        "ni courriel ni téléphone": (
            f"DUPONT Marie ; {UN} ; téléphone non renseigné ; mail : néant",
            Candidat(UN, "DUPONT Marie"),
        ),
    },
)
def test_une_ligne_donne_un_candidat(ligne: str, attendu: Candidat):
    assert seul(ligne).candidat == attendu


@pytest.mark.regle("R61")
def test_un_numero_d_un_autre_decoupage_et_trop_court_est_dit_faux():
    """A line with a number that we do not take is refused, never passed over."""
    assert "17" in seul("DUPONT Marie ; 074 2603 012345740 1 ; 06 12 34 56 78").refus


@pytest.mark.regle("R61")
def test_un_menage_sans_numero_en_tete_de_liste_est_dit():
    sans_numero, avec = designer(f"1. M. BERNARD Jean, 06 12 34 56 78\n\n2. Mme DUPONT Marie {UN}")
    assert "aucun numéro unique" in sans_numero.refus
    assert avec.candidat == Candidat(UN, "Mme DUPONT Marie")


def test_deux_personnes_avec_civilite_laissent_le_nom_en_doute():
    lue = seul(f"Mme DUPONT Marie (M. ROUX Paul) - NUR {UN}")
    assert lue.candidat == Candidat(UN, "")
    assert "plusieurs noms" in lue.doutes[0]


def test_une_puce_loin_de_son_texte_ne_prend_pas_la_ligne_d_apres():
    """A program that aligns its lists with spaces."""
    lues = designer(f"1.{' ' * 80}Mme DUPONT Marie {UN}\nRETIRER {DEUX}")
    assert [(lue.ecrit, lue.retrait) for lue in lues] == [
        (f"1. Mme DUPONT Marie {UN}", False),
        (f"RETIRER {DEUX}", True),
    ]


CELLULES = [
    ("Rang", "Nom", "Prénom", "N° unique", "Tél. 1", "Tél. 2", "Contact mail"),
    ("1", "DUPONT", "Marie", UN, "06 12 34 56 78", "04 50 11 22 33", "marie@orange.fr"),
    ("2", "BERNARD", "Jean", DEUX, "07 11 22 33 44", "", "jean@free.fr"),
]
TABLE = "".join(f"<tr>{''.join(f'<td>{cellule}</td>' for cellule in rangee)}</tr>" for rangee in CELLULES)
LES_DEUX = [
    Candidat(UN, "DUPONT Marie", "marie@orange.fr", telephone="06 12 34 56 78 / 04 50 11 22 33"),
    Candidat(DEUX, "BERNARD Jean", "jean@free.fr", telephone="07 11 22 33 44"),
]


def redite(cellule: str) -> str:
    return f"{cellule}<mailto:{cellule}>" if "@" in cellule else cellule


@pytest.mark.regle("R61")
@chaque(
    "cellules",
    {
        "une cellule par ligne, comme Outlook": "\n\n".join(redite(c) for rangee in CELLULES for c in rangee if c),
        "une tabulation devant chaque cellule, comme Thunderbird": "\n".join(
            "\n\t".join(rangee) for rangee in CELLULES
        ),
    },
)
def test_le_tableau_de_la_page_se_lit_quand_le_texte_en_perd_les_rangees(cellules: str):
    octets = deux_versions(f"Bonjour,\n\n{cellules}\n", f"<p>Bonjour,</p><table>{TABLE}</table>")
    assert candidats(lire(octets).texte) == LES_DEUX


def test_les_coordonnees_dans_une_seule_colonne():
    texte = (
        "Identité\tCoordonnées\tN° d'enregistrement SNE\tCotation\n"
        f"DUPONT Marie\t06 12 34 56 78 marie@orange.fr 12 rue du Lac 74580 Viry\t{UN}\t128 pts"
    )
    attendu = Candidat(UN, "DUPONT Marie", "marie@orange.fr", "12 rue du Lac 74580 Viry", "06 12 34 56 78")
    assert candidats(texte) == [attendu]


def test_le_numero_d_ordre_n_est_pas_une_priorite():
    (lue,) = designer(f"Priorité\tCandidat\tNuméro unique\nn°2\tMme DUPONT Marie\t{UN}")
    assert (lue.candidat, lue.doutes) == (Candidat(UN, "Mme DUPONT Marie"), ())


def test_un_telephone_dans_une_colonne_inconnue_n_est_pas_perdu_en_silence():
    (lue,) = designer(f"Nom\tNuméro unique\tJoignable au\nMme DUPONT Marie\t{UN}\t06 12 34 56 78")
    assert lue.doutes == ("la colonne « Joignable au » n'est pas une des nôtres : elle n'a pas été lue.",)
