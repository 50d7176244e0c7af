"""Bounces: refusals by a filter, addresses beyond ASCII, and people who only speak of one."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import chaque, courriel, lecture

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
@chaque(
    ("mots", "entetes"),
    {
        "Dovecot et Cyrus": (f"Your message to <{VIRY}> was automatically rejected:\n5.7.1 Non.", ""),
        "en français": ("Votre message a été refusé automatiquement : 5.7.1", ""),
        "dit par l'en-tête": ("5.7.1", "Auto-Submitted: auto-replied (rejected)"),
    },
)
def test_un_rejet_sieve_est_un_rebond_et_non_une_lecture(mots: str, entetes: str):
    lue = lire(accuse(mots, entetes))
    assert (lue.nature, lue.destinataire, lue.statut) == (Nature.REBOND, VIRY, "5.7.1")
    assert "offre@bailleur.example" in lue.fil
    assert lue.diagnostic == " ".join(mots.split())
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
@chaque(
    ("objet", "texte", "nature"),
    {
        "qui répond": ("Re: Offre", "Le loyer de 550 euros est trop élevé, la cave n'existe pas.", Nature.REPONSE),
        "qui refuse": ("V-2026-0042", "REFUSE, échec des précédentes offres.", Nature.REPONSE),
        "qui refuse plus bas": ("V-2026-0042", "Bonjour,\nNous refusons, 550 euros.", Nature.REPONSE),
        "un serveur": ("Re: Offre", "Error: no such user here\nRCPT TO: x@viry.example", Nature.REBOND),
        "un serveur, en français": ("Offre", f"Le message à {VIRY} : utilisateur inconnu.", Nature.REBOND),
    },
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


def rebond(texte: str, *autres: tuple[str, str], auteur: str = "mailer-daemon@mx.example", entetes: str = "") -> bytes:
    """A bounce outside the standard, with these words and these other parts."""
    corps = (("text/plain", texte), *autres)
    return parties(*corps, auteur=auteur, objet="Undelivered Mail", entetes=entetes)


RENDU = ("message/rfc822", f"From: offres@bailleur.example\nTo: {VIRY}\nSubject: Offre\n\nBonjour")


@pytest.mark.regle("C15", "R41")
@chaque(
    "texte",
    {
        "seule sur sa ligne, sous l'adresse d'un autre": (
            f"The mail of zoe@autre.example could not be delivered.\n\n{VIRY}\nuser unknown"
        ),
        "entre chevrons, sous une adresse d'aide": (
            f"Contact aide@mx.example for help.\nYour message to <{VIRY}> could not be delivered."
        ),
        "annoncée, après une autre": f"Delivery failed, zoe@autre.example says.\nFailed recipient: {VIRY}",
        "annoncée par la ligne du dessus": f"Delivery failed for zoe@autre.example\nThe following recipients:\n- x, {VIRY}",
        "annoncée deux lignes plus haut": (
            f"Message not delivered.\nRecipient addresses\n<{VIRY}>\nby zoe@autre.example"
        ),
        "la première de plusieurs": f"Could not deliver to:\n{VIRY}\nzoe@autre.example",
        "avant celle de l'expéditeur": f"Could not deliver: {VIRY}\nsender: zoe@autre.example",
        "suivie d'un point": f"Could not deliver the message to {VIRY}.",
        "parmi les robots": f"Could not deliver.\npostmaster@viry.example\nto {VIRY}",
        "loin avant une autre": f"Could not deliver:\n{VIRY}\n\n\n\n\n\nzoe@autre.example",
        "seule sur sa ligne, entre des signes": f"Could not deliver, says zoe@autre.example\n * <{VIRY}>",
        "annoncée par « recipients »": f"Could not deliver, says zoe@autre.example\nFailed recipients\nx {VIRY}",
        "annoncée par « addresses »": f"Could not deliver, says zoe@autre.example\nFailed addresses\nx {VIRY}",
        "annoncée par une parenthèse": f"Could not deliver, says zoe@autre.example\nFailed recipient (final)\nx {VIRY}",
        "devant une autre, sous des deux-points": f"Could not deliver: x {VIRY}\nHello:\ny zoe@autre.example",
        "devant une autre, à la ligne": f"Could not be delivered\nx {VIRY}\ny zoe@autre.example",
        "précédée de points": f"Could not deliver: ...{VIRY}",
        "loin de la nôtre": f"robot@bailleur.example\nCould not deliver the message to {VIRY}",
        "annoncée, derrière la nôtre": (
            f"Could not deliver, says zoe@autre.example\nFailed recipients:\nx robot@bailleur.example\nx {VIRY}"
        ),
        "loin derrière un « from »": f"Mail from your organisation could not be delivered, our server says, to {VIRY}",
        "la première, l'autre étant loin d'un « user »": (
            f"Could not deliver: x {VIRY}\nAny user may ask how this could happen by writing to the help desk at zoe@autre.example"
        ),
    },
)
def test_l_adresse_en_echec_est_la_mieux_placee(texte: str):
    lue = lire(rebond(texte))
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, VIRY)


@pytest.mark.regle("C15", "R41")
@chaque(
    "octets",
    {
        "dans le message rendu, quand le rapport ne nomme que l'aide": rebond(
            "Could not be delivered, contact aide@mx.example", RENDU
        ),
        "dans les en-têtes rendus": rebond("Could not be delivered.", ("text/rfc822-headers", RENDU[1])),
        "dans un champ collé plus bas": rebond(
            "Could not be delivered.", ("text/plain", f"> Final-Recipient: rfc822; {VIRY}\nAction: failed")
        ),
        "dans le rapport d'un rapport": rebond(
            "Could not be delivered.",
            (
                "message/rfc822",
                f"Content-Type: message/delivery-status\n\nOriginal-Recipient: rfc822; {VIRY}\nAction: failed",
            ),
        ),
        "réduite à son nom": rebond(
            "Your mail could not be delivered to:\n\n  logement\n", auteur="mailer-daemon@viry.example"
        ),
        "dans X-Original-To": rebond(
            "Could not be delivered.", ("text/rfc822-headers", f"X-Original-To: {VIRY}\nFrom: offres@bailleur.example")
        ),
    },
)
def test_l_adresse_en_echec_se_cherche_plus_loin(octets: bytes):
    lue = lire(octets)
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, VIRY)


def test_sans_adresse_aucune_n_est_inventee():
    octets = rebond("Could not be delivered.", ("text/rfc822-headers", "To: robot@bailleur.example\nFrom: x@y.example"))
    assert lire(octets).destinataire is None


@pytest.mark.parametrize("champ", ["Final-Recipient", "Original-Recipient", "X-Actual-Recipient"])
def test_chaque_champ_peut_nommer_l_adresse(champ: str):
    etat = f"Reporting-MTA: dns; mx\n\n{champ}: rfc822; {VIRY}\nAction: failed"
    corps = (("text/plain", "Failed."), ("message/delivery-status", etat))
    lue = lire(parties(*corps, genre="report", auteur="mx@mx.example"))
    assert (lue.destinataire, lue.preuve) == (VIRY, "Action: failed")


def test_sans_action_la_preuve_est_le_statut():
    etat = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {VIRY}\nStatus: 5.1.1"
    assert (
        lire(parties(("message/delivery-status", etat), genre="report", auteur="mx@mx.example")).preuve
        == "Action: 5.1.1"
    )


def test_l_adresse_de_qui_ecrit_le_rapport_n_est_pas_celle_qui_a_echoue():
    lue = lire(rebond(f"x@mx.example\nCould not deliver, y {VIRY}", auteur="Mail Delivery System <x@mx.example>"))
    assert lue.destinataire == VIRY


@pytest.mark.regle("R43")
@chaque(
    ("octets", "nature", "preuve"),
    {
        "un robot": (rebond("User unknown"), Nature.REBOND, "De : mailer-daemon@mx.example"),
        "un robot qui ne dit rien": (rebond(""), Nature.REBOND, "De : mailer-daemon@mx.example"),
        "un robot qui parle d'autre chose": (
            rebond("Bonjour, merci."),
            Nature.REPONSE,
            "aucun texte nouveau",
        ),
        "un objet de robot": (
            rebond("User unknown", auteur="x@mx.example", entetes="Return-Path: <>"),
            Nature.REBOND,
            "Objet : Undelivered Mail",
        ),
        "un message rendu": (
            parties(
                ("text/plain", "User unknown"),
                ("text/rfc822-headers", RENDU[1]),
                auteur="x@mx.example",
                objet="Votre message",
                entetes="Return-Path: <>",
            ),
            Nature.REBOND,
            "expéditeur d'enveloppe vide, message rendu",
        ),
        "un rapport qui cite notre objet": (
            parties(
                ("text/plain", "Utilisateur inconnu."),
                genre="report",
                objet="Re: Offre",
                auteur="postmaster@mx.example",
            ),
            Nature.REBOND,
            "De : postmaster@mx.example",
        ),
        "un serveur qui signe comme une personne": (
            courriel(
                "Bonjour,\n\nVotre courriel n'a pas pu être distribué au destinataire accueil@viry.example car ce compte a été "
                "supprimé.\n\nLe service informatique",
                objet="Message non distribué",
            ),
            Nature.REBOND,
            "« bonjour, votre courriel n'a pas pu etre distribue »",
        ),
    },
)
def test_un_rebond_hors_norme_dit_pourquoi_il_en_est_un(octets: bytes, nature: Nature, preuve: str):
    lue = lire(octets)
    assert (lue.nature, lue.preuve) == (nature, preuve)


@pytest.mark.regle("C15")
@chaque(
    ("texte", "nature"),
    {
        "un avertissement, malgré un code définitif": (
            f"Warning message only: {VIRY} 5.2.2 mailbox full",
            Nature.REBOND_TEMPORAIRE,
        ),
        "un avertissement qui parle de renoncer": (
            f"Warning only: {VIRY} was not reached, giving up in five days",
            Nature.REBOND_TEMPORAIRE,
        ),
        "un avertissement en français": (
            f"Votre message à {VIRY} n'a pas pu être remis. Il est inutile de le renvoyer.",
            Nature.REBOND_TEMPORAIRE,
        ),
        "inutile de renvoyer, l'adresse n'existe pas": (
            f"Votre message à {VIRY} n'a pas pu être remis : cette adresse n'existe pas. Inutile de le renvoyer.",
            Nature.REBOND,
        ),
        "un retard sans code": (f"Message to {VIRY} is deferred, delivery error", Nature.REBOND_TEMPORAIRE),
        "un retard, et un code définitif": (f"Message to {VIRY} deferred: 5.1.1 unknown user", Nature.REBOND),
        "un retard qui dure trop": (f"Could not deliver to {VIRY}: deferred too long", Nature.REBOND),
    },
)
def test_un_retard_n_est_pas_un_echec(texte: str, nature: Nature):
    assert lire(rebond(texte)).nature is nature


@chaque(
    "octets",
    {
        "l'en-tête Sender d'un robot": rebond(
            "User unknown", auteur="x@mx.example", entetes="Sender: mailer-daemon@mx.example"
        ),
        "une enveloppe vide et des en-têtes rendus": rebond(
            "User unknown", ("text/rfc822-headers", RENDU[1]), auteur="x@mx.example", entetes="Return-Path: <>"
        ),
        "une enveloppe sans adresse ni chevrons, et un message rendu": parties(
            ("text/plain", "User unknown"), RENDU, auteur="x@mx.example", objet="Offre", entetes="Return-Path: "
        ),
        "un objet de robot et une réponse dite automatique": rebond(
            "User unknown", auteur="x@mx.example", entetes="Auto-Submitted: auto-replied"
        ),
    },
)
def test_ce_qui_trahit_un_robot_postal(octets: bytes):
    assert lire(octets).nature is Nature.REBOND


@chaque(
    "octets",
    {
        "qui répond, sous un objet de robot": rebond(
            "User unknown, dites-vous ?",
            auteur="x@viry.example",
            entetes="Auto-Submitted: auto-replied\nIn-Reply-To: <a@bailleur.example>",
        ),
        "qui n'est pas automatique": rebond("User unknown", auteur="x@viry.example", entetes="Auto-Submitted: no"),
        "qui répond sans objet": courriel(
            "Votre courriel n'a pas été distribué aux élus, merci de le renvoyer.",
            objet="",
            entetes="In-Reply-To: <a@bailleur.example>",
        ),
        "qui parle d'échec sans objet": courriel("Échec du premier envoi : utilisateur inconnu ?", objet=""),
        "qui a seulement une enveloppe vide": parties(
            ("text/plain", "User unknown ?"), auteur="x@viry.example", objet="Bonjour", entetes="Return-Path: <>"
        ),
    },
)
def test_ce_qui_ne_suffit_pas_a_faire_un_robot(octets: bytes):
    assert lire(octets).nature is not Nature.REBOND


def test_le_diagnostic_garde_les_lignes_qui_portent_un_code():
    texte = "Bonjour,\nvotre courriel n'a pas pu être remis.\n550 5.1.1 inconnu\nAu revoir."
    assert lire(rebond(f"{texte}\n{VIRY}")).diagnostic == "550 5.1.1 inconnu"
    deux_codes = "550 5.1.1 inconnu\n\n554 5.7.1 refusé"
    assert lire(rebond(deux_codes)).diagnostic == "550 5.1.1 inconnu 554 5.7.1 refusé"
    sans_code = "Bonjour,\nvotre courriel n'a pas pu être remis.\nAu revoir."
    assert lire(rebond(sans_code)).diagnostic == "votre courriel n'a pas pu être remis."


@pytest.mark.parametrize("champ", ["Reply-To", "Return-Path", "From"])
def test_nos_adresses_de_retour_disent_de_quel_message_il_s_agit(champ: str):
    octets = rebond("User unknown", ("text/rfc822-headers", f"{champ}: offres+jeton@bailleur.example\nTo: {VIRY}"))
    assert "offres+jeton@bailleur.example" in lire(octets).fil
