"""Mutation testing of `robot/reading`: small faults put in the code, one at a time; the tests must see them.

Each mutant runs in a forked child where one module is replaced, with the
tests of reading that are quick and that need no corpus, up to the first
failure. The sample is drawn from a seed: the figure can be found again. The
maintained tools (mutmut, cosmic-ray) start a whole interpreter per mutant, or
rewrite the tree that others are using.

Run: python bench/mutants.py [--nombre 200] [--graine 1] [--module decisions] [--tous]
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random  # noqa: TID251  # seeded: the sample is reproducible
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

RACINE = Path(__file__).resolve().parents[1]
LECTURE = RACINE / "robot" / "reading"
EPARGNES = {"__init__", "lecture", "limites", "empreinte"}
DELAI_S = 120
TESTS = (
    *(
        "tests/reading",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-x",
        "-q",
        "--no-header",
        "--tb=no",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    ),
    *("-k", "not temps_lineaire and not corpus and not ne_levent_jamais and not mutations and not empreinte"),
)
COMPARAISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
CALCULS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutant:
    """One fault: where, and what."""

    module: str
    ligne: int
    colonne: int
    nature: str
    rang: int  # which of the faults of its module

    def __str__(self) -> str:
        return f"robot/reading/{self.module}.py:{self.ligne}:{self.colonne} {self.nature}"


def fautes(noeud: ast.AST, parent: ast.AST | None) -> Iterator[tuple[str, ast.AST]]:
    """The faults that one node may get, each as the node to put in its place."""
    yield from _d_operateur(noeud)
    yield from _de_valeur(noeud, parent)
    yield from _d_instruction(noeud)


def _d_operateur(noeud: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match noeud:
        case ast.Compare(ops=[operateur]) if type(operateur) in COMPARAISONS:
            autre = COMPARAISONS[type(operateur)]
            yield f"{type(operateur).__name__} → {autre.__name__}", _avec(noeud, ops=[autre()])
        case ast.BoolOp(op=ast.And()):
            yield "and → or", _avec(noeud, op=ast.Or())
        case ast.BoolOp(op=ast.Or()):
            yield "or → and", _avec(noeud, op=ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operande):
            yield "not retiré", operande
        case ast.BinOp(op=operateur) if type(operateur) in CALCULS:
            yield f"{type(operateur).__name__} changé", _avec(noeud, op=CALCULS[type(operateur)]())


def _de_valeur(noeud: ast.AST, parent: ast.AST | None) -> Iterator[tuple[str, ast.AST]]:
    match noeud:
        case ast.Constant(value=bool(valeur)):
            yield f"{valeur} → {not valeur}", _avec(noeud, value=not valeur)
        case ast.Constant(value=int(valeur)):
            yield f"{valeur} → {valeur + 1}", _avec(noeud, value=valeur + 1)
        case ast.Constant(value=str(valeur)) if not isinstance(parent, ast.Expr | ast.JoinedStr):
            yield f"{valeur[:20]!r} changé", _avec(noeud, value=f"XX{valeur}XX")


def _d_instruction(noeud: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match noeud:
        case ast.Return(value=ast.AST()) if not (isinstance(noeud.value, ast.Constant) and noeud.value.value is None):
            yield "return None", _avec(noeud, value=ast.Constant(None))
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition inversée", _avec(noeud, test=ast.UnaryOp(ast.Not(), noeud.test))
        case ast.Break():
            yield "break → continue", ast.Continue()
        case ast.Continue():
            yield "continue → break", ast.Break()
        case ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield "instruction retirée", ast.Pass()


def _avec(noeud: ast.AST, **champs: object) -> ast.AST:
    copie = copy.copy(noeud)
    for nom, valeur in champs.items():
        setattr(copie, nom, valeur)
    return copie


class _Semeur(ast.NodeTransformer):
    """Walks a module in a fixed order; lists its faults, or puts in the one whose rank is asked."""

    def __init__(self, module: str, voulu: int = -1) -> None:
        self.module, self.voulu = module, voulu
        self.trouves: list[Mutant] = []
        self.parents: list[ast.AST] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """List the faults of this node, then those inside it."""
        if isinstance(node, ast.AnnAssign):
            if node.value:
                node.value = self.visit(node.value)  # type: ignore[assignment]
            return node
        for nature, remplacant in fautes(node, self.parents[-1] if self.parents else None):
            rang = len(self.trouves)
            self.trouves.append(Mutant(self.module, node.lineno, node.col_offset, nature, rang))  # type: ignore[attr-defined]
            if rang == self.voulu:
                return ast.copy_location(remplacant, node)
        self.parents.append(node)
        self._descendre(node)
        self.parents.pop()
        return node

    def _descendre(self, node: ast.AST) -> None:
        for nom, valeur in ast.iter_fields(node):
            if nom in ("annotation", "returns", "decorator_list", "args", "type_params"):
                continue
            if isinstance(valeur, list):
                setattr(node, nom, [self.visit(v) if isinstance(v, ast.AST) else v for v in valeur])
            elif isinstance(valeur, ast.AST):
                setattr(node, nom, self.visit(valeur))


def _source(module: str) -> ast.Module:
    return ast.parse((LECTURE / f"{module}.py").read_text(encoding="utf-8"))


def tous_les_mutants(modules: Sequence[str]) -> list[Mutant]:
    """Every fault of these modules, in order."""
    trouves: list[Mutant] = []
    for module in modules:
        semeur = _Semeur(module)
        semeur.visit(_source(module))
        trouves += semeur.trouves
    return trouves


class _Remplacant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated module when it is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.nom = f"robot.reading.{mutant.module}"
        arbre = _Semeur(mutant.module, mutant.rang).visit(_source(mutant.module))
        self.code = compile(ast.fix_missing_locations(arbre), mutant.module, "exec")  # type: ignore[call-overload]

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Ours for that module, nobody's for the others."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.nom else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated code."""
        exec(self.code, module.__dict__)  # noqa: S102


def eprouver(mutant: Mutant | None) -> str:
    """« tué », « survivant » or « trop long », in a child of our own."""
    enfant = os.fork()
    if enfant == 0:
        _dans_l_enfant(mutant)
    fin = time.monotonic() + DELAI_S
    while time.monotonic() < fin:
        mort, etat = os.waitpid(enfant, os.WNOHANG)
        if mort:
            return "survivant" if os.waitstatus_to_exitcode(etat) == 0 else "tué"
        time.sleep(0.05)
    os.kill(enfant, signal.SIGKILL)
    os.waitpid(enfant, 0)
    return "trop long"


def _dans_l_enfant(mutant: Mutant | None) -> None:
    muet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(muet, 1)
    os.dup2(muet, 2)
    code = 3
    try:
        if mutant:
            sys.meta_path.insert(0, _Remplacant(mutant))
        code = int(importlib.import_module("pytest").main(list(TESTS)))
    finally:
        os._exit(code)


def _prechauffer() -> None:
    """Load what every child needs, and its compiled patterns, then forget the modules to be replaced."""
    for nom in ("pytest", "hypothesis", "robot.reading.chaine", "robot.adapters.messagerie.embarques"):
        importlib.import_module(nom)
    for nom in [n for n in sys.modules if n.startswith("robot.")]:
        del sys.modules[nom]


def main() -> int:
    """Draw the sample, try it, print the survivors and the figure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--nombre", type=int, default=200)
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--module", action="append")
    options.add_argument("--tous", action="store_true")
    choix = options.parse_args()
    os.chdir(RACINE)
    sys.path.insert(0, str(RACINE))
    _prechauffer()
    if eprouver(None) != "survivant":
        print("les tests échouent déjà sans mutant")
        return 1
    modules = choix.module or sorted(f.stem for f in LECTURE.glob("*.py") if f.stem not in EPARGNES)
    mutants = tous_les_mutants(modules)
    tirage = random.Random(choix.graine)  # noqa: S311  # chance, not secrecy
    essayes = mutants if choix.tous else tirage.sample(mutants, min(choix.nombre, len(mutants)))
    sorts = Counter[str]()
    for mutant in essayes:
        sort = eprouver(mutant)
        sorts[sort] += 1
        if sort != "tué":
            print(f"{sort} : {mutant}", flush=True)
    morts = len(essayes) - sorts["survivant"]
    print(f"{morts} mutants vus sur {len(essayes)} essayés ({morts / len(essayes):.1%}), de {len(mutants)} en tout")
    return 0


if __name__ == "__main__":
    sys.exit(main())
