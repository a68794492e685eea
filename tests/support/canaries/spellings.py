"""How a server that means harm spells a secret."""

import base64
import html
import json
import quopri
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, quote_plus

_MASKED: Final = 12
_PARTS: Final = 5
_WIDE: Final = ord("ａ") - ord("a")

Spell = Callable[[str], str]


def _each(form: str) -> Spell:
    """Return what writes every byte in a form."""
    return lambda secret: "".join(form.format(byte) for byte in secret.encode())


def _parted(by: str) -> Spell:
    return lambda secret: by.join(secret[at : at + _PARTS] for at in range(0, len(secret), _PARTS))


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _behind(before: str) -> Spell:
    return lambda secret: _coded(f"{before}{secret}!?")


def _in_lines(secret: str) -> str:
    code = _coded(f"a letter to you, {secret}, and more")
    return "\n".join(code[at : at + 10] for at in range(0, len(code), 10))


def _wide(secret: str) -> str:
    return "".join(chr(ord(char) + _WIDE) if "!" <= char <= "~" else char for char in secret)


def _by_turns(secret: str) -> str:
    """Return it with every character spelled in another way than the one before."""
    ways = ("{}", "%{:02x}", "\\x{:02x}", "&#{};", "\\u{:04x}")
    spelled = [
        ways[at % len(ways)].format(char if at % len(ways) == 0 else ord(char))
        for at, char in enumerate(secret)
    ]
    return "".join(spelled)


SPELLINGS: Final[Mapping[str, Spell]] = MappingProxyType(
    {
        "as it is": str,
        "in capitals": str.upper,
        "in small letters": str.lower,
        "in swapped letters": str.swapcase,
        "in base64": _coded,
        "in base64 behind one": _behind("a"),
        "in base64 behind two": _behind("ab"),
        "in base64 for URLs": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
        "in base64 in capitals": lambda secret: _coded(secret).upper(),
        "in lines of base64": _in_lines,
        "in base64 in a URL": lambda secret: quote(_coded(secret), safe=""),
        "in JSON in base64": lambda secret: _coded(json.dumps({"key": secret})),
        "as for Basic": _behind("user:"),
        "as for PLAIN": _behind("\0user\0"),
        "in hexadecimal": lambda secret: secret.encode().hex(),
        "in capitals of hexadecimal": lambda secret: secret.encode().hex().upper(),
        "in parted hexadecimal": lambda secret: secret.encode().hex(":"),
        "in numbers": lambda secret: str([*secret.encode()]),
        "in numbers of programs": lambda secret: ", ".join(map(hex, secret.encode())),
        "in numbers of Unicode": _each("U+{:04X} "),
        "in other numbers of programs": _each("0X{:02X} "),
        "in small numbers of Unicode": _each("u+{:04x} "),
        "in numbers of Java": _each("\\uu{:04x}"),
        "in numbers of Perl": _each("\\x{{{:x}}}"),
        "in numbers with zeros": _each("{:03d} "),
        "in numbers in octal": _each("{:o} "),
        "in numbers of JSON": _each("\\u{:04x}"),
        "in numbers of JSON in JSON": lambda secret: json.dumps(_each("\\u{:04X}")(secret)),
        "in numbers of pages": _each("&#{};"),
        "in hexadecimal of pages": _each("&#x{:X};"),
        "in numbers of Python": _each("\\x{:02x}"),
        "in octal": _each("\\{:03o}"),
        "in numbers of URLs": _each("%{:02X}"),
        "in numbers of URLs in a URL": _each("%25{:02x}"),
        "in numbers of mail": _each("={:02X}"),
        "in mail": lambda secret: quopri.encodestring(secret.encode(), quotetabs=True).decode(),
        "on a page": html.escape,
        "in a form": quote_plus,
        "in other ways by turns": _by_turns,
        "in wide letters": _wide,
        "parted by lines": _parted("\n"),
        "parted by folded lines": _parted("\r\n\t"),
        "parted by lines of mail": _parted("=\r\n"),
        "parted by spaces": _parted("  "),
        "parted by what nobody sees": _parted("\u200b"),
        "parted by soft hyphens": _parted("\u00ad"),
        "parted by hyphens": _parted("-"),
        "parted in JSON": lambda secret: json.dumps(_parted("\n")(secret)),
        "without its beginning": lambda secret: secret[_PARTS:],
        "its middle": lambda secret: secret[4:-4],
        "masked": lambda secret: f"{secret[:_MASKED]}*****{secret[-_PARTS:]}",
    }
)
"""By what people call each."""
