"""The stage of the demo: turns the clock, lets people act, runs a pass, tells what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import load_workbook

from robot.adapters.communes import table_officielle
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.cycle import cycle
from robot.demo.correspondants import Correspondant, PieceEnvoyee
from robot.demo.decor import Troupe
from robot.domain.fiche import lire_liberation
from robot.domain.stimuli import Ordre, Verbe
from robot.domain.table_candidats import COLONNES
from robot.etapes.liberation import liberer
from robot.etapes.ordres import executer
from robot.etapes.robot import Robot

PAR = "Camille Durand"
MODIFIE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def remplir(classeur: bytes, candidat: Mapping[str, str]) -> bytes:
    """The workbook with that candidate on its first empty line, as a person fills it."""
    livre = load_workbook(BytesIO(classeur))
    feuille = livre.worksheets[0]
    colonnes = {colonne.libelle: colonne.nom for colonne in COLONNES}
    rang, titres = next(
        (rang, valeurs)
        for rang, valeurs in enumerate(feuille.iter_rows(values_only=True), 1)
        if any(valeur in colonnes for valeur in valeurs)
    )
    for place, titre in enumerate(titres, 1):
        valeur = candidat.get(colonnes.get(str(titre), ""))
        if valeur:
            feuille.cell(row=rang + 1, column=place, value=valeur)
    flux = BytesIO()
    livre.save(flux)
    return _sans_date(flux.getvalue())


def _sans_date(classeur: bytes) -> bytes:
    """The same workbook, whatever the day it is filled: two demos write the same messages."""
    flux = BytesIO()
    with ZipFile(BytesIO(classeur)) as ancien, ZipFile(flux, "w", ZIP_DEFLATED) as neuf:
        for nom in ancien.namelist():
            if nom != "docProps/core.xml":
                neuf.writestr(ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), ancien.read(nom))
            else:
                neuf.writestr(ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), MODIFIE.sub(rb"\1", ancien.read(nom)))
    return flux.getvalue()


__all__ = ["PieceEnvoyee", "Scene"]


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
            assert not passe.defauts, passe.defauts

    def liberer(self, logements: Mapping[str, Mapping[str, Any]]) -> None:
        """Record vacated dwellings, as `robot liberer` does."""
        bailleur = self.robot.carnets.charger().bailleur
        for nom, champs in logements.items():
            liberation = lire_liberation(champs, table_officielle(), bailleur.prefixe, bailleur.departement)
            self.references[nom] = liberer(self.robot, liberation)

    def repondre(
        self,
        acteur: Correspondant,
        logement: str,
        mots: str,
        *,
        de: str = "",
        nom: str = "",
        joindre: tuple[PieceEnvoyee, ...] = (),
    ) -> None:
        """Someone answers the latest letter about that dwelling."""
        reference = self.references[logement]
        recu = acteur.dernier(self.serveurs, reference)
        le = self.horloge.maintenant()
        acteur.repondre(self.serveurs, recu, mots.format(reference=reference), le=le, de=de, nom=nom, joindre=joindre)

    def remplir_la_table(self, acteur: Correspondant, logement: str, candidat: Mapping[str, str]) -> None:
        """Someone fills the table attached to the latest letter about that dwelling, and sends it back."""
        recu = acteur.dernier(self.serveurs, self.references[logement])
        table = next(piece for piece in recu.iter_attachments() if str(piece.get_filename()).endswith(".xlsx"))
        remplie = PieceEnvoyee(str(table.get_filename()), remplir(table.get_content(), candidat))
        self.repondre(acteur, logement, "Bonjour,\n\nLa table est jointe.\n\nCordialement", joindre=(remplie,))

    def ordonner(self, logement: str, ordres: str) -> None:
        """The gestionnaire answers the latest letter about that dwelling with orders."""
        reference = self.references[logement]
        self._de_camille(reference, ordres.format(reference=reference))

    def repondre_a_la_synthese(self, ordres: str) -> None:
        """The gestionnaire answers the digest: each order names its dwelling."""
        self._de_camille("Synthèse", ordres.format_map(self.references))

    def _de_camille(self, sujet: str, mots: str) -> None:
        camille = self.acteurs.camille
        recu = camille.dernier(self.serveurs, sujet)
        camille.repondre(self.serveurs, recu, mots, le=self.horloge.maintenant())

    def s_absenter(self, acteur: Correspondant, logement: str, mots: str) -> None:
        """Someone's server answers by itself."""
        recu = acteur.dernier(self.serveurs, self.references[logement])
        acteur.s_absenter(self.serveurs, recu, mots, le=self.horloge.maintenant())

    def decider(self, logement: str, verbe: str, motif: str) -> None:
        """The gestionnaire decides, as with `robot decider`."""
        ordre = Ordre(le=self.horloge.maintenant(), verbe=Verbe(verbe), par=PAR, motif=motif)
        executer(self.robot, self.references[logement], ordre)
