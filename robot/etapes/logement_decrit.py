"""Whether words of a gestionnaire describe the dwelling of the thread, or another, by its sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain.carnet import Communes
from robot.domain.ecriture import plier
from robot.domain.fiche import Fiche
from robot.etapes.bien_nomme import autre_logement
from robot.reading.reponses.bien_nomme import biens_nommes, pieces

_MOT = re.compile(r"[a-z0-9]+")
_TYPE = re.compile(r"(?:[tf] ?\d|studio|\d pieces)\b")
_LIENS = frozenset(
    "a appartement au aux commune concernant d de des du en l la le les logement pour situe sur un".split()  # noqa: SIM905
)
_VOIES = frozenset("allee avenue boulevard chemin impasse place quai route rue".split())  # noqa: SIM905


@dataclass(frozen=True)
class LogementDecrit:
    """The dwelling that a sheet describes (`reading.consignes.lues.Logement`)."""

    fiche: Fiche
    communes: Communes

    def est_celui(self, ligne: str) -> bool:
        """Whether this heading says it: its type if any, and no word that its sheet does not hold."""
        plate = plier(ligne)
        dits = [mot for mot in _MOT.findall(_TYPE.sub(" ", plate)) if mot not in _LIENS]
        rue = {mot for mot in _MOT.findall(plier(self.fiche.adresse)) if mot.isalpha()} - _LIENS - _VOIES
        if not pieces(plate) <= {int(self.fiche.typologie[1])} or (_VOIES & {*dits} and not rue <= {*dits}):
            return False
        connus = {*_MOT.findall(plier(f"{self.fiche.adresse} {self.fiche.commune.nom}"))}
        return bool(dits or pieces(plate)) and connus.issuperset(dits)

    def est_un_autre(self, mots: str) -> bool:
        """Whether these words name another dwelling than this one."""
        return bool(autre_logement(biens_nommes((mots,)), self.fiche, self.communes))
