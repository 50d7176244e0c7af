"""The two links against real Postfix and Dovecot: what only they can show."""

from __future__ import annotations

import email
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from pathlib import Path

import pytest
from imapclient import IMAPClient

from robot.adapters.imap import BoiteImap, ReglagesImap
from robot.adapters.liaison import Securite
from robot.adapters.smtp import FacteurSmtp, ReglagesSmtp
from robot.adapters.veille import Veilleur
from robot.ports import Acheminement, Emplacement, Enveloppe, Issue, LiaisonIndisponible, MessageRecu, Rangement
from tests.relais import relais
from tests.serveurs import MOT_DE_PASSE, ServeursReels, attendre_que, fabriquer_certificats

pytestmark = pytest.mark.serveurs


class Chrono:
    """Seconds that pass only when told, for the backoff."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def reglages_imap(serveurs: ServeursReels, *, securite: Securite = "aucune", nom: str = "robot") -> ReglagesImap:
    port = serveurs.ports.imaps if securite == "tls" else serveurs.ports.imap
    autorite = None if securite == "aucune" else serveurs.autorite
    return ReglagesImap("localhost", port, securite, nom, MOT_DE_PASSE, autorite=autorite, delai_s=10)


@pytest.fixture
def chrono() -> Chrono:
    return Chrono()


@pytest.fixture
def boite(serveurs: ServeursReels, chrono: Chrono) -> Iterator[BoiteImap]:
    with BoiteImap(reglages_imap(serveurs), chrono=chrono) as boite:
        yield boite


@pytest.fixture
def facteur(serveurs: ServeursReels) -> Iterator[FacteurSmtp]:
    with FacteurSmtp(ReglagesSmtp("localhost", serveurs.ports.smtp, "aucune", delai_s=10)) as facteur:
        yield facteur


def courrier(objet: str = "Logement libéré", corps: str = "Bonjour") -> bytes:
    return f"Message-ID: <{abs(hash(objet))}@robot>\r\nSubject: {objet}\r\n\r\n{corps}\r\n".encode()


def offre(serveurs: ServeursReels, a: str, *, cle: str = "offre/V-2026-0001/1", suivi: bool = True) -> Enveloppe:
    texte = f"Message-ID: <offre.{a}@robot>\r\nFrom: robot@demo.test\r\nTo: {a}@demo.test\r\nSubject: Offre\r\n\r\nBonjour\r\n"
    return Enveloppe(cle, serveurs.adresse("robot+jeton"), serveurs.adresse(a), texte.encode(), suivi)


def relever_jusqu_a(boite: BoiteImap, nombre: int = 1) -> list[MessageRecu]:
    """Collect again and again until that many messages are there."""
    recus: list[MessageRecu] = []

    def assez() -> bool:
        recus[:] = list(boite.relever({}))
        return len(recus) >= nombre

    attendre_que(assez, f"{nombre} message(s) reçu(s)", 20)
    return recus


def parties(message: MessageRecu) -> dict[str, Message]:
    lu = email.message_from_bytes(message.octets)
    return {partie.get_content_type(): partie for partie in lu.walk()}


def etat_de_remise(message: MessageRecu) -> str:
    return parties(message)["message/delivery-status"].as_string()


def administrer(serveurs: ServeursReels) -> IMAPClient:
    """The mailbox as its owner would open it."""
    client = IMAPClient("localhost", serveurs.ports.imap, ssl=False)
    client.plain_login("robot", MOT_DE_PASSE)
    return client


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


# --- collecting -------------------------------------------------------------------------------------------------------


def test_lire_ne_marque_rien(serveurs: ServeursReels, boite: BoiteImap) -> None:
    serveurs.deposer("robot", courrier())
    list(boite.relever({}))
    with administrer(serveurs) as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search("UNSEEN") == [1]


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


def test_les_acheminements_sont_dits_au_fur_et_a_mesure(serveurs: ServeursReels, facteur: FacteurSmtp) -> None:
    envois = facteur.envoyer([offre(serveurs, "viry", cle=str(n), suivi=False) for n in range(3)])
    premier: Acheminement = next(envois)
    assert premier.issue is Issue.CONFIEE
    assert len(list(envois)) == 2
