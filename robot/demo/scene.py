"""The stage of the demo: turns the clock, lets people act, runs a pass, tells what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from robot.adapters.communes import table_officielle
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.cycle import cycle
from robot.demo.correspondants import Correspondant
from robot.demo.decor import Troupe
from robot.domain.fiche import lire_liberation
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.liberation import liberer
from robot.etapes.ordres import executer
from robot.etapes.robot import Robot

PAR = "Camille Durand"


@dataclass
class Scene:
    """What the scenario acts on."""

    robot: Robot
    serveurs: ServeursEmbarques
    horloge: HorlogeFixee
    acteurs: Troupe
    references: dict[str, str] = field(default_factory=dict)

    def passer(self, le: datetime) -> None:
        """Turn the clock to that hour and run passes until nothing more moves."""
        self.horloge.regler(le)
        while (passe := cycle(self.robot)).messages or passe.courriers:
            pass

    def liberer(self, logements: Mapping[str, Mapping[str, Any]]) -> None:
        """Record vacated dwellings, as `robot liberer` does."""
        bailleur = self.robot.carnets.charger().bailleur
        for nom, champs in logements.items():
            liberation = lire_liberation(champs, table_officielle(), bailleur.prefixe, bailleur.departement)
            self.references[nom] = liberer(self.robot, liberation)

    def repondre(self, acteur: Correspondant, logement: str, mots: str, *, de: str = "", nom: str = "") -> None:
        """Someone answers the latest letter about that dwelling."""
        reference = self.references[logement]
        recu = acteur.dernier(self.serveurs, reference)
        le = self.horloge.maintenant()
        acteur.repondre(self.serveurs, recu, mots.format(reference=reference), le=le, de=de, nom=nom)

    def s_absenter(self, acteur: Correspondant, logement: str, mots: str) -> None:
        """Someone's server answers by itself."""
        recu = acteur.dernier(self.serveurs, self.references[logement])
        acteur.s_absenter(self.serveurs, recu, mots, le=self.horloge.maintenant())

    def decider(self, logement: str, verbe: str, motif: str) -> None:
        """The gestionnaire decides, as with `robot decider`."""
        ordre = Ordre(le=self.horloge.maintenant(), verbe=Verbe(verbe), par=PAR, motif=motif)
        executer(self.robot, self.references[logement], ordre)
