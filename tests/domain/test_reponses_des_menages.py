"""What a household answers, in time or late, by itself or through the gestionnaire (R64, R71, R73)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.domain import faits as f
from robot.domain.candidature import FichierRecu, Reponse
from robot.domain.decisions import suivi
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, PropositionConfiee, Remise, ReponseDuCandidat, Verbe
from tests.domain.menages import dalo, menage, retirer
from tests.domain.seconde_moitie import (
    AVEC_DDETS,
    DDETS,
    FAMILLE,
    GESTIONNAIRE,
    a_signer,
    acceptee,
    attribuee,
    avec_delais,
    complete,
    convoquee,
    proposee_au_dalo,
    prouvee,
)
from tests.fabrique import paris

# --- an answer ------------------------------------------------------------------------------------


@pytest.mark.regle("R64")
@pytest.mark.parametrize(
    ("avis", "habilitation", "reponse"),
    [
        pytest.param(Avis.ACCEPTE, "adresse exacte", Reponse.OUI, id="oui"),
        pytest.param(Avis.REFUSE, "adresse exacte", Reponse.NON, id="non"),
        pytest.param(Avis.AMBIGU, "adresse exacte", Reponse.A_CLARIFIER, id="ni oui ni non : une personne regarde"),
        pytest.param(Avis.REFUSE, "", Reponse.A_CLARIFIER, id="un non écrit d'une autre adresse n'en est pas un"),
        pytest.param(Avis.ACCEPTE, "", Reponse.A_CLARIFIER, id="un oui écrit d'une autre adresse non plus"),
    ],
)
def test_la_reponse_d_un_menage(avis, habilitation, reponse):
    histoire = proposee_au_dalo()
    histoire.repondre(1, avis, habilitation=habilitation)
    assert histoire.proposition(1).reponse is reponse


def test_qui_a_ecrit_confusement_recoit_les_deux_reponses_possibles_meme_en_capitales():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.AMBIGU, par=FAMILLE.upper())
    assert histoire.lettres_a(FAMILLE)[-1] == "a_preciser_candidat"


def test_ce_qu_ecrit_un_inconnu_va_a_une_personne_et_pas_au_menage():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.REFUSE, habilitation="", par="voisin@ailleurs.example")
    assert histoire.lettres_a(FAMILLE) == ["proposition_dalo"]
    assert histoire.lettres_a(GESTIONNAIRE) == ["candidat_a_trancher"]


@pytest.mark.regle("R64")
def test_un_accord_recu_apres_la_fin_pour_un_menage_ordinaire_est_un_accord():
    histoire = complete().tous_partis()
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.SANS_REPONSE
    histoire.repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R64")
def test_un_menage_repond_encore_quand_la_designation_est_rouverte():
    """Its no used to be told too late, and it was presented all the same."""
    histoire = complete()
    histoire.designer(retirer(3))
    histoire.repondre(1, Avis.REFUSE)
    histoire.repondre(2, Avis.ACCEPTE)
    assert (histoire.statut, histoire.en_lice) == (Statut.ACCEPTEE, [2])


@pytest.mark.regle("R64")
def test_quand_tous_ont_refuse_le_gestionnaire_reprend_la_main():
    histoire = complete()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.lettres_a(GESTIONNAIRE) == ["sans_attributaire"]


@pytest.mark.regle("R73", "C13")
@pytest.mark.parametrize(
    ("premiere", "seconde", "alerte"),
    [
        pytest.param(Avis.REFUSE, Avis.ACCEPTE, True, id="non, puis oui : une personne doit le savoir"),
        pytest.param(Avis.REFUSE, Avis.AMBIGU, True, id="non, puis une protestation"),
        pytest.param(Avis.ACCEPTE, Avis.REFUSE, True, id="oui, puis non"),
        pytest.param(Avis.ACCEPTE, Avis.AMBIGU, False, id="oui, puis merci"),
        pytest.param(Avis.REFUSE, Avis.REFUSE, False, id="non, puis encore non"),
    ],
)
def test_se_dedire_n_a_pas_d_effet_par_soi_meme_mais_se_dit(premiere, seconde, alerte):
    histoire = complete()
    histoire.repondre(1, premiere)
    avant = histoire.proposition(1)
    (tardive,) = histoire.repondre(1, seconde)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert histoire.proposition(1) == avant
    assert ("candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)) is alerte
    assert histoire.lettres_a(FAMILLE) == ["proposition_candidat", "accuse_candidat", "accuse_candidat"]


@pytest.mark.regle("C13")
def test_qui_ecrit_pour_un_logement_parti_ailleurs_est_prevenu_et_personne_n_est_derange():
    histoire = complete()
    histoire.ordonner(Verbe.SUIVANT)
    (tardive,) = histoire.repondre(1, Avis.REFUSE)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert "candidat_a_trancher" not in histoire.lettres_a(GESTIONNAIRE)
    assert histoire.lettres_a(FAMILLE)[-1] == "accuse_candidat"


def test_un_menage_a_qui_rien_n_a_ete_propose_ecrit_sans_effet():
    histoire = acceptee()
    histoire.designer(menage(1))
    (tardive,) = histoire.repondre(1, Avis.REFUSE)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert histoire.en_lice == [1]


def test_le_refus_garde_les_mots_du_menage_et_ses_fichiers():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.REFUSE, motif="trop loin", fichiers=(FichierRecu(2, 1000),))
    assert (histoire.candidature(1).refus, histoire.candidature(1).fichiers) == ("trop loin", (FichierRecu(2, 1000),))


# --- an answer around the end ---------------------------------------------------------------------


@pytest.mark.regle("R71")
def test_un_message_recu_avant_la_fin_et_lu_apres_compte():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-25T09:00")  # the robot was stopped; it reads before it counts
    histoire.repondre(1, Avis.ACCEPTE, le="2026-05-18T23:59")
    histoire.avancer()
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_un_accord_recu_apres_une_date_opposable_est_soumis_a_une_personne():
    """The letter says that late is a refusal; the robot's own speed must not decide which it is."""
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T07:30").repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.A_CLARIFIER
    assert histoire.lettres_a(GESTIONNAIRE) == ["candidat_a_trancher"]
    histoire.a("2026-05-20T08:00").avancer()
    assert histoire.lettres_a(DDETS.adresse) == []
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71")
def test_un_accord_tardif_vaut_quand_rien_ne_prouvait_la_reception():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-19T07:30").repondre(1, Avis.ACCEPTE)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_un_refus_tardif_reste_un_refus():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T07:30").repondre(1, Avis.REFUSE)
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("avis", [Avis.ACCEPTE, Avis.AMBIGU])
def test_une_reponse_recue_a_temps_et_lue_apres_le_constat_defait_le_silence(avis):
    """Found in another folder, or held by a server: it had answered in time, and its right was going to be lost."""
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.a("2026-05-19T10:00").repondre(1, avis, le="2026-05-18T22:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1])
    assert histoire.proposition(1).reponse is Reponse.A_CLARIFIER
    assert "est détrompée" in histoire.de_type(f.ReponseDuCandidatAClarifier)[-1].cause
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "candidat_a_trancher"
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.proposition(1).reponse is Reponse.OUI


@pytest.mark.regle("R71", "R74")
def test_apres_la_commission_aussi_une_reponse_recue_a_temps_defait_le_silence():
    histoire = attribuee(dalo(1))
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    histoire.repondre(1, Avis.ACCEPTE, le="2026-06-22T10:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [1])
    histoire.ordonner(Verbe.OUI, 1)
    assert histoire.dossier.statut is Statut.A_SIGNER


@pytest.mark.regle("R71")
def test_un_silence_se_defait_aussi_quand_d_autres_attendaient_leur_rang():
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-06-24T08:00").avancer()
    assert (histoire.statut, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, [2, 3])
    histoire.repondre(1, Avis.ACCEPTE, le="2026-06-22T10:00")
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [1, 2, 3])


@pytest.mark.regle("R70")
def test_un_dalo_ne_revient_pas_a_cote_d_un_autre_candidat():
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    histoire.designer(menage(2))
    assert (histoire.statut, histoire.en_lice) == (Statut.SANS_ATTRIBUTAIRE, [2])
    faits = histoire.repondre(1, Avis.ACCEPTE, le="2026-05-18T22:00")
    assert [type(fait) for fait in faits] == [f.SilenceTombe, f.ReponseDuCandidatTardive, f.DdetsDetrompee]
    assert histoire.en_lice == [2]


@pytest.mark.regle("R70", "C13")
@pytest.mark.parametrize(
    ("avis", "le", "habilitation"),
    [
        pytest.param(Avis.ACCEPTE, "2026-05-19T00:00", "adresse exacte", id="reçue après la fin"),
        pytest.param(Avis.REFUSE, "2026-05-18T22:00", "adresse exacte", id="un non ne défait rien"),
        pytest.param(Avis.ACCEPTE, "2026-05-18T22:00", "", id="écrite par un inconnu"),
    ],
)
def test_ce_qui_ne_defait_pas_un_silence(avis, le, habilitation):
    histoire = prouvee("2026-05-04")
    histoire.a("2026-05-19T08:00").avancer()
    (tardive,) = histoire.repondre(1, avis, le=le, habilitation=habilitation)
    assert isinstance(tardive, f.ReponseDuCandidatTardive)
    assert 1 not in histoire.en_lice
    assert ("candidat_a_trancher" in histoire.lettres_a(GESTIONNAIRE)) is (avis is Avis.ACCEPTE)


# --- the gestionnaire in the candidate's place ----------------------------------------------------


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        pytest.param("", "du 04/05/2026 à aujourd'hui", id="sans jour"),
        pytest.param("2026-05-03", "du 04/05/2026 à aujourd'hui", id="avant l'envoi"),
        pytest.param("2026-05-28", "du 04/05/2026 à aujourd'hui", id="demain"),
    ],
)
def test_une_preuve_porte_un_jour_possible(jour, dit):
    histoire = complete(dalo(1, courriel=False)).a("2026-05-27T08:00")
    with pytest.raises(OrdreImpossible, match=dit):
        histoire.ordonner(Verbe.REMIS, 1, jour=jour)


@pytest.mark.parametrize("jour", ["2026-05-04", "2026-05-27"], ids=["le jour même de l'envoi", "ce matin"])
def test_une_preuve_n_est_datee_ni_avant_la_lettre_ni_apres_l_ordre(jour):
    histoire = acceptee().a("2026-05-04T15:00")
    histoire.designer(dalo(1, courriel=False))
    histoire.a("2026-05-27T08:00").ordonner(Verbe.REMIS, 1, jour=jour)
    (remise,) = histoire.de_type(f.PropositionRemise)
    assert histoire.proposition(1).decidee_le <= remise.le <= histoire.maintenant


@pytest.mark.parametrize(
    ("verbe", "numeros", "dit"),
    [
        pytest.param(Verbe.OUI, (1, 2), "un seul candidat à la fois", id="deux à la fois"),
        pytest.param(Verbe.OUI, (9,), "ne désigne pas un candidat en lice", id="un inconnu"),
        pytest.param(Verbe.NON, (), "Écrivez le numéro", id="personne"),
        pytest.param(Verbe.REPROPOSER, (2,), "il n'y a pas lieu d'écrire à nouveau", id="une réponse encore attendue"),
        pytest.param(Verbe.REPROPOSER, (1,), "pas de réponse à donner maintenant", id="un ménage déjà d'accord"),
        pytest.param(Verbe.OUI, (1,), "pas de réponse à donner maintenant", id="un ménage déjà d'accord, encore"),
        pytest.param(Verbe.REMIS, (1,), "a déjà répondu", id="une preuve devenue inutile"),
    ],
)
def test_un_ordre_sur_un_candidat_qui_ne_s_y_prete_pas_dit_pourquoi(verbe, numeros, dit):
    histoire = complete()
    histoire.repondre(1, Avis.ACCEPTE)
    with pytest.raises(OrdreImpossible, match=dit):
        histoire.ordonner(verbe, *numeros, jour="2026-05-04")


def test_la_reponse_donnee_au_telephone_dit_qui_l_a_saisie_et_le_menage_en_recoit_l_ecrit():
    histoire = complete()
    histoire.ordonner(Verbe.OUI, 1, motif="appel du 4 mai")
    (accord,) = histoire.de_type(f.CandidatAccepte)
    assert (accord.par, accord.saisi_par, accord.preuve) == ("", "Claude Martin", "appel du 4 mai")
    assert histoire.lettres_a(FAMILLE)[-1] == "accuse_candidat"


@pytest.mark.regle("R73")
def test_un_oui_repris_au_telephone_est_un_refus():
    histoire = proposee_au_dalo()
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.ordonner(Verbe.NON, 1, motif="n'a jamais constitué son dossier")
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


def test_un_menage_qui_n_a_rien_a_dire_ne_peut_pas_refuser():
    histoire = attribuee()
    with pytest.raises(OrdreImpossible, match="pas de réponse à donner"):
        histoire.ordonner(Verbe.NON, 2)  # the commission ranked it second, and the first has not answered


@pytest.mark.regle("R71")
def test_apres_la_commission_on_ne_reecrit_qu_a_celui_qui_est_choisi():
    histoire = convoquee().tous_partis()
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(2).reponse is Reponse.SANS_REPONSE
    histoire.a("2026-06-11T09:00").ordonner(Verbe.CLASSE, 1, 2, 3)
    with pytest.raises(OrdreImpossible, match="pas de réponse à donner"):
        histoire.ordonner(Verbe.REPROPOSER, 2)


def test_un_candidat_a_qui_rien_n_a_ete_propose_ne_peut_pas_repondre():
    histoire = complete()
    histoire.appliquer((replace(histoire.de_type(f.CandidatDesigne)[0], numero=4),))
    with pytest.raises(OrdreImpossible, match="pas encore été proposé"):
        histoire.ordonner(Verbe.OUI, 4)


def test_a_signer_seul_le_preneur_peut_se_dedire():
    """Another candidate's no used to leave a household that had accepted without any way to sign."""
    histoire = attribuee()
    histoire.repondre(1, Avis.ACCEPTE)
    with pytest.raises(OrdreImpossible, match="C'est le candidat 1 qui a accepté"):
        histoire.ordonner(Verbe.NON, 2)
    histoire.ordonner(Verbe.NON, 1)
    assert (histoire.statut, histoire.en_lice) == (Statut.ATTRIBUEE, [2, 3])
    assert histoire.lettres_a("famille2@menage.example")[-1] == "attribution_candidat"


@pytest.mark.regle("R73")
def test_un_refus_ecrit_alors_que_le_bail_est_a_signer_va_a_une_personne_qui_le_saisit():
    histoire = a_signer(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    assert (histoire.statut, histoire.lettres_a(GESTIONNAIRE)[-1]) == (Statut.A_SIGNER, "candidat_a_trancher")
    histoire.ordonner(Verbe.NON, 1)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.lettres_a(DDETS.adresse) == ["avis_ddets"]


def test_un_bailleur_qui_donne_juste_dix_jours_redate_la_lettre_partie_le_lendemain():
    histoire = complete(dalo(1), carnet=avec_delais(AVEC_DDETS, courriel=10, papier=21))
    assert histoire.proposition(1).dernier_jour == date(2026, 5, 15)  # 14 May is Ascension Day
    histoire.a("2026-05-06T00:00").avancer()
    assert histoire.proposition(1).tour == 2


def test_une_lettre_imprimee_ne_part_pas_par_courriel():
    histoire = complete(dalo(1, courriel=False))
    confiee = PropositionConfiee(rang=1, le=histoire.maintenant, numero=1, message_id="<x@y>", preuve="250 Ok")
    assert histoire.recevoir(confiee) == ()


@pytest.mark.parametrize("numero", [0, 9], ids=["le candidat zéro", "un candidat qui n'existe pas"])
def test_ce_qui_concerne_un_candidat_inconnu_ne_dit_rien(numero):
    histoire = complete()
    quand = histoire.maintenant
    reponse = ReponseDuCandidat(
        rang=1, le=quand, numero=numero, par="x@y.example", habilitation="", avis=Avis.REFUSE, preuve="non", texte="non",
        message="m" * 64,
    )  # fmt: skip
    confiee = PropositionConfiee(rang=1, le=quand, numero=numero, message_id="<x@y>", preuve="250 Ok")
    assert histoire.recevoir(reponse) == ()
    assert histoire.recevoir(confiee) == ()


@pytest.mark.regle("R71")
def test_le_rendez_vous_d_une_lettre_partie_est_le_lendemain_de_sa_date_a_l_ouverture():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == paris("2026-05-19T08:00")
