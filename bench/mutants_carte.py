"""Which tests pass by which lines of `robot/reading`, and how long they take; measured once (see `mutants.py`)."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import coverage
import pytest
from fautes import Mutant, definis

RACINE = Path(__file__).resolve().parents[1]
LECTURE = RACINE / "robot" / "reading"
ESSAIS = RACINE / "tests" / "reading"
CACHE = Path(tempfile.gettempdir()) / "mutants-de-la-lecture"
DERNIERS = ("test_corpus.py", "test_mutations.py")  # what a survivor meets last
LENT_S = 0.25
PAR_CHEMIN = 3


def modules() -> list[Path]:
    """The files of the package that hold code."""
    return sorted(f for f in LECTURE.rglob("*.py") if f.name != "__init__.py")


def nom_du_module(fichier: Path) -> str:
    """« reponses.decisions »: its name inside the package."""
    return ".".join(fichier.relative_to(LECTURE).with_suffix("").parts)


def chemin(module: str) -> Path:
    """Its file."""
    return LECTURE.joinpath(*module.split(".")).with_suffix(".py")


@dataclass(frozen=True)
class Passage:
    """A test: its processor time (several times the ordinary one, as it is traced), and the lines it passes by."""

    duree_s: float
    lignes: dict[str, list[int]]


def dans_un_enfant(travail: Callable[[], str]) -> str:
    """What the work says, done in a silent fork; « mort » when it does not live to say it."""
    lire, ecrire = os.pipe()
    enfant = os.fork()
    if enfant == 0:
        os.close(lire)
        muet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(muet, 1)
        os.dup2(muet, 2)
        try:
            with os.fdopen(ecrire, "w", encoding="utf-8") as tuyau:
                tuyau.write(travail())
        finally:
            os._exit(0)
    os.close(ecrire)
    with os.fdopen(lire, encoding="utf-8") as tuyau:
        dit = tuyau.read()
    os.waitpid(enfant, 0)
    return dit or "mort"


def jouer(tests: Sequence[pytest.Item], avant: Callable[[pytest.Item], object]) -> pytest.Item | None:
    """The first of these tests that fails, None when all pass."""
    for test, suivant in zip(tests, (*tests[1:], None), strict=True):
        avant(test)
        if not _passe(test, suivant):
            return test
    return None


def _passe(test: pytest.Item, suivant: pytest.Item | None) -> bool:
    """Whether a test passes; one that needs no fixture is called at once, which is several times as fast."""
    parametres = getattr(getattr(test, "callspec", None), "params", {})
    if isinstance(test, pytest.Function) and set(test.fixturenames) <= parametres.keys():
        try:
            test.obj(**parametres)
        except Exception:  # noqa: BLE001  # whatever it raises, the test fails
            return False
        return True
    test.config.hook.pytest_runtest_protocol(item=test, nextitem=suivant)
    return not test.session.testsfailed


class Carte:
    """The tests that may see a mutant. Measured a file of tests at a time, kept as long as it and the code stay."""

    def __init__(
        self, tests: Sequence[pytest.Item], importer: Callable[[], None], premier_usage: Callable[[], None]
    ) -> None:
        self.tests = {test.nodeid: test for test in tests}
        self.passages: dict[str, Passage] = {}
        self.cles: dict[str, str] = {}  # the file of each test as it stands, and the code that it passes by
        CACHE.mkdir(exist_ok=True)
        commun = _somme(modules() + sorted(f for f in ESSAIS.rglob("*.py") if f.name[:5] != "test_"))
        fichiers: dict[Path, list[pytest.Item]] = defaultdict(list)
        for test in tests:
            fichiers[test.path].append(test)
        for fichier, siens in fichiers.items():
            cle = f"{fichier.stem}-{_somme([fichier], commun)}"
            self.cles |= dict.fromkeys((test.nodeid for test in siens), cle)
            mesure = _mesure(cle, partial(_mesurer, siens))
            self.passages |= {nom: Passage(*mesure[nom]) for nom in mesure}
        importees = _mesure(f"import-{commun}", partial(_mesurer_l_import, importer))
        self.a_l_import = _lieux(importees)
        self.au_premier_usage = _lieux(_mesure(f"premier-{commun}", partial(_mesurer_l_import, premier_usage)))
        self.usages = _usages_des_noms(self.a_l_import)
        self.par_ligne: dict[tuple[str, int], set[str]] = defaultdict(set)
        for nom, passage in self.passages.items():
            for module, lignes in passage.lignes.items():
                for ligne in lignes:
                    self.par_ligne[module, ligne].add(nom)
        self.vifs = {n for n, p in self.passages.items() if p.duree_s < LENT_S and not self._dernier(n)}
        self.choisis_du_module: dict[str, set[str]] = {}

    def _dernier(self, nom: str) -> bool:
        return self.tests[nom].path.name in DERNIERS

    def en_place(self, mutant: Mutant) -> bool:
        """Whether changing its function is enough: no module calls it while it is imported."""
        return bool(mutant.fonction) and self.a_l_import.isdisjoint((mutant.module, ligne) for ligne in mutant.lignes)

    def pour(self, mutant: Mutant) -> list[str]:
        """The tests that may see it, fastest first; for a name of the module, those that pass by its uses."""
        vus = {nom for ligne in mutant.lignes for nom in self.par_ligne.get((mutant.module, ligne), ())}
        lieux = {(mutant.module, ligne) for ligne in mutant.lignes}
        if not vus:  # the top of a module, or what it calls: read when it is imported, before any test
            lieux |= {lieu for nom in mutant.noms for lieu in self._suivre(nom)}
            vus = {nom for lieu in lieux for nom in self.par_ligne.get(lieu, ())}
        if any(lieu in self.au_premier_usage and not self.par_ligne.get(lieu) for lieu in lieux):
            vus = set(self.passages)  # worked out once, before any test, and kept for all
        communs = {self.tests[nom].path for nom in vus if self._dernier(nom)}
        vus |= {nom for nom, test in self.tests.items() if test.path in communs}  # they share what one has read
        return sorted(vus, key=lambda nom: (self._dernier(nom), self.passages[nom].duree_s))

    def _suivre(self, nom: str) -> set[tuple[str, int]]:
        """Where a name of the top of a module is read, and the names that are made of it."""
        lus, faits = self.usages
        a_voir, vus = [nom], {nom}
        while a_voir:
            neufs = {autre for lieu in lus[a_voir.pop()] for autre in faits[lieu]} - vus
            a_voir += neufs
            vus |= neufs
        return {lieu for vu in vus for lieu in lus[vu]}

    def choisis(self, module: str) -> set[str]:
        """A few quick tests for each way through a module: they kill most of its mutants."""
        if module not in self.choisis_du_module:
            chemins: dict[frozenset[int], list[str]] = defaultdict(list)
            for nom in sorted(self.vifs, key=lambda nom: self.passages[nom].duree_s):
                chemins[frozenset(self.passages[nom].lignes.get(module, ()))].append(nom)
            self.choisis_du_module[module] = {nom for noms in chemins.values() for nom in noms[:PAR_CHEMIN]}
        return self.choisis_du_module[module]


def _lieux(lignes: dict[str, list[int]]) -> set[tuple[str, int]]:
    return {(module, ligne) for module, siennes in lignes.items() for ligne in siennes}


def _mesure(cle: str, mesurer: Callable[[], object]) -> Any:
    cache = CACHE / f"{cle}.json"
    if not cache.exists():
        print(f"mesure de {cle}", flush=True)
        mesure = dans_un_enfant(lambda: json.dumps(mesurer()))
        if mesure == "mort":
            sys.exit(f"{cle} échoue sans aucun mutant")
        cache.write_text(mesure, encoding="utf-8")
    return json.loads(cache.read_text(encoding="utf-8"))


def _somme(fichiers: Iterable[Path], sel: str = "") -> str:
    somme = hashlib.sha256(f"{sys.version}{sel}".encode())
    for fichier in fichiers:
        somme.update(fichier.read_bytes())
    return somme.hexdigest()[:16]


def _traceur() -> coverage.Coverage:
    return coverage.Coverage(data_file=None, config_file=False, include=[f"{LECTURE}/*"])


def _mesurer(tests: Sequence[pytest.Item]) -> dict[str, tuple[float, dict[str, list[int]]]]:
    traceur, heures = _traceur(), []

    def avant(test: pytest.Item) -> None:
        heures.append(time.process_time())
        traceur.switch_context(test.nodeid)

    traceur.start()
    if jouer(tests, avant):
        raise SystemExit
    heures.append(time.process_time())
    traceur.stop()
    lignes: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for fichier in traceur.get_data().measured_files():
        for ligne, noms in traceur.get_data().contexts_by_lineno(fichier).items():
            for nom in noms:
                lignes[nom].setdefault(nom_du_module(Path(fichier)), []).append(ligne)
    return {t.nodeid: (heures[i + 1] - heures[i], lignes[t.nodeid]) for i, t in enumerate(tests)}


def _mesurer_l_import(importer: Callable[[], None]) -> dict[str, list[int]]:
    traceur = _traceur()
    traceur.start()
    importer()
    traceur.stop()
    donnees = traceur.get_data()
    return {nom_du_module(Path(fichier)): donnees.lines(fichier) or [] for fichier in donnees.measured_files()}


def _usages_des_noms(
    a_l_import: set[tuple[str, int]],
) -> tuple[dict[str, set[tuple[str, int]]], dict[tuple[str, int], set[str]]]:
    """(where each name is read, what each line makes of it while its module is imported)."""
    lus: dict[str, set[tuple[str, int]]] = defaultdict(set)
    faits: dict[tuple[str, int], set[str]] = defaultdict(set)
    for source in modules():
        for phrase in ast.parse(source.read_text(encoding="utf-8")).body:
            for noeud in ast.walk(phrase):
                nom = getattr(noeud, "id", None) or getattr(noeud, "attr", None)
                if nom:
                    lieu = (nom_du_module(source), noeud.lineno)  # type: ignore[attr-defined]
                    lus[nom].add(lieu)
                    faits[lieu] |= set(_faits_par(phrase)) if lieu in a_l_import else set()
    return lus, faits


def _faits_par(phrase: ast.stmt) -> tuple[str, ...]:
    """What stands at the top of a module because of this statement: a class is made of its fields."""
    return (phrase.name,) if isinstance(phrase, ast.FunctionDef | ast.ClassDef) else definis(phrase)
