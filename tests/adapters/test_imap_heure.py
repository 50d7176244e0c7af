"""What hour the server says it is, when it says it badly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from robot.adapters.horloge import HorlogeFixee
from robot.adapters.messagerie.imap import BoiteImap
from tests.adapters.imap_joue import joue, serveur_joue

DATE = '"18-May-2026 11:10:00 +0200"'
HEURE = datetime(2026, 5, 18, 9, 10, tzinfo=UTC)


def boite_sans_uidplus(
    dits: list[str], *, append: str = "", trouves: str = "3 7", date: str = DATE
) -> Callable[[str, list[str]], list[str]]:
    """It gives no UID for what it takes, and cannot erase one message alone."""

    def repondre(commande: str, mots: list[str]) -> list[str]:
        dits.append(commande)
        reponses = {
            "CAPABILITY": ["* CAPABILITY IMAP4rev1"],
            "LIST": ['* LIST () "/" INBOX', '* LIST () "/" "Envoy&AOk-s"'],
            "SELECT": ["* 7 EXISTS", "* OK [UIDVALIDITY 1] ok", "* OK [UIDNEXT 8] ok"],
            "UID SEARCH": [f"* SEARCH {trouves}"],
            "UID FETCH": [f"* 7 FETCH (UID 7 INTERNALDATE {date})"],
            "APPEND": [append] if append else [],
        }
        return reponses.get(commande, [])

    return repondre


def test_sans_uidplus_la_question_se_retrouve_et_reste_marquee_effacee() -> None:
    dits: list[str] = []
    with serveur_joue(boite_sans_uidplus(dits)) as port, BoiteImap(joue(port)) as boite:
        assert boite.heure() == HEURE
    assert not [dit for dit in dits if "EXPUNGE" in dit]


@pytest.mark.parametrize(
    "defaut",
    [
        pytest.param({"append": "TAG NO [OVERQUOTA] pleine"}, id="la boîte est pleine"),
        pytest.param({"append": "TAG NO [NOPERM] interdit"}, id="le compte ne peut rien y déposer"),
        pytest.param({"trouves": ""}, id="la question ne se retrouve pas"),
        pytest.param({"date": '"31-Dec-9999 23:30:00 -0100"'}, id="la date est celle d'aucun calendrier"),
    ],
)
def test_un_serveur_qui_ne_peut_pas_la_dire_ne_la_dit_pas_et_n_est_pas_en_panne(defaut: dict[str, str]) -> None:
    with serveur_joue(boite_sans_uidplus([], **defaut)) as port, BoiteImap(joue(port)) as boite:
        assert boite.heure() is None
        boite.ranger([])


def test_l_heure_d_une_histoire_n_est_pas_celle_du_serveur() -> None:
    dits: list[str] = []
    with serveur_joue(boite_sans_uidplus(dits)) as port, BoiteImap(joue(port), HorlogeFixee(HEURE)) as boite:
        assert boite.heure() is None
    assert dits == []
