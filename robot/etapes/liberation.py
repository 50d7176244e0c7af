"""Record the release of a dwelling: the one fact that no message brings."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.carnet import Carnet
from robot.domain.dossier import Statut
from robot.domain.fiche import Liberation
from robot.etapes.robot import Greffe, faire_avancer
from robot.ports import ConflitDeVersion, DejaEnregistre, Ecriture

ESSAIS = 20


def liberer(greffe: Greffe, liberation: Liberation) -> str:
    """Record a vacated dwelling and return its reference; the next pass orients it.

    Raises DejaEnregistre when that release is already known.
    """
    cle = liberation.cle
    for _ in range(ESSAIS):
        ctx = greffe.contexte()
        reference = liberation.reference or nouvelle_reference(
            greffe, ctx.carnet, ctx.calendrier.jour_local(ctx.maintenant).year
        )
        libere = f.LogementLibere(
            le=ctx.maintenant,
            reference=reference,
            fiche=liberation.fiche,
            neuf=liberation.neuf,
            disponible_le=liberation.libere_le,
        )
        avancee, courriers = faire_avancer(None, (libere,), ctx, cle=cle)
        try:
            greffe.store.ecrire(Ecriture((avancee,), courriers), ctx.maintenant)
        except ConflitDeVersion:
            continue  # another process took that number
        except DejaEnregistre as connu:
            if liberation.reference or not _annule(greffe, connu.reference):
                raise
            cle = f"{cle} après {connu.reference}"  # released again, the first dossier having been closed
            continue
        return reference
    raise ConflitDeVersion("aucune référence libre")


def _annule(greffe: Greffe, reference: str) -> bool:
    dossier = greffe.store.dossier(reference)
    return dossier is not None and dossier.statut is Statut.ANNULEE


def nouvelle_reference(greffe: Greffe, carnet: Carnet, annee: int) -> str:
    """The next reference of the year: prefix, year, rank on four digits at least."""
    debut = f"{carnet.bailleur.prefixe}-{annee}-"
    derniere = greffe.store.derniere_reference(debut)
    rang = int(derniere.removeprefix(debut)) + 1 if derniere else 1
    return f"{debut}{rang:04d}"
