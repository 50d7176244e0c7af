"""A text sent in several parts, in paragraphs that flow, or that nobody can read without a key."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import chaque, courriel, dit, lecture

PHOTO = (
    'Content-Type: image/jpeg; name="IMG_01.jpg"\nContent-Disposition: inline; filename="IMG_01.jpg"\n'
    "Content-Transfer-Encoding: base64\n\n" + ("/9j/4AAQ" * 9 + "\n") * 600
)
COUPE = "le message est trop long ou trop imbriqué pour être lu en entier"
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA8y\n-----END PGP MESSAGE-----"


def en_parties(*parties: str, type_mime: str = "multipart/mixed; boundary=b") -> bytes:
    """A message made of these parts; one without a type of its own is plain text."""
    corps = "".join(
        f"--b\n{partie if partie.startswith('Content-') else f'Content-Type: text/plain; charset=utf-8{chr(10) * 2}{partie}'}\n"
        for partie in parties
    )
    return courriel(f"{corps}--b--", type_mime=type_mime)


@pytest.mark.regle("R42")
def test_une_reserve_ecrite_sous_dix_photographies_retire_la_decision():
    octets = en_parties("ACCEPTE", *[PHOTO, "\n"] * 10, "En fait le maire a un doute.")
    assert lire(octets).texte.endswith("En fait le maire a un doute.")
    assert dit(octets) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@pytest.mark.parametrize("images", [299, 400])
def test_un_repentir_sous_trois_cents_images_revient_a_une_personne(images: int):
    lue = lire(en_parties("REFUSE", *["Content-Type: image/gif\n\nGIF89a"] * images, "Finalement, ACCEPTE"))
    assert [(decision.sens, decision.preuve) for decision in lue.decisions] == [(Sens.AMBIGU, COUPE)]


@pytest.mark.regle("R42")
def test_plus_de_parties_qu_on_n_en_lit_reviennent_a_une_personne():
    """Each is short enough; together they hide the last."""
    octets = en_parties("REFUSE", *[" " * 250_000] * 9, "Finalement, ACCEPTE")
    assert dit(octets) == [(None, "ambigu")]


@pytest.mark.regle("R42")
@chaque(
    "octets",
    {
        "seul": courriel(PGP),
        "sous une réponse en clair": courriel(f"REFUSE\n\n{PGP}"),
        "sous une longue lettre en clair": courriel("REFUSE\n" + "Le loyer est trop cher.\n" * 120 + PGP),
        "dans une partie sous la réponse": en_parties("REFUSE", PGP),
    },
)
def test_un_bloc_chiffre_laisse_un_doute(octets: bytes):
    assert [(d.sens, d.preuve) for d in lire(octets).decisions] == [(Sens.AMBIGU, "message chiffré (PGP)")]


@pytest.mark.regle("R42")
@chaque(
    "octets",
    {
        "S/MIME": courriel("MIAGCSqGSIb3DQEHA6CA", type_mime="application/pkcs7-mime; smime-type=enveloped-data"),
        "S/MIME d'un ancien Outlook": courriel("MIAGCSqGSIb3DQEHA6CA", type_mime="application/x-pkcs7-mime"),
        "PGP/MIME": en_parties(
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            f"Content-Type: application/octet-stream\n\n{PGP}",
            type_mime='multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
        ),
        "PGP/MIME qu'un serveur a rangé en pièces jointes": en_parties(
            "\n",
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            f'Content-Type: application/octet-stream; name="encrypted.asc"\n\n{PGP}',
        ),
        "une enveloppe vidée par un filtre": courriel(
            "", type_mime='multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b'
        ),
    },
)
def test_un_message_chiffre_attend_une_personne(octets: bytes):
    lue = lire(octets)
    assert lue.nature is Nature.ILLISIBLE
    assert "chiffré" in lue.preuve


@chaque(
    ("corps", "texte", "signature"),
    {
        "un paragraphe replié": (
            "Nous ne souhaitons pas \ndonner suite à cette offre.\nMerci",
            "Nous ne souhaitons pas donner suite à cette offre.\nMerci",
            None,
        ),
        "des lignes finies par leur auteur": ("REFUSE\nMotif : loyer", "REFUSE\nMotif : loyer", None),
        "un paragraphe que la citation interrompt": ("Nous refusons \n> ACCEPTE ou REFUSE", "Nous refusons", None),
        "un paragraphe que la signature interrompt": ("Nous refusons \n-- \nClaire", "Nous refusons", "--\nClaire"),
        "une ligne protégée par une espace": ("REFUSE\n From Viry", "REFUSE\nFrom Viry", None),
        "GroupWise": ("REFUSE\n\n>>> Bailleur <r@b.example> 19/05/2026 10:02 >>>\nACCEPTE", "REFUSE", None),
    },
)
def test_un_texte_qui_coule_est_recolle(corps: str, texte: str, signature: str | None):
    lue = lecture(corps, type_mime="text/plain; charset=utf-8; format=flowed")
    assert (lue.texte, lue.signature) == (texte, signature)


@chaque(
    ("parametres", "texte"),
    {
        "l'espace de la coupe est retirée": ("format=flowed; delsp=yes", "Nous refusons ce logement."),
        "l'espace de la coupe reste": ("format=flowed; delsp=no", "Nous refu sons ce logement."),
        "rien n'est dit de l'espace": ("format=flowed", "Nous refu sons ce logement."),
        "les lignes sont fixes": ("format=fixed; delsp=yes", "Nous refu\nsons ce logement."),
    },
)
def test_l_espace_de_la_coupe_est_celle_que_dit_le_message(parametres: str, texte: str):
    assert lecture("Nous refu \nsons ce logement.", type_mime=f"text/plain; charset=utf-8; {parametres}").texte == texte


def test_deux_signatures_se_lisent_l_une_sous_l_autre():
    lue = lecture("REFUSE\n\nCordialement,\nClaire\n\n> ACCEPTE ou REFUSE\n\nEnvoyé de mon iPhone")
    assert (lue.texte, lue.signature) == ("REFUSE", "Cordialement,\nClaire\nEnvoyé de mon iPhone")
