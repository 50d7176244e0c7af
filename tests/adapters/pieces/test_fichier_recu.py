"""A file received leaves again as it came."""

from __future__ import annotations

import pytest

from robot.adapters.pieces.piece import nom_sur
from robot.domain.courriers import Fabrique
from robot.ports import CourrierImpossible
from tests.adapters.pieces.atelier_d_essai import (
    RECU,
    message_recu,
    relire,
)


def partie_du_fichier(brut: bytes) -> int:
    from robot.reading.courriel.pieces import pieces_jointes

    (piece,) = pieces_jointes(brut)
    return piece.partie


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("nom", "type_mime", "attendu"),
    [
        pytest.param("avis d'imposition.pdf", "application/pdf", "application/pdf", id="un avis d'imposition"),
        pytest.param("photo.JPG", "image/jpeg", "image/jpeg", id="une photo"),
        pytest.param("étrange.xyz", "x-y/z", "x-y/z", id="un type inconnu"),
        pytest.param("a.pdf", "application/octet-stream", "application/pdf", id="un PDF dont le type n'était pas dit"),
    ],
)
def test_un_fichier_recu_repart_tel_quel(faire, nom, type_mime, attendu):
    brut = message_recu(nom, type_mime)
    donnees = {"message": "abc", "partie": partie_du_fichier(brut)}
    piece = faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": brut})
    assert piece.octets == RECU
    assert piece.type_mime == attendu
    assert piece.nom == f"justificatif-1 - {nom_sur(nom)}"


@pytest.mark.regle("R73")
def test_un_message_transfere_repart_comme_un_fichier(faire):
    """No base64 may surround a message (RFC 2046, section 5.2.1): its type would make the whole letter invalid."""
    interieur = b"From: a@b.example\r\nSubject: attestation\r\n\r\nBonjour.\r\n"
    brut = b"\r\n".join(
        [
            b'From: x@viry.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="f"\r\n',
            b"--f\r\nContent-Type: text/plain\r\n\r\nVoici.",
            b'--f\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="a.eml"\r\n',
            interieur + b"\r\n--f--\r\n",
        ]
    )
    donnees = {"message": "abc", "partie": partie_du_fichier(brut)}
    piece = faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": brut})
    assert (piece.nom, piece.type_mime) == ("justificatif-1 - a.eml", "application/octet-stream")
    assert piece.octets == interieur
    _, jointe = relire(piece).iter_parts()
    assert jointe.get_content() == interieur


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("donnees", "dit"),
    [
        pytest.param({"message": "effacé", "partie": 1}, "a été effacé", id="le message a été effacé"),
        pytest.param({"message": "abc", "partie": 99}, "ne se retrouve plus", id="la partie n'existe pas"),
    ],
)
def test_un_fichier_recu_qui_manque_est_dit(faire, donnees, dit):
    with pytest.raises(CourrierImpossible, match=dit) as refus:
        faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": message_recu()})
    assert "justificatif-1" in str(refus.value)
