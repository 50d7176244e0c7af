"""A person that the book does not know writes with a valid token: nothing is lost, and a gestionnaire decides."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from robot.domain import faits as f
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from robot.ports import Rangement
from tests.cycle.courriels import ALS, GESTION, VIRY, dsn, ordonner
from tests.fabrique import paris
from tests.monde import Monde

INCONNUE = "adjointe@ailleurs.example"


@pytest.fixture
def monde() -> Monde:
    return Monde.creer("2026-04-28T09:00")


def offrir(monde: Monde) -> str:
    reference = monde.liberer()
    monde.passer()
    return reference


def texte(monde: Monde, gabarit: str) -> str:
    lue = message_from_bytes(monde.courrier(GESTION, gabarit).octets, policy=policy.default)
    corps = lue.get_body(("plain",))
    assert corps is not None
    return " ".join(corps.get_content().split())


@pytest.mark.regle("C13", "R40")
def test_la_reponse_d_un_inconnu_porte_les_deux_ordres_et_l_autoriser_la_fait_valoir(monde: Monde):
    reference = offrir(monde)
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE\n\nMotif : trop petit.", de=INCONNUE)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(reference).statut is Statut.A_CLARIFIER
    avis = texte(monde, "expediteur_inconnu")
    assert INCONNUE in avis
    assert f"{reference} AUTORISER" in avis
    assert f"{reference} IGNORER" in avis
    monde.repondre(monde.courrier(GESTION, "expediteur_inconnu"), f"{reference} AUTORISER : la mairie confirme")
    monde.passer("2026-04-28T11:00")
    (refus,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, f.RefusRecu)]
    assert (refus.par, refus.motif, refus.saisi_par) == (INCONNUE, "trop petit", "Claude Martin")
    assert monde.dossier(reference).courante.adresse == ALS
    assert {e.destinataire for e in monde.courriers(gabarit="accuse_refus")} == {INCONNUE, VIRY}


@pytest.mark.regle("C13", "R43")
def test_l_ignorer_laisse_le_silence_se_faire_a_sa_date_et_l_inconnu_sans_reponse(monde: Monde):
    reference = offrir(monde)
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE", de=INCONNUE)
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-04-29T08:00")
    assert "expéditeur non habilité" in texte(monde, "synthese")
    monde.repondre(monde.courrier(GESTION, "synthese"), f"{reference} IGNORER")
    monde.passer("2026-04-29T10:00")
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(reference).statut is Statut.ACCEPTEE_TACITE
    assert not monde.courriers(INCONNUE)


@pytest.mark.regle("C13", "C15", "R43")
def test_un_avis_de_retard_venu_apres_l_inconnu_attend_la_preuve_d_arrivee_et_l_echeance_en_part(monde: Monde):
    reference = offrir(monde)
    offre = monde.courrier(VIRY, "offre")
    monde.repondre(offre, "ACCEPTE", de=INCONNUE)
    monde.passer("2026-04-28T10:00")
    monde.boite.deposer(dsn(offre, "delayed", "4.4.1"))
    monde.passer("2026-04-28T14:00")
    with pytest.raises(OrdreImpossible, match="retardée en chemin"):
        ordonner(monde, reference, Verbe.IGNORER)
    monde.passer("2026-04-29T08:00")
    assert "offre retardée en chemin" in texte(monde, "synthese")
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"), recu_le=paris("2026-04-30T13:00"))
    monde.passer("2026-04-30T14:00")
    ordonner(monde, reference, Verbe.IGNORER)
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    monde.passer("2026-05-05T08:00")
    assert len(monde.courriers(VIRY, "rappel_offre")) == 1
    monde.passer("2026-05-06T08:05")
    assert monde.dossier(reference).statut is Statut.ACCEPTEE_TACITE


@pytest.mark.regle("R40", "R43")
@pytest.mark.parametrize(
    "ecrit",
    ["PRESENTER : les autres manquent", "ACCEPTE", "Bien reçu."],
    ids=["un ordre", "un accord", "un mot"],
)
def test_qui_repond_a_l_avis_d_un_gestionnaire_sans_droit_sur_l_offre_n_arrete_aucune_offre(monde: Monde, ecrit: str):
    """Forwarded by mistake, or found in a mailbox: the notice is about an offer that somebody else holds by now."""
    reference = offrir(monde)
    monde.boite.deposer(dsn(monde.courrier(VIRY, "offre"), "failed", "5.1.1"))
    monde.passer("2026-04-28T10:00")
    avis = monde.courrier(GESTION, "echec_remise")
    monde.repondre(avis, f"{reference} SUIVANT")
    monde.passer("2026-04-28T11:00")
    monde.repondre(avis, ecrit, de=INCONNUE)
    monde.passer("2026-04-28T12:00")
    assert monde.dossier(reference).statut is Statut.EN_ATTENTE
    assert monde.dossier(reference).courante.adresse == ALS
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1
    assert not monde.courriers(INCONNUE)


@pytest.mark.regle("R40")
def test_un_avis_transmis_au_reservataire_lui_laisse_sa_voix(monde: Monde):
    monde.serveur_de_confiance = "mx.bailleur.example"
    reference = offrir(monde)
    monde.boite.deposer(dsn(monde.courrier(VIRY, "offre"), "failed", "5.1.1"))
    monde.passer("2026-04-28T10:00")
    avis = monde.courrier(GESTION, "echec_remise")
    monde.repondre(avis, f"{reference} SUIVANT")
    monde.passer("2026-04-28T11:00")
    monde.repondre(avis, "ACCEPTE", de=ALS, retoucher=_authentifier)
    monde.passer("2026-04-28T12:00")
    assert monde.dossier(reference).statut is Statut.ACCEPTEE


def _authentifier(message: EmailMessage) -> None:
    message["Authentication-Results"] = f"mx.bailleur.example; dmarc=pass header.from={ALS.partition('@')[2]}"


@pytest.mark.regle("C13", "R61")
@pytest.mark.parametrize(
    "ecrit",
    [
        pytest.param("074260301234574001 - Mme DUPONT Léa - lea@menage.example", id="des candidats"),
        pytest.param("REFUSE", id="un refus, après l'accord"),
        pytest.param("Bonjour, où en êtes-vous ?", id="une question"),
        pytest.param("ACCEPTE\n074260301234574001 - Mme DUPONT Léa - lea@menage.example", id="un accord et des candidats"),
    ],
)  # fmt: skip
def test_ce_qu_un_inconnu_ecrit_apres_l_accord_laisse_un_fait_et_une_ligne_de_la_synthese(monde: Monde, ecrit: str):
    reference = offrir(monde)
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-04-28T10:00")
    monde.repondre(monde.courrier(VIRY, "accuse_accord"), ecrit, de=INCONNUE)
    monde.passer("2026-04-28T11:00")
    (inscrit,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, f.MessageDInconnu)]
    assert (inscrit.par, monde.store.message(inscrit.message) is not None) == (INCONNUE, True)
    assert monde.dossier(reference).statut is Statut.ACCEPTEE
    assert monde.dossier(reference).candidatures == ()
    assert monde.boite.ranges[Rangement.A_VOIR]
    assert not monde.courriers(INCONNUE)
    monde.passer("2026-04-29T08:00")
    assert "Message d'un inconnu du carnet, écrit avec le jeton de l'offre n° 1" in texte(monde, "synthese")
