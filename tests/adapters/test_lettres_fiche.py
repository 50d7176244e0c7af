"""What the sheet says reaches those who decide on it (R49), how to see the dwelling before included (R50)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.candidat import Candidat
from robot.domain.courriers import Courrier
from robot.domain.fiche import fiche_en_clair
from tests.adapters.exemples_de_la_suite import CARNET, LEA
from tests.adapters.exemples_de_lettres import FICHE, Histoire
from tests.adapters.lettres_imprimees import mots, parties, texte_de
from tests.domain import menages, seconde_moitie

VISITES = (
    ("Visite", "samedi 30 mai de 9 h à 12 h, gardien au rez-de-chaussée"),
    ("Visite virtuelle", "https://visites.montblanc.example/V-2026-0042?vue=salon"),
    ("Photos", "https://visites.montblanc.example/photos/V-2026-0042"),
)
A_VISITER = replace(FICHE, complements=VISITES)
# What a household has no use for: the register's number, the scheme that paid for the building.
INTERNES = {"N° RPLS", "Type de financement"}


def _au_menage(menage: Candidat) -> Courrier:
    histoire = seconde_moitie.complete(
        menage, replace(LEA, nud=menages.nud(2)), replace(LEA, nud=menages.nud(3)),
        carnet=CARNET, fiche=A_VISITER,
    )  # fmt: skip
    return histoire.lettres_de("proposition_candidat")[0]


@pytest.mark.regle("R49")
@pytest.mark.parametrize("sorte", ["texte", "page"])
def test_l_offre_dit_tout_ce_que_dit_la_fiche(sorte):
    texte, html = parties(Histoire(fiche=A_VISITER).offrir())
    vu = mots(texte if sorte == "texte" else texte_de(html))
    lignes = fiche_en_clair(A_VISITER)
    assert len(lignes) == 12 + len(VISITES)
    for nom, valeur in lignes:
        assert nom in vu
        assert mots(valeur) in vu, nom


@pytest.mark.regle("R49")
def test_la_proposition_dit_au_menage_tout_ce_qui_le_regarde():
    texte, html = parties(_au_menage(LEA))
    for nom, valeur in fiche_en_clair(A_VISITER):
        if nom in INTERNES:
            assert nom not in texte
        else:
            assert mots(valeur) in mots(texte), nom
            assert mots(valeur) in mots(texte_de(html)), nom


@pytest.mark.regle("R50")
@pytest.mark.parametrize(
    "ecrire",
    [
        pytest.param(lambda: Histoire(fiche=A_VISITER).offrir(), id="au réservataire, dans l'offre"),
        pytest.param(lambda: _au_menage(LEA), id="au ménage, dans la proposition, avant la commission"),
    ],
)
def test_le_lien_d_une_visite_virtuelle_ou_de_photos_arrive_entier(ecrire):
    for rendu in parties(ecrire()):
        for _, ou in VISITES[1:]:
            assert ou in rendu
