"""Reads the table of an assiette (CONTRAT): a line per territory, then a line per right.

Taken whole or refused whole: a line left out would change every rate. Every
defect is told at once, with its line, its column and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from robot.adapters.communes import TableCommunes, cle_de_commune
from robot.adapters.fiches.csv import lignes_du_csv
from robot.adapters.fiches.fichier import DefautDeLigne, lire_octets
from robot.adapters.fiches.lignes import LIGNES_AVANT_LES_TITRES, LIGNES_MAXIMUM, FichierIllisible, LigneDeTableau
from robot.adapters.flux.perimetres import Situation, Situer
from robot.domain.ecriture import en_texte, plier, propre
from robot.domain.flux.assiette import Assiette, Cause, Contingent, Droit, Tableau, Territoire, contingent_d_apres
from robot.domain.valeurs import ValeurRefusee, lire_date

TERRITOIRE, RESERVATAIRE = "territoire", "reservataire"
# Below, a figure of an annexe; beyond, a slip: the largest French landlord has 300 000 dwellings.
LOGEMENTS_MAXIMUM = 9_999_999

OBLIGATOIRES = ("type", "nom", "perimetre", "total", "droits")
CAUSES = tuple(cause.value for cause in Cause)
DU_TERRITOIRE = ("total", *CAUSES, "mutations_pct", "orcod_lhi")
DU_DROIT = ("droits", "droits_uniques", "contingent", "adresse", "fin_convention")
COLONNES = frozenset({*OBLIGATOIRES, *DU_TERRITOIRE, *DU_DROIT})

_ENTIER = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]0+)?")
_POURCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))? ?%?")


class TableauRefuse(ValueError):
    """A table that cannot be taken; `defauts` has everything to mend, in the order of the lines."""

    def __init__(self, defauts: Sequence[DefautDeLigne]) -> None:
        super().__init__("\n".join(map(str, defauts)))
        self.defauts = tuple(defauts)


@dataclass(frozen=True)
class TableauLu:
    """A table, what a person should look at in the way it was understood, and the first line of each holder."""

    tableau: Tableau
    avertissements: tuple[str, ...] = ()
    lignes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ligne:
    numero: int
    cellules: Mapping[str, str]

    def __getitem__(self, colonne: str) -> str:
        return self.cellules.get(colonne, "")


def lire_tableau(chemin: Path, communes: TableCommunes, departement: str = "") -> TableauLu:
    """The table of a CSV file. Raises FichierIllisible, or TableauRefuse with every defect.

    `departement` is the landlord's: it settles which commune a name is.
    """
    lignes = _lignes(chemin.name, lignes_du_csv(chemin.name, lire_octets(chemin), _nombre_de_titres))
    return _Lecture(chemin.name).lire(lignes, communes, departement)


def trouver_territoire(tableau: Tableau, ecrit: str) -> Territoire | None:
    """The territory that a file names by its INSEE code or its name, accents, case and `St` ignored; None if none."""
    cle = _cle(ecrit)
    return next((t for t in tableau.territoires if (cle and _cle(t.nom) == cle) or ecrit.strip() == t.code != ""), None)


@lru_cache(maxsize=4096)
def _cle(nom: str) -> str:
    """A stream of releases asks for the same names thousands of times."""
    return cle_de_commune(nom)


def _titre(cellule: object) -> str:
    """`Périmètre` is `perimetre`, `Mutations (%)` is `mutations_pct`."""
    return re.sub(r"[^a-z0-9]+", "_", plier(en_texte(cellule)).replace("%", " pct ")).strip("_")


def _nombre_de_titres(cellules: Iterable[object]) -> int:
    return len(COLONNES.intersection(map(_titre, cellules)))


def _lignes(fichier: str, rangees: Sequence[LigneDeTableau]) -> list[_Ligne]:
    """The lines under the titles, cells by column. Raises FichierIllisible for what concerns them all."""
    if not rangees:
        raise FichierIllisible(fichier, "le fichier est vide")
    comptes = [_nombre_de_titres(cellules) for _, cellules in rangees[:LIGNES_AVANT_LES_TITRES]]
    rang = comptes.index(max(comptes))
    numero, cellules = rangees[rang]
    titres = [_titre(cellule) for cellule in cellules]
    if absentes := [colonne for colonne in OBLIGATOIRES if colonne not in titres]:
        raise FichierIllisible(fichier, f"il manque ces colonnes : {', '.join(absentes)}", numero)
    if inconnues := [propre(str(c)) for c, titre in zip(cellules, titres, strict=True) if titre not in COLONNES | {""}]:
        admises = ", ".join(sorted(COLONNES))
        raise FichierIllisible(fichier, f"colonnes inconnues : {', '.join(inconnues)} ; admises : {admises}", numero)
    if doubles := {titre for titre in titres if titre and titres.count(titre) > 1}:
        raise FichierIllisible(fichier, f"colonnes en double : {', '.join(sorted(doubles))}", numero)
    donnees = rangees[rang + 1 :]
    if not donnees:
        raise FichierIllisible(fichier, "aucune ligne sous les titres", numero)
    if len(donnees) > LIGNES_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} lignes : partager le fichier")
    for numero, cellules in donnees:
        if any(en_texte(cellule) for cellule in cellules[len(titres) :]):
            raison = f"plus de cellules que de titres ({len(titres)}) : un séparateur dans une valeur ?"
            raise FichierIllisible(fichier, raison, numero)
    return [_Ligne(n, dict(zip(titres, map(en_texte, cells), strict=False))) for n, cells in donnees]


class _Lecture:
    """The reading of one table, and the defects found on the way."""

    def __init__(self, fichier: str) -> None:
        self._fichier = fichier
        self._defauts: list[DefautDeLigne] = []
        self._avertissements: list[str] = []

    def lire(self, lignes: Sequence[_Ligne], communes: TableCommunes, departement: str) -> TableauLu:
        """The table, or TableauRefuse."""
        for ligne in lignes:
            self._controler_la_forme(ligne)
        territoires = {ligne["nom"]: ligne for ligne in lignes if plier(ligne["type"]) == TERRITOIRE}
        droits = [ligne for ligne in lignes if plier(ligne["type"]) == RESERVATAIRE]
        self._controler_les_noms([ligne for ligne in lignes if plier(ligne["type"]) == TERRITOIRE])
        situer = Situer({nom: ligne["perimetre"] for nom, ligne in territoires.items()}, communes, departement)
        situation = situer.situer([ligne["perimetre"] for ligne in droits if ligne["perimetre"]])
        lus = {nom: self._territoire(ligne, situation) for nom, ligne in territoires.items()}
        tableau = Tableau(
            tuple(lu for nom, lu in lus.items() if nom not in situation.totaux),
            tuple(self._droit(ligne, situation) for ligne in droits),
        )
        for nom, large in situation.totaux.items():
            self._controler_un_total(territoires[nom], lus[nom], tableau.assiettes.get(large))
        self._controler_les_doubles(droits)
        if self._defauts:
            raise TableauRefuse(sorted(self._defauts, key=lambda defaut: defaut.ligne))
        if situation.devine:
            self._avertissements.append(
                f"Le périmètre « {situation.devine} » n'est ni un territoire du tableau, ni un EPCI, ni un "
                "département qui en contienne : il est pris pour l'ensemble du tableau."
            )
        return TableauLu(
            tableau, tuple(self._avertissements), {ligne["nom"]: ligne.numero for ligne in reversed(droits)}
        )

    # --- one line

    def _territoire(self, ligne: _Ligne, situation: Situation) -> Territoire:
        exclus = {cause: self._nombre(ligne, cause.value, vide=0) for cause in Cause}
        lu = Territoire(
            nom=ligne["nom"],
            total=self._nombre(ligne, "total"),
            exclus=exclus,
            mutations=self._part(ligne, "mutations_pct"),
            orcod_lhi=self._nombre(ligne, "orcod_lhi", vide=0),
            dans=situation.dans.get(ligne["nom"], ()),
            code=situation.codes.get(ligne["nom"], ""),
        )
        if (hors_flux := sum(exclus.values()) + lu.orcod_lhi) > lu.total:
            self._refuser(ligne, "total", f"au moins les {hors_flux} logements exclus ou soustraits de la ligne")
        return lu

    def _droit(self, ligne: _Ligne, situation: Situation) -> Droit:
        uniques = ligne["droits_uniques"]
        return Droit(
            reservataire=ligne["nom"],
            perimetre=self._perimetre(ligne, situation),
            droits=self._nombre(ligne, "droits"),
            droits_uniques=self._nombre(ligne, "droits_uniques") if uniques else None,
            contingent=self._contingent(ligne),
            adresse=ligne["adresse"],
            fin=self._date(ligne, "fin_convention"),
        )

    def _perimetre(self, ligne: _Ligne, situation: Situation) -> str:
        ecrit = ligne["perimetre"]
        if ecrit and ecrit not in situation.noms:
            proches = situation.inconnus.get(ecrit, ())
            conseil = f" ({' ou '.join(f'« {nom} »' for nom in proches)} ?)" if proches else ""
            attendu = "le nom d'un territoire du tableau, d'un EPCI ou d'un département qui en contienne"
            self._refuser(ligne, "perimetre", attendu + conseil)
        return situation.noms.get(ecrit, "")

    def _contingent(self, ligne: _Ligne) -> Contingent:
        ecrit = plier(ligne["contingent"]).replace(" ", "_").replace("-", "_")
        if ecrit and ecrit not in {contingent.value for contingent in Contingent}:
            self._refuser(ligne, "contingent", f"{', '.join(Contingent)}, ou rien")
            return Contingent.AUTRE
        return Contingent(ecrit) if ecrit else contingent_d_apres(ligne["nom"])

    # --- one cell

    def _nombre(self, ligne: _Ligne, colonne: str, *, vide: int | None = None) -> int:
        """A number of dwellings; `vide` when nothing is written, a defect if `vide` is None."""
        ecrit = ligne[colonne]
        if not ecrit and vide is not None:
            return vide
        trouve = _ENTIER.fullmatch(ecrit)
        nombre = int(trouve[1].replace(" ", "")) if trouve else LOGEMENTS_MAXIMUM + 1
        if nombre > LOGEMENTS_MAXIMUM:
            self._refuser(ligne, colonne, "un nombre entier de logements, de 0 à 9 999 999")
            return 0
        return nombre

    def _part(self, ligne: _Ligne, colonne: str) -> Fraction | None:
        """A percentage as an exact fraction, None when nothing is written."""
        if not ligne[colonne]:
            return None
        trouve = _POURCENT.fullmatch(ligne[colonne])
        part = Fraction(f"{trouve[1]}.{trouve[2] or 0}") / 100 if trouve else None
        if part is None or part > 1:
            self._refuser(ligne, colonne, "un pourcentage entre 0 et 100 (10 pour 10 %), ou rien")
            return None
        return part

    def _date(self, ligne: _Ligne, colonne: str) -> date | None:
        if not ligne[colonne]:
            return None
        try:
            return lire_date(ligne[colonne])
        except ValeurRefusee as refus:
            self._refuser(ligne, colonne, f"{refus.attendu}, ou rien")
            return None

    def _refuser(self, ligne: _Ligne, colonne: str, attendu: str) -> None:
        self._defauts.append(DefautDeLigne(self._fichier, ligne.numero, colonne, "", ligne[colonne], attendu))

    # --- the whole

    def _controler_la_forme(self, ligne: _Ligne) -> None:
        """A line of one kind has nothing in the columns of the other: shifted cells are seen there."""
        etrangeres = {TERRITOIRE: DU_DROIT, RESERVATAIRE: DU_TERRITOIRE}.get(plier(ligne["type"]))
        if etrangeres is None:
            self._refuser(ligne, "type", f"{TERRITOIRE} ou {RESERVATAIRE}")
            return
        obligatoires = ("nom",) if plier(ligne["type"]) == TERRITOIRE else ("nom", "perimetre")
        for colonne in obligatoires:
            if not ligne[colonne]:
                self._refuser(ligne, colonne, "un nom")
        for colonne in etrangeres:
            if ligne[colonne]:
                self._refuser(ligne, colonne, f"rien sur une ligne « {plier(ligne['type'])} »")

    def _controler_les_noms(self, lignes: Sequence[_Ligne]) -> None:
        if not lignes:
            raise FichierIllisible(self._fichier, f"aucune ligne de type « {TERRITOIRE} »")
        vues: dict[str, int] = {}
        for ligne in lignes:
            premiere = vues.setdefault(cle_de_commune(ligne["nom"]), ligne.numero)
            if premiere != ligne.numero:
                self._refuser(ligne, "nom", f"un territoire une seule fois : celui-ci est à la ligne {premiere}")

    def _controler_un_total(self, ligne: _Ligne, ecrit: Territoire, somme: Assiette | None) -> None:
        """The last line of the annexe, checked against the lines that it adds up."""
        if somme is None:
            self._refuser(ligne, "nom", "la somme de territoires du tableau, et non de lignes qui en sont déjà")
            return
        comptes = [
            ("total", ecrit.total, somme.total),
            *((cause.value, ecrit.exclus[cause], somme.exclus[cause]) for cause in Cause),
            ("orcod_lhi", ecrit.orcod_lhi, somme.orcod_lhi),
        ]
        for colonne, lu, attendu in comptes:
            if lu != attendu:
                self._refuser(ligne, colonne, f"{attendu}, la somme des territoires de {somme.nom}")

    def _controler_les_doubles(self, droits: Sequence[_Ligne]) -> None:
        vues: dict[tuple[str, str], int] = {}
        for ligne in droits:
            premiere = vues.setdefault((plier(ligne["nom"]), plier(ligne["perimetre"])), ligne.numero)
            if premiere != ligne.numero:
                self._avertissements.append(
                    f"{ligne['nom']} a deux lignes pour {ligne['perimetre']} (lignes {premiere} et {ligne.numero}) : "
                    "leurs droits s'ajoutent."
                )
