"""What the SDK says of its settings when it cannot read them, without the values that it quotes."""

import re
from pathlib import Path
from typing import Final

from activities.named_paths import named

_QUOTED_LINE: Final = re.compile(r"\s*\d*\s*\|")
_QUOTED_VALUE: Final = re.compile(r"(invalid (?:type|value): \w+) .*(?=, expected)")
"""How the SDK's reader of TOML quotes what it does not understand."""
_QUOTED_NAME: Final = re.compile(r"([`'\"])(.*)\1(?=, expected)|([`'\"])(.*)\3")
"""How it repeats a path, a field's or a profile's name: a key itself may stand in its place, and
have the mark in it with which it is quoted."""


def without_values(text: str) -> str:
    """Return what a reader of TOML has to say without the line and the value that it quotes."""
    lines = [line for line in text.splitlines() if not _QUOTED_LINE.match(line)]
    told = _QUOTED_VALUE.sub(r"\1", " ".join(" ".join(lines).split()))
    # What follows is what it would understand.
    return _QUOTED_NAME.sub(_named_in, told, count=1)


def _named_in(quoted: re.Match[str]) -> str:
    mark, name = (group for group in quoted.groups() if group is not None)
    return f"{mark}{named(Path(name))}{mark}"
