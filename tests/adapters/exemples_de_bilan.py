"""The letters that carry a bilan, to a réservataire and to the president of an EPCI."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from robot.domain import faits as f
from robot.domain.bilan.bilan import Bilan, annee_entiere
from robot.domain.bilan.lettre import lettres
from robot.domain.bilan.parcours import parcourir
from robot.domain.carnet import Carnet, Echelle, Perimetre, PresidentEpci
from robot.domain.courriers import Courrier
from robot.domain.flux.stade import Stade
from tests.domain.bilan.histoires_de_bilan import ATTRIBUE, suite

GENEVOIS = Perimetre(Echelle.EPCI, "247400690", "CC du Genevois")
PRESIDENT = PresidentEpci("Présidence de la CC du Genevois", "presidence@genevois.example", (GENEVOIS,))


def bilan_de(carnet: Carnet) -> Bilan:
    """A year with one lease, one silence and one move."""
    journaux = (
        suite(*ATTRIBUE, f.CandidatAccepte, f.BailSigne),
        suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite),
        suite((f.LogementSoustrait, {"motif": "mutation de Mme Dupont"})),
    )
    tous = tuple(
        replace(parcourir(journal), reference=f"V-2026-00{rang}") for rang, journal in enumerate(journaux, start=42)
    )
    noms = {r.code: r.nom for r in carnet.reservataires}
    return Bilan(carnet.bailleur, annee_entiere(2026), Stade.ACCEPTATION, date(2027, 1, 11), tous, noms)


def bilans(carnet: Carnet) -> dict[str, Courrier]:
    """Each letter under a name that says what is particular to it."""
    au_reservataire, au_president = lettres(bilan_de(carnet), replace(carnet, presidents_epci=(PRESIDENT,)))
    return {"bilan, au réservataire": au_reservataire, "bilan, au président de l'EPCI": au_president}
