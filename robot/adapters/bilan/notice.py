"""The first page of the workbook: what each page holds, what the words mean, what is missing, how to check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from robot.domain import loi
from robot.domain.bilan.comptes import ATTRIBUTIONS_MINIMUM
from robot.domain.flux.stade import Stade

NOMS_DES_STADES: Mapping[Stade, str] = {
    Stade.ORIENTATION: "les offres (orientations)",
    Stade.ACCEPTATION: "les offres acceptées",
    Stade.ATTRIBUTION: "les attributions en CALEOL",
    Stade.BAIL: "les baux signés",
}
COLONNES_A_AJOUTER = "QPV, Année de livraison, Année de construction, Zonage Pinel"


def lignes_de_notice(bilan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(what, in words), in order; a title has no words."""
    periode = bilan["periode"]
    yield "Ce bilan", ""
    yield "Période", f"du {_jour(periode['debut'])} au {_jour(periode['fin'])}"
    yield "Arrêté le", _jour(bilan["arrete_le"]) + ("" if periode["finie"] else " : la période n'est pas finie")
    yield "Établi par", f"{bilan['bailleur']}, {bilan['service']}"
    yield "Textes", loi.BILAN_ANNUEL.source
    yield (
        "Ce qui compte",
        (
            f"La part de chacun est calculée sur {NOMS_DES_STADES[Stade(bilan['stade'])]}. Les autres stades sont "
            "publiés à côté : le comité technique peut en choisir un autre sans rien recompter."
        ),
    )
    yield "Les pages", ""
    yield "Synthèse", "Les nombres demandés par la charte (V.1) ; les graphiques sont à la page suivante."
    yield "1 Flux détaillé", "Une ligne par logement, à l'adresse : ses critères, à qui il fut offert, chaque date."
    yield "2 Flux consolidé", "Les nombres, par réservataire puis par critère."
    yield "2 bis, 2 ter", "Les mêmes nombres, chaque réservataire par chaque critère, puis tous les critères croisés."
    yield "3 Hors flux", "Les logements soustraits et les logements neufs, avec leur motif."
    yield "Les mots", ""
    yield "Orienté", "L'offre est partie et n'est pas revenue. Renvoyée au même réservataire, elle compte une fois."
    yield "Accepté", "Le réservataire a dit oui, ou s'est tu jusqu'au bout du délai (« par silence »)."
    yield "Attribué en CALEOL", "Une attribution par logement et par commission (charte, V.1)."
    yield "Bail signé", "Compté au jour de la signature."
    yield "Retiré", "Le bailleur a repris l'offre, par exemple faute de candidats."
    yield "Libéré", "Compté au jour où le bailleur a déclaré le logement libéré."
    yield "Hors flux", "Soustrait par décision du bailleur, ou neuf : sa première location ne compte pas dans le flux."
    yield "Vérifier", ""
    yield (
        "Les totaux",
        (
            "Chaque total est une formule. Le total d'une page est celui des autres : le flux détaillé, le flux "
            "consolidé et le flux croisé comptent les mêmes événements."
        ),
    )
    yield "Un chiffre faux ?", "Répondez au message qui portait ce fichier, en donnant la référence du logement."
    yield (
        "Les ménages",
        (
            "Ce bilan parle de logements et de nombres, jamais de ménages. Les attributions prioritaires ne sont "
            f"données que pour {ATTRIBUTIONS_MINIMUM} attributions au moins."
        ),
    )
    if bilan["manques"]:
        yield "Ce qui manque", ""
        for nom, nombre in bilan["manques"].items():
            yield nom, f"non renseigné pour {nombre} logement{'s' if nombre > 1 else ''}"
        yield "Pour le bailleur", f"Ajoutez ces colonnes au fichier des logements libérés : {COLONNES_A_AJOUTER}."


def _jour(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"
