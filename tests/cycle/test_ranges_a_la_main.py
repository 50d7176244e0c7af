"""An answer that a person files before the robot has read it: dragged to « Traités », it is read all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

import pytest

from robot.adapters.memoire import BoiteEnMemoire
from robot.cycle import cycle
from robot.domain.dossier import Statut as S
from robot.ports import MessageRecu, Rangement, Store
from tests.cycle.courriels import courriel, offrir
from tests.cycle.test_etapes_en_defaut import StoreQuiNeTrie
from tests.fabrique import ROBOT, paris
from tests.monde import Monde

MARDI, JEUDI, LUNDI = "2026-04-28", "2026-04-30", "2026-05-04"
PLACES = [
    pytest.param(Rangement.TRAITES, id="rangé dans « Traités »"),
    pytest.param(Rangement.A_VOIR, id="rangé dans « À voir »"),
]


class BoiteQuOnRange(BoiteEnMemoire):
    """What comes is filed by a person as soon as the robot starts to list the folders."""

    def __init__(self, boite: BoiteEnMemoire) -> None:
        super().__init__(boite.clock)
        self.dossiers, self.uid = boite.dossiers, boite.uid

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        self.ranger([(message.emplacement, Rangement.TRAITES) for message in self.dossiers["INBOX"]])
        yield from super().relever(signets)


def demander(monde: Monde, recu_le: str) -> MessageRecu:
    """A message of a stranger."""
    octets = courriel("voisin@exemple.test", ROBOT, "question", f"Bonjour, pouvez-vous m'appeler ? {recu_le}")
    return monde.boite.deposer(octets, recu_le=paris(recu_le))


def refuser(monde: Monde, ou: Rangement, recu_le: str) -> str:
    """An offer, and its refusal filed by a person as soon as it comes; the reference of the dwelling."""
    ref, offre = offrir(monde)
    refus = monde.repondre(offre, "REFUSE, trop cher", recu_le=paris(recu_le))
    monde.boite.ranger([(refus.emplacement, ou)])
    return ref


LECTURES = [
    pytest.param("09:02", id="le robot travaillant"),
    pytest.param("14:00", id="le robot étant arrêté, quand il revient"),
]


@pytest.mark.regle("R43")
@pytest.mark.parametrize("ou", PLACES)
@pytest.mark.parametrize("relu_a", LECTURES)
def test_un_refus_range_a_la_main_est_lu_a_la_passe_suivante(ou: Rangement, relu_a: str):
    monde = Monde.creer(f"{MARDI}T09:00")
    ref = refuser(monde, ou, f"{MARDI}T09:01")
    monde.passer(f"{MARDI}T{relu_a}")
    assert "RefusRecu" in monde.faits(ref)
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 1, "il est rangé où vont les réponses comprises"


@pytest.mark.regle("R43")
def test_un_refus_range_pendant_la_lecture_qui_precede_le_silence_compte_avant_lui():
    """Received in time; the robot, stopped all night, lists the folders when somebody files it."""
    monde = Monde.creer(f"{MARDI}T09:00")
    ref, offre = offrir(monde)
    monde.repondre(offre, "REFUSE, trop cher", recu_le=paris(f"{JEUDI}T18:00"))
    monde.boite = BoiteQuOnRange(monde.boite)
    monde.passer(f"{LUNDI}T08:30")
    assert "AccordTacite" not in monde.faits(ref)
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE


@pytest.mark.regle("R43")
def test_un_refus_range_longtemps_apres_sa_reception_est_lu():
    """Kept for two days in a folder that is not read, then filed: it keeps the instant of its reception."""
    monde = Monde.creer(f"{MARDI}T09:00")
    ref, offre = offrir(monde)
    demander(monde, f"{JEUDI}T08:30")
    monde.passer(f"{JEUDI}T08:30")
    refus = monde.repondre(offre, "REFUSE, trop cher", recu_le=paris(f"{MARDI}T14:00"))
    monde.boite.ranger([(refus.emplacement, Rangement.TRAITES)])
    monde.passer(f"{LUNDI}T08:30")
    assert "AccordTacite" not in monde.faits(ref)
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE


def test_ce_que_le_robot_a_range_n_est_lu_qu_une_fois():
    monde = Monde.creer(f"{MARDI}T09:00")
    demander(monde, f"{MARDI}T09:00")
    assert monde.passer(f"{MARDI}T09:00").messages == 1
    assert monde.passer(f"{MARDI}T09:01").messages == 0
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_les_annees_de_courrier_rangees_avant_la_venue_du_robot_ne_sont_pas_lues():
    monde = Monde.creer(f"{MARDI}T09:00")
    for annee in (2019, 2024):
        ancien = demander(monde, f"{annee}-03-02T10:00")
        monde.boite.ranger([(ancien.emplacement, Rangement.TRAITES)])
    assert [monde.passer(f"{MARDI}T{heure}").messages for heure in ("09:00", "09:01", "10:00")] == [0, 0, 0]


def test_un_message_impossible_qu_une_personne_a_range_ne_retient_rien():
    monde = Monde.creer(f"{MARDI}T09:00")
    ref, _ = offrir(monde)
    question = demander(monde, f"{MARDI}T09:01")
    monde.boite.ranger([(question.emplacement, Rangement.A_VOIR)])
    robot = replace(monde.robot, store=cast("Store", StoreQuiNeTrie(monde.store)))
    monde.horloge.regler(paris(f"{LUNDI}T09:00"))
    assert not cycle(robot).defauts
    assert "AccordTacite" in monde.faits(ref)
