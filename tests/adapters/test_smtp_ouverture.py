"""A way out that does not open: each cause is named, and a link that failed is not pestered."""

from __future__ import annotations

import re
import socket
from dataclasses import replace

import pytest

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.ports import Issue, LiaisonIndisponible
from tests.adapters.smtp_d_essai import offre, reglages
from tests.conftest import Chrono
from tests.relais import relais


def panne(reglages: ReglagesSmtp) -> str:
    with FacteurSmtp(reglages) as facteur, pytest.raises(LiaisonIndisponible) as prise:
        list(facteur.envoyer([offre()]))
    return str(prise.value)


def test_hote_inconnu() -> None:
    assert "smtp.inexistant.invalid, port 587 : nom d'hôte inconnu" in panne(
        ReglagesSmtp("smtp.inexistant.invalid", 587, "starttls")
    )


@pytest.mark.parametrize("hote", ["127.0.0.1", "localhost"])
def test_connexion_refusee(hote: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
    assert f"{hote}, port {port} : connexion refusée" in panne(ReglagesSmtp(hote, port, "aucune"))


def test_serveur_muet() -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        muet = ReglagesSmtp("127.0.0.1", prise.getsockname()[1], "aucune", delai_s=0.2)
        assert "ne répond pas dans le délai" in panne(muet)


def test_starttls_absent(embarques: ServeursEmbarques) -> None:
    assert "ne propose pas STARTTLS" in panne(replace(reglages(embarques.port_smtp), securite="starttls"))


def test_identification_absente(embarques: ServeursEmbarques) -> None:
    avec = replace(reglages(embarques.port_smtp), identifiant="robot", mot_de_passe="secret")
    phrase = panne(avec)
    assert "ne propose pas d'identification" in phrase
    assert "secret" not in phrase + repr(avec)


def test_un_serveur_qui_n_admet_pas_de_mot_de_passe_le_dit(embarques: ServeursEmbarques) -> None:
    """Exchange Online: OAuth alone, over TLS already."""
    avec = replace(reglages(embarques.port_smtp), identifiant="robot", mot_de_passe="secret")
    with relais(embarques.port_smtp, du_serveur=lambda ligne: re.sub(rb"250 HELP", b"250 AUTH XOAUTH2", ligne)) as fil:
        assert "ne propose pas d'identification par mot de passe" in panne(replace(avec, port=fil.port))


def test_session_refusee_d_emblee(embarques: ServeursEmbarques) -> None:
    with relais(embarques.port_smtp, du_serveur=lambda _: b"554 5.7.1 pas vous\r\n") as fil:
        assert "refuse la session (554 5.7.1 pas vous)" in panne(reglages(fil.port))


@pytest.mark.parametrize("hote", ["smtp.bailleur.fr", "192.0.2.1"])
def test_en_clair_seulement_vers_soi_meme(hote: str) -> None:
    with pytest.raises(ValueError, match="écrire tls ou starttls"):
        ReglagesSmtp(hote, 25, "aucune")


@pytest.mark.parametrize("hote", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_en_clair_vers_soi_meme(hote: str) -> None:
    assert ReglagesSmtp(hote, 25, "aucune").hote == hote


def test_securite_inconnue() -> None:
    with pytest.raises(ValueError, match="sécurité « ssl » inconnue"):
        ReglagesSmtp("localhost", 25, "ssl")  # type: ignore[arg-type]


def test_une_liaison_en_panne_n_est_pas_harcelee(embarques: ServeursEmbarques, chrono: Chrono) -> None:
    en_panne = [True]

    def du_serveur(octets: bytes) -> bytes:
        return b"421 4.3.2 ferme\r\n" if en_panne[0] else octets

    with (
        relais(embarques.port_smtp, du_serveur=du_serveur) as fil,
        FacteurSmtp(reglages(fil.port), chrono=chrono) as facteur,
    ):
        attentes = []
        for _ in range(8):
            with pytest.raises(LiaisonIndisponible):
                list(facteur.envoyer([offre()]))
            essais = fil.connexions
            with pytest.raises(LiaisonIndisponible, match="prochain essai dans") as trop_tot:
                list(facteur.envoyer([offre()]))
            assert fil.connexions == essais, "aucune connexion avant l'heure"
            attentes.append(int(str(trop_tot.value).rsplit("dans ", 1)[1].split()[0]))
            chrono.s += attentes[-1]
        assert attentes == [5, 10, 20, 40, 80, 160, 300, 300]
        en_panne[0] = False
        assert [envoi.issue for envoi in facteur.envoyer([offre()])] == [Issue.CONFIEE]
