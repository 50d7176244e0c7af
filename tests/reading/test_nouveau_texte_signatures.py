"""Where the words end when nothing announces a signature, and what servers add below it."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import lecture

COORDONNEES = "Place de la Libération - 74580 VIRY\nStandard : 04.50.00.00.00"
AUTEUR = "Claire Martin-Rey <logement@viry.example>"


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("Claire", id="le prénom de l'auteur"),
        pytest.param("Mme Martin-Rey", id="la civilité et le nom de l'auteur"),
        pytest.param("C. MARTIN", id="l'initiale et le nom de l'auteur"),
        pytest.param("Claire M.", id="le prénom et l'initiale de l'auteur"),
        pytest.param("Claire Martin-Rey | Logement | 04 50 00 00 00", id="le nom de l'auteur en tête d'une ligne"),
        pytest.param("M. Roy", id="une civilité et un nom"),
        pytest.param("Mme DUPONT-NOËL\nAdjointe", id="un nom et une fonction"),
        pytest.param("J. Blanc", id="une initiale et un nom"),
        pytest.param(f"Sylvie GAUTHIER\nAdjointe au Maire\n{COORDONNEES}", id="un nom et des coordonnées"),
        pytest.param(f"Mairie de Viry\n{COORDONNEES}", id="une mairie et des coordonnées"),
        pytest.param("Le service logement\nlogement@viry.example", id="un service et une adresse"),
        pytest.param("CCAS\nwww.viry.example", id="un CCAS et un site"),
        pytest.param("Le Maire,\nJean PETIT", id="une fonction et un nom"),
        pytest.param("Pour le Maire et par délégation,\nL'adjointe au logement,\nSylvie GAUTHIER", id="une délégation"),
    ],
)
def test_une_signature_sans_formule_n_est_pas_du_texte(signature: str):
    lue = lecture(f"Nous acceptons ce logement.\n\n{signature}", auteur=AUTEUR)
    assert (lue.texte, lue.signature) == ("Nous acceptons ce logement.", signature)
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


@pytest.mark.parametrize(
    "fin",
    [
        pytest.param("Sylvie GAUTHIER", id="un nom inconnu, seul"),
        pytest.param("Mairie de Viry", id="une mairie, sans coordonnées"),
        pytest.param("Le maire,\nil refuse", id="une fonction, sans nom"),
        pytest.param("M. Roy\nLe loyer est trop cher.", id="un nom au milieu d'une phrase"),
        pytest.param("M. Roy\nMotif :", id="un nom au-dessus d'une annonce"),
        pytest.param("M. Roy\n" + "très " * 25 + "loin", id="un nom au-dessus d'une longue ligne"),
        pytest.param("Claire et Paul", id="le prénom de l'auteur et un autre"),
        pytest.param("M. R", id="deux initiales"),
        pytest.param("Le service technique doit valider\n04 50 00 00 00", id="un service qui doit valider"),
        pytest.param("Mairie de Viry\nvisite avant accord\n04 50 00 00 00", id="une condition dans le bloc"),
        pytest.param("Avis FAVORABLE\nSi le loyer baisse\n04 50 00 00 00", id="un avis sous condition"),
        pytest.param("M. Roy\n" + "a\n" * 30, id="un nom au-dessus de trente lignes"),
    ],
)
def test_ce_qui_n_est_pas_surement_une_signature_reste_du_texte(fin: str):
    lue = lecture(f"REFUSE\n\n{fin}", auteur=AUTEUR)
    assert (lue.texte, lue.signature) == (f"REFUSE\n\n{fin}".rstrip(), None)


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
def test_une_reserve_sous_une_mention_legale_retire_la_decision():
    lue = lecture("ACCEPTE\n\nCe message est confidentiel.\nIl est personnel.\n\nEn fait c'est trop grand")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("ACCEPTE\nEn fait c'est trop grand", ["ambigu"])


def test_une_mention_legale_posee_en_tete_ne_cache_pas_la_reponse():
    lue = lecture("Ce message est confidentiel.\n\nREFUSE")
    assert (lue.texte, lue.signature) == ("REFUSE", None)


def test_une_mention_legale_seule_ne_dit_rien():
    assert lecture("Ce message est confidentiel.").texte == ""


NOTICE = (
    "La collectivité n'accepte aucune responsabilité au titre de ce message, et refuse tout usage qui en serait fait"
)


@pytest.mark.parametrize(
    "dessous",
    [
        pytest.param(f"{NOTICE} ; {NOTICE}.", id="une longue notice"),
        pytest.param(f"AVERTISSEMENT : {NOTICE}", id="un avertissement"),
        pytest.param(f"Ce message est confidentiel.\n\n{NOTICE}", id="le deuxième alinéa d'une notice"),
        pytest.param("Nous contacter : 04 50 00 00 00", id="comment la contacter"),
        pytest.param("Je vous souhaite une bonne journée", id="une politesse de plus"),
        pytest.param("Uniquement sur rendez-vous", id="des horaires"),
    ],
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
        "-- \nL'absence de virus dans ce courrier a été vérifiée.",
    ],
    ids=lambda mention: mention.replace("\n", " ")[:40],
)
@pytest.mark.parametrize("signature", [None, "Cordialement,\nClaire"], ids=["sans signature", "sous la signature"])
def test_ce_qu_un_serveur_ajoute_n_est_a_personne(signature: str | None, mention: str):
    lue = lecture("\n\n".join(["Nous acceptons.", *([signature] if signature else []), mention]))
    assert (lue.texte, lue.signature) == ("Nous acceptons.", signature)
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


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
