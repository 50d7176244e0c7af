"""Mutation testing of `robot/reading`: small faults put in the code, one at a time; the tests must see them.

One process imports pytest, the tests and the modules once, and collects the
tests. Each mutant is a fork of it. A fault in a function changes that
function's code; a fault at the top of a module executes the package again (the
regular expressions are already compiled) and binds it wherever the tests
imported it. Only the tests that pass by the faulty lines run, up to the first
failure: those that killed the last mutants, then a few for each way through
the module, then the others, the fastest first; the corpus and the slow tests
last (`--rapide` leaves them out). Which lines a test passes by is measured
once (coverage.py) and kept in a temporary folder, a file of tests at a time,
and so are the files that a mutant has outlived: a new run shows it only those
that have changed. A test that takes twenty times its ordinary processor time
is stopped by the kernel: its mutant is dead.

Why not a tool of the trade: `docs/decisions/010-mutants.md`.

Run: python bench/mutants.py [--module reponses.decisions] [--nombre 200] [--graine 1] [--rapide]
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random  # noqa: TID251  # seeded: the sample is reproducible
import re
import resource
import signal
import sys
import tomllib
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import CodeType, FunctionType, ModuleType

import pytest
from fautes import Mutant, code_mutant, fautes_du_module
from mutants_carte import CACHE, RACINE, Carte, chemin, dans_un_enfant, jouer, modules, nom_du_module

EQUIVALENTS = RACINE / "bench" / "mutants_equivalents.toml"
OPTIONS = (
    *("tests/reading", "-q", "-s", "--no-header", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
    "--ignore=tests/reading/test_temps.py",  # a busy machine fails it without any fault
)
DELAI_S, DELAI_FOIS = 2.0, 20  # processor time of one test of a mutant
MEMOIRE_MAX = 4 << 30
MARQUES = ("robot.", "tests.", "banc_")  # modules that may hold a name of the package
VALEURS = "robot.reading.lecture"  # tests hold its values: executed again only with a fault of its own
SANS_FAUTE = "sans faute"


class Source(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The code of the package, compiled once; gives it again, with a fault, when it is executed again."""

    def __init__(self) -> None:
        self.textes = {nom_du_module(f): f.read_text(encoding="utf-8") for f in modules()}
        self.codes = {f"robot.reading.{n}": compile(t, chemin(n), "exec") for n, t in self.textes.items()}
        self.fonctions = {
            (objet.__module__, objet.__code__.co_firstlineno): objet
            for objet in gc.get_objects()
            if isinstance(objet, FunctionType) and objet.__module__ in self.codes
        }
        self.caches = [o for o in gc.get_objects() if isinstance(o, functools._lru_cache_wrapper)]

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Ours for the package, nobody's for the others."""
        return importlib.util.spec_from_loader(fullname, self) if fullname in self.codes else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the code."""
        exec(self.codes[module.__name__], module.__dict__)  # noqa: S102

    def semer(self, mutant: Mutant, *, en_place: bool) -> None:
        """Put the fault in: in the function where it lies, or else in the package, executed again."""
        nom = f"robot.reading.{mutant.module}"
        code = code_mutant(mutant, self.textes[mutant.module])
        fonction = self.fonctions.get((nom, mutant.fonction))
        if en_place and fonction:
            fonction.__code__ = _trouver(code, fonction.__code__)
            self.oublier()
            return
        self.codes[nom] = code
        self.refaire(nom)

    def oublier(self) -> None:
        """Forget what the sound code worked out."""
        for cache in self.caches:
            if cache.__module__ in self.codes:
                cache.cache_clear()

    def premier_usage(self) -> None:
        """A first message, with nothing worked out yet."""
        self.oublier()
        lire_un_premier_message()

    def refaire(self, change: str = "") -> None:
        """Execute the package again, and bind it wherever the old one was imported."""
        sys.meta_path.insert(0, self)
        a_refaire = self.codes.keys() - ({VALEURS} - {change})
        anciens = {nom: sys.modules.pop(nom) for nom in list(sys.modules) if nom in a_refaire}
        neufs: dict[int, object] = {}
        for nom, ancien in anciens.items():
            neuf = importlib.import_module(nom)
            neufs[id(ancien)] = neuf
            for cle, valeur in vars(ancien).items():
                if getattr(valeur, "__module__", None) == nom and hasattr(neuf, cle):
                    neufs[id(valeur)] = getattr(neuf, cle)
        for nom, module in list(sys.modules.items()):
            if nom.startswith(MARQUES) and nom not in anciens:
                vars(module).update({c: neufs[id(v)] for c, v in vars(module).items() if id(v) in neufs})


def lire_un_premier_message() -> None:
    """Read a message that says yes: what the package compiles when it is first needed is compiled."""
    from robot.reading.chaine import lire  # noqa: PLC0415  # after the path

    lire(b"From: claire@viry.example\n\nNous acceptons.")


def _trouver(code: CodeType, ancien: CodeType) -> CodeType:
    """The same function in the code of its module."""
    a_voir = [code]
    while (vu := a_voir.pop()).co_firstlineno != ancien.co_firstlineno or vu.co_qualname != ancien.co_qualname:
        a_voir += [constante for constante in vu.co_consts if isinstance(constante, CodeType)]
    return vu


class Memoire:
    """What each mutant met: the test that killed it last, the files of tests that it outlived as they stand."""

    def __init__(self) -> None:
        self.fichier = CACHE / "mutants.jsonl"
        lignes = self.fichier.read_text(encoding="utf-8").splitlines() if self.fichier.exists() else []
        self.sorts: dict[str, tuple[str, list[str]]] = {nom: (t, cles) for nom, t, cles in map(json.loads, lignes)}

    def noter(self, signalement: str, tueur: str, cles: Iterable[str]) -> None:
        """Keep it for the next run."""
        self.sorts[signalement] = tueur, sorted(set(cles))
        with self.fichier.open("a", encoding="utf-8") as suite:
            suite.write(json.dumps((signalement, *self.sorts[signalement])) + "\n")


class Banc:
    """Takes the place of pytest's own loop: the tests are collected, the mutants wait."""

    def __init__(self, choix: argparse.Namespace) -> None:
        self.choix = choix
        self.tueurs: list[str] = []
        self.bilan: dict[str, Counter[str]] = defaultdict(Counter)
        self.equivalents = lire_les_equivalents()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants asked for, print those that live, then the figure of each module."""
        lire_un_premier_message()  # what the first use compiles is no test's cost
        self.source = Source()
        self.carte = Carte(session.items, self.source.refaire, self.source.premier_usage)
        self.memoire = Memoire()
        textes = self.source.textes
        mutants = [m for nom in self.choix.module or textes for m in fautes_du_module(nom, textes[nom])]
        if self.choix.nombre:
            tirage = random.Random(self.choix.graine)  # noqa: S311  # chance, not secrecy
            mutants = tirage.sample(mutants, min(self.choix.nombre, len(mutants)))
        gc.collect()
        gc.freeze()
        self._verifier_sans_faute()
        for mutant in mutants:
            self._compter(mutant, self.eprouver(mutant))
        self._conclure({m.signalement for m in mutants})
        return True

    def _verifier_sans_faute(self) -> None:
        """Executed again without any fault, the package passes every test; known of the files that have not changed."""
        surs = self.memoire.sorts.get(SANS_FAUTE, ("", []))[1]
        tests = [test for nom, test in self.carte.tests.items() if self.carte.cles[nom] not in surs]
        fautif = dans_un_enfant(partial(self._tenter, self.source.refaire, tests)) if tests else "vivant"
        if fautif != "vivant":
            sys.exit(f"échoue sans aucun mutant : {fautif}")
        self.memoire.noter(SANS_FAUTE, "", self.carte.cles.values())

    def eprouver(self, mutant: Mutant) -> str:
        """The name of the test that killed it, « mort » when it stopped everything, "" when it lives."""
        carte, noms = self.carte, self.carte.pour(mutant)
        ancien, passes = self.memoire.sorts.get(mutant.signalement, ("", []))
        restes = [n for n in noms if carte.cles[n] not in passes]
        joues = [n for n in restes if n in carte.vifs] if self.choix.rapide else restes
        choisis, affins = carte.choisis(mutant.module), Counter(carte.tests[n].path.name for n in self.tueurs)
        joues.sort(key=lambda n: (n not in choisis, -affins[carte.tests[n].path.name]))  # stable: the fastest first
        premiers = [n for n in (ancien, *self.tueurs[:10]) if n in set(joues)]
        ordre = [carte.tests[n] for n in dict.fromkeys((*premiers, *joues))]
        semer = partial(self.source.semer, mutant, en_place=carte.en_place(mutant))
        dit = dans_un_enfant(partial(self._tenter, semer, ordre)) if ordre else "vivant"
        tueur = "" if dit == "vivant" else dit
        if tueur in carte.tests:
            self.tueurs = [tueur, *(n for n in self.tueurs[:30] if n != tueur)]
        remis = {carte.cles[n] for n in set(restes) - set(joues)}
        self.memoire.noter(mutant.signalement, tueur, [] if tueur else {carte.cles[n] for n in noms} - remis)
        return tueur

    def _tenter(self, semer: Callable[[], None], ordre: Sequence[pytest.Item]) -> str:
        resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
        signal.setitimer(signal.ITIMER_PROF, 10 * DELAI_S)
        warnings.simplefilter("error")
        semer()
        tueur = jouer(ordre, self._donner_du_temps)
        return tueur.nodeid if tueur else "vivant"

    def _donner_du_temps(self, test: pytest.Item) -> None:
        """Past it, the kernel ends the process."""
        signal.setitimer(signal.ITIMER_PROF, DELAI_S + DELAI_FOIS * self.carte.passages[test.nodeid].duree_s)

    def _compter(self, mutant: Mutant, tueur: str) -> None:
        connu = mutant.signalement in self.equivalents
        sort = "équivalent" if connu else "vivant"
        if tueur:
            sort = "tué par le corpus" if "test_corpus" in tueur else "tué"
        self.bilan[mutant.module][sort] += 1
        if connu == bool(tueur):
            print(f"{'prétendu équivalent, tué par ' + tueur if tueur else 'vivant'} : {mutant}", flush=True)

    def _conclure(self, essayes: set[str]) -> None:
        sorts = ("tué", "tué par le corpus", "équivalent", "vivant")
        total = sum(self.bilan.values(), Counter())
        for module, sort in [*self.bilan.items(), ("tous", total)]:
            print(f"{module:30} {sum(sort.values()):5} mutants : " + ", ".join(f"{s} {sort[s]}" for s in sorts))
        if not (self.choix.module or self.choix.nombre):
            for perdu in sorted(self.equivalents.keys() - essayes):
                print(f"équivalent qui n'existe plus : {perdu}")


def lire_les_equivalents() -> dict[str, str]:
    """The mutants that change nothing that can be seen, each with the reason."""
    if not EQUIVALENTS.exists():
        return {}
    groupes = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["groupe"]
    return {faute: groupe["raison"] for groupe in groupes for faute in groupe["fautes"]}


def main() -> int:
    """Collect the tests once, then let the bench run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--module", action="append", help="reponses.decisions ; plusieurs fois s'il le faut")
    options.add_argument("--nombre", type=int, help="un échantillon ; tous sinon")
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--rapide", action="store_true", help="sans les tests lents ni le corpus")
    banc = Banc(options.parse_args())
    os.chdir(RACINE)
    sys.path.insert(0, str(RACINE))
    re._MAXCACHE = 1 << 14  # type: ignore[attr-defined]  # every pattern of the package stays compiled
    from hypothesis import settings  # noqa: PLC0415  # after the size of the cache

    settings.register_profile("mutants", database=None, derandomize=True)
    settings.load_profile("mutants")
    return int(pytest.main([*OPTIONS], plugins=[banc]))


if __name__ == "__main__":
    sys.exit(main())
