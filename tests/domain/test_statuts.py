"""The table of the machine, and the fold that follows it."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.domain import faits as f
from robot.domain.dossier import LIBELLES, Dossier, Statut
from robot.domain.statuts import SANS_EFFET, TRANSITIONS, TransitionInterdite, appliquer, replier
from tests.domain.exemples_de_faits import NOUVELLES, fait, suivre
from tests.fabrique import dossier, libere


def _suivants(depart: Dossier) -> list[Dossier]:
    types = [type_ for statut, type_ in TRANSITIONS if statut is depart.statut]
    return [
        appliquer(*suivre(depart, type_))
        for type_ in types
        if not (type_ in NOUVELLES and len(depart.orientations) > 3)
    ]


def _parcourir() -> dict[Statut, Dossier]:
    """A dossier in every state, each reached from the release by facts of the table."""
    atteints: dict[Statut, Dossier] = {}
    file = [dossier(libere())]
    while file:
        courant = file.pop(0)
        if courant.statut not in atteints:
            atteints[courant.statut] = courant
            file += _suivants(courant)
    return atteints


ATTEINTS = _parcourir()


def test_chaque_etat_est_atteint_depuis_la_liberation_et_porte_un_nom_francais():
    assert set(ATTEINTS) == set(Statut) == set(LIBELLES)


@pytest.mark.parametrize("type_", [t for t in f.FAITS if t is not f.LogementLibere], ids=lambda t: t.__name__)
def test_chaque_fait_a_sa_place_dans_la_table_ou_est_sans_effet(type_):
    dans_la_table = type_ in {fait_ for _, fait_ in TRANSITIONS}
    assert dans_la_table is not (type_ in SANS_EFFET)


def test_le_vocabulaire_est_complet():
    assert set(f.FAITS) == set(f.Fait.__subclasses__())


@pytest.mark.parametrize(
    ("statut", "type_"), TRANSITIONS, ids=[f"{statut} + {type_.__name__}" for statut, type_ in TRANSITIONS]
)
def test_chaque_ligne_de_la_table_s_applique(statut, type_):
    avant, suivant = suivre(ATTEINTS[statut], type_)
    apres = appliquer(avant, suivant)
    assert apres.statut is TRANSITIONS[statut, type_]
    assert apres.version == avant.version + 1


@pytest.mark.parametrize(
    ("statut", "type_"),
    [
        pytest.param(statut, type_, id=f"{statut} + {type_.__name__}")
        for statut in Statut
        for type_ in f.FAITS
        if type_ not in SANS_EFFET and (statut, type_) not in TRANSITIONS
    ],
)
def test_ce_que_la_table_ne_dit_pas_est_interdit(statut, type_):
    with pytest.raises(TransitionInterdite):
        appliquer(*suivre(ATTEINTS[statut], type_))


@pytest.mark.regle("C13")
@pytest.mark.parametrize("statut", Statut)
def test_une_reponse_tardive_ou_une_lettre_revenue_ne_change_aucun_etat(statut):
    for type_ in SANS_EFFET:
        avant, suivant = suivre(ATTEINTS[statut], type_)
        apres = appliquer(avant, suivant)
        assert (apres.statut, apres.orientations, apres.version) == (
            avant.statut,
            avant.orientations,
            avant.version + 1,
        )


@pytest.mark.parametrize(
    "premier",
    [t for t in f.FAITS if t is not f.LogementLibere],
    ids=[t.__name__ for t in f.FAITS if t is not f.LogementLibere],
)
def test_rien_n_arrive_avant_la_liberation(premier):
    with pytest.raises(TransitionInterdite, match="avant la libération"):
        appliquer(None, fait(premier))


def test_un_fait_sur_une_orientation_terminee_est_notre_erreur():
    depart = dossier(libere(), fait(f.OrientationDecidee, 1), fait(f.RefusRecu, 1), fait(f.OrientationDecidee, 2))
    with pytest.raises(TransitionInterdite, match="orientation terminée"):
        appliquer(depart, fait(f.AccordRecu, 1))


@pytest.mark.regle("C15")
def test_un_rebond_efface_la_reception_et_l_accord_qui_reposait_dessus():
    depart = dossier(
        libere(),
        *(fait(t) for t in (f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite, f.RemiseEchouee)),
    )
    assert depart.statut is Statut.NON_REMISE
    assert (depart.courante.reception, depart.courante.terminee_le, depart.courante.designation) == (None, None, None)


def test_annuler_garde_l_issue_d_une_orientation_deja_terminee():
    depart = dossier(libere(), fait(f.OrientationDecidee), fait(f.RefusRecu))
    annule = appliquer(depart, fait(f.DossierAnnule, motif="vendu"))
    assert annule.statut is Statut.ANNULEE
    assert annule.orientations == depart.orientations


def test_rien_replie_rien():
    assert replier(None, ()) is None


@given(st.data())
def test_le_repli_garde_toute_orientation_et_compte_chaque_fait(data):
    suite: list[f.Fait] = [libere()]
    courant = dossier(*suite)
    for _ in range(data.draw(st.integers(0, 15))):
        types = [t for s, t in TRANSITIONS if s is courant.statut] + sorted(SANS_EFFET, key=lambda t: t.__name__)
        type_ = data.draw(st.sampled_from(types))
        rang = len(courant.orientations) + (type_ in NOUVELLES)
        if type_ is not f.CandidatDesigne and "numero" in type_.__dataclass_fields__ and not courant.candidatures:
            continue  # a fact about a candidate follows a designation
        suite.append(suivre(courant, type_)[1])
        suivant = appliquer(courant, suite[-1])
        ajout = type_ in NOUVELLES
        assert suivant.orientations[: max(rang - 1, 0)] == courant.orientations[: max(rang - 1, 0)]
        assert len(suivant.orientations) == len(courant.orientations) + ajout
        courant = suivant
    assert replier(None, suite) == courant
    assert courant.version == len(suite)
    assert [o.rang for o in courant.orientations] == list(range(1, len(courant.orientations) + 1))


def test_la_table_ne_mene_qu_a_des_etats_connus():
    assert set(chain.from_iterable((avant, apres) for (avant, _), apres in TRANSITIONS.items())) == set(Statut)
