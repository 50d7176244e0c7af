"""How a silence is disproved, and what the State and the gestionnaires are then told."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.attentes import attentes
from robot.domain.stimuli import Avis, Remise
from tests.domain.seconde_moitie import Histoire


def repond(histoire: Histoire) -> None:
    histoire.repondre(1, Avis.ACCEPTE, le="2026-05-17T10:00")


def revient(histoire: Histoire) -> None:
    histoire.rapporter(1, Remise.ECHOUEE)


def retraits(histoire: Histoire) -> list[tuple[int, str]]:
    return [(fait.tour, fait.adresse) for fait in histoire.de_type(f.DdetsDetrompee)]


def a_dire(histoire: Histoire) -> list[str]:
    return [attente.quoi for attente in attentes(histoire.dossier, histoire.ctx)]
