"""La gestion déléguée : aucune offre, trois nouvelles de chaque logement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.domain.flux.stade import Stade
from robot.domain.lettres import suivi_delegue
from tests.fabrique import ETAT_DELEGUE, contexte, dossier, libere

ETAT = replace(ETAT_DELEGUE, adresse="ddets@etat.example")
CTX = contexte("2026-07-03T09:00")
JOURS = {Stade.ACCEPTATION: date(2026, 5, 26), Stade.ATTRIBUTION: date(2026, 6, 18), Stade.BAIL: date(2026, 7, 3)}


def atteintes(nombre: int) -> dict[Stade, date]:
    return dict(list(JOURS.items())[:nombre])


@pytest.mark.regle("R80", "R82")
@pytest.mark.parametrize(
    ("nombre", "etape", "dates"),
    [
        pytest.param(1, "acceptation", ["2026-05-26", None, None], id="le logement revient à sa part"),
        pytest.param(2, "attribution", ["2026-05-26", "2026-06-18", None], id="la commission l'attribue"),
        pytest.param(3, "bail", ["2026-05-26", "2026-06-18", "2026-07-03"], id="le bail est signé"),
    ],
)
def test_chaque_etape_est_dite_avec_celles_qui_precedent(nombre, etape, dates):
    (lettre,) = suivi_delegue(dossier(libere()), ETAT, atteintes(nombre), CTX, raison="La part de l'État.")
    assert (lettre.gabarit, lettre.destinataire) == ("suivi_delegue", "ddets@etat.example")
    assert lettre.contexte["etape"] == etape
    assert [e["le"] for e in lettre.contexte["etapes"]] == dates
    assert lettre.jeton == "", "aucune réponse n'est attendue"


def test_la_meme_etape_a_toujours_la_meme_cle_et_deux_etapes_deux_cles():
    cles = [suivi_delegue(dossier(libere()), ETAT, atteintes(n), CTX)[0].cle for n in (1, 1, 2, 3)]
    assert len(set(cles)) == 3


def test_sans_adresse_rien_ne_part():
    assert suivi_delegue(dossier(libere()), ETAT_DELEGUE, atteintes(1), CTX) == ()


def test_sans_etape_atteinte_c_est_une_erreur_de_notre_part():
    with pytest.raises(ValueError, match="aucune des trois étapes"):
        suivi_delegue(dossier(libere()), ETAT, {Stade.ORIENTATION: date(2026, 5, 26)}, CTX)


@pytest.mark.regle("R107")
def test_aucun_menage_n_est_nomme():
    (lettre,) = suivi_delegue(dossier(libere()), ETAT, atteintes(3), CTX)
    assert not {"candidat", "candidats", "nud"} & lettre.contexte.keys()
