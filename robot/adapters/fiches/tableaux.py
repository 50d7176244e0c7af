"""The rows of a table that a réservataire attaches (R61): CSV, Excel, LibreOffice. Says nothing of what they mean.

A spreadsheet keeps fifteen digits of a number: a unique number typed as one
is lost. Such a cell is given as `7,4E+16`, which `reading` refuses with the
reason, never as digits that would look right. A commission's table is read
by the same hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from robot.adapters.fiches.archive import D_UN_COURRIEL
from robot.adapters.fiches.csv import lignes_du_csv
from robot.adapters.fiches.lignes import OCTETS_MAXIMUM, FichierIllisible
from robot.adapters.fiches.ods import feuilles_du_classeur
from robot.adapters.fiches.xlsx import SIGNATURE_OLE, SIGNATURE_ZIP, Rangees
from robot.domain.ecriture import en_texte
from robot.domain.table_candidats import nombre_de_titres
from robot.ports import TableauIllisible
from robot.reading.designations.tableau import LIGNES_AVANT_LES_TITRES, TITRES_POUR_RECONNAITRE

EXTENSIONS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods", ".xls")
ACCEPTES = "formats acceptés : CSV, XLSX, ODS"
PREMIER_NOMBRE_ARRONDI = 10**15  # beyond, a spreadsheet no longer shows every digit typed
_DEBUTS_D_AUTRE_CHOSE = (b"<!doctype", b"<html", b"<table", b"<?xml", b"%pdf-", b"\xff\xd8\xff", b"\x89png", b"{\\rtf")


class TableauxDeFichiers:
    """Reads tables from the bytes of attachments."""

    def reconnait(self, nom: str) -> bool:
        """Whether a file of that name is worth reading as a table."""
        return PurePosixPath(nom.lower()).suffix in EXTENSIONS

    def lire(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
        """The rows that say something, each cell as text. Raises TableauIllisible, whose French says what to do."""
        try:
            return self._lire(nom, octets)
        except FichierIllisible as illisible:
            ligne = f"ligne {illisible.ligne} : " if illisible.ligne else ""
            raise TableauIllisible(f"{ligne}{illisible.raison}") from illisible

    def _lire(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
        if len(octets) > OCTETS_MAXIMUM:
            raise FichierIllisible(nom, f"plus de {OCTETS_MAXIMUM // 2**20} Mio : partager le fichier")
        if not octets.strip():
            raise FichierIllisible(nom, "le fichier est vide")
        if octets.startswith((SIGNATURE_ZIP, SIGNATURE_OLE)):
            return self._du_classeur(nom, octets)
        if octets.lstrip()[:12].lower().startswith(_DEBUTS_D_AUTRE_CHOSE) or not self.reconnait(nom):
            raise FichierIllisible(nom, f"ce n'est pas un tableau ; {ACCEPTES}")
        if not nom.lower().endswith((".csv", ".tsv", ".txt")):
            raise FichierIllisible(nom, f"ce n'est pas un classeur, quel que soit son nom ; {ACCEPTES}")
        return tuple(_en_textes(cellules) for _, cellules in lignes_du_csv(nom, octets, nombre_de_titres))

    def _du_classeur(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
        feuilles = feuilles_du_classeur(nom, octets, D_UN_COURRIEL)
        remplies = {titre: rangees for titre, rangees in feuilles.items() if rangees.lignes}
        avec_titres = [titre for titre, rangees in remplies.items() if _a_des_titres(rangees)]
        if len(avec_titres) > 1:
            noms = ", ".join(f"« {titre} »" for titre in avec_titres)
            raise FichierIllisible(nom, f"plusieurs feuilles contiennent des candidats ({noms}) : n'en garder qu'une")
        if not remplies:
            raise FichierIllisible(nom, "le classeur est vide")
        rangees = remplies[avec_titres[0]] if avec_titres else next(iter(remplies.values()))
        _refuser_les_masquees(nom, rangees)
        return tuple(_en_textes(cellules) for _, cellules in rangees.lignes)


def _a_des_titres(rangees: Rangees) -> bool:
    return any(
        nombre_de_titres(_en_textes(cellules)) >= TITRES_POUR_RECONNAITRE
        for _, cellules in rangees.lignes[:LIGNES_AVANT_LES_TITRES]
    )


def _refuser_les_masquees(nom: str, rangees: Rangees) -> None:
    """Whoever filters a list sends what is shown, and writing to a household that was left out would be wrong."""
    masquees = [ligne for ligne, _ in rangees.lignes if ligne in rangees.masquees]
    if masquees:
        raison = "des lignes sont masquées (un filtre ?) : les afficher, ou les supprimer du fichier"
        raise FichierIllisible(nom, raison, masquees[0])


def _en_textes(cellules: Iterable[object] | Sequence[object]) -> tuple[str, ...]:
    return tuple(map(_en_texte, cellules))


def _en_texte(cellule: object) -> str:
    if isinstance(cellule, (int, float)) and not isinstance(cellule, bool) and abs(cellule) >= PREMIER_NOMBRE_ARRONDI:
        return f"{cellule:.14E}".replace(".", ",")
    return en_texte(cellule)
