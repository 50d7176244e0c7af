"""How fair the turn is, beside other ways of sharing: `python -m bench.tour [--graines N] [--methode MOT]`.

Streams are drawn on the CC du Genevois: dwellings of the annexe, mix of
typologies of RPLS 2019, mix of financings assumed (no open file has it).
Errors are measured here from the exact shares, not read in the ledger. With
`--refus`, 15 % of the offers are refused; with `--departement`, a year of
Haute-Savoie is shared, and choosing is timed beside the largest deficit.
"""

from __future__ import annotations

import argparse
import csv
import random  # noqa: TID251  # seeded: a bench is reproducible
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from robot.adapters.communes import table_officielle
from robot.adapters.flux.tableau import lire_tableau
from robot.domain.flux.assiette import BAILLEUR, Droit, Tableau, Territoire
from robot.domain.flux.livre import GrandLivre, Quotes, Service, quotes
from robot.domain.flux.parts import parts
from robot.domain.flux.strates import TOUT, Case, Logement, Strate
from robot.domain.flux.tour import choisir

DONNEES = Path(__file__).resolve().parents[2] / "shared" / "data"
GENEVOIS = DONNEES / "assiette_hsh_cc_du_genevois.csv"
RPLS = DONNEES / "rpls_haute_savoie_2019.csv"
FINANCEMENTS = {"PLUS": 60, "PLAI": 25, "PLS": 15}
HORIZONS = (50, 200, 800)
REFUS = 0.15
LIBERATIONS, JOURS = 3200, 250

Parts = Mapping[str, Mapping[str, Fraction]]
Jour = Sequence[Logement]


@dataclass(frozen=True)
class Terrain:
    """Where dwellings are released: how many there are, of which kinds, and to whom they are owed."""

    a_qui: Parts
    quotes: Quotes
    totaux: Mapping[str, int]
    genres: Mapping[str, Mapping[tuple[tuple[Strate, str], ...], int]]

    def tirer(self, graine: int, nombre: int) -> list[Logement]:
        """A stream."""
        hasard = random.Random(graine)  # noqa: S311
        communes = hasard.choices([*self.totaux], [*self.totaux.values()], k=nombre)
        return [
            Logement(f"V-{rang:05d}", commune, self._traits(commune, hasard)) for rang, commune in enumerate(communes)
        ]

    def _traits(self, commune: str, hasard: random.Random) -> dict[Strate, str]:
        genres = self.genres[commune]
        (genre,) = hasard.choices([*genres], [*genres.values()])
        (financement,) = hasard.choices([*FINANCEMENTS], [*FINANCEMENTS.values()])
        return dict(genre) | {Strate.FINANCEMENT: financement}


@dataclass
class Mesure:
    """Errors of one stream, counted from the exact shares."""

    a_qui: Parts
    ecarts: dict[tuple[str, Case], float] = field(default_factory=lambda: defaultdict(float))
    pire_prefixe: float = 0.0
    pire_prefixe_typologie: float = 0.0
    hors_perimetre: int = 0

    def compter(self, servis: Sequence[Service]) -> None:
        """The dwellings given on one day: they are shared together, hence looked at together."""
        for logement, servi in servis:
            droits = self.a_qui[logement.territoire]
            self.hors_perimetre += servi not in droits
            for case in logement.cases:
                for qui, part in droits.items():
                    self.ecarts[qui, case] += float(part)
                self.ecarts[servi, case] -= 1
        for logement, _ in servis:
            for case in logement.cases:
                pire = max(abs(self.ecarts[qui, case]) for qui in self.a_qui[logement.territoire])
                if case == TOUT:
                    self.pire_prefixe = max(self.pire_prefixe, pire)
                elif case.strate is Strate.TYPOLOGIE:
                    self.pire_prefixe_typologie = max(self.pire_prefixe_typologie, pire)

    def pire(self, strate: Strate) -> float:
        """The widest gap at the end."""
        return max((abs(ecart) for (_, case), ecart in self.ecarts.items() if case.strate is strate), default=0.0)

    def resultat(self) -> tuple[float, ...]:
        """A, A*, T, T*, X, C, out of perimeter."""
        strates = (Strate.TYPOLOGIE, Strate.FINANCEMENT, Strate.COMMUNE)
        t, x, c = map(self.pire, strates)
        return self.pire(Strate.LOGEMENTS), self.pire_prefixe, t, self.pire_prefixe_typologie, x, c, self.hors_perimetre


# --- the ways of sharing: a stream in, who is served, day by day ----------------------------------

Methode = Callable[[Terrain, Sequence[Logement]], Iterator[Sequence[Service]]]


def a_tour_de_role(terrain: Terrain, flux: Sequence[Logement]) -> Iterator[Sequence[Service]]:
    """Round-robin over those whose perimeter holds the dwelling."""
    file = sorted({qui for droits in terrain.a_qui.values() for qui in droits})
    for logement in flux:
        servi = next(qui for qui in file if qui in terrain.a_qui[logement.territoire])
        file.remove(servi)
        file.append(servi)
        yield (Service(logement, servi),)


def au_hasard(terrain: Terrain, flux: Sequence[Logement]) -> Iterator[Sequence[Service]]:
    """A draw in proportion to the shares."""
    hasard = random.Random("à qui")  # noqa: S311
    for logement in flux:
        droits = terrain.a_qui[logement.territoire]
        yield (Service(logement, hasard.choices([*droits], [float(part) for part in droits.values()])[0]),)


def plus_grand_du(terrain: Terrain, flux: Sequence[Logement]) -> Iterator[Sequence[Service]]:
    """The largest deficit."""
    dus: dict[str, float] = defaultdict(float)
    for logement in flux:
        droits = terrain.a_qui[logement.territoire]
        for qui, part in droits.items():
            dus[qui] += float(part)
        servi = max(droits, key=lambda qui: (dus[qui], qui))
        dus[servi] -= 1
        yield (Service(logement, servi),)


def tijdeman(terrain: Terrain, flux: Sequence[Logement]) -> Iterator[Sequence[Service]]:
    """Tijdeman's chairman assignment, the future supposed like the present dwelling, within perimeters."""
    dus: dict[str, float] = defaultdict(float)
    seuil = 1 / (2 * len({qui for droits in terrain.a_qui.values() for qui in droits}) - 2)
    for logement in flux:
        droits = {qui: float(part) for qui, part in terrain.a_qui[logement.territoire].items()}
        for qui, part in droits.items():
            dus[qui] += part
        murs = [qui for qui in droits if dus[qui] >= seuil] or [*droits]
        servi = min(murs, key=lambda qui: ((1 - seuil - dus[qui]) / droits[qui], qui))
        dus[servi] -= 1
        yield (Service(logement, servi),)


def par_jours_de(nombre: int) -> Methode:
    """The robot's turn, when that many dwellings are released on the same day."""

    def partager(terrain: Terrain, flux: Sequence[Logement]) -> Iterator[Sequence[Service]]:
        jours = (flux[debut : debut + nombre] for debut in range(0, len(flux), nombre))
        yield from au_tour(terrain, jours)

    return partager


def au_tour(terrain: Terrain, jours: Iterator[Jour]) -> Iterator[Sequence[Service]]:
    """The robot's turn, day by day."""
    livre = GrandLivre()
    for jour in jours:
        servis = [choix.service for choix in choisir(jour, terrain.quotes, livre)]
        livre = livre.avec(servis, terrain.quotes)
        yield servis


METHODES: Mapping[str, Methode] = {
    "à tour de rôle": a_tour_de_role,
    "au hasard, selon les parts": au_hasard,
    "au plus grand dû": plus_grand_du,
    "Tijdeman, en ligne": tijdeman,
    "le robot, un par un": par_jours_de(1),
    "le robot, 2 par jour": par_jours_de(2),
    "le robot, 5 par jour": par_jours_de(5),
    "le robot, 13 par jour": par_jours_de(13),
}


def comparer(terrain: Terrain, graines: Sequence[int], mot: str) -> None:
    """The table of DOMAINE 5.2, for the methods whose name holds `mot`."""
    print("Écart entre dû et reçu : moyenne des graines [pire graine]")
    print("A à la fin, A* à chaque étape, par réservataire ; T, T* : et par typologie ; X : par financement ;")
    print("C : par commune ; H : logements donnés hors périmètre")
    for methode, partager in ((nom, partager) for nom, partager in METHODES.items() if mot in nom):
        resultats: dict[int, list[tuple[float, ...]]] = defaultdict(list)
        for graine in graines:
            mesure = Mesure(terrain.a_qui)
            donnes = 0
            for servis in partager(terrain, terrain.tirer(graine, max(HORIZONS))):
                mesure.compter(servis)
                avant, donnes = donnes, donnes + len(servis)
                for horizon in HORIZONS:
                    if avant < horizon <= donnes:
                        resultats[horizon].append(mesure.resultat())
        for horizon in HORIZONS:
            print(f"{horizon:4} {methode:28} {en_ligne(resultats[horizon])}", flush=True)


def en_ligne(resultats: Sequence[tuple[float, ...]]) -> str:
    """Mean and worst of each figure."""
    *colonnes, hors = zip(*resultats, strict=True)
    noms = ("A", "A*", "T", "T*", "X", "C")
    chiffres = (f"{n} {statistics.mean(c):6.2f} [{max(c):6.2f}]" for n, c in zip(noms, colonnes, strict=True))
    return f"{'  '.join(chiffres)}  H {sum(hors):.0f}"


# --- refusals ---------------------------------------------------------------------------------------------

Humeur = Callable[[Logement, str, random.Random], bool]


def refuse_15_pour_cent(_logement: Logement, _qui: str, hasard: random.Random) -> bool:
    """Anyone, now and then."""
    return hasard.random() < REFUS


def ne_prend_ni_t1_ni_pls(logement: Logement, qui: str, _hasard: random.Random) -> bool:
    """One réservataire picks: neither T1 nor PLS."""
    choisit = logement.traits[Strate.TYPOLOGIE] == "T1" or logement.traits[Strate.FINANCEMENT] == "PLS"
    return qui == "ACTION LOGEMENT" and choisit


def refuser(terrain: Terrain, graine: int, humeur: Humeur, *, compter_l_offre: bool) -> Mesure:
    """200 dwellings, offered until accepted; the ledger counts acceptances, or every offer. Measures acceptances."""
    hasard, livre, mesure = random.Random(f"refus {graine}"), GrandLivre(), Mesure(terrain.a_qui)  # noqa: S311
    for logement in terrain.tirer(graine, 200):
        exclus: list[str] = []
        while True:
            (choix,) = choisir([logement], terrain.quotes, livre, {logement.reference: exclus})
            accepte = choix.rangs[0] == BAILLEUR or not humeur(logement, choix.rangs[0], hasard)
            if accepte or compter_l_offre:
                livre = livre.avec([choix.service], terrain.quotes)
            if accepte:
                break
            exclus.append(choix.rangs[0])
        mesure.compter([choix.service])
    return mesure


def comparer_les_refus(terrain: Terrain, graines: Sequence[int]) -> None:
    """Both ledgers, with everyone refusing at times, then with one that picks."""
    print("Logements acceptés, après 200 libérations")
    for nom, humeur in (("15 % de refus", refuse_15_pour_cent), ("Action Logement choisit", ne_prend_ni_t1_ni_pls)):
        for compter_l_offre in (False, True):
            mesures = [refuser(terrain, graine, humeur, compter_l_offre=compter_l_offre) for graine in graines]
            stade = "orientation" if compter_l_offre else "acceptation"
            print(f"{nom:24} compteur : {stade:12} {en_ligne([mesure.resultat() for mesure in mesures])}", flush=True)
            manque = statistics.mean(mesure.ecarts["ACTION LOGEMENT", TOUT] for mesure in mesures)
            print(f"{'':24} manque à Action Logement : {manque:.2f}")


# --- a whole département ------------------------------------------------------------------------------------


def annee_du_departement(graines: Sequence[int]) -> None:
    """A year of Haute-Savoie, day by day and one by one; errors, and the time to choose."""
    mesures: dict[str, list[Mesure]] = defaultdict(list)
    durees: dict[str, list[float]] = defaultdict(list)
    for graine in graines:
        terrain = departement(graine)
        flux = terrain.tirer(graine, LIBERATIONS)
        un_par_un = [[un] for un in flux]
        partages = {
            "le robot, un par un": chronometrer(terrain, un_par_un, choisir_au_livre(terrain)),
            "le robot, jour par jour": chronometrer(terrain, en_jours(flux, graine), choisir_au_livre(terrain)),
            "au plus grand dû": chronometrer(terrain, un_par_un, choisir_de(plus_grand_du(terrain, flux))),
        }
        for nom, (mesure, secondes) in partages.items():
            mesures[nom].append(mesure)
            durees[nom] += secondes
            print(f"graine {graine:3} {nom:24} {en_ligne([mesure.resultat()])}", flush=True)
    print(f"{len(terrain.totaux)} communes, {LIBERATIONS} libérations, moyenne [pire] de {len(graines)} tirages :")
    for nom, trouvees in mesures.items():
        autres = [max(mesure.pire(strate) for mesure in trouvees) for strate in (Strate.PERIODE, Strate.QPV)]
        print(f"{nom:24} {en_ligne([mesure.resultat() for mesure in trouvees])}")
        print(f"{'':24} au pire, période {autres[0]:.2f}, QPV {autres[1]:.2f} ; {en_temps(durees[nom])}")


def en_jours(flux: Sequence[Logement], graine: int) -> list[Jour]:
    """The stream over the working days of a year, in order."""
    hasard = random.Random(f"jours {graine}")  # noqa: S311
    jours: dict[int, list[Logement]] = defaultdict(list)
    for jour, logement in zip(sorted(hasard.randrange(JOURS) for _ in flux), flux, strict=True):
        jours[jour].append(logement)
    return [*jours.values()]


Choisir = Callable[[Jour], Sequence[Service]]


def choisir_au_livre(terrain: Terrain) -> Choisir:
    """The robot's turn; keeping the ledger is counted in the time of the next day."""
    livre, servis = GrandLivre(), list[Service]()

    def choisir_un_jour(jour: Jour) -> Sequence[Service]:
        nonlocal livre, servis
        livre = livre.avec(servis, terrain.quotes)
        servis = [choix.service for choix in choisir(jour, terrain.quotes, livre)]
        return servis

    return choisir_un_jour


def choisir_de(suite: Iterator[Sequence[Service]]) -> Choisir:
    """A method that goes dwelling by dwelling."""
    return lambda _jour: next(suite)


def chronometrer(terrain: Terrain, jours: Sequence[Jour], choisir_un_jour: Choisir) -> tuple[Mesure, list[float]]:
    """Errors, and seconds of processor per dwelling."""
    mesure, durees = Mesure(terrain.a_qui), []
    for jour in jours:
        depart = time.process_time()
        servis = choisir_un_jour(jour)
        durees += [(time.process_time() - depart) / len(jour)] * len(jour)
        mesure.compter(servis)
    return mesure, durees


def en_temps(durees: Sequence[float]) -> str:
    """Milliseconds of processor, per dwelling."""
    return f"choisir : {statistics.median(durees) * 1000:.3f} ms de calcul (médiane), {max(durees) * 1000:.1f} au plus"


def departement(graine: int) -> Terrain:
    """Haute-Savoie in 2019: real stock; rights drawn, 20 to 45 % for each commune, the State at its ceiling."""
    hasard = random.Random(f"droits {graine}")  # noqa: S311
    stock = comptes_du_rpls(avec_tout=True)
    tout = "Haute-Savoie"
    communes = [Territoire(code, sum(genres.values()), dans=(tout,)) for code, genres in stock.items()]
    total = sum(commune.total for commune in communes)
    larges = {"État, réservation sociale": 25, "État, fonctionnaires": 5, "Action Logement": 15, "Département": 4}
    droits = [Droit(f"Commune {c.nom}", c.nom, round(c.total * hasard.uniform(0.2, 0.45))) for c in communes]
    droits += [Droit(nom, tout, total * pourcent // 100) for nom, pourcent in larges.items()]
    return terrain_de(Tableau(tuple(communes), tuple(droits)), stock)


def terrain_de(tableau: Tableau, genres: Mapping[str, Mapping[tuple[tuple[Strate, str], ...], int]]) -> Terrain:
    """Where dwellings are drawn: in proportion to the table, kinds as in RPLS."""
    a_qui = parts(tableau).par_territoire
    totaux = {territoire.nom: territoire.total for territoire in tableau.territoires if territoire.total}
    return Terrain(a_qui, quotes(a_qui), totaux, genres)


def comptes_du_rpls(*, avec_tout: bool) -> dict[str, dict[tuple[tuple[Strate, str], ...], int]]:
    """INSEE code -> kind of dwelling -> how many; the typologie alone, or also the period and QPV."""
    comptes: dict[str, dict[tuple[tuple[Strate, str], ...], int]] = defaultdict(lambda: defaultdict(int))
    with RPLS.open(encoding="utf-8") as fichier:
        for ligne in csv.DictReader(fichier, delimiter=";"):
            pieces = ligne["nbpiece"][0]
            genre = [(Strate.TYPOLOGIE, "T5 et plus" if pieces >= "5" else f"T{pieces}")]
            if avec_tout:
                genre += [
                    (Strate.PERIODE, periode(int(ligne["construct"] or 0))),
                    (Strate.QPV, "en QPV" if ligne["qpv"] == "1" else "hors QPV"),
                ]
            comptes[ligne["DEPCOM"]][tuple(genre)] += int(ligne["n"])
    return comptes


def periode(annee: int) -> str:
    """Three ages; 1977 is the year of the reform of financings."""
    debuts = {"depuis 2000": 2000, "1977-1999": 1977, "avant 1977": 0}
    return next(nom for nom, debut in debuts.items() if annee >= debut)


def genevois() -> Terrain:
    """The annexe of HSH on the CC du Genevois."""
    tableau = lire_tableau(GENEVOIS, table_officielle(), "74").tableau
    stock = comptes_du_rpls(avec_tout=False)
    return terrain_de(tableau, {territoire.nom: stock[territoire.code] for territoire in tableau.territoires})


def main() -> None:
    """Read the command line."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("--graines", type=int, default=60)
    lecteur.add_argument("--premiere", type=int, default=0)
    lecteur.add_argument("--methode", default="", metavar="MOT")
    lecteur.add_argument("--refus", action="store_true")
    lecteur.add_argument("--departement", action="store_true")
    choix = lecteur.parse_args()
    graines = range(choix.premiere, choix.premiere + choix.graines)
    if choix.departement:
        annee_du_departement(graines)
    elif choix.refus:
        comparer_les_refus(genevois(), graines)
    else:
        comparer(genevois(), graines, choix.methode)


if __name__ == "__main__":
    main()
