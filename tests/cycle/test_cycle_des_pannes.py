"""Nothing lost, nothing twice, and the landlord's people know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot import recits
from robot.domain.courriers import Courrier
from robot.domain.dossier import Statut
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.ports import Acheminement, Ecriture, Emplacement, EtatEnvoi, Issue, MessageRecu, Rangement
from robot.reading.courriel.empreinte import empreinte
from tests.cycle.courriels import ADMIN, GESTION, VIRY, courriel, entete_de, texte_de
from tests.fabrique import ROBOT, paris
from tests.monde import Monde

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


@pytest.mark.regle("R45", "R48")
def test_boite_injoignable_plus_d_un_mois_le_silence_dit_que_le_temps_est_passe_et_le_gestionnaire_choisit(
    monde, offerte
):
    monde.boite.panne = "le serveur ne répond pas"
    monde.passer("2026-05-04T09:00")
    monde.boite.panne = ""
    monde.passer("2026-06-05T09:00")
    monde.passer("2026-06-05T09:05")
    assert monde.faits(offerte)[-2:] == ["AccordTacite", "DesignationEchue"]
    annonce = " ".join(texte_de(monde.courrier(VIRY, "accord_tacite").octets).split())
    assert "le délai pour proposer des candidats est passé" in annonce
    assert "Ce mois a pris fin le jeudi 28 mai 2026 à minuit" in annonce
    assert "table jointe" not in annonce
    histoire = recits.expliquer(monde.dossier(offerte), monde.store.journal(offerte), monde.store.envois(offerte))
    assert "Délai : jusqu'au jeudi 28 mai 2026 à minuit, sans jour ouvré entier." in histoire


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
    assert entete_de(premiere.octets, "Message-ID") == entete_de(seconde.octets, "Message-ID")


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


@pytest.fixture
def restauree(monde, offerte) -> MessageRecu:
    """Four messages read and filed, then the mailbox as it was after the first: same UIDVALIDITY, numbers gone back."""
    for n in range(4):
        monde.boite.deposer(courriel("a@ailleurs.example", ROBOT, f"bonjour {n}", "bonjour"))
    monde.passer("2026-04-28T10:00")
    assert monde.store.signets()["INBOX"] == (1, 4)
    premier: MessageRecu = monde.boite.ranges[Rangement.A_VOIR].pop(0)
    monde.boite.uid = 1
    return replace(premier, emplacement=Emplacement("INBOX", 1, 1))


@pytest.mark.regle("R43")
def test_boite_restauree_et_vide_les_messages_suivants_sont_lus(monde, offerte, restauree):
    monde.passer("2026-04-28T10:05")
    assert monde.store.signets()["INBOX"] == (1, 0)
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    for n in range(4, 8):
        monde.boite.deposer(courriel("a@ailleurs.example", ROBOT, f"bonjour {n}", "bonjour"))
    assert monde.passer("2026-04-28T10:10").messages == 5
    assert monde.dossier(offerte).orientations[0].statut is Statut.REFUSEE


def test_boite_restauree_ce_qui_y_est_revenu_est_range_sans_compter_deux_fois(monde, restauree):
    monde.boite.dossiers["INBOX"].append(restauree)
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    assert monde.passer("2026-04-28T10:05").messages == 1
    assert monde.boite.dossiers["INBOX"] == []
    assert restauree.octets in [message.octets for message in monde.boite.ranges[Rangement.A_VOIR]]
    assert monde.store.signets()["INBOX"] == (1, 2)


def test_un_courrier_impossible_a_imprimer_n_arrete_pas_les_autres(monde):
    monde.liberer()
    monde.passer("2026-04-28T03:00")
    abime = Courrier("synthese/abime", "gabarit_inexistant", GESTION)
    monde.store.ecrire(Ecriture(courriers=(abime,)), monde.horloge.maintenant())
    monde.passer("2026-04-28T09:00")
    assert len(monde.courriers(VIRY, "offre")) == 1
    monde.passer("2026-04-28T09:10")
    assert "gabarit_inexistant" in texte_de(monde.courrier(ADMIN, "alerte").octets)


def test_le_spam_n_est_pas_conserve(monde, offerte):
    recu = monde.boite.deposer(b"From: a@spam.test\r\nSubject: Gagnez\r\n\r\nCliquez\r\n", "Junk")
    monde.passer("2026-04-28T10:00")
    consigne = monde.store.message(empreinte(recu.octets))
    assert consigne is not None
    assert consigne.octets == b""


# --- the landlord's people ------------------------------------------------------------------------


def test_la_premiere_synthese_dit_tout_ce_qui_est_arrive_depuis_la_mise_en_service():
    """Started on the Friday of a long week-end: the first digest leaves on Monday."""
    monde = Monde.creer("2026-05-01T10:00")
    monde.passer()
    monde.boite.deposer(courriel("maire@ailleurs.example", ROBOT, "Urgent", "À qui dois-je écrire pour ce logement ?"))
    monde.passer("2026-05-01T11:00")
    monde.passer("2026-05-04T08:05")
    assert "Urgent" in texte_de(monde.courrier(GESTION, "synthese").octets)
    monde.passer("2026-05-05T08:05")
    assert "Urgent" not in texte_de(monde.courrier(GESTION, "synthese").octets)


def test_la_synthese_part_a_huit_heures_les_jours_ouvres_une_seule_fois(monde, offerte):
    assert len(monde.courriers(GESTION, "synthese")) == 1
    monde.passer("2026-04-29T07:59")
    assert len(monde.courriers(GESTION, "synthese")) == 1
    monde.passer("2026-04-29T08:00")
    monde.passer("2026-04-29T08:01")
    assert len(monde.courriers(GESTION, "synthese")) == 2
    assert offerte in texte_de(monde.courrier(GESTION, "synthese").octets)
    monde.passer("2026-05-01T09:00")
    assert len(monde.courriers(GESTION, "synthese")) == 2


def test_une_panne_qui_dure_est_dite_aux_administrateurs(monde):
    monde.boite.panne = "mot de passe refusé par imap.bailleur.example"
    monde.passer("2026-04-28T09:00")
    assert monde.courriers(ADMIN, "alerte") == []
    monde.passer("2026-04-28T09:20")
    monde.passer("2026-04-28T09:40")
    assert len(monde.courriers(ADMIN, "alerte")) == 1
    assert "mot de passe" in texte_de(monde.courrier(ADMIN, "alerte").octets)


def test_un_envoi_en_panne_est_dit_des_qu_il_reprend(monde):
    monde.facteur.panne = "connexion refusée par smtp.bailleur.example"
    monde.liberer()
    for minute in (0, 5, 20):
        monde.passer(f"2026-04-28T09:{minute:02d}")
    monde.facteur.panne = ""
    monde.passer("2026-04-28T09:30")
    assert "connexion refusée" in texte_de(monde.courrier(ADMIN, "alerte").octets)
    monde.passer("2026-04-29T09:30")
    assert len(monde.courriers(ADMIN, "alerte")) == 1


def test_un_carnet_refuse_est_dit_et_le_precedent_reste(monde, offerte):
    monde.carnets._probleme = "reservataires.yaml:14 : adresse : modèle non rempli"
    monde.passer("2026-04-28T10:00")
    assert "reservataires.yaml:14" in texte_de(monde.courrier(ADMIN, "alerte").octets)
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE
