"""The gestionnaires: they settle what waits for a person, and change their mind at odd times."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

from robot.domain.decisions.ordres import PERMIS, OrdreImpossible
from robot.domain.dossier import A_TRAITER
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.etapes.robot import Robot
from robot.ports import StoreInjoignable
from robot.simulation.liens import HorlogeSimulee
from robot.simulation.pannes import Mort
from robot.simulation.plan import Parametres
from robot.simulation.releve import OrdreDonne, Releve

AGIT = 0.3
SPONTANE = 0.15
POUR_FINIR = (Verbe.RENVOYER, Verbe.SUIVANT, Verbe.REPRENDRE, Verbe.ACCEPTE, Verbe.REFUSE)


class Gestionnaires:
    """The people of the landlord."""

    def __init__(self, parametres: Parametres, robot: Robot, horloge: HorlogeSimulee, releve: Releve) -> None:
        self._parametres = parametres
        self._robot = robot
        self._horloge = horloge
        self._releve = releve
        self._tours = 0

    def caprice(self, nom: str) -> timedelta | None:
        """How long after its release somebody meddles with that dwelling, or None."""
        hasard = self._parametres.flux("caprice", nom)
        return timedelta(days=hasard.uniform(0.02, 12)) if hasard.random() < SPONTANE else None

    def s_en_meler(self, nom: str, reference: str) -> None:
        """An order that nothing calls for."""
        hasard = self._parametres.flux("caprice", nom, "ordre")
        self._ordonner(reference, hasard.choice(tuple(Verbe)), hasard)

    def traiter(self) -> None:
        """Look at what waits for a person, and settle some of it."""
        self._tours += 1
        with suppress(StoreInjoignable, Mort):
            for reference in self._robot.store.references(A_TRAITER):
                hasard = self._parametres.flux("traiter", reference, self._tours)
                dossier = self._robot.store.dossier(reference)
                if dossier is None or hasard.random() > AGIT:
                    continue
                possibles = [verbe for verbe in POUR_FINIR if dossier.statut in PERMIS[verbe]]
                self._ordonner(reference, hasard.choice(possibles or [Verbe.ANNULER]), hasard)

    def _ordonner(self, reference: str, verbe: Verbe, hasard: Random) -> None:
        ordre = Ordre(
            le=self._horloge.maintenant(),
            verbe=verbe,
            par=hasard.choice(("Claude Martin", "Dominique Favre")),
            motif="décision du service",
            reservataire=hasard.choice(("", "", "als", "prefecture", "etat-rs")) if verbe is Verbe.RENVOYER else "",
        )
        pris = False
        try:
            executer(self._robot, reference, ordre)
            pris = True
        except (OrdreImpossible, StoreInjoignable, Mort):
            pass
        self._releve.ordres.append(OrdreDonne(self._horloge.vrai, ordre.le, reference, verbe.value, ordre.par, pris))
