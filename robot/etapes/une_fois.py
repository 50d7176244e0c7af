"""Letters that are sent once for ever, whoever asks for them: the rates of a year, the bilan of a period (R23, R92).

One that a server refused for good, or never said it took, is not held for sent:
asked for again, once its address is mended, it leaves under the next key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from robot.domain.carnet import Carnet
from robot.domain.courriers import Courrier, identifiant
from robot.etapes.apres_restauration import retrouvees
from robot.etapes.robot import Greffe
from robot.ports import ECHOUEES

# After a restore, a refusal is forgotten, and the attempt that left may be a later one.
ESSAIS_RETROUVES = 20


def a_enregistrer(greffe: Greffe, lettres: Iterable[Courrier], carnet: Carnet) -> dict[str, Courrier]:
    """The letters that nobody has recorded, or whose every attempt failed, by the key they are asked under."""
    suites = {lettre.cle: _suite(greffe, lettre, carnet.bailleur.domaine) for lettre in lettres}
    return {cle: suite for cle, suite in suites.items() if suite is not None}


def _suite(greffe: Greffe, lettre: Courrier, domaine: str) -> Courrier | None:
    """The letter under the first key that is free; None when an earlier one stands."""
    if _partie_avant_la_perte(greffe, lettre, domaine):
        return None
    for essai in count(1):
        prochaine = _essai(lettre, essai)
        connues = greffe.store.retrouver([identifiant(prochaine, domaine)])
        if not connues:
            return prochaine
        if any(envoi.etat not in ECHOUEES for envoi in connues):
            return None
    raise AssertionError("count() n'a pas de fin")


def _essai(lettre: Courrier, rang: int) -> Courrier:
    """The same letter under the key of that attempt, the first being 1."""
    return lettre if rang == 1 else replace(lettre, cle=f"{lettre.cle}/{rang}")


def _partie_avant_la_perte(greffe: Greffe, lettre: Courrier, domaine: str) -> bool:
    """Whether a copy says that a robot that was lost had sent it, at whatever attempt."""
    copies = retrouvees(greffe.store)
    essais = range(1, ESSAIS_RETROUVES + 1) if copies else ()
    return any(identifiant(_essai(lettre, rang), domaine) in copies for rang in essais)
