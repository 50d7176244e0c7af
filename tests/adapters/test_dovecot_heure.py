"""What hour a real Dovecot says it is, and what is left of the question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from robot.adapters.horloge import Horloge
from robot.adapters.messagerie.imap import BoiteImap
from tests.adapters.liaisons_reelles import administrer, reglages_imap
from tests.serveurs import ServeursReels

pytestmark = [pytest.mark.serveurs, pytest.mark.regle("R43")]


@pytest.fixture
def boite(serveurs: ServeursReels) -> Iterator[BoiteImap]:
    with BoiteImap(reglages_imap(serveurs)) as boite:
        list(boite.relever({}))
        yield boite


def test_le_serveur_dit_l_heure_qu_il_est_et_rien_ne_reste_dans_la_boite(
    serveurs: ServeursReels, boite: BoiteImap
) -> None:
    ici = Horloge().maintenant()
    for _ in range(2):
        heure = boite.heure()
        assert heure is not None
        assert abs(heure - ici) < timedelta(minutes=1)
    assert list(boite.envoyes(ici - timedelta(days=2))) == []
    with administrer(serveurs) as client:
        for _, _, nom in client.list_folders():
            assert client.folder_status(nom, ["MESSAGES"])[b"MESSAGES"] == 0


def test_la_releve_qui_suit_lit_toujours_la_bonne_boite(serveurs: ServeursReels, boite: BoiteImap) -> None:
    boite.heure()
    with administrer(serveurs) as client:
        client.append("INBOX", b"From: <x@y.example>\r\nSubject: bonjour\r\n\r\nbonjour\r\n")
    assert [recu.emplacement.dossier for recu in boite.relever({})] == ["INBOX"]
