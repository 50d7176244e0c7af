"""Bounces: refusals by a filter, addresses beyond ASCII, and people who only speak of one."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import courriel, lecture

VIRY = "logement@viry.example"


def parties(*corps: tuple[str, str], genre: str = "mixed", entetes: str = "", **options: str) -> bytes:
    """A message of several parts, each a type and a text."""
    jointes = "".join(f"--b\nContent-Type: {type_mime}\n\n{texte}\n" for type_mime, texte in corps)
    return courriel(f"{jointes}--b--", type_mime=f'multipart/{genre}; boundary="b"', entetes=entetes, **options)


def accuse(mots: str, entetes: str = "") -> bytes:
    """A read receipt with these words."""
    champs = f"Final-Recipient: rfc822; {VIRY}\nOriginal-Message-ID: <offre@bailleur.example>\nDisposition: x; deleted"
    return parties(
        ("text/plain", mots),
        ("message/disposition-notification", champs),
        genre="report; report-type=disposition-notification",
        entetes=entetes,
        objet="Avis",
    )


@pytest.mark.regle("C15", "R41")
@pytest.mark.parametrize(
    ("mots", "entetes"),
    [
        pytest.param(f"Your message to <{VIRY}> was automatically rejected:\n5.7.1 Non.", "", id="Dovecot et Cyrus"),
        pytest.param("Votre message a été refusé automatiquement : 5.7.1", "", id="en français"),
        pytest.param("5.7.1", "Auto-Submitted: auto-replied (rejected)", id="dit par l'en-tête"),
    ],
)
def test_un_rejet_sieve_est_un_rebond_et_non_une_lecture(mots: str, entetes: str):
    lue = lire(accuse(mots, entetes))
    assert (lue.nature, lue.destinataire, lue.statut) == (Nature.REBOND, VIRY, "5.7.1")
    assert "offre@bailleur.example" in lue.fil
    assert "5.7.1" in lue.diagnostic
    assert lue.preuve.startswith("Disposition: x; deleted")


def test_un_message_supprime_sans_etre_lu_est_un_accuse_de_lecture():
    assert lire(accuse("a été supprimé sans être lu")).nature is Nature.ACCUSE_LECTURE


def test_des_mots_de_rejet_sans_accuse_ne_sont_pas_un_rebond():
    assert lecture("Your mail was automatically rejected.").nature is Nature.REPONSE


def test_un_rapport_aux_adresses_internationales():
    etat = "Reporting-MTA: dns; mx\n\nFinal-Recipient: utf-8; rené@viry.example\nAction: failed\nStatus: 5.1.1"
    lue = lire(parties(("message/global-delivery-status", etat), genre="report", auteur="mx@mx.example"))
    assert (lue.nature, lue.destinataire, lue.statut) == (Nature.REBOND, "rené@viry.example", "5.1.1")


ETAT = "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; orientatoin@bailleur.example\nAction: failed\nStatus: 5.1.1"


@pytest.mark.regle("R43")
def test_qui_transfere_un_rebond_reste_une_personne():
    lue = lire(parties(("text/plain", "Nous refusons."), ("message/delivery-status", ETAT), objet="TR: Non remis"))
    assert lue.nature is Nature.REPONSE
    assert [decision.sens for decision in lue.decisions] == [Sens.REFUSE]


def test_un_robot_qui_oublie_multipart_report_est_cru():
    corps = (("text/plain", "Failed."), ("message/delivery-status", ETAT))
    octets = parties(*corps, auteur="mailer-daemon@mx.example", objet="Avis")
    assert lire(octets).nature is Nature.REBOND


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    ("objet", "texte", "nature"),
    [
        pytest.param(
            "Re: Offre", "Le loyer de 550 euros est trop élevé, la cave n'existe pas.", Nature.REPONSE, id="qui répond"
        ),
        pytest.param("V-2026-0042", "REFUSE, échec des précédentes offres.", Nature.REPONSE, id="qui refuse"),
        pytest.param("V-2026-0042", "Bonjour,\nNous refusons, 550 euros.", Nature.REPONSE, id="qui refuse plus bas"),
        pytest.param("Re: Offre", "Error: no such user here\nRCPT TO: x@viry.example", Nature.REBOND, id="un serveur"),
        pytest.param(
            "Offre", f"Le message à {VIRY} : utilisateur inconnu.", Nature.REBOND, id="un serveur, en français"
        ),
    ],
)
def test_qui_tient_postmaster_repond_aussi_aux_offres(objet: str, texte: str, nature: Nature):
    assert lecture(texte, objet=objet, auteur="Mairie <postmaster@viry.example>").nature is nature


def test_x_failed_recipients_ne_laisse_pas_de_doute():
    lue = lecture("REFUSE : unknown user", objet="Re: Offre", entetes=f"X-Failed-Recipients: {VIRY}")
    assert (lue.nature, lue.destinataire, lue.preuve) == (Nature.REBOND, VIRY, "X-Failed-Recipients")


def test_notre_adresse_a_detail_n_est_pas_celle_qui_a_echoue():
    octets = courriel(
        f"Le message de offres@bailleur.example pour {VIRY} : erreur 5.1.1.",
        objet="Avviso di mancata consegna",
        entetes="Return-Path: <>\nDelivered-To: offres+jeton@bailleur.example",
        auteur="pec@pec.example",
    )
    lue = lire(octets)
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, VIRY)


def test_un_serveur_qui_reessaiera_n_a_pas_renonce():
    texte = f"Unable to deliver to <{VIRY}>: quota exceeded (452 4.2.2), will retry for 3 days"
    lue = lecture(texte, objet="Mail failure", auteur="postmaster@mx.example")
    assert (lue.nature, lue.statut) == (Nature.REBOND_TEMPORAIRE, "4.2.2")
