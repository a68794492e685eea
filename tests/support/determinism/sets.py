"""Where code takes the elements of a set in their order, which differs from process to process."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from tests.support.determinism.sources import dotted

_MAKERS: Final = {"set", "frozenset", "union", "intersection", "difference"}
_OPERATORS: Final = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.Sub)
_IN_ORDER: Final = {"list", "tuple", "enumerate", "zip", "map", "filter", "iter", "reversed"}
"""Calls that keep the order of what they are given; `sorted`, `min`, `len`, `any` … do not."""


def ordered_sets(node: ast.AST, defined: Mapping[str, ast.stmt]) -> Iterator[int]:
    """Yield the line of every place in a function or class that depends on the order of a set.

    Args:
        node: The function or class.
        defined: What its module defines by name.
    """
    known = _set_names([*defined.values()]) | _set_names([*ast.walk(node)])
    for part in ast.walk(node):
        for taken in _taken_in_order(part):
            if _is_set(taken, known):
                yield taken.lineno


def _taken_in_order(part: ast.AST) -> Iterator[ast.expr]:
    match part:
        case ast.For() | ast.AsyncFor():
            yield part.iter
        case ast.ListComp() | ast.DictComp() | ast.GeneratorExp():
            yield from (one.iter for one in part.generators)
        case ast.Starred():
            yield part.value
        case ast.Call(func=ast.Name(id=name)) if name in _IN_ORDER:
            yield from part.args
        case ast.Call(func=ast.Attribute(attr="join" | "extend" | "pop")):
            yield from part.args
        case _:
            pass


def _set_names(nodes: list[ast.stmt] | list[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and _is_set(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            kind = node.annotation
            kind = kind.value if isinstance(kind, ast.Subscript) else kind
            said = dotted(kind) in {"set", "frozenset", "Set", "AbstractSet"}
            if said or (node.value is not None and _is_set(node.value, names)):
                names.add(node.target.id)
    return names


def _is_set(node: ast.expr, known: set[str]) -> bool:
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Name(id=name):
            return name in known
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _MAKERS
        case ast.BinOp(op=operator) if isinstance(operator, _OPERATORS):
            return _is_set(node.left, known) or _is_set(node.right, known)
        case ast.IfExp():
            return _is_set(node.body, known) or _is_set(node.orelse, known)
        case _:
            return False
