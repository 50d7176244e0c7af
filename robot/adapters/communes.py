"""The official tables of communes, EPCI and départements, shipped compact in `robot/donnees/`.

Decompressed at the first question, indexed by name at the first name asked.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from robot.domain.carnet import Commune

DONNEES = Path(__file__).parent.parent / "donnees"
PROPOSITIONS = 5
LONGUEUR_DU_CODE = 5
RESSEMBLANCE = 70  # out of 100; below, a suggestion surprises more than it helps
DEBUT_UTILE = 4  # letters from which the beginning of a name is worth completing

ARTICLES = frozenset({"l", "la", "le", "les"})
ABREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}
NATURES = (
    (("communaute", "de", "communes"), "cc"),
    (("communaute", "d", "agglomeration"), "ca"),
    (("communaute", "urbaine"), "cu"),
)
LIAISONS = ARTICLES | {"d", "de", "des", "du", "en", "et"}

# Paris, Lyon and Marseille: the codes of the arrondissements, which RPLS uses, are those of one commune.
ARRONDISSEMENTS = {
    **{str(code): "75056" for code in range(75101, 75121)},
    **{str(code): "69123" for code in range(69381, 69390)},
    **{str(code): "13055" for code in range(13201, 13217)},
}


@dataclass(frozen=True)
class Epci:
    """An intercommunal body: SIREN and official name."""

    siren: str
    nom: str


@dataclass(frozen=True)
class Departement:
    """A département or overseas territory: number and name."""

    code: str
    nom: str


class _Aplatir(dict[int, str]):
    """A table for `str.translate`, filled as characters are met: accents and case go, the rest separates words."""

    def __missing__(self, point: int) -> str:
        lettres = unicodedata.normalize("NFKD", LIGATURES.get(chr(point), chr(point)).casefold())
        gardees = "".join(lettre for lettre in lettres if not unicodedata.combining(lettre))
        self[point] = gardees if gardees.isalnum() and gardees.isascii() else " " * bool(gardees)
        return self[point]


LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
PLAT = _Aplatir()


def mots(nom: str) -> tuple[str, ...]:
    """The words of a name, without accents, case, hyphens or apostrophes; `St` is `saint`, `s/` is `sur`."""
    return tuple(ABREVIATIONS.get(mot, mot) for mot in nom.translate(PLAT).split())


def cle_de_commune(nom: str) -> str:
    """What two spellings of a commune share; the leading article is optional (« Balme de Sillingy »)."""
    trouves = mots(nom)
    return " ".join(trouves[1:] if len(trouves) > 1 and trouves[0] in ARTICLES else trouves)


def cle_d_epci(nom: str) -> str:
    """What two spellings of an EPCI share: `Communauté de communes du Genevois` is `CC du Genevois`."""
    trouves = mots(nom)
    for entier, sigle in NATURES:
        if trouves[: len(entier)] == entier:
            trouves = (sigle, *trouves[len(entier) :])
    return " ".join(mot for mot in trouves if mot not in LIAISONS)


@dataclass(frozen=True)
class TableCommunes:
    """The table of communes (port `Communes`), with the EPCI and the départements."""

    dossier: Path = DONNEES

    @cached_property
    def _texte(self) -> str:
        """One line per commune: code, name, département, SIREN, postal codes, simplified name."""
        return "\n" + "\n".join(self._lire("communes")) + "\n"

    @cached_property
    def _lignes(self) -> Mapping[str, str]:
        return {ligne.partition("\t")[0]: ligne for ligne in self._texte.split("\n") if ligne}

    @cached_property
    def _epci(self) -> Mapping[str, Epci]:
        return {siren: Epci(siren, nom) for siren, nom in (ligne.split("\t") for ligne in self._lire("epci"))}

    @cached_property
    def _departements(self) -> Mapping[str, Departement]:
        paires = (ligne.split("\t") for ligne in self._lire("departements"))
        return {code: Departement(code, nom) for code, nom in paires}

    @cached_property
    def _codes_par_nom(self) -> Mapping[str, Sequence[str]]:
        return _index((ligne.rpartition("\t")[2], code) for code, ligne in self._lignes.items())

    @cached_property
    def _sirens_par_nom(self) -> Mapping[str, Sequence[str]]:
        return _index((cle_d_epci(epci.nom), epci.siren) for epci in self._epci.values())

    @cached_property
    def _departements_par_nom(self) -> Mapping[str, Sequence[str]]:
        return _index((cle_de_commune(d.nom), d.code) for d in self._departements.values())

    def _lire(self, nom: str) -> list[str]:
        return gzip.decompress((self.dossier / f"{nom}.tsv.gz").read_bytes()).decode().splitlines()

    def _commune(self, code: str) -> Commune:
        _, nom, departement, siren, postaux, _ = self._lignes[code].split("\t")
        epci = self._epci[siren].nom if siren else ""
        return Commune(code, nom, departement, siren, epci, tuple(filter(None, postaux.split("|"))))

    def par_code(self, code: str) -> Commune | None:
        """The commune of that INSEE code (an arrondissement of Paris, Lyon or Marseille gives its commune), or None."""
        code = ARRONDISSEMENTS.get(code, code.upper())
        return self._commune(code) if code in self._lignes else None

    def par_nom(self, nom: str) -> tuple[Commune, ...]:
        """Every commune of that name, by code; with its article if it was written so, else with any article."""
        communes = [self._commune(code) for code in _codes_ou(self._texte, f"\t{cle_de_commune(nom)}\n")]
        exactes = [commune for commune in communes if mots(commune.nom) == mots(nom)]
        return tuple(exactes or communes)

    def par_code_postal(self, code_postal: str) -> tuple[Commune, ...]:
        """Every commune that has this postal code."""
        communes = (self._commune(code) for code, ligne in self._lignes.items() if code_postal in ligne)
        return tuple(commune for commune in communes if code_postal in commune.codes_postaux)

    def suggestions(self, nom: str, departement: str = "") -> tuple[str, ...]:
        """At most five close names, `Viry (74)`; those of `departement` first, then the closest."""
        proches = _proches(cle_de_commune(nom), self._codes_par_nom)
        communes = [(score, self._commune(code)) for score, codes in proches for code in codes]
        communes.sort(key=lambda trouve: (trouve[1].departement != departement, -trouve[0], trouve[1].code))
        return tuple(f"{commune.nom} ({commune.departement})" for _, commune in communes[:PROPOSITIONS])

    def epci_par_siren(self, siren: str) -> Epci | None:
        """The EPCI of that SIREN (9 digits), or None."""
        return self._epci.get(siren)

    def epci_par_nom(self, nom: str) -> tuple[Epci, ...]:
        """Every EPCI of that name; `CC`, `CA`, `CU` may be written in full."""
        return tuple(self._epci[siren] for siren in self._sirens_par_nom.get(cle_d_epci(nom), ()))

    def codes_de_l_epci(self, siren: str) -> Sequence[str]:
        """The INSEE codes of the members of an EPCI."""
        return _codes_ou(self._texte, f"\t{siren}\t") if siren else ()

    def codes_du_departement(self, numero: str) -> Sequence[str]:
        """The INSEE codes of the communes of a département."""
        return _codes_ou(self._texte, f"\t{numero}\t") if numero else ()

    def suggestions_epci(self, nom: str) -> tuple[str, ...]:
        """At most five close names of EPCI, closest first."""
        proches = _proches(cle_d_epci(nom), self._sirens_par_nom)
        return tuple(self._epci[siren].nom for _, sirens in proches for siren in sirens)[:PROPOSITIONS]

    def departement(self, numero: str) -> Departement | None:
        """The département of that number (`74`, `1` or `01`, `2a`, `974`), or None."""
        return self._departements.get(numero.strip().upper().zfill(2))

    def departement_par_nom(self, nom: str) -> Departement | None:
        """The département of that name, or None."""
        codes = self._departements_par_nom.get(cle_de_commune(nom), ())
        return self._departements[codes[0]] if codes else None

    def trouver_departement(self, ecrit: str) -> Departement | None:
        """The département of that number or name, or as `suggestions_departement` writes it."""
        nom, _, numero = ecrit.strip().rstrip(")").partition("(")
        return self.departement(numero or nom) or (None if numero else self.departement_par_nom(nom))

    def suggestions_departement(self, nom: str) -> tuple[str, ...]:
        """At most five close names, `Haute-Savoie (74)`."""
        proches = _proches(cle_de_commune(nom), self._departements_par_nom)
        trouves = [self._departements[code] for _, codes in proches for code in codes]
        return tuple(f"{d.nom} ({d.code})" for d in trouves[:PROPOSITIONS])


@lru_cache(maxsize=4096)
def _codes_ou(texte: str, motif: str) -> tuple[str, ...]:
    """The codes of the lines that hold `motif`: a search through the text costs less than an index for a few names."""
    codes: list[str] = []
    place = texte.find(motif)
    while place >= 0:
        debut = texte.rfind("\n", 0, place) + 1
        codes.append(texte[debut : debut + LONGUEUR_DU_CODE])
        place = texte.find(motif, place + 1)
    return tuple(codes)


def _index(paires: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    groupes: dict[str, list[str]] = {}
    for cle, valeur in paires:
        groupes.setdefault(cle, []).append(valeur)
    return groupes


def _proches(cle: str, index: Mapping[str, Sequence[str]]) -> list[tuple[float, Sequence[str]]]:
    """The closest entries, best first. A name begun but not finished (« saint julien ») is close too."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 40 ms that only a slip of the pen costs

    trouves = process.extract(cle, index.keys(), scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE, limit=PROPOSITIONS * 4)
    debuts = [(RESSEMBLANCE, nom) for nom in index if len(cle) >= DEBUT_UTILE and nom.startswith(cle + " ")]
    scores = {nom: score for score, nom in debuts} | {nom: score for nom, score, _ in trouves}
    return [(score, index[nom]) for nom, score in sorted(scores.items(), key=lambda paire: -paire[1])]


@cache
def table_officielle() -> TableCommunes:
    """The one table of this process."""
    return TableCommunes()
