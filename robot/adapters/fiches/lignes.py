"""What every format of file gives before a sheet is read: rows, each cell with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from robot.domain.colonnes import COLONNES, en_double, manquantes, reconnaitre
from robot.domain.ecriture import en_texte, propre
from robot.domain.fiche import Defaut
from robot.domain.lieux import fin_d_adresse

# Limits on what is read at all; a département releases some 3,500 dwellings a year.
OCTETS_MAXIMUM = 10 * 2**20
LIGNES_MAXIMUM = 20_000
COLONNES_MAXIMUM = 200
CELLULES_MAXIMUM = 1_000_000
CARACTERES_MAXIMUM = 16 * 2**20
CARACTERES_PAR_CELLULE = 32_767  # Excel's own limit
# The titles may come under a heading, not in the middle of the data.
LIGNES_AVANT_LES_TITRES = 20
TITRES_POUR_RECONNAITRE = 3


class FichierIllisible(ValueError):
    """A file of which nothing can be taken; its text is a French sentence that names the file."""

    def __init__(self, fichier: str, raison: str, ligne: int | None = None) -> None:
        super().__init__(f"{fichier}{f', ligne {ligne}' if ligne else ''} : {raison}")
        self.fichier = fichier
        self.ligne = ligne
        self.raison = raison


@dataclass(frozen=True)
class Lieu:
    """Where a cell is: its line, and its address (`F7`) in a workbook."""

    ligne: int
    cellule: str = ""


@dataclass(frozen=True)
class LigneBrute:
    """One dwelling as written: cells by title, where each is, and what prevents reading it at all."""

    ligne: int
    champs: Mapping[str, object]
    lieux: Mapping[str, Lieu] = field(default_factory=dict)
    defauts: tuple[Defaut, ...] = ()


# A line of a table: its number, its cells.
LigneDeTableau = tuple[int, Sequence[object]]


@dataclass
class Mesure:
    """What a file gives, counted line by line: one text shared by a million cells costs its writer nothing."""

    fichier: str
    lignes: int = 0
    cellules: int = 0
    caracteres: int = 0

    def compter(self, ligne: int, cellules: Sequence[object]) -> None:
        """Raises FichierIllisible beyond what any list of dwellings or of candidates holds."""
        longueurs = [len(cellule) for cellule in cellules if isinstance(cellule, str)]
        self.lignes += 1
        self.cellules += len(cellules)
        self.caracteres += sum(longueurs)
        if max(longueurs, default=0) > CARACTERES_PAR_CELLULE:
            raison = f"une cellule de plus de {CARACTERES_PAR_CELLULE} caractères"
            raise FichierIllisible(self.fichier, raison, ligne)
        if self.lignes > LIGNES_MAXIMUM * 2:  # headings and notes included
            raise FichierIllisible(self.fichier, f"plus de {LIGNES_MAXIMUM} logements : partager le fichier")
        if self.cellules > CELLULES_MAXIMUM or self.caracteres > CARACTERES_MAXIMUM:
            raise FichierIllisible(self.fichier, "trop de cellules ou de texte : partager le fichier")


def nombre_de_titres(cellules: Iterable[object]) -> int:
    """How many different columns of a sheet these cells name."""
    return len({colonne.nom for c in cellules if isinstance(c, str) and (colonne := reconnaitre(c))})


def chercher_les_titres(lignes: Sequence[LigneDeTableau]) -> int | None:
    """The index of the row of titles: the first lines' row that names most columns, or None."""
    comptes = [nombre_de_titres(cellules) for _, cellules in lignes[:LIGNES_AVANT_LES_TITRES]]
    meilleur = max(comptes, default=0)
    return comptes.index(meilleur) if meilleur >= TITRES_POUR_RECONNAITRE else None


def lire_tableau(
    fichier: str, lignes: Sequence[LigneDeTableau], *, lettres: Sequence[str] = ()
) -> Iterator[LigneBrute]:
    """The dwellings of a table: a row of titles, then a row each; blank rows are skipped.

    `lettres` are the letters of a workbook's columns. Raises FichierIllisible
    at once for what concerns every row: no titles, a column missing or double.
    """
    rang = chercher_les_titres(lignes)
    if rang is None:
        attendus = ", ".join(colonne.libelle for colonne in COLONNES if colonne.obligatoire)
        raise FichierIllisible(fichier, f"aucune ligne de titres reconnue ; titres attendus : {attendus}")
    ligne_des_titres, cellules = lignes[rang]
    titres = [propre(en_texte(cellule)) for cellule in cellules]
    donnees = [(ligne, cells) for ligne, cells in lignes[rang + 1 :] if any(en_texte(c) for c in cells)]
    _controler_les_titres(fichier, ligne_des_titres, titres, donnees)
    return (_ligne_brute(ligne, cells, titres, lettres) for ligne, cells in donnees)


def _controler_les_titres(fichier: str, ligne: int, titres: Sequence[str], donnees: Sequence[LigneDeTableau]) -> None:
    if not donnees:
        raise FichierIllisible(fichier, "aucun logement sous la ligne de titres", ligne)
    if len(donnees) > LIGNES_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} logements : partager le fichier")
    if absentes := [colonne.libelle for colonne in manquantes(titres)]:
        raise FichierIllisible(fichier, f"il manque ces colonnes, obligatoires : {', '.join(absentes)}", ligne)
    if doubles := en_double(titres):
        groupes = " ; ".join(" et ".join(f"« {titre} »" for titre in groupe) for groupe in doubles)
        raise FichierIllisible(fichier, f"des colonnes disent la même chose, n'en garder qu'une : {groupes}", ligne)
    if not _communes_dites(titres, donnees):
        raise FichierIllisible(
            fichier, "il manque la colonne Commune (ou, à la fin de chaque adresse, « 74580 Viry »)", ligne
        )


def _communes_dites(titres: Sequence[str], donnees: Sequence[LigneDeTableau]) -> bool:
    """Whether a column says the commune, or at least one address ends with it."""
    noms = [colonne.nom if (colonne := reconnaitre(titre)) else "" for titre in titres]
    if "commune" in noms or "insee" in noms:
        return True
    rang = noms.index("adresse")
    return any(fin_d_adresse(en_texte(cells[rang]))[1] for _, cells in donnees if rang < len(cells))


def _ligne_brute(ligne: int, cellules: Sequence[object], titres: Sequence[str], lettres: Sequence[str]) -> LigneBrute:
    lieux = [Lieu(ligne, f"{lettres[rang]}{ligne}" if lettres else "") for rang in range(len(titres))]
    champs_sans_titre = [
        Defaut("", en_texte(cellule), f"un titre à la colonne {lettres[rang] if lettres else rang + 1}, ou rien ici")
        for rang, (titre, cellule) in enumerate(zip(titres, cellules, strict=False))
        if not titre and en_texte(cellule)
    ]
    en_trop = " ".join(filter(None, map(en_texte, cellules[len(titres) :])))
    if en_trop:
        champs_sans_titre.append(Defaut("", en_trop, _en_trop(len(titres), lettres)))
    champs = {titre: cellules[rang] if rang < len(cellules) else None for rang, titre in enumerate(titres) if titre}
    places = {titre: lieux[rang] for rang, titre in enumerate(titres) if titre}
    return LigneBrute(ligne, champs, places, tuple(champs_sans_titre))


def _en_trop(nombre: int, lettres: Sequence[str]) -> str:
    """Cells beyond the last title. In a CSV, most often a separator inside a value, which shifts the row."""
    if lettres:
        return f"rien à droite de la colonne {lettres[nombre - 1]}, la dernière qui a un titre"
    return (
        f"{nombre} cellules, autant que de titres : entourer de guillemets une valeur qui contient le séparateur "
        "(par exemple la virgule de 487,32)"
    )


def decoder(fichier: str, octets: bytes) -> str:
    """The text of a file, by its BOM, else UTF-8, else Windows-1252. Raises FichierIllisible when it is no text."""
    texte = _texte(fichier, octets)
    if intrus := re.search(r"[\x00-\x08\x0e-\x1f]", texte):
        ligne = texte.count("\n", 0, intrus.start()) + 1
        raise FichierIllisible(fichier, "ce n'est pas un fichier de texte", ligne)
    if not texte.strip():
        raise FichierIllisible(fichier, "le fichier est vide")
    return texte


def _texte(fichier: str, octets: bytes) -> str:
    for encodage in _encodages(octets):
        try:
            return octets.decode(encodage)
        except UnicodeDecodeError:
            continue
    raise FichierIllisible(fichier, "l'encodage n'est ni UTF-8 ni Windows-1252 : enregistrer en « CSV UTF-8 »")


def _encodages(octets: bytes) -> tuple[str, ...]:
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # UTF-16 without a BOM: in French, every other byte is zero.
    debut = octets[:200]
    for encodage, zeros in (("utf-16-le", debut[1::2]), ("utf-16-be", debut[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            return (encodage,)
    return ("utf-8-sig", "cp1252")
