"""A dwelling accepted by the commune, and the e-mails that follow it to its lease: what the tests of the second half share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from robot.domain.carnet import Correspondant
from robot.ports import Enveloppe
from tests.cycle.courriels import dsn
from tests.cycle.perte import IDENTITE
from tests.fabrique import CARNET
from tests.monde import Monde

VIRY, ALS = "civil@viry74.example", "offres@als.example"
GESTION, DDETS, COMMISSION = "gestion@bailleur.example", "ddets@etat.example", "caleol@bailleur.example"
LEA, HUGO, INES = "lea@menage.example", "hugo@menage.example", "ines@menage.example"
NUD_LEA, NUD_HUGO, NUD_INES = "074260301234574001", "074251101234674001", "074240701234774002"
REFERENT = "p.martin@ccas.example"

TROIS = (
    f"Bonjour,\n\n{NUD_LEA} - Mme DUPONT Léa - {LEA}\n{NUD_HUGO} - M. BERNARD Hugo - {HUGO} - 1er quartile\n"
    f"{NUD_INES} - Mme MOREL Inès - {INES}\n\nCordialement"
)
DALO = f"{NUD_LEA} - Mme DUPONT Léa - {LEA} - DALO - référent social : Paul Martin {REFERENT}"


CARNET_COMPLET = replace(
    CARNET, ddets=Correspondant("DDETS", DDETS), commission=Correspondant("Secrétariat", COMMISSION)
)


@pytest.fixture
def monde() -> Monde:
    return Monde.creer("2026-05-04T09:00", CARNET_COMPLET)


@pytest.fixture
def a_perdre(tmp_path: Path) -> Iterator[Monde]:
    """The same, on a file that can be saved; the one that will be lost."""
    monde = Monde.creer("2026-05-04T09:00", CARNET_COMPLET, base=tmp_path / "perdue.sqlite")
    monde.store.lier(IDENTITE)
    yield monde
    monde.store.fermer()


@pytest.fixture
def accepte(monde: Monde) -> str:
    """A dwelling accepted by the commune on Monday 4 May at 10:00: candidates until Thursday 28 May (Ascension and Whit Monday between)."""
    reference = monde.liberer()
    monde.passer()
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-05-04T10:00")
    return reference


def message(enveloppe: Enveloppe) -> EmailMessage:
    lu = message_from_bytes(enveloppe.octets, policy=policy.default)
    assert isinstance(lu, EmailMessage)
    return lu


def designer(monde: Monde, texte: str, le: str = "2026-05-05T10:00") -> None:
    monde.repondre(monde.courrier(VIRY, "accuse_accord"), texte)
    monde.passer(le)


def ordonner(monde: Monde, ordres: str, le: str, gabarit: str = "synthese") -> str:
    """The gestionnaire answers a notice; what the robot replies."""
    monde.repondre(monde.courrier(GESTION, gabarit), ordres)
    monde.passer(le)
    corps = message(monde.courrier(GESTION, "reponse_ordre")).get_body(("plain",))
    assert corps is not None
    return str(corps.get_content())


def remettre(monde: Monde, adresse: str, gabarit: str) -> None:
    """The mail server of a household says that the letter was delivered to it."""
    monde.boite.deposer(dsn(monde.courrier(adresse, gabarit), "delivered", "2.0.0"))
