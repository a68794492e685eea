"""Rows of a table as requests: a column's dotted name says where a cell stands in the request.

What a cell is follows from the contract: where it wants a number, the cell is one, and elsewhere
text stays text, so that a product may be called 750. An empty cell is a field that is left out.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from contracts import CampaignRequest
from domain.reading.numbers import count_of, number_of

_WORDS: Final = {"true": True, "false": False}


class Column(NamedTuple):
    """One column of a table of requests."""

    path: tuple[str, ...]
    """Where its cells stand, such as `channels`, `0`, `channel`; empty for one without a name."""
    read: Callable[[str], Any]
    """Turns a cell into what the field takes, and raises `ValueError`."""

    @property
    def name(self) -> str:
        """The field as messages call it."""
        return ".".join(self.path)


def columns_of(names: Sequence[str]) -> list[Column]:
    """Return the columns that these names mean.

    Raises:
        ValueError: A name means no field, stands twice, or means a part of another column's field;
            the message tells all of them.
    """
    given = [name.strip() for name in names]
    columns = [_column(name) for name in given]
    faults = [
        f"{name!r} is no field of a request"
        for name, column in zip(given, columns, strict=True)
        if name and not column.path
    ]
    paths = [column.path for column in columns if column.path]
    faults += [
        f"{'.'.join(path)!r} stands twice" for path in sorted({*paths}) if paths.count(path) > 1
    ]
    faults += [
        f"{'.'.join(path)!r} is a part of {'.'.join(path[:end])!r}"
        for path in sorted({*paths})
        for end in range(1, len(path))
        if path[:end] in paths
    ]
    if faults:
        raise ValueError(f"columns: {'; '.join(faults)}")
    return columns


def fields_of(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, Any]:
    """Return the fields of one row.

    Raises:
        ValueError: Cells do not fit; the message tells all of them, each with its field.
    """
    if len(cells) != len(columns):
        raise ValueError(f"must have {len(columns)} values, and has {len(cells)}")
    faults: list[str] = []
    fields: dict[str, Any] = {}
    for number, (column, cell) in enumerate(zip(columns, map(str.strip, cells), strict=True)):
        if not cell:
            continue
        if not column.path:
            faults.append(f"column {number + 1} has no name, and holds {cell[:40]!r}")
            continue
        *path, last = column.path
        at = fields
        for part in path:
            at = at.setdefault(part, {})
        at[last] = None
        try:
            at[last] = column.read(cell)
        except ValueError as error:
            faults.append(f"{column.name}: {error}")
    faults += _gaps(fields, ())
    if faults:
        raise ValueError("; ".join(faults))
    return {name: _with_lists(value) for name, value in fields.items()}


def _gaps(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Say which items of lists are given behind one that is not."""
    if not isinstance(value, dict):
        return
    if _is_list(value):
        missing = min(set(range(len(value) + 1)) - {int(key) for key in value})
        if missing < len(value):
            behind = next(key for key in value if int(key) > missing)
            field = ".".join(path)
            yield f"{field}.{behind}: is given, and {field}.{missing} is not"
    for key, item in value.items():
        yield from _gaps(item, (*path, key))


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if _is_list(value):
        return [_with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _with_lists(item) for key, item in value.items()}


def _is_list(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(key.isdecimal() for key in value)


def _column(name: str) -> Column:
    """Return the column of a dotted name; without a path when it means no field."""
    parts = name.split(".")
    at = [_schema()]
    path: list[str] = []
    while parts and at:
        free = [
            choice["additionalProperties"] for choice in at if choice.get("additionalProperties")
        ]
        # Names that a request gives itself may have dots of their own: they take all the rest.
        path.append(".".join(parts) if free else parts[0])
        at = [
            choice
            for below in (free or [one for schema in at for one in _below(schema, parts[0])])
            for choice in _choices(below if isinstance(below, dict) else {"type": "any"})
        ]
        parts = [] if free else parts[1:]
    kinds = {choice.get("type") for choice in at}
    read = next((read for kind, read in _READERS.items() if kind in kinds), str)
    return Column(tuple(path) if at else (), read)


def _below(schema: Mapping[str, Any], part: str) -> Iterator[Mapping[str, Any]]:
    if part in schema.get("properties", {}):
        yield schema["properties"][part]
    elif "items" in schema and part.isascii() and part.isdecimal():
        yield schema["items"]


def _choices(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "$ref" in schema:
        yield from _choices(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema:
        for choice in schema["anyOf"]:
            yield from _choices(choice)
    else:
        yield schema


@cache
def _schema() -> Mapping[str, Any]:
    return CampaignRequest.model_json_schema()


def _number(cell: str) -> float:
    return float(number_of(cell))


def _truth(cell: str) -> bool:
    try:
        return _WORDS[cell.lower()]
    except KeyError as error:
        raise ValueError(f"{cell[:40]} is neither true nor false") from error


def _plain(cell: str) -> Any:
    """Return a value where the contract takes any: JSON's numbers and words, and else text."""
    try:
        value = json.loads(cell, parse_constant=str)
    except (ValueError, RecursionError):
        return cell
    return value if isinstance(value, int | float) else cell


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "integer": count_of,
    "number": _number,
    "boolean": _truth,
    "any": _plain,
}
"""How cells are read by the type that the contract's schema has for their field."""
