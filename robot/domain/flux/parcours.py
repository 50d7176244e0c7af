"""What a dwelling counts for in the ledger, read from its dossier (R90, R91).

An offer still under way is counted for whoever holds it: otherwise the same
réservataire would be drawn again until it answered. It is counted no more once
refused or lost, unless what the conventions count is what it had: an offer, or
the attributions of commissions (R68).
"""

from __future__ import annotations

from fractions import Fraction

from robot.domain import loi
from robot.domain.dossier import Dossier, Orientation, Statut
from robot.domain.financements import PLAI_ADAPTE
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR, Cause, Territoire
from robot.domain.flux.livre import Service
from robot.domain.flux.soustraits import DANS_LES_MUTATIONS, DROIT_UNIQUE
from robot.domain.flux.stade import Stade
from robot.domain.flux.traits import logement

# The landlord took it back, or the réservataire refused it.
PERDUES = frozenset({Statut.REFUSEE, Statut.RETIREE})
A_PRENDRE = PERDUES | {Statut.LIBERE}


def territoire_de(dossier: Dossier, flux: FluxDeLAnnee) -> str | None:
    """Where the flux counts that dwelling; None when the table does not know its commune, or when it is new (R12)."""
    return None if dossier.neuf else flux.territoire(dossier.fiche.commune.code)


def services(dossier: Dossier, flux: FluxDeLAnnee) -> tuple[Service, ...]:
    """For whom that dwelling is counted, at the stage that counts for each; nothing once out of the flux."""
    territoire = territoire_de(dossier, flux)
    if territoire is None or dossier.statut is Statut.ANNULEE:
        return ()
    titulaires = [o.reservataire for o in dossier.orientations for _ in range(_restent(dossier, o, flux))]
    if dossier.statut is Statut.SOUSTRAITE:
        titulaires = [BAILLEUR] if dossier.soustrait == DROIT_UNIQUE else []  # on the landlord's own share (R25)
    elif dossier.statut is Statut.EPUISEE:
        titulaires.append(BAILLEUR)  # all refused: it is left to the landlord (C14)
    elif dossier.statut not in A_PRENDRE:
        titulaires += [dossier.courante.reservataire] * _fois(dossier, flux)
    compte = logement(dossier.reference, dossier.fiche, territoire)
    return tuple(Service(compte, titulaire) for titulaire in titulaires)


def _restent(dossier: Dossier, orientation: Orientation, flux: FluxDeLAnnee) -> int:
    """How many times a dwelling counts for a réservataire that lost it: what is counted is what it had, kept or not."""
    if orientation.statut not in PERDUES:
        return 0
    match flux.stade_de(orientation.reservataire):
        case Stade.ORIENTATION:
            return int(orientation.connue_le is not None and not _renvoyee(dossier, orientation))
        case Stade.ATTRIBUTION:
            return _attributions(dossier, orientation)
        case _:
            return 0


def _renvoyee(dossier: Dossier, orientation: Orientation) -> bool:
    """Whether the landlord took it back only to send it again to the same réservataire: one offer, counted once."""
    suivante = dossier.orientation(orientation.rang + 1)
    retiree = orientation.statut is Statut.RETIREE
    return retiree and suivante is not None and suivante.reservataire == orientation.reservataire


def _fois(dossier: Dossier, flux: FluxDeLAnnee) -> int:
    """How many times the dwelling counts for who holds it: once, then each commission that attributes it (R68)."""
    if flux.stade_de(dossier.courante.reservataire) is not Stade.ATTRIBUTION:
        return 1
    return max(1, _attributions(dossier, dossier.courante))


def _attributions(dossier: Dossier, orientation: Orientation) -> int:
    """How many commissions attributed it to a household of that réservataire; another one's are not its own.

    A rank given stays when the attribution falls: refused, or its condition not met.
    """
    siennes = (c for c in dossier.candidatures if c.rang == orientation.rang and c.ordre)
    return len({candidature.passage for candidature in siennes})


def mutations(dossier: Dossier, flux: FluxDeLAnnee) -> tuple[Fraction, int]:
    """What internal moves are owed of that release, and whether they had it; nothing before its turn was decided."""
    if dossier.statut is Statut.LIBERE:
        return Fraction(0), 0
    return part_des_mutations(dossier, flux), int(dossier.soustrait in DANS_LES_MUTATIONS)


def part_des_mutations(dossier: Dossier, flux: FluxDeLAnnee) -> Fraction:
    """Which part of that release is owed to internal moves (R7): that of its line of the table, else the charter's."""
    ligne = ligne_de(dossier, flux)
    sorti = bool(dossier.soustrait) and dossier.soustrait not in DANS_LES_MUTATIONS
    if ligne is None or sorti or dossier.statut is Statut.ANNULEE or reste_en_stock(dossier, flux):
        return Fraction(0)
    return loi.MUTATIONS.part if ligne.mutations is None else ligne.mutations


def reste_en_stock(dossier: Dossier, flux: FluxDeLAnnee) -> bool:
    """Whether it is a PLAI adapté of a commune whose line keeps some of them out of the flux (R5)."""
    ligne = ligne_de(dossier, flux)
    exclus = ligne is not None and ligne.exclus.get(Cause.PLAI_ADAPTE, 0) > 0
    return exclus and dossier.fiche.financement == PLAI_ADAPTE and not dossier.remis


def ligne_de(dossier: Dossier, flux: FluxDeLAnnee) -> Territoire | None:
    """The line of the table that counts that dwelling, if one does."""
    territoire = territoire_de(dossier, flux)
    return next((ligne for ligne in flux.tableau.territoires if ligne.nom == territoire), None)
