"""Record the release of a dwelling: the one fact that no message brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count

from robot.domain import faits as f
from robot.domain.carnet import Carnet
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.fiche import Fiche, Liberation
from robot.etapes import apres_restauration, horloge, references
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Greffe, faire_avancer, redecider
from robot.ports import Avancee, DejaEnregistre, Ecriture

AUTRE_LOGEMENT = "{reference} désigne déjà un autre logement. Écrivez une autre référence."
ESSAIS = 20  # that many processes may take the number that was next


def liberer(greffe: Greffe, liberation: Liberation) -> str:
    """Record a vacated dwelling and return its reference; the next pass orients it.

    Raises DejaEnregistre when that release is already known, ReferencePerdue
    for the reference of a lost dossier, StoreInutilisable before the end of a
    replay, or at an hour that is not believed.
    """
    apres_restauration.exiger_la_fin(greffe.store)
    horloge.exiger(greffe.store)
    if liberation.reference in references.perdues(greffe.store):
        raise references.ReferencePerdue(liberation.reference)
    cle = liberation.cle
    while True:
        try:
            return redecider(partial(_enregistrer, greffe, liberation, cle), ESSAIS)
        except DejaEnregistre as connu:
            if liberation.reference or not _annule(greffe, connu.reference):
                raise
            cle = apres(cle, connu.reference)  # released again, the first dossier having been closed


def _enregistrer(greffe: Greffe, liberation: Liberation, cle: str) -> str:
    """Raises ConflitDeVersion when another process took that number, DejaEnregistre."""
    ctx = greffe.contexte()
    annee = ctx.calendrier.jour_local(ctx.maintenant).year
    reference = liberation.reference or nouvelle_reference(greffe, ctx.carnet, annee)
    avancee = _avancee(liberation, reference, cle, ctx)
    greffe.store.ecrire(Ecriture((avancee,)), ctx.maintenant)
    return reference


def _avancee(liberation: Liberation, reference: str, cle: str, ctx: Contexte) -> Avancee:
    libere = f.LogementLibere(
        le=ctx.maintenant,
        reference=reference,
        fiche=liberation.fiche,
        neuf=liberation.neuf,
        disponible_le=liberation.libere_le,
    )
    return faire_avancer(None, (libere,), ctx, cle=cle)[0]


@dataclass(frozen=True)
class Sort:
    """What becomes of one release among several: recorded (`avancee`), known already, or refused and why (French)."""

    reference: str
    avancee: Avancee | None = None
    refus: str = ""


def preparer(greffe: Greffe, liberations: Iterable[Liberation], ctx: Contexte) -> tuple[Sort, ...]:
    """What to write to record these releases together, in the caller's own transaction; nothing is written here.

    The same rules as `liberer`, one release after the other. Writing raises
    ConflitDeVersion or DejaEnregistre if somebody else recorded one meanwhile.
    """
    toutes = tuple(liberations)
    numeros = _Numeros(greffe, ctx, frozenset(liberation.reference or "" for liberation in toutes))
    deja: dict[str, str] = {}  # by key, those of this lot
    sorts = list[Sort]()
    for liberation in toutes:
        sort = Sort(deja[liberation.cle]) if liberation.cle in deja else _sort(greffe, liberation, numeros, ctx)
        if sort.avancee:
            deja[liberation.cle] = sort.reference
        sorts.append(sort)
    return tuple(sorts)


def _sort(greffe: Greffe, liberation: Liberation, numeros: _Numeros, ctx: Contexte) -> Sort:
    if liberation.reference and liberation.reference in references.perdues(greffe.store):
        return Sort(liberation.reference, refus=str(references.ReferencePerdue(liberation.reference)))
    cle = liberation.cle
    while connue := greffe.store.liberee_sous(cle):
        if liberation.reference or not _annule(greffe, connue):
            return Sort(connue, refus=autre_logement(greffe.store.dossier(connue), connue, liberation.fiche))
        cle = apres(cle, connue)
    if liberation.reference and (connu := greffe.store.dossier(liberation.reference)):
        return Sort(
            liberation.reference, refus=autre_logement(connu, liberation.reference, liberation.fiche)
        )  # its number was given by the robot
    reference = liberation.reference or numeros.suivant()
    return Sort(reference, _avancee(liberation, reference, cle, ctx))


class _Numeros:
    """The references of the year that nobody has, in order, without those that a lot gives itself."""

    def __init__(self, greffe: Greffe, ctx: Contexte, reservees: frozenset[str]) -> None:
        premier = nouvelle_reference(greffe, ctx.carnet, ctx.calendrier.jour_local(ctx.maintenant).year)
        rang = premier.rpartition("-")[2]
        self._debut, self._rangs = premier.removesuffix(rang), count(int(rang))
        self._reservees = reservees

    def suivant(self) -> str:
        """The next one."""
        return next(
            reference for rang in self._rangs if (reference := f"{self._debut}{rang:04d}") not in self._reservees
        )


def autre_logement(connu: Dossier | None, reference: str, fiche: Fiche) -> str:
    """Why a known reference is not that dwelling's; empty when it is the same release again."""
    meme = connu is not None and (connu.fiche.rpls, connu.fiche.adresse) == (fiche.rpls, fiche.adresse)
    return "" if meme else AUTRE_LOGEMENT.format(reference=reference)


def apres(cle: str, reference: str) -> str:
    """The key of a dwelling released again once its first dossier was closed."""
    return f"{cle} après {reference}"


def _annule(greffe: Greffe, reference: str) -> bool:
    try:
        dossier = greffe.store.dossier(reference)
    except DEFAUTS:
        return False  # damaged: nobody can say that it ended
    return dossier is not None and dossier.statut is Statut.ANNULEE


def nouvelle_reference(greffe: Greffe, carnet: Carnet, annee: int) -> str:
    """The next reference of the year: prefix, year, rank on four digits at least."""
    debut = f"{carnet.bailleur.prefixe}-{annee}-"
    derniere = greffe.store.derniere_reference(debut)
    donnees = [r for r in (derniere, *references.perdues(greffe.store)) if r and r.startswith(debut)]
    return f"{debut}{max((int(r.removeprefix(debut)) for r in donnees), default=0) + 1:04d}"
