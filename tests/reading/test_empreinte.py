"""The fingerprint: the same message delivered twice is one message, two messages are never one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.reading.empreinte import empreinte

ENTETES = (
    b"Message-ID: <1@viry74.example>\r\nFrom: Mairie <civil@viry74.example>\r\n"
    b"Date: Tue, 28 Apr 2026 10:00:00 +0200\r\nSubject: Re: Offre\r\n de logement\r\n"
)
CORPS = b"ACCEPTE\r\n\r\nCordialement\r\n"
MESSAGE = ENTETES + b"\r\n" + CORPS


@pytest.mark.parametrize(
    "seconde",
    [
        pytest.param(b"Received: by mx2.example; Tue\r\n" + MESSAGE, id="passé par un autre serveur"),
        pytest.param(b"Return-Path: <civil@viry74.example>\r\nDelivered-To: robot\r\n" + MESSAGE, id="remis deux fois"),
        pytest.param(
            ENTETES + b"X-Spam-Score: 4.2\r\nAuthentication-Results: mx; dmarc=pass\r\n\r\n" + CORPS,
            id="noté par un antispam",
        ),
        pytest.param(MESSAGE.replace(b"\r\n", b"\n"), id="fins de ligne LF au lieu de CRLF"),
        pytest.param(MESSAGE + b"\r\n\r\n", id="lignes vides ajoutées à la fin"),
        pytest.param(
            MESSAGE.replace(b"Offre\r\n de logement", b"Offre\r\n\tde   logement"), id="en-tête replié autrement"
        ),
        pytest.param(MESSAGE.replace(b"Message-ID:", b"Message-Id:"), id="casse du nom d'un en-tête"),
    ],
)
def test_la_seconde_remise_du_meme_message_est_reconnue(seconde):
    assert empreinte(seconde) == empreinte(MESSAGE)


@pytest.mark.parametrize(
    "autre",
    [
        pytest.param(MESSAGE.replace(b"ACCEPTE", b"REFUSE"), id="même Message-ID, autre corps"),
        pytest.param(MESSAGE.replace(b"<1@", b"<2@"), id="même corps, autre Message-ID"),
        pytest.param(MESSAGE.replace(b"civil@", b"pirate@"), id="autre expéditeur"),
        pytest.param(MESSAGE.replace(b"10:00:00", b"10:00:01"), id="écrit une seconde plus tard"),
        pytest.param(MESSAGE.replace(b"Re: Offre", b"Re: Offre V-2026-0001"), id="autre objet"),
        pytest.param(ENTETES + b"\r\n", id="corps vide"),
        pytest.param(CORPS, id="sans en-tête"),
        pytest.param(b"", id="vide"),
    ],
)
def test_deux_messages_differents_ne_sont_jamais_confondus(autre):
    assert empreinte(autre) != empreinte(MESSAGE)


def test_une_ligne_du_corps_qui_ressemble_a_un_en_tete_compte_comme_corps():
    assert empreinte(ENTETES + b"\r\nFrom: a\r\n") != empreinte(ENTETES + b"From: a\r\n\r\n")


@given(st.binary(max_size=400))
def test_tout_octet_a_une_empreinte_stable(octets):
    assert empreinte(octets) == empreinte(octets)
    assert len(empreinte(octets)) == 64
    assert empreinte(b"X-Trace: 1\r\n" + ENTETES + b"\r\n" + octets) == empreinte(ENTETES + b"\r\n" + octets)
