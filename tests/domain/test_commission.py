"""The commission, the household it chose, the lease (R67, R68, R90; CCH, art. R.441-3 and R.441-10)."""

from __future__ import annotations

from datetime import time

import pytest

from robot.domain import faits as f
from robot.domain.candidature import FichierRecu, Issue, Reponse
from robot.domain.courriers import Fabrique
from robot.domain.decisions import ordres_commission, suivi
from robot.domain.decisions.candidats import SANS_RANG, TOUS_ONT_REFUSE
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Ordre, Remise, Verbe
from tests.domain.menages import dalo, menage, retirer
from tests.domain.seconde_moitie import (
    GESTIONNAIRE,
    MAIRIE,
    Histoire,
    a_signer,
    accepter,
    attribuee,
    complete,
    convoquee,
)
from tests.fabrique import paris


def tenue() -> Histoire:
    """The commission of Wednesday 10 June has been held; its decisions are being typed on the 11th at 9:00."""
    return convoquee().a("2026-06-11T09:00")


def fixees(histoire: Histoire) -> list[tuple[int, int]]:
    return [(fait.passage, fait.sequence) for fait in histoire.de_type(f.CommissionFixee)]


# --- the date -------------------------------------------------------------------------------------


@pytest.mark.regle("R67")
def test_le_reservataire_est_invite_avec_un_rendez_vous_pour_son_agenda():
    histoire = convoquee()
    (lettre,) = histoire.lettres_de("convocation_caleol")
    assert lettre.destinataire == MAIRIE
    (piece,) = lettre.pieces
    assert piece.fabrique is Fabrique.INVITATION
    assert piece.donnees["debut"] == paris("2026-06-10T14:30").isoformat()
    assert piece.donnees["sequence"] == 0


@pytest.mark.regle("R67")
def test_une_commission_deplacee_met_a_jour_le_meme_rendez_vous_sans_compter_deux_fois():
    histoire = convoquee()
    histoire.commission("2026-06-17T14:30")
    assert fixees(histoire) == [(1, 0), (1, 1)]
    premiere, seconde = (lettre.pieces[0].donnees for lettre in histoire.lettres_de("convocation_caleol"))
    assert premiere["uid"] == seconde["uid"]


@pytest.mark.parametrize(
    ("options", "dit"),
    [
        pytest.param({}, "Écrivez le jour, l'heure et le lieu", id="ni jour ni heure"),
        pytest.param({"jour": "2026-06-10"}, "Écrivez le jour, l'heure et le lieu", id="sans heure"),
        pytest.param({"jour": "2026-05-04", "heure": time(9)}, "est passé", id="à l'instant même"),
        pytest.param({"jour": "2026-05-03", "heure": time(9)}, "dimanche 3 mai 2026.*est passé", id="hier"),
    ],
)
def test_une_commission_a_un_jour_et_une_heure_a_venir(options, dit):
    with pytest.raises(OrdreImpossible, match=dit):
        complete().ordonner(Verbe.COMMISSION, **options)


@pytest.mark.regle("R68")
def test_ce_que_la_commission_a_remis_a_plus_tard_compte_a_nouveau_et_le_premier_pv_n_attend_pas():
    """Two candidates were not retained, the third was put off: the first commission was held."""
    histoire = tenue()
    histoire.ordonner(Verbe.NON_ATTRIBUE, 1, 2, motif="ressources trop élevées")
    histoire.commission("2026-06-24T14:30")
    assert fixees(histoire) == [(1, 0), (2, 0)]
    (pv,) = histoire.lettres_de("pv_caleol")
    assert [(d["numero"], d["issue"]) for d in pv.contexte["decisions"]] == [
        (1, "non-attribution"),
        (2, "non-attribution"),
    ]
    histoire.a("2026-06-25T09:00").ordonner(Verbe.ATTRIBUE, 3)
    assert [lettre.contexte["passage"] for lettre in histoire.lettres_de("pv_caleol")] == [1, 2]


@pytest.mark.regle("R68")
def test_une_commission_qui_ne_s_est_pas_tenue_n_est_pas_comptee():
    histoire = convoquee()
    histoire.designer(retirer(1), retirer(2), retirer(3))
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.designer(menage(4), menage(5), menage(6))
    histoire.commission("2026-06-17T14:30")
    assert fixees(histoire) == [(1, 0), (1, 1)]


@pytest.mark.regle("R68")
def test_une_seconde_commission_pour_le_meme_logement_compte_a_nouveau():
    histoire = attribuee()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    histoire.designer(menage(4), menage(5), menage(6))
    histoire.commission("2026-06-24T14:30")
    assert fixees(histoire) == [(1, 0), (2, 0)]


@pytest.mark.regle("R67", "R68")
def test_le_reservataire_suivant_est_invite_a_sa_propre_commission():
    """The date fixed for the former one is no date of its own."""
    histoire = convoquee()
    histoire.ordonner(Verbe.SUIVANT)
    assert histoire.dossier.commission is None
    histoire.a("2026-05-05T09:00")
    accepter(histoire)
    histoire.designer(menage(1), menage(2), menage(3))
    histoire.commission("2026-06-17T14:30")
    assert fixees(histoire)[-1] == (1, 0)
    assert not histoire.lettres_de("convocation_caleol")[-1].contexte["deplacee"]


# --- its decisions --------------------------------------------------------------------------------


def test_rien_ne_se_decide_avant_que_la_commission_ait_eu_lieu():
    histoire = convoquee().a("2026-06-10T14:29")
    with pytest.raises(OrdreImpossible, match="n'a pas encore eu lieu"):
        histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.a("2026-06-10T14:30").ordonner(Verbe.ATTRIBUE, 1)
    assert histoire.statut is Statut.ATTRIBUEE


@pytest.mark.regle("R65", "R90")
@pytest.mark.parametrize(
    ("verbe", "issue", "statut"),
    [
        pytest.param(Verbe.ATTRIBUE, Issue.ATTRIBUTION, Statut.ATTRIBUEE, id="a) attribution"),
        pytest.param(Verbe.CLASSE, Issue.RANG, Statut.ATTRIBUEE, id="b) attribution par rang"),
        pytest.param(Verbe.CONDITION, Issue.CONDITION, Statut.ATTRIBUEE, id="c) sous condition suspensive"),
        pytest.param(Verbe.NON_ATTRIBUE, Issue.NON_ATTRIBUTION, Statut.CONVOQUEE, id="d) non-attribution"),
        pytest.param(Verbe.REJETE, Issue.REJET, Statut.CONVOQUEE, id="e) rejet pour irrecevabilité"),
    ],
)
def test_les_cinq_decisions_de_r_441_3(verbe, issue, statut):
    histoire = tenue()
    histoire.ordonner(verbe, 1, motif="motif de la commission")
    assert (histoire.candidature(1).issue, histoire.candidature(1).decision) == (issue, "motif de la commission")
    assert histoire.statut is statut


@pytest.mark.regle("R68")
@pytest.mark.parametrize("verbe", [Verbe.ATTRIBUE, Verbe.CONDITION])
def test_une_seule_attribution_par_commission(verbe):
    """The second used to be attributed too, and never told of it."""
    with pytest.raises(OrdreImpossible, match=r"un seul candidat.*CLASSE 2 1"):
        tenue().ordonner(verbe, 2, 1)


@pytest.mark.regle("R64")
def test_un_classement_offre_au_premier_seul_et_dit_leur_rang_aux_autres():
    histoire = tenue()
    histoire.ordonner(Verbe.CLASSE, 2, 3, 1)
    assert [histoire.candidature(numero).ordre for numero in (1, 2, 3)] == [3, 1, 2]
    assert histoire.lettres_a("famille2@menage.example") == ["proposition_candidat", "attribution_candidat"]
    for numero, rang in ((3, 2), (1, 3)):
        dernier = [x for x in histoire.lettres if x.destinataire == f"famille{numero}@menage.example"][-1]
        assert (dernier.gabarit, dernier.contexte["ordre"]) == ("resultat_candidat", rang)


@pytest.mark.regle("R64")
def test_la_condition_suspensive_est_ecrite_au_menage():
    histoire = tenue()
    histoire.ordonner(Verbe.CONDITION, 1, motif="départ effectif du conjoint")
    (lettre,) = histoire.lettres_de("attribution_candidat")
    assert lettre.contexte["condition"] == "départ effectif du conjoint"


@pytest.mark.regle("R64", "R65")
def test_qui_n_est_pas_retenu_l_apprend_avec_le_motif():
    histoire = tenue()
    histoire.ordonner(Verbe.NON_ATTRIBUE, 3, motif="logement trop petit pour le ménage")
    (lettre,) = histoire.lettres_de("resultat_candidat")
    assert (lettre.destinataire, lettre.contexte["motif"]) == (
        "famille3@menage.example",
        "logement trop petit pour le ménage",
    )


@pytest.mark.parametrize(
    ("numeros", "dit"),
    [
        pytest.param((1,), "a déjà décidé du candidat 1", id="déjà décidé"),
        pytest.param((3, 3), "écrit deux fois", id="deux fois le même"),
        pytest.param((9,), "ne désigne pas un candidat en lice", id="inconnu"),
        pytest.param((), "Écrivez le numéro", id="personne"),
    ],
)
def test_une_decision_impossible_dit_pourquoi(numeros, dit):
    histoire = tenue()
    histoire.ordonner(Verbe.CLASSE, 1, 2)
    with pytest.raises(OrdreImpossible, match=dit):
        histoire.ordonner(Verbe.CLASSE, *numeros)


@pytest.mark.regle("R67")
def test_le_pv_part_quand_chaque_candidat_a_sa_decision_avec_le_fichier_du_bailleur():
    histoire = tenue()
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    assert histoire.lettres_de("pv_caleol") == []
    histoire.ordonner(Verbe.NON_ATTRIBUE, 2, 3, message="e" * 64, fichiers=(FichierRecu(2, 900),))
    (pv,) = histoire.lettres_de("pv_caleol")
    assert (pv.destinataire, len(pv.contexte["decisions"])) == (MAIRIE, 3)
    (piece,) = pv.pieces
    assert piece.donnees == {"message": "e" * 64, "partie": 2}


@pytest.mark.regle("R67")
def test_le_pv_part_aussi_quand_personne_n_est_retenu():
    histoire = tenue()
    histoire.ordonner(Verbe.NON_ATTRIBUE, 1, 2)
    assert histoire.statut is Statut.CONVOQUEE
    histoire.ordonner(Verbe.REJETE, 3)
    assert histoire.dossier.statut is Statut.SANS_ATTRIBUTAIRE
    assert len(histoire.lettres_de("pv_caleol")) == 1


def test_celui_qui_a_refuse_avant_la_commission_n_a_pas_a_etre_decide():
    histoire = convoquee()
    histoire.repondre(3, Avis.REFUSE)
    histoire.a("2026-06-11T09:00").ordonner(Verbe.CLASSE, 1, 2)
    assert len(histoire.lettres_de("pv_caleol")) == 1


# --- the household it chose -----------------------------------------------------------------------


@pytest.mark.regle("R90")
def test_d_accord_puis_bail_les_quatre_etapes_sont_suivies():
    histoire = a_signer()
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    assert histoire.statut is Statut.LOUEE
    etapes = (f.OrientationDecidee, f.AccordRecu, f.CommissionTenue, f.BailSigne)
    assert [len(histoire.de_type(etape)) for etape in etapes] == [1, 1, 1, 1]
    assert histoire.lettres_a(MAIRIE)[-1] == "bail_signe"


@pytest.mark.regle("R64")
def test_les_autres_candidats_apprennent_que_le_logement_est_loue():
    histoire = a_signer()
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    for numero in (2, 3):
        assert histoire.lettres_a(f"famille{numero}@menage.example")[-1] == "resultat_candidat"
    assert histoire.lettres_a("famille1@menage.example")[-1] == "accuse_candidat"


def _muet(histoire: Histoire) -> None:
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()


@pytest.mark.parametrize(
    "refuser",
    [
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), id="le premier écrit non"),
        pytest.param(lambda h: h.ordonner(Verbe.NON, 1), id="le premier dit non au téléphone"),
        pytest.param(_muet, id="le premier ne répond pas, réception prouvée"),
    ],
)
def test_au_refus_du_premier_le_logement_est_offert_au_second_seul(refuser):
    histoire = attribuee()
    histoire.partir(1)
    refuser(histoire)
    assert histoire.statut is Statut.ATTRIBUEE
    assert [numero for numero in histoire.en_lice if histoire.proposition(numero).etape == "attribution"] == [2]
    assert histoire.lettres_a("famille2@menage.example")[-1] == "attribution_candidat"


@pytest.mark.regle("R74")
def test_apres_la_commission_le_silence_sans_preuve_n_ote_le_logement_a_personne():
    histoire = attribuee()
    histoire.partir(1)
    histoire.a("2026-06-24T08:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_PREUVE
    assert histoire.en_lice == [1, 2, 3]
    assert histoire.lettres_a("famille2@menage.example")[-1] == "resultat_candidat"


def test_quand_tous_les_classes_refusent_le_gestionnaire_reprend_la_main():
    histoire = attribuee()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    (sans,) = histoire.de_type(f.SansAttributaire)
    assert sans.motif == TOUS_ONT_REFUSE
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "sans_attributaire"


def test_le_refus_du_seul_decide_dit_que_la_commission_n_a_rien_dit_des_autres():
    histoire = tenue()
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.repondre(1, Avis.REFUSE)
    (sans,) = histoire.de_type(f.SansAttributaire)
    assert (histoire.statut, sans.motif, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, SANS_RANG, [2, 3])


def ordre(verbe: Verbe, *numeros: int, le: str = "2026-06-12T09:00") -> Ordre:
    return Ordre(le=paris(le), verbe=verbe, par="Claude Martin", motif="PV du 10 juin", numeros=numeros)


@pytest.mark.regle("R68")
def test_un_rang_saisi_en_retard_reprend_la_meme_commission():
    """The first refused before the others' ranks were typed: no second commission has to be invented."""
    histoire = tenue()
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.repondre(1, Avis.REFUSE)
    histoire.appliquer(ordres_commission.decider(histoire.dossier, ordre(Verbe.CLASSE, 3, 2), histoire.ctx))
    assert histoire.statut is Statut.ATTRIBUEE
    assert histoire.lettres_a("famille3@menage.example")[-1] == "attribution_candidat"
    assert {c.passage for c in histoire.dossier.candidatures} == {1}


@pytest.mark.regle("R67")
def test_une_decision_saisie_alors_que_le_premier_a_deja_dit_oui_n_offre_rien_et_fait_partir_le_pv():
    histoire = tenue()
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.appliquer(ordres_commission.decider(histoire.dossier, ordre(Verbe.CLASSE, 2, 3), histoire.ctx))
    assert histoire.statut is Statut.A_SIGNER
    assert len(histoire.lettres_de("pv_caleol")) == 1
    assert len(histoire.lettres_de("attribution_candidat")) == 1


@pytest.mark.regle("R70", "R71")
def test_un_dalo_retenu_recoit_a_nouveau_la_lettre_qui_dit_ce_que_coute_un_refus():
    histoire = attribuee(dalo(1))
    assert histoire.lettres_a("famille1@menage.example") == ["proposition_dalo", "proposition_dalo"]


# --- the lease ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numeros", "jour", "dit"),
    [
        pytest.param((), "", "Écrivez le jour de la signature", id="sans jour"),
        pytest.param((), "2026-06-12", "aujourd'hui ou avant", id="demain"),
        pytest.param((), "2025-06-11", "ne précède pas la commission", id="l'an dernier, par une faute de frappe"),
        pytest.param((), "2026-06-09", "mercredi 10 juin 2026", id="la veille de la commission"),
        pytest.param((2,), "2026-06-11", "C'est le candidat 1 qui a accepté", id="un autre que le preneur"),
    ],
)
def test_un_bail_impossible_dit_pourquoi(numeros, jour, dit):
    with pytest.raises(OrdreImpossible, match=dit):
        a_signer().ordonner(Verbe.BAIL, *numeros, jour=jour)


def test_le_bail_nomme_son_preneur_qu_on_l_ait_ecrit_ou_non():
    for numeros in ((), (1,)):
        histoire = a_signer()
        histoire.ordonner(Verbe.BAIL, *numeros, jour="2026-06-10")
        assert histoire.candidature(1).bail_le is not None


def test_le_temps_n_apporte_rien_a_un_bail_a_signer():
    histoire = a_signer()
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None
    assert histoire.a("2027-06-11T09:00").avancer() == ()


def test_le_second_qui_se_dedit_ne_fait_pas_offrir_le_logement_une_fois_de_plus():
    histoire = convoquee()
    histoire.repondre(2, Avis.ACCEPTE)
    histoire.a("2026-06-11T09:00").ordonner(Verbe.CLASSE, 1, 2, 3)
    histoire.ordonner(Verbe.NON, 2)
    assert histoire.en_lice == [1, 3]
    assert len(histoire.lettres_de("attribution_candidat")) == 1
