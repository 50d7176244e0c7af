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
        "un guichet sans marques": f"Reply above this line.\n\n{OFFRE}",
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
    ],
)
def test_une_phrase_proche_d_une_citation_reste_du_texte(phrase: str):
    assert lecture(f"Bonjour,\n{phrase}").texte == f"Bonjour,\n{phrase}"


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
