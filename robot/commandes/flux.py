"""`robot assiette`: the table of the assiette, its rates, and what a person should look at."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from robot.adapters.carnets.assiette import ReglageDAssiette
from robot.adapters.carnets.dossier import charger
from robot.adapters.carnets.reglages import FICHIER
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.tableau import TableauRefuse, lire_tableau
from robot.adapters.horloge import Horloge
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.domain.calendrier import PARIS
from robot.domain.carnet import Bailleur
from robot.domain.flux.alertes import alertes
from robot.domain.flux.annexe import en_json
from robot.domain.flux.annexe_en_clair import en_clair
from robot.domain.flux.assiette import SOURCES_ORCOD_LHI, OrcodLhi, Tableau, decimales_de_l_annexe
from robot.ligne_de_commande import FAIT, FAUX, USAGE


class TableauManquant(Exception):
    """Nobody said which table to read."""

    def __init__(self) -> None:
        super().__init__("Dites quel tableau lire : robot assiette TABLE.csv (ou « assiette.table » dans robot.yaml)")


@dataclass(frozen=True)
class Etude:
    """A table as it was understood: how its rates are printed, what to look at."""

    tableau: Tableau
    decimales: int
    a_revoir: tuple[str, ...]


def assiette(choix: Namespace) -> int:
    """`robot assiette` without --sortie: prints, writes nothing."""
    if choix.table is None and (choix.config / FICHIER).exists():
        completer(choix, charger(choix.config).reglages.assiette)
    try:
        montrer(etudier(choix, Horloge().maintenant()), en_objet=choix.json)
    except TableauManquant as manque:
        return dire_erreur(manque, USAGE)
    except (FichierIllisible, TableauRefuse) as refus:
        return dire_erreur(refus, FAUX)
    return FAIT


def completer(choix: Namespace, reglage: ReglageDAssiette | None) -> None:
    """Without a table on the command line, that of the settings; an option still says otherwise."""
    if choix.table is None and reglage is not None:
        choix.table = reglage.table
        choix.annee = choix.annee or reglage.annee
        choix.millesime = choix.millesime or reglage.millesime
        choix.orcod_lhi = choix.orcod_lhi or reglage.orcod_lhi


def etudier(choix: Namespace, maintenant: datetime, bailleur: Bailleur | None = None) -> Etude:
    """The table that the command names. Raises TableauManquant, FichierIllisible, TableauRefuse.

    The file does not say of which year it is nor when the stock was counted
    (C9), nor which clause is followed (C1): the options do. A convention is
    expired if it ends before the year, or before today when no year is given.
    """
    if choix.table is None:
        raise TableauManquant
    lu = lire_tableau(choix.table, table_officielle(), bailleur.departement if bailleur else "")
    clause = OrcodLhi(choix.orcod_lhi or OrcodLhi.SOUSTRAIT)
    tableau = replace(
        lu.tableau,
        bailleur=bailleur.nom if bailleur else "",
        annee=choix.annee,
        millesime=choix.millesime,
        orcod_lhi=clause,
        orcod_lhi_source=SOURCES_ORCOD_LHI[clause],
    )
    decimales = decimales_de_l_annexe(tableau) if choix.decimales is None else choix.decimales
    debut = date(choix.annee, 1, 1) if choix.annee else maintenant.astimezone(ZoneInfo(PARIS)).date()
    trouvees = alertes(tableau, decimales=decimales, aujourd_hui=debut)
    return Etude(tableau, decimales, (*lu.avertissements, *map(str, trouvees)))


def montrer(etude: Etude, *, en_objet: bool) -> None:
    """Print it: the tables of the annexe and what to look at, or one JSON object."""
    if en_objet:
        dire_json(en_json(etude.tableau, etude.decimales, etude.a_revoir))
        return
    dire(*en_clair(etude.tableau, etude.decimales))
    if etude.a_revoir:
        dire("", "À revoir :", *(f"- {texte}" for texte in etude.a_revoir))
