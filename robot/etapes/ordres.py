"""Carry out a gestionnaire's order through the same rules and the same journal as everything else."""

from __future__ import annotations

from robot.domain.decisions.ordres import OrdreImpossible, ordonner
from robot.domain.dossier import Dossier
from robot.domain.stimuli import Ordre
from robot.etapes import apres_restauration, horloge
from robot.etapes.robot import Greffe, faire_avancer, redecider
from robot.ports import ConflitDeVersion, Ecriture


def executer(greffe: Greffe, reference: str, ordre: Ordre) -> Dossier:
    """The dossier after the order. Raises OrdreImpossible with a French explanation.

    And StoreInutilisable in a replay, or at an hour that is not believed.
    """
    apres_restauration.exiger_la_fin(greffe.store)
    horloge.exiger(greffe.store)
    try:
        return redecider(lambda: _executer(greffe, reference, ordre))
    except ConflitDeVersion:
        raise OrdreImpossible(f"{reference} change sans cesse : réessayez dans un instant.") from None


def _executer(greffe: Greffe, reference: str, ordre: Ordre) -> Dossier:
    ctx = greffe.contexte()
    dossier = greffe.store.dossier(reference)
    if dossier is None:
        raise OrdreImpossible(f"Aucun dossier {reference}. La commande « robot etat » donne la liste.")
    avancee, courriers = faire_avancer(dossier, ordonner(dossier, ordre, ctx), ctx)
    greffe.store.ecrire(Ecriture((avancee,), courriers), ctx.maintenant)
    return avancee.apres
