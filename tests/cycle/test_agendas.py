"""A reply sent as a meeting: its words are somebody's, and no silence runs over them."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from robot.domain.dossier import Statut
from robot.ports import Rangement
from tests.cycle.courriels import VIRY
from tests.cycle.test_cycle_des_fils import _sans_fil

VISITER = "Bonjour, nous souhaitons visiter avant de nous prononcer, je vous propose ce rendez-vous."


def en_rendez_vous(texte: str, methode: str, *, dans_le_fil: bool = True) -> Callable[[EmailMessage], None]:
    """Outlook's « Répondre par une réunion », or the answer to one."""

    def retoucher(message: EmailMessage) -> None:
        message.set_content(f"{texte}\n")
        message.add_alternative(
            f"BEGIN:VCALENDAR\nMETHOD:{methode}\nBEGIN:VEVENT\nSUMMARY:Visite\nEND:VEVENT\nEND:VCALENDAR\n",
            subtype="calendar",
            params={"method": methode},
        )
        if not dans_le_fil:
            _sans_fil(message)

    return retoucher


@pytest.mark.regle("R42", "R43", "C15")
@pytest.mark.parametrize("methode", ["REQUEST", "PUBLISH", "REPLY", "COUNTER"])
def test_les_mots_qui_accompagnent_un_rendez_vous_suspendent_le_silence_et_se_voient(monde, offerte, methode):
    monde.repondre(monde.courrier(VIRY, "offre"), "", retoucher=en_rendez_vous(VISITER, methode))
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(offerte).statut is Statut.A_CLARIFIER
    assert len(monde.courriers(VIRY, "a_preciser")) == 1
    assert (len(monde.boite.ranges[Rangement.A_VOIR]), len(monde.boite.ranges[Rangement.TRAITES])) == (1, 0)


@pytest.mark.regle("R43", "C15")
@pytest.mark.parametrize(
    ("texte", "methode", "dans_le_fil"),
    [
        pytest.param("", "REQUEST", True, id="une invitation sans un mot"),
        pytest.param("Claire Martin a accepté cette invitation.", "REPLY", True, id="la phrase d'un programme"),
        pytest.param(VISITER, "REQUEST", False, id="des mots hors de notre fil"),
    ],
)
def test_un_rendez_vous_sans_mot_ou_hors_du_fil_ne_repond_a_aucune_offre(monde, offerte, texte, methode, dans_le_fil):
    retoucher = en_rendez_vous(texte, methode, dans_le_fil=dans_le_fil)
    monde.repondre(monde.courrier(VIRY, "offre"), "", retoucher=retoucher)
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE_TACITE
    assert not monde.courriers(VIRY, "a_preciser")
