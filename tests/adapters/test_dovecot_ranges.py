"""What a person files in a real Dovecot, before the robot has read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from robot.adapters.messagerie.imap import BoiteImap
from robot.ports import MessageRecu, Rangement
from tests.adapters.liaisons_reelles import administrer, courrier, reglages_imap
from tests.serveurs import ServeursReels

pytestmark = [pytest.mark.serveurs, pytest.mark.regle("R43")]

AVRIL, MAI, JUIN = (datetime(2026, mois, 4, 9, 0, tzinfo=UTC) for mois in (4, 5, 6))


@pytest.fixture
def boite(serveurs: ServeursReels) -> Iterator[BoiteImap]:
    with BoiteImap(reglages_imap(serveurs)) as boite:
        list(boite.relever({}))  # it makes its folders
        yield boite


def ranger(serveurs: ServeursReels, objet: str, recu_le: datetime, dossier: str = "Traités") -> None:
    """A person drags a message there: it keeps the instant of its reception."""
    with administrer(serveurs) as client:
        client.append("INBOX", courrier(objet), msg_time=recu_le)
        client.select_folder("INBOX")
        client.move(client.search(["SUBJECT", objet]), dossier)


def dits(recus: Iterator[MessageRecu]) -> list[tuple[str, Rangement | None]]:
    return [(recu.octets.partition(b"Subject: ")[2].split(b"\r\n")[0].decode(), recu.deja_range) for recu in recus]


def test_ce_qui_est_range_apres_le_signet_est_lu_si_ancien_soit_il(serveurs: ServeursReels, boite: BoiteImap) -> None:
    ranger(serveurs, "avant", MAI)
    assert dits(boite.ranges_apres({}, None)) == []
    signets = boite.fins_des_ranges()
    ranger(serveurs, "deux", JUIN, "À voir")
    ranger(serveurs, "un", AVRIL)
    assert dits(boite.ranges_apres(signets, None)) == [("un", Rangement.TRAITES), ("deux", Rangement.A_VOIR)]
    assert dits(boite.ranges_apres(boite.fins_des_ranges(), None)) == []


def test_sans_signet_seul_ce_qui_est_recu_depuis_est_lu(serveurs: ServeursReels, boite: BoiteImap) -> None:
    ranger(serveurs, "ancien", AVRIL)
    ranger(serveurs, "recent", JUIN)
    assert dits(boite.ranges_apres({}, MAI)) == [("recent", Rangement.TRAITES)]


def test_un_rangement_renumerote_n_est_pas_relu_en_entier(serveurs: ServeursReels, boite: BoiteImap) -> None:
    ranger(serveurs, "ancien", AVRIL)
    list(boite.ranges_apres({}, None))
    uidvalidity, uid = boite.fins_des_ranges()["Traités"]
    ranger(serveurs, "recent", JUIN)
    renumerotes = {"Traités": (uidvalidity - 1, uid), "À voir": boite.fins_des_ranges()["À voir"]}
    assert dits(boite.ranges_apres(renumerotes, MAI)) == [("recent", Rangement.TRAITES)]
    assert boite.fins_des_ranges()["Traités"] == (uidvalidity, uid + 1)


def test_un_rangement_revenu_en_arriere_se_lit_encore(serveurs: ServeursReels, boite: BoiteImap) -> None:
    """A mailbox restored from a backup: the bookmark is beyond its end."""
    list(boite.ranges_apres({}, None))
    uidvalidity, uid = boite.fins_des_ranges()["Traités"]
    ranger(serveurs, "recent", JUIN)
    assert dits(boite.ranges_apres({"Traités": (uidvalidity, uid + 400)}, MAI)) == [("recent", Rangement.TRAITES)]


def test_un_rangement_efface_ne_retient_rien(serveurs: ServeursReels, boite: BoiteImap) -> None:
    list(boite.ranges_apres({}, None))
    signets = boite.fins_des_ranges()
    boite.fermer()
    with administrer(serveurs) as client:
        client.delete_folder("Traités")
    assert dits(boite.ranges_apres(signets, MAI)) == []
