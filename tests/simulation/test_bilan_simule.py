"""The bilan of a story that the whole robot lived, faults included, is that of its journal."""

from __future__ import annotations

from collections import defaultdict

import pytest

from robot.domain import faits as f
from robot.domain.bilan.bilan import annee_entiere
from robot.domain.bilan.comptes import Nature
from robot.simulation.monde import jouer
from robot.simulation.plan import Parametres
from tests.domain.bilan.histoires_de_bilan import dresser
from tests.domain.bilan.test_totaux import recompter
from tests.simulation.histoires import MOYENNE


def journaux(parametres: Parametres) -> list[list[f.Fait]]:
    """Each dossier's facts, as the store held them at the end."""
    dossiers: dict[str, list[f.Fait]] = defaultdict(list)
    for ligne in jouer(parametres).tables.journal:
        type_ = next(t for t in f.FAITS if t.__name__ == ligne["fait"])
        champs = {nom: ligne[nom] for nom in type_.__dataclass_fields__}
        dossiers[ligne["reference"]].append(type_(**champs))
    return list(dossiers.values())


@pytest.mark.regle("R92", "R95")
@pytest.mark.parametrize("graine", [1, 2])
def test_une_histoire_simulee_est_comptee_a_l_unite(graine):
    vecus = journaux(Parametres(graine, *MOYENNE))
    annees = sorted({fait.le.year for journal in vecus for fait in journal})
    trouves = 0
    for annee in annees:
        bilan = dresser(vecus, annee_entiere(annee))
        attendu = recompter(vecus, annee_entiere(annee))
        recu = {(e.reservataire, e.nature) for e in bilan.comptes}
        assert {cle: sum((e.reservataire, e.nature) == cle for e in bilan.comptes) for cle in recu} == dict(attendu)
        trouves += bilan.total(Nature.ORIENTE)
    assert trouves
