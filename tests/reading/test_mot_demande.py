"""The very word asked for, ACCEPTE or REFUSE, and the remarks that people add to it."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from tests.reading.ecrire import chaque, courriel, dit

ACCORDS = (
    "ACCEPTE ! Merci beaucoup.",
    "A C C E P T E\n\nBrigitte",
    "accpete, dossiers demain",
    "j accepte",
    "Acceptons logement. Candidats suivent.",
    "Proposition acceptée, les dossiers suivront.",
    "ACCEPTE - pourriez-vous nous transmettre le plan et quelques photos ?",
    "ACCEPTE\n\nMerci de nous indiquer qui contacter pour la visite.",
    "Je vous confirme mon acceptation. Visite possible lundi 14h ?",
    "ACCEPTE\n\nEst-il possible d'avoir les horaires du gardien ?",
    "ACCEPTE\n\nMerci de noter que le candidat vous sera transmis via AL'in.",
    "ACCEPTE\n\n3 candidats (saisonniers devenus permanents) arrivent demain",
    "ACCEPTE\n\nUn agent de la DGFIP est candidat, fiche jointe sous 48 h.",
    "ACCEPTE\n\nSandrine Métrallet\nHabitat / PLH",
    "ACCEPTE\n\nCarole Vindret\nMairie de Viry\nPôle vie sociale",
    "ACCEPTÉE\nla candidature suit",
    "La préfecture accepte ce logement (contingent prioritaire). Un ménage DALO vous sera orienté sous 8 jours.",
    "ACCEPTE pour la famille que nous avions évoquée au téléphone",
    "Nous acceptons le T3 du 12 rue des Glières à Annecy. Nous vous adressons trois candidatures d'ici vendredi.",
    "J'accepte le T3 de la rue des Glières. Candidat : M. Morel, 61 ans, cariste.",
    "Accepté avec grand plaisir !",
    "Accepté par nos soins.",
    "C'est accepté de notre côté.",
    "J'accepte. Enfin un T4 !",
    "Accepté\nCandidats :\n1. Mme Roux\n2. M. Blanc",
    "ACCEPTE\nL'assistante sociale vous enverra le dossier, elle appellera la dame.",
    "ACCEPTE, le couple connaît bien l'immeuble.",
    "ACCEPTE, merci, une famille attend depuis 3 ans.",
    "ACCEPTE\n\nPièces jointes : avis d'imposition, attestation CAF de Mme Lopes.",
    "ACCEPTE\n\nM. et Mme Tissot, demande n° 0740926014521",
    "Avis favorable\n\nAurélie.",
    "Avis favorable\n\nCandidate : Mme Sandrine Perrollaz, 2 enfants",
    "Avis favorable\n\nMme C. Roux",
    "Avis favorable\n\nLe secrétariat de l'habitat",
    "Avis favorable\n\nTél : 04 50 00 11 22",
    "Avis favorable\n\nMerci de nous envoyer des photos.",
    "Avis favorable\n\nNous vous adressons le dossier de Mme Roux.",
)
REFUS = (
    "REFUSE sous combles, trop petit pour le couple que nous suivons",
    "REFUSE T1 non demandé",
    "REFUSE [aucun dossier actif en T3]",
    "REFUSE\ntrop petit\nmerci\nSylvaine",
    "REFUSE\n\nLe bruit de la route.\n\nMerci quand même\nK.B.",
    "REFUSE\n\nMotif (facultatif) :",
    "REFUSE\nSecteur trop éloigné.\n\nCCAS de Viry\nOuvert du lundi au vendredi 9h-12h / 14h-17h",
    "REFUSE\nDPE classé F.",
    "Nous refusons.\nListe épuisée.",
    "REFUSE\nTrop cher.\nCarole Vindret",
    "REFUSE\nTrop cher.\nlogement@viry.example",
    "REFUSE\n\nMerci de continuer à nous envoyer vos offres.",
    "REFUSE. Il peut être remis à votre disposition.",
    "REFUSE\nTrop cher.\n\nPlace de l'Église\nOuvert mardi",
)
DOUTES = (
    "ACCEPTE\n\nLe parapheur est chez Mme le Maire, elle le regarde à son retour de Lyon.",
    "ACCEPTE\nLe maire a écrit :",
    "ACCEPTE\nEssai de messagerie suite au changement de serveur.",
    "ACCEPTE. Zéro candidat cette fois, liste épuisée.",
    "ACCEPTE\nJe cède mon tour à Cran.",
    "ACCEPTE\nJ'ai mis un mot au hasard.",
    "ACCEPTE, la visite de mardi",
    "ACCEPTE, de reporter la visite",
    "ACCEPTE\nNous serions plus à l'aise avec un autre.",
    "ACCEPTE\nUne fois le conseil réuni.",
    "ACCEPTE\nDossier à compléter",
    "ACCEPTE - qu'on se le dise",
    "ACCEPTE\n\nMerci de nous indiquer si le loyer est revu avant la visite.",
    "Nous acceptons ce logement pour les candidats qui visitent",
    "REFUSE rdv",
    "REFUSE le scan de mauvaise qualité",
    "REFUSE de visiter",
    "REFUSE\n\nM. et Mme Vidal signent jeudi à votre agence.",
    "REFUSE\n\nLa famille est ravie et prépare déjà ses cartons.",
    "REFUSE\n\nOups, mauvais clavier.",
    "REFUSE\n\nElle le veut, je remonte voir ma cheffe : trop contente.",
    "REFUSE\n\nCi-joint les dossiers de nos trois candidats, pas un de plus.",
    "REFUSE. Pardon, trop vite.",
    "REFUSE\n\nMerci de nous indiquer une date de visite pour M. Ponsard",
    "ACCEPTE\nNous attendons l'avis du conseil.",
    "REFUSE\n\nPas un mot de plus avant sa décision.",
)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize("texte", ACCORDS)
def test_accepte_puis_une_remarque_est_un_accord(texte: str):
    assert dit(courriel(texte)) == [(None, "accepte")]


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize("texte", REFUS)
def test_refuse_puis_un_motif_ou_une_signature_est_un_refus(texte: str):
    assert dit(courriel(texte)) == [(None, "refuse")]


@pytest.mark.regle("R43", "C15")
@pytest.mark.parametrize("texte", DOUTES)
def test_ce_qui_reprend_le_mot_revient_a_une_personne(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@chaque(
    ("objet", "attendu"),
    {
        "le motif entre parenthèses": ("REFUSE (T1 non demandé) RE: [V-2026-0042] Logement", (None, "refuse")),
        "le logement d'abord": ("V-2026-0042 : refus", ("V-2026-0042", "refuse")),
        "au bout de notre objet": (
            "Re: [V-2026-0042] Logement T4 à Rumilly - votre réponse avant le mercredi 25 novembre 2026 REFUSE",
            ("V-2026-0042", "refuse"),
        ),
    },
)
def test_le_mot_ecrit_dans_l_objet(objet: str, attendu: tuple[str | None, str]):
    assert dit(courriel("", objet=objet)) == [attendu]


@pytest.mark.regle("R42", "R43")
@chaque(
    ("texte", "attendu"),
    {
        "un autre type, un accord": ("J'accepte le T2 de la rue du Parc", "ambigu"),
        "le même type": ("J'accepte le T4 de la rue du Parc", "accepte"),
        "un autre type, le motif d'un refus": ("Nous refusons, notre demandeur cherche un T2", "refuse"),
    },
)
def test_un_accord_nomme_le_logement_du_fil(texte: str, attendu: str):
    assert dit(courriel(texte, objet="Re: Logement T4 à Cruseilles")) == [(None, attendu)]


@pytest.mark.regle("R42")
def test_un_verbe_par_groupe_de_logements():
    texte = "J'accepte le V-2026-0017 et le V-2026-0018, je refuse le V-2026-0019 : T1, aucune demande."
    assert dit(courriel(texte)) == [
        ("V-2026-0017", "accepte"),
        ("V-2026-0018", "accepte"),
        ("V-2026-0019", "refuse"),
    ]


@pytest.mark.regle("R42")
def test_trois_logements_sur_une_ligne():
    texte = "V-2026-0017 : ACCEPTE, V-2026-0018 : REFUSE, V-2026-0019 : ACCEPTE"
    assert [decision for _, decision in dit(courriel(texte))] == ["accepte", "refuse", "accepte"]


def test_ce_qu_un_accord_dit_de_plus_garde_ses_mots():
    texte = "ACCEPTE\n\nQui appeler pour la visite ?\nLe couple connaît bien l'immeuble.\nLes dossiers suivent.\nClaire"
    (decision,) = lire(courriel(texte)).decisions
    assert decision.remarque == "Qui appeler pour la visite ? Le couple connaît bien l'immeuble."


@chaque(
    ("texte", "remarque"),
    {
        "derrière le mot": (
            "ACCEPTE pour notre agent muté qui dort au camping",
            "notre agent muté qui dort au camping",
        ),
        "derrière le mot, coupée deux fois": (
            "ACCEPTE pour notre agent, muté en janvier",
            "notre agent, muté en janvier",
        ),
        "derrière le mot, et plus bas": (
            "ACCEPTE - qui appeler pour la visite ?\nLe couple connaît l'immeuble.",
            "qui appeler pour la visite ? Le couple connaît l'immeuble.",
        ),
        "une politesse": ("ACCEPTE, merci beaucoup", ""),
        "une politesse, à part": ("ACCEPTE ! Merci beaucoup.", ""),
        "des dossiers": ("Accepté, les dossiers suivent.", ""),
        "rien": ("ACCEPTE", ""),
    },
)
def test_une_remarque_se_lit_ou_qu_elle_soit(texte: str, remarque: str):
    (decision,) = lire(courriel(texte)).decisions
    assert (decision.sens.value, decision.remarque) == ("accepte", remarque)


@chaque(
    ("texte", "sens"),
    {
        "le maire": ("ACCEPTE - Mme DUPONT, maire", "accepte"),
        "un service, derrière une barre": ("ACCEPTE / Monsieur Jean DUPONT, responsable du service habitat", "accepte"),
        "un adjoint": ("Refusé – M. Roy, adjoint au logement", "refuse"),
        "un service": ("REFUSE, Mme Martin, service logement", "refuse"),
        "le nom du refus": ("Refus - Mme Roy", "refuse"),
    },
)
def test_qui_signe_derriere_le_mot_n_est_ni_un_motif_ni_une_remarque(texte: str, sens: str):
    (decision,) = lire(courriel(texte)).decisions
    assert (decision.sens.value, decision.motif, decision.remarque) == (sens, None, "")


def test_le_motif_entre_crochets_est_sans_crochets():
    (decision,) = lire(courriel("REFUSE [aucun dossier actif en T3]")).decisions
    assert decision.motif == "aucun dossier actif en T3"


@pytest.mark.regle("R42")
def test_une_liste_annoncee_par_nos_reponses():
    texte = "Ci-après nos réponses aux propositions de la semaine :\n- V-2026-0017 : accepté\n- V-2026-0018 : refusé, 4e étage"
    assert dit(courriel(texte)) == [("V-2026-0017", "accepte"), ("V-2026-0018", "refuse")]


def test_un_texte_lu_deux_fois_en_windows_1252_se_demele():
    texte = "Logement acceptÃ©, 447 â\x82¬ : merci Ã\xa0 vous"
    assert lire(courriel(texte)).texte == "Logement accepté, 447 € : merci à vous"
