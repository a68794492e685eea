"""How long X takes a text to be: never shorter than it counts, and longer only where nobody knows.

After twitter-text, configuration version 3; see https://docs.x.com/fundamentals/counting-characters.
What twitter-text knows depends on its age; where an ending or an emoji is newer, the longer of both
readings counts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.package_data import data_beside
from domain.text.endings import top_level_domains

LINK_WEIGHT: Final = 23
"""What X counts for any link, since it replaces it by one of its own."""

_LIGHT: Final = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that weigh 1, others weigh 2."""
_HEAVY: Final = 2
_LONGEST_LINK: Final = 4000
"""Characters of an address, beyond which X may count it as text (4096, in another form)."""

_SPACES: Final = r"\x09-\x0D\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_INVALID: Final = r"\uFFFE\uFEFF\uFFFF"
_DIRECTIONS: Final = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_OF_HOST: Final = rf"[^\!'#%&'()*+,\\\-./:;<=>?@\[\]^_{{|}}~${_SPACES}{_INVALID}{_DIRECTIONS}]"
_LATIN: Final = (
    r"\xC0-\xD6\xD8-\xF6\xF8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272"
    r"\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_OF_PATH: Final = rf"[a-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PARENTHESIS: Final = rf"\((?:{_OF_PATH}+|{_OF_PATH}*\({_OF_PATH}+\){_OF_PATH}*)\)"
_ENDS_PATH: Final = rf"(?:[+\-a-z\u0400-\u04FF0-9=_#/{_LATIN}]|{_PARENTHESIS})"
_QUERY: Final = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_PATH: Final = (
    rf"(?P<path>/(?:(?:{_OF_PATH}|{_PARENTHESIS})*{_ENDS_PATH})?)?"
    rf"(?:{_QUERY})?"
)
_SHORTENED: Final = re.compile(
    rf"https?://t\.co/([a-z0-9]+)(?:{_QUERY})?",
    re.IGNORECASE,
)
"""X's own links, which have no path behind their code."""
_LONGEST_CODE: Final = 40
_AFTER_ENDING: Final = r"(?=[^0-9a-zA-Z@+-]|$)"
_MOST_LABELS: Final = 30
"""Of a host: one with more is longer as text than as a link."""

_TONE: Final = "\U0001f3fb-\U0001f3ff"
_JOINER: Final = "\u200d"
_PICTURED: Final = "\ufe0f"
"""Asks for the picture of a character that may be text."""
_SMALL_PICTURES: Final = frozenset("©®")
"""Pictographs among the letters of Latin-1: X's implementations do not agree on them."""
_ELEMENT: Final = rf"[^{_JOINER}{_PICTURED}{_TONE}][{_TONE}]?{_PICTURED}?"
_SEVERAL: Final = re.compile(
    rf"(?P<flag>[\U0001f1e6-\U0001f1ff]{{2}})|(?P<keycap>[0-9#*]{_PICTURED}?\u20e3)"
    r"|(?P<region>\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f)"
    rf"|(?=..){_ELEMENT}(?:{_JOINER}{_ELEMENT})*",
    re.DOTALL,
)
_STRIPPED: Final = re.compile(rf"[{_TONE}{_PICTURED}]")


@dataclass(frozen=True)
class _Emoji:
    """The emoji that X takes for one character."""

    joined: frozenset[str]
    """Without tones and the mark for pictures."""
    toned: frozenset[str]
    """Those of them whose first part may have a tone of skin."""
    flags: frozenset[str]
    regions: frozenset[str]
    modified: frozenset[str]
    """What may have a tone of skin."""
    pictured: frozenset[str]
    """What may have the mark for pictures."""


def x_length(text: str) -> int:
    """Return the length of a text as X counts it, in its weights."""
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return max(_length(normal, endings) for endings in _known_endings())


def _length(text: str, endings: frozenset[str]) -> int:
    """Return the length of a text for which links end with these."""
    links = dict(_links_in(text, endings))
    emoji = dict(_emoji_in(text))
    total, place = 0, 0
    while place < len(text):
        if place in links:
            total, place = total + LINK_WEIGHT, links[place]
        elif place in emoji:
            total, place = total + _HEAVY, emoji[place]
        else:
            total, place = total + _weight_of(text[place]), place + 1
    return total


def _links_in(text: str, endings: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Return where X makes a link of a part of the text."""
    if "." not in text:
        return
    for match in _link(endings).finditer(text):
        start, end = match.span("url")
        if not _is_link(match):
            continue
        if match["scheme"] is not None:
            short = _SHORTENED.match(text, start)
            if short is None or len(short[1]) <= _LONGEST_CODE:
                yield start, short.end() if short else end
        elif match["before"] not in ("-", "_", ".", "/"):
            # Without a scheme only the part in Latin letters is a link.
            hosts = [each.span() for each in _latin(endings).finditer(match["host"])]
            for number, (first, last) in enumerate(hosts, 1):
                is_last = number == len(hosts) and match["path"] is not None
                behind = end - match.end("host") if is_last else 0
                yield start + first, start + last + behind


def _is_link(match: re.Match[str]) -> bool:
    """Tell whether its host can be one; where it cannot, X counts the text as it stands."""
    try:
        match["host"].encode("idna")
    except UnicodeError:
        return False
    return len(match["url"]) <= _LONGEST_LINK


def _emoji_in(text: str) -> Iterator[tuple[int, int]]:
    """Return where each emoji of several characters begins and ends that X takes for one."""
    known = _emoji()
    for match in _SEVERAL.finditer(text):
        found, start = match[0], match.start()
        is_one = {
            "flag": found in known.flags,
            "keycap": True,
            "region": found in known.regions,
            None: _is_joined(found, known),
        }[match.lastgroup]
        if is_one:
            yield match.span()
            continue
        for part in found.split(_JOINER):
            length = _length_of_first(part, known)
            if length > 1:
                yield start, start + length
            start += len(part) + len(_JOINER)


def _is_joined(found: str, known: _Emoji) -> bool:
    stripped = _STRIPPED.sub("", found)
    if stripped not in known.joined:
        return False
    first, *others = (part.removesuffix(_PICTURED) for part in found.split(_JOINER))
    is_toned = len(first) > 1
    return (
        all(part[0] in known.pictured for part in found.split(_JOINER) if _PICTURED in part)
        and all(len(part) == 1 for part in others)
        and (not is_toned or (stripped in known.toned and _PICTURED not in found[:3]))
    )


def _length_of_first(part: str, known: _Emoji) -> int:
    """Return how much of a character with its tone or mark X knows together."""
    mark = part[1:2]
    fitting = known.pictured if mark == _PICTURED else known.modified
    return 1 + (bool(mark) and part[0] in fitting)


def _weight_of(char: str) -> int:
    is_light = any(low <= ord(char) <= high for low, high in _LIGHT)
    return 1 if is_light and char not in _SMALL_PICTURES else _HEAVY


@cache
def _emoji() -> _Emoji:
    raw = data_beside(__name__, "x_emoji.toml")
    return _Emoji(**{name: frozenset(entries) for name, entries in raw.items()})


@cache
def _known_endings() -> tuple[frozenset[str], frozenset[str]]:
    """Return what X knew for an ending when twitter-text was made, and what is one today."""
    today, changed = top_level_domains(), data_beside(__name__, "x_endings.toml")
    return today.difference(changed["newer"]).union(changed["gone"]), today


@cache
def _link(endings: frozenset[str]) -> re.Pattern[str]:
    label = rf"{_OF_HOST}(?:[_-]|{_OF_HOST})*+(?<={_OF_HOST})\."
    name = rf"{_OF_HOST}(?:-|{_OF_HOST})*+(?<={_OF_HOST})\."
    return re.compile(
        rf"(?P<before>[^A-Za-z0-9@＠$#＃{_INVALID}]|[{_DIRECTIONS}]|^)(?P<url>(?P<scheme>https?://)?"
        rf"(?P<host>(?:{label}){{0,{_MOST_LABELS}}}{name}{_ending(endings)})(?::[0-9]+)?{_PATH})",
        re.IGNORECASE,
    )


@cache
def _latin(endings: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:[\-a-z0-9{_LATIN}]+\.)+{_ending(endings)}", re.IGNORECASE)


def _ending(endings: frozenset[str]) -> str:
    return rf"(?:{_any_of(endings)}{_AFTER_ENDING}|xn--[\-0-9a-z]+)"


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of these words, the longest first, that looks at a letter once."""
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[:1], []).append(word[1:])
    is_end = behind.pop("", None) is not None
    parts = [re.escape(first) + _any_of(rest) for first, rest in behind.items()]
    return f"(?:{'|'.join(parts)}){'?' * is_end}" if parts else ""
