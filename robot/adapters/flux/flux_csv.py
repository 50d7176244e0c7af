"""Reads a stream of released dwellings (CONTRAT: FLUX.csv), to be shared over the territories of a table.

Taken whole or refused whole: the turn depends on every dwelling before it.
Every defect is told at once, with its line, its column and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from robot.adapters.fiches.csv import lignes_du_csv
from robot.adapters.fiches.fichier import DefautDeLigne, lire_octets
from robot.adapters.fiches.lignes import LIGNES_AVANT_LES_TITRES, LIGNES_MAXIMUM, FichierIllisible
from robot.adapters.flux.tableau import trouver_territoire
from robot.domain.ecriture import en_texte, plier, propre
from robot.domain.flux.assiette import Tableau
from robot.domain.flux.strates import Logement, Strate
from robot.domain.flux.traits import LECTEURS
from robot.domain.valeurs import ValeurRefusee, lire_date

OBLIGATOIRES = ("ref", "commune", "typologie", "financement")
# What a landlord may add: the day of release (dwellings of one day are shared together), and further traits (R33).
FACULTATIVES = ("date", "periode", "zone", "qpv", "attrait")
COLONNES = (*OBLIGATOIRES, *FACULTATIVES)


class FluxRefuse(ValueError):
    """A stream that cannot be taken; `defauts` has everything to mend, in the order of the lines."""

    def __init__(self, defauts: Sequence[DefautDeLigne]) -> None:
        super().__init__("\n".join(map(str, defauts)))
        self.defauts = tuple(defauts)


def lire_flux(chemin: Path, tableau: Tableau) -> tuple[tuple[Logement, ...], ...]:
    """The dwellings of a CSV file, day by day; each is a day of its own when there is no date.

    Raises FichierIllisible, or FluxRefuse with every defect.
    """
    rangees = lignes_du_csv(chemin.name, lire_octets(chemin), lambda cellules: len(set(map(_titre, cellules)) & TITRES))
    return _Lecture(chemin.name, tableau).lire(_lignes(chemin.name, rangees))


TITRES = frozenset(COLONNES)


def _titre(cellule: object) -> str:
    return re.sub(r"[^a-z]+", "_", plier(en_texte(cellule))).strip("_")


def _lignes(fichier: str, rangees: Sequence[tuple[int, Sequence[object]]]) -> Iterable[tuple[int, Mapping[str, str]]]:
    """(line, cells by column) under the titles. Raises FichierIllisible for what concerns every line."""
    comptes = [len(set(map(_titre, cellules)) & TITRES) for _, cellules in rangees[:LIGNES_AVANT_LES_TITRES]]
    rang = comptes.index(max(comptes, default=0)) if comptes else 0
    titres = [_titre(cellule) for cellule in rangees[rang][1]] if rangees else []
    if absentes := [colonne for colonne in OBLIGATOIRES if colonne not in titres]:
        raise FichierIllisible(fichier, f"il manque ces colonnes : {', '.join(absentes)}")
    if inconnues := [propre(en_texte(c)) for c in rangees[rang][1] if _titre(c) not in TITRES and en_texte(c)]:
        raise FichierIllisible(
            fichier, f"colonnes inconnues : {', '.join(inconnues)} ; admises : {', '.join(COLONNES)}", rangees[rang][0]
        )
    if doubles := sorted({titre for titre in titres if titre and titres.count(titre) > 1}):
        raise FichierIllisible(fichier, f"colonnes en double : {', '.join(doubles)}", rangees[rang][0])
    donnees = rangees[rang + 1 :]
    if not donnees:
        raise FichierIllisible(fichier, "aucun logement sous les titres")
    if len(donnees) > LIGNES_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} logements : partager le fichier")
    for numero, cellules in donnees:
        if any(map(en_texte, cellules[len(titres) :])):
            raise FichierIllisible(fichier, "plus de cellules que de titres : un séparateur dans une valeur ?", numero)
    return [(numero, dict(zip(titres, map(en_texte, cellules), strict=False))) for numero, cellules in donnees]


class _Lecture:
    """The reading of one stream, and the defects found on the way."""

    def __init__(self, fichier: str, tableau: Tableau) -> None:
        self._fichier = fichier
        self._tableau = tableau
        self._defauts: list[DefautDeLigne] = []
        self._vues: dict[str, int] = {}
        self._jour: date | None = None

    def lire(self, lignes: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[tuple[Logement, ...], ...]:
        """The days, or FluxRefuse."""
        lus = [(self._jour_de(numero, cellules), self._logement(numero, cellules)) for numero, cellules in lignes]
        if self._defauts:
            raise FluxRefuse(self._defauts)
        jours = groupby(enumerate(lus), lambda rang_et_lu: rang_et_lu[1][0] or rang_et_lu[0])
        return tuple(tuple(logement for _, (_, logement) in groupe) for _, groupe in jours)

    def _logement(self, numero: int, cellules: Mapping[str, str]) -> Logement:
        territoire = trouver_territoire(self._tableau, cellules.get("commune", ""))
        if territoire is None:
            self._refuser(numero, cellules, "commune", "le nom ou le code INSEE d'un territoire du tableau")
        traits: dict[Strate, str] = {}
        for strate, lire in LECTEURS.items():
            ecrit = cellules.get(strate, "")
            try:
                if ecrit:
                    traits[strate] = lire(ecrit)
            except ValeurRefusee as refus:
                self._refuser(numero, cellules, strate, refus.attendu)
        return Logement(self._reference(numero, cellules), territoire.nom if territoire else "", traits)

    def _reference(self, numero: int, cellules: Mapping[str, str]) -> str:
        reference = cellules.get("ref", "")
        premiere = self._vues.setdefault(reference, numero)
        if not reference:
            self._refuser(numero, cellules, "ref", "une référence")
        elif premiere != numero:
            self._refuser(numero, cellules, "ref", f"une référence par logement : celle-ci est à la ligne {premiere}")
        return reference

    def _jour_de(self, numero: int, cellules: Mapping[str, str]) -> date | None:
        """The day of release; None when the file has none. Days must follow one another."""
        if "date" not in cellules:
            return None
        try:
            jour = lire_date(cellules["date"])
        except ValeurRefusee as refus:
            self._refuser(numero, cellules, "date", refus.attendu)
            return None
        if self._jour and jour < self._jour:
            self._refuser(numero, cellules, "date", "un jour qui ne précède pas celui de la ligne du dessus")
        self._jour = jour
        return jour

    def _refuser(self, numero: int, cellules: Mapping[str, str], colonne: str, attendu: str) -> None:
        self._defauts.append(DefautDeLigne(self._fichier, numero, colonne, "", cellules.get(colonne, ""), attendu))
