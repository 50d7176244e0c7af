"""The two links against real Postfix and Dovecot: letters out, reports and replies in, encryption, login."""

from __future__ import annotations

import email
import email.policy
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.liaison import Securite
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.ports import Acheminement, Enveloppe, Issue, LiaisonIndisponible
from tests.adapters.liaisons_reelles import courrier, etat_de_remise, offre, parties, reglages_imap, relever_jusqu_a
from tests.relais import relais
from tests.serveurs import MOT_DE_PASSE, ServeursReels, fabriquer_certificats

pytestmark = pytest.mark.serveurs


@pytest.fixture
def boite(serveurs: ServeursReels) -> Iterator[BoiteImap]:
    with BoiteImap(reglages_imap(serveurs)) as boite:
        yield boite


@pytest.fixture
def facteur(serveurs: ServeursReels) -> Iterator[FacteurSmtp]:
    with FacteurSmtp(ReglagesSmtp("localhost", serveurs.ports.smtp, "aucune", delai_s=10)) as facteur:
        yield facteur


# --- letters out, reports in ------------------------------------------------------------------------------------------


@pytest.mark.regle("R41")
def test_un_accuse_de_remise_revient_et_se_lit(serveurs: ServeursReels, boite: BoiteImap, facteur: FacteurSmtp) -> None:
    cle = "offre/V-2026-0001/1/loyer=500+50"
    (envoi,) = facteur.envoyer([replace(offre(serveurs, "viry"), cle=cle)])
    assert (envoi.issue, envoi.statut) == (Issue.CONFIEE, "2.0.0")
    assert "queued as" in envoi.reponse
    (accuse,) = relever_jusqu_a(boite)
    etat = etat_de_remise(accuse)
    assert "Action: relayed" in etat
    assert "Original-Recipient: rfc822;viry@demo.test" in etat
    assert f"Original-Envelope-Id: {cle}" in etat
    assert b"Delivered-To: robot+jeton@demo.test" in accuse.octets


@pytest.mark.regle("C15")
def test_un_inconnu_rebondit_apres_coup(serveurs: ServeursReels, boite: BoiteImap, facteur: FacteurSmtp) -> None:
    (envoi,) = facteur.envoyer([offre(serveurs, "inconnu")])
    assert envoi.issue is Issue.CONFIEE
    (rebond,) = relever_jusqu_a(boite)
    etat = etat_de_remise(rebond)
    assert "Action: failed" in etat
    assert "Status: 5.1.1" in etat
    assert "<offre.inconnu@robot>" in parties(rebond)["text/rfc822-headers"].as_string()


@pytest.mark.regle("C15")
def test_sans_suivi_le_rebond_revient_quand_meme(
    serveurs: ServeursReels, boite: BoiteImap, facteur: FacteurSmtp
) -> None:
    list(facteur.envoyer([offre(serveurs, "inconnu", suivi=False)]))
    assert "Action: failed" in etat_de_remise(relever_jusqu_a(boite)[0])


def test_un_domaine_sans_route_est_refuse_sur_le_champ(serveurs: ServeursReels, facteur: FacteurSmtp) -> None:
    enveloppe = replace(offre(serveurs, "viry"), destinataire="logement@ailleurs.test")
    (envoi,) = facteur.envoyer([enveloppe])
    assert (envoi.issue, envoi.statut) == (Issue.REFUSEE, "5.4.4")


@pytest.mark.regle("C15")
def test_une_absence_de_sieve_arrive_avec_ses_marques(
    serveurs: ServeursReels, boite: BoiteImap, facteur: FacteurSmtp
) -> None:
    list(facteur.envoyer([offre(serveurs, "vac", suivi=False)]))
    (absence,) = relever_jusqu_a(boite)
    lu = email.message_from_bytes(absence.octets)
    assert lu["Auto-Submitted"] == "auto-replied (vacation)"
    assert lu["In-Reply-To"] == "<offre.vac@robot>"
    assert lu["Return-Path"] == "<>"


def test_vingt_lettres_partent_sur_peu_de_connexions(serveurs: ServeursReels, boite: BoiteImap) -> None:
    with relais(serveurs.ports.smtp) as fil:
        with FacteurSmtp(ReglagesSmtp("localhost", fil.port, "aucune", connexions=3, delai_s=10)) as facteur:
            envois = [
                envoi
                for tournee in range(2)
                for envoi in facteur.envoyer(
                    [offre(serveurs, "robot", cle=f"{tournee}/{n}", suivi=False) for n in range(10)]
                )
            ]
        assert fil.connexions <= 3
    assert {envoi.cle for envoi in envois} == {f"{tournee}/{n}" for tournee in range(2) for n in range(10)}
    assert {envoi.issue for envoi in envois} == {Issue.CONFIEE}
    assert len(relever_jusqu_a(boite, 20)) == 20


def test_coupure_apres_les_donnees_issue_inconnue_et_message_bien_parti(
    serveurs: ServeursReels, boite: BoiteImap
) -> None:
    fini = threading.Event()

    def du_client(octets: bytes) -> bytes:
        if octets.endswith(b"\r\n.\r\n"):
            fini.set()
        return octets

    def du_serveur(octets: bytes) -> bytes:
        if fini.is_set() and octets.startswith(b"250"):
            raise ConnectionResetError
        return octets

    with (
        relais(serveurs.ports.smtp, du_client=du_client, du_serveur=du_serveur) as fil,
        FacteurSmtp(ReglagesSmtp("localhost", fil.port, "aucune", connexions=1, delai_s=10)) as facteur,
    ):
        (envoi,) = facteur.envoyer([offre(serveurs, "robot", suivi=False)])
    assert envoi.issue is Issue.INCONNUE
    assert len(relever_jusqu_a(boite)) == 1


def test_les_acheminements_sont_dits_au_fur_et_a_mesure(serveurs: ServeursReels, facteur: FacteurSmtp) -> None:
    envois = facteur.envoyer([offre(serveurs, "viry", cle=str(n), suivi=False) for n in range(3)])
    premier: Acheminement = next(envois)
    assert premier.issue is Issue.CONFIEE
    assert len(list(envois)) == 2


@pytest.mark.regle("R43")
def test_une_reponse_ecrite_avec_mutt_arrive_avec_son_fil(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.ecrire_avec_mutt(
        de="viry",
        a=serveurs.adresse("robot+v-2026-0001.1.jeton"),
        objet="Re: Logement libéré à Viry",
        texte="ACCEPTÉ\n",
        en_reponse_a="<offre-1@robot>",
    )
    (reponse,) = relever_jusqu_a(boite)
    lu = email.message_from_bytes(reponse.octets, policy=email.policy.default)
    assert (lu["From"], lu["In-Reply-To"]) == ("Mairie viry <viry@demo.test>", "<offre-1@robot>")
    assert lu["Delivered-To"] == "robot+v-2026-0001.1.jeton@demo.test"
    assert lu["Subject"] == "Re: Logement libéré à Viry"
    assert lu["User-Agent"].startswith("Mutt")
    assert lu.get_content().split() == ["ACCEPTÉ"]


# --- encryption and login ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("securite", ["tls", "starttls", "aucune"])
def test_imap_s_ouvre(serveurs: ServeursReels, securite: Securite) -> None:
    with BoiteImap(reglages_imap(serveurs, securite=securite)) as boite:
        serveurs.deposer("robot", courrier())
        assert len(list(boite.relever({}))) == 1


@pytest.mark.parametrize(
    ("securite", "port", "identifiant"),
    [
        pytest.param("starttls", "smtp", None, id="starttls sans identification"),
        pytest.param("starttls", "soumission", "robot", id="starttls et identification"),
        pytest.param("tls", "smtps", "robot", id="tls d'emblée et identification"),
    ],
)
def test_smtp_s_ouvre(
    serveurs: ServeursReels, boite: BoiteImap, securite: Securite, port: str, identifiant: str | None
) -> None:
    reglages = ReglagesSmtp(
        "localhost", getattr(serveurs.ports, port), securite, identifiant, MOT_DE_PASSE, autorite=serveurs.autorite
    )
    with FacteurSmtp(reglages) as facteur:
        (envoi,) = facteur.envoyer([offre(serveurs, "robot", suivi=False)])
    assert envoi.issue is Issue.CONFIEE
    relever_jusqu_a(boite)


def panne_imap(reglages: ReglagesImap) -> str:
    with BoiteImap(reglages) as boite, pytest.raises(LiaisonIndisponible) as panne:
        list(boite.relever({}))
    return str(panne.value)


def panne_smtp(reglages: ReglagesSmtp, enveloppe: Enveloppe) -> str:
    with FacteurSmtp(reglages) as facteur, pytest.raises(LiaisonIndisponible) as panne:
        list(facteur.envoyer([enveloppe]))
    return str(panne.value)


@pytest.mark.parametrize("securite", ["tls", "starttls"])
def test_une_autorite_inconnue_est_refusee(serveurs: ServeursReels, tmp_path: Path, securite: Securite) -> None:
    fabriquer_certificats(tmp_path / "autre")
    autre = tmp_path / "autre" / "autorite.pem"
    port = serveurs.ports.smtps if securite == "tls" else serveurs.ports.smtp
    phrases = {
        panne_imap(replace(reglages_imap(serveurs, securite=securite), autorite=autre)),
        panne_imap(replace(reglages_imap(serveurs, securite=securite), autorite=None)),
        panne_smtp(ReglagesSmtp("localhost", port, securite, autorite=autre), offre(serveurs, "viry")),
        panne_smtp(ReglagesSmtp("localhost", port, securite, autorite=None), offre(serveurs, "viry")),
    }
    for phrase in phrases:
        assert "le certificat du serveur n'est pas reconnu" in phrase
        assert "si l'autorité est privée, indiquer son fichier" in phrase


@pytest.mark.parametrize("securite", ["tls", "starttls"])
def test_un_autre_nom_que_celui_du_certificat_est_refuse(serveurs: ServeursReels, securite: Securite) -> None:
    port = serveurs.ports.smtps if securite == "tls" else serveurs.ports.smtp
    imap = replace(reglages_imap(serveurs, securite=securite), hote="127.0.0.1")
    smtp = ReglagesSmtp("127.0.0.1", port, securite, autorite=serveurs.autorite)
    for phrase in (panne_imap(imap), panne_smtp(smtp, offre(serveurs, "viry"))):
        assert "le certificat du serveur porte un autre nom" in phrase


def test_tls_sur_un_port_en_clair_dit_quoi_ecrire(serveurs: ServeursReels) -> None:
    imap = replace(reglages_imap(serveurs, securite="tls"), port=serveurs.ports.imap)
    smtp = ReglagesSmtp("localhost", serveurs.ports.smtp, "tls", autorite=serveurs.autorite)
    for phrase in (panne_imap(imap), panne_smtp(smtp, offre(serveurs, "viry"))):
        assert "ne parle pas TLS sur ce port" in phrase


def test_un_mauvais_mot_de_passe_se_dit_sans_se_montrer(
    serveurs: ServeursReels, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Tr0mpé-secret"
    imap = replace(reglages_imap(serveurs, securite="starttls"), mot_de_passe=secret)
    smtp = ReglagesSmtp("localhost", serveurs.ports.soumission, "starttls", "robot", secret, autorite=serveurs.autorite)
    for phrase in (panne_imap(imap), panne_smtp(smtp, offre(serveurs, "viry"))):
        assert "identifiant ou mot de passe refusé pour « robot »" in phrase
        assert secret not in phrase
    assert secret not in repr(imap) + repr(smtp)
    assert secret not in caplog.text


def test_une_soumission_sans_identification_ne_condamne_personne(serveurs: ServeursReels) -> None:
    smtp = ReglagesSmtp("localhost", serveurs.ports.soumission, "starttls", autorite=serveurs.autorite)
    with FacteurSmtp(smtp) as facteur:
        (envoi,) = facteur.envoyer([offre(serveurs, "viry")])
    assert envoi.reponse.startswith("554 5.7.1")
    assert envoi.issue is Issue.REPORTEE
