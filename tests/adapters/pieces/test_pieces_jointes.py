"""Whatever the attachment: what is missing is told, its name is safe, the message holds it whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.adapters import mime
from robot.adapters.pieces.piece import NOM_MAXIMUM, PieceFaite, nom_sur
from robot.domain.courriers import Fabrique
from robot.domain.ecriture import propre
from robot.ports import CourrierImpossible
from tests.adapters.pieces.atelier_d_essai import (
    INVITATION,
    LETTRE,
    RECU,
    SNE,
    TABLE,
    relire,
)

# --- any piece -------------------------------------------------------------------------------------


EXEMPLES = {
    Fabrique.TABLE_CANDIDATS: TABLE,
    Fabrique.LETTRE: LETTRE,
    Fabrique.INVITATION: INVITATION,
    Fabrique.TABLE_SNE: SNE,
}


@pytest.mark.parametrize("fabrique", Fabrique)
def test_une_piece_a_laquelle_il_manque_quelque_chose_est_impossible(faire, fabrique):
    with pytest.raises(CourrierImpossible, match=r"« manque\.pdf »"):
        faire(fabrique, {}, "manque.pdf")


def test_une_lettre_sans_gabarit_est_impossible(faire):
    with pytest.raises(CourrierImpossible, match="absent"):
        faire(Fabrique.LETTRE, LETTRE | {"gabarit": "absent"})


def test_les_memes_donnees_donnent_la_meme_piece(faire):
    for fabrique, donnees in EXEMPLES.items():
        assert faire(fabrique, donnees) == faire(fabrique, donnees)


# --- the name of a file ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ecrit", "sur"),
    [
        pytest.param("avis d'imposition 2026.pdf", "avis d'imposition 2026.pdf", id="un nom ordinaire reste"),
        pytest.param("../../etc/passwd", "-..-etc-passwd", id="un chemin n'en est plus un"),
        pytest.param("C:\\temp\\a.pdf", "C--temp-a.pdf", id="un chemin de Windows non plus"),
        pytest.param("a\r\nBcc: x@y.example\r\n\r\nb.pdf", "a Bcc- x@y.example b.pdf", id="pas de ligne d'en-tête"),
        pytest.param("facture\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "facturefdp.exe", id="pas de sens retourné"),
        pytest.param("avis.pdf. ", "avis.pdf", id="rien ne suit l'extension"),
        pytest.param("", "piece-jointe", id="un nom vide en reçoit un"),
        pytest.param("...", "piece-jointe", id="des points aussi"),
        pytest.param("é" * 300 + ".pdf", "é" * 96 + ".pdf", id="un nom trop long garde son extension"),
        pytest.param("é" * 300 + ".pdf. ", "é" * 96 + ".pdf", id="même suivie d'un point"),
    ],
)
def test_un_nom_de_fichier_sur(ecrit, sur):
    assert nom_sur(ecrit) == sur


@given(st.text(max_size=300))
def test_un_nom_sur_tient_sur_une_ligne_visible(nom):
    sur = nom_sur(nom)
    assert 1 <= len(sur) <= NOM_MAXIMUM
    assert sur == propre(sur)
    assert not set(sur) & set('\\/:*?"<>|')
    assert nom_sur(sur) == sur


# --- the message -----------------------------------------------------------------------------------


def test_sans_piece_le_message_n_a_que_ses_deux_rendus():
    lu = relire()
    assert lu.get_content_type() == "multipart/alternative"
    assert [partie.get_content_type() for partie in lu.iter_parts()] == ["text/plain", "text/html"]


def test_une_piece_vient_apres_les_deux_rendus():
    lu = relire(PieceFaite("dépôt.pdf", "application/pdf", RECU), PieceFaite("b.csv", "text/csv", b""))
    corps, premiere, seconde = lu.iter_parts()
    assert lu.get_content_type() == "multipart/mixed"
    assert [partie.get_content_type() for partie in corps.iter_parts()] == ["text/plain", "text/html"]
    assert [partie.get_content() for partie in corps.iter_parts()] == ["Bonjour à tous\r\n", "<p>Bonjour</p>\r\n"]
    assert (premiere.get_filename(), premiere.get_content_type()) == ("dépôt.pdf", "application/pdf")
    assert (premiere.get_content_disposition(), premiere.get_content()) == ("attachment", RECU)
    assert premiere["content-type"].params["name"] == "depot.pdf"
    assert (seconde.get_filename(), seconde.get_payload(decode=True)) == ("b.csv", b"")


def test_une_invitation_se_montre_et_se_joint():
    lu = relire(PieceFaite("commission.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\n", invitation=True))
    corps, jointe = lu.iter_parts()
    *_, agenda = corps.iter_parts()
    assert agenda.get_content_type() == "text/calendar"
    assert (agenda["content-type"].params["method"], agenda.get_content_charset()) == ("REQUEST", "utf-8")
    assert agenda.get_content_disposition() is None
    assert (jointe.get_content_type(), jointe.get_filename()) == ("application/ics", "commission.ics")
    assert jointe.get_payload(decode=True) == agenda.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\n"


@given(nom=st.text(max_size=150), octets=st.binary(max_size=300))
def test_aucun_nom_de_fichier_ne_deborde_de_son_en_tete(nom, octets):
    piece = PieceFaite(nom_sur(nom), "application/octet-stream", octets)
    lignes = mime.message([], "<1@a.example>", "", "", [piece]).split(b"\r\n")
    assert all(len(ligne) <= 78 for ligne in lignes if b"name" in ligne)
    _, jointe = relire(piece).iter_parts()
    assert jointe.keys() == ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]
    assert list(jointe["content-disposition"].params) == ["filename"]
    assert jointe.get_filename() == nom_sur(nom)
    assert jointe.get_content() == octets


@given(st.binary(max_size=2000))
def test_la_taille_encodee_est_celle_du_message(octets):
    seul = len(mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", b"")]))
    plein = len(mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", octets)]))
    # The body's last line end belongs to the boundary.
    assert plein - seul == max(mime.taille_encodee(len(octets)) - 2, 0)


def test_le_base64_a_des_lignes_de_76_signes():
    brut = mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", b"x" * 1000)])
    lignes = brut.split(b"\r\n\r\n")[-1].split(b"\r\n")[:-2]
    assert {len(ligne) for ligne in lignes[:-1]} == {76}
