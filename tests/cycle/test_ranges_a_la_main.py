"""An answer that a person files before the robot has read it: dragged to « Traités », it is read all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from robot.adapters.memoire import BoiteEnMemoire
from robot.cycle import cycle
from robot.domain.dossier import Statut as S
from robot.etapes import deja_ranges
from robot.ports import MessageRecu, Rangement, Store
from tests.cycle.courriels import VIRY, courriel, offrir
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
        self.relues = 0

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        self.ranger([(message.emplacement, Rangement.TRAITES) for message in self.dossiers["INBOX"]])
        yield from super().relever(signets)

    def deja_ranges(self, depuis: datetime) -> Iterator[MessageRecu]:
        self.relues += 1
        yield from super().deja_ranges(depuis)


def passer_de_minute_en_minute(monde: Monde, de: str, a: str) -> None:
    """A robot at work: never more than a minute without a reading."""
    instant = paris(de)
    while instant <= paris(a):
        monde.passer(instant)
        instant += timedelta(minutes=1)


def refuser(monde: Monde, ou: Rangement, recu_le: str) -> str:
    """An offer, and its refusal filed by a person as soon as it comes; the reference of the dwelling."""
    ref, offre = offrir(monde)
    refus = monde.repondre(offre, "REFUSE, trop cher", recu_le=paris(recu_le))
    monde.boite.ranger([(refus.emplacement, ou)])
    return ref


@pytest.mark.regle("R43")
@pytest.mark.parametrize("ou", PLACES)
def test_un_refus_range_a_la_main_pendant_que_le_robot_travaille_est_lu_dans_l_heure(ou: Rangement):
    monde = Monde.creer(f"{MARDI}T09:00")
    ref = refuser(monde, ou, f"{MARDI}T09:30")
    passer_de_minute_en_minute(monde, f"{MARDI}T09:31", f"{MARDI}T10:35")
    assert "RefusRecu" in monde.faits(ref)
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 1, "il est rangé où vont les réponses comprises"


@pytest.mark.regle("R43")
@pytest.mark.parametrize("ou", PLACES)
def test_un_refus_range_a_la_main_quand_le_robot_est_arrete_est_lu_quand_il_revient(ou: Rangement):
    monde = Monde.creer(f"{MARDI}T09:00")
    ref = refuser(monde, ou, f"{MARDI}T10:00")
    monde.passer(f"{MARDI}T14:00")
    assert "RefusRecu" in monde.faits(ref)


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
def test_un_refus_range_la_derniere_minute_du_delai_est_lu_avant_l_ouverture_du_bureau():
    monde = Monde.creer(f"{MARDI}T09:00")
    ref, offre = offrir(monde)
    passer_de_minute_en_minute(monde, f"{JEUDI}T23:00", f"{JEUDI}T23:58")
    refus = monde.repondre(offre, "REFUSE, trop cher", recu_le=paris(f"{JEUDI}T23:58"))
    monde.boite.ranger([(refus.emplacement, Rangement.TRAITES)])
    passer_de_minute_en_minute(monde, f"{JEUDI}T23:59", "2026-05-01T08:05")
    passer_de_minute_en_minute(monde, f"{LUNDI}T07:55", f"{LUNDI}T08:05")
    assert "AccordTacite" not in monde.faits(ref)
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE


def test_ce_qui_est_range_n_est_relu_qu_une_fois_par_heure():
    monde = Monde.creer(f"{MARDI}T09:00")
    monde.boite = boite = BoiteQuOnRange(monde.boite)
    passer_de_minute_en_minute(monde, f"{MARDI}T09:00", f"{MARDI}T12:10")
    assert boite.relues == 6, "trois fois, avant et après les autres dossiers"


REPERES = [
    pytest.param("2026-06-30T12:00:00+00:00", id="noté par une horloge qui avançait"),
    pytest.param("hier vers midi", id="abîmé"),
    pytest.param(None, id="perdu"),
]


@pytest.mark.regle("R43")
@pytest.mark.parametrize("repere", REPERES)
def test_un_repere_faux_ne_cache_pas_longtemps_ce_qui_est_range(repere: str | None):
    monde = Monde.creer(f"{MARDI}T09:00")
    ref = refuser(monde, Rangement.TRAITES, f"{MARDI}T09:30")
    monde.passer(f"{MARDI}T09:01")
    monde.store.poser_repere(deja_ranges.REPERE, repere)
    passer_de_minute_en_minute(monde, f"{MARDI}T09:02", f"{MARDI}T10:35")
    assert "RefusRecu" in monde.faits(ref)


def test_un_message_impossible_qu_une_personne_a_range_ne_retient_rien():
    monde = Monde.creer(f"{MARDI}T09:00")
    ref, _ = offrir(monde)
    question = monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    monde.boite.ranger([(question.emplacement, Rangement.A_VOIR)])
    robot = replace(monde.robot, store=cast("Store", StoreQuiNeTrie(monde.store)))
    monde.horloge.regler(paris(f"{LUNDI}T09:00"))
    assert not cycle(robot).defauts
    assert "AccordTacite" in monde.faits(ref)
