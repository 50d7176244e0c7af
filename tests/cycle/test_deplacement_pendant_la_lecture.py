"""A message that a person moves between two folders while they are listed is read before any silence is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from robot.adapters.memoire import BoiteEnMemoire
from robot.domain.dossier import Statut as S
from robot.ports import MessageRecu
from tests.cycle.courriels import courriel, offrir
from tests.fabrique import ROBOT, paris
from tests.monde import Monde


class BoiteQuOnTrie(BoiteEnMemoire):
    """INBOX is listed; a person takes the message out of the junk; then the junk is listed."""

    def __init__(self, boite: BoiteEnMemoire) -> None:
        super().__init__(boite.clock)
        self.dossiers, self.uid = boite.dossiers, boite.uid
        self.lectures = 0

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        self.lectures += 1
        sortis = self.dossiers["Junk"]
        self.dossiers["Junk"] = []
        yield from super().relever(signets)
        for sorti in sortis:
            self.deposer(sorti.octets, "INBOX", sorti.recu_le)


class BoiteInondee(BoiteEnMemoire):
    """A message comes whenever it is read."""

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        self.deposer(courriel(f"a{self.uid}@b.example", ROBOT, "Bonjour", f"Bonjour {self.uid}."))
        yield from super().relever(signets)


@pytest.mark.regle("R43")
def test_un_refus_sorti_des_indesirables_pendant_la_lecture_compte_avant_le_silence():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", dossier="Junk", recu_le=paris("2026-04-30T18:00"))
    monde.boite = boite = BoiteQuOnTrie(monde.boite)
    monde.passer("2026-05-04T08:30")
    assert monde.faits(ref)[3:5] == ["RefusRecu", "OrientationDecidee"]
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE
    assert boite.lectures == 3, "une dernière lecture ne trouve plus rien"


def test_une_boite_ou_il_arrive_toujours_quelque_chose_finit_par_etre_dite_lue():
    monde = Monde.creer("2026-04-28T09:00")
    monde.boite = BoiteInondee(monde.horloge)
    assert 1 < monde.passer().messages < 20
    assert monde.store.lu_jusqu_a() == monde.horloge.maintenant()
