"""A message in parts: none is lost, none is made up, and one that is not read whole never decides."""

from __future__ import annotations

import base64

import pytest

from robot.reading.chaine import lire
from robot.reading.limites import ENTETES_MAX
from tests.reading.ecrire import chaque, courriel, dit

FRONTIERE = "f" * 45


def emboite(niveaux: int, texte: str) -> bytes:
    """A text inside as many multiparts as that."""
    corps = f"Content-Type: text/plain\n\n{texte}"
    for niveau in range(niveaux):
        corps = f'Content-Type: multipart/mixed; boundary="b{niveau}."\n\n--b{niveau}.\n{corps}\n--b{niveau}.--'
    return f"From: a@viry.example\n{corps}\n".encode()


def parties(corps: str) -> bytes:
    return courriel(corps, type_mime="multipart/mixed; boundary=b")


@chaque(
    ("octets", "texte"),
    {
        "des parties sans en-têtes": (parties("--b\n\nREFUSE\n--b--"), "REFUSE"),
        "un type replié par une tabulation": (
            courriel("--b\n\nREFUSE\n--b--", type_mime="multipart/mixed;\n\tboundary=b"),
            "REFUSE",
        ),
        "un pied après la dernière frontière": (parties("--b\n\nREFUSE\n--b--\n\nACCEPTE"), "REFUSE"),
        "la frontière au milieu d'une ligne": (parties("--b\n\nREFUSE\nNote --b\nfin\n--b--"), "REFUSE\nNote --b\nfin"),
        "une ligne qui commence comme la frontière": (
            parties("--b\n\nREFUSE\n--bis, donc\nfin\n--b--"),
            "REFUSE\n--bis, donc\nfin",
        ),
        "une longue frontière que la ligne prolonge": (
            courriel(
                f"--{FRONTIERE}\n\nREFUSE\n--{FRONTIERE}bis\nfin\n--{FRONTIERE}--",
                type_mime=f"multipart/mixed; boundary={FRONTIERE}",
            ),
            f"REFUSE\n--{FRONTIERE}bis\nfin",
        ),
        "dix niveaux de parties": (emboite(10, "REFUSE"), "REFUSE"),
        "une ligne d'archive protégée": (b">From logement Tue May 19 10:02:00 2026\n" + courriel("REFUSE"), "REFUSE"),
        "un corps sans ligne vide avant lui": (
            b"From: a@viry.example\nNotre choix : REFUSE\n",
            "Notre choix : REFUSE",
        ),
        "des lignes vides avant les en-têtes": (b"\r\n\n" + courriel("REFUSE"), "REFUSE"),
    },
)
def test_le_texte_des_parties(octets: bytes, texte: str):
    assert lire(octets).texte == texte


@pytest.mark.regle("R42")
@chaque(
    "octets",
    {
        "plus de douze niveaux": emboite(20, "ACCEPTE"),
        "un mégaoctet de lignes repliées avant un repentir": courriel(
            "ACCEPTE\n\n" + "=\n" * 600_000 + "Finalement, REFUSE",
            entetes="Content-Transfer-Encoding: quoted-printable",
        ),
    },
)
def test_une_partie_qui_n_est_pas_lue_jusqu_au_bout_ne_decide_pas(octets: bytes):
    assert [sens for _, sens in dit(octets)] == ["ambigu"]


@chaque(
    "octets",
    {
        "une photographie sans nom d'un mégaoctet": parties(
            f"--b\nContent-Type: text/plain\n\nREFUSE\n--b\nContent-Type: image/jpeg\n\n{'x' * 1_100_000}\n--b--"
        ),
        "un tableau joint d'un mégaoctet": parties(
            f"--b\nContent-Type: text/plain\n\nREFUSE\n--b\nContent-Type: text/csv; name=a.csv\n\n{'x;' * 550_000}\n--b--"
        ),
        "une longue conversation citée": courriel("REFUSE\n\n" + f"> {'un message ancien ' * 4}\n" * 1400),
        "rien que des en-têtes": b"From: a@viry.example\nSubject: REFUSE V-2026-0042\n",
        "des en-têtes sans fin de ligne": b"From: a@viry.example\nSubject: REFUSE V-2026-0042",
    },
)
def test_ce_qui_est_grand_ou_absent_autour_d_un_refus_ne_le_rend_pas_douteux(octets: bytes):
    assert [sens for _, sens in dit(octets)] == ["refuse"]


@chaque(
    ("octets", "jeu", "texte"),
    {
        "un vieux Japon": ("REFUSE 日本".encode("iso2022_jp"), "iso-2022-jp", "REFUSE 日本"),
        "une vieille Chine": ("REFUSE 中文".encode("hz"), "hz", "REFUSE 中文"),
        "UTF-16 sans marque, une lettre sur deux": ("Refusé 日本".encode("utf-16-be"), "utf-16", "Refusé 日本"),
        "UTF-16 sans marque, rien que du chinois": ("日本".encode("utf-16-be"), "utf-16", "日本"),
        "UTF-16 sans marque, au-dessus d'un trait": (
            "Refusé ───────── loyer".encode("utf-16-be"),
            "utf-16",
            "Refusé ───────── loyer",
        ),
        "UTF-16 de Windows, au-dessus d'un trait": (
            "Refusé ───────── loyer".encode("utf-16-le"),
            "utf-16",
            "Refusé ───────── loyer",
        ),
        "un jeu au nom accentué": ("Refusé".encode(), "latinÉ", "Refusé"),
    },
)
def test_des_jeux_rares(octets: bytes, jeu: str, texte: str):
    entetes = f"From: a@viry.example\nContent-Type: text/plain; charset={jeu}\n\n".encode()
    assert lire(entetes + octets).texte == texte


def test_le_texte_commence_ou_finissent_des_en_tetes_trop_nombreux():
    entetes = b"From: a@viry.example\nX: ".ljust(ENTETES_MAX - 1, b"x") + b"\n"
    assert lire(entetes + b"\nREFUSE\n\nLe loyer").texte == "REFUSE\n\nLe loyer"


def test_un_espace_avant_les_deux_points_ne_fait_pas_d_un_auteur_une_ligne_d_archive():
    lecture = lire(b"From : claire@viry.example\nSubject : Votre offre\n\nREFUSE")
    assert (lecture.expediteur, lecture.objet, lecture.texte) == ("claire@viry.example", "Votre offre", "REFUSE")


@pytest.mark.parametrize("texte", ["R", "RE", "REF", "REFU"])
def test_un_base64_sans_remplissage_garde_sa_derniere_lettre(texte: str):
    code = base64.b64encode(texte.encode()).rstrip(b"=")
    assert lire(b"From: a@viry.example\nContent-Transfer-Encoding: base64\n\n" + code).texte == texte


@chaque(
    ("objet", "lu"),
    {
        "un mot codé qui garde un signe égal": ("=?utf-8?q?loyer_=3D_500?=", "loyer = 500"),
        "un mot codé sur deux soulignés": ("=?utf-8?q?a__b?=", "a b"),
        "des octets qui ne sont pas du texte": ("Réponse 日", "Réponse 日"),
    },
)
def test_un_objet_se_lit(objet: str, lu: str):
    assert lire(courriel("Bonjour", objet=objet)).objet == lu
