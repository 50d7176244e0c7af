"""`robot flux`: what each réservataire was owed and received since the year began."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from robot.adapters.horloge import Horloge
from robot.adapters.montage import ouvrir_le_greffe
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.domain.flux.assiette import arrondi
from robot.domain.flux.situation import DECIMALES, Situation
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


def en_clair(lue: Situation) -> Iterator[str]:
    """A table for a person, the widest gap first."""
    largeur = max((len(ligne.nom) for ligne in lue.lignes), default=0)
    yield f"Le flux de {lue.annee}"
    yield f"{'Réservataire':{largeur}}  {'dû':>9}  {'reçu':>6}  {'écart':>7}  compté à"
    for ligne in lue.lignes:
        ecrit = f"{arrondi(ligne.du, DECIMALES):>9}  {ligne.recu:>6}  {arrondi(ligne.ecart, DECIMALES):>7}"
        yield f"{ligne.nom:{largeur}}  {ecrit}  {ligne.stade}"
    yield ""
    dues = arrondi(lue.mutations_dues, DECIMALES)
    yield f"Mutations internes : {lue.mutations} mise{'s' if lue.mutations > 1 else ''} à part, {dues} dues."
