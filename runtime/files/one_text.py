"""One form for what means the same to every reader, so that it has one digest and one id.

Programs and keyboards write é as one character or as two, a blank that does not break a line or is
a little wider where another writes a blank, and marks that nobody sees; whoever compares two files
sees no difference.
"""

import re
import unicodedata
from typing import Any, Final

_BLANKS: Final = "\u00a0\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""Unicode's other blanks (category Zs), without that of ideographs, which is a letter's width."""
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
"""Where a word may be parted or must not be. What joins emoji is seen, and none of them."""
_ONE_FORM: Final = str.maketrans({**dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_UNSEEN, "")})
_HEX_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def one_text(value: Any) -> Any:
    """Return plain data in one form: texts in NFC with plain blanks, and colours in capitals."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.translate(_ONE_FORM))
        return text.upper() if _HEX_COLOR.fullmatch(text) else text
    if isinstance(value, list):
        return [one_text(item) for item in value]
    if isinstance(value, dict):
        return {key: one_text(item) for key, item in value.items()}
    return value
