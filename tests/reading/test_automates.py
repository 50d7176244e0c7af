"""Words alone: an automatic reply never decides, and nobody is taken for one while thinking of the dwelling.

Silence is an acceptance: a person taken for an automaton loses the refusal; an
automaton taken for a person costs a question.
"""

from __future__ import annotations

import pytest

from robot.reading.automates import n_a_que_des_formules, reponse_interdite
from robot.reading.lecture import Nature, Sens
from robot.reading.mime import analyser
from tests.reading.ecrire import courriel, lecture

PERSONNE = Nature.REPONSE
AUTOMATE = Nature.REPONSE_AUTOMATIQUE


@pytest.mark.regle("C15", "R43")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("Je suis absente lundi, mais le loyer est trop cher.", id="un avis derrière « mais »"),
        pytest.param("Je suis en arrêt maladie, on passe notre tour.", id="un avis derrière une virgule"),
        pytest.param("Je suis en congés jusqu'au 2 juin.\nOn laisse passer.", id="un avis à la ligne"),
        pytest.param("Je suis absente jusqu'au 2 juin\nTrop petit", id="un avis à la ligne, sans point"),
        pytest.param("Actuellement en formation : non.", id="un avis derrière deux-points"),
        pytest.param("En congés jusqu'à lundi. Accord de principe de l'élue.", id="un accord de principe"),
        pytest.param("Le maire est absent jusqu'à vendredi, il ne signera pas avant.", id="qui attend quelqu'un"),
        pytest.param("Je serai absent demain, Mme Petit vous enverra trois noms.", id="qui promet des noms"),
        pytest.param("Je serai de retour le 2. Gardez-le nous.", id="qui retient le bien"),
        pytest.param("Je suis indisponible jeudi, peut-on visiter mercredi ?", id="qui demande une visite"),
        pytest.param("La mairie est fermée vendredi : un délai est-il possible ?", id="qui demande un délai"),
        pytest.param("J'ai quitté le service, la ville passe son tour.", id="qui a changé de poste"),
        pytest.param(
            "Suite à votre message automatique, quelle est la date limite ?", id="qui parle de notre automate"
        ),
        pytest.param("Malgré mon message automatique, je lis mes mails.", id="qui parle du sien"),
        pytest.param("Mailinblack retenait votre message, je viens de le libérer.", id="qui parle de son filtre"),
        pytest.param("Votre dossier a été transmis au CCAS pour avis.", id="« je transmets »"),
        pytest.param("Merci de ne pas répondre à ce message. Le T3 ne convient pas.", id="« ne pas répondre »"),
        pytest.param("Cette adresse n'est plus utilisée. Le bien ne nous intéresse pas.", id="une adresse changée"),
        pytest.param("Ceci est un message automatique. Nous hésitons à accepter.", id="un aveu suivi d'un mot décisif"),
        pytest.param("I'm out of the office today but we will take the flat.", id="en anglais"),
        pytest.param("Message automatique ? Notre élue étudie la fiche à son retour.", id="qui s'étonne d'un automate"),
        pytest.param(
            "J'accuse réception de votre courriel et nos demandeurs n'en veulent pas.", id="un avis derrière « et »"
        ),
        pytest.param("Je suis en déplacement, le dossier attendra mon retour.", id="qui fait attendre"),
        pytest.param("Nos services sont fermés. Pouvez vous attendre lundi ?", id="qui demande, sans trait d'union"),
        pytest.param("Ich bin im Urlaub, wir lehnen die Wohnung ab.", id="en allemand"),
    ],
)
def test_une_personne_qui_parle_du_logement_n_est_pas_un_automate(texte: str):
    lue = lecture(texte, objet="Re: Offre")
    assert lue.nature is PERSONNE
    assert lue.decisions


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param(
            "Bonjour,\n\nJe suis absente du 25 mai au 5 juin, sans accès à mes mails.\nEn cas d'urgence, vous pouvez joindre"
            "\nl'accueil au 04 50 00 00 00.\n\nBelle journée",
            id="les phrases d'un répondeur",
        ),
        pytest.param(
            "Actuellement absente.\nMme Petit, adjointe au logement, me remplace durant cette période.",
            id="une remplaçante",
        ),
        pytest.param("Je serai de retour le mardi 2 juin, inclus.", id="une date entre virgules"),
        pytest.param("Le secrétariat est exceptionnellement fermé.\nLe service logement", id="un service qui signe"),
        pytest.param("Je suis en congés jusqu'au 2 juin.\nClaire Martin", id="un nom qui signe"),
        pytest.param(
            "Votre demande n° 123 a bien été déposée. Elle sera traitée dans les meilleurs délais.", id="un accusé"
        ),
        pytest.param(
            "Votre courriel est bien parvenu au bureau. Merci de ne pas relancer.", id="un accusé de préfecture"
        ),
        pytest.param(
            "Cette boîte mail n'est plus consultée. Merci d'écrire à habitat@agglo.example", id="une boîte fermée"
        ),
        pytest.param("Je ne travaille plus à la mairie. Pour toute demande, contactez l'accueil.", id="un départ"),
        pytest.param(
            "Je suis en congés. Pour accepter une demande, écrivez à habitat@agglo.example", id="« pour accepter »"
        ),
        pytest.param(
            "L'accueil est fermé vendredi. Vous pouvez nous joindre du lundi au jeudi.",
            id="« vous pouvez nous joindre »",
        ),
        pytest.param("Absence jusqu'au 2/06. Contactez M. Durand.", id="une absence sans verbe"),
        pytest.param(
            "Sehr geehrte Damen und Herren, ich bin vom 25.05. bis 05.06. im Urlaub.", id="des dates allemandes"
        ),
        pytest.param("Gentile mittente, sono in ferie. Per urgenze contattare il collega.", id="un répondeur italien"),
        pytest.param("Ich bin bis zum 2. Juni nicht im Büro.", id="un jour allemand n'est pas une fin de phrase"),
        pytest.param("I'm currently out of the office. I'll be back on Tuesday, June 2nd.", id="un jour anglais"),
        pytest.param("Vous recevrez une réponse. Courriel envoyé automatiquement.", id="un envoi automatique"),
        pytest.param(
            "En vertu de l'article L. 112-11, le silence gardé deux mois vaut rejet.", id="une mention légale"
        ),
        pytest.param("J'utilise Mailinblack. Merci de vous authentifier en cliquant ici.", id="Mailinblack"),
        pytest.param("Votre message est en attente : cliquez et recopiez les lettres.", id="une épreuve de filtre"),
        pytest.param("Your message was waitlisted. Use the link below.", id="une liste d'attente"),
    ],
)
def test_un_automate_sans_en_tete_est_reconnu_a_ses_formules(texte: str):
    lue = lecture(texte, objet="Re: Offre")
    assert (lue.nature, lue.decisions) == (AUTOMATE, ())


@pytest.mark.parametrize(
    ("texte", "formules"),
    [
        ("", True),
        ("Bonjour.", True),
        ("Cordialement", True),
        ("Merci", True),
        ("Bonjour, rien de neuf", False),
        ("La cave", False),
        ("Le loyer dépasse notre plafond", False),
        ("La mairie est hésitante", False),
        ("La mairie de Viry", True),
        ("Mardi 2 juin", True),
        ("Mardi c'est trop tard", False),
        ("La cave est petite", False),
        ("au rez-de-chaussée d'un immeuble sans ascenseur", False),
        ("Mme Petit, 04 50 00 00 00", True),
        ("Oui", False),
        ("Non Merci", False),
        ("Claire Martin", True),
        ("Clairement", False),
    ],
)
def test_ce_qui_n_est_que_formules(texte: str, formules: bool):
    assert n_a_que_des_formules(texte) is formules


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("objet", "texte", "nature"),
    [
        pytest.param("Absence de candidat", "Personne ne correspond.", PERSONNE, id="« absence de candidat »"),
        pytest.param("Congés", "Nous passons notre tour.", PERSONNE, id="un avis sous « Congés »"),
        pytest.param("Congés", "De retour le 2 juin.", AUTOMATE, id="une absence sous « Congés »"),
        pytest.param(
            "Accusé de réception", "La réponse suivra la commission.", PERSONNE, id="une promesse sous « Accusé »"
        ),
        pytest.param("Votre demande : c'est bien cher", "Les loyers montent.", PERSONNE, id="« votre demande… bien »"),
        pytest.param("Absence de Mme Petit", "De retour le 2 juin.", AUTOMATE, id="l'absence de quelqu'un"),
        pytest.param("Claire MARTIN/MAIRIE est absent(e).", "", AUTOMATE, id="l'objet de Notes"),
        pytest.param("Offre (verification)", "", AUTOMATE, id="un filtre, entre parenthèses"),
        pytest.param(
            "Réponse automatique : Offre", "Pour un logement, on verra.", AUTOMATE, id="un programme, quoi qu'il dise"
        ),
        pytest.param("[Répondeur] Offre", "On verra.", AUTOMATE, id="un répondeur, quoi qu'il dise"),
        pytest.param("Report domain: a.example Submitter: b.example", "", AUTOMATE, id="un rapport DMARC"),
        pytest.param("RE: Réponse automatique : Offre", "On verra.", PERSONNE, id="qui répond à un répondeur"),
    ],
)
def test_ce_que_dit_l_objet(objet: str, texte: str, nature: Nature):
    assert lecture(texte, objet=objet).nature is nature


def test_qui_repond_a_un_repondeur_decide():
    lue = lecture("REFUSE", objet="Re: Automatic reply: Offre")
    assert [decision.sens for decision in lue.decisions] == [Sens.REFUSE]


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    ("texte", "nature"),
    [
        pytest.param("Votre demande est enregistrée.", AUTOMATE, id="un accusé"),
        pytest.param("Quel est le délai pour ce logement ?", PERSONNE, id="un agent qui s'interroge"),
    ],
)
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"entetes": "Auto-Submitted: auto-generated"}, id="un guichet"),
        pytest.param({"auteur": "ne-pas-repondre@viry.example"}, id="une adresse muette"),
        pytest.param({"auteur": "noreply@viry.example"}, id="une adresse muette en anglais"),
    ],
)
def test_un_guichet_transmet_aussi_ce_qu_ecrivent_ses_agents(options: dict[str, str], texte: str, nature: Nature):
    assert lecture(texte, **options).nature is nature


def test_une_liste_qui_modere_n_est_pas_une_personne():
    entetes = "X-List-Administrivia: yes\nPrecedence: bulk"
    assert lecture("Envoi d'un non-abonné, en attente d'approbation.", entetes=entetes).nature is AUTOMATE


def test_lu_sans_la_norme_est_un_accuse_de_lecture():
    texte = "Votre message\n\n  À :      Claire Martin\n  Objet :  Offre\n  Envoyé : 25/05/2026 09:00\n\na été lu le 25/05/2026."
    assert lecture(texte, objet="Lu : Offre").nature is Nature.ACCUSE_LECTURE


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "entete",
    ["List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "X-Mailing-List", "Feedback-Id", "X-Loop"],
)
def test_on_n_ecrit_pas_a_une_liste(entete: str):
    entetes = analyser(courriel("REFUSE", entetes=f"{entete}: <x@viry.example>")).entetes
    assert reponse_interdite(entetes, "c.martin@viry.example")
