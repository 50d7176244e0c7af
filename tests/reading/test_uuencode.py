"""A file pasted into the text by an old program (uuencode) is an attachment; nothing typed hides behind one."""

from __future__ import annotations

from tests.reading.ecrire import chaque, lecture

UUENCODE = "begin 644 plan.jpg\n" + ("M" + "%" * 60 + "\n") * 2 + "#86)C\n`\nend"


def test_un_fichier_colle_par_uuencode_est_une_piece_jointe():
    assert lecture(f"REFUSE : loyer\n\n{UUENCODE}\nMerci").texte == "REFUSE : loyer\n\nMerci"


def test_un_fichier_uuencode_sans_fin_se_tait_quand_meme():
    assert lecture(f"REFUSE\n{UUENCODE[:120]}").texte == "REFUSE\n" + "M" + "%" * 38


@chaque(
    "suite",
    {
        "une phrase": "begin 644 plan.jpg\nNous refusons.",
        "un mot en capitales": "begin 644 plan.jpg\nREFUSE",
        "une phrase étrangère": "begin 2026 zijn we open",
        "rien": "begin 644 plan.jpg",
    },
)
def test_rien_d_ecrit_ne_se_cache_derriere_un_begin(suite: str):
    assert lecture(f"Bonjour,\n{suite}").texte == f"Bonjour,\n{suite}"


def test_une_ligne_en_capitales_autour_d_un_fichier_uuencode_reste_lue():
    """Sixty-nine characters: as long as a line of such a file that begins with R."""
    capitales = "REFUSE LE LOGEMENT : TROP LOIN DES ECOLES, SANS BUS, ET TROP CHER TTC"
    lue = lecture(f"{capitales}\n{UUENCODE}\n{capitales}")
    assert lue.texte == f"{capitales}\n{capitales}"


def test_une_phrase_au_milieu_d_un_fichier_uuencode_reste_lue():
    lignes = UUENCODE.split("\n")
    assert lecture("\n".join([*lignes[:2], "REFUSE", *lignes[2:]])).texte == "REFUSE"
