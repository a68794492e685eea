"""JSON as others write it, read so that nothing in it is passed over in silence.

JSON's own grammar allows a name twice in an object, and what readers make of it differs (RFC 8259,
section 4); Python reads `NaN`, infinities and halves of characters, which are no JSON at all or
mean nothing. They are kept as they come, so that whoever reads a value further can say where the
flaw is.
"""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple


class Flaw(NamedTuple):
    """What no reader can rely on, and where it is."""

    where: str
    """The path of names and numbers to it, joined by dots; `the whole` for the value itself."""
    what: str
    """What would be right."""

    def __str__(self) -> str:
        """Say both."""
        return f"{self.where}: {self.what}"


class DoubledObject(dict[str, Any]):
    """An object in which a name stands twice; the last of its values is the one that it shows."""

    def __init__(self, pairs: Iterable[tuple[str, Any]], doubled: str) -> None:
        super().__init__(pairs)
        self.doubled = doubled
        """The first name that stands twice."""


def parse(text: str | bytes) -> Any:
    """Return the value of a JSON text, with every flaw in it.

    Raises:
        ValueError: It is not JSON otherwise either.
        RecursionError: It is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_object)


def flaw_in(value: Any) -> Flaw | None:
    """Return the first flaw in a value of JSON, in the order of its text.

    Raises:
        RecursionError: It is nested too deeply.
    """
    return next(_flaws(value, ()), None)


def _flaws(value: Any, path: tuple[str, ...]) -> Iterator[Flaw]:
    match value:
        case float() if not math.isfinite(value):
            yield _at(path, "must be a finite number")
        case str() if not _is_text(value):
            yield _at(path, "must not hold half of a character (a lone surrogate)")
        case dict():
            yield from _flaws_of_object(value, path)
        case list():
            for index, item in enumerate(value):
                yield from _flaws(item, (*path, str(index)))
        case _:
            return


def _flaws_of_object(value: dict[Any, Any], path: tuple[str, ...]) -> Iterator[Flaw]:
    if isinstance(value, DoubledObject):
        yield _at((*path, value.doubled), "stands twice, and must stand once")
    for name, item in value.items():
        if isinstance(name, str) and not _is_text(name):
            yield _at((*path, name), "must have a name that is text")
        yield from _flaws(item, (*path, str(name)))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name, value in pairs:
        if name in known:
            return DoubledObject(pairs, name)
        known[name] = value
    return known


def _at(path: tuple[str, ...], what: str) -> Flaw:
    where = ".".join(path).encode(errors="replace").decode() or "the whole"
    return Flaw(where, what)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
