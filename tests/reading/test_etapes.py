"""The steps of the chain, each on the least that makes it decide, and the evidence that it gives."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import chaque, courriel, deux_versions, lecture, page

JETON = "v-2026-0042.1." + "a2b3c4d5e6f7" * 2 + "ab"
LISTE = "List-Id: <infos.viry.example>"
ENVELOPPES = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(30))
TROP_LONG = "le message est trop long ou trop imbriqué pour être lu en entier"


def avec(type_mime: str, contenu: str, texte: str = "Bonjour.", genre: str = "mixed") -> bytes:
    """A message with a text and another part."""
    corps = f"--b\nContent-Type: text/plain\n\n{texte}\n--b\nContent-Type: {type_mime}\n\n{contenu}\n--b--"
    return courriel(corps, type_mime=f'multipart/{genre}; boundary="b"')


@pytest.mark.regle("C15")
@chaque(
    ("entetes", "nature"),
    {
        "une liste, par son identifiant": (LISTE, Nature.AUTRE),
        "une liste, par son désabonnement": ("List-Unsubscribe: <mailto:x@viry.example>", Nature.AUTRE),
        "qui répond par une liste": (f"{LISTE}\nReferences: <offre@bailleur.example>", Nature.REPONSE),
        "qui répond à la dernière lettre": (f"{LISTE}\nIn-Reply-To: <offre@bailleur.example>", Nature.REPONSE),
        "qui écrit à l'adresse de l'offre": (f"{LISTE}\nDelivered-To: offres+{JETON}@bailleur.example", Nature.REPONSE),
    },
)
def test_une_liste_n_est_pas_une_reponse_sauf_de_qui_repond(entetes: str, nature: Nature):
    assert lecture("Nos actualités de mai", entetes=entetes).nature is nature


@chaque(
    ("octets", "nature", "preuve"),
    {
        "rien": (b"", Nature.ILLISIBLE, "message vide"),
        "un accusé, par son genre": (
            avec("text/plain", "lu", genre="report; report-type=disposition-notification"),
            Nature.ACCUSE_LECTURE,
            "disposition-notification",
        ),
        "un accusé, par sa partie": (
            avec("message/disposition-notification", "Disposition: x; displayed"),
            Nature.ACCUSE_LECTURE,
            "disposition-notification",
        ),
        "une plainte, par son genre": (
            avec("text/plain", "x", genre="report; report-type=feedback-report"),
            Nature.AUTRE,
            "rapport de plainte (feedback-report)",
        ),
        "une plainte, par sa partie": (
            avec("message/feedback-report", "Feedback-Type: abuse"),
            Nature.AUTRE,
            "rapport de plainte (feedback-report)",
        ),
        "notre lettre": (
            courriel("x", entetes=f"Message-ID: <offre.{JETON}@bailleur.example>"),
            Nature.AUTRE,
            "l'une de nos lettres est revenue (Message-ID)",
        ),
        "une boucle": (
            courriel("x", auteur="robot@bailleur.example", entetes="Auto-Submitted: auto-replied"),
            Nature.AUTRE,
            "un message automatique envoyé par sa propre destinataire : une boucle",
        ),
        "une réponse d'agenda": (
            avec("text/calendar; method=COUNTER", "BEGIN:VCALENDAR"),
            Nature.REPONSE_AUTOMATIQUE,
            "agenda : METHOD:COUNTER",
        ),
        "un refus de changer l'heure": (
            avec("application/ics", "BEGIN:VCALENDAR\nMETHOD:DECLINECOUNTER"),
            Nature.REPONSE_AUTOMATIQUE,
            "agenda : METHOD:DECLINECOUNTER",
        ),
        "un agenda sans méthode": (avec("text/calendar", "BEGIN:VCALENDAR"), Nature.AUTRE, "agenda : METHOD:?"),
        "une adresse qui ne lit rien": (
            courriel("Bonjour.", auteur="noreply@viry.example"),
            Nature.REPONSE_AUTOMATIQUE,
            "De : noreply@viry.example",
        ),
        "un texte enfermé": (
            avec("application/vnd.ms-tnef", "x", texte=""),
            Nature.ILLISIBLE,
            "le texte est enfermé dans winmail.dat",
        ),
    },
)
def test_une_etape_conclut_et_dit_pourquoi(octets: bytes, nature: Nature, preuve: str):
    lue = lire(octets)
    assert (lue.nature, lue.preuve, lue.decisions) == (nature, preuve, ())


@pytest.mark.regle("R42")
@chaque(
    ("octets", "preuve"),
    {
        "une invitation jointe à un refus": (
            avec("text/calendar", "METHOD:REQUEST", texte="REFUSE"),
            "une invitation accompagne la décision : REFUSE",
        ),
        "des mots autour d'un texte chiffré": (
            courriel("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\nACCEPTE"),
            "message chiffré (PGP)",
        ),
        "un accord sous trente enveloppes": (
            f"From: a@viry.example\n{ENVELOPPES}Content-Type: text/plain\n\nACCEPTE\n".encode(),
            TROP_LONG,
        ),
        "un texte trop long": (courriel("ACCEPTE\n" + "x" * 300_000), TROP_LONG),
        "un texte de trop de lignes": (courriel("ACCEPTE\n" + "x\n" * 200_000), TROP_LONG),
        "une image plus longue que ce qu'on lit, au milieu d'une page": (
            page(f"<p>ACCEPTE</p><img src='data:image/png;base64,{'x' * 300_000}'><p>Finalement nous refusons.</p>"),
            TROP_LONG,
        ),
        "une page de trop de lignes": (page(f"<p>ACCEPTE</p>{'<br>' * 25_000}<p>Finalement non.</p>"), TROP_LONG),
    },
)
def test_ce_qui_trouble_une_decision_va_a_une_personne(octets: bytes, preuve: str):
    lue = lire(octets)
    assert [(decision.sens, decision.preuve) for decision in lue.decisions] == [(Sens.AMBIGU, preuve)]


@pytest.mark.regle("R42")
def test_un_message_dont_la_fin_n_est_pas_arrivee_va_a_une_personne():
    lue = lire(courriel("ACCEPTE"), tronque=True)
    assert [(decision.sens, decision.preuve) for decision in lue.decisions] == [(Sens.AMBIGU, TROP_LONG)]
    assert (lue.texte, lue.coupe) == ("ACCEPTE", True)


@chaque(
    ("octets", "coupe"),
    {
        "un message ordinaire": (courriel("ACCEPTE"), False),
        "un texte trop long": (courriel("ACCEPTE\n" + "x" * 300_000), True),
        "un automate": (courriel("x" * 300_000, entetes="Auto-Submitted: auto-replied"), False),
    },
)
def test_une_reponse_dit_si_sa_fin_manque(octets: bytes, coupe: bool):
    assert lire(octets).coupe is coupe


@pytest.mark.parametrize(
    ("nom", "texte"),
    [
        ("a.txt", "Objet: <b>x</b>\n\nREFUSE"),
        ("A.TXT", "Objet: <b>x</b>\n\nREFUSE"),
        ("a.htm", "Objet: x REFUSE"),
        ("a.html", "Objet: x REFUSE"),
        ("a.eml", "REFUSE"),
    ],
)
def test_le_nom_du_fichier_dit_s_il_a_des_entetes(nom: str, texte: str):
    assert lire(b"Objet: <b>x</b>\n\nREFUSE", nom=nom).texte == texte


@pytest.mark.regle("C15")
@chaque(
    ("texte", "entetes", "non_lu"),
    {
        "une boîte que personne ne lit": ("Cette adresse n'est plus consultée.", "Auto-Submitted: auto-replied", True),
        "une absence": ("Je suis absente jusqu'au 2 juin.", "Auto-Submitted: auto-replied", False),
        "une personne qui le dit": ("Cette adresse n'est plus consultée. Nous hésitons.", "", False),
    },
)
def test_seul_un_automate_peut_dire_que_personne_ne_lit(texte: str, entetes: str, non_lu: bool):
    assert lecture(texte, entetes=entetes).non_lu is non_lu


def test_le_fil_et_l_identifiant_viennent_des_entetes():
    lue = lecture("REFUSE", entetes="Message-ID: <r1@viry.example>\nIn-Reply-To: <offre@bailleur.example>")
    assert lue.message_id == "r1@viry.example"
    assert "offre@bailleur.example" in lue.fil
    assert lecture("REFUSE").message_id == ""


def test_un_en_tete_sans_identifiant_ne_rattache_a_rien():
    lue = lecture("REFUSE", entetes="Message-ID: sans chevrons\nIn-Reply-To: votre lettre de mai")
    assert (lue.message_id, lue.fil) == ("", lecture("REFUSE").fil)


def test_le_texte_est_dans_la_page_quand_la_partie_texte_ne_fait_que_citer():
    lue = lire(deux_versions("> Nous vous proposons le logement V-2026-0042.", "<p>REFUSE, trop cher</p>"))
    assert lue.texte == "REFUSE, trop cher"
