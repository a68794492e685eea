"""YAML and JSON as requests may use them: plain data, each key once, nothing that surprises.

Rule 1: a word is what it looks like. Of YAML's many spellings only JSON's numbers, `true`,
`false` and `null` are not text, so `no`, `1:30` and `2026-03-01` stay what the author wrote.
Rule 2: no anchors, aliases, tags or merge keys, so a small file cannot unfold into a large one.
"""

import json
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import yaml

from contracts.repeating import repeated
from domain.plain_json import flaw_in, parse

_NULL: Final = "tag:yaml.org,2002:null"
_BOOL: Final = "tag:yaml.org,2002:bool"
_INT: Final = "tag:yaml.org,2002:int"
_FLOAT: Final = "tag:yaml.org,2002:float"


class Unreadable(ValueError):
    """The text is no plain data; the message says where and why."""

    def __init__(self, what: str, line: int | None = None, column: int | None = None) -> None:
        """Take why, and where, as far as it is known.

        Args:
            what: Why.
            line: The line, counted from 1.
            column: The column in it.
        """
        self.line = line
        self.within_line = what if column is None else f"column {column}: {what}"
        """The message for whoever has named the line already."""
        comma = ":" if column is None else ","
        super().__init__(what if line is None else f"line {line}{comma} {self.within_line}")


class _PlainLoader(yaml.SafeLoader):
    """A loader of plain data."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own declaration

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        peek: Callable[[], Any] = self.peek_event
        event = peek()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _at(event.start_mark, "anchors and aliases (& and *) are not supported")
        if getattr(event, "tag", None) is not None:
            raise _at(event.start_mark, "tags (!) are not supported")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's own signature
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _at(key.start_mark, "a field's name must be text")
            if key.value in seen:
                raise _at(key.start_mark, f"the field {repeated(str(key.value))!r} stands twice")
            seen.add(key.value)
            key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


_PlainLoader.add_implicit_resolver(_NULL, re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_PlainLoader.add_implicit_resolver(
    _FLOAT,
    re.compile(r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"),
    list("-0123456789"),
)


def read_yaml(text: str) -> Any:
    """Return the one document of a YAML text.

    Raises:
        Unreadable: It is not plain data.
    """
    with _told_as_unreadable():
        return _flawless(yaml.load(text, Loader=_PlainLoader))  # noqa: S506 - a SafeLoader that knows even less


@contextmanager
def _told_as_unreadable() -> Generator[None]:
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "is not YAML"
        raise (_at(mark, what) if mark else Unreadable(what)) from error
    except Unreadable:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:  # a number may be too long
        raise Unreadable(_short(error)) from error


def composed(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text that `read_yaml` can read: where each value stands."""
    return yaml.compose(text, Loader=_PlainLoader)


class Item(NamedTuple):
    """One value of a YAML text that holds many."""

    line: int
    """Where it begins."""
    value: Any
    """The value, or why it is no plain data (`Unreadable`)."""
    node: yaml.Node | None


def read_yaml_items(text: str) -> Iterator[Item]:
    """Give every document of a YAML text, and of a document that is a list every item.

    What is no YAML ends it with an item that says so, since nobody can tell where the next begins.
    """
    try:
        with _told_as_unreadable():
            loader = _PlainLoader(text)
    except Unreadable as error:
        yield Item(1, error, None)
        return
    try:
        for root in _documents(loader):
            parts = root.value if isinstance(root, yaml.SequenceNode) else [root]
            for node in parts:
                yield Item(node.start_mark.line + 1, _constructed(loader, node), node)
    except Unreadable as error:
        yield Item(loader.line + 1, error, None)
    finally:
        loader.dispose()


def _documents(loader: _PlainLoader) -> Iterator[yaml.Node]:
    """Give the roots of all documents but empty ones.

    Raises:
        Unreadable: What follows is no plain YAML.
    """
    with _told_as_unreadable():
        while loader.check_node():
            root = loader.get_node()
            if root is not None and root.tag != _NULL:
                yield root


def _constructed(loader: _PlainLoader, node: yaml.Node) -> Any:
    try:
        with _told_as_unreadable():
            return _flawless(loader.construct_document(node))
    except Unreadable as error:
        return error


def read_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        Unreadable: It is not JSON, or not plain data.
    """
    try:
        value = parse(text)
        return _flawless(value)
    except json.JSONDecodeError as error:
        raise Unreadable(error.msg, error.lineno, error.colno) from error
    except Unreadable:
        raise
    except (RecursionError, ValueError) as error:  # a number may be too long
        raise Unreadable(_short(error)) from error


def _flawless(value: Any) -> Any:
    flaw = flaw_in(value)
    if flaw is not None:
        raise Unreadable(str(flaw))
    return value


def _at(mark: Any, what: str) -> Unreadable:
    return Unreadable(what, mark.line + 1, mark.column + 1)


def _short(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return " ".join(str(error).split())[:300]
