"""Where the dwelling stands does not hide the decision; whether it is the right one is for who knows its sheet."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import courriel, dit


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "texte",
    [
        "Oui pour le T3 de la rue des Essais à Viry.",
        "Nous acceptons le T1 bis de Saint-Julien",
        "Nous acceptons le T4 de La Balme",
        "Nous acceptons le T4 de la Balme de Sillingy",
        "Nous acceptons votre offre de logement à Viry (74).",
        "Nous acceptons votre offre de logement à Viry (74580).",
        "Nous acceptons votre offre de logement sur la commune de VIRY",
        "Nous acceptons votre offre de logement sur Viry.",
        "nous acceptons le logement de la commune de viry",
        "Nous acceptons le logement à Viry Chef-Lieu",
    ],
)
def test_ou_est_le_logement_ne_cache_pas_l_accord(texte: str):
    assert dit(courriel(texte)) == [(None, "accepte")]


@pytest.mark.regle("R42", "R44")
def test_un_logement_se_decrit_entre_parentheses_derriere_sa_reference():
    texte = "V-2026-0042 (T3 Viry) : accepte\nV-2026-0043 (T2, à Neydens) : refuse, trop petit"
    assert dit(courriel(texte)) == [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")]


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    "texte",
    [
        "Nous acceptons le T3 à confirmer",
        "Nous acceptons le T3 à discuter",
        "Nous acceptons le logement à confirmer",
        "Nous acceptons le logement à condition",
        "Nous acceptons le logement à confirmation",
        "Nous acceptons le logement sur présentation",
        "Nous acceptons le logement sur principe",
        "Nous acceptons le logement à défaut",
        "nous acceptons le logement a viry",
        "NOUS ACCEPTONS LE LOGEMENT A CONDITION",
        "NOUS ACCEPTONS LE LOGEMENT A DISCUTER",
        "Nous acceptons le logement à moitié",
        "Nous acceptons le logement de Mme Durand",
        "Nous acceptons le logement de Claire",
        "Nous acceptons le T3 de Claire",
        "Nous acceptons la proposition de Claire",
        "Nous acceptons le logement de fonction",
        "Nous acceptons le logement de la préfecture",
        "Nous acceptons le logement à la place du T2",
        "Nous acceptons le logement au Candidat 1",
        "Nous acceptons le logement au Suivant",
        "Nous acceptons le logement à Viry mais pas celui de Neydens",
        "Nous acceptons le T3 à Viry sous réserve de visite",
        "Nous acceptons de visiter le logement à Viry",
        "Le candidat accepte le logement à Viry",
        "V-2026-0042 (T3 trop cher) : accepte",
    ],
)
def test_ce_qui_n_est_pas_un_lieu_reste_un_doute(texte: str):
    assert [sens for _, sens in dit(courriel(texte))] == ["ambigu"]


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize(
    "texte",
    [
        "Refus pour la localisation",
        "Refus pour l'étage",
        "Refus pour loyer trop élevé",
        "Refus pour absence de candidat",
        "Refus pour l'absence d'ascenseur",
        "Refus pour manque de candidats",
        "Refusé pour la surface",
    ],
)
def test_un_refus_pour_un_motif_refuse(texte: str):
    assert dit(courriel(texte)) == [(None, "refuse")]


@pytest.mark.regle("R44")
@pytest.mark.parametrize(
    "texte",
    [
        "Refus pour le permis de construire",
        "Refus pour la situation de Mme Roux",
        "Refus pour la localisation ?",
        "Refus pour l'absence de Mme Roux",
        "Refus pour situation d'impayé de la famille Roux",
        "Refus pour loyer trop élevé, mais nous y réfléchissons",
    ],
)
def test_un_refus_pour_autre_chose_reste_un_doute(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]
