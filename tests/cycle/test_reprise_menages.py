"""Restored, and what a household had answered is lost: its silence is no refusal, and the State is told nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from robot.domain.stimuli import Verbe
from robot.ports import Rangement
from tests.cycle.courriels import ordonner
from tests.cycle.perte import ADMIN, identifiants, perdre_et_restaurer, photographier, texte
from tests.cycle.seconde_moitie import DALO, DDETS, GESTION, LEA, VIRY, a_perdre, designer, remettre
from tests.cycle.seconde_moitie import message as lire
from tests.fabrique import paris
from tests.monde import Monde

__all__ = ["a_perdre"]  # a fixture


def accepter_et_designer(monde: Monde) -> tuple[str, Path]:
    """The dwelling was proposed to a DALO household, which received its letter; then the base is saved."""
    reference = monde.liberer()
    monde.passer()
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-05-04T10:00")
    designer(monde, DALO)
    remettre(monde, LEA, "proposition_dalo")
    monde.passer("2026-05-05T10:05")
    sauvegarde = photographier(monde)
    monde.horloge.regler(paris("2026-05-07T10:00"))
    return reference, sauvegarde


def au_telephone(verbe: Verbe):
    def saisir(monde: Monde, reference: str) -> None:
        ordonner(monde, reference, verbe, numeros=(1,))
        monde.passer()

    return saisir


def par_un_message_efface(monde: Monde, _reference: str) -> None:
    monde.repondre(monde.courrier(LEA, "proposition_dalo"), "OUI, j'accepte ce logement.")
    monde.passer()
    monde.boite.ranges[Rangement.TRAITES].clear()


@pytest.mark.regle("R71", "R73", "R74")
@pytest.mark.parametrize(
    "repondre",
    [
        pytest.param(au_telephone(Verbe.OUI), id="son oui au téléphone, saisi"),
        pytest.param(au_telephone(Verbe.NON), id="son refus au téléphone, saisi, et la DDETS avisée"),
        pytest.param(par_un_message_efface, id="son message, effacé depuis"),
    ],
)
def test_une_reponse_perdue_d_un_menage_dalo_n_est_pas_un_silence(a_perdre: Monde, repondre) -> None:
    reference, sauvegarde = accepter_et_designer(a_perdre)
    repondre(a_perdre, reference)
    repris = perdre_et_restaurer(a_perdre, sauvegarde, "2026-05-08T09:00")
    repris.passer()
    assert f"{reference} (" in texte(repris, ADMIN)
    for jour in ("2026-05-11", "2026-05-19", "2026-06-02"):
        repris.passer(f"{jour}T09:00")
    assert repris.faits(reference)[-1] == "ReponseDuCandidatAClarifier"
    assert not repris.courriers(DDETS)
    assert not [cle for cle in identifiants(repris) if cle.startswith(("constat_silence", "a_preciser"))]
    synthese = lire(repris.courrier(GESTION, "synthese")).get_body(("plain",))
    assert synthese is not None
    assert "un courrier parti après la sauvegarde restaurée ne s'explique pas" in " ".join(
        synthese.get_content().split()
    )

    ordonner(repris, reference, Verbe.OUI, numeros=(1,))
    assert repris.faits(reference)[-1] == "CandidatAccepte"
    repris.store.fermer()


@pytest.mark.regle("R74")
def test_un_silence_que_rien_ne_dement_reste_un_silence_apres_la_reprise(a_perdre: Monde) -> None:
    """Nothing was lost but time: the replay establishes it, and its letters are recognised."""
    reference, sauvegarde = accepter_et_designer(a_perdre)
    for jour in ("2026-05-11", "2026-05-18", "2026-05-19"):
        a_perdre.passer(f"{jour}T09:00")
    assert "SilenceDuCandidat" in a_perdre.faits(reference)
    repris = perdre_et_restaurer(a_perdre, sauvegarde, "2026-05-20T09:00")
    repris.passer()
    assert repris.faits(reference) == a_perdre.faits(reference)
    assert not repris.courriers(DDETS)
    repris.store.fermer()


@pytest.mark.regle("R73", "R74")
def test_un_silence_etabli_a_l_ouverture_par_un_robot_qui_passe_souvent_se_retrouve(a_perdre: Monde) -> None:
    """The notice left in the very pass that established it: its copy must not keep time from explaining it."""
    reference, sauvegarde = accepter_et_designer(a_perdre)
    a_perdre.passer("2026-05-19T07:50")
    instant = a_perdre.horloge.maintenant()
    while "SilenceDuCandidat" not in a_perdre.faits(reference):
        instant += timedelta(minutes=5)
        a_perdre.horloge.regler(instant)
        a_perdre.passer()
    a_perdre.horloge.regler(instant + timedelta(minutes=1))
    a_perdre.passer()
    repris = perdre_et_restaurer(a_perdre, sauvegarde)
    repris.horloge.regler(instant + timedelta(hours=5))
    repris.passer()
    assert repris.faits(reference) == a_perdre.faits(reference)
    assert not repris.courriers(DDETS)
    repris.store.fermer()
