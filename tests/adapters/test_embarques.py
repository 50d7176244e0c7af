"""The servers of the demo, spoken to by the standard library's clients."""

from __future__ import annotations

import email
import imaplib
import smtplib
import socket
from datetime import UTC, datetime

import pytest

from robot.adapters.messagerie.embarques import ServeursEmbarques, boite_de
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from tests.conftest import HorlogeReglable

LETTRE = b"Message-ID: <offre-1@robot>\r\nSubject: Offre\r\n\r\nBonjour\r\n"


def boite(embarques: ServeursEmbarques, adresse: str, mot_de_passe: str) -> BoiteImap:
    return BoiteImap(ReglagesImap(embarques.hote, embarques.port_imap, "aucune", adresse, mot_de_passe))


def lire(embarques: ServeursEmbarques, adresse: str, mot_de_passe: str) -> list[bytes]:
    with boite(embarques, adresse, mot_de_passe) as ouverte:
        return [recu.octets for recu in ouverte.relever({})]


def poster(
    embarques: ServeursEmbarques, de: str, a: str, *, mail: tuple[str, ...] = (), rcpt: tuple[str, ...] = ()
) -> None:
    with smtplib.SMTP(embarques.hote, embarques.port_smtp) as client:
        client.sendmail(de, a, LETTRE, mail_options=mail, rcpt_options=rcpt)


def test_une_adresse_a_jeton_arrive_dans_la_boite_avec_sa_trace(
    embarques: ServeursEmbarques, horloge: HorlogeReglable
) -> None:
    horloge.instant = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
    poster(embarques, "viry@viry.test", "Robot+v-2026-0001.1.abc@bailleur.test")
    with boite(embarques, "robot@bailleur.test", "pw-robot") as ouverte:
        (recu,) = ouverte.relever({})
    assert recu.recu_le == horloge.instant
    lu = email.message_from_bytes(recu.octets)
    assert lu["Return-Path"] == "<viry@viry.test>"
    assert lu["Delivered-To"] == "Robot+v-2026-0001.1.abc@bailleur.test"
    assert lu["Received"].endswith("Mon, 04 May 2026 07:30:00 +0000")
    assert recu.octets.endswith(LETTRE)


def test_un_correspondant_repond_par_de_vraies_prises(embarques: ServeursEmbarques) -> None:
    poster(embarques, "robot@bailleur.test", "viry@viry.test")
    with imaplib.IMAP4(embarques.hote, embarques.port_imap) as client:
        client.login("viry@viry.test", "pw-viry")
        assert client.select("INBOX")[1] == [b"1"]
    poster(embarques, "viry@viry.test", "robot+jeton@bailleur.test")
    assert len(lire(embarques, "robot@bailleur.test", "pw-robot")) == 1


def test_un_inconnu_est_refuse(embarques: ServeursEmbarques) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refus:
        poster(embarques, "robot@bailleur.test", "personne@viry.test")
    code, mots = refus.value.recipients["personne@viry.test"]
    assert (code, mots[:5]) == (550, b"5.1.1")
    assert embarques.journal == ()


@pytest.mark.regle("C15")
def test_un_rebond_arrive_apres_coup(embarques: ServeursEmbarques) -> None:
    embarques.faire_rebondir("balme@balme.test", statut="5.2.2", diagnostic="552 5.2.2 mailbox full")
    poster(
        embarques, "robot+jeton@bailleur.test", "balme@balme.test",
        mail=("RET=HDRS", "ENVID=offre/1+2Bx"), rcpt=("NOTIFY=SUCCESS,FAILURE,DELAY", "ORCPT=rfc822;balme@balme.test"),
    )  # fmt: skip
    (rebond,) = lire(embarques, "robot@bailleur.test", "pw-robot")
    lu = email.message_from_bytes(rebond)
    assert lu.get_content_type() == "multipart/report"
    assert lu.get_param("report-type") == "delivery-status"
    assert (lu["Return-Path"], lu["Delivered-To"]) == ("<>", "robot+jeton@bailleur.test")
    _, _, _, du_message, du_destinataire, rendu = lu.walk()
    assert du_message["Original-Envelope-Id"] == "offre/1+x"
    assert du_destinataire["Action"] == "failed"
    assert du_destinataire["Status"] == "5.2.2"
    assert du_destinataire["Diagnostic-Code"] == "smtp; 552 5.2.2 mailbox full"
    assert du_destinataire["Original-Recipient"] == "rfc822;balme@balme.test"
    assert "<offre-1@robot>" in rendu.as_string()
    assert "Bonjour" not in rendu.as_string()
    assert lire(embarques, "balme@balme.test", "pw-balme") == []


def test_une_adresse_qui_rebondit_n_a_pas_besoin_de_boite(embarques: ServeursEmbarques) -> None:
    embarques.faire_rebondir("mort@ailleurs.test")
    poster(embarques, "robot@bailleur.test", "mort@ailleurs.test")
    assert len(lire(embarques, "robot@bailleur.test", "pw-robot")) == 1


@pytest.mark.regle("R41")
@pytest.mark.parametrize(
    ("notifier", "avis"),
    [
        pytest.param(("NOTIFY=SUCCESS,FAILURE",), 1, id="demandé"),
        pytest.param(("NOTIFY=FAILURE",), 0, id="échec seulement"),
        pytest.param((), 0, id="rien demandé"),
    ],
)
def test_un_accuse_de_remise_ne_vient_que_si_on_le_demande(
    embarques: ServeursEmbarques, notifier: tuple[str, ...], avis: int
) -> None:
    embarques.confirmer_remise("viry@viry.test")
    poster(embarques, "robot@bailleur.test", "viry@viry.test", rcpt=notifier)
    poster(embarques, "robot@bailleur.test", "balme@balme.test", rcpt=notifier)
    recus = lire(embarques, "robot@bailleur.test", "pw-robot")
    assert len(recus) == avis
    assert all(b"Action: delivered" in recu and b"viry@viry.test" in recu for recu in recus)


def test_notify_never_fait_taire_le_rebond(embarques: ServeursEmbarques) -> None:
    embarques.faire_rebondir("balme@balme.test")
    poster(embarques, "robot@bailleur.test", "balme@balme.test", rcpt=("NOTIFY=NEVER",))
    assert lire(embarques, "robot@bailleur.test", "pw-robot") == []


def test_un_avis_ne_rebondit_pas_sans_fin(embarques: ServeursEmbarques) -> None:
    embarques.faire_rebondir("balme@balme.test")
    embarques.faire_rebondir("robot@bailleur.test")
    poster(embarques, "robot@bailleur.test", "balme@balme.test")
    assert [depot.expediteur for depot in embarques.journal] == ["robot@bailleur.test", ""]


def test_le_journal_garde_tout_a_son_heure(embarques: ServeursEmbarques, horloge: HorlogeReglable) -> None:
    embarques.faire_rebondir("balme@balme.test")
    poster(embarques, "robot@bailleur.test", "viry@viry.test")
    horloge.avancer(days=1)
    poster(embarques, "robot@bailleur.test", "balme@balme.test")
    un, deux, avis = embarques.journal
    assert un.octets == LETTRE
    assert (deux.instant - un.instant).days == 1
    assert avis.destinataires == ("robot@bailleur.test",)


def test_deposer_met_les_octets_tels_quels(embarques: ServeursEmbarques) -> None:
    octets = b"Subject: \xff\r\n\r\n.\r\n\xff\x00\r\n"
    embarques.deposer("viry@viry.test", octets)
    assert lire(embarques, "viry@viry.test", "pw-viry") == [octets]
    with pytest.raises(ValueError, match="boîte inconnue"):
        embarques.deposer("personne@nulle-part.test", octets)


def test_les_serveurs_s_arretent_et_rendent_leurs_ports(horloge: HorlogeReglable) -> None:
    with ServeursEmbarques({"robot@bailleur.test": "pw"}, horloge) as serveurs:
        ouverte = socket.create_connection((serveurs.hote, serveurs.port_imap))
        assert ouverte.recv(4) == b"* OK"
        ports = (serveurs.port_imap, serveurs.port_smtp)
    ouverte.close()
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


@pytest.mark.parametrize(
    ("adresse", "boite"),
    [
        pytest.param("robot@b.fr", "robot@b.fr", id="sans jeton"),
        pytest.param("Robot+V-1.1.abc@B.fr", "robot@b.fr", id="avec jeton et majuscules"),
        pytest.param("a+b+c@d.fr", "a@d.fr", id="deux plus"),
    ],
)
def test_la_boite_d_une_adresse(adresse: str, boite: str) -> None:
    assert boite_de(adresse) == boite
