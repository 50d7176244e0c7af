"""A message whose date of reception cannot be read is read all the same, as if it had just come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from robot.adapters.horloge import HorlogeFixee
from robot.adapters.messagerie.imap import BoiteImap
from tests.adapters.imap_joue import joue, serveur_joue
from tests.fabrique import paris

LECTURE = paris("2026-05-05T09:00")
DATE_DE_DEUX = "04-May-2026 12:00:00 +0200"


def boite_datee(date: str) -> Callable[[str, list[str]], list[str]]:
    """A server that holds two messages, and says that of the first."""
    fixes = {
        "CAPABILITY": ["* CAPABILITY IMAP4REV1"],
        "EXAMINE": ["* 2 EXISTS", "* OK [UIDVALIDITY 7] x"],
        "UID SEARCH": ["* SEARCH 1 2"],
    }

    def repondre(commande: str, mots: list[str]) -> list[str]:
        if commande == "LIST":
            return [f'* LIST () "/" {" ".join(mots[1:])}']
        if commande == "UID FETCH" and "INTERNALDATE" in mots[3]:
            return [
                f"* 1 FETCH (UID 1 {date}RFC822.SIZE 5)",
                f'* 2 FETCH (UID 2 INTERNALDATE "{DATE_DE_DEUX}" RFC822.SIZE 5)',
            ]
        if commande == "UID FETCH":
            return [
                ligne for uid in mots[2].split(",") for ligne in (f"* {uid} FETCH (UID {uid} BODY[] {{5}}", "corps)")
            ]
        return fixes.get(commande, [])

    return repondre


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    "date",
    [
        pytest.param("INTERNALDATE NIL ", id="aucune"),
        pytest.param("", id="tue par le serveur"),
        pytest.param('INTERNALDATE "" ', id="vide"),
        pytest.param('INTERNALDATE "04-May-2026 12:00:60 +0200" ', id="une seconde de trop"),
        pytest.param('INTERNALDATE "31-Feb-2026 00:00:00 +0000" ', id="le 31 février"),
        pytest.param('INTERNALDATE "00-Jan-0000 00:00:00 +0000" ', id="l'an zéro"),
        pytest.param('INTERNALDATE "31-Dec-9999 23:59:59 -0500" ', id="après le dernier jour du calendrier"),
        pytest.param('INTERNALDATE "31-Dec-9999 23:30:00 +0000" ', id="le dernier jour, qui n'a pas d'heure à Paris"),
        pytest.param('INTERNALDATE "04-May-2026 12:00:00 +9959" ', id="un fuseau qui n'existe pas"),
    ],
)
def test_un_message_sans_date_lisible_est_recu_a_l_instant_de_la_lecture(date: str):
    with serveur_joue(boite_datee(date)) as port, BoiteImap(joue(port), HorlogeFixee(LECTURE)) as boite:
        recus = {m.emplacement.uid: m.recu_le for m in boite.relever({})}
    assert recus == {1: LECTURE, 2: datetime(2026, 5, 4, 10, tzinfo=UTC)}
