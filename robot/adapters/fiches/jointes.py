"""Vacated dwellings in a file that a gestionnaire attaches: what `robot liberer` reads, from bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from robot.adapters.communes import table_officielle
from robot.adapters.fiches.archive import D_UN_COURRIEL
from robot.adapters.fiches.csv import lignes_du_csv
from robot.adapters.fiches.fichier import FORMATS, controler_la_taille, lire_lot
from robot.adapters.fiches.lignes import (
    LIGNES_AVANT_LES_TITRES,
    TITRES_POUR_RECONNAITRE,
    FichierIllisible,
    LigneDeTableau,
    nombre_de_titres,
)
from robot.adapters.fiches.ods import feuilles_du_classeur
from robot.adapters.fiches.xlsx import SIGNATURE_OLE, SIGNATURE_ZIP
from robot.domain import table_candidats
from robot.domain.carnet import Bailleur, Communes
from robot.ports import Arrivage, TableauIllisible

# Nobody writes anything else so: candidates and decisions come in tables.
TOUJOURS_DES_FICHES = (".yaml", ".yml", ".json")


class FichesJointes:
    """The `Fiches` port; `communes` gives the official table when a file is first read."""

    def __init__(self, communes: Callable[[], Communes] = table_officielle) -> None:
        self._communes = communes

    def reconnait(self, nom: str, octets: bytes) -> bool:
        """See the port. What cannot be read at all lists nothing that we could tell."""
        suffixe = PurePosixPath(nom.lower()).suffix
        if suffixe in TOUJOURS_DES_FICHES:
            return True
        if suffixe not in FORMATS or octets.startswith(SIGNATURE_OLE):
            return False
        try:
            controler_la_taille(nom, octets)
            return any(_des_logements(lignes) for lignes in _tableaux(nom, octets))
        except FichierIllisible:
            return False

    def lire(self, nom: str, octets: bytes, bailleur: Bailleur) -> Arrivage:
        """See the port."""
        try:
            controler_la_taille(nom, octets)
            lot = lire_lot(nom, octets, self._communes(), bailleur.prefixe, bailleur.departement)
        except FichierIllisible as illisible:
            raise TableauIllisible(str(illisible)) from illisible
        return Arrivage(
            tuple((f"{lue.fichier}, ligne {lue.ligne}", lue.liberation) for lue in lot.liberations),
            tuple(map(str, lot.defauts)),
        )


def _tableaux(nom: str, octets: bytes) -> Iterable[Sequence[LigneDeTableau]]:
    if octets.startswith(SIGNATURE_ZIP):
        return [rangees.lignes for rangees in feuilles_du_classeur(nom, octets, D_UN_COURRIEL).values()]
    return [lignes_du_csv(nom, octets, nombre_de_titres)]


def _des_logements(lignes: Sequence[LigneDeTableau]) -> bool:
    """Whether one of the first rows names the columns of a sheet, and more of them than of a table of candidates."""
    for _, cellules in lignes[:LIGNES_AVANT_LES_TITRES]:
        titres = [cellule for cellule in cellules if isinstance(cellule, str)]
        de_fiche = nombre_de_titres(titres)
        if de_fiche >= TITRES_POUR_RECONNAITRE and de_fiche > table_candidats.nombre_de_titres(titres):
            return True
    return False
