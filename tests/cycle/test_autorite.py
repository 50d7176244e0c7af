"""Who may decide: the author, a delegate, a shared mailbox, and those who only say they are one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain.dossier import Statut
from robot.domain.faits import AccordRecu
from robot.domain.jetons import Voie
from tests.cycle.courriels import ALS, GESTION, VIRY, courriel, entete_de, offrir, texte_de
from tests.fabrique import ACTION_LOGEMENT, JETONS, MAIRIE_VIRY, ROBOT, carnet_avec
from tests.monde import Monde

NOUS = "mx.bailleur.example"
CCAS = "ccas@ccas-viry.example"  # another domain of the same commune, written in the book
MAIRE = "maire@elus-viry.example"  # written nowhere
PIRATE = "quelquun@pirate.example"
SIGNE = f"{NOUS}; dkim=pass header.d=ccas-viry.example; dmarc=pass header.from=elus-viry.example"


@pytest.fixture
def monde() -> Monde:
    """A commune that answers from its own address, or from its CCAS."""
    viry = replace(MAIRIE_VIRY, expediteurs=(CCAS, "ccas.viry@laposte.net"))
    monde = Monde.creer("2026-04-28T09:00", carnet_avec(viry, ACTION_LOGEMENT))
    monde.serveur_de_confiance = NOUS
    return monde


def repondre(monde: Monde, de: str, **entetes: str) -> Statut:
    """ACCEPTE from that author, in the thread, with those headers (`A_R` for each Authentication-Results)."""

    def retoucher(message: EmailMessage) -> None:
        for resultat in entetes.get("A_R", "").splitlines():
            message["Authentication-Results"] = resultat
        for nom in ("Sender", "Cc"):
            if nom in entetes:
                message[nom] = entetes[nom]

    ref, offre = offrir(monde)
    monde.repondre(offre, "ACCEPTE", de=de, retoucher=retoucher)
    monde.passer("2026-04-28T10:00")
    return monde.dossier(ref).statut


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("de", "envoye_par", "resultats"),
    [
        pytest.param(VIRY, "adjoint@viry74.example", "", id="la boîte partagée, ouverte par une personne de la mairie"),
        pytest.param(VIRY, PIRATE, "", id="la boîte générique, déposée par le routeur d'un prestataire"),
        pytest.param(VIRY, VIRY, "", id="un Sender qui répète l'auteur"),
        pytest.param(CCAS, "", "", id="une autre adresse de la commune, écrite au carnet"),
        pytest.param("adjoint@viry74.example", VIRY, "", id="une personne « de la part de » la boîte générique"),
        pytest.param(MAIRE, CCAS, SIGNE, id="un délégué écrit au carnet, dont le domaine a signé"),
        pytest.param(
            MAIRE,
            CCAS,
            f"{NOUS}; dmarc=pass header.from=elus-viry.example\n{NOUS}; dkim=pass (2048) header.d=CCAS-viry.example",
            id="la signature est dite dans une seconde ligne de notre serveur",
        ),
    ],
)
def test_l_auteur_ou_son_delegue_decide(monde: Monde, de: str, envoye_par: str, resultats: str):
    assert repondre(monde, de, A_R=resultats, **({"Sender": envoye_par} if envoye_par else {})) is Statut.ACCEPTEE


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("de", "envoye_par", "resultats"),
    [
        pytest.param(MAIRE, CCAS, "", id="un délégué que rien ne prouve"),
        pytest.param(MAIRE, CCAS, SIGNE.replace("ccas-viry", "elus-viry"), id="la signature est celle de l'auteur"),
        pytest.param(MAIRE, CCAS, SIGNE.replace("dkim=pass", "dkim=fail"), id="la signature du délégué est fausse"),
        pytest.param(
            MAIRE, CCAS, SIGNE.replace(NOUS, "mx.pirate.example"), id="la signature est dite par un autre serveur"
        ),
        pytest.param(
            MAIRE,
            CCAS,
            f"{NOUS}; dkim=none\n{NOUS}; dkim=pass header.d=ccas-viry.example",
            id="une fausse ligne de notre serveur est venue avec le message",
        ),
        pytest.param(
            MAIRE,
            CCAS,
            f'{NOUS}; spf=pass smtp.mailfrom="a; dkim=pass header.d=ccas-viry.example; b"@x.example',
            id="la signature est glissée dans l'adresse d'enveloppe",
        ),
        pytest.param(
            MAIRE,
            "ccas.viry@laposte.net",
            f"{NOUS}; dkim=pass header.d=laposte.net",
            id="un fournisseur public signe pour tous ses clients",
        ),
        pytest.param(
            MAIRE, "adjoint@viry74.example", SIGNE.replace("ccas-viry", "viry74"), id="un délégué absent du carnet"
        ),
        pytest.param(MAIRE, CCAS, SIGNE.replace("dmarc=pass", "dmarc=fail"), id="l'auteur est dit usurpé"),
        pytest.param(ALS, CCAS, SIGNE, id="l'auteur est un autre réservataire"),
        pytest.param(f"{VIRY}, {MAIRE}", CCAS, SIGNE, id="plusieurs auteurs"),
        pytest.param(PIRATE, VIRY, "", id="un inconnu qui se dit mandaté par la boîte générique"),
    ],
)
def test_qui_se_dit_delegue_ne_decide_pas_et_une_personne_regarde(
    monde: Monde, de: str, envoye_par: str, resultats: str
):
    assert repondre(monde, de, A_R=resultats, Sender=envoye_par) is Statut.A_CLARIFIER
    assert len(monde.courriers(GESTION, "expediteur_inconnu")) == 1


def test_une_reponse_a_tous_decide_pour_qui_l_a_ecrite(monde: Monde):
    assert repondre(monde, VIRY, Cc=f"{ALS}, maire@elus-viry.example") is Statut.ACCEPTEE


def test_un_collegue_qui_repond_a_tous_dans_le_fil_d_un_autre_ne_decide_pas(monde: Monde):
    assert repondre(monde, ALS, Cc=VIRY) is Statut.A_CLARIFIER


def test_le_robot_en_copie_comprend_la_reponse_adressee_a_une_personne(monde: Monde):
    ref, offre = offrir(monde)

    def en_copie(message: EmailMessage) -> None:
        message["Cc"] = str(message["To"])
        message.replace_header("To", "claude@bailleur.example")

    monde.repondre(offre, "ACCEPTE", retoucher=en_copie)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(ref).statut is Statut.ACCEPTEE


def test_la_preuve_dit_qui_a_ecrit_au_nom_de_qui(monde: Monde):
    repondre(monde, MAIRE, Sender=CCAS, A_R=SIGNE)
    [accord] = [i.fait for i in monde.store.journal(monde.references[0]) if isinstance(i.fait, AccordRecu)]
    assert (accord.par, accord.preuve) == (MAIRE, f"ACCEPTE (message envoyé par {CCAS})")


def test_un_inconnu_muni_du_jeton_est_annonce_au_gestionnaire_avec_ses_mots(monde: Monde):
    repondre(monde, PIRATE)
    lettre = monde.courrier(GESTION, "expediteur_inconnu").octets.decode("ascii", "replace")
    assert PIRATE in lettre
    assert "ACCEPTE" in lettre


# --- a gestionnaire's name ----------------------------------------------------------------------------

SANS_VERDICT = f"{NOUS}; dmarc=none header.from=bailleur.example"


def _jeton_du_reservataire(reference: str) -> str:
    return JETONS.jeton(reference, 1)


def _jeton_d_un_menage(reference: str) -> str:
    return JETONS.jeton(reference, 1, Voie.CANDIDAT, 1)


def _jeton_de_la_ddets(reference: str) -> str:
    return JETONS.jeton(reference, 1, Voie.DDETS, 1)


def _jeton_d_un_gestionnaire(reference: str) -> str:
    return JETONS.jeton(reference, 1, Voie.GESTIONNAIRE)


def annuler(monde: Monde, jeton: Callable[[str], str], resultat: str) -> str:
    """« ANNULER » under the gestionnaire's name, to the address of that token."""
    reference, offre = offrir(monde)
    monde.repondre(offre, "ACCEPTE")
    monde.passer("2026-04-28T10:00")
    entetes = {"Authentication_Results": resultat} if resultat else {}
    a = f"orientations+{jeton(reference)}@bailleur.example"
    monde.boite.deposer(courriel(GESTION, a, "un ordre", "ANNULER : logement vendu\n", **entetes))
    monde.passer("2026-04-28T11:00")
    return reference


@pytest.mark.parametrize("resultat", [SANS_VERDICT, ""], ids=["sans verdict", "sans ligne de notre serveur"])
@pytest.mark.parametrize(
    "jeton",
    [
        pytest.param(_jeton_du_reservataire, id="le jeton du réservataire"),
        pytest.param(_jeton_d_un_menage, id="le jeton d'un ménage"),
        pytest.param(_jeton_de_la_ddets, id="le jeton de la DDETS"),
    ],
)
def test_le_jeton_d_un_autre_et_le_nom_d_un_gestionnaire_n_ordonnent_rien(
    monde: Monde, jeton: Callable[[str], str], resultat: str
):
    reference = annuler(monde, jeton, resultat)
    assert monde.dossier(reference).statut is Statut.ACCEPTEE
    aide = monde.courrier(GESTION, "reponse_ordre")
    dit = " ".join(texte_de(aide.octets).split())
    assert "ANNULER : logement vendu" in dit
    assert "Rien ne prouve que ce message vient de vous" in dit
    monde.repondre(aide, "ANNULER : logement vendu")
    monde.passer("2026-04-28T11:10")
    assert monde.dossier(reference).statut is Statut.ANNULEE


@pytest.mark.parametrize(
    ("jeton", "resultat"),
    [
        pytest.param(_jeton_d_un_gestionnaire, SANS_VERDICT, id="le jeton d'un avis aux gestionnaires, sans verdict"),
        pytest.param(
            _jeton_du_reservataire, SANS_VERDICT.replace("none", "pass"), id="authentifié, dans le fil d'un autre"
        ),
    ],
)
def test_un_gestionnaire_prouve_est_obei(monde: Monde, jeton: Callable[[str], str], resultat: str):
    assert monde.dossier(annuler(monde, jeton, resultat)).statut is Statut.ANNULEE


def test_un_gestionnaire_usurpe_n_obtient_rien_et_personne_ne_recoit_d_aide(monde: Monde):
    reference = annuler(monde, _jeton_d_un_gestionnaire, SANS_VERDICT.replace("none", "fail"))
    assert monde.dossier(reference).statut is Statut.ACCEPTEE
    assert not monde.courriers(gabarit="reponse_ordre")


def test_une_reponse_transmise_par_un_gestionnaire_que_rien_ne_prouve_suspend_le_silence_sans_decider(monde: Monde):
    """Forwarded with a word on top, in the réservataire's thread: as from anybody who holds its token (C13)."""
    reference, offre = offrir(monde)
    monde.repondre(offre, "REFUSE : la mairie l'a dit", de=GESTION)
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(reference).statut is Statut.A_CLARIFIER
    assert monde.courriers(GESTION, "reponse_ordre")
    monde.repondre(monde.courrier(GESTION, "expediteur_inconnu"), "REFUSE : la mairie l'a dit")
    monde.passer("2026-04-28T10:10")
    assert monde.dossier(reference).courante.adresse == ALS


def test_hors_du_fil_un_gestionnaire_que_rien_ne_prouve_apprend_ou_redire_son_ordre(monde: Monde):
    reference, _ = offrir(monde)
    monde.boite.deposer(courriel(GESTION, ROBOT, "un ordre", f"{reference} SUIVANT : essai\n"))
    monde.passer("2026-04-28T10:00")
    assert len(monde.dossier(reference).orientations) == 1
    aide = monde.courrier(GESTION, "reponse_ordre")
    dit = " ".join(texte_de(aide.octets).split())
    assert "en réponse à la synthèse ou à un avis" in dit
    assert "en réponse à ce message" not in dit
    assert "+" not in entete_de(aide.octets, "Reply-To")
