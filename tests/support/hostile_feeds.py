"""Feeds that are small enough to be taken and made to cost more than any feed should."""

from collections.abc import Callable, Mapping
from typing import Final

_RSS: Final = b'<rss version="2.0"><channel>%b</channel></rss>'


def _attributes() -> bytes:
    names = b" ".join(b'a%d="1"' % number for number in range(380_000))
    return _RSS % (b"<item %b/>" % names)


def _columns() -> bytes:
    names = b",".join(b"c%d" % number for number in range(300_000))
    return b"date,text,%b\n%b" % (names, b"2026-03-01,a\n" * 200_000)


HOSTILE_FEEDS: Final[Mapping[str, Callable[[], bytes]]] = {
    "tags-in-title.rss": lambda: _RSS % (b"<item><title>%b</title></item>" % (b"<b>" * 1_600_000)),
    "attributes.rss": _attributes,
    "unclosed.rss": lambda: b'<rss version="2.0"><channel>' + b"<a>" * 1_600_000,
    "angle-brackets.rss": lambda: (
        _RSS % (b"<item><description><![CDATA[%b]]></description></item>" % (b"<" * 4_900_000))
    ),
    "not-well-formed.rss": lambda: _RSS % (b"<item><title>&nbsp; a & b <p></title>" * 130_000),
    "style.rss": lambda: (
        _RSS
        % (
            b'<item><description><![CDATA[<p style="%b">]]></description></item>'
            % (b"a:b;" * 1_200_000)
        )
    ),
    "nested.rss": lambda: _RSS % (b"<a>" * 600_000 + b"</a>" * 600_000),
    "nested.json": lambda: b"[" * 4_900_000,
    "columns.csv": _columns,
}
"""By file name, each at most 5 MB: what made a worker busy for minutes comes first."""
