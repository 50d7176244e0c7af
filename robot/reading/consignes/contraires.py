"""Orders of one message that cannot both be meant: neither is obeyed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lues import Consigne, Incomprise, Lue

V = Verbe
# What becomes of the dwelling: one of these at most.
_SORTS = frozenset(
    {V.SUIVANT, V.RENVOYER, V.REPRENDRE, V.AUTORISER, V.IGNORER, V.ACCEPTE, V.REFUSE, V.DELAI, V.RECHERCHE}
    | {V.HORS_FLUX, V.EN_FLUX, V.ANNULER}
)
# Those that take it away from its réservataire, and those that go on with its candidates.
_DEPARTS = frozenset({V.SUIVANT, V.RENVOYER, V.REFUSE, V.HORS_FLUX, V.ANNULER})
_AVANCEES = frozenset(
    {V.COMPLETER, V.PRESENTER, V.COMMISSION, V.ATTRIBUE, V.CLASSE, V.CONDITION, V.OUI, V.REPROPOSER, V.BAIL}
)
_RECHERCHES = frozenset({V.RECHERCHE, V.DELAI})
_CLOTURES = frozenset({V.PRESENTER, V.COMMISSION, V.ATTRIBUE, V.CLASSE, V.BAIL})
# What is decided of one candidate, or told of them: one of each at most.
_DECISIONS = frozenset({V.ATTRIBUE, V.CLASSE, V.CONDITION, V.NON_ATTRIBUE, V.REJETE, V.RETIRER})
_REPONSES = frozenset({V.OUI, V.NON, V.REPROPOSER, V.RETIRER})
_GAGNES = frozenset({V.ATTRIBUE, V.CLASSE})
_UNE_FOIS = frozenset({V.COMMISSION, V.BAIL, V.PRESENTER, V.COMPLETER})


def separer_les_contraires(lues: Sequence[Lue]) -> tuple[Lue, ...]:
    """The same, each order once; those that contradict another on their dwelling are explained instead of obeyed."""
    uniques = _sans_redites(lues)
    ordres = [lue for lue in uniques if isinstance(lue, Consigne | Incomprise) and lue.verbe]
    contraires: dict[int, Consigne | Incomprise] = {}
    for un, autre in combinations(ordres, 2):
        if (un.reference == autre.reference or None in (un.reference, autre.reference)) and se_contredisent(un, autre):
            contraires.setdefault(id(un), autre)
            contraires.setdefault(id(autre), un)
    return tuple(_expliquer(lue, contraires) for lue in uniques)


def se_contredisent(un: Consigne | Incomprise, autre: Consigne | Incomprise) -> bool:
    """Whether two different orders about one dwelling cannot both be meant.

    One that could not be read counts by its verb: « SUIVANT », then « ANNULER »
    without its reason, moves nothing.
    """
    verbes = {un.verbe, autre.verbe}
    if un.verbe is autre.verbe and un.verbe in _UNE_FOIS:
        return True
    if verbes <= _SORTS or verbes <= _GAGNES:
        return True
    if _a_la_fois(un, autre, _DEPARTS, _AVANCEES) or _a_la_fois(un, autre, _RECHERCHES, _CLOTURES):
        return True
    if V.SNE in verbes or not _meme_candidat(un, autre):
        return False
    perdu = verbes & {V.NON_ATTRIBUE, V.REJETE, V.RETIRER, V.NON} and verbes & {*_GAGNES, V.BAIL, V.CONDITION, V.OUI}
    return un.verbe is autre.verbe or verbes <= _DECISIONS or verbes <= _REPONSES or bool(perdu)


def _meme_candidat(un: Consigne | Incomprise, autre: Consigne | Incomprise) -> bool:
    """Whether both may be about one candidate; a line that names none may be about any."""
    uns, autres = _candidats(un), _candidats(autre)
    return bool(uns & autres) if uns and autres else bool(uns or autres)


def _candidats(lue: Consigne | Incomprise) -> set[str]:
    if isinstance(lue, Consigne):
        return {*map(str, lue.numeros), *lue.nuds}
    return set(re.findall(r"(?<![\w/-])\d{1,2}(?![\w/-])", lue.ligne))


def _a_la_fois(
    un: Consigne | Incomprise, autre: Consigne | Incomprise, ici: frozenset[Verbe], la: frozenset[Verbe]
) -> bool:
    return (un.verbe in ici and autre.verbe in la) or (un.verbe in la and autre.verbe in ici)


def _sans_redites(lues: Sequence[Lue]) -> list[Lue]:
    vues: dict[object, Lue] = {}
    for rang, lue in enumerate(lues):
        cle: object = rang
        if isinstance(lue, Consigne):
            cle = replace(lue, ligne="")
        vues.setdefault(cle, lue)
    return list(vues.values())


def _expliquer(lue: Lue, contraires: dict[int, Consigne | Incomprise]) -> Lue:
    if not isinstance(lue, Consigne) or id(lue) not in contraires:
        return lue
    autre = contraires[id(lue)].ligne[:80]
    raison = f"Cet ordre contredit « {autre} », du même message. Renvoyez celui des deux qui vaut, seul."
    return Incomprise(reference=lue.reference, ligne=lue.ligne, conseil=raison, verbe=lue.verbe)
