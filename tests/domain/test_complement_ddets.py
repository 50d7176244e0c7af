"""What a DALO household sends after its refusal joins the notice, once, as received (R73)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.candidature import FichierRecu
from robot.domain.carnet import Correspondant
from robot.domain.courriers import Fabrique
from robot.domain.lettres.ddets import OCTETS_PAR_LETTRE
from robot.domain.stimuli import Avis, Remise
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import AVEC_DDETS, DDETS, Histoire, complete
from tests.domain.test_ddets import muette, refusee

PIECES = (FichierRecu(1, 3000), FichierRecu(2, 5000))
AUTRE = Correspondant("DDETS 74", "reservation-sociale@prefecture.example")


def complements(histoire: Histoire) -> list[str]:
    return [c.destinataire for c in histoire.lettres if c.gabarit == "complement_ddets"]


def envoyer(
    histoire: Histoire, avis: Avis = Avis.AMBIGU, fichiers: tuple[FichierRecu, ...] = PIECES, habilitation: str = "lui"
) -> Histoire:
    histoire.repondre(1, avis, fichiers=fichiers, habilitation=habilitation)
    return histoire


@pytest.mark.regle("R73")
@pytest.mark.parametrize("avis", [Avis.AMBIGU, Avis.REFUSE])
def test_ce_qui_vient_apres_le_refus_rejoint_l_avis_tel_que_recu(avis: Avis):
    histoire = envoyer(refusee(), avis)
    (lettre,) = [c for c in histoire.lettres if c.gabarit == "complement_ddets"]
    assert lettre.destinataire == DDETS.adresse
    message = f"{histoire.messages:064x}"
    assert [(p.fabrique, p.donnees) for p in lettre.pieces] == [
        (Fabrique.RECUE, {"message": message, "partie": 1}),
        (Fabrique.RECUE, {"message": message, "partie": 2}),
    ]
    assert len(histoire.de_type(f.DdetsAvisee)) == 1


@pytest.mark.regle("R73")
def test_chaque_message_fait_un_complement_et_un_seul():
    histoire = envoyer(envoyer(refusee()))
    assert len(complements(histoire)) == 2
    assert len({c.cle for c in histoire.lettres if c.gabarit == "complement_ddets"}) == 2


@pytest.mark.regle("R73", "R74")
def test_apres_un_silence_aussi_la_ddets_recoit_ce_que_le_menage_envoie():
    assert complements(envoyer(muette())) == [DDETS.adresse]


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    "histoire",
    [
        pytest.param(lambda: envoyer(refusee(), Avis.ACCEPTE), id="il change d'avis : c'est à une personne de voir"),
        pytest.param(lambda: envoyer(refusee(), habilitation=""), id="quelqu'un d'autre écrit"),
        pytest.param(lambda: envoyer(refusee(), fichiers=()), id="il n'a rien joint"),
        pytest.param(
            lambda: envoyer(envoyer(complete(menage(1), menage(2), menage(3)), Avis.REFUSE)),
            id="le ménage n'est pas reconnu DALO",
        ),
        pytest.param(lambda: envoyer(complete(dalo(1)), Avis.ACCEPTE), id="il n'a pas refusé"),
    ],
)
def test_ce_qui_ne_complete_aucun_refus_ne_va_pas_a_la_ddets(histoire):
    vecue = histoire()
    assert complements(vecue) == []
    assert vecue.de_type(f.ComplementRecu) == []


@pytest.mark.regle("R73")
def test_sans_adresse_le_complement_attend_et_part_avec_l_avis():
    histoire = envoyer(refusee(replace(AVEC_DDETS, ddets=None)))
    assert complements(histoire) == []
    histoire.carnet = AVEC_DDETS
    histoire.a("2026-05-06T09:00").avancer()
    assert complements(histoire) == [DDETS.adresse]


@pytest.mark.regle("R73")
def test_un_avis_revenu_repart_avec_ce_qui_l_avait_complete():
    histoire = envoyer(refusee())
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1")
    histoire.carnet = replace(AVEC_DDETS, ddets=AUTRE)
    histoire.a("2026-05-06T09:00").avancer()
    assert complements(histoire) == [DDETS.adresse, AUTRE.adresse]


@pytest.mark.regle("R73")
def test_l_avis_qui_revient_a_sa_premiere_adresse_y_ramene_ce_qui_l_avait_complete():
    """What had left there before had perhaps come back with it: it is another letter, not the same one again."""
    histoire = envoyer(refusee())
    for jour, revenu, ddets in (("2026-05-06", DDETS, AUTRE), ("2026-05-07", AUTRE, DDETS)):
        histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", par=revenu.adresse)
        histoire.carnet = replace(AVEC_DDETS, ddets=ddets)
        histoire.a(f"{jour}T09:00").avancer()
    assert complements(histoire) == [DDETS.adresse, AUTRE.adresse, DDETS.adresse]
    assert len({c.cle for c in histoire.lettres if c.gabarit == "complement_ddets"}) == 3


@pytest.mark.regle("R73")
def test_un_complement_trop_lourd_est_reparti_ou_dit():
    lourds = tuple(FichierRecu(partie, OCTETS_PAR_LETTRE - 1) for partie in (1, 2))
    histoire = envoyer(refusee(), fichiers=(*lourds, FichierRecu(3, OCTETS_PAR_LETTRE + 1)))
    lettres = [c for c in histoire.lettres if c.gabarit == "complement_ddets"]
    assert [len(c.pieces) for c in lettres] == [1, 1]
    assert {c.contexte["trop_lourds"] for c in lettres} == {1}
