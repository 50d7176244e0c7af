"""A withdrawal sent to the State, with real mail: what comes back of it is not said of a notice (R73, R74)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.carnet import Correspondant
from tests.cycle.courriels import dsn
from tests.cycle.seconde_moitie import (
    DALO,
    DDETS,
    LEA,
    accepte,
    designer,
    monde,
    ordonner,
    remettre,
)
from tests.monde import Monde

__all__ = ["accepte", "monde"]


@pytest.mark.regle("R73", "R74")
def test_le_retrait_d_un_avis_qui_revient_repart_et_ce_qu_on_en_dit_ne_vaut_pas_pour_un_autre(
    monde: Monde, accepte: str
):
    designer(monde, DALO)
    remettre(monde, LEA, "proposition_dalo")
    monde.passer("2026-05-05T10:05")
    monde.passer("2026-05-19T09:00")
    monde.boite.deposer(dsn(monde.courrier(LEA, "proposition_dalo"), "failed", "5.1.1"))
    monde.passer("2026-05-19T11:00")
    monde.boite.deposer(dsn(monde.courrier(DDETS, "retrait_ddets"), "failed", "5.1.1"))
    monde.passer("2026-05-19T11:30")
    assert [fait for fait in monde.faits(accepte) if "Avis" in fait or "Detrompee" in fait] == [
        "DdetsAvisee",
        "DdetsDetrompee",
        "AvisRevenu",
    ]
    carnet = monde.carnets.carnet
    monde.carnets.carnet = replace(carnet, ddets=Correspondant("DDETS", "nouvelle@etat.example"))
    monde.passer("2026-05-20T09:00")
    retrait = monde.courrier("nouvelle@etat.example", "retrait_ddets")
    ordonner(monde, "NON 1 : trop loin de son travail", "2026-05-20T10:00", "candidat_a_trancher")
    assert len(monde.courriers("nouvelle@etat.example", "avis_ddets")) == 1
    monde.boite.deposer(dsn(retrait, "delivered", "2.0.0"))
    monde.passer("2026-05-20T10:30")
    assert "DdetsAccuse" not in monde.faits(accepte), "c'est du retrait que parle ce serveur"
    monde.boite.deposer(dsn(monde.courrier("nouvelle@etat.example", "avis_ddets"), "delivered", "2.0.0"))
    monde.passer("2026-05-20T11:00")
    assert monde.faits(accepte)[-1] == "DdetsAccuse"
