"""By what a message is attached to one of ours, and who wrote it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from robot.reading.chaine import en_json, lire
from robot.reading.references import lire_references
from tests.reading.ecrire import chaque, courriel, lecture

JETON = "v-2026-0042.1." + "a2b3c4d5e6f7" * 2 + "ab"


def test_le_plus_proche_vient_d_abord():
    lue = lecture(
        "REFUSE",
        entetes=f"Cc: copie@viry.example\nDelivered-To: robot+{JETON}@bailleur.example\n"
        "In-Reply-To: <dernier@bailleur.example>\nReferences: <premier@bailleur.example>\n <dernier@bailleur.example>",
    )
    assert lue.fil == (
        "robot@bailleur.example",
        "copie@viry.example",
        f"robot+{JETON}@bailleur.example",
        "dernier@bailleur.example",
        "premier@bailleur.example",
    )


def test_un_identifiant_plus_long_qu_une_ligne_qu_un_programme_en_python_a_code_se_lit():
    """Its library writes `=?utf-8?q?=3C…=3E?=` where no encoded word may be."""
    long, suivant = (f"accuse_candidats.{JETON}.{marque * 16}@bailleur.example" for marque in "0f")
    message = EmailMessage()
    message["From"], message["To"] = "logement@viry.example", "robot@bailleur.example"
    message["In-Reply-To"], message["References"] = f"<{long}>", f"<{long}> <{suivant}>"
    message.set_content("REFUSE")
    octets = message.as_bytes()
    assert b"=?utf-8?" in octets
    assert lire(octets).fil == ("robot@bailleur.example", long, suivant)


@pytest.mark.parametrize(
    "entete",
    ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Resent-To"],
)
def test_le_jeton_se_lit_dans_chaque_entete_de_destination(entete: str):
    assert f"robot+{JETON}@bailleur.example" in lecture("x", entetes=f"{entete}: robot+{JETON}@bailleur.example").fil


@pytest.mark.parametrize(
    ("auteur", "attendu"),
    [
        ("Claire Martin <Logement@Viry.example>", "logement@viry.example"),
        ("logement@viry.example", "logement@viry.example"),
        ('"maire@viry.example" <pirate@ailleurs.example>', "pirate@ailleurs.example"),
        ("maire@viry.example <pirate@ailleurs.example>", "pirate@ailleurs.example"),
        ("a@viry.example, b@viry.example", ""),
        ("A <a@viry.example>, A <A@viry.example>", "a@viry.example"),
        ("=?utf-8?q?=3Cmaire=40viry.example=3E?= <pirate@ailleurs.example>", "pirate@ailleurs.example"),
        ("<a@viry.example> <b@viry.example>", ""),
        ("logement@viry.example (Claire Martin)", "logement@viry.example"),
        ("logement@viry.example(Claire)Martin", "logement@viry.example"),
        ("logement@viry.example(Claire)Martin, logement@viry.example", "logement@viry.example"),
        ("a@viry.example; b@viry.example", ""),
        ("Claire Martin <logement@viry.example", "logement@viry.example"),
        ("logement@viry.example <>", ""),
        ("(maire@viry.example) pirate@ailleurs.example", "pirate@ailleurs.example"),
        ('"maire@viry.example" pirate@ailleurs.example', "pirate@ailleurs.example"),
        ("", ""),
    ],
)
def test_l_auteur_est_une_seule_adresse(auteur: str, attendu: str):
    assert lire(courriel("Bonjour", auteur=auteur)).expediteur == attendu


def test_deux_entetes_from_ne_font_pas_un_auteur():
    assert lecture("REFUSE", entetes="From: autre@viry.example").expediteur == ""


@chaque(
    ("entetes", "attendu"),
    {
        "une assistante écrit pour le maire": ("Sender: Accueil <Accueil@viry.example>", "accueil@viry.example"),
        "l'auteur lui-même": ("Sender: logement@viry.example", ""),
        "deux à la fois ne sont personne": ("Sender: a@viry.example, b@viry.example", ""),
        "personne d'autre": ("X: y", ""),
    },
)
def test_qui_envoie_au_nom_de_l_auteur(entetes: str, attendu: str):
    lue = lecture("REFUSE", entetes=entetes)
    assert (lue.expediteur, lue.mandataire) == ("logement@viry.example", attendu)


def test_les_resultats_d_authentification_restent_dans_l_ordre():
    lue = lecture(
        "REFUSE", entetes="Authentication-Results: mx.a; dmarc=pass\nAuthentication-Results: mx.b; dmarc=fail"
    )
    assert lue.resultats_authentification == ("mx.a; dmarc=pass", "mx.b; dmarc=fail")


def test_l_objet_et_ses_references():
    lue = lecture("REFUSE", objet="=?utf-8?q?R=C3=A9=3A_V-2026-0042_et_v-2026-0043?=")
    assert (lue.objet, lue.references_objet) == ("Ré: V-2026-0042 et v-2026-0043", ("V-2026-0042", "V-2026-0043"))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("V-2026-0042", ("V-2026-0042",)),
        ("gf-2026-0412.", ("GF-2026-0412",)),
        ("(V-2026-0042)", ("V-2026-0042",)),
        *((f"V{tiret}2026{tiret}0042", ("V-2026-0042",)) for tiret in "\u2010\u2011\u2012\u2013\u2212"),
        ("V-2026-0042, V-2026-0042", ("V-2026-0042",)),
        ("téléphone 04-50-12-34-56", ()),
        ("le 2026-05-19", ()),
        ("le 19-05-2026", ()),
        ("NUD 074-0526-012345-678", ()),
        ("0740520260123456 74", ()),
        ("74580 Viry", ()),
        ("loi 2015-990", ()),
        ("robot+v-2026-0042.1.abc@bailleur.example", ()),
        ("AB-V-2026-0042-7", ()),
        ("ABCDEFGHI-2026-0042", ()),
        ("V-1789-0042", ()),
    ],
)
def test_ce_qui_est_une_reference(texte: str, attendu: tuple[str, ...]):
    assert lire_references(texte) == attendu


def test_json_du_contrat():
    assert en_json("a.eml", lecture("REFUSE : loyer\n\nCordialement")) == {
        "fichier": "a.eml",
        "nature": "reponse",
        "decisions": [{"reference": None, "decision": "refuse", "motif": "loyer", "preuve": "REFUSE : loyer"}],
        "texte": "REFUSE : loyer",
        "signature": "Cordialement",
        "destinataire": None,
        "statut": None,
    }


@pytest.mark.parametrize(("nom", "octets"), [("a.txt", b"From: x\n\nREFUSE"), ("a.HTML", b"<p>REFUSE</p>")])
def test_un_corps_seul_n_a_pas_d_entetes(nom: str, octets: bytes):
    lue = lire(octets, nom=nom)
    assert lue.expediteur == ""
    assert lue.texte.endswith("REFUSE")
