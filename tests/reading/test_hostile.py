"""Broken and hostile mail: never an exception, time in proportion, the worst outcome is a person."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.reading.chaine import lire
from robot.reading.courriel.mime import analyser
from robot.reading.lecture import Lecture, Nature, Sens
from robot.reading.limites import LIGNES_MAX
from tests.reading.ecrire import chaque, courriel, dit, lecture, page

TAILLE = 60_000
BUDGET_S = 6.0  # per message, on a busy machine; a quadratic reader needs minutes


def corps(octets: bytes, entetes: str) -> bytes:
    return b"From: a@viry.example\nSubject: Re: x\n" + entetes.encode() + b"\n\n" + octets


@chaque(
    ("octets", "entetes"),
    {
        "UTF-8 annoncé latin-1": ("Refusé".encode(), "Content-Type: text/plain; charset=iso-8859-1"),
        "latin-1 annoncé UTF-8": ("Refusé".encode("cp1252"), "Content-Type: text/plain; charset=utf-8"),
        "jeu inconnu": ("Refusé".encode(), "Content-Type: text/plain; charset=x-unknown"),
        "un compresseur pour jeu": ("Refusé".encode(), "Content-Type: text/plain; charset=zlib"),
        "nul dans le jeu": ("Refusé".encode(), 'Content-Type: text/plain; charset="utf\0-8"'),
        "aucun jeu": ("Refusé".encode(), "X: y"),
        "UTF-16": ("Refusé".encode("utf-16"), "Content-Type: text/plain; charset=utf-16"),
        "UTF-16 sans marque d'ordre": ("Refusé".encode("utf-16-be"), "Content-Type: text/plain; charset=utf-16"),
        "UTF-16 à l'ordre de Windows": ("Refusé".encode("utf-16-le"), "Content-Type: text/plain; charset=utf-16"),
        "UTF-7 d'un vieil Exchange": (b"Refus+AOk-", "Content-Type: text/plain; charset=utf-7"),
        "un vieux Mac": ("Refusé".encode("mac-roman"), "Content-Type: text/plain; charset=x-mac-roman"),
        "un vieux DOS": ("Refusé".encode("cp850"), "Content-Type: text/plain; charset=IBM850"),
        "un tiret de trop": ("Refusé".encode("cp850"), "Content-Type: text/plain; charset=cp-850"),
        "un type commenté": ("Refusé".encode(), "Content-Type: text/plain (corps); charset=utf-8"),
        "UTF-8 lu deux fois": ("RefusÃ©".encode(), "Content-Type: text/plain; charset=utf-8"),
        "des octets nuls": (b"Re\0fus\0\xe9", "Content-Type: text/plain"),
        "base64 sans remplissage": (base64.b64encode("Refusé".encode())[:-1], "Content-Transfer-Encoding: base64"),
        "base64 sali": (b"!!" + base64.b64encode("Refusé".encode()), "Content-Transfer-Encoding: base64"),
        "un codage commenté": (base64.b64encode("Refusé".encode()), "Content-Transfer-Encoding: base64 (RFC 2045)"),
        "un codage cité": (base64.b64encode("Refusé".encode()), 'Content-Transfer-Encoding: "BASE64";'),
        "deux base64 bout à bout": (
            base64.b64encode(b"Re") + b"\n" + base64.b64encode("fusé".encode()),
            "Content-Transfer-Encoding: base64",
        ),
        "un pied de liste ajouté au base64": (
            base64.b64encode("Refusé ".encode()) + b"\n\n--\nListe du CCAS, https://listes.example\n",
            "Content-Transfer-Encoding: base64",
        ),
        "quoted-printable coupé": (b"Refus=C3=A9=", "Content-Transfer-Encoding: quoted-printable"),
        "frontière finale absente": (
            b"--b\nContent-Type: text/plain\n\nRefus\xc3\xa9",
            "Content-Type: multipart/mixed; boundary=b",
        ),
        "frontière non déclarée": (
            b"--b\nContent-Type: text/plain\n\nRefus\xc3\xa9\n--b--",
            "Content-Type: multipart/mixed",
        ),
        "multipart sans parties": ("Refusé".encode(), "Content-Type: multipart/alternative; boundary=b"),
        "un jeu entre guillemets, avec un nul": (
            "Refusé".encode("cp850"),
            'Content-Type: text/plain; charset="ibm\0850"',
        ),
        "un jeu entre apostrophes": ("Refusé".encode("cp850"), "Content-Type: text/plain; charset='ibm850'"),
        "type absurde": ("Refusé".encode(), "Content-Type: n'importe quoi"),
    },
)
def test_un_courriel_abime_se_lit_quand_meme(octets: bytes, entetes: str):
    assert dit(corps(octets, entetes)) == [(None, "refuse")]
    assert lire(corps(octets, entetes)).texte == "Refusé"


@chaque(
    "texte",
    {
        "une salutation": "Bonjour,\n\nNous refusons ce logement.",
        "plusieurs mots": "Nous refusons ce logement.",
    },
)
def test_un_texte_en_clair_annonce_base64_se_lit_tel_quel(texte: str):
    assert dit(corps(texte.encode(), "Content-Transfer-Encoding: base64")) == [(None, "refuse")]


def test_un_pied_de_page_d_un_autre_jeu_n_abime_pas_le_texte():
    octets = "Refusé : trop élevé\n-- \n".encode() + "Message vérifié".encode("latin-1")
    lue = lire(corps(octets, "Content-Type: text/plain; charset=utf-8"))
    assert (lue.texte, lue.signature) == ("Refusé : trop élevé", "--\nMessage vérifié")


@pytest.mark.regle("R42")
@chaque(
    ("texte", "attendu"),
    {
        "traits d'union invisibles et espaces sans largeur": ("AC\u00adCEP\u200bTE", "accepte"),
        "caractères de remplissage": ("REF\u3164U\u034fSE", "refuse"),
        "une marque de direction sans effet": ("\u202aREFUSE\u202c", "refuse"),
        "un mot montré à l'envers": ("\u202eACCEPTE", "ambigu"),
        "un mot écrit à l'envers pour être vu à l'endroit": ("\u202eETPECCA\u202c", "ambigu"),
        "un mot barré lettre à lettre": ("".join(f"{lettre}\u0336" for lettre in "ACCEPTE"), "ambigu"),
        "un mot en lettres cyrilliques": ("АССЕРТЕ", "ambigu"),
        "des étiquettes": ("Merci" + "".join(chr(0xE0000 + ord(lettre)) for lettre in " ACCEPTE"), "ambigu"),
        "notre propre marque de coupure": ("ACCEPTE\n\ue001\nNon, REFUSE", "ambigu"),
    },
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


@chaque(
    "en_tete",
    {
        "soixante mille en-têtes": b"X-Y: z\n" * 60_000,
        "un en-tête sans fin": b"Cc: " + b"a@viry.example, " * 30_000 + b"\n",
        "un en-tête plié sans fin": b"X-Y: z\n" + b" z\n" * 100_000,
    },
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


@chaque(
    ("octets", "texte"),
    {
        "Windows-1252 annoncé latin-1": (b"J\x92accepte \x80", "J’accepte €"),
        "des guillemets qui ont l'air d'UTF-8": (b"\xab\xa0refus\xe9\xa0\xbb", "«\xa0refusé\xa0»"),
        "UTF-16 avec sa marque d'ordre": ("Refusé".encode("utf-16"), "Refusé"),
        "UTF-16 coupé au milieu d'un signe": (b"\xff\xfeR\0E\0F\0U\0S\0E\0A", "REFUSE\ufffd"),
        "un nul au milieu d'un mot": (b"RE\0FUSE", "REFUSE"),
        "UTF-8 lu deux fois, avec une apostrophe": ("J’accepte".encode().decode("cp1252").encode(), "J’accepte"),
        "ce qui ressemble à de l'UTF-8 lu deux fois": ("LISTE Ã VOIR 日".encode(), "LISTE Ã VOIR 日"),
        "un mot montré à l'envers": ("\u202eETPECCA\u202c REFUSE".encode(), "\ufffd" * 7 + " REFUSE"),
        "un mot barré, puis un autre": ("A\u0336C\u0336 REFUSE".encode(), "REFUSE"),
        "un octet que Windows-1252 ignore": (b"Refus\xe9 \x81", "Refusé \x81"),
        "un dernier signe coupé, seul": ("Refusé".encode()[:-1], "RefusÃ"),
        "un dernier signe coupé, après d'autres": ("é Refusé".encode()[:-1], "é Refus"),
    },
)
def test_les_octets_sont_compris_au_mieux(octets: bytes, texte: str):
    assert lire(corps(octets, "Content-Type: text/plain; charset=iso-8859-1")).texte == texte


@chaque(
    ("octets", "jeu", "texte"),
    {
        "Windows-1252 annoncé ASCII": (b"J\x92accepte \x80", "us-ascii", "J’accepte €"),
        "un octet ignoré, annoncé Windows-1252": (b"Refus\xe9 \x81", "windows-1252", "Refusé \x81"),
        "une apostrophe en UTF-16": ("J’accepte".encode("utf-16-be"), "utf-16", "J’accepte"),
        "une apostrophe en UTF-32": ("J’accepte".encode("utf-32-le"), "utf-32-le", "J’accepte"),
        "UTF-16 coupé": (b"\0R\0E\0F\0U\0S\0E\0\xe9A", "utf-16", "REFUSEé\ufffd"),
        "UTF-7 abîmé": (b"REFUSE +\xff", "utf-7", "REFUSE \ufffd"),
    },
)
def test_le_jeu_annonce_est_compris(octets: bytes, jeu: str, texte: str):
    assert lire(corps(octets, f"Content-Type: text/plain; charset={jeu}")).texte == texte


@chaque(
    ("brut", "objet"),
    {
        "un mot codé en deux morceaux": ("=?utf-8?q?REF?= =?utf-8?q?USE?=", "REFUSE"),
        "deux morceaux sur deux lignes": ("=?utf-8?q?REFUSE?=\n =?utf-8?q?_V-2026-0042?=", "REFUSE V-2026-0042"),
        "une langue après le jeu (RFC 2231)": ("=?ibm850*fr?q?R=82ponse?=", "Réponse"),
    },
)
def test_un_objet_code_se_lit(brut: str, objet: str):
    assert lire(f"From: a@viry.example\nSubject: {brut}\n\nBonjour".encode()).objet == objet


def test_un_base64_coupe_n_importe_ou_garde_ses_lettres_entieres():
    assert lire(corps(b"Tm91cyByZWZ1c29uc", "Content-Transfer-Encoding: base64")).texte == "Nous refuson"


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "entetes",
    [
        "Content-Type: text/plain\nContent-Disposition: attachment",
        "Content-Type: text/plain\nContent-Disposition: ATTACHMENT",
        'Content-Type: text/plain\nContent-Disposition: inline; filename="a.txt"',
        'Content-Type: text/plain; name="a.txt"',
    ],
    ids=repr,
)
def test_un_texte_joint_n_est_pas_la_reponse(entetes: str):
    octets = courriel(
        f"--b\nContent-Type: text/plain\n\nREFUSE\n--b\n{entetes}\n\nACCEPTE\n--b--",
        type_mime="multipart/mixed; boundary=b",
    )
    assert (lire(octets).texte, dit(octets)) == ("REFUSE", [(None, "refuse")])


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


@chaque(
    "octets",
    {
        "un texte énorme": courriel("ACCEPTE\n" + "x\n" * 200_000),
        "vingt mille lignes vides cachent un repentir": courriel(f"REFUSE{chr(10) * 20_002}Finalement, ACCEPTE"),
        "vingt mille sauts de ligne d'une page aussi": page(f"REFUSE{'<br>' * 20_002}Finalement, ACCEPTE"),
    },
)
def test_ce_qui_n_est_pas_lu_jusqu_au_bout_n_est_jamais_devine(octets: bytes):
    assert {d.sens for d in lire(octets).decisions} == {Sens.AMBIGU}


@chaque(
    "texte",
    {
        "des en-têtes de PGP": "-----BEGIN PGP SIGNED MESSAGE-----\n" + "Hash:\n" * LIGNES_MAX,
        "une bannière au bout": "\n" * (LIGNES_MAX - 2)
        + f"ATTENTION : ce courriel est externe, {'soyez prudent, ' * 3}\n" * 4,
    },
)
def test_un_texte_coupe_au_milieu_de_ce_qu_un_serveur_ajoute_ne_dit_rien(texte: str):
    assert (lecture(texte).texte, dit(courriel(texte))) == ("", [(None, "ambigu")])


@chaque(
    "texte",
    {
        "soixante bonjours avant un refus": "Bonjour\n" * 60 + "REFUSE",
        "une phrase de quatre pages": "Le logement est petit, " * 600,
        "une seule phrase trop longue": "Finalement non, " * 60,
    },
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


@chaque(
    ("source", "attendu"),
    {
        "un « inférieur » n'ouvre rien": ("<p>REFUSE : loyer < 500 exigé</p>", "REFUSE : loyer < 500 exigé"),
        "une adresse sans échappement": ("<p>REFUSE <truc@viry.example></p>", "REFUSE <truc@viry.example>"),
        "un commentaire": ("<p>REFUSE</p><!-- ACCEPTE -->", "REFUSE"),
        "un commentaire sans fin": ("<p>REFUSE</p><!-- ACCEPTE", "REFUSE"),
        "une feuille de style": ("<STYLE>ACCEPTE</style ><p>REFUSE", "REFUSE"),
        "un programme sans fin": ("<p>REFUSE</p><script>ACCEPTE", "REFUSE"),
        "un mot en morceaux": ("<p>RE<b>FU</b>SE", "REFUSE"),
        "des sauts de ligne": ("REFUSE<br>Motif<br><br>loyer", "REFUSE\nMotif\n\nloyer"),
        "un texte préformaté": ("<pre>REFUSE\n  loyer</pre>", "REFUSE\n  loyer"),
        "des cellules sans fin": ("<table><tr><td>REFUSE<td>loyer</table>", "REFUSE loyer"),
    },
)
def test_ce_qu_une_page_montre(source: str, attendu: str):
    assert lire(page(source)).texte == attendu


def test_une_page_faite_pour_paraitre_citee_ne_decide_pas():
    assert dit(page("<blockquote>ACCEPTE</blockquote>")) == [(None, "ambigu")]
    assert dit(page("&gt; ACCEPTE")) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@chaque(
    ("style", "attendu"),
    {
        "Outlook, barre bleue": ("border:none;border-left:solid blue 1.5pt;padding:0cm", "ambigu"),
        "barre grise": ("BORDER-LEFT: 1px solid #ccc", "ambigu"),
        "pas de barre": ("border-left:none", "refuse"),
        "une couleur n'est pas une barre": ("border-left-color:solid", "refuse"),
    },
)
def test_une_barre_a_gauche_est_une_citation(style: str, attendu: str):
    assert dit(page(f"<p>Bonjour,</p><div style='{style}'><p>REFUSE</p></div>")) == [(None, attendu)]


def test_la_bordure_d_un_tableau_n_est_pas_une_citation():
    assert dit(page("<table><tr><td style='border-left:1px solid red'>REFUSE</td></tr></table>")) == [(None, "refuse")]


def test_un_entete_injecte_dans_l_objet_reste_du_texte():
    lue = lire(b"From: a@viry.example\nSubject: =?utf-8?b?QQ0KRnJvbTogYkB2aXJ5LmV4YW1wbGU=?=\n\nREFUSE")
    assert (lue.objet, lue.expediteur) == ("A From: b@viry.example", "a@viry.example")


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
