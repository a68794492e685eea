"""The items of RSS and Atom, well formed or not.

Rule 1: a part of a feed that is broken costs itself. So this is no XML parser: tags are found one
after the other, and what is neither an item nor in one is passed over.
Rule 2: nothing is expanded or fetched. A feed that declares a document type before it begins is
refused, since only that can do it; later the same letters are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from activities.radar.items import RawItem, RawSource, UnreadableSource
from domain.reading.plain_text import spelled_out

_ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})
_ITEMS: Final = frozenset({"item", "entry"})
_APART: Final = frozenset({"source", "image", "textinput", "author", "contributor"})
"""Elements of an item with a title or date of their own: where it was taken from, for example."""
_DATES: Final = (
    "published",
    "pubdate",
    "date",
    "issued",
    "created",
    "updated",
    "modified",
    "lastbuilddate",
)
"""Elements that say when an item was published, the surest first."""
_TEXTS: Final = ("title", "description", "summary", "encoded", "content")
"""Elements that say what it is about, the shortest form first."""
_FIELDS: Final = frozenset({*_DATES, *_TEXTS})

_READ: Final = _ITEMS | _APART | _FIELDS

_PREFIXES: Final = frozenset({"", "atom", "a10", "rss", "rdf", "dc", "dcterms", "content"})
"""What feeds call the namespaces of RSS, Atom and Dublin Core."""
_NAMESPACES: Final = (
    "w3.org/2005/atom",
    "purl.org/atom",
    "purl.org/rss/1.0",
    "purl.org/dc/",
    "1999/02/22-rdf",
)
_OTHER_NAMESPACES: Final = ("purl.org/rss/1.0/modules/",)
_NAMED: Final = re.compile(r"""xmlns:([\w.-]{1,50})\s*=\s*["']\s*([^"'\s]{1,200})""", re.IGNORECASE)

_MARK: Final = re.compile(
    r"<(?:(!--)|(!\[CDATA\[)|(\?)|!(\w{1,20})|(/?)([A-Za-z_][\w.-]{0,60}(?::[\w.-]{1,60})?)(?=[\s/>]))"
)
_REST_OF_TAG: Final = re.compile(r"""(?:[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*|[^<>]*)>""")
_PAGE: Final = re.compile(r"\s+html\b", re.IGNORECASE)
_LITERAL: Final = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_MAX_FIELD: Final = 4_000
"""Characters of a field that are looked at: what comes after them is not compared."""


class _Tag(NamedTuple):
    """A tag, by its name without a prefix that means RSS, Atom or Dublin Core."""

    name: str
    is_end: bool
    is_empty: bool
    start: int
    end: int


@dataclass
class _Item:
    """The item that is being read."""

    found: dict[str, str] = field(default_factory=dict)
    apart: str = ""
    """The element with a title of its own that is being read within it."""

    def raw(self) -> RawItem:
        dates = tuple(self.found[name] for name in _DATES if name in self.found)
        return RawItem(dates, tuple(self.found[name] for name in _TEXTS if name in self.found))


def read_feed(text: str) -> RawSource:
    """Find the items of a feed.

    Raises:
        UnreadableSource: It is no RSS or Atom feed, or declares a document type or entities.
    """
    prefixes = _PREFIXES | {
        prefix.lower()
        for prefix, uri in _NAMED.findall(text)
        if any(known in uri.lower() for known in _NAMESPACES)
        and not any(other in uri.lower() for other in _OTHER_NAMESPACES)
    }
    tags = _tags(text, prefixes)
    root = next(tags, None)
    if root is None or root.name.rpartition(":")[2] not in _ROOTS:
        raise UnreadableSource("is no RSS or Atom feed")
    return RawSource(_items(text, tags))


def _items(text: str, tags: Iterator[_Tag]) -> Iterator[RawItem]:
    item: _Item | None = None
    for tag in tags:
        if tag.name in _ITEMS:
            if item is not None:
                yield item.raw()
            item = None if tag.is_end or tag.is_empty else _Item()
        elif item is None:
            continue
        elif tag.name in _APART:
            item.apart = "" if tag.is_end or tag.is_empty else tag.name
        elif tag.name in _FIELDS and not (tag.is_end or tag.is_empty or item.apart):
            end = _end_of(tag, tags)
            if end is not None and end.name == tag.name:
                item.found.setdefault(tag.name, _characters(text, tag.end, end.start))
                continue
            # The field never ends, so what it says may be cut off.
            yield item.raw()
            item = None if end is None or end.is_end or end.is_empty else _Item()
    if item is not None:
        yield item.raw()


def _end_of(field_: _Tag, tags: Iterator[_Tag]) -> _Tag | None:
    """Return the tag that ends a field, or with which its item ends before."""
    inside = 0
    for tag in tags:
        if tag.name in _ITEMS:
            return tag
        if tag.name == field_.name and not tag.is_empty:
            if tag.is_end and inside == 0:
                return tag
            inside += -1 if tag.is_end else 1
    return None


def _characters(text: str, start: int, end: int) -> str:
    """Return what stands in a field: what is marked as characters as it is, and the rest read."""
    parts = _LITERAL.split(text[start : min(end, start + _MAX_FIELD)])
    return "".join(part if odd else spelled_out(part) for odd, part in _alternately(parts))


def _alternately(parts: list[str]) -> Iterator[tuple[bool, str]]:
    return ((number % 2 == 1, part) for number, part in enumerate(parts))


def _tags(text: str, prefixes: frozenset[str]) -> Iterator[_Tag]:
    """Find the tags, but those in comments and in what is marked as characters."""
    at, begun = 0, False
    closings: dict[str, int] = {}
    while (match := _MARK.search(text, at)) is not None:
        comment, literal, _instruction, declared, ends, name = match.groups()
        at = match.end()
        if name:
            rest = _REST_OF_TAG.match(text, at)
            if rest is None:
                continue  # a `<` in the text, or a tag that never ends
            at = rest.end()
            prefix, _, local = name.lower().rpartition(":")
            known = local if prefix in prefixes else name.lower()
            if known in _READ or not begun:
                yield _Tag(known, ends == "/", text[at - 2] == "/", match.start(), at)
            begun = True
        elif declared:
            if not begun:
                raise UnreadableSource(_refusal(declared, text[at : at + 20]))
        else:
            closing = "-->" if comment else "]]>" if literal else "?>"
            at = _after(text, closing, at, closings)


def _after(text: str, closing: str, at: int, closings: dict[str, int]) -> int:
    """Return where a part ends; one that never ends is passed over as if it had not begun.

    Args:
        text: The feed.
        closing: What it ends with.
        at: Where it begins.
        closings: Where the next end of each kind is, as far as it is known: without it the whole
            text would be searched for each of a million beginnings.
    """
    if closings.get(closing, 0) < at:
        found = text.find(closing, at)
        closings[closing] = found if found >= 0 else len(text)
    end = closings[closing]
    # Characters that are marked within others show that the first were never closed.
    is_open = end == len(text) or (closing == "]]>" and text.find("<![CDATA[", at, end) >= 0)
    return at if is_open else end + len(closing)


def _refusal(declared: str, rest: str) -> str:
    if declared.upper() == "DOCTYPE" and _PAGE.match(rest):
        return "is a web page and no feed"
    return f"declares <!{declared.upper()}, which no feed needs and is not read"
