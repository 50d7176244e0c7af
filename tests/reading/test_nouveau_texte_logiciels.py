"""What each program puts around an answer, beyond the usual ones: quotations, forwards, separators of help desks."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from tests.reading.ecrire import OFFRE, OFFRE_CITEE, chaque, lecture, page

EXPEDITEUR = "Bailleur <robot@bailleur.example>"
CHAMPS = f"De : {EXPEDITEUR}\nEnvoyé : mardi 19 mai 2026 10:02\nÀ : Claire\nObjet : Offre"


@chaque(
    "citation",
    {
        "Courrier de Windows n'espace pas ses deux-points": f"De : Bailleur\nEnvoyé le :mardi 19 mai 2026 10:02\nÀ :Claire\nObjet :Offre\n\n{OFFRE}",
        "Zimbra cite avec des barres": "| De: Bailleur\n| À: Claire\n| Envoyé: Mardi 19 Mai 2026\n| Objet: Offre\n\n| ACCEPTE ou REFUSE",
        "Notes entoure son attribution de tirets": f"-----{EXPEDITEUR} a écrit : -----\n\n{OFFRE}",
        "Horde": f"----- Message de robot@bailleur.example ---------\n{CHAMPS}\n\n{OFFRE}",
        "Yahoo, sur la même ligne": f"Le mar., mai 19, 2026 à 10:02, {EXPEDITEUR} a écrit :   {OFFRE}",
        "un guichet français": f"=-=-=-= Pour répondre par courriel, écrivez au-dessus de cette ligne =-=-=-=\n\n{OFFRE}",
        "un guichet anglais": f"##- Please type your reply above this line -##\n\n{OFFRE}",
        "un guichet qui parle de la présente ligne": f"Répondez au-dessus de la présente ligne\n\n{OFFRE}",
        "un guichet sans marques": f"Reply above this line.\n\n{OFFRE}",
        "une attribution sans date ni chevrons": f"{EXPEDITEUR} a écrit :\n{OFFRE}",
        "une attribution dont la citation commence sur la même ligne": (
            "Le 19/05/2026, Bailleur a écrit :> Bonjour,\n> Nous vous proposons le logement."
        ),
        "une attribution loin au-dessus de la citation": (
            f"Le 19/05/2026, {EXPEDITEUR} a écrit :{chr(10) * 12}{OFFRE}"
        ),
        "une attribution dont la date vient après, sous un blanc": f"Bailleur a écrit le 19 mai 2026\n\n{OFFRE}",
        "un trait d'étoiles au-dessus de la citation": f"***\n{OFFRE_CITEE}",
        "une attribution sans date": f"Bailleur a écrit :\n{OFFRE_CITEE}",
        "Gnus": f"{EXPEDITEUR} writes:\n\n{OFFRE_CITEE}",
        "The Bat!": f"mardi 19 mai 2026, vous écriviez :\n\n{OFFRE_CITEE}",
    },
)
def test_une_citation_rare_ferme_le_texte(citation: str):
    lue = lecture(f"REFUSE : loyer\n\n{citation}")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("REFUSE : loyer", ["refuse"])


@pytest.mark.parametrize(
    "verbe", ["a écrit :", "a écrit:", "wrote:", "writes:", "écrivait :", "vous écriviez :", "schrieb:", "ha scritto:"]
)
def test_un_verbe_sans_date_annonce_une_longue_citation(verbe: str):
    assert lecture(f"REFUSE\n\nBailleur {verbe}\n{OFFRE_CITEE}").texte == "REFUSE"


@pytest.mark.parametrize(
    "phrase",
    [
        "Le maire a écrit :\nREFUSE",
        "Je l'écris au-dessus de cette ligne",
        "OK>",
        "Le 19 mai, la famille a écrit : nous venons",
        "12 > 3",
        "Visite le 12 mai 2026 :\nREFUSE",
        "Le 12 mai 2026, le maire a écrit le courrier de refus joint à ce message\nREFUSE",
        "Le 12 mai 2026 la famille\na visité,\na mesuré\nles chambres,\na hésité,\npuis a écrit :\nREFUSE",
    ],
)
def test_une_phrase_proche_d_une_citation_reste_du_texte(phrase: str):
    assert lecture(f"Bonjour,\n{phrase}").texte == f"Bonjour,\n{phrase}"


@chaque(
    "citation",
    {
        "au-dessus": "> ACCEPTE\nLe maire a écrit :\n> a\n> b\n> c",
        "en deux fois": "Le maire a écrit :\n> a\n> b\nnon\n\n> c\n> d",
    },
)
def test_des_lignes_citees_ici_et_la_laissent_leur_annonce(citation: str):
    assert "Le maire a écrit :" in lecture(f"REFUSE\n\n{citation}").texte


# A language where the verb comes last; no colon, no address: nothing but the verb tells it.
VERBES_SEULS = (
    *("a écrit", "wrote", "schrieb", "escribió", "ha scritto", "escreveu", "schreef", "skrev"),
    *("написал", "написал(а)", "írta", "đã viết"),
)


@pytest.mark.regle("R42")
@pytest.mark.parametrize("verbe", VERBES_SEULS)
def test_un_verbe_au_bout_d_une_ligne_datee_suffit(verbe: str):
    assert lecture(f"REFUSE\n\nLe 19/05/2026 10:02, Claire {verbe}\n\nACCEPTE").texte == "REFUSE"


@pytest.mark.parametrize("de", ["From", "Von", "Expéditeur", "Da", "Afzender"])
def test_l_auteur_et_la_date_suffisent_dans_chaque_langue(de: str):
    assert lecture(f"REFUSE\n\n{de}: Claire\nDate: 19/05/2026\nACCEPTE").texte == "REFUSE"


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "transfert",
    [
        "---------- Forwarded message ---------\nDe : Maire <maire@viry.example>",
        "----- Mail transféré -----\nDe: Maire",
        "----- Réacheminé par Claire MARTIN/VIRY le 19/05/2026 14:02 -----",
        "-------- Message transféré --------\nSujet : Re: Offre",
        "Début du message réexpédié :",
    ],
    ids=lambda transfert: transfert.split("\n", maxsplit=1)[0].strip("- ")[:30],
)
def test_la_reponse_d_un_autre_transferee_ne_decide_pas(transfert: str):
    lue = lecture(f"Bonjour,\n\n{transfert}\n\nREFUSE")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("Bonjour,", ["ambigu"])


@pytest.mark.regle("R42")
def test_un_transfert_de_gmail_en_html_n_est_pas_une_reponse():
    lue = lire(
        page(
            '<div>Bonjour,<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
            "De : <strong>Maire</strong><br>Date: mar. 19 mai 2026<br></div><br><div>REFUSE</div></div></div>"
        )
    )
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("Bonjour,", ["ambigu"])
