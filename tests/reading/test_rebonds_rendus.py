"""Bounces: where the server's own words end, and the message that it returns."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature
from tests.reading.ecrire import chaque, courriel, lecture
from tests.reading.test_rebonds import VIRY, parties, rebond

OFFRE_RENDUE = f"""\
Date: Mon, 25 May 2026 09:00:00 +0200
To: {VIRY}

Bonjour, une question ?
zoe@autre.example
"""


@pytest.mark.regle("C15", "R41")
@chaque(
    "annonce",
    {
        "Exim": "------ This is a copy of the message, including all the headers. ------",
        "qmail": "--- Below this line is a copy of the message.",
        "Sendmail": "   ----- Original message follows -----",
        "MDaemon": "----- Message header follows -----",
        "Domino": "------- Returned Message --------",
        "un serveur français": "----- Message d'origine -----",
        "des en-têtes nus": "Received: from mx.bailleur.example by mx.viry.example",
    },
)
def test_les_adresses_de_la_lettre_rendue_ne_sont_pas_celle_qui_a_echoue(annonce: str):
    lue = lire(rebond(f"Your message to {VIRY} could not be delivered.\nuser unknown\n\n{annonce}\n{OFFRE_RENDUE}"))
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, VIRY)


@pytest.mark.regle("C15")
def test_un_serveur_parle_de_la_lettre_avant_de_la_rendre():
    lue = lire(rebond(f"Bonjour,\nVotre message d'origine n'a pas pu être remis à {VIRY}"))
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, VIRY)


@pytest.mark.regle("C15", "R41")
def test_un_rebond_n_a_parfois_qu_une_page():
    page = f"<p>Le message de zoe@autre.example n'a pas pu être remis :</p><blockquote>{VIRY}<br>550 5.1.1 inconnu</blockquote>"
    lue = lire(courriel(page, type_mime="text/html", auteur="mailer-daemon@mx.example", objet="Non remis"))
    assert (lue.nature, lue.destinataire, lue.diagnostic) == (Nature.REBOND, VIRY, "550 5.1.1 inconnu")


@pytest.mark.regle("C15")
@chaque(
    "rendu",
    {
        "la lettre": ("message/rfc822", "Message-ID:\n <offre@bailleur.example>\n\nBonjour"),
        "ses en-têtes": ("text/rfc822-headers", "Message-ID:\n <offre@bailleur.example>"),
        "ses en-têtes, sous un autre nom": ("message/rfc822-headers", "Message-ID: <offre@bailleur.example>"),
        "la lettre, internationale": ("message/global", "Message-ID: <offre@bailleur.example>\n\nBonjour"),
        "ses en-têtes, internationaux": ("message/global-headers", "Message-ID: <offre@bailleur.example>"),
        "ses en-têtes, sous un titre": (
            "text/rfc822-headers",
            "En-têtes de la lettre :\n\nMessage-ID: <offre@bailleur.example>",
        ),
        "la lettre, sous un titre": ("message/rfc822", "Lettre rendue :\n\nMessage-ID: <offre@bailleur.example>"),
        "ses en-têtes, collés": (
            "text/plain",
            f"To: {VIRY}\nMessage-ID: <offre@bailleur.example>\nFrom: offres@bailleur.example",
        ),
    },
)
def test_ce_qui_est_rendu_dit_de_quelle_lettre_il_s_agit(rendu: tuple[str, str]):
    assert "offre@bailleur.example" in lire(rebond("User unknown.", rendu)).fil


@pytest.mark.regle("C15", "R41")
def test_un_rapport_joint_en_texte_nomme_l_adresse():
    joint = ("message/rfc822", f"Subject: Undelivered\n\nFinal-Recipient: rfc822; {VIRY}\nAction: failed")
    assert lire(rebond("Could not be delivered.", joint)).destinataire == VIRY


def test_un_second_identifiant_d_enveloppe_n_est_pas_de_nous():
    groupe = f"Final-Recipient: rfc822; {VIRY}\nAction: failed"
    etat = f"Original-Envelope-Id: offre-1\n\n{groupe}\n\nOriginal-Envelope-Id: offre-2"
    fil = lire(parties(("message/delivery-status", etat), genre="report", auteur="mx@mx.example")).fil
    assert "offre-1" in fil
    assert "offre-2" not in fil


def test_un_titre_n_empeche_pas_de_lire_le_rapport():
    etat = f"*** Rapport de remise ***\nFinal-Recipient: rfc822; {VIRY}\nAction: failed\nStatus: 5.1.1\n\n*** Fin ***"
    lue = lire(parties(("message/delivery-status", etat), genre="report", auteur="mx@mx.example"))
    assert (lue.nature, lue.destinataire, lue.statut) == (Nature.REBOND, VIRY, "5.1.1")


def test_une_personne_n_a_pas_de_diagnostic():
    assert lecture("REFUSE").diagnostic == ""
