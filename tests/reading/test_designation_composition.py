"""From the words around one number to one candidate: whose address, whose telephone, which name, which priority."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import DEUX, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

A = "Mme DUPONT Marie"
P = f"{UN} {A}"
BLANC = "référent : Anne Blanc"
TEL = "06 12 34 56 78"
ADRESSE = "12 rue du Lac 74580 Viry"


@pytest.mark.regle("R61", "R72")
@chaque(
    ("ligne", "courriel", "du_referent"),
    {
        "une adresse privée au nom du référent, devant lui": (f"{P}, anne.blanc@orange.fr, {BLANC}", "", ""),
        "la même sans nom de candidat": (f"{UN}, anne.blanc@orange.fr, {BLANC}", "", ""),
        "la même, étiquetée « mail »": (f"{P}, mail : anne.blanc@orange.fr, {BLANC}", "", ""),
        "une adresse privée au nom du référent, après lui": (
            f"{P}, {BLANC}, anne.blanc@orange.fr",
            "",
            "anne.blanc@orange.fr",
        ),
        "la même, après son téléphone": (
            f"{P}, {BLANC}, 04 50 11 22 33, anne.blanc@orange.fr",
            "",
            "anne.blanc@orange.fr",
        ),
        "une adresse privée au nom de personne, après le référent": (f"{P}, {BLANC}, zz12@orange.fr", "", ""),
        "une adresse au nom du candidat, après le référent": (f"{P}, {BLANC}, marie.dupont@orange.fr", "", ""),
        "l'adresse du référent, puis celle qui porte le nom du candidat": (
            f"{P}, {BLANC}, 04 50 11 22 33, anne.blanc@orange.fr, marie.dupont@orange.fr",
            "",
            "anne.blanc@orange.fr",
        ),
        "l'adresse du référent étiquetée, puis celle du candidat sans étiquette": (
            f"{P}\ncourriel du référent : a.blanc@ccas.fr\nmarie@orange.fr",
            "marie@orange.fr",
            "a.blanc@ccas.fr",
        ),
        "une adresse professionnelle après le référent": (f"{P}, {BLANC}, a.blanc@viry.fr", "", "a.blanc@viry.fr"),
        "une seconde adresse, professionnelle, quand celle du candidat est connue": (
            f"{P}, marie@orange.fr, {BLANC}, 04 50 11 22 33, zz@martin-sarl.fr",
            "marie@orange.fr",
            "zz@martin-sarl.fr",
        ),
        "une adresse professionnelle sous le référent, quand celle du candidat est connue": (
            f"{P}, marie@orange.fr\n{BLANC}\nzz@martin-sarl.fr",
            "marie@orange.fr",
            "zz@martin-sarl.fr",
        ),
        "la même, quand celle du candidat est étiquetée": (
            f"{P}, mail : marie@orange.fr\n{BLANC}\nzz@martin-sarl.fr",
            "marie@orange.fr",
            "zz@martin-sarl.fr",
        ),
        "une seconde adresse, privée, au nom de personne": (
            f"{P}, marie@orange.fr, {BLANC}, 04 50 11 22 33, zz12@orange.fr",
            "marie@orange.fr",
            "",
        ),
        "une adresse d'accueil étiquetée « mail »": (f"{P} mail : accueil@viry.fr", "", ""),
        "une adresse d'entreprise étiquetée « mail », sans le nom": (f"{P} mail : contact2@martin-sarl.fr", "", ""),
        "une adresse d'un domaine à soi étiquetée « mail »": (f"{P} mail : zz@martin.fr", "zz@martin.fr", ""),
        "un mot d'accueil dans une adresse privée étiquetée « mail »": (
            f"{P} mail : contact.dupont@orange.fr",
            "contact.dupont@orange.fr",
            "",
        ),
        "la même adresse pour le candidat et son référent": (
            f"{P}, mail : a.blanc@viry.fr, {BLANC}, courriel du référent : a.blanc@viry.fr",
            "",
            "a.blanc@viry.fr",
        ),
        "le candidat et son référent ont le même nom": (
            f"{UN} Mme BLANC Marie, mail : blanc.marie@orange.fr, {BLANC}",
            "blanc.marie@orange.fr",
            "",
        ),
        "un nom de trois lettres dans l'adresse": (
            f"{UN} Mme ROY Eve, eve.roy@martin.fr",
            "eve.roy@martin.fr",
            "",
        ),
        "un référent de trois lettres dans l'adresse": (f"{P}, eve@orange.fr, référent : Eve", "", ""),
        "l'adresse d'un proche": (f"{P}, mail de sa soeur : lea@orange.fr", "", ""),
    },
)
def test_l_adresse_va_a_qui_elle_est(ligne: str, courriel: str, du_referent: str):
    candidat = seul(ligne).candidat
    assert candidat is not None
    assert (candidat.courriel, candidat.referent_courriel) == (courriel, du_referent)


@pytest.mark.regle("R72")
@chaque(
    "ligne",
    {
        "après le référent, privée": f"{P}, {BLANC}, zz12@orange.fr",
        "devant le référent, à son nom": f"{P}, mail : anne.blanc@orange.fr, {BLANC}",
        "d'une entreprise": f"{P} mail : contact2@martin-sarl.fr",
        "d'un proche": f"{P}, mail de sa soeur : lea@orange.fr",
        "d'une entreprise, sous le référent": f"{P}\n{BLANC}\nequipe@martin-sarl.fr",
        "deux à la fois": f"{P} marie@orange.fr, dupont@orange.fr",
        "la même que celle du référent": f"{P} - marie@orange.fr - courriel du référent : marie@orange.fr",
    },
)
def test_une_adresse_laissee_est_nommee(ligne: str):
    lue = seul(ligne)
    assert lue.candidat
    assert not lue.candidat.courriel
    assert all(adresse in lue.doutes[0] for adresse in ligne.replace(",", " ").split() if "@" in adresse)


def test_une_adresse_rangee_n_est_pas_un_doute():
    assert seul(f"{P}, {BLANC}, a.blanc@viry.fr").doutes == ()
    assert seul(f"{P}\ncourriel du référent : a.blanc@ccas.fr\nmarie@orange.fr").doutes == ()


OFFICES = (
    "ccas-viry", "cias-viry", "mairie-viry", "ville-annecy", "commune-viry", "departement74", "conseil-74", "siao-74",
    "ddets-74", "prefecture-74", "haute-savoie.gouv", "social-viry", "action-sociale", "solidarite-viry",
    "solidarites-74", "asso-viry", "association-viry", "chrs-viry", "udaf74", "caf", "cd74", "hautesavoie",
    "pole-viry",
)  # fmt: skip


@pytest.mark.regle("R72")
@pytest.mark.parametrize("domaine", OFFICES)
def test_l_adresse_d_une_institution_sous_le_referent_est_la_sienne(domaine: str):
    attendu = Candidat(UN, A, referent="Anne Blanc", referent_courriel=f"equipe@{domaine}.fr")
    assert seul(f"{P}\n{BLANC}\nequipe@{domaine}.fr").candidat == attendu


def test_celle_d_une_entreprise_sous_le_referent_n_est_a_personne():
    assert seul(f"{P}\n{BLANC}\nequipe@martin-sarl.fr").candidat == Candidat(UN, A, referent="Anne Blanc")


@pytest.mark.regle("R72")
@pytest.mark.parametrize("civilite", ["Mme", "Mlle", "Melle", "Monsieur", "Madame", "Mademoiselle", "Famille"])
def test_une_civilite_dans_une_adresse_n_est_pas_le_nom_du_candidat(civilite: str):
    lue = seul(f"{UN} - Nom : {civilite} DUPONT - {civilite.lower()}.zz@martin.fr")
    assert lue.candidat == Candidat(UN, f"{civilite} DUPONT")


@pytest.mark.regle("R61", "R72")
@chaque(
    ("texte", "attendu"),
    {
        "deux téléphones au plus": (
            f"{P} {TEL} / 04 50 11 22 33 / 07 11 22 33 44",
            Candidat(UN, A, telephone=f"{TEL} / 04 50 11 22 33"),
        ),
        "un téléphone après le courriel du référent n'est à personne": (
            f"{P}\ncourriel du référent : a.blanc@ccas.fr\ntél : {TEL}",
            Candidat(UN, A, referent_courriel="a.blanc@ccas.fr"),
        ),
        "le nom et le prénom en deux cellules, devant": (
            f"Favre, Romain, {UN}, {TEL}",
            Candidat(UN, "Favre Romain", telephone=TEL),
        ),
        "le nom et le prénom en deux cellules, derrière": (
            f"{UN}, Favre, Romain, {TEL}",
            Candidat(UN, "Favre Romain", telephone=TEL),
        ),
        "le nom et le prénom en deux cellules, et d'autres coordonnées": (
            f"{UN}, Favre, Romain, {TEL}, favre@orange.fr",
            Candidat(UN, "Favre Romain", "favre@orange.fr", telephone=TEL),
        ),
        "deux quartiers après un téléphone ne sont pas un nom": (
            f"{UN}, {TEL}, Annecy, SEYNOD",
            Candidat(UN, telephone=TEL),
        ),
        "deux mots à capitale loin du numéro ne sont pas un nom": (
            f"Favre, Romain, {TEL}, {UN}",
            Candidat(UN, telephone=TEL),
        ),
        "ni deux mots entre un téléphone et un courriel": (
            f"{TEL}, Favre Romain, marie@orange.fr, {UN}",
            Candidat(UN, courriel="marie@orange.fr", telephone=TEL),
        ),
        "ni deux mots après un téléphone": (f"{UN}, {TEL}, Favre Romain", Candidat(UN, telephone=TEL)),
        "une initiale n'est pas un prénom": (f"Favre, R, {UN}", Candidat(UN)),
        "le nom entre parenthèses derrière un rang": (f"1) ({A}) - {UN}", Candidat(UN, A)),
        "le nom suivi de sa priorité, sans rien qui sépare": (
            f"{UN} DUPONT Marie DALO",
            Candidat(UN, "DUPONT Marie", critere=Critere.DALO, precision="DALO"),
        ),
        "la priorité devant un mot à capitale": (
            f"{UN} DALO Collomb",
            Candidat(UN, critere=Critere.DALO, precision="DALO"),
        ),
        "un prénom qui finit comme un participe": (f"{UN} ; René Durand", Candidat(UN, "René Durand")),
        "un nom à particules, sur sa ligne": (f"{UN}\nde la Tour Marc", Candidat(UN, "de la Tour Marc")),
        "une colonne de retrait remplie de « non »": (f"{P} - retrait : non", Candidat(UN, A)),
        "une colonne de retrait vide": (f"{P} - retrait :", Candidat(UN, A)),
        "un nom de deux lettres": (f"Li, Romain, {UN}", Candidat(UN, "Li Romain")),
        "un nom et un prénom composés": (f"Favre-Petit, Jean-Marc, {UN}", Candidat(UN, "Favre-Petit Jean-Marc")),
        "une apostrophe dans le nom": (f"Ben'Ali, Omar, {UN}", Candidat(UN, "Ben'Ali Omar")),
        "deux prénoms": (f"NUD : {UN}\nNom : DUPONT\nPrénom : Marie\nPrénom : Anne", Candidat(UN, "DUPONT Marie Anne")),
        "une adresse en plusieurs morceaux": (
            f"{P} ; Adresse : Résidence les Lilas, bâtiment B, 12 rue du Lac, 74580 Viry ; tél {TEL}",
            Candidat(UN, A, adresse="Résidence les Lilas, bâtiment B, 12 rue du Lac, 74580 Viry", telephone=TEL),
        ),
        "une adresse, puis la priorité, sans rien qui sépare": (
            f"{P} Adresse : {ADRESSE} DALO",
            Candidat(UN, A, adresse=ADRESSE, critere=Critere.DALO, precision="DALO"),
        ),
        "une adresse, un lieu-dit, puis la priorité": (
            f"{UN} Adresse : {ADRESSE} Val Fleuri DALO",
            Candidat(UN, adresse=ADRESSE, critere=Critere.DALO, precision="DALO"),
        ),
        "une adresse sans rue, puis la priorité": (
            f"{P} ; Adresse : Les Lilas 74580 Viry, DALO",
            Candidat(UN, A, adresse="Les Lilas 74580 Viry", critere=Critere.DALO, precision="DALO"),
        ),
        "une adresse, deux-points, puis la priorité": (
            f"{P} ; Adresse : {ADRESSE} : DALO",
            Candidat(UN, A, adresse=ADRESSE, critere=Critere.DALO, precision="DALO"),
        ),
        "une adresse suivie de ce qui la précise": (
            f"{P} ; Adresse : {ADRESSE} chez sa mère",
            Candidat(UN, A, adresse=f"{ADRESSE} chez sa mère"),
        ),
        "l'hébergeant, sa rue, puis une autre adresse": (
            f"{P}\nAdresse : chez Mme Petit\n{ADRESSE}\n5 rue des Alpes 74160 Viry",
            Candidat(UN, A, adresse=f"chez Mme Petit, {ADRESSE}"),
        ),
        "la résidence après la commune": (
            f"{P} ; Adresse : {ADRESSE}, Résidence les Lilas",
            Candidat(UN, A, adresse=ADRESSE),
        ),
        "la villa après la commune": (f"{P} ; Adresse : {ADRESSE}, Villa l'Angelo", Candidat(UN, A, adresse=ADRESSE)),
        "la résidence, une élision": (
            f"{P} ; Adresse : {ADRESSE}, Résidence d'Angelo",
            Candidat(UN, A, adresse=ADRESSE),
        ),
        "la résidence, la rue, puis une autre adresse": (
            f"{P}\nAdresse : Résidence les Lilas\nAdresse : {ADRESSE}\nAdresse : 3 rue des Alpes 74160 Viry",
            Candidat(UN, A, adresse=f"Résidence les Lilas, {ADRESSE}"),
        ),
        "le service du référent, son adresse devant": (
            f"{P} - courriel du référent : a.blanc@viry.fr - service social",
            Candidat(UN, A, referent="service social", referent_courriel="a.blanc@viry.fr"),
        ),
        "la priorité à côté du service n'en est pas une partie": (
            f"{P} - courriel du référent : a.blanc@viry.fr - CCAS DALO",
            Candidat(UN, A, critere=Critere.DALO, precision="DALO", referent_courriel="a.blanc@viry.fr"),
        ),
        "le service du référent sous son nom": (
            f"{P}\n{BLANC}\nCCAS de Viry, 04 50 11 22 33",
            Candidat(UN, A, referent="Anne Blanc, CCAS de Viry"),
        ),
        "un service après le référent": (
            f"{P}, {BLANC}, CCAS de Viry",
            Candidat(UN, A, referent="Anne Blanc, CCAS de Viry"),
        ),
        "une précision sans priorité reconnue": (
            f"{P} ; Priorité : famille nombreuse",
            Candidat(UN, A, precision="famille nombreuse"),
        ),
    },
)
def test_un_candidat_est_tout_ce_qui_est_ecrit_de_lui(texte: str, attendu: Candidat):
    assert candidats(texte) == [attendu]


@chaque(
    ("texte", "doutes"),
    {
        "une adresse entière": (f"{P} ; Adresse : {ADRESSE}", 0),
        "deux adresses entières": (f"{P} ; Adresse : {ADRESSE} ; Adresse : 3 rue des Alpes 74160 Viry", 1),
        "l'hébergeant, sa rue, puis une autre adresse": (
            f"{P}\nAdresse : chez Mme Petit\n{ADRESSE}\n5 rue des Alpes 74160 Viry",
            1,
        ),
        "une rue sans commune": (f"{P} ; Adresse : 12 rue du Lac", 1),
        "pas de priorité": (f"{P} ; Priorité : non", 0),
        "une croix dans la colonne": (f"{P} ; Priorité : x", 0),
        "rien à signaler": (f"{P} ; Priorité : RAS", 0),
        "une priorité inconnue": (f"{P} ; Priorité : famille nombreuse", 1),
    },
)
def test_seul_ce_qui_est_laisse_ou_incomplet_est_un_doute(texte: str, doutes: int):
    assert len(seul(texte).doutes) == doutes


def test_de_quatre_noms_trois_sont_montres():
    (doute,) = seul(f"{UN} - Nom : Li - Nom : Petit - Nom : Roux - Nom : Blanc").doutes
    assert "(« Li », « Petit », « Roux »)" in doute


@pytest.mark.regle("R61")
def test_deux_lignes_qui_se_contredisent_sont_montrees_ensemble():
    lue = seul(f"{UN} ; {A}\n{UN} ; M. BERNARD Jean")
    assert (lue.ecrit, lue.candidat) == (f"{UN} ; {A} / {UN} ; M. BERNARD Jean", None)
    assert UN in lue.refus


@chaque(
    ("nombre", "derniere"),
    {"deux cents lignes sont lues": (200, "074260301000199001"), "une de plus est dite": (201, "…")},
)
def test_le_nombre_de_lignes_lues(nombre: int, derniere: str):
    lues = designer("\n".join(f"074260301{rang:06d}001" for rang in range(nombre)))
    assert (len(lues), lues[-1].ecrit) == (nombre, derniere)


@chaque(("longueur", "montree"), {"entière": (300, f"{UN} {'M' * 281}"), "coupée": (301, f"{UN} {'M' * 280}…")})
def test_une_longue_ligne_est_montree_coupee(longueur: int, montree: str):
    assert seul(f"{UN} {'M' * (longueur - len(UN) - 1)}").ecrit == montree


@pytest.mark.regle("R61")
@chaque(
    ("cellule", "raison"),
    {
        "un nombre que le tableur a arrondi, entre apostrophes": ("'7,4260E+16'", "arrondi"),
        "une lettre parmi les chiffres": ("07426030123457400I", "n'a que des chiffres"),
        "un chiffre de moins": ("07426030123457400", "réécrivez la ligne entière"),
        "un chiffre de moins, d'un autre département": ("73260301234574001", "réécrivez la ligne entière"),
        "le zéro du début": ("74260301234574001", "zéro du début"),
    },
)
def test_un_numero_faux_est_refuse_avec_ce_qu_il_faut_ecrire(cellule: str, raison: str):
    (lue,) = designer(f"Numéro unique\tNom\tTéléphone\n{cellule}\t{A}\t{TEL}")
    assert lue.candidat is None
    assert raison in lue.refus
    assert ". ;" not in lue.refus


@pytest.mark.regle("R72")
def test_une_adresse_ecrite_pour_deux_menages_n_est_a_personne():
    assert candidats(f"{P} marie@orange.fr\n{DEUX} M. BERNARD Jean marie@orange.fr") == [
        Candidat(UN, A),
        Candidat(DEUX, "M. BERNARD Jean"),
    ]
