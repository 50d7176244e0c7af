"""What the judge says of a letter that was held in the outbox: too rare a story for a seed to count on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from robot.simulation.juge import departs
from robot.simulation.juge.departs import Instantane
from robot.simulation.releve import Depart
from tests.fabrique import paris

REFERENCE = "V-2026-0001"
ALORS = Instantane(
    depuis=paris("2026-04-29T10:00"), etat="a_clarifier", rang=1, en_lice=frozenset(), attend=True,
    reponse=date(2026, 4, 30), designation=None, tours={}, sne=0, muets=frozenset(),
    sans_nouvelle=frozenset(),
)  # fmt: skip
ACCEPTEE = Instantane(
    depuis=paris("2026-04-29T10:00"), etat="acceptee", rang=1, en_lice=frozenset(), attend=False,
    reponse=date(2026, 4, 30), designation=date(2026, 5, 22), tours={}, sne=0, muets=frozenset(),
    sans_nouvelle=frozenset(),
)  # fmt: skip
TACITE = replace(ACCEPTEE, depuis=paris("2026-05-01T08:00"), etat="acceptee_tacite")
MUET = replace(ACCEPTEE, depuis=paris("2026-05-19T08:00"), etat="sans_attributaire", muets=frozenset({2}))
AVISE = replace(MUET, sans_nouvelle=frozenset({2}))


def depart(cle: str, quand: str, numero: int = 0) -> Depart:
    le = paris(quand)
    return Depart(
        le=le, le_robot=le + timedelta(seconds=1), passe=1, cle=cle, destinataire="viry@mairie.example",
        message_id="<m@b>", en_reponse_a="", gabarit=cle.partition("/")[0], reference=REFERENCE, rang=1, octets=b"",
        dit="confiee", prise=True, numero=numero,
    )  # fmt: skip


@pytest.mark.regle("R42", "R45")
@pytest.mark.parametrize(
    ("alors", "cle", "quand", "tort"),
    [
        pytest.param(ALORS, "rappel_offre/V-2026-0001/1", "2026-04-30T16:00", False, id="le dernier jour de la réponse"),
        pytest.param(ALORS, "rappel_offre/V-2026-0001/1", "2026-05-04T08:00", True, id="la réponse n'est plus à temps"),
        pytest.param(ACCEPTEE, "rappel_designation/V-2026-0001/1/2026-05-22/14", "2026-05-22T16:00", False, id="le dernier jour des candidats"),
        pytest.param(ACCEPTEE, "rappel_designation/V-2026-0001/1/2026-05-22/14", "2026-05-26T08:00", True, id="les candidats ne sont plus à temps"),
        pytest.param(ACCEPTEE, "rappel_designation/V-2026-0001/1/rouverte/2026-05-26", "2026-05-26T08:00", False, id="une liste rouverte se dit toujours"),
    ],
)  # fmt: skip
def test_le_juge_reproche_un_rappel_parti_apres_la_fin(alors, cle, quand, tort):
    assert bool(list(departs.griefs([depart(cle, quand)], {REFERENCE: [alors]}))) is tort


@pytest.mark.regle("R43", "R73", "R74")
@pytest.mark.parametrize(
    ("alors", "gabarit", "tort"),
    [
        pytest.param(TACITE, "accord_tacite", False, id="l'accord par silence tient"),
        pytest.param(replace(TACITE, etat="complete"), "accord_tacite", False, id="il a désigné depuis"),
        pytest.param(replace(TACITE, etat="refusee"), "accord_tacite", True, id="il avait refusé"),
        pytest.param(
            replace(TACITE, etat="a_expedier", rang=2), "accord_tacite", True, id="le logement est au suivant"
        ),
        pytest.param(MUET, "constat_silence_candidat", False, id="le ménage se tait toujours"),
        pytest.param(replace(MUET, muets=frozenset()), "constat_silence_candidat", True, id="le ménage avait répondu"),
        pytest.param(AVISE, "rappel_ddets", False, id="rien n'est revenu de l'État"),
        pytest.param(replace(AVISE, sans_nouvelle=frozenset()), "rappel_ddets", True, id="l'État a répondu"),
    ],
)
def test_le_juge_reproche_un_silence_annonce_qui_n_en_est_plus_un(alors, gabarit, tort):
    parti = depart(f"{gabarit}/V-2026-0001/1", "2026-05-22T09:00", 2)
    assert bool(list(departs.griefs([parti], {REFERENCE: [alors]}))) is tort
