"""An order about one réservataire is never carried out on the next one: two gestionnaires, or one button twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from robot.domain.carnet import Gestionnaire
from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from robot.ports import Enveloppe
from tests.cycle.courriels import ALS, GESTION, VIRY, courriel, entete_de, offrir, ordonner, texte_de
from tests.fabrique import CARNET, ROBOT
from tests.monde import Monde

NOUS = "mx.bailleur.example"
ALIX = "alix@bailleur.example"
INCONNUE = "adjointe@ailleurs.example"
A_VIRY, A_ALS, A_LA_PREFECTURE = (1, Statut.A_CLARIFIER), (2, Statut.EN_ATTENTE), (3, Statut.EN_ATTENTE)


@pytest.fixture
def monde() -> Monde:
    """Two gestionnaires follow every dwelling, and receive the same notices."""
    carnet = replace(CARNET, gestionnaires=(*CARNET.gestionnaires, Gestionnaire("Alix", ALIX)))
    return Monde.creer("2026-04-28T09:00", carnet)


@pytest.fixture
def douteux(monde: Monde) -> str:
    """A dwelling offered to Viry, in whose place a stranger answered: each gestionnaire was told."""
    reference, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", de=INCONNUE)
    monde.passer("2026-04-28T10:00")
    return reference


def ou(monde: Monde, reference: str) -> tuple[int, Statut]:
    dossier = monde.dossier(reference)
    return len(dossier.orientations), dossier.statut


def passer_deux_fois(monde: Monde, le: str) -> None:
    """The message is read, then what it decided is sent and taken."""
    monde.passer(le)
    monde.passer()


def par_le_bouton(message: EmailMessage) -> None:
    """A button opens a new message: the address alone carries the token."""
    for nom in ("In-Reply-To", "References"):
        del message[nom]
    message.replace_header("Subject", "SUIVANT")


def dit(lettre: Enveloppe) -> str:
    return " ".join(texte_de(lettre.octets).split())


@pytest.mark.regle("R44")
@pytest.mark.parametrize("geste", [None, par_le_bouton], ids=["une réponse", "un bouton"])
@pytest.mark.parametrize("verbe", ["SUIVANT", "REFUSE", "ACCEPTE", "RENVOYER", "REPRENDRE", "AUTORISER", "IGNORER"])
def test_le_second_gestionnaire_qui_repond_au_meme_avis_ne_touche_pas_au_reservataire_suivant(
    monde: Monde, douteux: str, verbe: str, geste: Callable[[EmailMessage], None] | None
):
    premier, second = (monde.courrier(qui, "expediteur_inconnu") for qui in (GESTION, ALIX))
    monde.repondre(premier, f"{douteux} SUIVANT : la mairie renonce")
    passer_deux_fois(monde, "2026-04-28T11:00")
    assert ou(monde, douteux) == A_ALS
    avant = monde.faits(douteux)
    monde.repondre(second, f"{douteux} {verbe} : la mairie l'a dit par téléphone", retoucher=geste)
    passer_deux_fois(monde, "2026-04-28T11:05")
    assert monde.faits(douteux) == avant
    assert [e.cle.partition("/")[0] for e in monde.courriers(ALS)] == ["offre"]
    assert "a été orienté vers Action Logement" in dit(monde.courrier(ALIX, "reponse_ordre"))


@pytest.mark.regle("R44")
def test_l_ordre_redit_en_reponse_au_refus_vaut_pour_le_nouveau_reservataire(monde: Monde, douteux: str):
    avis = monde.courrier(GESTION, "expediteur_inconnu")
    for le in ("2026-04-28T11:00", "2026-04-28T11:05"):
        monde.repondre(avis, "SUIVANT : la mairie renonce")
        passer_deux_fois(monde, le)
    assert ou(monde, douteux) == A_ALS
    monde.repondre(monde.courrier(GESTION, "reponse_ordre"), "SUIVANT : elle renonce aussi")
    passer_deux_fois(monde, "2026-04-28T11:10")
    assert ou(monde, douteux) == A_LA_PREFECTURE


@pytest.mark.parametrize(
    ("ordre", "attendu"),
    [
        pytest.param("ANNULER : vendu", Statut.ANNULEE, id="la vente du logement"),
        pytest.param("HORS FLUX : vendu", Statut.SOUSTRAITE, id="la sortie du flux"),
    ],
)
def test_ce_qui_porte_sur_le_logement_vaut_quel_que_soit_son_reservataire(
    monde: Monde, douteux: str, ordre: str, attendu: Statut
):
    premier, second = (monde.courrier(qui, "expediteur_inconnu") for qui in (GESTION, ALIX))
    monde.repondre(premier, "SUIVANT : la mairie renonce")
    passer_deux_fois(monde, "2026-04-28T11:00")
    monde.repondre(second, ordre)
    passer_deux_fois(monde, "2026-04-28T11:05")
    assert monde.dossier(douteux).statut is attendu


@pytest.mark.regle("R44")
@pytest.mark.parametrize("geste", [None, par_le_bouton], ids=["une réponse", "un bouton"])
def test_un_bouton_de_la_synthese_presse_deux_fois_n_agit_qu_une_fois(
    monde: Monde, douteux: str, geste: Callable[[EmailMessage], None] | None
):
    monde.passer("2026-04-29T08:05")
    synthese = monde.courrier(GESTION, "synthese")
    for le in ("2026-04-29T08:30", "2026-04-29T09:30"):
        monde.repondre(synthese, f"{douteux} SUIVANT : la mairie renonce", retoucher=geste)
        passer_deux_fois(monde, le)
    assert ou(monde, douteux) == A_ALS
    monde.repondre(monde.courrier(GESTION, "reponse_ordre"), f"{douteux} SUIVANT : elle renonce aussi")
    passer_deux_fois(monde, "2026-04-29T09:40")
    assert ou(monde, douteux) == A_LA_PREFECTURE


@pytest.mark.regle("R44")
def test_la_synthese_d_hier_ne_decide_pas_de_l_offre_de_ce_matin_celle_de_ce_matin_si(monde: Monde, douteux: str):
    monde.passer("2026-04-29T08:05")
    hier = monde.courrier(GESTION, "synthese")
    monde.repondre(monde.courrier(ALIX, "expediteur_inconnu"), "SUIVANT : la mairie renonce")
    passer_deux_fois(monde, "2026-04-29T15:00")
    monde.passer("2026-04-30T08:05")
    monde.repondre(hier, f"{douteux} ACCEPTE")
    monde.passer("2026-04-30T09:00")
    assert ou(monde, douteux) == A_ALS
    monde.repondre(monde.courrier(GESTION, "synthese"), f"{douteux} ACCEPTE")
    monde.passer("2026-04-30T09:10")
    assert ou(monde, douteux) == (2, Statut.ACCEPTEE)


@pytest.mark.regle("R44")
def test_un_logement_oriente_a_l_heure_de_la_synthese_s_y_lit_et_son_bouton_agit(monde: Monde):
    """Both are of one pass: the digest shows the offer, and its button bears on it."""
    reference = monde.liberer()
    monde.passer("2026-04-29T08:05")
    monde.passer()
    monde.repondre(monde.courrier(GESTION, "synthese"), f"{reference} SUIVANT : essai", retoucher=par_le_bouton)
    monde.passer("2026-04-29T08:30")
    assert len(monde.dossier(reference).orientations) == 2


@pytest.mark.regle("R44")
def test_deux_messages_hors_du_fil_lus_ensemble_ne_passent_pas_deux_reservataires(monde: Monde, douteux: str):
    """Neither is in a thread: each is about what could be known when it arrived."""
    monde.serveur_de_confiance = NOUS
    for de in (GESTION, ALIX):
        monde.boite.deposer(
            courriel(
                de,
                ROBOT,
                "un ordre",
                f"{douteux} SUIVANT : la mairie renonce\n",
                Authentication_Results=f"{NOUS}; dmarc=pass header.from=bailleur.example",
            )
        )
    passer_deux_fois(monde, "2026-04-28T11:00")
    assert ou(monde, douteux) == A_ALS


def en_entier(message: EmailMessage) -> bytes:
    """A long Message-ID is folded by no mail program."""
    return message.as_bytes(policy=policy.SMTP.clone(max_line_length=998))


@pytest.mark.regle("R44")
def test_deux_logements_redits_en_une_seule_reponse(monde: Monde, douteux: str):
    """The reply is about no dwelling in particular: what it showed is known by the instant at which it was made."""
    autre, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", de=INCONNUE)
    monde.passer("2026-04-28T10:30")
    monde.passer("2026-04-29T08:05")
    lettre = monde.courrier(GESTION, "synthese")
    for le, rang in (("2026-04-29T08:30", 2), ("2026-04-29T08:40", 2), ("2026-04-29T08:50", 3)):
        lue = message_from_bytes(lettre.octets, policy=policy.default)
        reponse = EmailMessage()
        reponse["From"], reponse["To"], reponse["Subject"] = GESTION, str(lue["Reply-To"]), "Re: Vos ordres"
        reponse["Message-ID"], reponse["In-Reply-To"] = f"<{monde.boite.uid}@x.test>", str(lue["Message-ID"])
        reponse.set_content(f"{douteux} SUIVANT : la mairie renonce\n{autre} SUIVANT : de même\n")
        monde.boite.deposer(en_entier(reponse))
        passer_deux_fois(monde, le)
        assert ou(monde, douteux) == ou(monde, autre) == (rang, Statut.EN_ATTENTE)
        refusee = "a été orienté" in dit(monde.courrier(GESTION, "reponse_ordre"))
        lettre = monde.courrier(GESTION, "reponse_ordre") if refusee else lettre


@pytest.mark.regle("R44")
def test_remettre_en_flux_puis_completer_ne_complete_pas_pour_celui_qui_n_etait_pas_connu(monde: Monde, douteux: str):
    """The same message brings the dwelling back to the tour: to whom it goes, its author cannot have seen."""
    ordonner(monde, douteux, Verbe.HORS_FLUX)
    monde.passer("2026-04-28T10:30")
    monde.repondre(monde.courrier(GESTION, "expediteur_inconnu"), "EN FLUX : plus de mutation\nPRESENTER")
    monde.passer("2026-04-28T11:00")
    assert ou(monde, douteux)[0] == 2
    assert "a été orienté vers Action Logement" in dit(monde.courrier(GESTION, "reponse_ordre"))


@pytest.mark.regle("R44")
def test_un_avis_d_avant_un_ordre_saisi_au_terminal_ne_vaut_plus(monde: Monde, douteux: str):
    ordonner(monde, douteux, Verbe.SUIVANT)
    passer_deux_fois(monde, "2026-04-28T10:30")
    monde.repondre(monde.courrier(GESTION, "expediteur_inconnu"), "ACCEPTE")
    monde.passer("2026-04-28T11:00")
    assert ou(monde, douteux) == A_ALS
    ordonner(monde, douteux, Verbe.SUIVANT)
    assert ou(monde, douteux)[0] == 3


@pytest.mark.regle("R44")
def test_celui_qui_choisit_en_second_pour_un_logement_sans_reservataire_ne_le_reprend_pas(monde: Monde):
    """Nobody has rights there: the notice is about no offer at all."""
    carnet = replace(monde.carnets.carnet, reservataires=())
    complet = monde.carnets.carnet
    monde.carnets.carnet = carnet
    reference = monde.liberer()
    monde.passer()
    assert monde.dossier(reference).statut is Statut.EPUISEE
    monde.carnets.carnet = complet
    for de, code, le in ((GESTION, "als", "2026-04-28T10:00"), (ALIX, "viry", "2026-04-28T10:05")):
        monde.repondre(monde.courrier(de, "liste_epuisee"), f"{reference} RENVOYER {code} : accord")
        passer_deux_fois(monde, le)
    assert [o.adresse for o in monde.dossier(reference).orientations] == [ALS]
    assert f"+{reference.lower()}.1.g." in entete_de(monde.courrier(ALIX, "reponse_ordre").octets, "Reply-To")
    assert not monde.courriers(VIRY)
