"""`robot flux`: what each réservataire was owed and received since the year began."""

from __future__ import annotations

from argparse import Namespace

from robot.adapters.horloge import Horloge
from robot.adapters.montage import ouvrir_le_greffe
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.domain.flux.situation import en_clair
from robot.ligne_de_commande import FAIT, FAUX

SANS_TABLE = (
    "Aucun tableau des droits : les logements suivent l'ordre du carnet. Écrivez « assiette » dans robot.yaml "
    "pour partager le flux."
)


def flux(choix: Namespace) -> int:
    """`robot flux [--json]`: reads, prints, records nothing."""
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        lue = greffe.situation(greffe.contexte())
    if lue is None:
        return dire_erreur(SANS_TABLE, FAUX)
    if choix.json:
        dire_json(lue.en_json())
    else:
        dire(*en_clair(lue))
    return FAIT
