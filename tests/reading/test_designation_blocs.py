"""Lines around several numbers: each is given to its candidate, or to nobody, and that is said."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import DEUX, TROIS, UN, candidats, designer, seul
from tests.reading.ecrire import chaque

A, B, C = "Mme DUPONT Marie", "M. BERNARD Jean", "Mme PETIT Rose"
MARIE, JEAN, ROSE = Candidat(UN, A), Candidat(DEUX, B), Candidat(TROIS, C)
TEL_A, TEL_B, TEL_C = "06 12 34 56 78", "07 11 22 33 44", "06 99 99 99 99"
MARIE_TEL, JEAN_TEL = Candidat(UN, A, telephone=TEL_A), Candidat(DEUX, B, telephone=TEL_B)
MAIL_A, MAIL_B = "marie@orange.fr", "jean@free.fr"


@pytest.mark.regle("R61")
@chaque(
    ("texte", "attendus"),
    {
        "une ligne de titres au-dessus": (f"Nom Téléphone Priorité\n{UN}\n{A}\n{DEUX}\n{B}", [MARIE, JEAN]),
        "une ligne qui nomme trois coordonnées et les donne": (
            f"{UN}\n{A}\nadresse, tel, mail {TEL_A} {MAIL_A}\n{DEUX}\n{B}\nadresse, tel, mail {TEL_B} {MAIL_B}",
            [Candidat(UN, A, MAIL_A, telephone=TEL_A), Candidat(DEUX, B, MAIL_B, telephone=TEL_B)],
        ),
        "des titres entre deux candidats": (f"{UN}\n{A}\nPriorité DALO Téléphone Mail\n{DEUX}\n{B}", [MARIE, JEAN]),
        "des titres après le dernier": (f"{UN}\n{A}\n{DEUX}\n{B}\nPriorité DALO Téléphone Mail", [MARIE, JEAN]),
        "trois étiquettes sur une ligne, qui donnent": (
            f"{UN}\n{A}\nTéléphone : néant, mail : néant, priorité : DALO",
            [Candidat(UN, A, critere=Critere.DALO, precision="DALO")],
        ),
        "une autre personne au-dessus de la liste": (f"Mme MARTIN Claire\n\n{UN}\n{A}\n\n{DEUX}\n{B}", [MARIE, JEAN]),
        "deux numéros suivis de leur nom, sur une ligne": (f"{UN} {A} / {DEUX} {B}", [MARIE, JEAN]),
        "deux numéros suivis de leur téléphone": (
            f"{UN} {TEL_A} / {DEUX} {TEL_B}",
            [Candidat(UN, telephone=TEL_A), Candidat(DEUX, telephone=TEL_B)],
        ),
        "deux noms suivis de leur numéro, une virgule entre eux": (f"{A} {UN}, {B} {DEUX}", [MARIE, JEAN]),
        "deux noms suivis de leur numéro, « et » entre eux": (f"{A} {UN} et {B} {DEUX}", [MARIE, JEAN]),
        "des rangs sur une seule ligne": (f"1) {UN} {A} 2) {DEUX} {B}", [MARIE, JEAN]),
        "l'étiquette du deuxième numéro": (f"{UN} {A} et n° unique {DEUX} {B}", [MARIE, JEAN]),
        "un paragraphe chacun, le numéro devant, puis derrière": (f"{UN}\n{A}\n\n{B}\n{DEUX}", [MARIE, JEAN]),
        "une ligne vide entre toutes les lignes": (f"{UN}\n\n{A}\n\n{DEUX}\n\n{B}", [MARIE, JEAN]),
        "une ligne vide entre toutes les lignes, trois fois": (
            f"{UN}\n\n{A}\n\n{DEUX}\n\n{B}\n\n{TROIS}\n\n{C}",
            [MARIE, JEAN, ROSE],
        ),
        "deux lignes au-dessus de chaque numéro": (
            f"{TEL_A}\n{A}\n{UN}\n{TEL_B}\n{B}\n{DEUX}",
            [MARIE_TEL, JEAN_TEL],
        ),
        "deux lignes au-dessus, deux au-dessous": (
            f"{A}\n{TEL_A}\n{UN}\nDALO\n{MAIL_A}\n{B}\n{TEL_B}\n{DEUX}\n1er quartile\n{MAIL_B}",
            [
                Candidat(UN, A, MAIL_A, telephone=TEL_A, critere=Critere.DALO, precision="DALO"),
                Candidat(DEUX, B, MAIL_B, telephone=TEL_B, critere=Critere.PREMIER_QUARTILE, precision="1er quartile"),
            ],
        ),
        "le nom au-dessus, trois fois": (f"{A}\n{UN}\n{B}\n{DEUX}\n{C}\n{TROIS}", [MARIE, JEAN, ROSE]),
        "le nom dessus, le téléphone dessous": (
            f"{A}\n{UN}\n{TEL_A}\n{B}\n{DEUX}\n{TEL_B}",
            [MARIE_TEL, JEAN_TEL],
        ),
        "tout dessous, trois fois": (
            f"{UN}\n{A}\n{TEL_A}\n{DEUX}\n{B}\n{TEL_B}\n{TROIS}\n{C}\n{TEL_C}",
            [MARIE_TEL, JEAN_TEL, Candidat(TROIS, C, telephone=TEL_C)],
        ),
        "le nom étiqueté une fois sur deux": (
            f"Nom : {A}\n{UN}\n{TEL_A}\n{B}\n{DEUX}\n{TEL_B}",
            [MARIE_TEL, JEAN_TEL],
        ),
        "le prénom dessus, la priorité dessous": (
            f"Prénom : Marie\n{UN}\nDALO\nPrénom : Jean\n{DEUX}\n1er quartile",
            [
                Candidat(UN, "Marie", critere=Critere.DALO, precision="DALO"),
                Candidat(DEUX, "Jean", critere=Critere.PREMIER_QUARTILE, precision="1er quartile"),
            ],
        ),
        "une priorité dessous, étiquetée une fois sur deux": (
            f"{A}\n{UN}\nDALO\n{B}\n{DEUX}\nPriorité : 1er quartile",
            [
                Candidat(UN, A, critere=Critere.DALO, precision="DALO"),
                Candidat(DEUX, B, critere=Critere.PREMIER_QUARTILE, precision="1er quartile"),
            ],
        ),
        "une priorité dessus": (
            f"DALO\n{UN}\n{A}\n1er quartile\n{DEUX}\n{B}",
            [
                Candidat(UN, A, critere=Critere.DALO, precision="DALO"),
                Candidat(DEUX, B, critere=Critere.PREMIER_QUARTILE, precision="1er quartile"),
            ],
        ),
        "une adresse postale dessous": (
            f"{A}\n{UN}\n12 rue du Lac, 74580 Viry\n{B}\n{DEUX}\n3 rue des Alpes, 74160 Viry",
            [
                Candidat(UN, A, adresse="12 rue du Lac, 74580 Viry"),
                Candidat(DEUX, B, adresse="3 rue des Alpes, 74160 Viry"),
            ],
        ),
        "l'adresse du candidat dessus, celle du référent dessous": (
            f"{MAIL_A}\n{UN}\ncourriel du référent : a.b@ccas.fr\n{MAIL_B}\n{DEUX}\ncourriel du référent : p.n@ccas.fr",
            [
                Candidat(UN, courriel=MAIL_A, referent_courriel="a.b@ccas.fr"),
                Candidat(DEUX, courriel=MAIL_B, referent_courriel="p.n@ccas.fr"),
            ],
        ),
        "une phrase entre deux candidats": (
            f"{UN}\n{A}\nNous vous proposons aussi :\n{DEUX}\n{B}",
            [MARIE, JEAN],
        ),
        "une phrase, puis un nom numéroté": (
            f"{UN}\n{A}\nNous vous proposons aussi :\n2. {B}\n{DEUX}",
            [MARIE, JEAN],
        ),
        "une phrase, le nom toujours au-dessus": (
            f"{A}\n{UN}\nNous vous proposons aussi :\n{B}\n{DEUX}",
            [MARIE, JEAN],
        ),
        "une phrase, le nom dessus et le courriel dessous": (
            f"{A}\n{UN}\n{MAIL_A}\nNous vous proposons aussi :\n{B}\n{DEUX}\n{MAIL_B}",
            [Candidat(UN, A, MAIL_A), Candidat(DEUX, B, MAIL_B)],
        ),
        "un téléphone étiqueté après une ligne vide": (f"{UN} {A}\n\nTél : {TEL_A}", [MARIE_TEL]),
        "deux téléphones sous un seul numéro": (
            f"{UN}\n{TEL_A}\n04 50 11 22 33",
            [Candidat(UN, telephone=f"{TEL_A} / 04 50 11 22 33")],
        ),
    },
)
def test_chaque_ligne_va_a_son_candidat(texte: str, attendus: list[Candidat]):
    assert candidats(texte) == attendus
    assert [ligne.doutes for ligne in designer(texte)] == [()] * len(attendus)


@pytest.mark.regle("R61", "R72")
@chaque(
    ("texte", "attendus"),
    {
        "deux numéros, puis deux téléphones": (
            f"{UN}\n{DEUX}\n{TEL_A}\n{TEL_B}",
            [Candidat(UN), Candidat(DEUX)],
        ),
        "trois numéros, puis trois téléphones": (
            f"{UN}\n{DEUX}\n{TROIS}\n{TEL_A}\n{TEL_B}\n{TEL_C}",
            [Candidat(UN), Candidat(DEUX), Candidat(TROIS)],
        ),
        "deux numéros, puis deux priorités dont une étiquetée": (
            f"{UN}\n{DEUX}\nDALO\nPriorité : 1er quartile",
            [Candidat(UN), Candidat(DEUX)],
        ),
        "un courriel entre le téléphone du premier et le nom du second": (
            f"{A}\n{UN}\n{TEL_A}\n{MAIL_A}\n{B}\n{DEUX}\n{TEL_B}",
            [MARIE_TEL, JEAN_TEL],
        ),
        "un courriel entre deux candidats, un troisième ensuite": (
            f"{A}\n{UN}\n{MAIL_A}\n{B}\n{DEUX}\n{TROIS}",
            [MARIE, JEAN, Candidat(TROIS)],
        ),
        "une phrase, puis le nom au-dessus quand il était dessous": (
            f"{UN}\n{A}\nNous vous proposons aussi :\n{B}\n{DEUX}\n{TEL_B}",
            [MARIE, Candidat(DEUX, telephone=TEL_B)],
        ),
        "une phrase, puis un courriel au-dessus d'un nom numéroté": (
            f"{UN}\n{A}\nNous vous proposons aussi :\n{MAIL_B}\n2. {B}\n{DEUX}",
            [MARIE, JEAN],
        ),
        "une phrase, puis un rang pour le nom et un autre pour le numéro": (
            f"{UN}\n{A}\nNous vous proposons aussi :\n2. {B}\n3. {DEUX}",
            [MARIE, Candidat(DEUX)],
        ),
        "un courriel sous un numéro que les autres ont dessus": (
            f"{A}\n{UN}\n{MAIL_A}\nNous vous proposons aussi :\n{B}\n{DEUX}",
            [MARIE, JEAN],
        ),
        "le nom loin du premier numéro, tout contre le suivant": (
            f"{UN}\n\n{A}\n{DEUX}\n\n{B}",
            [Candidat(UN), Candidat(DEUX)],
        ),
        "un nom et un courriel loin du premier numéro, un nom tout contre lui": (
            f"{A}\n{MAIL_A}\n\n{UN}\n{B}\n\n{DEUX}",
            [Candidat(UN), Candidat(DEUX)],
        ),
        "le nom d'abord, puis tout contre le numéro d'avant": (
            f"{A}\n{UN}\n{B}\n\n{DEUX}",
            [MARIE, Candidat(DEUX)],
        ),
        "le nom au-dessus d'une ligne vide, et tout contre le numéro d'avant": (
            f"Nom : {A}\n\nNUD : {UN}\nNom : {B}\n\nNUD : {DEUX}",
            [Candidat(UN), Candidat(DEUX)],
        ),
        "le nom au-dessus de chaque numéro, numéroté, et un téléphone au-dessous du dernier": (
            f"{A}\n1. {UN}\n{B}\n2. {DEUX}\n{TEL_B}",
            [Candidat(UN), Candidat(DEUX, telephone=TEL_B)],
        ),
        "le référent d'un côté, son courriel de l'autre": (
            f"{A}\n{UN}\nréférent : Anne Blanc\n{B}\n{DEUX}\ncourriel du référent : paul.noir@ccas.fr",
            [MARIE, Candidat(DEUX, B, referent_courriel="paul.noir@ccas.fr")],
        ),
    },
)
def test_ce_qui_pourrait_etre_a_deux_candidats_n_est_a_personne(texte: str, attendus: list[Candidat]):
    assert candidats(texte) == attendus
    assert "pouvaient être d'un autre candidat" in " ".join(doute for lue in designer(texte) for doute in lue.doutes)


@pytest.mark.regle("R72")
@chaque(
    "suite",
    {
        "un courriel": "claire@orange.fr",
        "un téléphone": "06 12 34 56 78",
        "un courriel, puis un téléphone étiqueté": "claire@orange.fr\nTél : 06 12 34 56 78",
        "le courriel d'un tiers": "mail de la mairie : accueil@viry.fr",
    },
)
@chaque(
    ("liste", "attendus"),
    {
        "après un candidat": (f"{UN} {A}", [MARIE]),
        "après deux": (f"{UN} {A}\n\n{DEUX} {B}", [MARIE, JEAN]),
        "après trois sur une ligne": (f"{UN} {A} / {DEUX} {B} / {TROIS} {C}", [MARIE, JEAN, ROSE]),
    },
)
def test_ce_qui_suit_une_ligne_vide_sans_etiquette_n_est_a_personne(suite: str, liste: str, attendus: list[Candidat]):
    """It may be the clerk's own, below the list."""
    assert candidats(f"{liste}\n\n{suite}") == attendus


PREMIER, SECOND = "V-2026-0042", "V-2026-0043"


@pytest.mark.regle("R61", "R72")
@chaque(
    ("texte", "premier", "second"),
    {
        "une virgule": (f"{PREMIER} : {UN} {A}, {SECOND} : {DEUX} {B}", MARIE, JEAN),
        "une virgule sans espace": (f"{PREMIER} : {UN} {A},{SECOND} : {DEUX} {B}", MARIE, JEAN),
        "un point": (f"{PREMIER} {UN} {A}. {SECOND} {DEUX} {B}", MARIE, JEAN),
        "rien": (f"{PREMIER} {UN} {A} {SECOND} {DEUX} {B}", MARIE, JEAN),
        "« et pour le logement »": (f"{PREMIER} : {UN} {A} et pour le logement {SECOND} : {DEUX} {B}", MARIE, JEAN),
        "un nom précédé de « M. »": (
            f"{PREMIER} : {UN} M. ROUX Luc et {SECOND} : {DEUX} {B}",
            Candidat(UN, "M. ROUX Luc"),
            JEAN,
        ),
        "un téléphone, puis rien": (f"{PREMIER} : {UN}, {A}, {TEL_A} {SECOND} : {DEUX}, {B}", MARIE_TEL, JEAN),
        "un téléphone à points": (
            f"{PREMIER} {UN} {A} 06.12.34.56.78 {SECOND} {DEUX} {B}",
            Candidat(UN, A, telephone="06.12.34.56.78"),
            JEAN,
        ),
        "un courriel": (
            f"{PREMIER} {UN} {A} {MAIL_A} {SECOND} {DEUX} {B} {MAIL_B}",
            Candidat(UN, A, MAIL_A),
            Candidat(DEUX, B, MAIL_B),
        ),
    },
)
def test_le_logement_du_second_coupe_la_ligne_sans_prendre_ce_qui_est_au_premier(
    texte: str, premier: Candidat, second: Candidat
):
    assert [(lue.reference, lue.candidat) for lue in designer(texte)] == [(PREMIER, premier), (SECOND, second)]


@chaque(
    "ordre",
    {
        "nous retirons": f"{PREMIER} : {UN} {A}, nous retirons pour {SECOND} {DEUX} {B}",
        "merci de retirer": f"{PREMIER} : {UN} {A}. Merci de retirer pour le {SECOND} : {DEUX} {B}",
    },
)
def test_l_ordre_devant_le_second_logement_ne_touche_pas_le_premier_candidat(ordre: str):
    assert [(lue.reference, lue.candidat, lue.retrait) for lue in designer(ordre)] == [
        (PREMIER, MARIE, False),
        (SECOND, JEAN, True),
    ]


@chaque(
    ("ligne", "montrees"),
    {
        "une barre": (f"{UN} {A} / {DEUX} {B}", [f"{UN} {A}", f"{DEUX} {B}"]),
        "un rang": (f"1) {UN} {A} ; 2) {DEUX} {B}", [f"1) {UN} {A}", f"2) {DEUX} {B}"]),
        "un logement": (
            f"{PREMIER} : {UN} {A} et pour le logement {SECOND} : {DEUX} {B}",
            [f"{PREMIER} : {UN} {A}", f"et pour le logement {SECOND} : {DEUX} {B}"],
        ),
        "une étiquette": (f"{UN} {A}, numéro unique {DEUX} {B}", [f"{UN} {A}", f"numéro unique {DEUX} {B}"]),
    },
)
def test_une_ligne_coupee_est_montree_sans_ce_qui_separait(ligne: str, montrees: list[str]):
    assert [lue.ecrit for lue in designer(ligne)] == montrees


LONG = "Voici nos propositions de candidatures pour le logement de Viry"


@pytest.mark.regle("R61")
@chaque(
    ("titre", "references"),
    {
        "huit mots au plus": ("Nos candidats pour le logement {} de Viry", [PREMIER, SECOND]),
        "plus de mots, deux-points": (f"{LONG} {{}} :", [PREMIER, SECOND]),
        "plus de mots, sans deux-points": (f"{LONG} {{}}", [None, None]),
    },
)
def test_un_titre_dit_de_quel_logement_sont_les_candidats(titre: str, references: list[str | None]):
    """A long sentence without a colon may speak of another dwelling: it is asked."""
    lues = designer(f"{titre.format(PREMIER)}\n{UN} {A}\n{titre.format(SECOND)}\n{DEUX} {B}")
    assert [lue.reference for lue in lues] == references
    assert [bool(lue.candidat) for lue in lues] == [bool(reference) for reference in references]


@pytest.mark.regle("R61")
@chaque(
    ("texte", "sans_numero"),
    {
        "deux de suite": (f"1. {A}\nNUD {UN}\n2. {B}\n3. {C}", [f"2. {B}", f"3. {C}"]),
        "une formule ensuite": (f"1. {A}\nNUD {UN}\n2. {B}\nNous vous remercions de votre aide", [f"2. {B}"]),
        "après des coordonnées": (
            f"1. {A} NUD {UN}\n{TEL_A}\n{MAIL_A}\n2. {B}\n{MAIL_B}",
            [f"2. {B} / {MAIL_B}"],
        ),
        "en tête de liste, une formule ensuite": (
            f"1. {A}\n{TEL_A}\nNous vous proposons aussi :\n2. {B} {UN}",
            [f"1. {A} / {TEL_A}"],
        ),
        "entre deux candidats numérotés": (f"1. {UN}\n{A}\n2. {B}\n3. {DEUX}\n{C}", [f"2. {B}"]),
    },
)
def test_un_rang_sans_numero_unique_est_dit_seul(texte: str, sans_numero: list[str]):
    assert [lue.ecrit for lue in designer(texte) if "aucun numéro unique" in lue.refus] == sans_numero


def test_un_seul_candidat_n_a_pas_de_doute():
    assert seul(f"{UN}\n{A}\n{TEL_A}").doutes == ()
