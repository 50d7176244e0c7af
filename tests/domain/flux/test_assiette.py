"""A - B = C, and rates as the annexes print them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from robot.domain.flux.annexe_en_clair import en_pourcent
from robot.domain.flux.assiette import (
    Base,
    Cause,
    Contingent,
    Droit,
    OrcodLhi,
    Tableau,
    Territoire,
    arrondi,
    contingent_d_apres,
    decimales_de_l_annexe,
    pourcentage,
)
from tests.domain.flux.annexes import (
    BRUT_DU_GENEVOIS,
    COMMUNES_DU_GENEVOIS,
    DIX_POUR_CENT,
    DROITS_DU_GENEVOIS,
    DROITS_EN_TOUT,
    EPCI,
    FICHES_DE_VIRY,
    TOTAL_DU_GENEVOIS,
    fiche_de_viry,
    genevois,
)

GENEVOIS = genevois()


def taux_de(tableau: Tableau, reservataire: str, base: Base = Base.TOTAL) -> Fraction:
    (droit,) = [droit for droit in tableau.droits if droit.reservataire == reservataire]
    taux = tableau.taux(droit, base)
    assert taux is not None
    return taux


# --- the printed figures ----------------------------------------------------------------------------


@pytest.mark.regle("R20", "R26", "C2")
@pytest.mark.parametrize("reservataire", DROITS_DU_GENEVOIS)
def test_les_quinze_taux_du_genevois_sont_ceux_de_l_annexe(reservataire):
    _, _, imprime = DROITS_DU_GENEVOIS[reservataire]
    assert en_pourcent(taux_de(GENEVOIS, reservataire), decimales_de_l_annexe(GENEVOIS)) == imprime


@pytest.mark.regle("R6", "R26")
@pytest.mark.parametrize("commune", COMMUNES_DU_GENEVOIS)
def test_le_brut_de_chaque_commune_du_genevois_est_celui_de_l_annexe(commune):
    total, defense, brut = COMMUNES_DU_GENEVOIS[commune]
    assiette = GENEVOIS.assiettes[commune]
    assert (assiette.total, assiette.exclus_en_tout, assiette.brut) == (total, defense, brut)


@pytest.mark.regle("R6", "R26")
def test_les_sommes_du_genevois_sont_celles_de_l_annexe():
    assiette = GENEVOIS.assiettes[EPCI]
    assert (assiette.total, assiette.exclus_en_tout, assiette.brut) == (TOTAL_DU_GENEVOIS, 1, BRUT_DU_GENEVOIS)
    assert sum(droit.droits for droit in GENEVOIS.droits) == DROITS_EN_TOUT
    assert GENEVOIS.droits_du_bailleur() == 23
    assert GENEVOIS.ensemble == assiette


@pytest.mark.regle("R7", "R20", "R26")
@pytest.mark.parametrize("nom", FICHES_DE_VIRY)
def test_les_deux_fiches_de_viry_sont_celles_des_conventions(nom):
    attendue, tableau = FICHES_DE_VIRY[nom], fiche_de_viry(nom)
    assiette = tableau.assiettes["VIRY"]
    decimales = decimales_de_l_annexe(tableau)
    assert (assiette.total, assiette.brut) == (attendue.total, attendue.brut)
    assert assiette.net is not None
    assert arrondi(assiette.net) == attendue.net
    assert en_pourcent(assiette.mutations, decimales) == attendue.mutations
    assert en_pourcent(taux_de(tableau, attendue.reservataire), decimales) == attendue.taux


# --- which base -------------------------------------------------------------------------------------


@pytest.mark.regle("C2")
@pytest.mark.parametrize(
    ("reservataire", "sur_c", "sur_net"),
    [
        pytest.param("ACTION LOGEMENT", "15,18", "16,87", id="Action Logement : ni le brut ni le net ne donnent 15,16"),
        pytest.param("COMMUNE DE SAINT JULIEN EN GENEVOIS", "46,43", "51,59", id="Saint-Julien : un logement exclu"),
        pytest.param("CONSEIL DEPARTEMENTAL HAUTE SAVOIE", "4,14", "4,60", id="le Département : le brut donnerait aussi 4,14"),
        pytest.param("PREFECTURE DE LA HAUTE SAVOIE / FONCTIONNAIRE", "5,02", "5,58", id="l'État, fonctionnaires"),
        pytest.param("PREFECTURE DE LA HAUTE SAVOIE / RS", "25,09", "27,88", id="l'État, réservation sociale"),
    ],
)  # fmt: skip
def test_les_deux_autres_bases_se_calculent_aussi(reservataire, sur_c, sur_net):
    assert pourcentage(taux_de(GENEVOIS, reservataire, Base.BRUT), 2) == sur_c
    assert pourcentage(taux_de(GENEVOIS, reservataire, Base.NET), 2) == sur_net


def test_un_territoire_sans_logement_n_a_pas_de_taux():
    tableau = Tableau((Territoire("VIRY", 0),), (Droit("Commune", "VIRY", 3),))
    assert tableau.taux(tableau.droits[0]) is None
    assert en_pourcent(None, 2) == "–"


@pytest.mark.regle("R20")
def test_un_taux_reste_une_fraction_exacte():
    taux = taux_de(fiche_de_viry(), "Ville de VIRY")
    assert taux == Fraction(26, 68)
    assert taux * 68 == 26
    assert Fraction(38, 100) * 68 != 26


# --- what is left out, what is set aside ------------------------------------------------------------


@pytest.mark.regle("R4", "R5", "R6")
@pytest.mark.parametrize("cause", Cause)
def test_chaque_cause_d_exclusion_sort_ses_logements_de_l_assiette(cause):
    tableau = Tableau((Territoire("VIRY", 100, {cause: 7}), Territoire("NEYDENS", 50)), ())
    assert tableau.ensemble.exclus[cause] == 7
    assert tableau.ensemble.exclus_en_tout == 7
    assert (tableau.assiettes["VIRY"].brut, tableau.ensemble.brut) == (93, 143)


@pytest.mark.regle("C1", "R9")
@pytest.mark.parametrize(
    ("clause", "net"),
    [
        pytest.param(OrcodLhi.SOUSTRAIT, "85", id="la charte soustrait les relogements ORCOD et LHI"),
        pytest.param(OrcodLhi.DANS_FLUX, "90", id="la convention les laisse dans le flux"),
    ],
)
def test_orcod_et_lhi_suivent_la_clause(clause, net):
    tableau = Tableau((Territoire("VIRY", 100, mutations=DIX_POUR_CENT, orcod_lhi=5),), (), orcod_lhi=clause)
    assert tableau.ensemble.net is not None
    assert arrondi(tableau.ensemble.net) == net


@pytest.mark.regle("R7")
def test_un_tableau_qui_ne_dit_pas_les_mutations_n_a_pas_de_net_mais_la_charte_en_suppose_un():
    assert GENEVOIS.ensemble.net is None
    assert GENEVOIS.ensemble.net_retenu == Fraction(9, 10) * 797
    melange = replace(
        GENEVOIS, territoires=(replace(GENEVOIS.territoires[0], mutations=DIX_POUR_CENT), *GENEVOIS.territoires[1:])
    )
    assert melange.ensemble.net is None
    assert melange.assiettes["ARCHAMPS"].net == Fraction(54, 10)


@pytest.mark.regle("R7")
def test_le_net_suit_le_taux_de_mutations_du_tableau_et_non_celui_de_la_charte():
    tableau = Tableau((Territoire("VIRY", 80, mutations=Fraction(125, 1000)),), ())
    assert tableau.ensemble.net == tableau.ensemble.net_retenu == 70


def test_le_net_ne_descend_pas_sous_zero():
    tableau = Tableau((Territoire("VIRY", 3, mutations=Fraction(1), orcod_lhi=3),), ())
    assert tableau.ensemble.net == 0


def test_un_perimetre_large_additionne_ses_territoires_seulement():
    tableau = Tableau(
        (
            Territoire("A", 10, dans=("EPCI 1", "DEPARTEMENT")),
            Territoire("B", 20, dans=("EPCI 1", "DEPARTEMENT")),
            Territoire("C", 70, dans=("DEPARTEMENT",)),
        ),
        (),
    )
    assert {nom: assiette.total for nom, assiette in tableau.assiettes.items()} == {
        "A": 10, "B": 20, "C": 70, "EPCI 1": 30, "DEPARTEMENT": 100,
    }  # fmt: skip
    assert tableau.ensemble.nom == "DEPARTEMENT"
    assert replace(tableau, territoires=(Territoire("A", 1), Territoire("B", 2))).ensemble.nom == "Ensemble"


# --- as printed -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nombre", "decimales", "imprime"),
    [
        pytest.param(Fraction(5, 2), 0, "3", id="la moitié s'arrondit vers le haut, pas vers le pair"),
        pytest.param(Fraction(7, 2), 0, "4", id="trois et demi : quatre"),
        pytest.param(Fraction(1, 200), 2, "0,01", id="un demi-centième : un centième"),
        pytest.param(Fraction(1, 201), 2, "0,00", id="un peu moins : zéro"),
        pytest.param(Fraction(612, 10), 0, "61", id="61,2 logements : 61"),
        pytest.param(Fraction(486, 10), 0, "49", id="48,6 logements : 49"),
        pytest.param(Fraction(999, 1000), 2, "1,00", id="la retenue passe la virgule"),
        pytest.param(Fraction(1, 3), 4, "0,3333", id="quatre décimales"),
        pytest.param(-3, 0, "-3", id="un nombre négatif garde son signe"),
        pytest.param(Fraction(-1, 300), 2, "0,00", id="un zéro négatif n'en a pas"),
    ],
)
def test_l_arrondi_est_celui_des_annexes(nombre, decimales, imprime):
    assert arrondi(nombre, decimales) == imprime


@pytest.mark.parametrize(
    ("tableau", "decimales"),
    [
        pytest.param(fiche_de_viry(), 0, id="la fiche d'un réservataire : des pourcentages entiers"),
        pytest.param(GENEVOIS, 2, id="un tableau de plusieurs : deux décimales"),
        pytest.param(
            replace(GENEVOIS, droits=GENEVOIS.droits[:1]),
            2,
            id="un réservataire sur plusieurs communes : deux décimales",
        ),
        pytest.param(
            replace(fiche_de_viry(), droits=fiche_de_viry().droits * 2),
            2,
            id="deux droits sur une commune : deux décimales",
        ),
    ],
)
def test_le_nombre_de_decimales_est_celui_du_modele(tableau, decimales):
    assert decimales_de_l_annexe(tableau) == decimales


@pytest.mark.regle("R21")
@pytest.mark.parametrize(
    ("nom", "contingent"),
    [
        ("PREFECTURE DE LA HAUTE SAVOIE / RS", Contingent.ETAT_PRIORITAIRES),
        ("PREFECTURE DE LA HAUTE SAVOIE / FONCTIONNAIRE", Contingent.ETAT_FONCTIONNAIRES),
        ("Préfet de la Haute-Savoie", Contingent.ETAT_PRIORITAIRES),
        ("État, réservation sociale", Contingent.ETAT_PRIORITAIRES),
        ("Contingent de l'État, fonctionnaires", Contingent.ETAT_FONCTIONNAIRES),
        ("COMMUNE DE VIRY", Contingent.AUTRE),
        ("ACTION LOGEMENT", Contingent.AUTRE),
        ("Mutuelle des fonctionnaires", Contingent.AUTRE),
        ("COMMUNE D ETATS-UNIS", Contingent.AUTRE),
    ],
)
def test_le_nom_dit_si_les_droits_sont_ceux_de_l_etat(nom, contingent):
    assert contingent_d_apres(nom) is contingent
