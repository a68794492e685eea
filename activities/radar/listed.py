"""The items of JSON: a JSON Feed, a list of objects, one object a line, or what is left of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from activities.radar.items import (
    DATES,
    SPANISH_DATES,
    TEXTS,
    RawItem,
    RawSource,
    UnreadableSource,
    named,
)
from contracts import as_prose
from domain.reading.tables import column_name

_LISTS: Final = (
    "items",
    "entries",
    "articles",
    "results",
    "data",
    "news",
    "noticias",
    "posts",
    "rows",
)
"""Fields in which a list of items lies when the whole is an object."""
_LOOKED_AT: Final = 20
"""Entries of a list by which it is judged."""
_DEEPEST: Final = 6
"""Objects within each other in which a list of items is looked for."""
_MOST_LOOKED_AT: Final = 2_000
"""Fields in which it is looked for."""
_AROUND_ITEM: Final = ("_source", "node", "attributes", "fields", "data", "item")
"""Fields in which search engines, GraphQL and JSON:API put what an item says."""
_AROUND_TEXT: Final = ("rendered", "$t", "#text", "_text", "__cdata", "value")
"""Fields in which WordPress, and programs that turn XML into JSON, put a text."""
_DEEP: Final = "is nested too deeply"
_BETWEEN: Final = " \t\r\n,[]\x1e"
"""What stands between the objects of a list, or of a file with one a line (RFC 7464 too)."""
_COMPLAINTS: Final = ("error", "errors", "message", "detail", "error_description")
"""Fields in which programs say what went wrong."""
_LONGEST_COMPLAINT: Final = 100
_MAX_FALSE_STARTS: Final = 200
"""Objects that may not be readable before the rest of a broken file is given up."""


def read_json(text: str) -> RawSource:
    """Find the items; of a file that is broken, those that are whole.

    Raises:
        UnreadableSource: It holds no list of items.
    """
    try:
        value: Any = json.loads(text)
    except Exception as error:  # noqa: BLE001 - whatever stops the parser, whole objects are left
        return _from_pieces(text, _DEEP if isinstance(error, RecursionError) else "")
    if isinstance(value, dict):
        value = _list_in(value)
    if not isinstance(value, list):
        raise UnreadableSource("has no list of items")
    return _source(value)


def _list_in(value: Mapping[str, Any]) -> Any:
    found = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    if found is None or not any(map(_has_both, found[:_LOOKED_AT])):
        found = next(_lists_below(value), found)
    is_feed = str(value.get("version", "")).startswith("https://jsonfeed.org/version/")
    if found is None and not is_feed:
        if _has_both(value):
            return [value]  # a file with one object a line that has one line
        complaint = _complaint_in(value)
        if complaint:
            raise UnreadableSource(f"is an error and no list of items: «{complaint}»")
        raise UnreadableSource("is neither a JSON Feed nor a list of {date, text}")
    return found


def _complaint_in(value: Mapping[str, Any]) -> str:
    """Return what a program says that was asked for a list and has none to give."""
    said = next((value[name] for name in _COMPLAINTS if value.get(name)), None)
    said = said[0] if isinstance(said, list) else said
    if isinstance(said, dict):
        said = next((said[name] for name in _COMPLAINTS if isinstance(said.get(name), str)), None)
    return as_prose(said, _LONGEST_COMPLAINT) if isinstance(said, str) else ""


def _lists_below(value: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Find lists of items in whatever programs put around them, the outer ones first."""
    level: list[Mapping[str, Any]] = [value]
    looked_at = 0
    for _ in range(_DEEPEST):
        inner: list[Mapping[str, Any]] = []
        for one in level:
            by_id = [each for each in one.values() if isinstance(each, dict)]
            if len(by_id) == len(one) and any(map(_has_both, by_id[:_LOOKED_AT])):
                yield by_id
            for each in one.values():
                looked_at += 1
                if isinstance(each, list) and any(map(_has_both, each[:_LOOKED_AT])):
                    yield each
            inner += by_id
            if looked_at > _MOST_LOOKED_AT:
                return
        level = inner


def _source(values: list[Any], *remarks: str) -> RawSource:
    names = {
        column_name(name)
        for value in values[:_LOOKED_AT]
        if isinstance(value, dict)
        for name in value
    }
    return RawSource(
        (_raw(value) for value in values), remarks, is_spanish=not names.isdisjoint(SPANISH_DATES)
    )


def _raw(value: object) -> RawItem | None:
    if not isinstance(value, dict):
        return None
    inner = (value[name] for name in _AROUND_ITEM if isinstance(value.get(name), dict))
    fields: dict[str, Any] = {**next(inner, {}), **value}
    return RawItem(
        tuple(filter(None, map(_as_text, named(fields, DATES)))),
        tuple(filter(None, map(_as_text, named(fields, TEXTS)))),
    )


def _has_both(value: object) -> bool:
    raw = _raw(value)
    return raw is not None and bool(raw.dates and raw.texts)


def _as_text(value: object) -> str:
    """Return a value as it would stand in a table."""
    if isinstance(value, dict):
        value = next((value[name] for name in _AROUND_TEXT if name in value), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _from_pieces(text: str, why: str) -> RawSource:
    """Find what is whole in a broken file; `why` is told when there is nothing."""
    values: list[Any] = []
    broken = False
    for piece in _pieces(text):
        if piece is None:
            broken = True
        else:
            values.append(piece)
    if not any(map(_has_both, values)):
        raise UnreadableSource(why or "is no valid JSON")
    return _source(values, *(["is no valid JSON as a whole"] if broken else []))


def _pieces(text: str) -> Iterator[dict[str, Any] | None]:
    """Give every whole object that can be read, and nothing for what stands between them."""
    decoder = json.JSONDecoder()
    at = false_starts = 0
    while false_starts < _MAX_FALSE_STARTS and (start := text.find("{", at)) >= 0:
        if text[at:start].strip(_BETWEEN):
            yield None
        try:
            value, at = decoder.raw_decode(text, start)
        except Exception:  # noqa: BLE001 - as in `read_json`
            at, false_starts = start + 1, false_starts + 1
            yield None
        else:
            yield value
    if text[at:].strip(_BETWEEN):
        yield None
