"""The flow: a pass, then another; what people receive, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain.courriers import Courrier
from robot.domain.dossier import Statut
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.ports import Acheminement, Ecriture, Emplacement, EtatEnvoi, Issue, Rangement
from robot.reading.courriel.empreinte import empreinte
from tests.fabrique import ROBOT, paris
from tests.monde import Monde

VIRY, ALS = "civil@viry74.example", "offres@als.example"
GESTION, ADMIN = "gestion@bailleur.example", "admin@bailleur.example"


@pytest.fixture
def monde() -> Monde:
    return Monde.creer()


@pytest.fixture
def offerte(monde: Monde) -> str:
    """A dwelling offered to the commune on Tuesday 28 April at 9:00."""
    reference = monde.liberer()
    monde.passer()
    return reference


def rebond(monde: Monde, cle_du: str, *, destinataire: str = VIRY) -> None:
    """A failure report (RFC 3464) on that letter comes back to its envelope sender."""
    enveloppe = monde.courrier(destinataire, cle_du)
    entetes = enveloppe.octets.split(b"\r\n\r\n")[0].decode()
    corps = (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {enveloppe.retour}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nUndeliverable.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {destinataire}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{entetes}\r\n\r\n--b--\r\n"
    )
    monde.boite.deposer(corps.encode())


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
    assert _entete(accuse, "In-Reply-To") == _entete(recu.octets, "Message-ID")
    assert _entete(accuse, "Auto-Submitted") == "auto-replied"


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
    rebond(monde, "offre")
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.NON_REMISE
    assert len(monde.courriers(GESTION, "echec_remise")) == 1
    monde.passer("2026-06-01T09:00")
    assert monde.dossier(offerte).statut is Statut.NON_REMISE


@pytest.mark.regle("C15")
def test_le_retour_de_l_accuse_d_accord_tacite_ne_defait_pas_l_accord(monde, offerte):
    monde.passer("2026-05-04T09:00")
    rebond(monde, "accord_tacite")
    monde.passer("2026-05-04T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE_TACITE
    assert monde.faits(offerte)[-1] == "CourrierRevenu"


@pytest.mark.regle("C15")
def test_le_rebond_de_l_offre_apres_coup_defait_l_accord_tacite(monde, offerte):
    monde.passer("2026-05-04T09:00")
    rebond(monde, "offre")
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
    assert "mercredi 6 mai 2026" in _texte(monde.courrier(VIRY, "offre").octets)


# --- who may speak, and how a message is tied to an offer -----------------------------------------


@pytest.mark.parametrize(
    ("de", "decide"),
    [
        pytest.param(VIRY, True, id="l'adresse générique"),
        pytest.param("maire.adjoint@viry74.example", True, id="le même domaine, dans le fil"),
        pytest.param("CIVIL@VIRY74.EXAMPLE", True, id="la casse ne compte pas"),
        pytest.param("civil@viry74.example.pirate.test", False, id="un domaine qui y ressemble"),
        pytest.param("quelquun@gmail.com", False, id="un inconnu qui tient le jeton"),
    ],
)
def test_seuls_les_expediteurs_habilites_decident(monde, offerte, de, decide):
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", de=de)
    monde.passer("2026-04-28T10:00")
    dossier = monde.dossier(offerte)
    assert dossier.statut is (Statut.ACCEPTEE if decide else Statut.A_CLARIFIER)
    assert bool(monde.courriers(GESTION, "expediteur_inconnu")) is not decide


def test_un_message_que_notre_serveur_dit_falsifie_ne_decide_rien(monde, offerte):
    monde.serveur_de_confiance = "mx.bailleur.example"

    def falsifie(message: EmailMessage) -> None:
        message["Authentication-Results"] = "mx.bailleur.example; spf=fail; dmarc=fail header.from=viry74.example"

    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", retoucher=falsifie)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.A_CLARIFIER


def _sans_fil(message: EmailMessage) -> None:
    for entete in ("In-Reply-To", "References"):
        del message[entete]
    message.replace_header("To", ROBOT)


@pytest.mark.parametrize(
    ("de", "dmarc", "statut"),
    [
        pytest.param(VIRY, "", Statut.A_CLARIFIER, id="adresse exacte, sans vérification : à confirmer"),
        pytest.param(VIRY, "pass", Statut.ACCEPTEE, id="adresse exacte, authentifiée par notre serveur : décide"),
        pytest.param(VIRY, "fail", Statut.EN_ATTENTE, id="adresse exacte mais falsifiée : sans effet"),
        pytest.param("adjoint@viry74.example", "pass", Statut.A_CLARIFIER, id="même domaine : à confirmer"),
        pytest.param("quelquun@ailleurs.test", "pass", Statut.A_CLARIFIER, id="un inconnu : une personne regarde"),
    ],
)
def test_sans_jeton_la_reference_seule_ne_suffit_qu_a_l_adresse_du_carnet_authentifiee(
    monde, offerte, de, dmarc, statut
):
    def hors_du_fil(message: EmailMessage) -> None:
        _sans_fil(message)
        if dmarc:
            domaine = de.partition("@")[2]
            message["Authentication-Results"] = f"mx.bailleur.example; dmarc={dmarc} header.from={domaine}"

    monde.serveur_de_confiance = "mx.bailleur.example"
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", de=de, retoucher=hors_du_fil)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is statut


def test_un_message_sans_reference_d_un_reservataire_suspend_ses_offres_en_cours(monde, offerte):
    def nouveau(message: EmailMessage) -> None:
        _sans_fil(message)
        message.replace_header("Subject", "logement")

    monde.repondre(monde.courrier(VIRY, "offre"), "Nous refusons celui de la rue des Essais.", retoucher=nouveau)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.A_CLARIFIER
    assert len(monde.courriers(VIRY, "a_preciser")) == 1


def test_plusieurs_logements_dans_un_message_une_decision_par_reference(monde):
    premier, second = monde.liberer(), monde.liberer()
    monde.passer()
    monde.repondre(monde.courriers(VIRY, "offre")[0], f"{premier} : ACCEPTE\n{second} : REFUSE")
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(premier).statut is Statut.ACCEPTEE
    assert monde.dossier(second).orientations[0].statut is Statut.REFUSEE


def test_un_jeton_forge_ne_rattache_a_rien(monde, offerte):
    def forge(message: EmailMessage) -> None:
        _sans_fil(message)
        message.replace_header("To", f"orientations+{offerte.lower()}.1.{'a' * 26}@bailleur.example")
        message.replace_header("Subject", "logement")

    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", de="pirate@ailleurs.test", retoucher=forge)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


# --- nothing lost, nothing twice ------------------------------------------------------------------


def test_un_message_livre_deux_fois_ne_compte_qu_une(monde, offerte):
    recu = monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.boite.deposer(b"Received: by un autre serveur\r\n" + recu.octets, "Junk")
    monde.passer("2026-04-28T10:00")
    assert monde.faits(offerte).count("RefusRecu") == 1
    assert len(monde.courriers(VIRY, "accuse_refus")) == 1


def test_une_reponse_tombee_dans_les_indesirables_est_lue_et_rangee(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE", dossier="Junk")
    monde.passer("2026-04-28T10:00")
    assert "RefusRecu" in monde.faits(offerte)
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 1


def test_le_spam_reste_ou_il_est(monde, offerte):
    monde.boite.deposer(b"From: a@spam.test\r\nSubject: Gagnez\r\n\r\nCliquez\r\n", "Junk")
    monde.passer("2026-04-28T10:00")
    assert len(monde.boite.dossiers["Junk"]) == 1
    assert monde.passer("2026-04-28T10:01").messages == 0


def test_boite_injoignable_aucun_silence_puis_tout_reprend(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE", recu_le=paris("2026-04-30T18:00"))
    monde.boite.panne = "le serveur ne répond pas"
    passe = monde.passer("2026-05-04T09:00")
    assert passe.pannes
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE
    monde.boite.panne = ""
    monde.passer("2026-05-04T09:10")
    assert monde.dossier(offerte).orientations[0].statut is Statut.REFUSEE
    assert "AccordTacite" not in monde.faits(offerte)


def test_smtp_en_panne_l_offre_attend_et_part_une_fois(monde):
    monde.facteur.panne = "connexion refusée"
    reference = monde.liberer()
    monde.passer()
    assert monde.dossier(reference).statut is Statut.A_EXPEDIER
    monde.facteur.panne = ""
    monde.passer("2026-04-28T09:10")
    assert len(monde.courriers(VIRY, "offre")) == 1
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE


def test_reponse_du_serveur_perdue_le_meme_message_repart_sous_le_meme_identifiant(monde):
    monde.facteur.issues[VIRY] = Acheminement("", Issue.INCONNUE, "coupé après les données")
    monde.liberer()
    monde.passer()
    del monde.facteur.issues[VIRY]
    monde.passer("2026-04-28T09:30")
    premiere, seconde = monde.courriers(VIRY, "offre")
    assert _entete(premiere.octets, "Message-ID") == _entete(seconde.octets, "Message-ID")


def test_adresse_refusee_par_le_serveur_le_gestionnaire_est_prevenu(monde):
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REFUSEE, "550 5.1.1 inconnu", "5.1.1")
    reference = monde.liberer()
    monde.passer()
    assert monde.dossier(reference).statut is Statut.NON_REMISE
    assert len(monde.courriers(GESTION, "echec_remise")) == 1


def test_des_refus_temporaires_finissent_par_appeler_une_personne(monde):
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REPORTEE, "451 4.3.0 plus tard", "4.3.0")
    reference = monde.liberer()
    for jour in ("28", "29", "30"):
        for heure in range(8, 17):
            monde.passer(f"2026-04-{jour}T{heure:02d}:00")
    monde.passer("2026-05-04T08:30")
    monde.passer("2026-05-04T16:30")
    assert monde.dossier(reference).statut is Statut.NON_REMISE
    (envoi, *_) = monde.store.envois(reference)
    assert envoi.etat is EtatEnvoi.REFUSEE


def test_une_offre_retiree_avant_son_depart_ne_part_pas():
    monde = Monde.creer("2026-04-28T03:00")
    reference = monde.liberer()
    monde.passer()
    ordre = Ordre(le=monde.horloge.maintenant(), verbe=Verbe.ANNULER, par="Claude Martin", motif="erreur de saisie")
    executer(monde.robot, reference, ordre)
    monde.passer("2026-04-28T09:00")
    assert monde.courriers(VIRY) == []


def test_une_passe_sans_rien_a_faire_n_ecrit_a_personne(monde, offerte):
    avant = len(monde.facteur.remis)
    monde.passer("2026-04-28T09:01")
    monde.passer("2026-04-28T09:02")
    assert len(monde.facteur.remis) == avant


def test_un_message_illisible_est_mis_de_cote_et_suspend_l_offre_dont_il_porte_le_jeton(monde, offerte):
    retour = monde.courrier(VIRY, "offre").retour
    corps = b"From: civil@viry74.example\r\nTo: " + retour.encode() + b"\r\nSubject: Re: offre\r\n"
    corps += b"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
    corps += b"Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n"
    monde.boite.deposer(corps)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.A_CLARIFIER
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_un_second_exemplaire_est_range_avec_le_premier(monde, offerte):
    recu = monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.passer("2026-04-28T10:00")
    monde.boite.deposer(b"Received: encore\r\n" + recu.octets)
    monde.passer("2026-04-28T10:05")
    assert monde.boite.dossiers["INBOX"] == []
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 2


def test_boite_renumerotee_tout_est_relu_et_rien_ne_compte_deux_fois(monde, offerte):
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.passer("2026-04-28T10:00")
    faits = monde.faits(offerte)
    (traite,) = monde.boite.ranges[Rangement.TRAITES]
    monde.boite.dossiers["INBOX"].append(replace(traite, emplacement=Emplacement("INBOX", 2, 1)))
    monde.store.poser_signets({"INBOX": (1, 0)}, monde.horloge.maintenant())
    assert monde.passer("2026-04-28T10:05").messages == 0
    assert monde.faits(offerte) == faits


def test_un_courrier_impossible_a_imprimer_n_arrete_pas_les_autres(monde):
    monde.liberer()
    monde.passer("2026-04-28T03:00")
    abime = Courrier("synthese/abime", "gabarit_inexistant", GESTION)
    monde.store.ecrire(Ecriture(courriers=(abime,)), monde.horloge.maintenant())
    monde.passer("2026-04-28T09:00")
    assert len(monde.courriers(VIRY, "offre")) == 1
    monde.passer("2026-04-28T09:10")
    assert "gabarit_inexistant" in _texte(monde.courrier(ADMIN, "alerte").octets)


def test_le_spam_n_est_pas_conserve(monde, offerte):
    recu = monde.boite.deposer(b"From: a@spam.test\r\nSubject: Gagnez\r\n\r\nCliquez\r\n", "Junk")
    monde.passer("2026-04-28T10:00")
    consigne = monde.store.message(empreinte(recu.octets))
    assert consigne is not None
    assert consigne.octets == b""


# --- the landlord's people ------------------------------------------------------------------------


def test_la_synthese_part_a_huit_heures_les_jours_ouvres_une_seule_fois(monde, offerte):
    assert len(monde.courriers(GESTION, "synthese")) == 1
    monde.passer("2026-04-29T07:59")
    assert len(monde.courriers(GESTION, "synthese")) == 1
    monde.passer("2026-04-29T08:00")
    monde.passer("2026-04-29T08:01")
    assert len(monde.courriers(GESTION, "synthese")) == 2
    assert offerte in _texte(monde.courrier(GESTION, "synthese").octets)
    monde.passer("2026-05-01T09:00")
    assert len(monde.courriers(GESTION, "synthese")) == 2


def test_une_panne_qui_dure_est_dite_aux_administrateurs(monde):
    monde.boite.panne = "mot de passe refusé par imap.bailleur.example"
    monde.passer("2026-04-28T09:00")
    assert monde.courriers(ADMIN, "alerte") == []
    monde.passer("2026-04-28T09:20")
    monde.passer("2026-04-28T09:40")
    assert len(monde.courriers(ADMIN, "alerte")) == 1
    assert "mot de passe" in _texte(monde.courrier(ADMIN, "alerte").octets)


def test_un_envoi_en_panne_est_dit_des_qu_il_reprend(monde):
    monde.facteur.panne = "connexion refusée par smtp.bailleur.example"
    monde.liberer()
    for minute in (0, 5, 20):
        monde.passer(f"2026-04-28T09:{minute:02d}")
    monde.facteur.panne = ""
    monde.passer("2026-04-28T09:30")
    assert "connexion refusée" in _texte(monde.courrier(ADMIN, "alerte").octets)
    monde.passer("2026-04-29T09:30")
    assert len(monde.courriers(ADMIN, "alerte")) == 1


def test_un_carnet_refuse_est_dit_et_le_precedent_reste(monde, offerte):
    monde.carnets._probleme = "reservataires.yaml:14 : adresse : modèle non rempli"
    monde.passer("2026-04-28T10:00")
    assert "reservataires.yaml:14" in _texte(monde.courrier(ADMIN, "alerte").octets)
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE


def _texte(octets: bytes) -> str:
    from email import message_from_bytes, policy

    corps = message_from_bytes(octets, policy=policy.default).get_body(("plain",))
    assert corps is not None
    texte: str = corps.get_content()
    return texte.replace("\N{NO-BREAK SPACE}", " ")


def _entete(octets: bytes, nom: str) -> str:
    from email import message_from_bytes

    return str(message_from_bytes(octets)[nom])
