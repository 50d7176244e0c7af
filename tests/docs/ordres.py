"""The page of the orders, written from the code: what to write, what it does, when it is possible."""

from __future__ import annotations

from robot.domain.decisions.ordres import PERMIS
from robot.domain.dossier import LIBELLES
from robot.domain.effets_des_ordres import EFFETS
from robot.domain.stimuli import Verbe
from robot.reading.consignes.verbes import SYNTAXES

INTRODUCTION = """# Les ordres

Page engendrée depuis le code. Ne la corrigez pas à la main : `python -m tests.docs.engendrer`.

Un gestionnaire donne un ordre en répondant à un courrier du robot, ou depuis un terminal avec `robot decider`. Un ordre \
commence sa ligne. En réponse à la synthèse, écrivez devant lui la référence du logement. Le robot confirme ou refuse \
chaque ordre, dans une seule réponse.

AIDE envoie cette liste ; ETAT, suivi d'une référence, dit où en est un logement.
"""


def page() -> str:
    """The whole page."""
    lignes = ["| à écrire | ce que l'ordre fait |", "|---|---|"]
    lignes += [f"| `{SYNTAXES[verbe]}` | {EFFETS[verbe]} |" for verbe in Verbe]
    etats = ["| quand le logement est | ordres possibles |", "|---|---|"]
    for statut, libelle in LIBELLES.items():
        possibles = [f"`{verbe.en_clair}`" for verbe in Verbe if statut in PERMIS[verbe] and verbe is not Verbe.SNE]
        etats.append(f"| {libelle} | {', '.join(possibles) or 'aucun'} |")
    suite = "`SNE` est possible dès qu'une ligne reste à saisir, quel que soit l'état."
    return "\n".join([INTRODUCTION, *lignes, "", "## Quand ils sont possibles", "", *etats, "", suite, ""])
