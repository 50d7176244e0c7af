"""The opening balances that `assiette.soldes` names, tied to the réservataires of the address book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from robot.adapters.carnets.section import Releve
from robot.adapters.carnets.tables import code_de, codes_par_nom, noter_l_illisible, noter_les_defauts
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.soldes import SoldeLu, SoldesRefuses, lire_soldes
from robot.domain.carnet import Reservataire
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import arrondi
from robot.domain.flux.livre import UNITE
from robot.domain.flux.soldes import Solde, Soldes
from robot.domain.flux.strates import TOUT

UN_LOGEMENT = 1


def lire_l_ouverture(chemin: Path, flux: FluxDeLAnnee, reservataires: Sequence[Reservataire], releve: Releve) -> Soldes:
    """The balances, whose holders are codes; what is wrong goes to `releve`."""
    try:
        lus = lire_soldes(chemin)
    except FichierIllisible as refus:
        noter_l_illisible(refus, "assiette.soldes", releve)
        return Soldes()
    except SoldesRefuses as refus:
        noter_les_defauts(refus.defauts, releve)
        return Soldes()
    connus = codes_par_nom(reservataires)
    soldes = Soldes(tuple(solde for lu in lus if (solde := _rattacher(lu, connus, flux, releve))))
    _controler_les_doubles(soldes, lus, releve)
    if not releve.anomalies:
        _controler_la_somme(replace(flux, ouverture=soldes), releve)
    return soldes


def _rattacher(lu: SoldeLu, connus: Mapping[str, frozenset[str]], flux: FluxDeLAnnee, releve: Releve) -> Solde | None:
    """The line of a code that the table knows, with the figure that its convention counts."""
    try:
        code = code_de(lu.solde.titulaire, connus)
    except ValeurRefusee as refus:
        releve.refuser(lu.ligne, "reservataire", refus.message, refus.que_ecrire)
        return None
    if code not in flux.parts.perimetres:
        message = f"« {lu.solde.titulaire} » n'a aucun droit dans {flux.source}."
        releve.refuser(lu.ligne, "reservataire", message, "Ajoutez sa ligne au tableau, ou retirez son solde.")
    elif (stade := flux.stade_de(code)) not in lu.solde.recus:
        conseil = "Écrivez un nombre, 0 s'il n'y en a pas : c'est ce que compte sa convention."
        releve.refuser(lu.ligne, stade, "rien n'est écrit.", conseil)
    return replace(lu.solde, titulaire=code)


def _controler_les_doubles(soldes: Soldes, lus: Sequence[SoldeLu], releve: Releve) -> None:
    """Two names of one réservataire: its dwellings would be counted twice."""
    vues: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    if len(soldes.lignes) < len(lus):
        return  # a line tied to nobody is refused already
    for solde, lu in zip(soldes.lignes, lus, strict=True):
        cle = (solde.titulaire, tuple((str(strate), valeur) for strate, valeur in solde.traits.items()))
        if cle in vues:
            message = f"« {lu.solde.titulaire} » ({solde.titulaire}) a déjà une ligne pour les mêmes logements."
            releve.refuser(lu.ligne, "reservataire", message, "Gardez-en une seule.")
        vues.add(cle)


def _controler_la_somme(flux: FluxDeLAnnee, releve: Releve) -> None:
    """What was owed to all is what all received, but for the dwellings still under way."""
    comptes = [compte for (_, case), compte in flux.soldes.comptes.items() if case == TOUT]
    du = Fraction(sum(compte.du for compte in comptes), UNITE)
    recu = sum(compte.recu for compte in comptes)
    if abs(du - recu) >= UN_LOGEMENT:
        message = f"{arrondi(du, 2)} logements dus en tout, et {recu} reçus."
        releve.avertir(0, "du", message, "Vérifiez qu'aucun réservataire ne manque, ni BAILLEUR, votre propre part.")
