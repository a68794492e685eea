"""The walk from the workflow through everything that it may call, by names alone.

It takes too much rather than too little: a method is followed in every class that the walk has met,
whatever object it is called on.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.determinism.sources import Module, dotted, modules


@dataclass(frozen=True)
class Use:
    """A name that reachable code uses and that is none of the project's."""

    where: str
    """The module and the function or class."""
    line: int
    name: str
    """With dots, as far as it can be told: `datetime.datetime.now`, or `.now` of an unknown."""


@dataclass
class Walk:
    """Everything that the workflow reaches."""

    root: Path
    visited: dict[str, ast.stmt] = field(default_factory=dict[str, ast.stmt])
    """By dotted name: functions, methods, classes and assignments."""
    uses: list[Use] = field(default_factory=list[Use])
    _classes: dict[str, ast.ClassDef] = field(default_factory=dict[str, ast.ClassDef])
    _methods: set[str] = field(default_factory=set[str])
    _waiting: list[tuple[str, Module, ast.stmt]] = field(
        default_factory=list[tuple[str, Module, ast.stmt]]
    )

    def go(self, package: str) -> "Walk":
        """Begin with everything that stands in a package, and follow it to its end."""
        for module in modules(self.root).values():
            if module.name.partition(".")[0] == package:
                for name, node in module.defined.items():
                    self._meet(f"{module.name}.{name}", module, node, whole=True)
        while self._waiting:
            where, module, node = self._waiting.pop()
            for name, line in _names(node):
                self._follow(where, module, name, line)
        return self

    def _meet(self, name: str, module: Module, node: ast.stmt, *, whole: bool = False) -> None:
        if name in self.visited:
            return
        self.visited[name] = node
        if not isinstance(node, ast.ClassDef):
            self._waiting.append((name, module, node))
            return
        self._classes[name] = node
        for part in node.body:
            if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                self._waiting.append((name, module, part))
            elif whole or part.name in self._methods or _runs_by_itself(part):
                self._meet(f"{name}.{part.name}", module, part)
        for base in [*node.bases, *node.decorator_list]:
            self._waiting.append((name, module, ast.Expr(base)))

    def _follow(self, where: str, module: Module, name: str, line: int) -> None:
        first, _, rest = name.partition(".")
        if first in module.defined:
            self._meet(f"{module.name}.{first}", module, module.defined[first])
            self._call(where, line, rest)
        elif first in module.meanings:
            self._imported(
                where, line, ".".join([module.meanings[first], *([rest] if rest else [])])
            )
        elif first in {"open", "input", "print", "id", "hash", "set", "frozenset", "globals"}:
            self.uses.append(Use(where, line, name))
        else:
            self._call(where, line, rest or ("" if "." not in name else name.rpartition(".")[2]))

    def _imported(self, where: str, line: int, meaning: str) -> None:
        known = modules(self.root)
        parts = meaning.split(".")
        for length in range(len(parts), 0, -1):
            module = known.get(".".join(parts[:length]))
            if module is None:
                continue
            if length == len(parts):
                return  # a module by itself
            wanted = parts[length]
            if wanted in module.defined:
                if _is_activity(module.name, wanted):
                    return  # the workflow names activities, and never calls them
                self._meet(f"{module.name}.{wanted}", module, module.defined[wanted])
                self._call(where, line, ".".join(parts[length + 1 :]))
            elif wanted in module.meanings:  # a package gives it on
                rest = parts[length + 1 :]
                self._imported(where, line, ".".join([module.meanings[wanted], *rest]))
            return
        self.uses.append(Use(where, line, meaning))

    def _call(self, where: str, line: int, chain: str) -> None:
        """Follow a method of an object that is not known."""
        for method in filter(None, chain.split(".")):
            self.uses.append(Use(where, line, f".{method}"))
            if method in self._methods:
                continue
            self._methods.add(method)
            for name, node in list(self._classes.items()):
                module = modules(self.root)[_module_of(self.root, name)]
                for part in node.body:
                    if (
                        isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
                        and part.name == method
                    ):
                        self._meet(f"{name}.{method}", module, part)


def _module_of(root: Path, name: str) -> str:
    while name not in modules(root):
        name = name.rpartition(".")[0]
    return name


def _is_activity(module: str, name: str) -> bool:
    return module.startswith("activities.") and name.endswith("Activities")


def _runs_by_itself(part: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether Python or pydantic calls a method without its name standing anywhere."""
    names = {dotted(one.func if isinstance(one, ast.Call) else one) for one in part.decorator_list}
    pydantics = {"model_validator", "field_validator", "model_serializer", "computed_field"}
    return part.name.startswith("__") or bool(names & pydantics)


def _names(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every chain of names in a piece of code, the longest of each."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return
    if isinstance(node, ast.expr):
        chain = dotted(node)
        if chain is not None:
            yield chain, node.lineno
            return
    if isinstance(node, ast.Attribute):  # of a call or an index: the object is not known
        yield f"?.{node.attr}", node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _names(child)
