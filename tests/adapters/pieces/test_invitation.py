"""The invitation to the commission, read back as an agenda does (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from robot.adapters.pieces.piece import PieceFaite
from robot.domain.courriers import Fabrique
from robot.domain.ecriture import propre
from robot.ports import CourrierImpossible
from tests.adapters.pieces.atelier_d_essai import (
    INVITATION,
    MAINTENANT,
)


def reunion(piece: PieceFaite) -> tuple[Any, Any]:
    agenda: Any = icalendar.Calendar.from_ical(piece.octets)
    (evenement,) = agenda.events
    return agenda, evenement


@pytest.mark.regle("R67")
def test_l_invitation_se_relit(faire):
    piece = faire(Fabrique.INVITATION, INVITATION, "commission.ics")
    assert (piece.type_mime, piece.invitation) == ("text/calendar; method=REQUEST", True)
    agenda, evenement = reunion(piece)
    assert (agenda["METHOD"], agenda["VERSION"]) == ("REQUEST", "2.0")
    assert evenement["UID"] == INVITATION["uid"]
    assert evenement["SEQUENCE"] == 0
    assert evenement.start == datetime(2026, 6, 18, 12, 30, tzinfo=UTC)
    assert evenement.end == datetime(2026, 6, 18, 13, 30, tzinfo=UTC)
    assert evenement["DTSTAMP"].dt == MAINTENANT
    assert [evenement[nom] for nom in ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS")] == [
        INVITATION["titre"], INVITATION["lieu"], INVITATION["description"], "CONFIRMED",
    ]  # fmt: skip
    assert evenement["ORGANIZER"] == "mailto:robot@montblanc.example"
    assert evenement["ATTENDEE"] == "mailto:logement@viry.example"
    assert evenement["ATTENDEE"].params["CN"] == "Commune de Viry"


def test_une_reunion_deplacee_garde_son_identifiant(faire):
    deplacee = INVITATION | {"sequence": 1, "debut": "2026-06-19T09:00:00+02:00", "fin": "2026-06-19T10:00:00+02:00"}
    _, avant = reunion(faire(Fabrique.INVITATION, INVITATION))
    _, apres = reunion(faire(Fabrique.INVITATION, deplacee))
    assert (apres["UID"], apres["SEQUENCE"]) == (avant["UID"], 1)


def test_une_reunion_annulee(faire):
    piece = faire(Fabrique.INVITATION, INVITATION | {"annule": True, "sequence": 2})
    agenda, evenement = reunion(piece)
    assert piece.type_mime == "text/calendar; method=CANCEL"
    assert (agenda["METHOD"], evenement["STATUS"], evenement["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_l_heure_d_hiver_et_la_date_d_emission_sont_celles_des_donnees(faire):
    hiver = {
        "debut": "2026-12-01T14:30:00+01:00",
        "fin": "2026-12-01T15:30:00+01:00",
        "emis_le": "2026-11-01T09:00:00+01:00",
    }
    _, evenement = reunion(faire(Fabrique.INVITATION, INVITATION | hiver))
    assert evenement.start == datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert evenement["DTSTAMP"].dt == datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        pytest.param({"fin": INVITATION["debut"]}, "avant de commencer", id="une réunion qui finit avant de commencer"),
        pytest.param({"debut": "2026-06-18T14:30:00"}, "fuseau", id="une heure sans fuseau"),
        pytest.param({"uid": "deux mots"}, "identifier", id="un identifiant avec un espace"),
        pytest.param(
            {"organisateur": {"nom": "x", "adresse": "pas une adresse"}}, "adresse", id="un organisateur sans adresse"
        ),
        pytest.param(
            {"participants": [{"nom": "x", "adresse": "a@b.example\r\nATTENDEE:mailto:c@d.example"}]},
            "adresse",
            id="une adresse qui en ajoute une autre",
        ),
    ],
)
def test_une_invitation_impossible_est_dite(faire, change, dit):
    with pytest.raises(CourrierImpossible, match=dit):
        faire(Fabrique.INVITATION, INVITATION | change)


TEXTES = st.text(max_size=200)


@given(titre=TEXTES, lieu=TEXTES, description=TEXTES, nom=TEXTES)
@example(titre="C:\\notes, \\;\\\\n", lieu="a\r\nATTENDEE:mailto:x@y.example", description="fin\\", nom='";X="')
def test_rien_n_ajoute_une_propriete_a_l_invitation(titre, lieu, description, nom):
    from robot.adapters.pieces import invitation

    donnees = INVITATION | {
        "titre": titre, "lieu": lieu, "description": description, "organisateur": {"nom": nom, "adresse": "a@b.example"},
    }  # fmt: skip
    octets, type_mime = invitation.fabriquer(donnees, MAINTENANT)
    assert all(len(ligne) <= 75 for ligne in octets.split(b"\r\n"))
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    _, evenement = reunion(PieceFaite("x", type_mime, octets))
    temoin_octets, _ = invitation.fabriquer(INVITATION, MAINTENANT)
    _, temoin = reunion(PieceFaite("x", type_mime, temoin_octets))
    assert sorted(evenement) == sorted(temoin)
    assert evenement["SUMMARY"] == "\n".join(propre(ligne) for ligne in titre.splitlines())
    assert evenement["ORGANIZER"] == "mailto:a@b.example"
