"""What a table of the assiette makes a person look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from robot.domain.flux.alertes import alertes
from robot.domain.flux.assiette import (
    SOURCES_ORCOD_LHI,
    Contingent,
    Droit,
    OrcodLhi,
    Tableau,
    Territoire,
)
from tests.domain.flux.annexes import COMMUNES_DU_GENEVOIS, fiche_de_viry, genevois

AUJOURD_HUI = date(2026, 11, 22)
MILLESIME = date(2022, 12, 31)


def dites(tableau: Tableau, regle: str, decimales: int = 2) -> list[str]:
    trouvees = alertes(tableau, decimales=decimales, aujourd_hui=AUJOURD_HUI)
    return [str(alerte) for alerte in trouvees if alerte.regle == regle]


def en(*droits: Droit, total: int = 100) -> Tableau:
    """One commune and these rights on it."""
    return Tableau((Territoire("VIRY", total),), droits, millesime=MILLESIME)


# --- over-reservation -------------------------------------------------------------------------------


@pytest.mark.regle("R22")
def test_jonzier_et_valleiry_sont_sur_reservees_et_elles_seules():
    jonzier, valleiry = dites(genevois(), "R22")
    assert jonzier.startswith("JONZIER EPAGNY : 124,37 % réservés, soit 75,00 % sur ce territoire et 49,37 %")
    assert valleiry.startswith("VALLEIRY : 107,06 % réservés, soit 57,69 % sur ce territoire et 49,37 %")


@pytest.mark.regle("R22")
def test_cent_pour_cent_exactement_n_est_pas_trop():
    tableau = Tableau(
        (Territoire("A", 3, dans=("EPCI",)), Territoire("B", 3, dans=("EPCI",))),
        (Droit("Commune", "A", 2), Droit("EPCI", "EPCI", 2)),
    )
    assert not dites(tableau, "R22")
    assert dites(replace(tableau, droits=(*tableau.droits, Droit("ALS", "EPCI", 1))), "R22")


@pytest.mark.regle("R22")
def test_plus_de_droits_que_de_logements_se_dit_trois_fois():
    trop = dites(en(Droit("Commune", "VIRY", 120)), "R22")
    assert any("120,00 % réservés" in texte for texte in trop)
    assert any("120 droits pour 100 logements. Il ne reste rien au bailleur" in texte for texte in trop)
    assert any("réduits en proportion" in texte for texte in trop)


# --- the préfet -------------------------------------------------------------------------------------


@pytest.mark.regle("R21")
def test_l_etat_depasse_ses_deux_plafonds_dans_le_genevois_et_ne_tient_pas_a_jonzier():
    etat, agents, jonzier = dites(genevois(), "R21")
    assert "l'État a 240 droits sur 798 logements, soit 30,08 %, au-dessus du plafond de 30 % (239,4 droits" in etat
    assert "a 40 droits sur 798 logements, soit 5,01 %, au-dessus du plafond de 5 % (39,9 droits" in agents
    assert jonzier.startswith("JONZIER EPAGNY : la part de l'État n'y tient pas, même seule : 75,00 % + ")
    assert "= 105,07 %" in jonzier
    assert all("R.441-5-2" in texte for texte in (etat, agents, jonzier))


@pytest.mark.regle("R21")
@pytest.mark.parametrize(
    ("prioritaires", "agents", "combien"),
    [
        pytest.param(25, 5, 0, id="25 et 5 sur 100 : aux plafonds, pas au-dessus"),
        pytest.param(26, 5, 1, id="31 en tout : un plafond passé"),
        pytest.param(20, 6, 1, id="6 pour les fonctionnaires : l'autre plafond"),
        pytest.param(25, 6, 2, id="les deux"),
    ],
)
def test_les_plafonds_du_prefet(prioritaires, agents, combien):
    tableau = en(
        Droit("État", "VIRY", prioritaires, contingent=Contingent.ETAT_PRIORITAIRES),
        Droit("État, agents", "VIRY", agents, contingent=Contingent.ETAT_FONCTIONNAIRES),
        Droit("Commune", "VIRY", 60),
    )
    assert len(dites(tableau, "R21")) == combien


@pytest.mark.regle("R21")
def test_les_droits_de_l_etat_dans_les_communes_comptent_dans_le_plafond_du_perimetre_qui_les_tient():
    tableau = Tableau(
        (Territoire("A", 50, dans=("74",)), Territoire("B", 50, dans=("74",))),
        (
            Droit("État A", "A", 15, contingent=Contingent.ETAT_PRIORITAIRES),
            Droit("État", "74", 16, contingent=Contingent.ETAT_PRIORITAIRES),
        ),
    )
    (alerte,) = dites(tableau, "R21")
    assert alerte.startswith("74 : l'État a 31 droits sur 100 logements")


# --- the rest ---------------------------------------------------------------------------------------


@pytest.mark.regle("R25")
def test_les_droits_uniques_sont_rapportes_a_la_part_du_bailleur():
    tableau = genevois()
    assert not dites(tableau, "R25")
    dus = replace(tableau, droits=(replace(tableau.droits[0], droits_uniques=12), *tableau.droits[1:]))
    (alerte,) = dites(dus, "R25")
    assert "restant dus : 12 (ACTION LOGEMENT, 12)" in alerte
    assert "part du bailleur, 2,88 % du flux" in alerte


@pytest.mark.regle("R24", "R100")
@pytest.mark.parametrize(
    ("fin", "echue"),
    [
        pytest.param(date(2026, 11, 21), True, id="finie hier"),
        pytest.param(date(2026, 11, 22), False, id="finit ce soir"),
        pytest.param(None, False, id="sans date"),
    ],
)
def test_une_convention_echue_se_voit(fin, echue):
    trouvees = dites(en(Droit("Commune", "VIRY", 10, fin=fin)), "R24")
    assert len(trouvees) == echue
    assert all("samedi 21 novembre 2026" in texte and "10 droits" in texte for texte in trouvees)


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        pytest.param("sdaudin@labalmedesillingy.fr", "semble l'adresse d'une personne", id="une personne"),
        pytest.param("XXX@XXX.XXX", "ne peut pas servir", id="un blanc de modèle"),
        pytest.param(".....@.....", "ne peut pas servir", id="des pointillés"),
        pytest.param("civil@viry74.fr", "", id="un service"),
        pytest.param("", "", id="rien d'écrit"),
    ],
)
def test_une_adresse_de_personne_ou_de_modele_se_voit(adresse, attendu):
    trouvees = dites(en(Droit("Commune", "VIRY", 10, adresse=adresse)), "R40")
    assert len(trouvees) == bool(attendu)
    assert all(attendu in texte and adresse in texte for texte in trouvees)


@pytest.mark.regle("R7")
def test_un_taux_de_mutations_autre_que_celui_de_la_charte_se_voit():
    tableau = Tableau((Territoire("A", 1, mutations=Fraction(125, 1000)), Territoire("B", 1, mutations=None)), ())
    (alerte,) = dites(tableau, "R7")
    assert "le tableau compte 12,5 %, la charte 10 %" in alerte
    assert not dites(fiche_de_viry(), "R7")


@pytest.mark.regle("C1", "R9")
@pytest.mark.parametrize(
    ("clause", "mots"),
    [
        pytest.param(OrcodLhi.SOUSTRAIT, "soustraits du flux", id="la charte, par défaut"),
        pytest.param(OrcodLhi.DANS_FLUX, "laissés dans le flux", id="la convention"),
    ],
)
def test_la_clause_suivie_pour_orcod_et_lhi_se_dit_avec_sa_source(clause, mots):
    source = SOURCES_ORCOD_LHI[clause]
    tableau = replace(fiche_de_viry(), orcod_lhi=clause, orcod_lhi_source=source)
    (alerte,) = dites(tableau, "C1")
    assert f"ORCOD et LHI : {mots} (source suivie : {source})" in alerte
    assert fiche_de_viry().orcod_lhi is OrcodLhi.SOUSTRAIT


@pytest.mark.regle("C1")
def test_un_tableau_sans_net_ne_parle_pas_d_orcod():
    assert not dites(genevois(), "C1")


@pytest.mark.regle("C9")
@pytest.mark.parametrize(
    ("millesime", "annee", "mots"),
    [
        pytest.param(None, 2024, "n'est pas dite", id="parc compté on ne sait quand"),
        pytest.param(MILLESIME, 2024, "compté au 31/12/2022 et non au 31/12/2023", id="Viry : 2022 pour 2024"),
        pytest.param(MILLESIME, 2023, "", id="l'année d'avant"),
        pytest.param(MILLESIME, None, "", id="sans objectif"),
    ],
)
def test_le_millesime_et_l_annee_de_l_objectif_sont_deux_choses(millesime, annee, mots):
    trouvees = dites(replace(fiche_de_viry(), millesime=millesime, annee=annee), "C9")
    assert len(trouvees) == bool(mots)
    assert all(mots in texte for texte in trouvees)


def test_un_tableau_sans_reproche_ne_dit_que_la_clause_suivie():
    tableau = replace(fiche_de_viry(), millesime=MILLESIME, annee=2023)
    assert [alerte.regle for alerte in alertes(tableau, decimales=0, aujourd_hui=AUJOURD_HUI)] == ["C1"]


def test_un_tableau_sans_logement_ne_fait_rien_tomber():
    vide = Tableau((Territoire("VIRY", 0),), (Droit("État", "VIRY", 0, 2, contingent=Contingent.ETAT_PRIORITAIRES),))
    (alerte,) = dites(vide, "R25")
    assert "restant dus : 2 (État, 2). Ils se consomment sur la part du bailleur, 0 % du flux" in alerte
    assert not dites(vide, "R22")
    assert not dites(vide, "R21")


def test_aucune_alerte_dans_les_communes_que_rien_ne_depasse():
    texte = " ".join(dites(genevois(), "R22"))
    assert not [nom for nom in COMMUNES_DU_GENEVOIS if nom in texte and nom not in {"JONZIER EPAGNY", "VALLEIRY"}]
