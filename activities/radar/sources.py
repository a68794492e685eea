"""How the items of a feed or a signal file are read: RSS, Atom, JSON Feed, JSON and CSV."""

import calendar
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, Final

import feedparser

MAX_BYTES: Final = 5_000_000
"""The largest source that is read."""
MAX_ITEMS: Final = 5_000
"""Items that are read of one source; feeds list the newest first."""
_MAX_TEXT: Final = 300
"""Characters of an item: a headline is shorter, and an article would drown the others."""

_EARLIEST_YEAR: Final = 1970
"""What claims to be older has no date, or a wrong one."""

_DATES: Final = ("date", "fecha", "published", "published_at", "date_published")
_TEXTS: Final = ("text", "texto", "title", "titulo", "título", "headline", "titular")
_DECLARATION: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")


class UnreadableSource(Exception):
    """A source holds nothing that can be read; the message says why."""


@dataclass(frozen=True)
class Item:
    """One document of a source: what it says, and when it was published."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Reading:
    """What was found in one source."""

    items: list[Item]
    skipped: int
    """Items that have no text or no date."""
    cut: bool
    """Whether the source has more items than are read."""


def read(data: bytes) -> Reading:
    """Read a source, whatever its form; the form is told by its first character.

    Raises:
        UnreadableSource: It is too large, no known form, or declares XML entities.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"has {len(data):,} bytes, and at most {MAX_BYTES:,} are read")
    # Zero bytes are dropped for the look-ahead, so that UTF-16 hides nothing.
    start = data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        raw = _from_feed(data, start)
    elif start.startswith((b"{", b"[")):
        raw = _from_json(data)
    else:
        raw = _from_csv(data)
    items: list[Item] = []
    seen = 0
    for at, text in raw:
        seen += 1
        if seen > MAX_ITEMS:
            break
        words = _plain(text)
        if at is not None and at.year >= _EARLIEST_YEAR and words:
            items.append(Item(at, words))
    read_items = min(seen, MAX_ITEMS)
    return Reading(items, skipped=read_items - len(items), cut=seen > MAX_ITEMS)


def _from_feed(data: bytes, start: bytes) -> Iterator[tuple[datetime | None, str]]:
    declared = _DECLARATION.search(start)
    if declared:
        raise UnreadableSource(
            f"declares <!{declared[1].decode().upper()}, which no feed needs and is not read"
        )
    # A stream, since feedparser takes bytes for the name of a file first.
    parsed = feedparser.parse(io.BytesIO(data))
    if not parsed.version:
        raise UnreadableSource("is no RSS or Atom feed")
    return (
        (_from_struct(entry), str(entry.get("title") or entry.get("summary") or ""))
        for entry in parsed.entries
    )


def _from_struct(entry: dict[str, Any]) -> datetime | None:
    for field in ("published_parsed", "updated_parsed"):
        # Plain look-up: feedparser's own answers one field with another and warns about it.
        moment = dict.get(entry, field)
        if moment is not None:
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC)
            except ValueError:
                continue  # such as the year 10000, where an offset leads out of the calendar
    return None


def _from_json(data: bytes) -> Iterator[tuple[datetime | None, str]]:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"is no valid JSON ({type(error).__name__})") from error
    if isinstance(value, dict):
        if not str(value.get("version", "")).startswith("https://jsonfeed.org/version/"):
            raise UnreadableSource("is neither a JSON Feed nor a list of {date, text}")
        value = value.get("items")
    if not isinstance(value, list):
        raise UnreadableSource("has no list of items")
    return (_from_mapping(item) for item in value)


def _from_mapping(item: object) -> tuple[datetime | None, str]:
    if not isinstance(item, dict):
        return None, ""
    texts = (*_TEXTS, "content_text", "summary", "content_html")
    return _moment(_first(item, (*_DATES, "date_modified"))), _first(item, texts)


def _from_csv(data: bytes) -> Iterator[tuple[datetime | None, str]]:
    text = data.decode("utf-8-sig", errors="replace")
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    names = [name.strip().strip('"').lower() for name in header.split(separator)]
    if not (set(names) & set(_DATES) and set(names) & set(_TEXTS)):
        raise UnreadableSource(
            "is no feed, no JSON, and no CSV whose first line names the columns date and text"
        )
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    return _rows(rows, names)


def _rows(rows: Iterator[list[str]], names: Iterable[str]) -> Iterator[tuple[datetime | None, str]]:
    try:
        next(rows)
        for row in rows:
            if row:
                fields = dict(zip(names, row, strict=False))
                yield _moment(_first(fields, _DATES)), _first(fields, _TEXTS)
    except csv.Error as error:
        raise UnreadableSource(f"is no valid CSV: {error}") from error


def _first(fields: Mapping[Any, Any], names: Iterable[str]) -> str:
    found = (fields.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), "")


def _moment(text: str) -> datetime | None:
    text = text.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _plain(text: str) -> str:
    # Lone surrogates and control characters fit neither a contract nor UTF-8.
    words = unescape(_TAG.sub(" ", text[: 10 * _MAX_TEXT]))
    readable = words.encode("utf-8", errors="replace").decode("utf-8")
    shown = "".join(c if c.isprintable() else " " for c in readable)
    return " ".join(shown.split())[:_MAX_TEXT].strip()
