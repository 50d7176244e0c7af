"""A workbook is a ZIP of XML, perhaps a stranger's: its parts, inflated step by step within limits.

A few kilobytes may inflate to gigabytes, and what an archive says of its sizes
may be false. Nothing is read here but by small steps, up to the size announced
and the limits; a reader is then given bytes that can no longer grow.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import NoReturn

from robot.adapters.fiches.lignes import FichierIllisible
from robot.reading.courriel.archives import PARTIES_MAXIMUM, ouvrir

DECOMPRESSES_MAXIMUM = 64 * 2**20
PAS = 2**16
# The others inflate without any bound of `zipfile`'s, and no spreadsheet writes them.
METHODES = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
CHIFFRE = 0x1
# The longest that Excel writes has 255 characters; the time of openpyxl grows with the square of the length.
_FORMAT_DEMESURE = re.compile(rb"""formatCode\s*=\s*["'][^"'<]{1000}""")
_BALISE_DEMESUREE = re.compile(rb"<[^<>]{100000}")
_INTERDITS = (b"\0", b"<!DOCTYPE", b"<!ENTITY")  # entities may grow beyond measure; in UTF-16 nothing would be seen


@dataclass(frozen=True)
class Limites:
    """Bytes once inflated, and marks of structure (`<` and `=`: elements and attributes), of all that is read."""

    octets: int
    marques: int


# A file that the operator chose, and one that came by e-mail: some 70 000 cells, five times what is taken from one.
D_UN_FICHIER = Limites(octets=DECOMPRESSES_MAXIMUM, marques=10_000_000)
D_UN_COURRIEL = Limites(octets=16 * 2**20, marques=500_000)


class Classeur:
    """The parts of a workbook. Raises FichierIllisible, and what `zipfile` raises for a damaged one."""

    def __init__(self, fichier: str, octets: bytes, limites: Limites = D_UN_FICHIER) -> None:
        self._fichier = fichier
        self._octets, self._marques = limites.octets, limites.marques
        archive = ouvrir(octets)
        if archive is None or sum(partie.file_size for partie in archive.infolist()) > DECOMPRESSES_MAXIMUM:
            self._refuser(
                f"une fois décompressé, le classeur dépasse {DECOMPRESSES_MAXIMUM // 2**20} Mio ou "
                f"{PARTIES_MAXIMUM} parties : le partager"
            )
        self._archive = archive

    @property
    def noms(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._archive.namelist())

    def debut(self, nom: str, octets: int) -> bytes:
        """The first bytes of a part, none when there is no such part."""
        return self._gonfler(nom, octets) if nom in self.noms else b""

    def xml(self, nom: str) -> bytes:
        """A part, whole: XML without a document type, in an encoding that extends ASCII."""
        taille = self._archive.getinfo(nom).file_size
        if taille > self._octets:
            self._refuser("une fois décompressé, le classeur est trop gros : n'en garder que le tableau")
        contenu = self._gonfler(nom, taille)
        self._octets -= len(contenu)
        self._marques -= contenu.count(b"<") + contenu.count(b"=")
        if self._marques < 0:
            self._refuser("le classeur contient trop de cellules ou de mises en forme : n'en garder que le tableau")
        demesure = _FORMAT_DEMESURE.search(contenu) or _BALISE_DEMESUREE.search(contenu)
        if demesure or any(interdit in contenu for interdit in _INTERDITS):
            self._refuser("ce classeur est abîmé, ou a un contenu qui n'est pas admis : enregistrer en .csv")
        return contenu

    def _gonfler(self, nom: str, maximum: int) -> bytes:
        partie = self._archive.getinfo(nom)
        if partie.compress_type not in METHODES or partie.flag_bits & CHIFFRE:
            self._refuser("ce classeur est abîmé ou protégé par un mot de passe : l'enregistrer sans protection")
        contenu = bytearray()
        with self._archive.open(partie) as flux:
            while len(contenu) < maximum and (morceau := flux.read(min(PAS, maximum - len(contenu)))):
                contenu += morceau
        return bytes(contenu)

    def _refuser(self, raison: str) -> NoReturn:
        raise FichierIllisible(self._fichier, raison)
