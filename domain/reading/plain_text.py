"""What a person reads of a text that may be HTML: without tags, with its characters spelled out."""

import re
from html import unescape
from typing import Final

_ELEMENTS: Final = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink "
    "blockquote body br button canvas caption center cite code col colgroup content data datalist "
    "dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form "
    "frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd "
    "label legend li link main map mark marquee menu meta meter nav nobr noframes noscript object "
    "ol optgroup option output p param path picture pre progress q rp rt ruby s samp script "
    "section select slot small source span strike strong style sub summary sup svg table tbody "
    "td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
"""The elements of HTML, old ones too, and of the drawings that stand in it."""

_TAG: Final = re.compile(
    rf"</?(?:(?:\w{{1,20}}:)?(?:{'|'.join(_ELEMENTS.split())}))(?=[\s/>])[^<>]*>", re.IGNORECASE
)
_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<[?!](?!\[CDATA\[)[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL: Final = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_HALVES: Final = re.compile(
    r"&#(?:x(d[89ab][0-9a-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][0-9a-f]{2})|(5[67]\d{3}));",
    re.IGNORECASE,
)
_HIGH: Final = range(0xD800, 0xDC00)
_LOW: Final = range(0xDC00, 0xE000)


def plain_text(markup: str) -> str:
    """Return the words of a text, in one line and without control characters.

    What stands between `<` and `>` and is no tag of HTML is text: `5 < 6 > 4`, `<3`.
    """
    # An inline tag may stand within a word, but then nobody reads a feed for it.
    shown = _TAG.sub(" ", _UNSEEN.sub(" ", _LITERAL.sub(r"\1", markup)))
    return one_line(spelled_out(shown))


def spelled_out(text: str) -> str:
    """Return a text with the characters that its references name.

    A character beyond the first 65,536 may be named by the two halves that UTF-16 makes of it;
    neither HTML nor XML allows that, and many programs write it.
    """
    return unescape(_HALVES.sub(_whole, text))


def one_line(text: str) -> str:
    """Return a text with single spaces for white space and for what cannot be printed."""
    # Lone surrogates fit neither a contract nor UTF-8.
    readable = text.encode("utf-8", errors="replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in readable).split())


def _whole(match: re.Match[str]) -> str:
    high, low = (
        int(sixteen, 16) if sixteen else int(ten)
        for sixteen, ten in (match.group(1, 2), match.group(3, 4))
    )
    if high not in _HIGH or low not in _LOW:
        return match[0]
    return chr(0x10000 + ((high - _HIGH.start) << 10) + (low - _LOW.start))
