"""How the items of a feed or a signal file are read: RSS, Atom, JSON Feed, JSON and CSV.

Rule 1: whatever is wrong with a source costs the source, and whatever with an item the item.
Rule 2: what is left out is counted, and why it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from activities.radar.items import RawItem, RawSource, UnreadableSource
from activities.radar.listed import read_json
from activities.radar.markup import read_feed
from activities.radar.tabled import read_table
from domain.reading.dates import DayOrder, day_order, is_ambiguous, moment_of
from domain.reading.encodings import decode
from domain.reading.plain_text import one_line, plain_text

MAX_BYTES: Final = 5_000_000
"""The largest source that is read."""
MAX_ITEMS: Final = 5_000
"""Items that are read of one source; feeds list the newest first."""
_MAX_TEXT: Final = 300
"""Characters of an item: a headline is shorter, and an article would drown the others."""
_MAX_EXAMPLE: Final = 40

_EARLIEST_YEAR: Final = 1970
"""What claims to be older has no date, or a wrong one."""
_SEEMS_AHEAD: Final = timedelta(hours=14)
"""How far a local time that is read as UTC may seem to lie ahead: clocks go up to UTC+14."""

_LATE: Final = re.compile(
    r"<(?:\?xml|rss|feed|rdf:RDF)(?=[\s>])|[\[{](?=\s*[\[{\"])", re.IGNORECASE
)
"""How a feed or JSON begins behind what is no part of it: a warning, a callback's name."""
_LATEST: Final = 4_000

_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']{0,60})["']""")

__all__ = ["Item", "Reading", "UnreadableSource", "read"]


_FOREIGN: Final = {
    b"PK\x03\x04": "a ZIP archive, such as a workbook of Excel's: export it as CSV",
    b"\xd0\xcf\x11\xe0": "a file of an older Office, such as Excel's: export it as CSV",
    b"\x1f\x8b": "compressed by gzip, and is not unpacked",
    b"BZh": "compressed by bzip2, and is not unpacked",
    b"\xfd7zXZ": "compressed by xz, and is not unpacked",
    b"(\xb5/\xfd": "compressed by Zstandard, and is not unpacked",
    b"%PDF-": "a PDF file, whose text is not read",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
}
"""How other files begin, and what is said of them."""


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
    """Items that were left out, for whatever reason."""
    cut: bool
    """Whether the source has more items than are read."""
    notes: Sequence[str] = ()
    """What is to be said about the source, as sentences without their subject and their end."""


@dataclass(frozen=True)
class _LeftOut:
    """Why an item is left out, and what shows it."""

    why: str
    shown_by: str = ""


def read(data: bytes, asked_at: datetime | None = None) -> Reading:
    """Read a source, whatever its form; the form is told by its first character.

    Args:
        data: The source.
        asked_at: When it was asked for: items that are dated later are left out.

    Raises:
        UnreadableSource: It is too large, no known form, or declares a document type.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"has {len(data):,} bytes, and at most {MAX_BYTES:,} are read")
    try:
        return _read(data, asked_at)
    except UnreadableSource:
        raise
    except Exception as error:  # whatever a stranger's bytes provoke is told of the source
        raise UnreadableSource(f"cannot be read ({type(error).__name__})") from error


def _refuse_foreign(data: bytes) -> None:
    """Say of a file what it is, where it is none that holds items as text."""
    if not data.strip():
        raise UnreadableSource("is empty")
    for beginning, what in _FOREIGN.items():
        if data.startswith(beginning):
            raise UnreadableSource(f"is {what}")


def _read(data: bytes, asked_at: datetime | None) -> Reading:
    _refuse_foreign(data)
    declared = _DECLARED.search(data[:400])
    decoded = decode(data, declared[1].decode("latin-1") if declared else None)
    source = _source(decoded.text)
    raw = list(islice(source.items, MAX_ITEMS + 1))
    cut = len(raw) > MAX_ITEMS
    del raw[MAX_ITEMS:]
    dates = [date for item in raw if item for date in item.dates]
    order = day_order(dates, DayOrder.DAY_FIRST if source.is_spanish else None)
    judged = [_judge(item, order, asked_at) for item in raw]
    items = [item for item in judged if isinstance(item, Item)]
    left_out = [item for item in judged if isinstance(item, _LeftOut)]
    notes = [*filter(None, [decoded.remark]), *source.remarks]
    if cut:
        notes.append(f"has more than {len(raw):,} items")
    notes += _counted(left_out)
    notes += _settled(source, dates)
    if not items:
        notes.append("has nothing to read")
    return Reading(items, skipped=len(left_out), cut=cut, notes=notes)


def _source(text: str) -> RawSource:
    start = text.lstrip("\ufeff\0 \t\r\n")
    try:
        return _by_its_beginning(text, start)
    except UnreadableSource:
        late = _LATE.search(start, 1, _LATEST)
        # What declares a document type is no less refused for what stands before it.
        is_script = late is not None and start.startswith("<") and not late[0].startswith("<")
        if late is None or is_script or "<!" in start[: late.start()]:
            raise
        try:
            found = _by_its_beginning(start[late.start() :], start[late.start() :])
        except UnreadableSource:
            found = None
        if found is None:
            raise
    return replace(found, remarks=("begins with something else", *found.remarks))


def _by_its_beginning(text: str, start: str) -> RawSource:
    if start.startswith("<"):
        return read_feed(text)
    if start.startswith(("{", "[")):
        return read_json(start)
    return read_table(text)


def _judge(
    raw: RawItem | None, order: DayOrder | None, asked_at: datetime | None
) -> Item | _LeftOut:
    if raw is None:
        return _LeftOut("that cannot be read")
    try:
        return _item(raw, order, asked_at)
    except Exception as error:  # noqa: BLE001 - whatever an item provokes, the others are read
        return _LeftOut("that cannot be read", type(error).__name__)


def _item(raw: RawItem, order: DayOrder | None, asked_at: datetime | None) -> Item | _LeftOut:
    texts = (plain_text(text[: 10 * _MAX_TEXT])[:_MAX_TEXT].strip() for text in raw.texts)
    text = next(filter(None, texts), "")
    moments = (moment_of(date, order) for date in raw.dates)
    at = next((moment for moment in moments if moment and moment.year >= _EARLIEST_YEAR), None)
    if at is not None and text:
        if asked_at is not None and at > asked_at + _SEEMS_AHEAD:
            return _LeftOut("dated ahead and left out", f"{at:%Y-%m-%d}")
        return Item(at, text)
    if at is None and order is None and any(map(is_ambiguous, raw.dates)):
        return _LeftOut("whose day and month cannot be told apart", raw.dates[0])
    return _LeftOut("without a date or a text", raw.dates[0] if raw.dates and at is None else "")


def _counted(left_out: Sequence[_LeftOut]) -> Iterator[str]:
    """Say for each reason how many items were left out, and show the first of them."""
    for why, count in Counter(one.why for one in left_out).items():
        shown = (one_line(one.shown_by) for one in left_out if one.why == why)
        example = next(filter(None, shown), "")[:_MAX_EXAMPLE]
        such_as = f", such as «{example}»" if example else ""
        yield f"has {count:,} {'item' if count == 1 else 'items'} {why}{such_as}"


def _settled(source: RawSource, dates: Sequence[str]) -> Iterator[str]:
    """Say in what order day and month are read where no date of the file tells."""
    if source.is_spanish and day_order(dates) is None and any(map(is_ambiguous, dates)):
        order = day_order(dates, DayOrder.DAY_FIRST)
        if order is not None:
            yield f"has dates such as «{next(filter(is_ambiguous, dates))}», read with {order}"
