"""The faults that mutation testing puts in a module, and where each one lies (see `bench/mutants.py`).

A text is lost whole: a fault at both ends of a pattern, as other tools put it,
would only spoil its first and last words, and ask for tests that restate a
lexicon.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import CodeType

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
PETIT = 10  # a number below is a count, one more is a fault; above, it bounds, and nobody sees it move by one
PORTEES = (ast.FunctionDef, ast.ClassDef)
SANS_FAUTE = ("annotation", "returns", "decorator_list", "args", "type_params")


@dataclass(frozen=True)
class Mutant:
    """One fault: where, and what; `rang` is its place among the faults of its module.

    `lignes` are those of the statement (of its head, when it holds others);
    `noms` what stands at the top of the module there: a test may use it
    without passing by these lines. `fonction` is the first line of the
    function it lies in, 0 outside.
    """

    module: str
    ligne: int
    portee: str
    code: str
    nature: str
    rang: int
    lignes: range
    noms: tuple[str, ...] = ()
    fonction: int = 0

    @property
    def signalement(self) -> str:
        """What names it in `mutants_equivalents.toml`, wherever its line has moved."""
        return f"{self.module}.{self.portee} | {self.code} | {self.nature}"

    def __str__(self) -> str:
        return f"robot/reading/{self.module.replace('.', '/')}.py:{self.ligne} {self.signalement}"


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
            autre = valeur + 1 if valeur < PETIT else 2 * valeur
            yield f"{valeur} → {autre}", _avec(noeud, value=autre)
        case ast.Constant(value=str()) if not isinstance(parent, ast.Expr | ast.JoinedStr):
            yield "texte perdu", _avec(noeud, value="XX")


def _d_instruction(noeud: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match noeud:
        case ast.Return(value=ast.AST()) if not _a_deja_sa_faute(noeud.value):
            yield "return None", _avec(noeud, value=ast.Constant(None))
        case ast.If() | ast.IfExp() | ast.While() if not _a_deja_sa_faute(noeud.test):
            yield "condition inversée", _avec(noeud, test=ast.UnaryOp(ast.Not(), noeud.test))
        case ast.Break():
            yield "break → continue", ast.Continue()
        case ast.Continue():
            yield "continue → break", ast.Break()
        case ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield "instruction retirée", ast.Pass()


def _a_deja_sa_faute(valeur: ast.AST) -> bool:
    """Whether the fault of this value says as much as that of the statement around it."""
    match valeur:
        case ast.Constant(value=None | bool()) | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn() | ast.Is() | ast.IsNot()]):
            return True
    return False


def _avec(noeud: ast.AST, **champs: object) -> ast.AST:
    copie = copy.copy(noeud)
    for nom, valeur in champs.items():
        setattr(copie, nom, valeur)
    return copie


class Semeur(ast.NodeTransformer):
    """Walks a module in a fixed order; lists its faults, or puts in the one whose rank is asked."""

    def __init__(self, module: str, voulu: int = -1) -> None:
        self.module, self.voulu = module, voulu
        self.rang = -1
        self.trouves: list[Mutant] = []
        self.pareils: Counter[str] = Counter()
        self.parents: list[ast.AST] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """List the faults of this node, then those inside it."""
        if isinstance(node, ast.AnnAssign) and node.value is None:
            return node
        for nature, remplacant in fautes(node, self.parents[-1] if self.parents else None):
            self.rang += 1
            if self.rang == self.voulu:
                return ast.copy_location(remplacant, node)
            if self.voulu < 0:
                self.trouves.append(self._mutant(node, nature))
        self.parents.append(node)
        for nom, valeur in ast.iter_fields(node):
            if nom not in SANS_FAUTE or (nom == "args" and isinstance(node, ast.Call)):
                self._descendre(node, nom, valeur)
        self.parents.pop()
        return node

    def _descendre(self, node: ast.AST, nom: str, valeur: object) -> None:
        if isinstance(valeur, list):
            setattr(node, nom, [self.visit(v) if isinstance(v, ast.AST) else v for v in valeur])
        elif isinstance(valeur, ast.AST):
            setattr(node, nom, self.visit(valeur))

    def _mutant(self, node: ast.AST, nature: str) -> Mutant:
        """The fault, told by its scope and its text: two alike in one function are numbered."""
        chemin = [*self.parents, node]
        portees = [n.name for n in chemin if isinstance(n, PORTEES)]
        phrase = next(n for n in reversed(chemin) if isinstance(n, ast.stmt))
        corps = getattr(phrase, "body", None)
        fin = corps[0].lineno if corps else (phrase.end_lineno or phrase.lineno) + 1
        fonction = next((n for n in chemin if isinstance(n, ast.FunctionDef)), None)
        premiere = fonction.decorator_list[0] if fonction and fonction.decorator_list else fonction
        mutant = Mutant(
            module=self.module,
            ligne=node.lineno,  # type: ignore[attr-defined]
            portee=".".join(portees or definis(phrase)),
            code=" ".join(ast.unparse(_tete(node)).split())[:90],
            nature=nature,
            rang=self.rang,
            lignes=range(phrase.lineno, max(fin, phrase.lineno + 1)),
            noms=(*(() if fonction else definis(phrase)), *portees[:1]),
            fonction=premiere.lineno if premiere else 0,
        )
        self.pareils[mutant.signalement] += 1
        pareils = self.pareils[mutant.signalement]
        return replace(mutant, nature=f"{nature} n°{pareils}") if pareils > 1 else mutant


def _tete(node: ast.AST) -> ast.AST:
    return node.test if isinstance(node, ast.If | ast.While) else node


def definis(phrase: ast.stmt) -> tuple[str, ...]:
    """The names that a statement gives a value to."""
    return tuple(n.id for n in ast.walk(phrase) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def fautes_du_module(module: str, source: str) -> list[Mutant]:
    """Every fault of a module, in order."""
    semeur = Semeur(module)
    semeur.visit(ast.parse(source))
    return semeur.trouves


def code_mutant(mutant: Mutant, source: str) -> CodeType:
    """The module with that fault, compiled."""
    arbre = Semeur(mutant.module, mutant.rang).visit(ast.parse(source))
    code: CodeType = compile(ast.fix_missing_locations(arbre), f"{mutant.module}.py", "exec")  # type: ignore[call-overload]
    return code
