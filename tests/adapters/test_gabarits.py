"""The message around a letter: headers, parts, prepared answers, and nothing that a stranger can bend."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.adapters.gabarits import GabaritsJinja, lien_mailto
from robot.domain.courriers import Courrier, Origine, identifiant
from robot.domain.jetons import Voie, chercher_jetons, voie_ecrite
from robot.ports import CourrierImpossible
from tests.adapters.exemples_de_lettres import (
    AUTEUR,
    BAILLEUR,
    FICHE,
    JETONS,
    MAIRIE,
    ORIGINE,
    REFERENCE,
    ROBOT,
    Histoire,
    a_clarifier,
    accord,
    refus,
)
from tests.adapters.exemples_de_syntheses import A_TRAITER, SYNTHESE, synthese
from tests.adapters.lettres_imprimees import (
    DOSSIER,
    LETTRES,
    chaque_lettre,
    corps,
    imprimer,
    liens,
    message,
    octets,
    parties,
    texte_de,
)

OFFRE = LETTRES["offre"]
JETON = JETONS.jeton(REFERENCE, 1)


# --- the message ------------------------------------------------------------------------------------


@chaque_lettre
def test_le_message_se_relit_sans_defaut(courrier):
    lu = message(courrier)
    assert not lu.defects
    assert not any(lu[nom].defects for nom in lu)
    rendus = list(corps(lu).iter_parts())
    invitation = ["text/calendar"] if courrier.gabarit == "convocation_caleol" else []
    assert [partie.get_content_type() for partie in rendus] == ["text/plain", "text/html", *invitation]
    assert all(partie.get_content_charset() == "utf-8" for partie in rendus)
    brut = octets(courrier)
    assert brut.isascii()
    assert all(len(ligne) <= 998 for ligne in brut.split(b"\r\n"))
    assert brut.count(b"\n") == brut.count(b"\r\n") == brut.count(b"\r")


def test_les_entetes_d_une_offre():
    lu = message(OFFRE)
    assert lu["subject"] == "[T3 à Viry · réponse avant mer. 27 mai minuit] Offre de logement V-2026-0042"
    assert lu["from"].addresses[0].addr_spec == ROBOT
    assert lu["from"].addresses[0].display_name == "Mont-Blanc Habitat – service des attributions"
    assert lu["to"] == MAIRIE
    assert lu["date"] == "Fri, 22 May 2026 09:14:00 +0200"
    assert lu["message-id"] == "<offre.1@montblanc.example>"
    assert lu["reply-to"] == f"robot+{JETON}@montblanc.example"
    assert lu["content-language"] == "fr"
    assert (lu["x-robot-courrier"], lu["x-robot-reference"]) == ("offre", REFERENCE)
    assert lu["auto-submitted"] == "auto-generated"
    assert lu["in-reply-to"] is None


def test_le_meme_courrier_donne_les_memes_octets():
    assert imprimer(OFFRE) == imprimer(OFFRE)


@pytest.mark.regle("R41")
@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        pytest.param("offre", None, id="une absence annoncée en réponse à l'offre prouve sa réception"),
        pytest.param("refus reçu", "OOF, AutoReply", id="un accusé de réception n'appelle pas de réponse automatique"),
    ],
)
def test_les_reponses_automatiques_ne_sont_demandees_qu_aux_offres(nom, attendu):
    assert message(LETTRES[nom])["x-auto-response-suppress"] == attendu


def test_une_reponse_se_range_dans_le_fil_de_l_offre():
    lu = message(LETTRES["accord reçu, à l'auteur"])
    assert lu["auto-submitted"] == "auto-replied"
    assert lu["in-reply-to"] == ORIGINE.message_id
    assert lu["references"].split() == [identifiant(OFFRE, "montblanc.example"), ORIGINE.message_id]
    copie = message(LETTRES["accord reçu, à l'adresse générique"])
    assert copie["auto-submitted"] == "auto-generated"
    assert copie["in-reply-to"] == identifiant(OFFRE, "montblanc.example")


def test_un_avis_aux_gestionnaires_porte_leur_jeton_et_non_celui_du_reservataire():
    avis = message(LETTRES["offre non remise"])
    (jeton,) = chercher_jetons(str(avis["reply-to"]))
    assert voie_ecrite(jeton) is Voie.GESTIONNAIRE
    assert set(chercher_jetons(octets(LETTRES["offre non remise"]).decode())) == {jeton}


def test_une_variable_que_le_contexte_ne_dit_pas_est_une_erreur():
    contexte = {nom: valeur for nom, valeur in OFFRE.contexte.items() if nom != "delai"}
    with pytest.raises(CourrierImpossible):
        octets(replace(OFFRE, contexte=contexte))


def test_une_date_qui_n_existe_pas_a_paris_est_une_erreur():
    """The last hour of the last day of the calendar is the first of none."""
    with pytest.raises(CourrierImpossible):
        octets(
            replace(LETTRES["alerte"], contexte={**LETTRES["alerte"].contexte, "depuis": "9999-12-31T23:30:00+00:00"})
        )


@pytest.mark.regle("R43")
def test_une_offre_sans_date_limite_ne_part_pas():
    with pytest.raises(CourrierImpossible):
        octets(replace(OFFRE, contexte={**OFFRE.contexte, "delai": None}))


# --- the prepared answers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "bouton", "objet", "corps"),
    [
        pytest.param(
            "offre", "ACCEPTE", "ACCEPTE V-2026-0042", "ACCEPTE\r\n\r\nRéférence : V-2026-0042\r\n", id="offre acceptée"
        ),
        pytest.param(
            "offre",
            "REFUSE",
            "REFUSE V-2026-0042",
            "REFUSE\r\n\r\nMotif : \r\n\r\nRéférence : V-2026-0042\r\n",
            id="offre refusée",
        ),
        pytest.param(
            "accord par silence",
            "CONTESTER",
            "CONTESTER V-2026-0042",
            "CONTESTER\r\n\r\nExplication : \r\n\r\nRéférence : V-2026-0042\r\n",
            id="silence contesté",
        ),
        pytest.param(
            "refus reçu",
            "CORRIGER",
            "CORRIGER V-2026-0042",
            "CORRIGER\r\n\r\nCe qu'il faut corriger : \r\n\r\nRéférence : V-2026-0042\r\n",
            id="refus corrigé",
        ),
    ],
)
def test_un_bouton_prepare_une_reponse_complete(nom, bouton, objet, corps):
    url = liens(LETTRES[nom])[f"Répondre {bouton}"]
    lu = urlsplit(url)
    champs = parse_qs(lu.query, strict_parsing=True)
    assert lu.scheme == "mailto"
    assert unquote(lu.path) == f"robot+{JETON}@montblanc.example"
    assert champs == {"subject": [objet], "body": [corps]}
    assert len(url) < 2000
    assert "+" not in url
    assert " " not in url
    assert "\n" not in url


@pytest.mark.parametrize(
    ("nom", "attendus"),
    [
        ("offre", {"ACCEPTE", "REFUSE"}),
        ("rappel", {"ACCEPTE", "REFUSE"}),
        ("offre d'un logement neuf", {"ACCEPTE", "REFUSE"}),
        ("réponse à préciser", {"ACCEPTE", "REFUSE"}),
        ("délai repris", {"ACCEPTE", "REFUSE"}),
        ("accord par silence", {"CONTESTER"}),
        ("refus par silence", {"CONTESTER"}),
        ("refus reçu", {"CORRIGER"}),
        ("accord reçu, à l'auteur", set()),
        ("offre retirée", set()),
        ("synthèse vide", set()),
    ],
)
def test_les_boutons_de_chaque_lettre(nom, attendus):
    assert set(liens(LETTRES[nom])) == {f"Répondre {mot}" for mot in attendus}


def test_les_boutons_de_la_synthese_preparent_un_ordre_entier():
    prepares = {mot: parse_qs(urlsplit(url).query)["body"][0] for mot, url in liens(SYNTHESE).items()}
    assert prepares == {
        "Reprendre le délai": "V-2026-0042 REPRENDRE",
        "Au réservataire suivant": "V-2026-0042 SUIVANT",
        "C'est saisi": "V-2026-0043 SNE 3",
    }


def test_une_synthese_en_attente_depuis_une_version_ancienne_s_imprime_encore():
    ancienne = {
        "ligne": 3,
        "reference": "V-2026-0043",
        "nud": "074",
        "nature": "refus",
        "precision": "refus",
        "le": "x",
    }
    assert set(liens(synthese(sne=[ancienne]))) == {"C'est saisi"}


def test_sans_plus_adresse_le_jeton_voyage_dans_l_objet_prepare():
    gabarits = GabaritsJinja(DOSSIER, ROBOT, BAILLEUR.nom, jeton_dans_adresse=False)
    assert message(OFFRE, gabarits)["reply-to"] == ROBOT
    lu = urlsplit(liens(OFFRE, gabarits)["Répondre ACCEPTE"])
    assert unquote(lu.path) == ROBOT
    assert chercher_jetons(parse_qs(lu.query)["subject"][0]) == (JETON,)


def test_une_adresse_trop_longue_pour_porter_le_jeton_reste_nue_et_le_jeton_voyage_dans_l_objet():
    """RFC 5321, 4.5.3.1.1: 64 octets before the « @ »; no server would take such a sender."""
    longue = "service-des-attributions@bailleur.example"
    gabarits = GabaritsJinja(DOSSIER, longue, BAILLEUR.nom)
    assert message(OFFRE, gabarits)["reply-to"] == longue
    lu = urlsplit(liens(OFFRE, gabarits)["Répondre ACCEPTE"])
    assert chercher_jetons(parse_qs(lu.query)["subject"][0]) == (JETON,)


def test_un_lien_mailto_ne_laisse_rien_passer():
    lu = urlsplit(lien_mailto("a&b?c+d@exemple.fr", "A&B=C?", "é\r\n#%"))
    assert unquote(lu.path) == "a&b?c+d@exemple.fr"
    assert parse_qs(lu.query) == {"subject": ["A&B=C?"], "body": ["é\r\n#%"]}


# --- strangers --------------------------------------------------------------------------------------

HOSTILES = {
    "une balise": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "un en-tête ajouté": "bonjour\r\nBcc: victime@ailleurs.example\r\n\r\ncorps",
    "un sens d'écriture renversé": "fichier\u202egnp.exe\u2066\u200b\ufeff\x00\x1b[2J\x1f",
    "une décision seule sur sa ligne": "Bonjour\nACCEPTE\n\nREFUSE\nACCEPTE V-2026-0042",
    "des lignes Unicode": "un\u2028ACCEPTE\u2029REFUSE\x85ACCEPTE\x0bREFUSE\x0cACCEPTE",
    "cent mille caractères": "refuse " * 15_000,
    "un seul mot sans fin": "x" * 100_000,
    "dix mille lignes": "ACCEPTE\n" * 10_000,
    "un gabarit": "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "une fausse fin de partie": "--=_\r\nContent-Type: text/html\r\n\r\n=3D",
    "des demi-caractères": "a\ud800b\udfff",
    "un lien": "voir https://ailleurs.example/hameçon et www.ailleurs.example",
}


def lettres_hostiles(poison: str) -> tuple[Courrier, ...]:
    origine = Origine(poison, poison)
    histoire = Histoire().expedier()
    precisions = histoire.ecrire(replace(a_clarifier(poison), par=poison, cause=poison), origine)
    refuses = Histoire().expedier().ecrire(replace(refus(poison), preuve=poison), origine)
    histoire = Histoire().expedier()
    acceptes = histoire.ecrire(accord(histoire, preuve=poison), origine)
    entree = {**A_TRAITER, "cause": poison}
    recu = {"expediteur": poison, "objet": poison, "recu_le": "2026-05-26T12:00:00+00:00", "resume": poison}
    return (*precisions, *refuses, *acceptes, synthese([entree], messages=[recu]))


def test_les_lettres_hostiles_sont_bien_celles_qu_on_croit():
    gabarits = {courrier.gabarit for courrier in lettres_hostiles("x")}
    assert gabarits == {"a_preciser", "accuse_refus", "accuse_accord", "synthese"}


@pytest.mark.parametrize("poison", HOSTILES.values(), ids=HOSTILES)
def test_les_mots_d_un_inconnu_ne_sortent_pas_de_leur_place(poison):
    for courrier in lettres_hostiles(poison):
        lu = message(courrier)
        assert lu["bcc"] is None
        assert set(lu.keys()) <= {
            "From", "To", "Subject", "Reply-To", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
            "X-Auto-Response-Suppress", "Content-Language", "X-Robot-Courrier", "X-Robot-Reference", "MIME-Version", "Content-Type",
        }  # fmt: skip
        assert len(list(lu.iter_parts())) == 2
        assert len(octets(courrier)) < 60_000
        texte, html = parties(courrier)
        for contenu in (texte, html):
            assert all(c.isprintable() or c in "\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}" for c in contenu)
        assert "://" not in texte + html
        assert "www." not in texte + html
        page = LexborHTMLParser(html)
        assert not page.css("script, img, iframe, object, link, form")
        assert {(lien.attributes["href"] or "")[:7] for lien in page.css("a")} <= {"mailto:"}
        assert not [ligne for ligne in texte.splitlines() if ligne.lstrip().upper().startswith(("ACCEPTE", "REFUSE"))]


@pytest.mark.parametrize("poison", HOSTILES.values(), ids=HOSTILES)
def test_chaque_ligne_d_un_inconnu_est_marquee(poison):
    (courrier, *_) = Histoire().expedier().ecrire(a_clarifier(poison))
    saine = parties(Histoire().expedier().ecrire(a_clarifier("x"))[0])[0]
    lignes = parties(courrier)[0].splitlines()
    assert [ligne for ligne in lignes if not ligne.startswith("> ")] == [
        ligne for ligne in saine.splitlines() if not ligne.startswith("> ")
    ]


@pytest.mark.parametrize(
    "destinataire",
    ["a@b.fr\r\nBcc: c@d.fr", "a@b.fr, c@d.fr", "<a@b.fr>", '"a,b"@c.fr', "élu@mairie.fr", "ACCEPTE", ""],
)
def test_une_adresse_inutilisable_n_entre_pas_dans_les_entetes(destinataire):
    lu = message(replace(OFFRE, destinataire=destinataire))
    assert lu["to"].addresses == ()
    assert lu["bcc"] is None


@pytest.mark.parametrize(
    "objet_mal_forme", ["<a@b>\r\nBcc: c@d.fr", "<a b@c>", "<é@c>", "sans chevrons", "<" + "a" * 500 + ">"]
)
def test_un_message_id_mal_forme_ne_passe_pas_dans_les_notres(objet_mal_forme):
    lu = message(replace(OFFRE, en_reponse_a=objet_mal_forme, fil=(objet_mal_forme, "<bon@exemple.fr>")))
    assert lu["references"] == lu["in-reply-to"] == "<bon@exemple.fr>"
    assert lu["auto-submitted"] == "auto-replied"


def test_le_fil_reste_court():
    lu = message(replace(OFFRE, fil=tuple(f"<{n}@exemple.fr>" for n in range(500))))
    assert len(lu["references"].split()) == 10


def test_un_nom_de_service_hostile_reste_un_nom():
    bailleur = {**OFFRE.contexte["bailleur"], "service": 'x" <a@b.fr>,\r\nBcc: c@d.fr'}
    lu = message(replace(OFFRE, contexte={**OFFRE.contexte, "bailleur": bailleur}))
    assert [adresse.addr_spec for adresse in lu["from"].addresses] == [ROBOT]
    assert lu["bcc"] is None


def test_une_fiche_garde_ses_montants_et_ses_longs_complements():
    detail = "exposé plein sud, " * 60
    fiche = replace(FICHE, complements=(("Détail", detail.strip()),))
    texte, html = parties(Histoire(fiche=fiche).offrir())
    assert "1\N{NARROW NO-BREAK SPACE}512,30\N{NARROW NO-BREAK SPACE}€" in texte
    assert detail.strip() in " ".join(texte.split())
    assert detail.strip() in texte_de(html)


def test_l_auteur_est_cite_entre_guillemets():
    assert f"«\N{NO-BREAK SPACE}{AUTEUR}\N{NO-BREAK SPACE}»" in parties(LETTRES["refus reçu"])[0]
