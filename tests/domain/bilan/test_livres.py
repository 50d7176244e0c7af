"""What each was owed and received, as it is published: the same dwellings as the turn counts, each once (R90-R93)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random  # noqa: TID251 - Hypothesis seeds it

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain import faits as f
from robot.domain.bilan.bilan import Bilan, annee_entiere, semestre
from robot.domain.bilan.comptes import Nature, Periode
from robot.domain.bilan.livres import livres, pour_qui
from robot.domain.bilan.parcours import parcourir
from robot.domain.bilan.tableaux import tableaux
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR
from robot.domain.flux.livre import UNITE
from robot.domain.flux.parcours import services
from robot.domain.flux.stade import Stade
from robot.domain.statuts import replier
from tests.cycle.flux_a_viry import annee
from tests.domain.bilan.histoires_de_bilan import ATTRIBUE, au_hasard, dresser, suite

OFFERTE = (f.OrientationDecidee, f.OrientationExpediee)
ACCEPTEE = (*OFFERTE, f.AccordRecu)
A_ALS = ((f.OrientationDecidee, {"reservataire": "als", "nom": "Action Logement"}), f.OrientationExpediee)
REFUSEE = (*OFFERTE, f.RefusRecu, *A_ALS, f.RefusRecu)
SORTI = (f.LogementSoustrait, {"motif": "relogement après sinistre", "cause": ""})
DROIT_UNIQUE = (f.LogementSoustrait, {"motif": "droit unique d'Action Logement", "cause": "Droit unique"})
SUR_SA_PART = (f.OrientationInterne, {"reservataire": BAILLEUR, "nom": "le bailleur, sur sa part"})


def publie(*journaux: tuple[f.Fait, ...], stade: Stade = Stade.ACCEPTATION, periode: Periode | None = None) -> Bilan:
    flux = annee(stade=stade)
    bilan = dresser(journaux, periode, stade)
    return replace(bilan, livres=livres(bilan, flux))


def recus(bilan: Bilan, stade: Stade) -> dict[str, int]:
    livre = bilan.livres[stade]
    return {qui: livre.compte(qui).recu for qui in livre.titulaires() if livre.compte(qui).recu}


def du(bilan: Bilan, stade: Stade) -> Fraction:
    """All that was owed to all, in dwellings."""
    livre = bilan.livres[stade]
    return Fraction(sum(livre.compte(qui).du for qui in livre.titulaires()), UNITE)


@pytest.mark.regle("R90", "R92", "R93")
@pytest.mark.parametrize(
    ("faits", "offres", "accords"),
    [
        pytest.param(ACCEPTEE, {"viry": 1}, {"viry": 1}, id="accepté"),
        pytest.param(
            (*ACCEPTEE, f.OrientationRetiree, *A_ALS, f.AccordRecu), {"viry": 1, "als": 1}, {"als": 1},
            id="accepté, repris faute de candidats, accepté par un autre : il est à l'autre",
        ),
        pytest.param(
            (*ACCEPTEE, f.OrientationRetiree, *OFFERTE, f.AccordRecu), {"viry": 1}, {"viry": 1},
            id="repris, puis renvoyé au même",
        ),
        pytest.param((*ACCEPTEE, f.OrientationRetiree), {"viry": 1}, {}, id="repris : à personne encore"),
        pytest.param((*ACCEPTEE, SORTI), {}, {}, id="accepté, puis sorti du flux : à personne"),
        pytest.param((*ACCEPTEE, f.DossierAnnule), {}, {}, id="accepté, puis annulé : à personne"),
        pytest.param(
            (*ACCEPTEE, SORTI, f.LogementRemisEnFlux, *A_ALS, f.AccordRecu), {"als": 1}, {"als": 1},
            id="accepté, sorti du flux, revenu, accepté par un autre : il est à l'autre",
        ),
        pytest.param(
            (*ACCEPTEE, DROIT_UNIQUE), {BAILLEUR: 1}, {BAILLEUR: 1}, id="accepté, puis pris par un droit unique (R25)"
        ),
        pytest.param(
            (*REFUSEE, f.ListeEpuisee), {"viry": 1, "als": 1, BAILLEUR: 1}, {BAILLEUR: 1},
            id="refusé par tous : au bailleur (C14)",
        ),
        pytest.param(
            (*REFUSEE, f.ListeEpuisee, SUR_SA_PART), {"viry": 1, "als": 1, BAILLEUR: 1}, {BAILLEUR: 1},
            id="refusé par tous, gardé par le bailleur : à lui, une fois",
        ),
        pytest.param((*REFUSEE, f.ListeEpuisee, SORTI), {}, {}, id="refusé par tous, puis sorti du flux"),
        pytest.param(
            (*REFUSEE, f.ListeEpuisee, SORTI, f.LogementRemisEnFlux), {"viry": 1, "als": 1}, {},
            id="refusé par tous, sorti du flux, revenu : à personne encore",
        ),
    ],
)  # fmt: skip
def test_le_recu_est_a_qui_a_garde_le_logement(faits, offres, accords):
    bilan = publie(suite(*faits))
    assert recus(bilan, Stade.ORIENTATION) == offres
    assert recus(bilan, Stade.ACCEPTATION) == accords
    assert du(bilan, Stade.ACCEPTATION) == sum(accords.values())
    assert du(bilan, Stade.ORIENTATION) == sum(offres.values())


@pytest.mark.regle("R90", "R92")
def test_l_accord_perdu_reste_compte_comme_un_accord_dans_le_suivi_des_quatre_stades():
    bilan = publie(suite(*ACCEPTEE, f.OrientationRetiree, *A_ALS, f.AccordRecu))
    assert bilan.total(Nature.ACCEPTE) == 2


@pytest.mark.regle("R68", "R91")
def test_aux_attributions_chaque_commission_qui_attribue_compte_meme_perdue():
    perdue = (*ATTRIBUE, (f.SansAttributaire, {"motif": "refus"}), f.OrientationRetiree, *A_ALS, f.AccordRecu)
    bilan = publie(suite(*perdue), stade=Stade.ATTRIBUTION)
    assert recus(bilan, Stade.ATTRIBUTION) == {"viry": 1}
    assert recus(bilan, Stade.ACCEPTATION) == {"als": 1}
    sortie = (*ATTRIBUE, SORTI, f.LogementRemisEnFlux, *A_ALS)
    assert recus(publie(suite(*sortie), stade=Stade.ATTRIBUTION), Stade.ATTRIBUTION) == {}


@pytest.mark.regle("R93")
def test_un_logement_sorti_du_flux_n_a_plus_d_attributaire():
    bilan = publie(suite(*ACCEPTEE, SORTI, f.LogementRemisEnFlux))
    (detail,) = [tableau for tableau in tableaux(bilan) if tableau.nom == "flux-detaille"]
    titres = [colonne.titre for colonne in detail.colonnes]
    (ligne,) = detail.lignes
    lu = dict(zip(titres, ligne, strict=True))
    assert (lu["Réservataire attributaire"], lu["Accepté le"]) == ("", None)
    assert lu["Réservataires sollicités, dans l'ordre"] == "1. Commune de Viry"
    assert lu["Où il en est à la fin de la période"] == "revenu dans le flux, à orienter"


@pytest.mark.regle("R91", "R92")
@pytest.mark.parametrize(
    ("stade", "dit"),
    [
        pytest.param(Stade.ACCEPTATION, False, id="sans la colonne des attributions, rien n'en est dit"),
        pytest.param(Stade.ATTRIBUTION, True, id="avec elle, chaque commission compte"),
    ],
)
def test_la_note_du_tableau_dit_ce_que_chaque_colonne_compte(stade, dit):
    bilan = publie(suite(*ACCEPTEE), stade=stade)
    (tableau,) = [tableau for tableau in tableaux(bilan) if tableau.nom == "du-et-recu"]
    assert "offres : chacune, refusée ou non" in tableau.note
    assert "accords : une fois par logement, pour celui qui l'a gardé" in tableau.note
    assert ("attributions" in tableau.note) is dit


# --- any journal ---


def du_tour(faits: tuple[f.Fait, ...], flux: FluxDeLAnnee) -> tuple[Counter[str], Counter[str]]:
    """For whom the turn counts that dwelling, and whoever holds it now."""
    dossier = replier(None, faits)
    assert dossier is not None
    tient = Counter({dossier.courante.reservataire: 1}) if dossier.orientations else Counter[str]()
    return Counter(service.titulaire for service in services(dossier, flux)), tient


@pytest.mark.regle("R90", "R91", "R92")
@pytest.mark.parametrize("stade", [Stade.ACCEPTATION, Stade.BAIL])
@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_le_bilan_compte_ce_que_le_tour_compte_sauf_ce_qui_est_encore_attendu(stade: Stade, chance: Random):
    flux = replace(annee(stade=stade), delegues=frozenset())
    journal = au_hasard(chance, 1)
    attendu, tient = du_tour(journal, flux)
    compte = Counter(qui for qui, _ in pour_qui(parcourir(journal), stade))
    assert compte in (attendu, attendu - tient)
    assert sum(compte.values()) <= 1


@pytest.mark.regle("R98")
@settings(max_examples=50, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_les_deux_semestres_doivent_et_donnent_ce_que_l_annee_doit_et_donne(chance: Random):
    journaux = [au_hasard(chance, numero) for numero in range(1, 6)]
    annuel, *moities = (
        publie(*journaux, periode=p) for p in (annee_entiere(2026), semestre(2026, 1), semestre(2026, 2))
    )
    for stade in (Stade.ORIENTATION, Stade.ACCEPTATION):
        assert du(annuel, stade) == sum(du(moitie, stade) for moitie in moities)
        sommes = Counter(recus(moities[0], stade)) + Counter(recus(moities[1], stade))
        assert recus(annuel, stade) == dict(sommes)
