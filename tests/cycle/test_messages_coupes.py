"""A message beyond the size limit: what was received of it is shown, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from robot.ports import Enveloppe, Rangement
from tests.cycle.courriels import GESTION, VIRY, ordonner, texte_de
from tests.cycle.seconde_moitie import DALO, DDETS, LEA, NUD_LEA, accepte, designer, monde
from tests.monde import Monde

__all__ = ["accepte", "monde"]

PHOTO = b"\xff\xd8\xff" + b"x" * 20_000


def photo_entre(avant: str, apres: str) -> Callable[[EmailMessage], None]:
    """What a telephone sends when a photo stands between two paragraphs."""

    def retoucher(message: EmailMessage) -> None:
        message.set_content(f"{avant}\n")
        message.make_mixed()
        message.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="IMG_1.jpg", disposition="inline")
        suite = EmailMessage()
        suite.set_content(f"{apres}\n")
        message.attach(suite)

    return retoucher


def envoyer(monde: Monde, lettre: Enveloppe, avant: str, apres: str, le: str, *, coupe: bool) -> None:
    """The mailbox gives only what comes before the middle of the photo, when `coupe`."""
    recu = monde.repondre(lettre, "", retoucher=photo_entre(avant, apres))
    if coupe:
        milieu = recu.octets.index(b"eHh4eHh4") + 5_000
        monde.boite.dossiers["INBOX"][-1] = replace(recu, octets=recu.octets[:milieu], tronque=True)
    monde.passer(le)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize("coupe", [False, True], ids=["lu en entier", "coupé dans la photo"])
@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        pytest.param("ACCEPTE", "Finalement non : REFUSE, aucun candidat.", id="un accord repris plus bas"),
        pytest.param("REFUSE", "Je me trompe de logement : ACCEPTE.", id="un refus repris plus bas"),
        pytest.param(
            f"ACCEPTE\n\n{NUD_LEA} - Mme DUPONT Léa - {LEA}",
            "Finalement non : REFUSE.",
            id="un accord et une candidate",
        ),
    ],
)
def test_ce_que_la_fin_d_un_message_reprend_ne_decide_pas_meme_si_elle_manque(monde, avant, apres, coupe):
    reference = monde.liberer()
    monde.passer()
    envoyer(monde, monde.courrier(VIRY, "offre"), avant, apres, "2026-05-04T10:00", coupe=coupe)
    monde.passer("2026-05-11T09:00")
    assert monde.dossier(reference).statut is Statut.A_CLARIFIER
    assert len(monde.courriers(VIRY, "a_preciser")) == 1
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_qui_a_envoye_un_message_trop_gros_apprend_pourquoi_il_ne_decide_pas(monde: Monde):
    monde.liberer()
    monde.passer()
    envoyer(monde, monde.courrier(VIRY, "offre"), "ACCEPTE", "Cordialement", "2026-05-04T10:00", coupe=True)
    dit = " ".join(texte_de(monde.courrier(VIRY, "a_preciser").octets).replace("\n>", "").split())
    assert "le message est trop long ou trop imbriqué pour être lu en entier" in dit


@pytest.mark.parametrize("coupe", [False, True], ids=["lu en entier", "coupé dans la photo"])
def test_un_gestionnaire_dont_le_message_est_coupe_n_est_pas_obei_et_apprend_pourquoi(monde, coupe):
    reference = monde.liberer()
    monde.passer()
    monde.passer("2026-05-04T09:05")
    ordonner(monde, reference, Verbe.SUIVANT)
    avant = f"Bonjour,\n\n{reference} ANNULER : travaux"
    envoyer(monde, monde.courrier(GESTION, "synthese"), avant, "Merci.", "2026-05-04T10:00", coupe=coupe)
    assert (monde.dossier(reference).statut is Statut.ANNULEE) is not coupe
    dit = " ".join(texte_de(monde.courrier(GESTION, "reponse_ordre").octets).split())
    assert ("le message est trop gros pour être lu jusqu'à sa fin : aucun ordre n'a été suivi" in dit) is coupe


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize(
    ("avant", "coupe", "avisee"),
    [
        pytest.param("NON, trop petit pour nous.", False, True, id="lu en entier : la DDETS est avisée"),
        pytest.param("NON, trop petit pour nous.", True, False, id="coupé : une personne regarde d'abord"),
    ],
)
def test_un_menage_dont_le_message_est_coupe_n_a_rien_decide(monde, accepte, avant, coupe, avisee):
    designer(monde, DALO)
    lettre = monde.courrier(LEA, "proposition_dalo")
    envoyer(monde, lettre, avant, "Merci de votre aide.", "2026-05-06T10:00", coupe=coupe)
    monde.passer("2026-05-06T10:05")
    assert bool(monde.courriers(DDETS)) is avisee
    assert ("ReponseDuCandidatAClarifier" in monde.faits(accepte)) is coupe
