"""TOML, as files of ours and of operators are read: one form, and one message when it is none."""

import re
import tomllib
from typing import Any, Final

from contracts import ContractInvalid
from contracts.repeating import repeated

_QUOTED: Final = re.compile(r"""(['"])((?:(?!\1)[^\\]|\\.)+)\1""")
"""A key that the standard library's reader repeats, as Python quotes it."""


def read_toml(data: bytes, named: str) -> dict[str, Any]:
    """Return what a TOML file says; a mark of the byte order is no part of it.

    Args:
        data: Its bytes.
        named: How a message names it, such as `The channels file x.toml`.

    Raises:
        ContractInvalid: It is no TOML in UTF-8.
    """
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        told = _QUOTED.sub(lambda quoted: f"'{repeated(quoted[2])}'", str(error))
        raise ContractInvalid(f"{named} cannot be read as TOML in UTF-8: {told}.") from None
