"""A condition of the commission that is not met (CCH, art. R.441-3, c): the attribution lapses, nobody refused."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain.candidature import Issue
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import NatureSne, Statut
from robot.domain.stimuli import Avis, Verbe
from tests.domain.menages import dalo
from tests.domain.seconde_moitie import DDETS, Histoire, convoquee

IMPOSITION = "avis d'imposition jamais fourni"


def conditionnelle(*, dit_oui: bool, menages=()) -> Histoire:
    """The commission attributed to the first household, on condition; it said yes, or has not answered yet."""
    histoire = convoquee(*menages).a("2026-06-11T09:00")
    histoire.ordonner(Verbe.CONDITION, 1, motif="fournir l'avis d'imposition de 2025")
    histoire.partir(1)
    if dit_oui:
        histoire.repondre(1, Avis.ACCEPTE)
    assert histoire.statut is (Statut.A_SIGNER if dit_oui else Statut.ATTRIBUEE)
    return histoire


@pytest.mark.regle("R73", "R64")
@pytest.mark.parametrize("verbe", [Verbe.NON_ATTRIBUE, Verbe.REJETE])
@pytest.mark.parametrize(
    "dit_oui", [pytest.param(True, id="après son oui"), pytest.param(False, id="avant sa réponse")]
)
def test_un_menage_dalo_dont_la_condition_n_est_pas_remplie_n_a_rien_refuse(verbe, dit_oui):
    histoire = conditionnelle(dit_oui=dit_oui, menages=(dalo(1),))
    histoire.ordonner(verbe, 1, motif=IMPOSITION)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.candidature(1).issue is Issue.NON_ATTRIBUTION
    assert not histoire.candidature(1).a_refuse
    assert histoire.lettres_a(DDETS.adresse) == []
    lettre = histoire.lettres[-2]
    assert (lettre.gabarit, lettre.destinataire) == ("resultat_candidat", "famille1@menage.example")
    assert lettre.contexte["motif"] == IMPOSITION
    assert histoire.dossier.sne[-1].nature is NatureSne.RESULTAT


@pytest.mark.regle("R64")
def test_le_logement_est_offert_au_suivant_du_classement():
    histoire = conditionnelle(dit_oui=True)
    histoire.ordonner(Verbe.CLASSE, 2, 3)
    histoire.ordonner(Verbe.NON_ATTRIBUE, 1, motif=IMPOSITION)
    assert histoire.statut is Statut.ATTRIBUEE
    assert [fait.numero for fait in histoire.de_type(f.CandidatPropose)][-1] == 2


def test_une_attribution_ferme_ne_se_reprend_pas_ainsi():
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    with pytest.raises(OrdreImpossible, match="a déjà décidé du candidat 1"):
        histoire.ordonner(Verbe.NON_ATTRIBUE, 1, motif=IMPOSITION)
