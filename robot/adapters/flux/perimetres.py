"""Which territories of a table a perimeter holds: `CC DU GENEVOIS`, `Haute-Savoie` or a name of the table's own.

The annexes write the perimeter of each réservataire and leave the reader to
know what it holds. In order: a territory of the table, a name that the
`perimetre` column of the territories gives, an official EPCI or département,
and at last, when it is the only unknown one and resembles nothing, the whole
table, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from robot.adapters.communes import TableCommunes, cle_d_epci, cle_de_commune, mots

# A slip in the name of a commune must never give it the rights of a whole table.
RESSEMBLANCE = 80
PROPOSITIONS = 3


@dataclass(frozen=True)
class Situation:
    """What the names of a table stand for.

    `noms` gives, for each perimeter as written, its name: a territory's, or a
    wider perimeter's as first written. `dans` gives the wider perimeters of
    each territory. `totaux` are the lines that only add up others, each with
    the perimeter that it is the sum of. `devine` is the unknown perimeter taken for the whole table, `inconnus` are the
    others, each with what could be meant.
    """

    noms: Mapping[str, str]
    dans: Mapping[str, tuple[str, ...]]
    totaux: Mapping[str, str]
    codes: Mapping[str, str]
    devine: str
    inconnus: Mapping[str, tuple[str, ...]]


class Situer:
    """Finds what the names of one table stand for; `departement` settles homonyms."""

    def __init__(self, territoires: Mapping[str, str], communes: TableCommunes, departement: str) -> None:
        """`territoires` gives, for each, the wider perimeter written on its line, or nothing."""
        self._communes = communes
        self._departement = departement
        self._cles = {cle_de_commune(nom): nom for nom in territoires}
        self._homonymes = [(nom, commune.code) for nom in territoires for commune in communes.par_nom(nom)]
        self._larges: dict[str, str] = {}
        self._contenus: dict[str, set[str]] = {}
        self._codes: dict[str, str] = {}
        for nom, large in territoires.items():
            if large:
                self._contenus.setdefault(self._large(large), set()).add(nom)
        self._totaux = {nom: large for nom in territoires if (large := self._total_de(nom))}

    def situer(self, perimetres: Sequence[str]) -> Situation:
        """What these perimeters, as the lines of rights write them, stand for."""
        trouves = {ecrit: self._trouver(ecrit) for ecrit in perimetres}
        self._etendre()
        territoires = [nom for nom in self._cles.values() if nom not in self._totaux]
        noms = {ecrit: nom for ecrit, nom in trouves.items() if nom in territoires or self._contenus.get(nom)}
        inconnus = [ecrit for ecrit in trouves if ecrit not in noms]
        devine = inconnus.pop() if len(inconnus) == 1 and self._peut_etre_tout(inconnus[0]) else ""
        if devine:
            noms[devine] = devine
            self._contenus[devine] = set(territoires)
        par_taille = sorted(self._contenus.items(), key=lambda large: (len(large[1]), large[0]))
        return Situation(
            noms,
            {nom: tuple(large for large, contenu in par_taille if nom in contenu) for nom in territoires},
            self._totaux,
            {nom: self._codes.get(nom) or self._code(nom) for nom in territoires},
            devine,
            {ecrit: self._proches(ecrit) for ecrit in inconnus},
        )

    def _large(self, ecrit: str) -> str:
        """The one name of a wider perimeter, however it is spelled."""
        return self._larges.setdefault(cle_d_epci(ecrit), ecrit)

    def _total_de(self, nom: str) -> str:
        """The perimeter that a line is the sum of, as the last of the annexe: its territories are other lines.

        A commune may bear the name of a département (Vienne, Aube): it is no total of it.
        """
        large = self._du_tableau(nom) or ("" if self._communes.par_nom(nom) else self._officiel(nom))
        if large:
            self._contenus[large].discard(nom)
        return large if self._contenus.get(large) else ""

    def _etendre(self) -> None:
        """A perimeter that holds the sum of another holds its territories; a sum is no territory."""
        for _ in self._totaux:
            for contenu in self._contenus.values():
                contenu.update(*(self._contenus[large] for nom, large in self._totaux.items() if nom in contenu))
        for contenu in self._contenus.values():
            contenu.difference_update(self._totaux)

    def _trouver(self, ecrit: str) -> str:
        territoire = self._cles.get(cle_de_commune(ecrit), "")
        if territoire and territoire not in self._totaux:
            return territoire
        return self._du_tableau(ecrit) or self._officiel(ecrit)

    def _du_tableau(self, ecrit: str) -> str:
        nom = self._larges.get(cle_d_epci(ecrit), "")
        return nom if self._contenus.get(nom) else ""

    def _officiel(self, ecrit: str) -> str:
        """An EPCI or a département that has communes among the territories; `""` when there is none."""
        membres = self._membres(self._codes_officiels(ecrit))
        if not membres:
            return ""
        nom = self._large(ecrit)
        self._contenus[nom] = set(membres)
        self._codes |= membres
        return nom

    def _membres(self, listes: Iterable[Sequence[str]]) -> dict[str, str]:
        """The territories among the communes of the first list that has some, with their INSEE codes."""
        for codes in map(frozenset, listes):
            if membres := {nom: code for nom, code in self._homonymes if code in codes}:
                return membres
        return {}

    def _codes_officiels(self, ecrit: str) -> Iterable[Sequence[str]]:
        for epci in self._communes.epci_par_nom(ecrit):
            yield self._communes.codes_de_l_epci(epci.siren)
        departement = self._communes.trouver_departement(_sans_nature(ecrit))
        if departement:
            yield self._communes.codes_du_departement(departement.code)

    def _peut_etre_tout(self, ecrit: str) -> bool:
        """Whether a name is nothing known: no official perimeter that is elsewhere, no slip of the pen."""
        return not any(self._codes_officiels(ecrit)) and not self._proches(ecrit)

    def _code(self, nom: str) -> str:
        """The INSEE code, `""` when several communes bear that name."""
        homonymes = self._communes.par_nom(nom)
        voisins = [commune for commune in homonymes if commune.departement == self._departement]
        retenus = voisins if self._departement else homonymes
        return retenus[0].code if len(retenus) == 1 else ""

    def _proches(self, ecrit: str) -> tuple[str, ...]:
        """What could be meant: names of the table, EPCI that have communes in it."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 40 ms that only a slip of the pen costs

        connus = self._cles | {cle: nom for cle, nom in self._larges.items() if self._contenus.get(nom)}
        trouves = process.extract(
            cle_de_commune(ecrit), list(connus), scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE, limit=PROPOSITIONS
        )
        epci = [nom for nom in self._communes.suggestions_epci(ecrit) if self._membres(self._codes_officiels(nom))]
        return tuple(dict.fromkeys([*(connus[cle] for cle, _, _ in trouves), *epci]))[:PROPOSITIONS]


def _sans_nature(ecrit: str) -> str:
    """`DEPARTEMENT DE LA HAUTE SAVOIE` without its first words."""
    trouves = mots(ecrit)
    while len(trouves) > 1 and trouves[0] in {"departement", "de", "la", "du", "des", "l", "d"}:
        trouves = trouves[1:]
    return " ".join(trouves)
