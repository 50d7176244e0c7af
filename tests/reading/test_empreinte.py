"""The fingerprint: the same message delivered twice is one message, two messages are never one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from robot.reading.courriel.destinations import jetons_vises
from robot.reading.courriel.empreinte import empreinte, empreinte_de_la_copie
from tests.reading.ecrire import chaque

ENTETES = (
    b"Message-ID: <1@viry74.example>\r\nFrom: Mairie <civil@viry74.example>\r\n"
    b"Date: Tue, 28 Apr 2026 10:00:00 +0200\r\nSubject: Re: Offre\r\n de logement\r\n"
)
CORPS = b"ACCEPTE\r\n\r\nCordialement\r\n"
MESSAGE = ENTETES + b"\r\n" + CORPS


@chaque(
    "seconde",
    {
        "passé par un autre serveur": b"Received: by mx2.example; Tue\r\n" + MESSAGE,
        "remis deux fois": b"Return-Path: <civil@viry74.example>\r\nDelivered-To: robot\r\n" + MESSAGE,
        "noté par un antispam": ENTETES
        + b"X-Spam-Score: 4.2\r\nAuthentication-Results: mx; dmarc=pass\r\n\r\n"
        + CORPS,
        "fins de ligne LF au lieu de CRLF": MESSAGE.replace(b"\r\n", b"\n"),
        "lignes vides ajoutées à la fin": MESSAGE + b"\r\n\r\n",
        "en-tête replié autrement": MESSAGE.replace(b"Offre\r\n de logement", b"Offre\r\n\tde   logement"),
        "casse du nom d'un en-tête": MESSAGE.replace(b"Message-ID:", b"Message-Id:"),
    },
)
def test_la_seconde_remise_du_meme_message_est_reconnue(seconde):
    assert empreinte(seconde) == empreinte(MESSAGE)


@chaque(
    "autre",
    {
        "même Message-ID, autre corps": MESSAGE.replace(b"ACCEPTE", b"REFUSE"),
        "même corps, autre Message-ID": MESSAGE.replace(b"<1@", b"<2@"),
        "autre expéditeur": MESSAGE.replace(b"civil@", b"pirate@"),
        "écrit une seconde plus tard": MESSAGE.replace(b"10:00:00", b"10:00:01"),
        "autre objet": MESSAGE.replace(b"Re: Offre", b"Re: Offre V-2026-0001"),
        "corps vide": ENTETES + b"\r\n",
        "sans en-tête": CORPS,
        "vide": b"",
    },
)
def test_deux_messages_differents_ne_sont_jamais_confondus(autre):
    assert empreinte(autre) != empreinte(MESSAGE)


def test_deux_textes_sans_en_tete_ne_sont_jamais_confondus():
    assert len({empreinte(b"ACCEPTE"), empreinte(b"REFUSE"), empreinte(b"")}) == 3


def test_une_ligne_du_corps_qui_ressemble_a_un_en_tete_compte_comme_corps():
    assert empreinte(ENTETES + b"\r\nFrom: a\r\n") != empreinte(ENTETES + b"From: a\r\n\r\n")


@given(st.binary(max_size=400))
def test_tout_octet_a_une_empreinte_stable(octets):
    assert empreinte(octets) == empreinte(octets)
    assert len(empreinte(octets)) == 64
    assert empreinte(b"X-Trace: 1\r\n" + ENTETES + b"\r\n" + octets) == empreinte(ENTETES + b"\r\n" + octets)


UN, DEUX = (f"v-2026-000{n}.1.{'a' * 26}" for n in (1, 2))


def test_une_copie_a_l_empreinte_de_ses_jetons_dans_n_importe_quel_ordre():
    copies = [("m", (UN,)), ("m", (DEUX,)), ("m", (UN, DEUX)), ("autre", (UN,))]
    assert len({empreinte_de_la_copie(marque, jetons) for marque, jetons in copies}) == 4
    assert empreinte_de_la_copie("m", (DEUX, UN)) == empreinte_de_la_copie("m", (UN, DEUX))


def test_les_jetons_d_une_copie_sont_ceux_des_adresses_ou_elle_a_ete_envoyee():
    entetes = f"Delivered-To: robot+{DEUX}@b.example\r\nTo: Robot <robot+{UN}@b.example>, robot@b.example\r\n"
    assert jetons_vises(f"{entetes}In-Reply-To: <offre.{DEUX[:-1]}b@b>\r\n\r\n{UN}".encode()) == (UN, DEUX)
