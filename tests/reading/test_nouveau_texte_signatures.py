"""Where the words end when nothing announces a signature, and what servers add below it."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import chaque, lecture

COORDONNEES = "Place de la Libération - 74580 VIRY\nStandard : 04.50.00.00.00"
AUTEUR = "Claire Martin-Rey <logement@viry.example>"
# At the bounds.
SERVICE = "Service du logement, de l'habitat et des solidarités de Viry"
PERMANENCE = (
    "Permanence le mardi et le jeudi, de neuf heures à midi, et le samedi de dix heures à midi sur rendez-vous pris"
)
FORMULE = (
    "Dans l'attente de votre retour sur ce dossier, nous vous prions de croire, Madame, à nos salutations cordiales"
)
RESERVE = (
    "Notre accord est donné sous réserve de la visite que la famille fera samedi matin, et de ce que dira le maire "
    "quand il aura lu le dossier complet qui lui arrive"
)


@chaque(
    "signature",
    {
        "le prénom de l'auteur": "Claire",
        "la civilité et le nom de l'auteur": "Mme Martin-Rey",
        "l'initiale et le nom de l'auteur": "C. MARTIN",
        "le prénom et l'initiale de l'auteur": "Claire M.",
        "le nom de l'auteur en tête d'une ligne": "Claire Martin-Rey | Logement | 04 50 00 00 00",
        "une civilité et un nom": "M. Roy",
        "un nom et une fonction": "Mme DUPONT-NOËL\nAdjointe",
        "une initiale et un nom": "J. Blanc",
        "un nom et des coordonnées": f"Sylvie GAUTHIER\nAdjointe au Maire\n{COORDONNEES}",
        "une mairie et des coordonnées": f"Mairie de Viry\n{COORDONNEES}",
        "un service et une adresse": "Le service logement\nlogement@viry.example",
        "un CCAS et un site": "CCAS\nwww.viry.example",
        "une fonction et un nom": "Le Maire,\nJean PETIT",
        "le nom entre deux tirets": "- Claire Martin-Rey -",
        "un trait, puis une mairie": "----------\nMairie de Viry",
        "un nom et vingt-neuf lignes": "M. Roy" + "\na" * 29,
        "un nom au-dessus d'une ligne de cent dix signes": f"M. Roy\n{PERMANENCE}",
        "une civilité et le nom de l'auteur, sans majuscule": "mme martin-rey",
        "le nom de l'auteur et une fonction finie par un point": "- Claire Martin-Rey -\nAdjointe au logement.",
        "un service nommé en soixante signes": f"{SERVICE}\n04 50 00 00 00",
        "une formule à la première personne au-dessus d'une longue adresse": (
            "Nous vous adressons nos salutations distinguées,\nSylvie GAUTHIER\nAdjointe au maire de Viry, logement et "
            f"solidarités\nPermanence en mairie le jeudi de neuf heures à midi\n{COORDONNEES}"
        ),
        "une formule de cent dix signes": f"{FORMULE}\nClaire",
        "un service externe": "Service externe\n04 50 00 00 00",
        "une belle journée": "Belle journée,\nAmandine COUTURIER\nConseillère",
        "un téléphone portugais": "Enviado do meu iPhone",
        "une délégation": "Pour le Maire et par délégation,\nL'adjointe au logement,\nSylvie GAUTHIER",
    },
)
@pytest.mark.parametrize("blanc", ["\n\n", "\n"], ids=["sous un blanc", "collée au texte"])
def test_une_signature_sans_formule_n_est_pas_du_texte(signature: str, blanc: str):
    lue = lecture(f"Nous acceptons ce logement.{blanc}{signature}", auteur=AUTEUR)
    assert (lue.texte, lue.signature) == ("Nous acceptons ce logement.", signature)
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


@chaque(
    "fin",
    {
        "un nom inconnu, seul": "Sylvie GAUTHIER",
        "une mairie, sans coordonnées": "Mairie de Viry",
        "une fonction, sans nom": "Le maire,\nil refuse",
        "un nom au milieu d'une phrase": "M. Roy\nLe loyer est trop cher.",
        "un nom au-dessus d'une annonce": "M. Roy\nMotif :",
        "un nom au-dessus d'une longue ligne": "M. Roy\n" + "très " * 25 + "loin",
        "le prénom de l'auteur et un autre": "Claire et Paul",
        "deux lettres de l'auteur": "Cl Martin",
        **{
            f"un nom au-dessus d'une ligne finie par « {fin} »": f"M. Roy\nTrès loin {fin}"
            for fin in (".", "?", "!", ":", ";")
        },
        "deux initiales": "M. R",
        "un service qui doit valider": "Le service technique doit valider\n04 50 00 00 00",
        "une longue phrase qui commence par un service": (
            "Le bureau municipal a vu la famille Rey hier soir, avec ses trois enfants\n04 50 00 00 00"
        ),
        "une condition dans le bloc": "Mairie de Viry\nvisite avant accord\n04 50 00 00 00",
        "un avis sous condition": "Avis FAVORABLE\nSi le loyer baisse\n04 50 00 00 00",
        "un nom au-dessus de trente lignes": "M. Roy\n" + "a\n" * 30,
    },
)
def test_ce_qui_n_est_pas_surement_une_signature_reste_du_texte(fin: str):
    lue = lecture(f"REFUSE\n\n{fin}", auteur=AUTEUR)
    assert (lue.texte, lue.signature) == (f"REFUSE\n\n{fin}".rstrip(), None)


def test_un_nom_ecrit_entre_guillemets_signe():
    lue = lecture("REFUSE\n\nClaire Martin - merci à vous", auteur='"Claire Martin" <c@viry.example>')
    assert (lue.texte, lue.signature) == ("REFUSE", "Claire Martin - merci à vous")


def test_un_nom_court_signe_s_il_est_entier():
    lue = lecture("Nous acceptons.\n\nLe Roy", auteur="Anne Le Roy <logement@viry.example>")
    assert (lue.texte, lue.signature) == ("Nous acceptons.", "Le Roy")
    assert lecture("Nous acceptons.\n\nLe", auteur="Anne Le Roy <logement@viry.example>").signature is None


def test_sous_la_citation_un_trait_en_tete_n_est_pas_une_signature():
    lue = lecture("> Nous vous proposons le logement.\n_____\nREFUSE")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("_____\nREFUSE", ["refuse"])


def test_sous_la_citation_un_trait_au_dessus_de_la_formule_n_est_a_personne():
    lue = lecture("REFUSE\n> Nous vous proposons le logement.\n***\nCordialement,\nClaire")
    assert (lue.texte, lue.signature) == ("REFUSE", "Cordialement,\nClaire")


def test_un_trait_au_milieu_ne_cache_pas_une_deuxieme_reponse():
    assert [d.sens.value for d in lecture("REFUSE\n_______\n\nACCEPTE").decisions] == ["ambigu"]


def test_un_nom_en_premiere_ligne_est_un_en_tete_pas_une_signature():
    assert lecture("M. Roy\n\nNous acceptons", auteur=AUTEUR).texte == "M. Roy\n\nNous acceptons"


SUITES = (
    "Sous réserve de la visite",
    "à condition que le loyer baisse",
    "Attention, le maire a un doute",
    "Mais voyez la visite",
    "Ou plutôt plus tard",
    "Annulez si une famille se présente",
    "Le service technique doit se prononcer",
    "Notre élu n'a pas encore répondu",
    "Le maire tranchera demain.",
    "Réponse définitive lundi",
    "Ne pas tenir compte de ce message",
    "Petite précision : un garage",
    "Je reviens vers vous",
    "Nous gardons un doute",
    "Nous verrons lundi",
    "Erreur de ma part",
    "Pardon, c'est l'inverse.",
    "Si le loyer est revu",
    "Non",
)


@pytest.mark.regle("R42")
@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "formule",
    ["Cordialement,\nClaire", "Envoyé de mon iPhone", "--\nClaire", "Claire Martin"],
    ids=lambda formule: formule.split("\n", maxsplit=1)[0],
)
def test_une_reserve_sous_la_signature_retire_la_decision(formule: str, suite: str):
    lue = lecture(f"ACCEPTE\n\n{formule}\n\n{suite}")
    assert suite in lue.texte
    assert [d.sens.value for d in lue.decisions] == ["ambigu"]


@pytest.mark.regle("R42")
@pytest.mark.parametrize("formule", ["Cordialement,", "Cordialement,\nClaire"], ids=repr)
def test_une_reserve_collee_a_la_signature_retire_la_decision(formule: str):
    lue = lecture(f"ACCEPTE\n\n{formule}\nSauf si le loyer monte")
    assert (lue.texte, lue.signature) == ("ACCEPTE\nSauf si le loyer monte", formule)
    assert [d.sens.value for d in lue.decisions] == ["ambigu"]


@pytest.mark.regle("R42")
def test_une_reserve_d_un_paragraphe_sous_la_signature_retire_la_decision():
    lue = lecture(f"ACCEPTE\n\nCordialement,\nClaire\n\n{RESERVE}")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == (f"ACCEPTE\n{RESERVE}", ["ambigu"])


@pytest.mark.regle("R42")
def test_une_reserve_sous_une_mention_legale_sous_la_signature_retire_la_decision():
    lue = lecture("ACCEPTE\n\nCordialement,\nClaire\n\nCe message est confidentiel.\n\nEn fait c'est trop grand")
    assert (lue.texte, lue.signature) == ("ACCEPTE\nEn fait c'est trop grand", "Cordialement,\nClaire")


def test_une_politesse_qui_parle_de_valider_ne_retire_rien():
    lue = lecture("Nous acceptons.\n\nDans l'attente de valider le dossier avec vous, cordialement,\nClaire")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("Nous acceptons.", ["accepte"])


@pytest.mark.regle("R42")
@pytest.mark.parametrize("suite", ["\nIl est personnel.\n", ""], ids=["sous un blanc", "collée"])
def test_une_reserve_sous_une_mention_legale_retire_la_decision(suite: str):
    lue = lecture(f"ACCEPTE\n\nCe message est confidentiel.{suite}\nEn fait c'est trop grand")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("ACCEPTE\nEn fait c'est trop grand", ["ambigu"])


def test_une_mention_legale_posee_en_tete_ne_cache_pas_la_reponse():
    lue = lecture("Ce message est confidentiel.\n\nREFUSE")
    assert (lue.texte, lue.signature) == ("REFUSE", None)


def test_une_mention_legale_seule_ne_dit_rien():
    assert lecture("Ce message est confidentiel.").texte == ""


NOTICE = (
    "La collectivité n'accepte aucune responsabilité au titre de ce message, et refuse tout usage qui en serait fait"
)


@chaque(
    "dessous",
    {
        "une longue notice qui oblige": "La collectivité ne saurait être tenue responsable de ce qui est écrit ici par un "
        "tiers,\net toute personne qui recevrait ces lignes par erreur doit les détruire sans en garder la moindre copie.",
        "une obligation au deuxième alinéa": "Ce message est confidentiel.\n\nTout autre destinataire doit le détruire.",
        "une longue notice": f"{NOTICE} ; {NOTICE}.",
        "un avertissement": f"AVERTISSEMENT : {NOTICE}",
        "le deuxième alinéa d'une notice": f"Ce message est confidentiel.\n\n{NOTICE}",
        "comment la contacter": "Nous contacter : 04 50 00 00 00",
        "une politesse de plus": "Je vous souhaite une bonne journée",
        "des horaires": "Uniquement sur rendez-vous",
    },
)
def test_ce_qu_une_signature_porte_ne_retire_rien(dessous: str):
    lue = lecture(f"Nous acceptons.\n\nCordialement,\nClaire\n\n{dessous}")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("Nous acceptons.", ["accepte"])


def test_une_phrase_qui_parle_d_une_liste_n_est_pas_un_pied_de_liste():
    assert lecture("REFUSE\nLa liste des candidats est vide").texte == "REFUSE\nLa liste des candidats est vide"


@pytest.mark.regle("R42")
def test_quelques_mots_cites_gardent_leur_annonce():
    lue = lecture("ACCEPTE\n\nLe maire a écrit :\n> je refuse")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("ACCEPTE\n\nLe maire a écrit :", ["ambigu"])


@pytest.mark.parametrize(
    "mention",
    [
        "Diese E-Mail enthält vertrauliche Informationen.",
        "Questo messaggio è riservato ai destinatari.",
        "Este mensaje es confidencial.",
        "Dit bericht is vertrouwelijk.",
        "Conformément au RGPD, vous pouvez accepter ou refuser ce traitement.",
        "Les données à caractère personnel recueillies ici sont conservées. Vous pouvez refuser.",
        "N'imprimez ce courriel que si nécessaire.",
        "To unsubscribe from this group, write to us",
        "logement-request@viry.example",
        "________\na\nb\nc\nmailing list",
        "Adoptons l'éco-attitude : n'imprimons ce courriel que si nécessaire.",
        "P Avant d'imprimer, réfléchissez.",
        "Disclaimer\n\nThe information in this e-mail is confidential.",
        "Sauf indication contraire, ce message ne constitue pas un engagement.",
        "<https://www.avast.com/sig-email?x=1>\nSans\nvirus.www.avast.com",
        "__________ Information provenant d'ESET Endpoint Antivirus __________",
        "[EXTERNE] Ce courriel vient de l'extérieur.",
        "Internet e-mails are not secure.",
        "Une messagerie gratuite, garantie à vie, ça vous tente ?",
        "---\nListe logement@viry.example\nPour se désabonner : https://viry.example",
        "Logement mailing list",
        "~~~~~\nCe message est confidentiel.",
        f"Attention : ce message peut contenir des informations réservées. {NOTICE}.",
        "-- \nL'absence de virus dans ce courrier a été vérifiée.",
    ],
    ids=lambda mention: mention.replace("\n", " ")[:40],
)
@pytest.mark.parametrize("signature", [None, "Cordialement,\nClaire"], ids=["sans signature", "sous la signature"])
def test_ce_qu_un_serveur_ajoute_n_est_a_personne(signature: str | None, mention: str):
    lue = lecture("\n\n".join(["Nous acceptons.", *([signature] if signature else []), mention]))
    assert (lue.texte, lue.signature) == ("Nous acceptons.", signature)
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


def test_une_adresse_sous_un_trait_signe_au_dessus_d_une_mention():
    signature = "__________\nMairie de Viry\nService logement\nPlace de la Libération\n04 50 00 00 00"
    lue = lecture(f"Nous acceptons.\n\n{signature}\nCe message est confidentiel.")
    assert (lue.texte, lue.signature) == ("Nous acceptons.", signature)


def test_le_pied_d_une_liste_en_trois_lignes_n_est_a_personne():
    pied = "_____\nListe logement\nPour se désinscrire : logement-request@viry.example\nhttps://viry.example"
    lue = lecture(f"REFUSE\n> ACCEPTE ou REFUSE\n{pied}")
    assert (lue.texte, lue.signature) == ("REFUSE", None)


@pytest.mark.parametrize(
    "pied",
    [
        "Von meinem iPhone gesendet",
        "Message envoyé depuis mon smartphone",
        "Provenance : Courrier pour Windows",
        "Télécharger BlueMail pour Android",
        "Get Spike for iOS",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
    ],
)
def test_le_pied_d_un_telephone_n_est_pas_du_texte(pied: str):
    lue = lecture(f"Nous acceptons.\n\n{pied}")
    assert (lue.texte, lue.signature) == ("Nous acceptons.", pied)


@pytest.mark.parametrize("banniere", ["*** Message externe - soyez vigilant ***", "[ Expéditeur extérieur ]"])
def test_une_banniere_etoilee_n_est_pas_du_texte(banniere: str):
    assert lecture(f"{banniere}\n\nREFUSE").texte == "REFUSE"
