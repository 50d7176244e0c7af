"""The feasible due: what each is owed of one dwelling, commune by commune."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.flux.assiette import BAILLEUR, Base, Cause, Droit, Tableau, Territoire
from robot.domain.flux.parts import Parts, parts
from tests.domain.flux.annexes import COMMUNES_DU_GENEVOIS, DROITS_DU_GENEVOIS, genevois

GENEVOIS = genevois()
PARTS = parts(GENEVOIS)


def en_tout(lues: Parts, tableau: Tableau, titulaire: str) -> Fraction:
    """What a holder would get if every dwelling of the table were released once."""
    return sum((lues.du(t.nom, titulaire) * t.total for t in tableau.territoires), Fraction(0))


# --- the annexe of the Genevois ---------------------------------------------------------------------


@pytest.mark.regle("R20", "R22")
@pytest.mark.parametrize("reservataire", DROITS_DU_GENEVOIS)
def test_chacun_retrouve_exactement_les_droits_de_l_annexe(reservataire):
    assert en_tout(PARTS, GENEVOIS, reservataire) == DROITS_DU_GENEVOIS[reservataire][1]
    assert not PARTS.reductions


@pytest.mark.regle("R22", "R25")
def test_le_bailleur_garde_les_vingt_trois_logements_que_les_droits_laissent():
    assert en_tout(PARTS, GENEVOIS, BAILLEUR) == 23


@pytest.mark.regle("R22")
@pytest.mark.parametrize("commune", COMMUNES_DU_GENEVOIS)
def test_un_logement_libere_est_du_a_une_seule_hauteur(commune):
    assert sum(PARTS.par_territoire[commune].values()) == 1
    assert all(part > 0 for part in PARTS.par_territoire[commune].values())


@pytest.mark.regle("R22")
def test_jonzier_garde_ses_75_pour_cent_et_le_reste_y_est_partage_en_proportion_des_droits():
    assert PARTS.du("JONZIER EPAGNY", "COMMUNE DE JONZIER EPAGNY") == Fraction(75, 100)
    reste = Fraction(25, 100)
    assert PARTS.du("JONZIER EPAGNY", "ACTION LOGEMENT") == reste * Fraction(121, 417)
    assert PARTS.du("JONZIER EPAGNY", "PREFECTURE DE LA HAUTE SAVOIE / RS") == reste * Fraction(200, 417)
    assert PARTS.du("JONZIER EPAGNY", BAILLEUR) == reste * Fraction(23, 417)


@pytest.mark.regle("R31", "C11")
def test_une_commune_n_a_rien_hors_de_chez_elle_et_son_perimetre_le_dit():
    assert PARTS.du("JONZIER EPAGNY", "COMMUNE DE VIRY") == 0
    assert PARTS.perimetres["COMMUNE DE VIRY"] == {"VIRY"}
    assert PARTS.perimetres["ACTION LOGEMENT"] == set(COMMUNES_DU_GENEVOIS)
    assert PARTS.perimetres[BAILLEUR] == set(COMMUNES_DU_GENEVOIS)
    assert PARTS.du("AILLEURS", "ACTION LOGEMENT") == 0


@pytest.mark.regle("C2")
def test_sur_le_brut_la_commune_garde_son_taux_sur_le_brut():
    sur_c = parts(GENEVOIS, Base.BRUT)
    assert sur_c.du("ST JULIEN EN GENEVOIS", "COMMUNE DE SAINT JULIEN EN GENEVOIS") == Fraction(195, 420)


# --- other tables -----------------------------------------------------------------------------------


def test_trois_echelles_emboitees_donnent_chacune_leurs_droits():
    tableau = Tableau(
        (
            Territoire("A", 40, dans=("EPCI 1", "74")),
            Territoire("B", 60, dans=("EPCI 1", "74")),
            Territoire("C", 100, dans=("EPCI 2", "74")),
            Territoire("D", 50, dans=("74",)),
        ),
        (
            Droit("commune A", "A", 30),
            Droit("EPCI 1", "EPCI 1", 20),
            Droit("EPCI 2", "EPCI 2", 10),
            Droit("État", "74", 60),
            Droit("Action Logement", "74", 30),
        ),
    )
    lues = parts(tableau)
    assert {qui: en_tout(lues, tableau, qui) for qui in lues.perimetres} == {
        "commune A": 30, "EPCI 1": 20, "EPCI 2": 10, "État": 60, "Action Logement": 30, BAILLEUR: 100,
    }  # fmt: skip
    assert lues.du("A", "commune A") == Fraction(3, 4)
    assert lues.du("A", "EPCI 1") == Fraction(1, 4) * Fraction(20, 70)
    assert lues.du("D", "État") == Fraction(60, 190)
    assert lues.perimetres["EPCI 1"] == {"A", "B"}


def test_deux_lignes_d_un_meme_reservataire_s_ajoutent():
    tableau = Tableau(
        (Territoire("A", 10, dans=("EPCI",)), Territoire("B", 10, dans=("EPCI",))),
        (Droit("Commune", "A", 4), Droit("Commune", "A", 1), Droit("Commune", "EPCI", 3)),
    )
    lues = parts(tableau)
    assert en_tout(lues, tableau, "Commune") == 8
    assert lues.du("A", "Commune") == Fraction(5, 10) + Fraction(5, 10) * Fraction(3, 15)


def test_les_droits_propres_du_bailleur_s_ajoutent_a_ce_qui_reste():
    tableau = Tableau((Territoire("A", 10),), (Droit(BAILLEUR, "A", 2), Droit("Commune", "A", 5)))
    assert parts(tableau).du("A", BAILLEUR) == Fraction(5, 10)


@pytest.mark.regle("R22")
def test_des_droits_qui_depassent_le_parc_d_une_commune_sont_reduits_en_proportion_et_signales():
    tableau = Tableau(
        (Territoire("A", 10, dans=("EPCI",)), Territoire("B", 30, dans=("EPCI",))),
        (Droit("Commune", "A", 12), Droit("CCAS", "A", 4), Droit("EPCI", "EPCI", 15)),
    )
    lues = parts(tableau)
    assert lues.par_territoire["A"] == {"Commune": Fraction(3, 4), "CCAS": Fraction(1, 4)}
    assert lues.par_territoire["B"] == {"EPCI": Fraction(1, 2), BAILLEUR: Fraction(1, 2)}
    (reduction,) = lues.reductions
    assert (reduction.perimetre, reduction.demandes, reduction.possibles) == ("A", 16, Fraction(10))
    assert "A : 16 droits pour 10,00 logements disponibles" in str(reduction)


@pytest.mark.regle("R22")
def test_un_perimetre_large_est_reduit_a_ce_que_les_communes_laissent():
    tableau = Tableau(
        (Territoire("A", 10, dans=("EPCI",)), Territoire("B", 10, dans=("EPCI",))),
        (Droit("Commune A", "A", 10), Droit("Commune B", "B", 5), Droit("EPCI", "EPCI", 8)),
    )
    lues = parts(tableau)
    assert lues.par_territoire == {"A": {"Commune A": 1}, "B": {"Commune B": Fraction(1, 2), "EPCI": Fraction(1, 2)}}
    assert [reduction.perimetre for reduction in lues.reductions] == ["EPCI"]
    assert lues.perimetres["EPCI"] == {"A", "B"}


@pytest.mark.parametrize("droits", [0, 3])
def test_un_territoire_vide_ne_divise_pas_par_zero(droits):
    tableau = Tableau((Territoire("A", 0), Territoire("B", 10)), (Droit("Commune", "A", droits),))
    lues = parts(tableau)
    assert lues.du("A", "Commune") == 0
    assert "A" not in lues.par_territoire
    assert len(lues.reductions) == bool(droits)
    assert lues.par_territoire["B"] == {BAILLEUR: 1}


def test_un_territoire_entierement_exclu_n_a_pas_de_part_sur_le_brut():
    tableau = Tableau((Territoire("A", 4, {Cause.DEMOLITION: 4}),), (Droit("Commune", "A", 2),))
    assert parts(tableau, Base.BRUT).par_territoire == {}
    assert parts(tableau).du("A", "Commune") == Fraction(1, 2)


# --- any table --------------------------------------------------------------------------------------


@st.composite
def tableaux(draw: st.DrawFn) -> Tableau:
    """Communes in EPCI in one département, with rights at the three scales."""
    territoires = tuple(
        Territoire(f"c{rang}", draw(st.integers(0, 50)), dans=(f"epci{draw(st.integers(0, 2))}", "dep"))
        for rang in range(draw(st.integers(1, 6)))
    )
    connus = sorted({t.nom for t in territoires} | {nom for t in territoires for nom in t.dans})
    lignes = draw(st.lists(st.tuples(st.sampled_from(connus), st.integers(0, 60), st.integers(0, 8)), max_size=10))
    return Tableau(territoires, tuple(Droit(f"r{qui}", perimetre, droits) for perimetre, droits, qui in lignes))


@pytest.mark.regle("R22", "R31")
@settings(deadline=None)
@given(tableaux())
def test_quel_que_soit_le_tableau_tout_logement_est_du_une_fois_dans_les_perimetres(tableau):
    lues = parts(tableau)
    assert set(lues.par_territoire) == {t.nom for t in tableau.territoires if t.total}
    for territoire, ligne in lues.par_territoire.items():
        assert sum(ligne.values()) == 1
        assert all(part > 0 and territoire in lues.perimetres[qui] for qui, part in ligne.items())


@pytest.mark.regle("R20")
@settings(deadline=None)
@given(tableaux())
def test_quel_que_soit_le_tableau_nul_ne_recoit_plus_que_ses_droits_et_chacun_les_recoit_sauf_reduction(tableau):
    lues = parts(tableau)
    attendus = {qui: sum(d.droits for d in tableau.droits if d.reservataire == qui) for qui in lues.perimetres}
    for qui, droits in attendus.items():
        if qui == BAILLEUR:
            continue
        recus = en_tout(lues, tableau, qui)
        assert recus <= droits
        assert recus == droits or lues.reductions


@given(tableaux(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_l_ordre_des_lignes_ne_change_rien(tableau, hasard):
    melange = list(tableau.droits)
    hasard.shuffle(melange)
    autre = Tableau(tuple(reversed(tableau.territoires)), tuple(melange))
    assert parts(autre).par_territoire == parts(tableau).par_territoire


def test_un_departement_entier_tient_en_une_seconde():
    import time

    communes = tuple(
        Territoire(f"c{rang}", 7 + rang * 13 % 400, dans=(f"epci{rang % 21}", "74")) for rang in range(280)
    )
    droits = [Droit(f"commune {t.nom}", t.nom, t.total // 5) for t in communes]
    droits += [Droit("État", "74", 9000), Droit("Action Logement", "74", 6000)]
    tableau = Tableau(communes, tuple(droits))
    debut = time.process_time()
    lues = parts(tableau)
    assert time.process_time() - debut < 1
    assert en_tout(lues, tableau, "État") == 9000
