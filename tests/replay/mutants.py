"""Campaigns that do something else at one place: every block of the workflow's code, in turn."""

import ast
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

from temporalio import workflow

import workflows
from tests.support.paths import ROOT

MODULES: Final = ("campaign", "run", "stages", "publication", "steps", "attempts", "waits")
"""The modules that give Temporal commands; the others are called by them, and give none."""
_HOOK: Final = "reached_by_mutants"


@dataclass
class Mutants:
    """Every place at which a command more could be given."""

    places: list[str] = field(default_factory=list[str])
    """Module, function and line of each block, by number."""
    reached: set[int] = field(default_factory=set[int])
    active: int | None = None
    """The block that gives a command which no history has."""

    def add(self, place: str) -> int:
        """Return the number of a new block."""
        self.places.append(place)
        return len(self.places) - 1

    def __call__(self, number: int) -> None:
        """Note that a block is reached; do what it should not when it is the active one."""
        self.reached.add(number)
        if number == self.active:
            workflow.upsert_memo({"mutant": number})


def load(mutants: Mutants) -> type:
    """Return the campaign's workflow with a place for a mistake in each block of its code."""
    finder = _Finder(mutants)
    originals = [importlib.import_module(f"workflows.{module}") for module in MODULES]
    for original in originals:
        del sys.modules[original.__name__]
    sys.meta_path.insert(0, finder)
    try:
        found: type = importlib.import_module("workflows.campaign").CampaignWorkflow
    finally:
        sys.meta_path.remove(finder)
        for module, original in zip(MODULES, originals, strict=True):
            sys.modules[original.__name__] = original
            setattr(workflows, module, original)
    return found


class _Finder(MetaPathFinder):
    def __init__(self, mutants: Mutants) -> None:
        self._mutants = mutants

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """See base class."""
        del path, target
        package, _, module = fullname.partition(".")
        if package != "workflows" or module not in MODULES:
            return None
        return ModuleSpec(fullname, _Loader(self._mutants, ROOT / "workflows" / f"{module}.py"))


class _Loader(Loader):
    def __init__(self, mutants: Mutants, file: Path) -> None:
        self._mutants = mutants
        self._file = file

    def exec_module(self, module: ModuleType) -> None:
        """See base class."""
        tree = ast.parse(self._file.read_text(encoding="utf-8"))
        for function in _functions(tree):
            for block in list(_blocks(function)):
                self._open(function, block)
        ast.fix_missing_locations(tree)
        module.__dict__[_HOOK] = self._mutants
        exec(compile(tree, str(self._file), "exec"), module.__dict__)  # noqa: S102 - our own source

    def _open(self, function: ast.AST, block: list[ast.stmt]) -> None:
        name, line = getattr(function, "name", ""), block[0].lineno
        number = self._mutants.add(f"{self._file.stem}.{name}:{line}")
        call = ast.parse(f"{_HOOK}({number})").body[0]
        is_docstring = isinstance(block[0], ast.Expr) and isinstance(block[0].value, ast.Constant)
        block.insert(1 if is_docstring else 0, call)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _blocks(function: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield every list of statements of a function, but for those of functions within it."""
    waiting = [function]
    while waiting:
        node = waiting.pop()
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                yield block
        waiting += [
            child
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
