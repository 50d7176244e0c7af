"""Replies as town halls type them: short forms, polite heads, signatures, and what looks like an answer and is not."""

from __future__ import annotations

import pytest

from robot.lectures import ETAPES, raconter
from robot.reading.chaine import CHAINE, lire
from tests.reading.ecrire import chaque, lecture

ACCORDS = (
    "Bonjour,\nJe rentre de congés et je découvre votre offre. ACCEPTE.",
    "Bonjour, désolée pour le délai. ACCEPTE",
    "Nous accusons réception de votre offre et l'acceptons.",
    "ACCEPTE\n\nMerci de m'envoyer le plan.",
    "En réponse à votre courriel, j'ai l'honneur de vous faire connaître que la commune accepte l'offre.",
    "Je vous confirme notre accord pour le logement cité en objet et reste à votre disposition.",
    "Bonjour Claude, on accepte celui-là !",
    "Validé par M. le Maire ce jour.",
    "Vu avec l'élue : c'est oui.",
    "Comme vu ensemble, ACCEPTE.",
    "Le CCAS prend ce logement pour son contingent.\n\nS. Durand",
    "Par la présente, je vous informe que la commune de Viry se positionne sur ce logement.",
    "Suite à votre mail, je vous confirme que nous acceptons l'orientation de ce logement sur notre contingent.",
    "La Préfecture accepte le logement au titre de son contingent.",
    "ACCEPTÉ - Mme Bernard, adjointe au logement",
    "Votre proposition nous convient. Nous la retenons.",
    "Pas de souci, on le prend.",
    "Avis favorable de la commission logement du 12 mai.",
    "Accord de M. le Maire",
    "Monsieur le Maire donne son accord.",
    "Je prends",
    "Preneur",
    "Réponse positive de la commune de Viry.",
    "Notre réponse est positive.",
    "Orientation validée.",
    "bjr ns acceptons ce logemnt cdt",
    "Bonjour Madame nous acceptons ce logement",
    "Oui : accepté",
    "Merci de noter notre accord.",
    "Nous vous remercions de cette proposition et l'acceptons.",
    "Nous avons un candidat : nous acceptons.",
    "Après échange avec l'élue, avis favorable.",
    "Nous acceptons ce logement situé 12 rue des Acacias.",
    "Logement accepté par nos services.",
    "ACCEPTE\n\nPouvez-vous nous envoyer des photos ?",
    "ACCEPTE\nBien reçu, merci.",
    "ACCEPTE\nLes candidats, Mme Durand et M. Petit, vous seront proposés sous quinzaine.",
    "ACCEPTE\nNathalie Berger\nMairie de Viry\n04 50 12 34 56\n74580 VIRY",
    "ACCEPTE\n12 rue de la Gare\n04 50 12 34 56",
    "ACCEPTE\nNous vous transmettrons nos candidats prochainement.",
    "Nous acceptons ce logement et vous envoyons les dossiers.",
    "Nous acceptons ce logement et nous vous proposerons trois candidats.",
    "Par la présente, nous donnons notre accord, nous acceptons ce logement.",
    "Bonjour, nous avons bien reçu votre proposition de logement à Viry\nNous acceptons ce logement.",
    "La commune répond : ACCEPTE",
    "Je vous réponds : accepté",
    "Nous acceptons. Les candidatures vous seront adressées sous huit jours.",
    "Nous acceptons ce logement.\nNous vous remercions de nous avoir sollicités.",
)
REFUS = (
    "Nous répondons : REFUSE",
    "Nous ne présenterons pas de candidat sur ce logement.",
    "La commune ne désignera personne pour ce logement.",
    "Je ne positionnerai aucun candidat.",
    "Le Département remet ce logement à votre disposition pour ce tour, aucun ménage ne correspondant.",
    "Nous remettons ce logement à votre disposition pour cette fois.",
    "Nous déclinons cette offre. Nous vous remercions néanmoins de nous avoir sollicités.",
    "REFUSE. Pas de transports en commun à moins d'un kilomètre.",
    "REFUSE\nMotif : le seul ménage en attente d'un T3 chez nous est en fauteuil.",
    "Vu avec le maire, refus.",
    "Après étude, nous n'avons pas de candidat pour ce logement. Nous vous laissons le proposer au réservataire suivant.",
    "Vous pouvez passer au réservataire suivant, nous ne sommes pas intéressés.",
    "Passez au suivant.",
    "nous laissons ce logement à la préfecture",
    "Aucun candidat ne correspond à ce logement, nous le remettons donc à disposition.",
    "Pas preneur",
    "Nous passons notre tour.",
    "Nous laissons passer ce logement.",
    "on le prend pas",
    "Logement non retenu.",
    "C'est un refus.",
    "Non, nous refusons.",
    "Désolée nous refusons",
    "je refus ce logement",
    "refu",
    "RFUSE",
    "Refus pas de candidat pour ce logement",
    "Avis défavorable de la commission",
    "Avis négatif.",
    "Nous ne pouvons accepter ce logement.",
    "Nous ne voulons pas de ce logement.",
    "Nous n'acceptons malheureusement pas cette proposition.",
    "Nous sommes contraints de refuser.",
    "Ce logement ne nous intéresse pas.",
    "Classé sans suite.",
    "J'accuse réception de votre offre.\n\nJe suis au regret de vous faire savoir que nous refusons, faute d'ascenseur.",
)
DOUTES = (
    "REFUSE. À moins d'un changement de loyer.",
    "REFUSE\nMotif : en attente d'un accord du maire.",
    "Nous ne présenterons pas de candidat avant lundi.",
    "Nous ne présenterons pas de candidats mais une famille.",
    "Nous remettons ce logement à votre disposition, les clés sont chez le gardien.",
    "Validé par M. le Maire sous réserve du loyer.",
    "Pas encore validé par l'élue.",
    "Vu avec la famille, refus.",
    "Vu avec le bailleur : accepté.",
    "J'accuse réception de votre refus.",
    "Pour le T3 de Viry : accepté. Pour les autres je vous dis demain.",
    "ACCEPTE\n\nMerci de m'envoyer le plan avant que je confirme.",
    "Bonjour Claude, tu acceptes ?",
    "ACCEPTE - Mme Bernard doit confirmer",
    "Sans réponse de notre part lundi, vous pouvez passer au réservataire suivant.",
    "Merci de ne pas proposer ce logement au réservataire suivant avant notre réponse.",
    "Vous avez proposé le logement au réservataire suivant alors que nous l'avions accepté.",
    "Nous laissons ce logement à la préfecture d'abord, puis nous verrons.",
    "Le candidat accepte ce logement au titre de son contingent.",
    "Nous le retenons sous réserve de visite.",
    "Nous vous laissons proposer une date.",
    "Nous remettons à disposition les clés.",
    "Reçus, merci.",
    "Revus ensemble, merci.",
    "Bonjour Madame refuse le logement",
    "Refus de la commission.",
    "Logement refusé par la préfecture.",
    "Notre réponse est favorable sous réserve.",
    "Nous ne pouvons accepter ce logement qu'avec l'accord du préfet.",
    "Nous n'accepterons pas ce logement, tant que l'ascenseur est en panne.",
    "Refus, à moins que le loyer soit revu.",
    "Non, nous n'avons pas encore décidé.",
    "Pas de candidat, nous cherchons encore.",
    "Nous avons un candidat, il refuse.",
    "Nous acceptons ce logement rue du Lac, pas celui de la gare.",
    "Nous acceptons avec plaisir votre invitation.",
    "Merci de noter notre refus de visiter.",
    "C'est non pour le délai",
    "On prend rendez-vous.",
    "ACCEPTE\nMerci de baisser le loyer",
    "ACCEPTE\nMerci de nous confirmer que l'ascenseur sera réparé avant.",
    "ACCEPTE\nVisite Préalable",
    "ACCEPTE\nRéponse du Candidat",
    "ACCEPTE\nMerci de l'attribuer à une autre commune",
    "ACCEPTE\nNous vous ferons parvenir notre réponse définitive",
    "ACCEPTE\nNotre liste de demandeurs est vide",
    "Nous acceptons ce logement.\n\nCandidat : pas trouvé",
    "ACCEPTE\nIl faut proposer ce logement à Action Logement",
    "ACCEPTE\nBonne journée, on se rappelle pour la décision",
    "REFUSE\nAttendez je vérifie",
    "REFUSE\nPardon, j'ai cliqué sur le mauvais bouton.",
    "REFUSE\ntest",
    "REFUSE\nVoilà ce que le candidat a écrit",
)


def sens(texte: str) -> set[str]:
    return {decision.sens.value for decision in lecture(texte).decisions}


@pytest.mark.regle("R42")
@pytest.mark.parametrize("texte", ACCORDS)
def test_un_agent_lirait_un_accord(texte: str):
    assert sens(texte) == {"accepte"}


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize("texte", REFUS)
def test_un_agent_lirait_un_refus(texte: str):
    assert sens(texte) == {"refuse"}


@pytest.mark.regle("R43", "C15")
@pytest.mark.parametrize("texte", DOUTES)
def test_un_juriste_demanderait(texte: str):
    assert sens(texte) == {"ambigu"}


@pytest.mark.regle("R44", "R92")
@chaque(
    ("texte", "motif", "categorie"),
    {
        "une parenthèse ne reste pas ouverte": ("Logement refusé (trop cher)", "trop cher", "loyer"),
        "ni fermée à tort": ("Refus : loyer (charges comprises)", "loyer (charges comprises)", "loyer"),
        "des accents en deux signes, comme un Mac les écrit": (
            "Refusé (e\u0301tage trop e\u0301leve\u0301)",
            "étage trop élevé",
            "etage",
        ),
        "une parenthèse en tête se garde entière": ("Refus : (beaucoup) trop cher", "(beaucoup) trop cher", "loyer"),
        "avant le refus aussi": ("(Beaucoup) trop cher : refus.", "(Beaucoup) trop cher", "loyer"),
        "des guillemets autour de tout": ('"Pas de candidat : refus"', "Pas de candidat", "pas_de_candidat"),
        "le motif avant le refus": ("Pas de candidat : refus.", "Pas de candidat", "pas_de_candidat"),
        "« faute de » est du motif": ("Nous refusons faute de demandeurs.", "faute de demandeurs", "pas_de_candidat"),
        "le motif dans la phrase d'avant": (
            "Nous n'avons aucun demandeur.\nNous refusons.",
            "Nous n'avons aucun demandeur",
            "pas_de_candidat",
        ),
        "le motif en tête, introduit par « vu »": ("Vu le loyer, la commune refuse.", "Vu le loyer", "loyer"),
        "le T3 n'est pas le motif": (
            "REFUSE\nMotif : T3 au 4e étage sans ascenseur",
            "T3 au 4e étage sans ascenseur",
            "etage",
        ),
        "les demandeurs ne manquent pas": (
            "Refus : le loyer ne convient pas aux ressources des demandeurs",
            "le loyer ne convient pas aux ressources des demandeurs",
            "loyer",
        ),
        "le motif annoncé par une phrase": (
            "Nous refusons ce logement.\nLe motif est le suivant : loyer trop élevé",
            "loyer trop élevé",
            "loyer",
        ),
        "ni une formule ni un prénom n'en sont un": (
            "Nous refusons ce logement.\nLoyer trop élevé.\nRestant à votre disposition,\nClaire",
            "Loyer trop élevé",
            "loyer",
        ),
    },
)
def test_le_motif_et_sa_categorie(texte: str, motif: str, categorie: str):
    (decision,) = lecture(texte).decisions
    assert (decision.sens.value, decision.motif, decision.categorie) == ("refuse", motif, categorie)


def test_robot_lire_dit_la_nature_l_etape_la_decision_et_la_ligne():
    lignes = "\n".join(raconter("m.txt", lire(b"Bonjour,\nNous refusons : trop cher.\n", nom="m.txt")))
    assert "réponse d'une personne" in lignes
    assert "une personne a écrit" in lignes
    assert "Décision : refuse" in lignes
    assert "Motif    : trop cher (catégorie : loyer)" in lignes
    assert "« Nous refusons : trop cher. »" in lignes


def test_robot_lire_montre_la_remarque_d_un_accord():
    lignes = "\n".join(raconter("m.txt", lire(b"ACCEPTE\nQui appeler pour la visite ?\n", nom="m.txt")))
    assert "À lire   : Qui appeler pour la visite ?" in lignes


def test_chaque_etape_de_la_chaine_a_son_libelle():
    assert set(ETAPES) == {etape.__name__ for etape in CHAINE}
