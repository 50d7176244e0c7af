"""A silence that was a refusal proves to be none: it is one for nobody, whatever became of the dwelling."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain.candidature import Reponse
from robot.domain.dossier import Statut
from robot.domain.statuts import appliquer
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.dementis import a_dire, repond, retraits, revient
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import MAIRIE, Histoire, attribuee
from tests.domain.test_ddets import AUTRE, AUTRE_ADRESSE, muette
from tests.fabrique import paris


@pytest.mark.regle("R71", "R73", "R74")
@pytest.mark.parametrize("dementir", [repond, revient])
@pytest.mark.parametrize(
    ("geste", "statut"),
    [
        pytest.param(lambda h: h.ordonner(Verbe.RECHERCHE), Statut.COMPLETE, id="le bailleur cherchait"),
        pytest.param(lambda h: h.ordonner(Verbe.DELAI, jours=2), Statut.COMPLETE, id="le réservataire cherchait"),
        pytest.param(
            lambda h: h.designer(menage(2), menage(3), menage(4)), Statut.COMPLETE, id="d'autres sont désignés"
        ),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), Statut.A_EXPEDIER, id="le logement est au suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), Statut.ANNULEE, id="le dossier est annulé"),
    ],
)
def test_un_silence_dementi_n_est_plus_un_refus_pour_personne_quoi_que_soit_devenu_le_logement(geste, statut, dementir):
    histoire = muette()
    geste(histoire)
    revenu = histoire.statut in {Statut.RECHERCHE, Statut.ACCEPTEE}
    dementir(histoire.a("2026-05-20T12:00"))
    assert histoire.statut is statut
    assert not histoire.candidature(1).a_refuse
    assert (1 in histoire.en_lice) is revenu
    (lettre,) = histoire.lettres_de("retrait_ddets")
    assert lettre.contexte["revient"] is revenu
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert notice.contexte["effet"] == ("" if revenu else "tombe")
    histoire.a("2026-06-30T08:00").avancer()
    assert histoire.lettres_de("rappel_ddets") == [], "elle n'est pas relancée d'un refus qui n'en est pas un"
    assert len(histoire.lettres_de("retrait_ddets")) == 1


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize("verbe", [Verbe.OUI, Verbe.REPROPOSER])
def test_un_menage_revenu_quand_le_bailleur_cherchait_attend_ce_qu_une_personne_en_dit(verbe):
    histoire = muette()
    histoire.ordonner(Verbe.RECHERCHE)
    repond(histoire.a("2026-05-20T12:00"))
    histoire.ordonner(verbe, 1)
    assert histoire.proposition(1).reponse is (Reponse.OUI if verbe is Verbe.OUI else Reponse.ATTENDUE)


@pytest.mark.regle("R71", "R74")
def test_celui_que_la_commission_avait_choisi_revient_a_son_rang_quand_personne_n_a_le_logement():
    histoire = attribuee(dalo(1))
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-25T09:00").avancer()
    histoire.ordonner(Verbe.RECHERCHE)
    histoire.a("2026-06-25T12:00").rapporter(1, Remise.ECHOUEE)
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [1])
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.statut is Statut.A_SIGNER


@pytest.mark.regle("R45", "R70", "R74")
@pytest.mark.parametrize("dementir", [repond, revient])
def test_le_reservataire_qui_designait_a_nouveau_apprend_que_ses_jours_sont_finis(dementir):
    histoire = muette()
    histoire.ordonner(Verbe.DELAI, jours=2)
    assert histoire.statut is Statut.ACCEPTEE
    dementir(histoire.a("2026-05-20T12:00"))
    (lettre,) = histoire.lettres_de("candidat_de_retour")
    assert (lettre.destinataire, lettre.contexte["candidat"]["numero"], lettre.contexte["dalo"]) == (MAIRIE, 1, True)


@pytest.mark.regle("R45", "R70", "R74")
@pytest.mark.parametrize("geste", [lambda _h: None, lambda h: h.designer(menage(2), menage(3), menage(4))])
def test_le_reservataire_a_qui_personne_n_est_demande_n_en_lit_rien(geste):
    histoire = muette()
    geste(histoire)
    repond(histoire.a("2026-05-20T12:00"))
    assert histoire.lettres_de("candidat_de_retour") == []


@pytest.mark.regle("R71", "R74")
def test_une_reponse_apres_la_date_laisse_le_silence_et_la_lettre_le_dit():
    histoire = muette()
    histoire.ordonner(Verbe.RECHERCHE)
    histoire.a("2026-05-20T12:00").repondre(1, Avis.ACCEPTE)
    assert histoire.candidature(1).a_refuse
    assert histoire.lettres_de("retrait_ddets") == []
    (notice,) = histoire.lettres_de("candidat_a_trancher")
    assert (notice.contexte["effet"], notice.contexte["avise"]) == ("silence", True)


@pytest.mark.regle("R71")
def test_qui_avait_repondu_a_temps_apprend_qu_il_n_a_pas_refuse_meme_si_le_logement_est_parti():
    histoire = muette()
    histoire.designer(menage(2), menage(3), menage(4))
    repond(histoire.a("2026-05-20T12:00"))
    assert histoire.lettres_de("accuse_candidat")[-1].contexte["dans_le_delai"]
    assert histoire.proposition(1).reponse is Reponse.SILENCE_TOMBE


# --- journals of before `SilenceTombe` -----------------------------------------------------------------


def ancienne(*, saisie: bool = False) -> Histoire:
    """The proposal came back after the silence was established: that fact alone says that it fell."""
    histoire = muette()
    if saisie:
        histoire.ordonner(Verbe.SNE)
    tombe = f.PropositionNonRemise(
        le=paris("2026-05-20T10:00"), rang=1, numero=1, tour=1, destinataire="", statut="5.1.1", preuve="", message=""
    )
    assert histoire.candidature(1).a_refuse
    histoire.dossier = appliquer(histoire.dossier, tombe)
    return histoire


def test_un_journal_d_avant_ou_la_lettre_partait_sans_fait_n_en_ecrit_pas_une_seconde():
    histoire = ancienne()
    assert histoire.candidature(1).avis is not None
    assert histoire.a("2026-06-30T08:00").avancer() == ()


@pytest.mark.regle("R73")
def test_le_retrait_revenu_d_un_journal_d_avant_repart_lui_aussi():
    histoire = ancienne()
    revenu = f.AvisRevenu(
        le=paris("2026-05-20T11:00"), numero=1, destinataire="", statut="5.1.1", preuve="revenu", message=""
    )
    histoire.dossier = appliquer(histoire.dossier, revenu)
    assert any("n'en est pas un" in quoi for quoi in a_dire(histoire))
    histoire.carnet = AUTRE_ADRESSE
    histoire.a("2026-05-21T09:00").avancer()
    assert retraits(histoire) == [(2, AUTRE.adresse)]


@pytest.mark.regle("R65", "R74")
@pytest.mark.parametrize(
    ("saisie", "dite"), [(False, "à ne pas saisir"), (True, "refus à annuler")], ids=["pas encore saisi", "déjà saisi"]
)
def test_le_faux_refus_d_un_journal_d_avant_est_dit_sans_renumeroter_les_lignes(saisie, dite):
    histoire = ancienne(saisie=saisie)
    fausse = histoire.dossier.sne[-1]
    assert (fausse.numero, fausse.a_saisir) == (2, True)
    assert fausse.precision.startswith(dite)
    histoire.ordonner(Verbe.SNE, 2)
    assert [tache.numero for tache in histoire.dossier.sne] == [1, 2]
    assert not histoire.dossier.sne[-1].a_saisir
