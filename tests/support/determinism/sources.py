"""The project's modules as syntax trees: what each defines, and what its names mean."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

PACKAGES: Final = ("activities", "contracts", "domain", "runtime", "workflows")

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Module:
    """One file of the project."""

    name: str
    meanings: dict[str, str]
    """By name in the file, what was imported under it, with dots: `datetime.datetime`."""
    defined: dict[str, ast.stmt]
    """By name, the functions, classes and assignments of the module."""


@cache
def modules(root: Path) -> dict[str, Module]:
    """Return every module of the packages by its dotted name."""
    found: dict[str, Module] = {}
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = _module(name, ast.parse(file.read_text(encoding="utf-8")))
    return found


def _module(name: str, tree: ast.Module) -> Module:
    meanings: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                meanings[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                meanings[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return Module(name, meanings, dict(_defined(tree.body)))


def _defined(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node
        elif isinstance(node, ast.If | ast.With | ast.Try):
            yield from _defined(node.body)


def dotted(node: ast.expr) -> str | None:
    """Return a chain of names such as `a.b.c`, or `None` for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return None if inner is None else f"{inner}.{node.attr}"
    return None
