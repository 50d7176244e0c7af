"""The ledger: what is owed and what was had, in units that lose nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from robot.domain.flux.livre import UNITE, Compte, GrandLivre, Service, quotes
from robot.domain.flux.strates import TOUT, Case, Logement, Strate, famille_de_financement, famille_de_typologie
from tests.domain.flux.partages import A_QUI, QUOTES, flux, logement, mondes
from tests.domain.flux.partages import tenir as partager

L1 = logement(1)
COMMUNE, PREFECTURE = "Commune de Viry", "Préfecture"


# --- shares in units ---


@given(a_qui=mondes())
def test_les_parts_d_un_territoire_font_toujours_un_logement(a_qui):
    for commune, ligne in quotes(a_qui).items():
        assert sum(ligne.values()) == UNITE
        assert all(abs(Fraction(du, UNITE) - a_qui[commune][qui]) < Fraction(1, UNITE) for qui, du in ligne.items())
        assert set(ligne) == {qui for qui, part in a_qui[commune].items() if part}


def test_ce_que_l_arrondi_laisse_va_au_premier_par_le_nom():
    tiers = Fraction(1, 3)
    assert quotes({"Viry": {"c": tiers, "a": tiers, "b": tiers}})["Viry"] == {
        "a": 333333333334,
        "b": 333333333333,
        "c": 333333333333,
    }


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"a": Fraction(1, 2)}, id="il en manque la moitié"),
        pytest.param({"a": Fraction(3, 2), "b": Fraction(-1, 2)}, id="une part négative"),
    ],
)
def test_des_parts_qui_ne_font_pas_un_logement_sont_refusees(parts):
    with pytest.raises(ValueError, match="Viry"):
        quotes({"Viry": parts})


# --- the ledger ---


@settings(deadline=None)
@given(a_qui=mondes(), logements=flux())
def test_dans_chaque_compte_la_somme_des_ecarts_est_nulle(a_qui, logements):
    livre = partager(([un] for un in logements), quotes(a_qui))
    for case in {case for un in logements for case in un.cases}:
        assert sum(livre.compte(qui, case).ecart for qui in livre.titulaires()) == 0


@given(logements=flux())
def test_retirer_ce_qui_fut_compte_rend_le_livre_d_avant(logements):
    avant = GrandLivre({(COMMUNE, TOUT): Compte(UNITE, 2)})
    comptes = [Service(un, COMMUNE) for un in logements]
    apres = avant.avec(comptes, QUOTES)
    rendu = apres.sans(comptes, QUOTES)
    assert apres.compte(COMMUNE).recu == 2 + len(logements)
    assert all(rendu.compte(qui, case) == avant.compte(qui, case) for qui, case in rendu.comptes)


def test_un_logement_est_compte_dans_chacun_de_ses_traits():
    livre = GrandLivre().avec([Service(L1, COMMUNE)], QUOTES)
    assert livre.compte(COMMUNE) == Compte(UNITE // 2, 1)
    assert livre.compte(COMMUNE, Case(Strate.TYPOLOGIE, "T3")) == Compte(UNITE // 2, 1)
    assert livre.compte(COMMUNE, Case(Strate.TYPOLOGIE, "T2")) == Compte()
    assert livre.compte(PREFECTURE, Case(Strate.COMMUNE, "Viry")).ecart == Fraction(1, 4)
    assert livre.titulaires() == tuple(sorted(A_QUI["Viry"]))


def test_les_comptes_ouverts_en_cours_d_annee_continuent():
    ouverture = GrandLivre({(COMMUNE, TOUT): Compte(10 * UNITE, 12)})
    livre = ouverture.avec([Service(L1, COMMUNE)], QUOTES)
    assert livre.compte(COMMUNE) == Compte(10 * UNITE + UNITE // 2, 13)


# --- the families ---


@pytest.mark.regle("R33")
@pytest.mark.parametrize(
    ("typologie", "famille"),
    [("T1", "T1"), ("T1 bis", "T1"), ("T1'", "T1"), ("T4", "T4"), ("T5", "T5 et plus"), ("T6 et plus", "T5 et plus")],
)
def test_les_typologies_voisines_se_comptent_ensemble(typologie, famille):
    assert famille_de_typologie(typologie) == famille


@pytest.mark.regle("R33")
@pytest.mark.parametrize(
    ("financement", "famille"),
    [("PLAI", "PLAI"), ("PLA-LM/PLATS", "PLAI"), ("PLUS", "PLUS"), ("HLMO", "PLUS"), ("PLS", "PLS"), ("ILN", "PLS")],
)
def test_les_financements_d_autrefois_se_comptent_avec_ceux_d_aujourd_hui(financement, famille):
    assert famille_de_financement(financement) == famille


def test_un_trait_inconnu_n_est_pas_compte():
    assert Logement("V-1", "Viry", {Strate.TYPOLOGIE: "T3"}).cases == (
        TOUT,
        Case(Strate.COMMUNE, "Viry"),
        Case(Strate.TYPOLOGIE, "T3"),
    )
