"""The mailbox, against the embedded server."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.veille import Veilleur
from robot.ports import Emplacement, LiaisonIndisponible, Rangement
from tests.adapters.imap_joue import ROBOT, SECRET, joue, panne, serveur_joue
from tests.conftest import MIDI, Chrono, HorlogeReglable
from tests.relais import Couper, relais


def reglages(embarques: ServeursEmbarques) -> ReglagesImap:
    return ReglagesImap("127.0.0.1", embarques.port_imap, "aucune", ROBOT, SECRET, delai_s=5)


@pytest.fixture
def boite(embarques: ServeursEmbarques) -> Iterator[BoiteImap]:
    with BoiteImap(reglages(embarques)) as boite:
        yield boite


def deposer(embarques: ServeursEmbarques, objet: str, corps: str = "x") -> None:
    embarques.deposer(ROBOT, f"Subject: {objet}\r\n\r\n{corps}\r\n".encode())


def test_on_releve_par_date_de_reception_puis_au_dela_du_signet(
    embarques: ServeursEmbarques, boite: BoiteImap, horloge: HorlogeReglable
) -> None:
    for heures, objet in ((2, "après"), (0, "avant"), (1, "pendant")):
        horloge.instant = MIDI + timedelta(hours=heures)
        deposer(embarques, objet)
    recus = list(boite.relever({}))
    assert [recu.octets.split()[1].decode() for recu in recus] == ["avant", "pendant", "après"]
    assert recus[0].recu_le == MIDI
    dernier = max(recu.emplacement.uid for recu in recus)
    signets = {"INBOX": (recus[0].emplacement.uidvalidity, dernier)}
    assert list(boite.relever(signets)) == []
    deposer(embarques, "neuf")
    assert [recu.emplacement.uid for recu in boite.relever(signets)] == [dernier + 1]


def test_un_dossier_renumerote_est_relu_en_entier(
    embarques: ServeursEmbarques, boite: BoiteImap, caplog: pytest.LogCaptureFixture
) -> None:
    deposer(embarques, "un")
    assert len(list(boite.relever({"INBOX": (1, 10_000)}))) == 1
    assert "renuméroté" in caplog.text


@pytest.mark.regle("R43")
def test_un_dossier_qui_finit_avant_son_signet_est_relu_en_entier(
    embarques: ServeursEmbarques, boite: BoiteImap, caplog: pytest.LogCaptureFixture
) -> None:
    """A mailbox restored from a backup keeps its UIDVALIDITY; below the bookmark, its new mail would never be seen."""
    deposer(embarques, "un")
    (recu,) = boite.relever({})
    lieu = recu.emplacement
    assert boite.reculs() == frozenset()
    assert [r.emplacement for r in boite.relever({"INBOX": (lieu.uidvalidity, lieu.uid + 400)})] == [lieu]
    assert boite.reculs() == {"INBOX"}
    assert "revenu en arrière" in caplog.text
    assert list(boite.relever({"INBOX": (lieu.uidvalidity, lieu.uid)})) == []
    assert boite.reculs() == frozenset()


def test_cinq_cents_messages_viennent_par_lots(embarques: ServeursEmbarques) -> None:
    for n in range(500):
        deposer(embarques, str(n))
    corps = []

    def du_client(octets: bytes) -> bytes:
        corps.append(octets.count(b"BODY.PEEK[]"))
        return octets

    with (
        relais(embarques.port_imap, du_client=du_client) as fil,
        BoiteImap(replace(reglages(embarques), port=fil.port)) as boite,
    ):
        recus = list(boite.relever({}))
        assert len(recus) == 500
        assert sum(corps) == 3
        boite.ranger((recu.emplacement, Rangement.TRAITES) for recu in recus)
        assert list(boite.relever({})) == []


def test_ranger_pendant_la_releve_ne_perd_rien(embarques: ServeursEmbarques) -> None:
    for n in range(3):
        deposer(embarques, str(n), "x" * (10 if n % 2 else 1_000))
    with BoiteImap(replace(reglages(embarques), taille_max=500)) as boite:
        vus = []
        for recu in boite.relever({}):
            boite.ranger([(recu.emplacement, Rangement.A_VOIR)])
            vus.append((recu.octets.split()[1], recu.tronque))
    assert vus == [(b"0", True), (b"1", False), (b"2", True)]


def test_l_interieur_des_messages_n_est_pas_journalise(
    embarques: ServeursEmbarques, boite: BoiteImap, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, logger="pymap")
    deposer(embarques, "x", "confidentiel")
    list(boite.relever({}))
    assert "confidentiel" not in caplog.text
    assert SECRET not in caplog.text


def test_un_mauvais_mot_de_passe_n_est_essaye_qu_a_son_heure(embarques: ServeursEmbarques, chrono: Chrono) -> None:
    with relais(embarques.port_imap) as fil:
        faux = replace(reglages(embarques), port=fil.port, mot_de_passe="faux-secret")
        with BoiteImap(faux, chrono=chrono) as boite:
            for attente in (5, 10, 20):
                with pytest.raises(LiaisonIndisponible, match="mot de passe refusé pour « robot@") as prise:
                    list(boite.relever({}))
                assert "faux-secret" not in str(prise.value)
                essais = fil.connexions
                with pytest.raises(LiaisonIndisponible, match=f"prochain essai dans {attente} s"):
                    boite.ranger([(Emplacement("INBOX", 1, 1), Rangement.TRAITES)])
                assert fil.connexions == essais
                chrono.s += attente


def test_une_ligne_qui_casse_est_une_panne_puis_se_rouvre(embarques: ServeursEmbarques, chrono: Chrono) -> None:
    casser = [True]

    def du_client(octets: bytes) -> bytes:
        if casser[0] and b"BODY.PEEK" in octets:
            raise Couper
        return octets

    deposer(embarques, "un")
    with (
        relais(embarques.port_imap, du_client=du_client) as fil,
        BoiteImap(replace(reglages(embarques), port=fil.port), chrono=chrono) as boite,
    ):
        with pytest.raises(LiaisonIndisponible, match="le serveur a coupé la liaison"):
            list(boite.relever({}))
        casser[0] = False
        chrono.s += 5
        assert len(list(boite.relever({}))) == 1


# --- links that do not open -------------------------------------------------------------------------------------------


def test_hote_inconnu() -> None:
    inconnu = ReglagesImap("imap.inexistant.invalid", 993, "tls", ROBOT, SECRET)
    assert "imap.inexistant.invalid, port 993 : nom d'hôte inconnu" in panne(inconnu)


def test_connexion_refusee() -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
    assert f"port {port} : connexion refusée" in panne(joue(port))


def test_serveur_muet() -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        assert "ne répond pas dans le délai" in panne(replace(joue(prise.getsockname()[1]), delai_s=0.2))


def test_starttls_absent(embarques: ServeursEmbarques) -> None:
    assert "ne propose pas STARTTLS" in panne(replace(reglages(embarques), securite="starttls"))


def test_inbox_absente_est_une_panne() -> None:
    def repondre(commande: str, mots: list[str]) -> list[str]:
        if commande == "LIST" and "INBOX" not in mots[-1]:
            return [f'* LIST () "/" {" ".join(mots[1:])}']
        return ["* CAPABILITY IMAP4REV1"] if commande == "CAPABILITY" else []

    with serveur_joue(repondre) as port:
        assert "le dossier « INBOX » a disparu" in panne(joue(port))


def test_autorite_illisible(embarques: ServeursEmbarques, tmp_path_factory: pytest.TempPathFactory) -> None:
    absente = tmp_path_factory.mktemp("tls") / "absente.pem"
    assert "ne se lit pas" in panne(replace(reglages(embarques), securite="starttls", autorite=absente))


def test_en_clair_seulement_vers_soi_meme() -> None:
    with pytest.raises(ValueError, match="écrire tls ou starttls"):
        ReglagesImap("imap.bailleur.fr", 143, "aucune", ROBOT, SECRET)


def test_le_mot_de_passe_ne_se_montre_pas(embarques: ServeursEmbarques) -> None:
    assert SECRET not in repr(reglages(embarques))


# --- waiting ----------------------------------------------------------------------------------------------------------


def test_la_veille_se_leve_a_l_arrivee_d_un_message(embarques: ServeursEmbarques) -> None:
    with Veilleur(reglages(embarques)) as veilleur:
        assert veilleur.attendre(0) is False
        minuterie = threading.Timer(0.1, deposer, (embarques, "neuf"))
        minuterie.start()
        assert veilleur.attendre(20) is True
        minuterie.join()


@pytest.mark.parametrize("en_panne", [pytest.param(False, id="en veille"), pytest.param(True, id="liaison en panne")])
def test_on_peut_reveiller_le_veilleur(embarques: ServeursEmbarques, en_panne: bool) -> None:
    with Veilleur(replace(reglages(embarques), port=1) if en_panne else reglages(embarques)) as veilleur:
        minuterie = threading.Timer(0.1, veilleur.reveiller)
        minuterie.start()
        debut = time.monotonic()
        assert veilleur.attendre(30) is False
        assert time.monotonic() - debut < 5
        minuterie.join()
        veilleur.reveiller()
        assert veilleur.attendre(30) is False, "un réveil d'avance compte"
        assert veilleur.attendre(0) is False
