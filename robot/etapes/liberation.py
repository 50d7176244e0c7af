"""Record the release of a dwelling: the one fact that no message brings."""

from __future__ import annotations

from functools import partial

from robot.domain import faits as f
from robot.domain.carnet import Carnet
from robot.domain.dossier import Statut
from robot.domain.fiche import Liberation
from robot.etapes import references, reprise
from robot.etapes.robot import Greffe, faire_avancer, redecider
from robot.ports import DejaEnregistre, Ecriture

ESSAIS = 20  # that many processes may take the number that was next


def liberer(greffe: Greffe, liberation: Liberation) -> str:
    """Record a vacated dwelling and return its reference; the next pass orients it.

    Raises DejaEnregistre when that release is already known, ReferencePerdue
    for the reference of a lost dossier, StoreInutilisable before the end of a
    replay.
    """
    reprise.exiger_la_fin(greffe.store)
    if liberation.reference in references.perdues(greffe.store):
        raise references.ReferencePerdue(liberation.reference)
    cle = liberation.cle
    while True:
        try:
            return redecider(partial(_enregistrer, greffe, liberation, cle), ESSAIS)
        except DejaEnregistre as connu:
            if liberation.reference or not _annule(greffe, connu.reference):
                raise
            cle = f"{cle} après {connu.reference}"  # released again, the first dossier having been closed


def _enregistrer(greffe: Greffe, liberation: Liberation, cle: str) -> str:
    """Raises ConflitDeVersion when another process took that number, DejaEnregistre."""
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
    greffe.store.ecrire(Ecriture((avancee,), courriers), ctx.maintenant)
    return reference


def _annule(greffe: Greffe, reference: str) -> bool:
    dossier = greffe.store.dossier(reference)
    return dossier is not None and dossier.statut is Statut.ANNULEE


def nouvelle_reference(greffe: Greffe, carnet: Carnet, annee: int) -> str:
    """The next reference of the year: prefix, year, rank on four digits at least."""
    debut = f"{carnet.bailleur.prefixe}-{annee}-"
    derniere = greffe.store.derniere_reference(debut)
    donnees = [r for r in (derniere, *references.perdues(greffe.store)) if r and r.startswith(debut)]
    return f"{debut}{max((int(r.removeprefix(debut)) for r in donnees), default=0) + 1:04d}"
