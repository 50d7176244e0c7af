"""An order about a candidate, or about the register, bears on what its author had read: never on what came after."""

from __future__ import annotations

import pytest

from robot.domain.candidature import Reponse
from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from tests.cycle.courriels import ordonner as au_terminal
from tests.cycle.seconde_moitie import (
    DALO,
    GESTION,
    HUGO,
    TROIS,
    accepte,
    designer,
    message,
    monde,
    ordonner,
)
from tests.monde import Monde

__all__ = ["accepte", "monde"]  # fixtures


@pytest.fixture
def douteuse(monde: Monde, accepte: str) -> str:
    """Léa did not answer, and nothing proves that she was written to: the gestionnaire is told."""
    designer(monde, DALO)
    monde.passer("2026-05-19T09:00")
    assert monde.courriers(GESTION, "candidat_a_trancher")
    return accepte


def reponse(monde: Monde, reference: str, numero: int = 1) -> Reponse:
    candidature = monde.dossier(reference).candidature(numero)
    assert candidature is not None
    assert candidature.proposition is not None
    return candidature.proposition.reponse


def avis(monde: Monde, texte: str, le: str) -> str:
    """What is replied to an order in reply to the notice that Léa's answer is missing."""
    return ordonner(monde, texte, le, "candidat_a_trancher")


@pytest.mark.regle("R71")
@pytest.mark.parametrize("ordre", ["OUI 1 : au téléphone", "NON 1 : trop loin", "REPROPOSER 1"])
def test_un_ordre_sur_une_premiere_proposition_ne_repond_pas_a_la_seconde(monde: Monde, douteuse: str, ordre: str):
    """Two gestionnaires read one notice; the first had the dwelling proposed anew, with another date."""
    avis(monde, "REPROPOSER 1", "2026-05-19T10:00")
    monde.passer()
    assert reponse(monde, douteuse) is Reponse.ATTENDUE
    avant = monde.faits(douteuse)
    dit = " ".join(avis(monde, ordre, "2026-05-19T10:05").split())
    assert "a été proposé à nouveau au candidat 1" in dit
    assert monde.faits(douteuse) == avant


@pytest.mark.regle("R71")
def test_l_ordre_redit_en_reponse_au_refus_vaut_pour_la_seconde_proposition(monde: Monde, douteuse: str):
    avis(monde, "REPROPOSER 1", "2026-05-19T10:00")
    avis(monde, "OUI 1 : au téléphone", "2026-05-19T10:05")
    ordonner(monde, "OUI 1 : au téléphone", "2026-05-19T10:10", "reponse_ordre")
    assert reponse(monde, douteuse) is Reponse.OUI


@pytest.mark.regle("R71")
def test_une_seule_proposition_ne_peut_etre_prise_pour_une_autre(monde: Monde, accepte: str):
    """Said by telephone, and written below the digest of that morning, which was before the proposal."""
    monde.passer("2026-05-05T08:05")
    designer(monde, TROIS)
    ordonner(monde, f"{accepte} OUI 2 : au téléphone", "2026-05-05T11:00")
    assert reponse(monde, accepte, 2) is Reponse.OUI


@pytest.fixture
def a_saisir(monde: Monde, accepte: str) -> str:
    """The commission has ranked three households, and this morning's digest lists what to type."""
    designer(monde, TROIS)
    monde.passer("2026-05-07T08:05")
    ordonner(monde, f"{accepte} COMMISSION 20/05/2026 14h30 Annecy, salle B", "2026-05-07T09:00")
    ordonner(monde, f"{accepte} CLASSE 2 1 3", "2026-05-20T17:00")
    monde.passer("2026-05-21T08:05")
    return accepte


def cochees(monde: Monde, reference: str) -> list[bool]:
    return [tache.faite for tache in monde.dossier(reference).sne]


@pytest.mark.regle("R65", "R66")
def test_sne_tout_ne_coche_pas_les_lignes_ajoutees_depuis_la_synthese(monde: Monde, a_saisir: str):
    """Nobody typed what nobody had read: the register of the State would miss a refusal."""
    lues = len(monde.dossier(a_saisir).sne)
    matin = monde.courrier(GESTION, "synthese")
    monde.repondre(monde.courrier(HUGO, "attribution_candidat"), "Non merci, c'est trop loin de mon travail.")
    monde.passer("2026-05-21T10:00")
    toutes = len(monde.dossier(a_saisir).sne)
    assert toutes > lues
    monde.repondre(matin, f"{a_saisir} SNE TOUT")
    monde.passer("2026-05-21T11:00")
    assert not any(cochees(monde, a_saisir))
    dit = " ".join(str(message(monde.courrier(GESTION, "reponse_ordre")).get_body(("plain",))).split())
    assert f"({', '.join(map(str, range(lues + 1, toutes + 1)))})" in dit
    monde.repondre(matin, f"{a_saisir} SNE {' '.join(map(str, range(1, lues + 1)))}")
    monde.passer("2026-05-21T11:05")
    assert cochees(monde, a_saisir) == [True] * lues + [False] * (toutes - lues)
    ordonner(monde, f"{a_saisir} SNE TOUT", "2026-05-21T11:10", "reponse_ordre")
    assert all(cochees(monde, a_saisir))


@pytest.mark.regle("R65", "R66")
def test_sne_tout_coche_ce_que_la_synthese_du_matin_montrait(monde: Monde, a_saisir: str):
    ordonner(monde, f"{a_saisir} SNE TOUT", "2026-05-21T09:00")
    assert all(cochees(monde, a_saisir))


@pytest.mark.regle("R66")
def test_au_terminal_sne_tout_vaut_pour_tout_ce_qui_attend(monde: Monde, a_saisir: str):
    au_terminal(monde, a_saisir, Verbe.SNE)
    assert all(cochees(monde, a_saisir))


# --- the subject names another dwelling -------------------------------------------------------------


@pytest.mark.regle("R44")
@pytest.mark.parametrize(
    ("objet", "ordre", "annule"),
    [
        pytest.param("Re: {sien}", "ANNULER : vendu", True, id="l'objet du fil"),
        pytest.param("RE: logement", "ANNULER : vendu", True, id="un objet qui ne nomme rien"),
        pytest.param("{autre}", "ANNULER : vendu", False, id="un objet récrit pour un autre logement"),
        pytest.param("{autre}", "{sien} ANNULER : vendu", True, id="mais l'ordre dit le sien"),
        pytest.param("{sien} et {autre}", "ANNULER : vendu", True, id="un objet qui nomme les deux"),
    ],
)
def test_un_ordre_sans_reference_sous_l_objet_d_un_autre_logement_n_est_pas_devine(
    monde: Monde, douteuse: str, objet: str, ordre: str, annule: bool
):
    autre = monde.liberer()
    monde.passer()
    noms = {"sien": douteuse, "autre": autre}

    def recrire(reponse_: object) -> None:
        reponse_.replace_header("Subject", objet.format(**noms))  # type: ignore[attr-defined]

    monde.repondre(monde.courrier(GESTION, "candidat_a_trancher"), ordre.format(**noms), retoucher=recrire)
    monde.passer("2026-05-19T10:00")
    assert (monde.dossier(douteuse).statut is Statut.ANNULEE) is annule
    assert monde.dossier(autre).statut is not Statut.ANNULEE
    if not annule:
        dit = str(message(monde.courrier(GESTION, "reponse_ordre")).get_body(("plain",)))
        assert "Dites de quel logement il s'agit" in " ".join(dit.split())
