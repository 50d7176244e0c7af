"""Ce que le bailleur doit, quand, et d'après quel texte ; quand le robot le lui rappelle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.adapters.feries import calendrier
from robot.domain.carnet import Carnet, Convention
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Droit, Tableau, Territoire
from robot.domain.obligations import Nature, Obligation, dernier_jour, obligations, seuil_atteint
from tests.fabrique import ACTION_LOGEMENT, CARNET, MAIRIE_VIRY, carnet_avec

JOURS = calendrier("74")
TABLEAU = Tableau((Territoire("Viry", 129, code="74309"),), (Droit("viry", "Viry", 65),), annee=2027)


def avec_flux(carnet: Carnet = CARNET, annee: int = 2027) -> Carnet:
    return replace(carnet, flux=FluxDeLAnnee(TABLEAU, annee))


def convention(**dates: date) -> Carnet:
    """Two réservataires under conventions of the same dates."""
    clauses = Convention(**dates)  # type: ignore[arg-type]
    return carnet_avec(replace(MAIRIE_VIRY, convention=clauses), replace(ACTION_LOGEMENT, convention=clauses))


def trouver(carnet: Carnet, nature: Nature, le: str) -> list[Obligation]:
    return [o for o in obligations(carnet, date.fromisoformat(le)) if o.nature is nature]


def test_sans_tableau_ni_dates_le_robot_ne_rappelle_rien():
    assert obligations(CARNET, date(2026, 5, 27)) == ()


@pytest.mark.regle("R23", "R92", "R96", "R97")
@pytest.mark.parametrize(
    ("nature", "le", "echeance", "annee"),
    [
        pytest.param(Nature.TAUX, "2027-01-04", "2027-02-28", 2027, id="les taux de 2027 avant le 28 février 2027"),
        pytest.param(Nature.TAUX, "2027-03-01", "2028-02-28", 2028, id="le 1er mars, ceux de l'année suivante"),
        pytest.param(Nature.TAUX, "2027-02-28", "2027-02-28", 2027, id="le 28 février compte encore"),
        pytest.param(Nature.BILAN, "2027-01-04", "2027-02-28", 2026, id="le bilan de 2026 avant le 28 février 2027"),
        pytest.param(Nature.BILAN_CIL, "2027-03-05", "2027-03-31", 2026, id="le même à la CIL avant le 31 mars"),
    ],
)
def test_les_dates_de_l_annee(nature, le, echeance, annee):
    premiere = trouver(avec_flux(), nature, le)[0]
    assert (premiere.echeance.isoformat(), premiere.annee) == (echeance, annee)
    assert premiere.source


@pytest.mark.regle("R62")
def test_le_quart_des_prioritaires_se_regarde_chaque_semestre():
    dates = [o.echeance.isoformat() for o in trouver(avec_flux(), Nature.QUART_PRIORITAIRE, "2027-01-04")]
    assert dates == ["2027-06-30", "2027-12-31"]


@pytest.mark.regle("R98", "R100")
@pytest.mark.parametrize(
    ("le", "attendues"),
    [
        pytest.param(
            "2026-03-12",
            [(Nature.BILAN_SEMESTRIEL, "2026-09-12"), (Nature.RENOUVELLEMENT, "2027-03-12")],
            id="première année : bilan du semestre, puis premier renouvellement",
        ),
        pytest.param(
            "2027-03-13", [(Nature.RENOUVELLEMENT, "2028-03-12")], id="deuxième année : second renouvellement"
        ),
        pytest.param("2028-03-13", [(Nature.FIN_DE_CONVENTION, "2029-03-11")], id="troisième année : une nouvelle"),
        pytest.param("2029-03-12", [], id="après la fin, plus rien"),
    ],
)
def test_une_convention_dure_un_an_et_se_renouvelle_deux_fois(le, attendues):
    debut = date(2026, 3, 12)
    carnet = convention(debut=debut, fin=dernier_jour(debut))
    trouvees = obligations(carnet, date.fromisoformat(le))
    assert [(o.nature, o.echeance.isoformat()) for o in trouvees] == attendues


def test_les_conventions_d_un_meme_jour_font_une_seule_obligation():
    (fin,) = trouver(
        convention(debut=date(2026, 3, 12), fin=date(2026, 12, 31)), Nature.FIN_DE_CONVENTION, "2026-05-01"
    )
    assert fin.reservataires == ("viry", "als")


@pytest.mark.regle("R100")
def test_une_convention_d_un_an_ne_se_renouvelle_pas_apres_sa_fin():
    carnet = convention(debut=date(2026, 1, 1), fin=date(2026, 12, 31))
    assert trouver(carnet, Nature.RENOUVELLEMENT, "2026-05-01") == []


@pytest.mark.regle("R103")
def test_une_mise_en_demeure_ouvre_un_mois_puis_un_autre():
    trouvees = obligations(convention(mise_en_demeure=date(2026, 1, 31)), date(2026, 2, 1))
    assert [(o.nature, o.echeance.isoformat()) for o in trouvees] == [
        (Nature.CONCERTATION, "2026-02-28"),
        (Nature.RECOURS, "2026-03-31"),
    ]


@pytest.mark.parametrize(
    ("le", "seuil"),
    [
        pytest.param("2027-01-14", None, id="trente et un jours ouvrés avant : trop tôt"),
        pytest.param("2027-01-15", 30, id="trente jours ouvrés avant"),
        pytest.param("2027-02-11", 30, id="onze jours ouvrés avant : toujours le premier rappel"),
        pytest.param("2027-02-12", 10, id="dix jours ouvrés avant"),
        pytest.param("2027-02-24", 2, id="deux jours ouvrés avant, le 28 étant un dimanche"),
        pytest.param("2027-02-28", 2, id="le jour même"),
        pytest.param("2027-03-01", None, id="le lendemain, c'est fini"),
    ],
)
def test_les_rappels_se_comptent_en_jours_ouvres(le, seuil):
    (taux,) = [o for o in trouver(avec_flux(), Nature.TAUX, "2027-01-04") if o.annee == 2027]
    assert seuil_atteint(taux, date.fromisoformat(le), JOURS) == seuil


def test_une_cle_ne_dit_pas_deux_obligations():
    toutes = obligations(avec_flux(convention(debut=date(2026, 3, 12), fin=date(2029, 3, 11))), date(2027, 1, 4))
    assert len({o.cle for o in toutes}) == len(toutes)
