"""One form for what means the same to every reader, so that it has one digest and one id.

Programs and keyboards write é as one character or as two, and a blank that does not break a line
where another writes a blank; nobody who compares two files sees a difference.
"""

import re
import unicodedata
from typing import Any, Final

_NO_BREAK: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
_HEX_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def one_text(value: Any) -> Any:
    """Return plain data in one form: texts in NFC with plain blanks, and colours in capitals."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.translate(_NO_BREAK))
        return text.upper() if _HEX_COLOR.fullmatch(text) else text
    if isinstance(value, list):
        return [one_text(item) for item in value]
    if isinstance(value, dict):
        return {key: one_text(item) for key, item in value.items()}
    return value
