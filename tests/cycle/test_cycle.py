"""The flow: a pass, then another; what people receive, and when."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from robot.domain import faits as f
from robot.domain.dossier import Statut
from robot.reading.courriel.empreinte import empreinte
from tests.cycle.courriels import ALS, GESTION, VIRY, dsn, entete_de, texte_de
from tests.fabrique import paris
from tests.monde import Monde

# --- the main job ---------------------------------------------------------------------------------


@pytest.mark.regle("R40", "R42")
def test_un_logement_libere_est_offert_a_l_adresse_generique(monde, offerte):
    offre = monde.courrier(VIRY, "offre")
    assert offre.suivi
    assert offre.retour.startswith("orientations+")
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE


@pytest.mark.regle("R42", "R45")
def test_accepte_est_consigne_et_accuse(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE
    assert len(monde.courriers(VIRY, "accuse_accord")) == 1


def test_l_accuse_repond_au_message_de_son_auteur_et_dit_qu_il_est_automatique(monde, offerte):
    recu = monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-04-28T10:00")
    accuse = monde.courrier(VIRY, "accuse_accord").octets
    assert entete_de(accuse, "In-Reply-To") == entete_de(recu.octets, "Message-ID")
    assert entete_de(accuse, "Auto-Submitted") == "auto-replied"


@pytest.mark.regle("R44")
def test_refuse_avec_motif_envoie_au_suivant_dans_la_meme_passe(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE\n\nMotif : pas de candidat pour un T3")
    monde.passer("2026-04-28T10:00")
    dossier = monde.dossier(offerte)
    assert dossier.orientations[0].statut is Statut.REFUSEE
    assert "pas de candidat" in dossier.orientations[0].motif
    assert dossier.courante.reservataire == "als"
    assert len(monde.courriers(VIRY, "accuse_refus")) == 1
    assert len(monde.courriers(ALS, "offre")) == 1


@pytest.mark.regle("R43")
def test_le_silence_au_travers_du_premier_mai_et_du_week_end_vaut_acceptation(monde):
    reference = monde.liberer()
    monde.passer("2026-04-29T09:00")
    for le in ("2026-04-30T09:00", "2026-05-01T09:00", "2026-05-02T09:00", "2026-05-03T09:00"):
        monde.passer(le)
        assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    monde.passer("2026-05-04T08:00")
    assert len(monde.courriers(VIRY, "rappel_offre")) == 1
    monde.passer("2026-05-05T07:59")
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    monde.passer("2026-05-05T08:00")
    assert monde.dossier(reference).statut is Statut.ACCEPTEE_TACITE
    assert len(monde.courriers(VIRY, "accord_tacite")) == 1


@pytest.mark.regle("C15")
def test_une_absence_du_bureau_n_est_pas_une_reponse(monde, offerte):
    def absent(message: EmailMessage) -> None:
        message["Auto-Submitted"] = "auto-replied"
        message.replace_header("Subject", "Réponse automatique : Offre de logement")
        message.set_content("Je suis absent jusqu'au 12 mai. Nous acceptons les demandes à cette date.")

    monde.repondre(monde.courrier(VIRY, "offre"), "", retoucher=absent)
    monde.passer("2026-04-28T10:00")
    dossier = monde.dossier(offerte)
    assert dossier.statut is Statut.EN_ATTENTE
    assert dossier.courante.reception is not None
    assert not dossier.courante.reception.presumee
    assert [e for e in monde.courriers(VIRY) if not e.cle.startswith("offre/")] == []


@pytest.mark.regle("C15")
def test_un_rebond_arrete_le_delai_et_previent_le_gestionnaire(monde, offerte):
    monde.boite.deposer(dsn(monde.courrier(VIRY, "offre"), "failed", "5.1.1"))
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.NON_REMISE
    assert len(monde.courriers(GESTION, "echec_remise")) == 1
    monde.passer("2026-06-01T09:00")
    assert monde.dossier(offerte).statut is Statut.NON_REMISE


@pytest.mark.regle("C15")
def test_le_retour_de_l_accuse_d_accord_tacite_ne_defait_pas_l_accord(monde, offerte):
    monde.passer("2026-05-04T09:00")
    monde.boite.deposer(dsn(monde.courrier(VIRY, "accord_tacite"), "failed", "5.1.1"))
    monde.passer("2026-05-04T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE_TACITE
    assert monde.faits(offerte)[-1] == "CourrierRevenu"


@pytest.mark.regle("C15")
def test_le_rebond_de_l_offre_apres_coup_defait_l_accord_tacite(monde, offerte):
    monde.passer("2026-05-04T09:00")
    monde.boite.deposer(dsn(monde.courrier(VIRY, "offre"), "failed", "5.1.1"))
    monde.passer("2026-05-04T10:00")
    assert monde.dossier(offerte).statut is Statut.NON_REMISE


def test_une_reponse_floue_suspend_le_silence_et_demande_de_preciser(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "Bonjour, bien reçu, je transmets à l'élue.")
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.A_CLARIFIER
    preciser = monde.courrier(VIRY, "a_preciser")
    monde.repondre(preciser, "ACCEPTE")
    monde.passer("2026-05-07T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE


@pytest.mark.regle("R12", "R13")
def test_un_logement_neuf_est_offert_sans_delai(monde):
    reference = monde.liberer(neuf=True)
    monde.passer()
    assert len(monde.courriers(VIRY, "neuf")) == 1
    monde.passer("2026-07-01T09:00")
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    assert monde.courriers(VIRY, "rappel_offre") == []


@pytest.mark.regle("C13")
def test_une_reponse_tardive_est_accusee_et_ne_change_rien(monde, offerte):
    offre = monde.courrier(VIRY, "offre")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE_TACITE
    monde.repondre(offre, "REFUSE")
    monde.passer("2026-05-04T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE_TACITE
    assert len(monde.courriers(VIRY, "reponse_tardive")) == 1


@pytest.mark.regle("C13")
def test_un_refus_a_temps_lu_apres_le_delai_des_candidats_ne_se_dit_pas_tardif(monde, offerte):
    """Found in a folder that nobody read: the designation has ended, and the letter must not blame its author."""
    offre = monde.courrier(VIRY, "offre")
    monde.passer("2026-05-04T09:00")
    monde.passer("2026-05-29T09:00")
    assert monde.dossier(offerte).statut is Statut.INSUFFISANTE
    recu = monde.repondre(offre, "REFUSE\n\nMotif : trop petit", recu_le=paris("2026-04-29T10:00"))
    monde.passer("2026-05-29T10:00")
    assert monde.dossier(offerte).statut is Statut.INSUFFISANTE
    tardive = monde.store.journal(offerte)[-1].fait
    assert isinstance(tardive, f.ReponseTardive)
    assert tardive.lue_apres_coup
    lettre = " ".join(texte_de(monde.courrier(VIRY, "reponse_tardive").octets).split())
    assert "arrivée avant la fin de l'offre" in lettre
    assert "arrivée après" not in lettre
    consigne = monde.store.message(empreinte(recu.octets))
    assert consigne is not None
    assert "arrivé avant la fin de l'offre et lu après" in consigne.resume


@pytest.mark.regle("C14")
def test_la_liste_epuisee_va_au_gestionnaire(monde, offerte):
    for adresse in (VIRY, ALS, "logement@prefecture.example"):
        monde.repondre(monde.courrier(adresse, "offre"), "REFUSE")
        monde.passer()
    assert monde.dossier(offerte).statut is Statut.EPUISEE
    assert len(monde.courriers(GESTION, "liste_epuisee")) == 1


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("libere_le", "passe", "part"),
    [
        pytest.param("2026-04-28T03:00", "2026-04-28T03:01", False, id="libéré la nuit : attend l'ouverture"),
        pytest.param("2026-04-28T03:00", "2026-04-28T08:00", True, id="part à 8 heures"),
        pytest.param("2026-04-28T16:59", "2026-04-28T16:59", True, id="part encore à 16 h 59"),
        pytest.param("2026-04-28T17:00", "2026-04-28T17:00", False, id="à 17 heures le bureau est fermé"),
        pytest.param("2026-05-01T10:00", "2026-05-01T10:00", False, id="pas un jour férié"),
        pytest.param("2026-05-02T10:00", "2026-05-02T10:00", False, id="pas un samedi"),
        pytest.param("2026-05-01T10:00", "2026-05-04T08:00", True, id="mais le lundi qui suit"),
    ],
)
def test_les_offres_partent_aux_heures_de_bureau(libere_le, passe, part):
    monde = Monde.creer(libere_le)
    monde.liberer()
    monde.passer()
    monde.passer(passe)
    assert bool(monde.courriers(VIRY, "offre")) is part


def test_une_offre_retenue_promet_l_echeance_du_jour_ou_elle_part():
    monde = Monde.creer("2026-04-30T18:00")
    reference = monde.liberer()
    monde.passer()
    monde.passer("2026-05-04T08:00")
    decompte = monde.dossier(reference).courante.decompte
    assert decompte is not None
    assert decompte.echeance == paris("2026-05-06T23:59:59")
    assert "mercredi 6 mai 2026" in texte_de(monde.courrier(VIRY, "offre").octets)
