"""A priority household (DALO) by e-mail: its refusal and its silence, what the State is told, and when."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain.carnet import Correspondant
from robot.domain.dossier import Statut
from tests.cycle.courriels import dsn
from tests.cycle.seconde_moitie import (
    DALO,
    DDETS,
    GESTION,
    LEA,
    REFERENT,
    accepte,
    designer,
    message,
    monde,
    ordonner,
    remettre,
)
from tests.monde import Monde

__all__ = ["accepte", "monde"]  # fixtures


@pytest.mark.regle("R70", "R71", "R72", "R73")
def test_le_refus_d_un_menage_dalo_part_aussitot_a_la_ddets_avec_ses_justificatifs(monde: Monde, accepte: str):
    designer(monde, DALO)
    assert monde.dossier(accepte).statut is Statut.COMPLETE
    assert monde.courriers(REFERENT, "information_referent")

    def joindre(reponse: EmailMessage) -> None:
        reponse.add_attachment(b"%PDF-1.4 bail en cours", maintype="application", subtype="pdf", filename="bail.pdf")

    monde.repondre(
        monde.courrier(LEA, "proposition_dalo"),
        "Je refuse ce logement : il est trop petit pour nous.",
        retoucher=joindre,
    )
    monde.passer("2026-05-06T09:00")
    avis = monde.courriers(DDETS, "avis_ddets")
    assert len(avis) == 1
    joints = {p.get_filename(): p.get_payload(decode=True) for p in message(avis[0]).iter_attachments()}
    assert b"%PDF-1.4 bail en cours" in joints.values()
    assert monde.dossier(accepte).statut is Statut.SANS_ATTRIBUTAIRE
    monde.passer("2026-05-07T09:00")
    assert len(monde.courriers(DDETS, "avis_ddets")) == 1

    monde.repondre(avis[0], "Bien reçu, merci.", de="agent@etat.example")
    monde.passer("2026-05-07T10:00")
    assert "DdetsAccuse" in monde.faits(accepte)
    monde.passer("2026-05-20T10:00")
    assert not monde.courriers(DDETS, "rappel_ddets")

    def completer(reponse: EmailMessage) -> None:
        reponse.add_attachment(b"%PDF-1.4 avis d'imposition", maintype="application", subtype="pdf", filename="ai.pdf")

    monde.repondre(monde.courrier(LEA, "accuse_candidat"), "Voici aussi mon avis d'imposition.", retoucher=completer)
    monde.passer("2026-05-20T11:00")
    (complement,) = monde.courriers(DDETS, "complement_ddets")
    assert [p.get_payload(decode=True) for p in message(complement).iter_attachments()] == [
        b"%PDF-1.4 avis d'imposition"
    ]
    assert "ComplementRecu" in monde.faits(accepte)
    assert len(monde.courriers(DDETS, "avis_ddets")) == 1


@pytest.mark.regle("R74")
def test_le_silence_d_un_menage_dalo_n_est_un_refus_que_si_sa_reception_est_prouvee(monde: Monde, accepte: str):
    designer(monde, DALO)
    remettre(monde, LEA, "proposition_dalo")
    monde.passer("2026-05-05T10:05")
    monde.passer("2026-05-19T09:00")
    avis = monde.courriers(DDETS, "avis_ddets")
    assert len(avis) == 1
    assert [p.get_content_type() for p in message(avis[0]).iter_attachments()] == ["application/pdf"]


@pytest.mark.regle("R74")
def test_sans_preuve_de_reception_le_silence_n_est_pas_un_refus_une_personne_tranche(monde: Monde, accepte: str):
    designer(monde, DALO)
    monde.passer("2026-05-19T09:00")
    assert "SilenceSansPreuve" in monde.faits(accepte)
    assert not monde.courriers(DDETS)
    assert monde.courriers(GESTION, "candidat_a_trancher")
    ordonner(monde, "REMIS 1 06/05/2026 avis de réception 2C 123", "2026-05-19T10:00", "candidat_a_trancher")
    assert monde.faits(accepte)[-4:-2] == ["PropositionRemise", "SilenceDuCandidat"]
    assert len(monde.courriers(DDETS, "avis_ddets")) == 1


@pytest.mark.regle("R73")
def test_un_avis_qui_revient_de_la_ddets_repart_vers_l_adresse_corrigee(monde: Monde, accepte: str):
    designer(monde, DALO)
    monde.repondre(monde.courrier(LEA, "proposition_dalo"), "NON\n\nMotif : trop cher pour nous.")
    monde.passer("2026-05-06T09:00")
    monde.boite.deposer(dsn(monde.courrier(DDETS, "avis_ddets"), "failed", "5.1.1"))
    monde.passer("2026-05-06T09:30")
    assert monde.courriers(GESTION, "echec_remise")
    carnet = monde.carnets.carnet
    monde.carnets.carnet = replace(carnet, ddets=Correspondant("DDETS", "nouvelle@etat.example"))
    monde.passer("2026-05-07T09:00")
    assert len(monde.courriers("nouvelle@etat.example", "avis_ddets")) == 1
    monde.passer("2026-05-11T09:00")
    assert len(monde.courriers("nouvelle@etat.example", "avis_ddets")) == 1


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("de", "attendu"),
    [
        pytest.param(LEA, "CandidatRefuse", id="le ménage refuse depuis son adresse"),
        pytest.param("voisin@ailleurs.example", "ReponseDuCandidatAClarifier", id="quelqu'un d'autre tient la lettre"),
    ],
)
def test_seule_l_adresse_du_menage_decide_pour_lui(monde: Monde, accepte: str, de: str, attendu: str):
    designer(monde, DALO)
    monde.repondre(monde.courrier(LEA, "proposition_dalo"), "NON\n\nMotif : trop loin.", de=de)
    monde.passer("2026-05-06T09:00")
    assert attendu in monde.faits(accepte)
