"""What a page consists of, read as strictly as our own templates write it; and hostile text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, Never

from hypothesis import strategies as st

_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta"})
_DRAWN: Final = frozenset({"circle", "line", "path", "rect"})

HOSTILE: Final = (
    *(
        "</style>",
        "</title>",
        "</svg>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
    ),
    *('"', "'", "<", ">", "&", "&amp;", "&#x3c;", "<!--", "-->", "]]>", "javascript:alert(1)"),
    *("{{ 7 * 7 }}", "{% raw %}", "{# gone #}", "{{ page|attr(0) }}", "%}"),
    *("\u202e", "\u2066", "\u200f", "\x00", "\x1b[31m", "\x9b", "\ud800", "\ufffe", "\U0010ffff"),
)
"""Pieces of text that would be markup, a template, or a change of direction, or cannot be HTML."""

hostile_text: Final = st.lists(
    st.sampled_from(HOSTILE)
    | st.characters(exclude_categories=["Cc", "Z"], exclude_characters="_"),
    min_size=1,
    max_size=8,
).map(lambda pieces: f"x{''.join(pieces)}x")
"""Text that means no good, with letters around it, so that it is never empty, and without what a
sentence may change, such as two spaces."""

_NOT_HTML: Final = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|"
    + "|".join(f"[{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}]" for p in range(17))
)


def as_shown(text: str) -> str:
    """Return text as a page can hold it: what HTML forbids is a replacement character."""
    return _NOT_HTML.sub("\ufffd", text)


@dataclass
class Element:
    """One element with what is in it."""

    tag: str
    attributes: dict[str, str]
    parts: list["Element | str"] = field(default_factory=list["Element | str"])

    @property
    def text(self) -> str:
        """All text in it, without that of styles."""
        return "".join(
            part if isinstance(part, str) else part.text
            for part in self.parts
            if isinstance(part, str) or part.tag != "style"
        )

    def all(self, tag: str = "", style: str = "") -> list["Element"]:
        """Return the elements in it of a kind and class, in the order of the page."""
        return [
            one
            for one in self._below()
            if tag in ("", one.tag)
            and (not style or style in one.attributes.get("class", "").split())
        ]

    def one(self, tag: str = "", style: str = "") -> "Element":
        """Return the only such element."""
        (found,) = self.all(tag, style)
        return found

    def shape(self) -> list[tuple[str, ...]]:
        """Return every element's name with the names of its attributes."""
        return [(one.tag, *one.attributes) for one in self._below()]

    def _below(self) -> Iterator["Element"]:
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part._below()


def read(page: str) -> Element:
    """Return a page as one element.

    Raises:
        AssertionError: Something is not closed or closed twice, an attribute stands twice in an
            element or an id twice in the page, or it is no page of HTML 5.
    """
    assert page.startswith("<!doctype html>\n<html lang=")
    assert as_shown(page) == page
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"not closed: {[one.tag for one in reader.open[1:]]}"
    ids = [one.attributes["id"] for one in reader.root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids)), f"an id stands twice: {ids}"
    assert len(reader.root.all("title")) == len(reader.root.all("h1")) == 1
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = self._add(tag, attrs)
        if tag not in _VOID:
            self.open.append(new)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _DRAWN, f"{tag} closes itself, and only what is drawn may"
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        found = self.open.pop()
        assert found.tag == tag, f"{tag} closes {found.tag}"

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)

    def handle_comment(self, data: str) -> Never:
        self._fail(data)

    def unknown_decl(self, data: str) -> Never:
        self._fail(data)

    def handle_pi(self, data: str) -> Never:
        self._fail(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in {tag}: {names}"
        attributes = {name: value or "" for name, value in attrs}
        new = Element(tag, attributes)
        self.open[-1].parts.append(new)
        return new

    def _fail(self, what: str) -> Never:
        raise AssertionError(f"a page has no {what}")
