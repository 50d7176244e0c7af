"""Broken and hostile mail: never an exception, time in proportion, the worst outcome is a person."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.reading.chaine import lire
from robot.reading.lecture import Lecture, Nature, Sens
from robot.reading.mime import analyser
from tests.reading.ecrire import courriel, dit, lecture, page

TAILLE = 60_000
BUDGET_S = 6.0  # per message, on a busy machine; a quadratic reader needs minutes


def corps(octets: bytes, entetes: str) -> bytes:
    return b"From: a@viry.example\nSubject: Re: x\n" + entetes.encode() + b"\n\n" + octets


@pytest.mark.parametrize(
    ("octets", "entetes"),
    [
        pytest.param("Refusé".encode(), "Content-Type: text/plain; charset=iso-8859-1", id="UTF-8 annoncé latin-1"),
        pytest.param("Refusé".encode("cp1252"), "Content-Type: text/plain; charset=utf-8", id="latin-1 annoncé UTF-8"),
        pytest.param("Refusé".encode(), "Content-Type: text/plain; charset=x-unknown", id="jeu inconnu"),
        pytest.param("Refusé".encode(), "Content-Type: text/plain; charset=zlib", id="un compresseur pour jeu"),
        pytest.param("Refusé".encode(), 'Content-Type: text/plain; charset="utf\0-8"', id="nul dans le jeu"),
        pytest.param("Refusé".encode(), "X: y", id="aucun jeu"),
        pytest.param("Refusé".encode("utf-16"), "Content-Type: text/plain; charset=utf-16", id="UTF-16"),
        pytest.param(
            "Refusé".encode("utf-16-be"), "Content-Type: text/plain; charset=utf-16", id="UTF-16 sans marque d'ordre"
        ),
        pytest.param(
            "Refusé".encode("utf-16-le"), "Content-Type: text/plain; charset=utf-16", id="UTF-16 à l'ordre de Windows"
        ),
        pytest.param(b"Refus+AOk-", "Content-Type: text/plain; charset=utf-7", id="UTF-7 d'un vieil Exchange"),
        pytest.param("Refusé".encode("mac-roman"), "Content-Type: text/plain; charset=x-mac-roman", id="un vieux Mac"),
        pytest.param("Refusé".encode("cp850"), "Content-Type: text/plain; charset=IBM850", id="un vieux DOS"),
        pytest.param("Refusé".encode("cp850"), "Content-Type: text/plain; charset=cp-850", id="un tiret de trop"),
        pytest.param("Refusé".encode(), "Content-Type: text/plain (corps); charset=utf-8", id="un type commenté"),
        pytest.param("RefusÃ©".encode(), "Content-Type: text/plain; charset=utf-8", id="UTF-8 lu deux fois"),
        pytest.param(b"Re\0fus\0\xe9", "Content-Type: text/plain", id="des octets nuls"),
        pytest.param(
            base64.b64encode("Refusé".encode())[:-1], "Content-Transfer-Encoding: base64", id="base64 sans remplissage"
        ),
        pytest.param(
            b"!!" + base64.b64encode("Refusé".encode()), "Content-Transfer-Encoding: base64", id="base64 sali"
        ),
        pytest.param(
            base64.b64encode("Refusé".encode()), "Content-Transfer-Encoding: base64 (RFC 2045)", id="un codage commenté"
        ),
        pytest.param(base64.b64encode("Refusé".encode()), 'Content-Transfer-Encoding: "BASE64";', id="un codage cité"),
        pytest.param(
            base64.b64encode(b"Re") + b"\n" + base64.b64encode("fusé".encode()),
            "Content-Transfer-Encoding: base64",
            id="deux base64 bout à bout",
        ),
        pytest.param(
            base64.b64encode("Refusé ".encode()) + b"\n\n--\nListe du CCAS, https://listes.example\n",
            "Content-Transfer-Encoding: base64",
            id="un pied de liste ajouté au base64",
        ),
        pytest.param(b"Refus=C3=A9=", "Content-Transfer-Encoding: quoted-printable", id="quoted-printable coupé"),
        pytest.param(
            b"--b\nContent-Type: text/plain\n\nRefus\xc3\xa9",
            "Content-Type: multipart/mixed; boundary=b",
            id="frontière finale absente",
        ),
        pytest.param(
            b"--b\nContent-Type: text/plain\n\nRefus\xc3\xa9\n--b--",
            "Content-Type: multipart/mixed",
            id="frontière non déclarée",
        ),
        pytest.param("Refusé".encode(), "Content-Type: multipart/alternative; boundary=b", id="multipart sans parties"),
        pytest.param("Refusé".encode(), "Content-Type: n'importe quoi", id="type absurde"),
    ],
)
def test_un_courriel_abime_se_lit_quand_meme(octets: bytes, entetes: str):
    assert dit(corps(octets, entetes)) == [(None, "refuse")]
    assert lire(corps(octets, entetes)).texte == "Refusé"


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("Bonjour,\n\nNous refusons ce logement.", id="une salutation"),
        pytest.param("Nous refusons ce logement.", id="plusieurs mots"),
    ],
)
def test_un_texte_en_clair_annonce_base64_se_lit_tel_quel(texte: str):
    assert dit(corps(texte.encode(), "Content-Transfer-Encoding: base64")) == [(None, "refuse")]


def test_un_pied_de_page_d_un_autre_jeu_n_abime_pas_le_texte():
    octets = "Refusé : trop élevé\n-- \n".encode() + "Message vérifié".encode("latin-1")
    lue = lire(corps(octets, "Content-Type: text/plain; charset=utf-8"))
    assert (lue.texte, lue.signature) == ("Refusé : trop élevé", "--\nMessage vérifié")


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        pytest.param("AC\u00adCEP\u200bTE", "accepte", id="traits d'union invisibles et espaces sans largeur"),
        pytest.param("REF\u3164U\u034fSE", "refuse", id="caractères de remplissage"),
        pytest.param("\u202aREFUSE\u202c", "refuse", id="une marque de direction sans effet"),
        pytest.param("\u202eACCEPTE", "ambigu", id="un mot montré à l'envers"),
        pytest.param("\u202eETPECCA\u202c", "ambigu", id="un mot écrit à l'envers pour être vu à l'endroit"),
        pytest.param("".join(f"{lettre}\u0336" for lettre in "ACCEPTE"), "ambigu", id="un mot barré lettre à lettre"),
        pytest.param("АССЕРТЕ", "ambigu", id="un mot en lettres cyrilliques"),
        pytest.param(
            "Merci" + "".join(chr(0xE0000 + ord(lettre)) for lettre in " ACCEPTE"), "ambigu", id="des étiquettes"
        ),
        pytest.param("ACCEPTE\n\ue001\nNon, REFUSE", "ambigu", id="notre propre marque de coupure"),
    ],
)
def test_on_lit_ce_qui_se_voit_brut_ou_ecrit_en_entites(texte: str, attendu: str):
    assert dit(courriel(texte)) == [(None, attendu)]
    assert dit(page(f"<pre>{texte}</pre>")) == [(None, attendu)]
    entites = "".join(lettre if lettre == "\n" else f"&#{ord(lettre)};" for lettre in texte)
    assert dit(page(f"<pre>{entites}</pre>")) == [(None, attendu)]


@pytest.mark.parametrize("saut", ["\r", "\r\n", "\f", "\v", "\u2028", "\u2029"], ids=repr)
def test_chaque_saut_de_ligne_en_est_un(saut: str):
    octets = corps(f"Bonjour{saut}REFUSE{saut}Merci".encode(), "Content-Type: text/plain; charset=utf-8")
    assert lire(octets).texte.split("\n")[1] == "REFUSE"
    assert dit(octets) == [(None, "refuse")]


@pytest.mark.parametrize(
    "en_tete",
    [
        pytest.param(b"X-Y: z\n" * 60_000, id="soixante mille en-têtes"),
        pytest.param(b"Cc: " + b"a@viry.example, " * 30_000 + b"\n", id="un en-tête sans fin"),
        pytest.param(b"X-Y: z\n" + b" z\n" * 100_000, id="un en-tête plié sans fin"),
    ],
)
def test_des_entetes_trop_longs_sont_passes_et_la_reponse_va_a_une_personne(en_tete: bytes):
    octets = b"From: a@viry.example\n" + en_tete + b"Subject: x\n\nREFUSE\n"
    assert lire(octets).texte == "REFUSE"
    assert dit(octets) == [(None, "ambigu")]
    partie = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + octets + b"--b--"
    assert dit(partie) == [(None, "ambigu")]


def test_des_entetes_juste_assez_courts_sont_lus():
    octets = b"From: a@viry.example\n" + b"X-Y: z\n" * 37_000 + b"\nREFUSE\n"
    assert dit(octets) == [(None, "refuse")]


@pytest.mark.parametrize(
    ("octets", "texte"),
    [
        pytest.param(b"J\x92accepte \x80", "J’accepte €", id="Windows-1252 annoncé latin-1"),
        pytest.param(b"\xab\xa0refus\xe9\xa0\xbb", "«\xa0refusé\xa0»", id="des guillemets qui ont l'air d'UTF-8"),
        pytest.param(b"Refus\xe9 \x81", "Refusé \x81", id="un octet que Windows-1252 ignore"),
        pytest.param("Refusé".encode()[:-1], "RefusÃ", id="un dernier signe coupé, seul"),
        pytest.param("é Refusé".encode()[:-1], "é Refus", id="un dernier signe coupé, après d'autres"),
    ],
)
def test_les_octets_sont_compris_au_mieux(octets: bytes, texte: str):
    assert lire(corps(octets, "Content-Type: text/plain; charset=iso-8859-1")).texte == texte


def test_des_fins_de_ligne_cr_seules():
    assert dit(courriel("REFUSE").replace(b"\n", b"\r")) == [(None, "refuse")]


def test_une_ligne_from_d_archive_et_des_entetes_8_bits():
    octets = b"From logement Tue May 19 10:02:00 2026\n" + courriel("REFUSE", objet="Réponse é").replace(
        "é".encode(), b"\xe9"
    )
    lue = lire(octets)
    assert (lue.objet, dit(octets)) == ("Réponse é", [(None, "refuse")])


def test_un_corps_sans_aucun_entete():
    assert lire(b"REFUSE\n").nature is Nature.REPONSE


def test_rien_du_tout():
    assert lire(b"").nature is Nature.ILLISIBLE


def test_dix_mille_parties_sont_coupees_et_jamais_devinees():
    octets = corps(b"--b\n\nACCEPTE\n" * 10_000, "Content-Type: multipart/mixed; boundary=b")
    assert len(analyser(octets).parties) <= 300
    assert {decision.sens for decision in lire(octets).decisions} == {Sens.AMBIGU}


def test_un_texte_enorme_n_est_jamais_devine():
    assert {d.sens for d in lecture("ACCEPTE\n" + "x\n" * 200_000).decisions} == {Sens.AMBIGU}


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("Bonjour\n" * 60 + "REFUSE", id="soixante bonjours avant un refus"),
        pytest.param("Le logement est petit, " * 600, id="une phrase de quatre pages"),
    ],
)
def test_l_objet_ne_decide_pas_pour_un_texte_qui_n_est_pas_lu_jusqu_au_bout(texte: str):
    assert dit(courriel(texte, objet="ACCEPTE V-2026-0042")) == [(None, "ambigu")]


def test_une_phrase_de_plus_de_six_cents_signes_laisse_un_doute():
    assert dit(courriel("Nous refusons ce logement car " + "le loyer, " * 58)) == [(None, "ambigu")]
    assert dit(courriel("Nous refusons ce logement car " + "le loyer, " * 57)) == [(None, "refuse")]


def test_des_points_de_conduite_ne_cachent_pas_la_reponse():
    lue = lecture("REFUSE " + "." * 1000 + "\nMotif : loyer trop élevé " + "_" * 200)
    assert [(decision.sens, decision.motif) for decision in lue.decisions] == [(Sens.REFUSE, "loyer trop élevé")]


def test_un_demi_caractere_ne_sort_jamais_de_la_lecture():
    lue = lire(b"From: a@viry.example\nSubject: =?utf-7?q?+2AA-?=\nContent-Type: text/plain; charset=utf-7\n\n+2AA-")
    assert (lue.objet + lue.texte).encode() == b"??"


def test_une_grosse_piece_jointe_ne_coute_rien():
    octets = courriel(
        "--b\nContent-Type: text/plain\n\nREFUSE\n--b\nContent-Type: application/pdf; name=a.pdf\n"
        "Content-Transfer-Encoding: base64\n\n" + ("A" * 76 + "\n") * 200_000 + "--b--",
        type_mime="multipart/mixed; boundary=b",
    )
    depart = time.process_time()
    assert dit(octets) == [(None, "refuse")]
    assert time.process_time() - depart < BUDGET_S


def test_le_texte_qui_suit_une_grosse_piece_jointe_est_lu():
    octets = courriel(
        "--b\nContent-Type: application/pdf; name=a.pdf\n\n"
        + "x" * 1_100_000
        + "\n--b\nContent-Type: text/plain\n\nREFUSE\n--b--",
        type_mime="multipart/mixed; boundary=b",
    )
    assert dit(octets) == [(None, "refuse")]


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        pytest.param(
            "<p>REFUSE : loyer < 500 exigé</p>", "REFUSE : loyer < 500 exigé", id="un « inférieur » n'ouvre rien"
        ),
        pytest.param(
            "<p>REFUSE <truc@viry.example></p>", "REFUSE <truc@viry.example>", id="une adresse sans échappement"
        ),
        pytest.param("<p>REFUSE</p><!-- ACCEPTE -->", "REFUSE", id="un commentaire"),
        pytest.param("<p>REFUSE</p><!-- ACCEPTE", "REFUSE", id="un commentaire sans fin"),
        pytest.param("<STYLE>ACCEPTE</style ><p>REFUSE", "REFUSE", id="une feuille de style"),
        pytest.param("<p>REFUSE</p><script>ACCEPTE", "REFUSE", id="un programme sans fin"),
        pytest.param("<p>RE<b>FU</b>SE", "REFUSE", id="un mot en morceaux"),
        pytest.param("REFUSE<br>Motif<br><br>loyer", "REFUSE\nMotif\n\nloyer", id="des sauts de ligne"),
        pytest.param("<pre>REFUSE\n  loyer</pre>", "REFUSE\n  loyer", id="un texte préformaté"),
        pytest.param("<table><tr><td>REFUSE<td>loyer</table>", "REFUSE loyer", id="des cellules sans fin"),
    ],
)
def test_ce_qu_une_page_montre(source: str, attendu: str):
    assert lire(page(source)).texte == attendu


def test_une_page_faite_pour_paraitre_citee_ne_decide_pas():
    assert dit(page("<blockquote>ACCEPTE</blockquote>")) == [(None, "ambigu")]
    assert dit(page("&gt; ACCEPTE")) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("style", "attendu"),
    [
        pytest.param("border:none;border-left:solid blue 1.5pt;padding:0cm", "ambigu", id="Outlook, barre bleue"),
        pytest.param("BORDER-LEFT: 1px solid #ccc", "ambigu", id="barre grise"),
        pytest.param("border-left:none", "refuse", id="pas de barre"),
        pytest.param("border-left-color:solid", "refuse", id="une couleur n'est pas une barre"),
    ],
)
def test_une_barre_a_gauche_est_une_citation(style: str, attendu: str):
    assert dit(page(f"<p>Bonjour,</p><div style='{style}'><p>REFUSE</p></div>")) == [(None, attendu)]


def test_la_bordure_d_un_tableau_n_est_pas_une_citation():
    assert dit(page("<table><tr><td style='border-left:1px solid red'>REFUSE</td></tr></table>")) == [(None, "refuse")]


def test_un_entete_injecte_dans_l_objet_reste_du_texte():
    lue = lire(b"From: a@viry.example\nSubject: =?utf-8?b?QQ0KRnJvbTogYkB2aXJ5LmV4YW1wbGU=?=\n\nREFUSE")
    assert (lue.objet, lue.expediteur) == ("A From: b@viry.example", "a@viry.example")


REPETITIONS = {
    motif: motif * (TAILLE // len(motif))
    for motif in (
        "a", " ", ">", "> \n", "@", "a@", "le 12 ", "le 12 mai 2026 a@b.fr\n", "De : a\n", "accepte ", "accepte\n", "nous ",
        "la commune de ", "V-2026-0042 ", "V-2026-0042 : ACCEPTE, ", "-", "-----\n", "_", "Cordialement ", "ce message ",
        "je suis ", "Motif : a\n", "e\u0301", "\ufdfa", "nous acceptons ", "avis ", "(", "\"", "\\", ": ", "On 2026 ",
    )
}  # fmt: skip
PAGES = {
    motif: motif * (TAILLE // len(motif))
    for motif in (
        "<",
        "<a ",
        '<a "',
        "<!--",
        "<div>",
        "<blockquote>",
        "<b>x<p>",
        "</i>",
        "<style>",
        "&",
        "&amp;",
        "<p style='",
        "<td>",
    )
}


def lire_dans_les_temps(octets: bytes) -> Lecture:
    depart = time.process_time()
    lue = lire(octets)
    assert time.process_time() - depart < BUDGET_S
    return lue


@pytest.mark.parametrize("texte", REPETITIONS.values(), ids=[repr(motif) for motif in REPETITIONS])
def test_un_texte_repete_se_lit_en_temps_lineaire(texte: str):
    assert lire_dans_les_temps(courriel(texte)).nature is Nature.REPONSE
    lire_dans_les_temps(courriel("x", objet=texte.replace("\n", " "), auteur=texte.replace("\n", " ")))
    lire_dans_les_temps(courriel(f"could not be delivered\n{texte}", auteur="mailer-daemon@viry.example"))


@pytest.mark.parametrize("motif", ["&a", "la commune de ", "oui, ", "candidat transm ", "accepte le ", "(a", "re : "])
def test_soixante_phrases_faites_pour_etre_lentes_se_lisent_dans_les_temps(motif: str):
    lire_dans_les_temps(courriel("\n".join([("nous acceptons " + motif * 300)[:590] + "."] * 60)))


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_une_page_repetee_se_lit_en_temps_lineaire(source: str):
    lire_dans_les_temps(page(source))


def test_des_balises_toutes_differentes_ne_se_reconstruisent_pas_a_chaque_paragraphe():
    lire_dans_les_temps(page("".join(f"<b a={i}>" for i in range(5000)) + "<p>x" * 10_000))


def test_un_multipart_qui_se_contient_lui_meme_s_arrete():
    lire_dans_les_temps(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 1500)


GRAINES = [
    courriel("REFUSE\nMotif : loyer\n\nCordialement,\nClaire"),
    page("<p>Nous <b>acceptons</b></p><blockquote>ACCEPTE ou REFUSE</blockquote>"),
    courriel("--b\n\nACCEPTE\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--", type_mime="multipart/report; boundary=b"),
    courriel("=41CCEPTE", entetes="Content-Transfer-Encoding: quoted-printable\nReferences: <a@b> <c@d>"),
]  # fmt: skip


@given(st.sampled_from(GRAINES), st.lists(st.tuples(st.integers(0, 600), st.binary(max_size=12)), max_size=8))
@settings(max_examples=300, deadline=None)
def test_des_octets_changes_ne_levent_jamais(graine: bytes, changements: list[tuple[int, bytes]]):
    octets = bytearray(graine)
    for position, morceau in changements:
        octets[position : position + len(morceau) // 2] = morceau
    assert isinstance(lire(bytes(octets)), Lecture)


@given(st.binary(max_size=600), st.sampled_from(["", "a.eml", "a.txt", "a.html"]))
@settings(max_examples=300, deadline=None)
def test_des_octets_quelconques_ne_levent_jamais(octets: bytes, nom: str):
    lue = lire(octets, nom=nom)
    assert lue.decisions or lue.nature is not Nature.REPONSE
