"""Words alone: an automatic reply never decides, and nobody is taken for one while thinking of the dwelling.

Silence is an acceptance: a person taken for an automaton loses the refusal; an
automaton taken for a person costs a question.
"""

from __future__ import annotations

import pytest

from robot.reading.courriel.mime import analyser
from robot.reading.lecture import Nature, Sens
from robot.reading.machines.automates import n_a_que_des_formules, reponse_interdite
from tests.reading.ecrire import chaque, courriel, lecture

PERSONNE = Nature.REPONSE
AUTOMATE = Nature.REPONSE_AUTOMATIQUE


@pytest.mark.regle("C15", "R43")
@chaque(
    "texte",
    {
        "un avis derrière « mais »": "Je suis absente lundi, mais le loyer est trop cher.",
        "un avis derrière une virgule": "Je suis en arrêt maladie, on passe notre tour.",
        "un avis à la ligne": "Je suis en congés jusqu'au 2 juin.\nOn laisse passer.",
        "un avis à la ligne, sans point": "Je suis absente jusqu'au 2 juin\nTrop petit",
        "un avis derrière deux-points": "Actuellement en formation : non.",
        "un accord de principe": "En congés jusqu'à lundi. Accord de principe de l'élue.",
        "qui attend quelqu'un": "Le maire est absent jusqu'à vendredi, il ne signera pas avant.",
        "qui promet des noms": "Je serai absent demain, Mme Petit vous enverra trois noms.",
        "qui retient le bien": "Je serai de retour le 2. Gardez-le nous.",
        "qui demande une visite": "Je suis indisponible jeudi, peut-on visiter mercredi ?",
        "qui demande un délai": "La mairie est fermée vendredi : un délai est-il possible ?",
        "qui a changé de poste": "J'ai quitté le service, la ville passe son tour.",
        "qui parle de notre automate": "Suite à votre message automatique, quelle est la date limite ?",
        "qui parle du sien": "Malgré mon message automatique, je lis mes mails.",
        "qui parle de son filtre": "Mailinblack retenait votre message, je viens de le libérer.",
        "« je transmets »": "Votre dossier a été transmis au CCAS pour avis.",
        "« ne pas répondre »": "Merci de ne pas répondre à ce message. Le T3 ne convient pas.",
        "une adresse changée": "Cette adresse n'est plus utilisée. Le bien ne nous intéresse pas.",
        "un aveu suivi d'un mot décisif": "Ceci est un message automatique. Nous hésitons à accepter.",
        "en anglais": "I'm out of the office today but we will take the flat.",
        "qui s'étonne d'un automate": "Message automatique ? Notre élue étudie la fiche à son retour.",
        "un avis derrière « et »": "J'accuse réception de votre courriel et nos demandeurs n'en veulent pas.",
        "qui fait attendre": "Je suis en déplacement, le dossier attendra mon retour.",
        "qui demande, sans trait d'union": "Nos services sont fermés. Pouvez vous attendre lundi ?",
        "qui se dit joignable, en question": "Je suis en formation demain, vous pouvez m'appeler vendredi ?",
        "en allemand": "Ich bin im Urlaub, wir lehnen die Wohnung ab.",
    },
)
def test_une_personne_qui_parle_du_logement_n_est_pas_un_automate(texte: str):
    lue = lecture(texte, objet="Re: Offre")
    assert lue.nature is PERSONNE
    assert lue.decisions


@pytest.mark.regle("C15")
@chaque(
    "texte",
    {
        "les phrases d'un répondeur": (
            "Bonjour,\n\nJe suis absente du 25 mai au 5 juin, sans accès à mes mails.\nEn cas d'urgence, vous pouvez joindre"
            "\nl'accueil au 04 50 00 00 00.\n\nBelle journée"
        ),
        "une remplaçante": "Actuellement absente.\nMme Petit, adjointe au logement, me remplace durant cette période.",
        "une date entre virgules": "Je serai de retour le mardi 2 juin, inclus.",
        "un service qui signe": "Le secrétariat est exceptionnellement fermé.\nLe service logement",
        "un nom qui signe": "Je suis en congés jusqu'au 2 juin.\nClaire Martin",
        "un accusé": "Votre demande n° 123 a bien été déposée. Elle sera traitée dans les meilleurs délais.",
        "un accusé de préfecture": "Votre courriel est bien parvenu au bureau. Merci de ne pas relancer.",
        "une boîte fermée": "Cette boîte mail n'est plus consultée. Merci d'écrire à habitat@agglo.example",
        "un départ": "Je ne travaille plus à la mairie. Pour toute demande, contactez l'accueil.",
        "« pour accepter »": "Je suis en congés. Pour accepter une demande, écrivez à habitat@agglo.example",
        "« vous pouvez nous joindre »": "L'accueil est fermé vendredi. Vous pouvez nous joindre du lundi au jeudi.",
        "une absence sans verbe": "Absence jusqu'au 2/06. Contactez M. Durand.",
        "des dates allemandes": "Sehr geehrte Damen und Herren, ich bin vom 25.05. bis 05.06. im Urlaub.",
        "un répondeur italien": "Gentile mittente, sono in ferie. Per urgenze contattare il collega.",
        "un jour allemand n'est pas une fin de phrase": "Ich bin bis zum 2. Juni nicht im Büro.",
        "un jour anglais": "I'm currently out of the office. I'll be back on Tuesday, June 2nd.",
        "un envoi automatique": "Vous recevrez une réponse. Courriel envoyé automatiquement.",
        "une mention légale": "En vertu de l'article L. 112-11, le silence gardé deux mois vaut rejet.",
        "Mailinblack": "J'utilise Mailinblack. Merci de vous authentifier en cliquant ici.",
        "une épreuve de filtre": "Votre message est en attente : cliquez et recopiez les lettres.",
        "une liste d'attente": "Your message was waitlisted. Use the link below.",
        "une décision implicite": "Accusé de réception électronique, art. L. 112-11 du CRPA. Votre demande est susceptible de "
        "donner lieu à une décision implicite d'acceptation.",
        "un refus de principe": "Votre message est bien parvenu. Le silence gardé pendant deux mois vaut décision de rejet "
        "(REFUS). Ceci est une réponse automatique.",
        "une modération": "Votre message a été soumis aux modérateurs de la liste. Il sera distribué dès qu'un modérateur "
        "l'aura accepté.",
        "des vœux": "La mairie sera fermée du 24 au 28 décembre. Toute l'équipe vous souhaite de joyeuses fêtes.",
    },
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
@chaque(
    ("objet", "texte", "nature"),
    {
        "« absence de candidat »": ("Absence de candidat", "Personne ne correspond.", PERSONNE),
        "un avis sous « Congés »": ("Congés", "Nous passons notre tour.", PERSONNE),
        "une absence sous « Congés »": ("Congés", "De retour le 2 juin.", AUTOMATE),
        "une promesse sous « Accusé »": ("Accusé de réception", "La réponse suivra la commission.", PERSONNE),
        "« votre demande… bien »": ("Votre demande : c'est bien cher", "Les loyers montent.", PERSONNE),
        "l'absence de quelqu'un": ("Absence de Mme Petit", "De retour le 2 juin.", AUTOMATE),
        "l'objet de Notes": ("Claire MARTIN/MAIRIE est absent(e).", "", AUTOMATE),
        "un filtre, entre parenthèses": ("Offre (verification)", "", AUTOMATE),
        "un programme, quoi qu'il dise": ("Réponse automatique : Offre", "Pour un logement, on verra.", AUTOMATE),
        "un répondeur, quoi qu'il dise": ("[Répondeur] Offre", "On verra.", AUTOMATE),
        "un rapport DMARC": ("Report domain: a.example Submitter: b.example", "", AUTOMATE),
        "qui répond à un répondeur": ("RE: Réponse automatique : Offre", "On verra.", PERSONNE),
        "un répondeur qui reprend l'objet": ("Re: Message d'absence", "Bonjour.", AUTOMATE),
        "un répondeur derrière deux « Re »": ("RE: Re: Absence : Offre", "Bonjour.", AUTOMATE),
    },
)
def test_ce_que_dit_l_objet(objet: str, texte: str, nature: Nature):
    assert lecture(texte, objet=objet).nature is nature


@pytest.mark.regle("C15", "R43")
@chaque(
    ("objet", "texte", "nature"),
    {
        "l'objet le dit": ("Absence du bureau", "ACCEPTE", AUTOMATE),
        "le texte le dit": ("Re: Offre", "ACCEPTE\n\nJe suis absente jusqu'au 2 juin.", AUTOMATE),
        "rien ne le dit": ("Re: Offre", "ACCEPTE", PERSONNE),
    },
)
def test_un_automate_certain_qui_dit_une_absence_ne_decide_pas(objet: str, texte: str, nature: Nature):
    assert lecture(texte, objet=objet, entetes="Auto-Submitted: auto-replied").nature is nature


def test_qui_repond_a_un_repondeur_decide():
    lue = lecture("REFUSE", objet="Re: Automatic reply: Offre")
    assert [decision.sens for decision in lue.decisions] == [Sens.REFUSE]


@pytest.mark.regle("R43")
@chaque(
    ("texte", "nature"),
    {
        "un accusé": ("Votre demande est enregistrée.", AUTOMATE),
        "un agent qui s'interroge": ("Quel est le délai pour ce logement ?", PERSONNE),
    },
)
@chaque(
    "options",
    {
        "un guichet": {"entetes": "Auto-Submitted: auto-generated"},
        "une adresse muette": {"auteur": "ne-pas-repondre@viry.example"},
        "une adresse muette en anglais": {"auteur": "noreply@viry.example"},
    },
)
def test_un_guichet_transmet_aussi_ce_qu_ecrivent_ses_agents(options: dict[str, str], texte: str, nature: Nature):
    assert lecture(texte, **options).nature is nature


def test_une_liste_qui_modere_n_est_pas_une_personne():
    entetes = "X-List-Administrivia: yes\nPrecedence: bulk"
    assert lecture("Envoi d'un non-abonné, en attente d'approbation.", entetes=entetes).nature is AUTOMATE


@pytest.mark.parametrize("dit", ["a été lu le 25/05/2026.", "a été\nlu le 25/05/2026."], ids=["d'un trait", "replié"])
def test_lu_sans_la_norme_est_un_accuse_de_lecture(dit: str):
    texte = f"Votre message\n\n  À :      Claire Martin\n  Objet :  Offre\n  Envoyé : 25/05/2026 09:00\n\n{dit}"
    assert lecture(texte, objet="Lu : Offre").nature is Nature.ACCUSE_LECTURE


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "entete",
    ["List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "X-Mailing-List", "Feedback-Id", "X-Loop"],
)
def test_on_n_ecrit_pas_a_une_liste(entete: str):
    entetes = analyser(courriel("REFUSE", entetes=f"{entete}: <x@viry.example>")).entetes
    assert reponse_interdite(entetes, "c.martin@viry.example")


@pytest.mark.regle("C15")
@chaque(
    ("options", "interdite"),
    {
        "qui tient postmaster": ({"auteur": "Mairie <postmaster@viry.example>"}, True),
        "une enveloppe vide": ({"entetes": "Return-Path: <>"}, True),
        "une enveloppe vide, sans chevrons": ({"entetes": "Return-Path: "}, True),
        "un guichet": ({"entetes": "Auto-Submitted: auto-generated"}, True),
        "une personne qui le dit": ({"entetes": "Auto-Submitted: no"}, False),
        "qui ne veut pas de réponse d'automate": ({"entetes": "X-Auto-Response-Suppress: DR, AutoReply"}, True),
        "qui ne veut pas d'accusé de lecture": ({"entetes": "X-Auto-Response-Suppress: RN"}, False),
    },
)
def test_a_qui_l_on_ne_repond_pas_quand_une_personne_ecrit(options: dict[str, str], interdite: bool):
    lue = lecture("Quel est le délai pour ce logement ?", **options)
    assert (lue.nature, lue.reponse_interdite) == (PERSONNE, interdite)
