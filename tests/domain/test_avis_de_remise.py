"""What a delivery report makes of an offer: a deadline moved, stopped, or left alone."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain.decisions.orientation import avancer, decider
from robot.domain.dossier import Statut
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, Remise
from tests.domain.offre_a_viry import offre, rapport, reponse, suite
from tests.fabrique import (
    contexte,
    dossier,
    libere,
    paris,
)


@pytest.mark.regle("R41")
def test_un_avis_de_remise_du_lendemain_deplace_l_echeance():
    remise = suite(offre(), rapport(Remise.FAITE, "2026-04-29T07:00"), contexte("2026-04-29T07:05"))
    assert remise.courante.decompte is not None
    assert remise.courante.decompte.echeance == paris("2026-05-04T23:59:59")
    assert remise.courante.reception is not None
    assert not remise.courante.reception.presumee


@pytest.mark.regle("R41")
def test_la_premiere_preuve_de_reception_compte_les_suivantes_non():
    remise = suite(offre(), rapport(Remise.FAITE, "2026-04-28T09:01"), contexte("2026-04-28T09:05"))
    assert decider(remise, rapport(Remise.FAITE, "2026-04-30T09:00"), contexte("2026-04-30T09:05")) == ()


@pytest.mark.regle("R41")
def test_une_offre_n_est_pas_recue_avant_d_etre_partie_meme_si_les_horloges_divergent():
    remise = suite(offre(), rapport(Remise.FAITE, "2026-04-27T23:00"), contexte("2026-04-28T09:05"))
    assert remise.courante.reception is not None
    assert remise.courante.reception.le == paris("2026-04-28T09:00")


@pytest.mark.regle("C15")
def test_un_avis_de_non_remise_arrete_le_delai():
    echec = suite(offre(), rapport(Remise.ECHOUEE, "2026-04-28T09:01"), contexte("2026-04-28T09:05"))
    assert echec.statut is Statut.NON_REMISE
    assert avancer(echec, contexte("2026-06-01T09:00", lu_jusqu_a="2026-06-01T09:00")) == ()


@pytest.mark.regle("C15")
def test_un_avis_de_non_remise_tardif_annule_l_accord_tacite_qui_reposait_dessus():
    tacite = replier(offre(), avancer(offre(), contexte("2026-05-04T09:00", lu_jusqu_a="2026-05-04T09:00")))
    assert tacite is not None
    echec = suite(tacite, rapport(Remise.ECHOUEE, "2026-05-03T09:00"), contexte("2026-05-05T09:05"))
    assert echec.statut is Statut.NON_REMISE
    assert echec.courante.terminee_le is None
    assert echec.courante.designation is None


@pytest.mark.regle("C15")
def test_une_acceptation_ecrite_survit_a_un_avis_de_non_remise():
    accepte = suite(offre(), reponse(Avis.ACCEPTE, "2026-04-29T11:00"), contexte("2026-04-29T12:00"))
    (revenu,) = decider(accepte, rapport(Remise.ECHOUEE, "2026-04-30T09:00"), contexte("2026-04-30T09:05"))
    assert isinstance(revenu, f.CourrierRevenu)


@pytest.mark.regle("C15")
def test_le_retour_d_un_simple_accuse_ne_met_pas_l_offre_en_cause():
    tacite = replier(offre(), avancer(offre(), contexte("2026-05-04T09:00", lu_jusqu_a="2026-05-04T09:00")))
    assert tacite is not None
    (revenu,) = decider(
        tacite, rapport(Remise.ECHOUEE, "2026-05-05T09:00", "accord_tacite"), contexte("2026-05-05T10:00")
    )
    assert isinstance(revenu, f.CourrierRevenu)


@pytest.mark.regle("C15")
def test_un_avis_de_retard_suspend_le_delai_et_la_remise_le_fait_repartir():
    retard = suite(offre(), rapport(Remise.DIFFEREE, "2026-04-28T13:00"), contexte("2026-04-28T13:05"))
    assert retard.statut is Statut.DIFFEREE
    assert avancer(retard, contexte("2026-05-04T09:00", lu_jusqu_a="2026-05-04T09:00")) == ()
    remise = suite(retard, rapport(Remise.FAITE, "2026-04-29T08:00"), contexte("2026-04-29T08:05"))
    assert remise.statut is Statut.EN_ATTENTE
    assert remise.courante.decompte is not None
    assert remise.courante.decompte.reception.isoformat() == "2026-04-29"


def test_une_reponse_apres_un_avis_de_non_remise_prouve_que_l_offre_est_arrivee():
    """A distribution list bounced for one member, and another answered."""
    echec = suite(offre(), rapport(Remise.ECHOUEE, "2026-04-28T09:01"), contexte("2026-04-28T09:05"))
    assert (
        suite(echec, reponse(Avis.ACCEPTE, "2026-04-29T10:00"), contexte("2026-04-29T10:05")).statut is Statut.ACCEPTEE
    )


def test_une_reponse_a_une_offre_dont_l_envoi_n_etait_pas_encore_confirme_est_prise():
    ctx = contexte("2026-04-28T09:00")
    libre = dossier(libere())
    decidee = replier(libre, avancer(libre, ctx))
    assert decidee is not None
    assert suite(decidee, reponse(Avis.ACCEPTE, "2026-04-28T09:10"), ctx).statut is Statut.ACCEPTEE
