"""Who may speak for whom, and how a message is tied to an offer."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain.dossier import Statut
from robot.ports import Rangement
from tests.cycle.courriels import GESTION, VIRY, dsn, offrir
from tests.fabrique import ROBOT
from tests.monde import Monde

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


@pytest.mark.parametrize(
    ("suite", "a_lire"),
    [
        pytest.param("Qui appeler pour la visite ?", True, id="une question"),
        pytest.param("Le couple connaît bien l'immeuble.", True, id="une remarque"),
        pytest.param("Les dossiers suivent, merci.", False, id="une politesse"),
        pytest.param("Claire Martin\nTél. 04 50 00 00 00", False, id="une signature"),
    ],
)
def test_ce_qu_un_accord_dit_de_plus_est_montre_a_une_personne(monde, offerte, suite, a_lire):
    monde.repondre(monde.courrier(VIRY, "offre"), f"ACCEPTE\n\n{suite}")
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.ACCEPTEE
    vus = [vu.resume for vu in monde.store.a_voir(monde.horloge.maintenant().replace(hour=0))]
    assert [f"à lire aussi : {suite}" in resume for resume in vus] == [True] * a_lire


def test_un_jeton_forge_ne_rattache_a_rien(monde, offerte):
    def forge(message: EmailMessage) -> None:
        _sans_fil(message)
        message.replace_header("To", f"orientations+{offerte.lower()}.1.{'a' * 26}@bailleur.example")
        message.replace_header("Subject", "logement")

    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", de="pirate@ailleurs.test", retoucher=forge)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(offerte).statut is Statut.EN_ATTENTE
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_un_avis_de_non_remise_sans_jeton_arrete_quand_meme_le_delai():
    """jeton_dans_adresse: non, and a server that returns no header of the message."""
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "failed", "5.1.1", a=ROBOT, rendu=False))
    monde.passer("2026-05-18T09:05")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not Statut.ACCEPTEE_TACITE


@pytest.mark.regle("R43", "C15")
def test_le_meme_avis_arrete_le_delai_quand_le_carnet_a_change_d_adresse_depuis():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    ailleurs = (
        replace(r, adresse="nouveau@viry74.example") if r.adresse == VIRY else r
        for r in monde.carnets.carnet.reservataires
    )
    monde.carnets.carnet = replace(monde.carnets.carnet, reservataires=tuple(ailleurs))
    monde.boite.deposer(dsn(offre, "failed", "5.1.1", a=ROBOT, rendu=False))
    monde.passer("2026-05-18T09:05")
    monde.passer("2026-05-22T08:05")
    assert "RemiseEchouee" in monde.faits(ref)
    assert monde.dossier(ref).statut is not Statut.ACCEPTEE_TACITE
