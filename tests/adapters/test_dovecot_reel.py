"""The mailbox against a real Dovecot: collecting, filing, broken lines, waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from robot.adapters.messagerie.imap import BoiteImap
from robot.adapters.messagerie.liaison import Securite
from robot.adapters.messagerie.veille import Veilleur
from robot.ports import Copie, Emplacement, LiaisonIndisponible, Rangement
from tests.adapters.liaisons_reelles import administrer, courrier, reglages_imap
from tests.conftest import Chrono
from tests.relais import relais
from tests.serveurs import ServeursReels

pytestmark = pytest.mark.serveurs


@pytest.fixture
def boite(serveurs: ServeursReels, chrono: Chrono) -> Iterator[BoiteImap]:
    with BoiteImap(reglages_imap(serveurs), chrono=chrono) as boite:
        yield boite


# --- collecting -------------------------------------------------------------------------------------------------------


def test_lire_ne_marque_rien(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier())
    list(boite.relever({}))
    with administrer(serveurs) as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search("UNSEEN") == [1]


@pytest.mark.regle("R43")
def test_un_dossier_revenu_en_arriere_est_relu_meme_vide(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier())
    (recu,) = boite.relever({})
    trop_loin = {"INBOX": (recu.emplacement.uidvalidity, recu.emplacement.uid + 1)}
    assert [r.emplacement for r in boite.relever(trop_loin)] == [recu.emplacement]
    boite.ranger([(recu.emplacement, Rangement.TRAITES)])
    assert list(boite.relever(trop_loin)) == []
    assert boite.reculs() == {"INBOX"}
    assert list(boite.relever({"INBOX": (recu.emplacement.uidvalidity, recu.emplacement.uid)})) == []
    assert boite.reculs() == frozenset()


def test_la_date_est_celle_du_serveur_en_utc_et_l_ordre_est_le_sien(serveurs: ServeursReels, boite: BoiteImap) -> None:
    mensonge = b"Date: Mon, 1 Jan 2001 00:00:00 +0000\r\nSubject: x\r\n\r\nx\r\n"
    tokyo, paris = timezone(timedelta(hours=9)), timezone(timedelta(hours=2))
    with administrer(serveurs) as client:
        client.create_folder("Junk")
        client.append("INBOX", mensonge, msg_time=datetime(2026, 5, 4, 12, 0, tzinfo=paris))
        client.append("INBOX", mensonge, msg_time=datetime(2026, 5, 4, 9, 0, tzinfo=paris))
        client.append("Junk", mensonge, msg_time=datetime(2026, 5, 4, 18, 0, tzinfo=tokyo))
    assert [(recu.emplacement.dossier, recu.emplacement.uid, recu.recu_le) for recu in boite.relever({})] == [
        ("INBOX", 2, datetime(2026, 5, 4, 7, 0, tzinfo=UTC)),
        ("\\Junk", 1, datetime(2026, 5, 4, 9, 0, tzinfo=UTC)),
        ("INBOX", 1, datetime(2026, 5, 4, 10, 0, tzinfo=UTC)),
    ]


def test_les_indesirables_sont_lus_et_absents_ne_genent_pas(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier("un"))
    assert len(list(boite.relever({}))) == 1
    with administrer(serveurs) as client:
        client.create_folder("Junk")
        client.append("Junk", courrier("deux"))
    dossiers = [recu.emplacement.dossier for recu in boite.relever({})]
    assert sorted(dossiers) == ["INBOX", "\\Junk"]


def test_un_dossier_deja_lu_qui_disparait_est_une_panne(serveurs: ServeursReels, boite: BoiteImap) -> None:
    with pytest.raises(LiaisonIndisponible, match="a disparu de la boîte"):
        list(boite.relever({"\\Junk": (1, 1)}))


def test_seul_ce_qui_suit_le_signet_est_releve(serveurs: ServeursReels, boite: BoiteImap) -> None:
    for n in range(3):
        serveurs.deposer("robot", courrier(str(n)))
    uidvalidity = next(boite.relever({})).emplacement.uidvalidity
    assert [r.emplacement.uid for r in boite.relever({"INBOX": (uidvalidity, 2)})] == [3]
    assert list(boite.relever({"INBOX": (uidvalidity, 3)})) == []


def test_un_dossier_renumerote_est_relu_en_entier(serveurs: ServeursReels) -> None:
    reglages = replace(reglages_imap(serveurs), dossiers=("INBOX", "Guichet"))
    with BoiteImap(reglages) as boite, administrer(serveurs) as client:
        client.create_folder("Guichet")
        client.append("Guichet", courrier("un"))
        (recu,) = boite.relever({})
        ancien = recu.emplacement
        client.delete_folder("Guichet")
        client.create_folder("Guichet")
        client.append("Guichet", courrier("deux"))
        assert client.folder_status("Guichet")[b"UIDVALIDITY"] != ancien.uidvalidity
        (relu,) = boite.relever({"Guichet": (ancien.uidvalidity, ancien.uid)})
        assert relu.emplacement.uid == ancien.uid
        boite.ranger([(ancien, Rangement.TRAITES)])
    # A new session: Dovecot 2.3 sometimes stumbles (SERVERBUG) on a folder recreated under a session.
    with administrer(serveurs) as client:
        assert client.folder_status("Guichet")[b"MESSAGES"] == 1, "rangé d'après un ancien numéro"


def test_un_message_trop_gros_est_tronque_et_signale(serveurs: ServeursReels) -> None:
    serveurs.deposer("robot", courrier("gros", "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 43_000))
    serveurs.deposer("robot", courrier("petit"))
    with BoiteImap(replace(reglages_imap(serveurs), taille_max=100_000)) as boite:
        recus = list(boite.relever({}))
    assert [(recu.tronque, len(recu.octets) == 100_000) for recu in recus] == [(True, True), (False, False)]
    assert b"Subject: gros" in recus[0].octets


def test_un_message_disparu_entre_deux_lots_n_est_pas_une_panne(serveurs: ServeursReels) -> None:
    # One of the two is big: two batches, so that the second can vanish after the first was read.
    serveurs.deposer("robot", courrier("petit"))
    serveurs.deposer("robot", courrier("gros", ("y" * 70 + "\r\n") * 200))
    serveurs.deposer("robot", courrier("gros aussi", ("y" * 70 + "\r\n") * 200))
    with BoiteImap(replace(reglages_imap(serveurs), taille_max=1_000)) as boite, administrer(serveurs) as client:
        releve = boite.relever({})
        premier = next(releve)
        client.select_folder("INBOX")
        client.delete_messages([2])
        client.expunge()
        assert [premier.emplacement.uid, *(r.emplacement.uid for r in releve)] == [1, 3]


# --- filing -----------------------------------------------------------------------------------------------------------


def test_ranger_deplace_vers_des_dossiers_crees_et_abonnes(serveurs: ServeursReels, boite: BoiteImap) -> None:
    for n in range(3):
        serveurs.deposer("robot", courrier(str(n)))
    un, deux, _ = (recu.emplacement for recu in boite.relever({}))
    boite.ranger([(un, Rangement.TRAITES), (deux, Rangement.A_VOIR)])
    with administrer(serveurs) as client:
        assert client.folder_status("Traités")[b"MESSAGES"] == 1
        assert client.folder_status("À voir")[b"MESSAGES"] == 1
        assert client.folder_status("INBOX")[b"MESSAGES"] == 1
        assert {"Traités", "À voir"} <= {nom for _, _, nom in client.list_sub_folders()}


def test_ranger_un_message_disparu_n_est_pas_une_panne(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier("un"))
    (recu,) = boite.relever({})
    fantome = replace(recu.emplacement, uid=999)
    boite.ranger([(fantome, Rangement.TRAITES), (recu.emplacement, Rangement.TRAITES)])
    boite.ranger([(recu.emplacement, Rangement.TRAITES), (Emplacement("Nulle part", 1, 1), Rangement.A_VOIR)])
    with administrer(serveurs) as client:
        assert client.folder_status("Traités")[b"MESSAGES"] == 1


def test_un_dossier_de_rangement_supprime_est_recree(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier("un"))
    (recu,) = boite.relever({})
    with administrer(serveurs) as client:
        client.delete_folder("Traités")
        boite.ranger([(recu.emplacement, Rangement.TRAITES)])
        assert client.folder_status("Traités")[b"MESSAGES"] == 1


def test_sans_move_les_trois_gestes_le_remplacent(serveurs: ServeursReels) -> None:
    serveurs.deposer("robot", courrier("un"))
    serveurs.deposer("robot", courrier("deux"))
    with (
        relais(serveurs.ports.imap, du_serveur=lambda octets: octets.replace(b" MOVE", b"")) as fil,
        BoiteImap(replace(reglages_imap(serveurs), port=fil.port)) as boite,
        administrer(serveurs) as client,
    ):
        un, _ = (recu.emplacement for recu in boite.relever({}))
        boite.ranger([(un, Rangement.TRAITES)])
        assert client.folder_status("Traités")[b"MESSAGES"] == 1
        assert client.folder_status("INBOX")[b"MESSAGES"] == 1


def test_une_boite_pleine_se_dit(serveurs: ServeursReels) -> None:
    reglages = reglages_imap(serveurs, nom="pleine")
    # COPY, unlike MOVE, needs room: hide MOVE.
    with (
        relais(serveurs.ports.imap, du_serveur=lambda octets: octets.replace(b" MOVE", b"")) as fil,
        BoiteImap(replace(reglages, port=fil.port)) as boite,
    ):
        serveurs.deposer("pleine", courrier("gros", ("y" * 70 + "\r\n") * 1_000))
        (recu,) = boite.relever({})
        with pytest.raises(LiaisonIndisponible, match=r"la boîte est pleine \(quota\)"):
            boite.ranger([(recu.emplacement, Rangement.TRAITES)])
        assert len(list(boite.relever({}))) == 1, "une boîte pleine se lit encore"


# --- broken lines -----------------------------------------------------------------------------------------------------


def test_une_session_tuee_se_rouvre_sans_bruit(serveurs: ServeursReels, boite: BoiteImap) -> None:
    list(boite.relever({}))
    serveurs.couper_sessions("robot")
    serveurs.deposer("robot", courrier())
    assert len(list(boite.relever({}))) == 1


def test_une_ligne_coupee_en_pleine_releve_est_une_panne_puis_tout_se_relit(
    serveurs: ServeursReels, chrono: Chrono
) -> None:
    serveurs.deposer("robot", courrier("petit"))
    serveurs.deposer("robot", courrier("gros", ("y" * 70 + "\r\n") * 200))
    with relais(serveurs.ports.imap) as fil:
        reglages = replace(reglages_imap(serveurs), port=fil.port, taille_max=1_000)
        with BoiteImap(reglages, chrono=chrono) as boite:
            releve = boite.relever({})
            next(releve)
            fil.couper()
            # Between two batches a dead line is simply opened again.
            assert len(list(releve)) == 1


def test_un_serveur_arrete_est_une_panne_qu_on_ne_harcele_pas(
    serveurs: ServeursReels, boite: BoiteImap, chrono: Chrono
) -> None:
    assert list(boite.relever({})) == []
    serveurs.arreter_dovecot()
    try:
        with pytest.raises(LiaisonIndisponible, match=r"connexion refusée ; vérifier le port") as panne:
            list(boite.relever({}))
        assert str(serveurs.ports.imap) in str(panne.value)
    finally:
        serveurs.demarrer_dovecot()
    with pytest.raises(LiaisonIndisponible, match=r"prochain essai dans \d+ s"):
        list(boite.relever({}))
    chrono.s += 5
    assert list(boite.relever({})) == []


# --- waiting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("securite", ["aucune", "tls", "starttls"])
def test_la_veille_se_leve_a_l_arrivee_d_un_message(serveurs: ServeursReels, securite: Securite) -> None:
    with Veilleur(reglages_imap(serveurs, securite=securite)) as veilleur:
        assert veilleur.attendre(0) is False
        minuterie = threading.Timer(0.2, serveurs.deposer, ("robot", courrier()))
        minuterie.start()
        debut = time.monotonic()
        assert veilleur.attendre(20) is True
        assert time.monotonic() - debut < 5
        minuterie.join()
        assert veilleur.attendre(0.1) is False, "un message ne réveille qu'une fois"


def test_un_message_arrive_entre_deux_veilles_n_attend_pas(serveurs: ServeursReels) -> None:
    with Veilleur(reglages_imap(serveurs)) as veilleur:
        veilleur.attendre(0)
        serveurs.deposer("robot", courrier())
        assert veilleur.attendre(20) is True


def test_ranger_ne_reveille_personne(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier())
    (recu,) = boite.relever({})
    with Veilleur(reglages_imap(serveurs)) as veilleur:
        veilleur.attendre(0)
        minuterie = threading.Timer(0.1, boite.ranger, ([(recu.emplacement, Rangement.TRAITES)],))
        minuterie.start()
        assert veilleur.attendre(1) is False
        minuterie.join()


def test_la_veille_reprend_apres_une_coupure(serveurs: ServeursReels) -> None:
    with Veilleur(reglages_imap(serveurs)) as veilleur:
        veilleur.attendre(0)
        serveurs.couper_sessions("robot")
        assert veilleur.attendre(0.1) is False
        serveurs.deposer("robot", courrier())
        assert veilleur.attendre(20) is True


def test_sans_idle_on_sonde(serveurs: ServeursReels) -> None:
    sans_idle = relais(serveurs.ports.imap, du_serveur=lambda octets: octets.replace(b" IDLE", b""))
    with sans_idle as fil, Veilleur(replace(reglages_imap(serveurs), port=fil.port)) as veilleur:
        veilleur.attendre(0)
        minuterie = threading.Timer(0.2, serveurs.deposer, ("robot", courrier()))
        minuterie.start()
        assert veilleur.attendre(1) is True
        minuterie.join()


# --- the letters that were sent ---------------------------------------------------------------------------------------


def test_une_copie_est_lue_datee_de_l_envoi_et_octet_pour_octet(serveurs: ServeursReels, boite: BoiteImap) -> None:
    le = datetime(2026, 3, 29, 1, 30, 15, tzinfo=UTC)  # the night of the summer time
    assert list(boite.copier_envoyes([Copie("offre/1", courrier("é"), le)])) == [("offre/1", "")]
    (copie,) = boite.envoyes(le)
    assert (copie.octets, copie.recu_le, copie.emplacement.dossier) == (courrier("é"), le, "Envoyés")
    assert list(boite.envoyes(le + timedelta(seconds=1))) == []
    with administrer(serveurs) as client:
        client.select_folder("Envoyés", readonly=True)
        assert client.search("UNSEEN") == []


def test_une_boite_pleine_garde_le_reste_et_le_dit(serveurs: ServeursReels) -> None:
    """The quota of that mailbox is 100 KB."""
    gros = courrier("gros", "z" * 70_000)
    le = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    with BoiteImap(reglages_imap(serveurs, nom="pleine")) as boite:
        faites = boite.copier_envoyes([Copie("un", gros, le), Copie("deux", gros, le)])
        assert next(faites) == ("un", "")
        with pytest.raises(LiaisonIndisponible, match="la boîte est pleine"):
            next(faites)
        assert [copie.octets for copie in boite.envoyes(le)] == [gros]
        assert list(boite.relever({})) == [], "elle se lit encore"
