"""`robot repartir`: a stream of releases shared again, so that anyone can check whose turn it was."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from fractions import Fraction

from robot.adapters.communes import table_officielle
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.flux_csv import FluxRefuse, lire_flux
from robot.adapters.flux.tableau import TableauRefuse, lire_tableau
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.domain.flux.assiette import arrondi
from robot.domain.flux.livre import UNITE, GrandLivre, quotes
from robot.domain.flux.parts import parts
from robot.domain.flux.rejeu import rejouer
from robot.domain.flux.strates import Strate
from robot.domain.flux.tour import Choix
from robot.ligne_de_commande import FAIT, FAUX


def repartir(choix: Namespace) -> int:
    """`robot repartir TABLE.csv FLUX.csv [--json]`: reads, prints, records nothing."""
    try:
        lu = lire_tableau(choix.table, table_officielle())
        jours = lire_flux(choix.flux, lu.tableau)
    except (FichierIllisible, TableauRefuse, FluxRefuse) as refus:
        return dire_erreur(refus, FAUX)
    a_qui = parts(lu.tableau)
    for a_revoir in (*lu.avertissements, *a_qui.reductions):
        dire_erreur(a_revoir, FAIT)
    livre = GrandLivre()
    for du_jour, livre in rejouer(jours, quotes(a_qui.par_territoire)):  # noqa: B007 - the last one is printed below
        for un in du_jour:
            if choix.json:
                dire_json(en_json(un))
            else:
                dire(*en_clair(un))
    if not choix.json:
        dire(*releve(livre))
    return FAIT


def en_json(choix: Choix) -> dict[str, object]:
    """One dwelling, as CONTRAT has it."""
    return {
        "ref": choix.logement.reference,
        "reservataire": choix.rangs[0],
        "rangs": list(choix.rangs),
        "raison": choix.raison,
    }


def en_clair(choix: Choix) -> Iterator[str]:
    """One dwelling, for a person."""
    traits = (choix.logement.traits[strate] for strate in Strate if strate in choix.logement.traits)
    yield f"{choix.logement.reference} ({', '.join((choix.logement.territoire, *traits))}) : {choix.rangs[0]}"
    yield f"  {choix.raison}"
    if suivants := choix.rangs[1:]:
        yield f"  En cas de refus : {', '.join(suivants)}."


def releve(livre: GrandLivre) -> Iterator[str]:
    """What each was owed and received in the end."""
    noms = livre.titulaires()
    largeur = max(map(len, noms), default=0)
    yield ""
    yield f"{'Réservataire':{largeur}}  {'dû':>9}  {'reçu':>6}  {'écart':>7}"
    for nom in noms:
        compte = livre.compte(nom)
        yield (
            f"{nom:{largeur}}  {arrondi(Fraction(compte.du, UNITE), 2):>9}  {compte.recu:>6}  "
            f"{arrondi(compte.ecart, 2):>7}"
        )
