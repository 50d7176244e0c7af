"""The digest tells of a DALO refusal that the notice alone would make harsher than it is (R73)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from robot.domain.dossier import Dossier
from robot.domain.stimuli import Avis, Verbe
from robot.etapes.synthese import acceptes, composer
from robot.ports import FaitInscrit
from tests.domain.menages import dalo
from tests.domain.seconde_moitie import Histoire, a_signer, attribuee, complete
from tests.fabrique import libere

AUTRE = "V-2026-0043"


def refusee() -> Histoire:
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    return histoire


def acceptee_ailleurs() -> Histoire:
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.ACCEPTE)
    return histoire


def louee() -> Histoire:
    histoire = a_signer(dalo(1))
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    return histoire


def synthese(histoire: Histoire, *autres: Histoire) -> dict[str, Any]:
    """The digest of the first dwelling's sector, the other dwellings being of another's."""
    inscrits = tuple(
        FaitInscrit(rang, histoire.maintenant, fait, "") for rang, fait in enumerate((libere(), *histoire.faits), 1)
    )
    depuis = histoire.maintenant - timedelta(days=1)
    tous: list[Dossier] = [histoire.dossier, *(replace(autre.dossier, reference=AUTRE) for autre in autres)]
    return composer([histoire.dossier], {histoire.dossier.reference: inscrits}, depuis, histoire.ctx, acceptes(tous))


@pytest.mark.regle("R73")
@pytest.mark.parametrize("ailleurs", [acceptee_ailleurs, lambda: a_signer(dalo(1)), louee])
def test_un_dalo_qui_refuse_ici_et_a_accepte_ailleurs_est_signale(ailleurs: Callable[[], Histoire]):
    dite = synthese(refusee(), ailleurs())
    (nouvelle,) = [n for n in dite["nouvelles"] if "DDETS avisée" in n["phrase"]]
    assert nouvelle["phrase"].endswith(f"Ce ménage a accepté {AUTRE} : dites-le à la DDETS.")
    (ligne,) = dite["dalo"]
    assert ligne["acceptes"] == [AUTRE]


@pytest.mark.regle("R73")
@pytest.mark.parametrize("ailleurs", [refusee, lambda: complete(dalo(1)), lambda: attribuee(dalo(2))])
def test_sinon_la_synthese_ne_dit_rien_de_plus(ailleurs: Callable[[], Histoire]):
    dite = synthese(refusee(), ailleurs())
    assert not [n for n in dite["nouvelles"] if "accepté V-" in n["phrase"]]
    assert dite["dalo"][0]["acceptes"] == []
