"""Secrets that are looked for in everything that was written, in whatever form they got there."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from tests.support.canaries.spellings import SPELLINGS

PARTED: Final = "its letters, in whatever case and parted by anything"
_PART: Final = 12
"""Characters of a secret's beginning that are as bad as the whole."""


def forms(secret: str | bytes) -> dict[str, bytes]:
    """Return how a secret may be written, by what people call it."""
    raw = secret.encode() if isinstance(secret, str) else secret
    found = {
        "itself": raw,
        "its beginning": raw[:_PART],
        "hex": raw[:_PART].hex().encode(),
        "HEX": raw[:_PART].hex().upper().encode(),
        **{f"base64 from {offset}": _base64(raw, offset) for offset in range(3)},
    }
    if isinstance(secret, str):
        found |= {
            "a part of a URL": quote(secret, safe="").encode(),
            "a part of a form": quote_plus(secret).encode(),
            "JSON": json.dumps(secret)[1:-1].encode(),
            "the beginning in JSON": json.dumps(secret[:_PART])[1:-1].encode(),
            "the beginning in a URL": quote(secret[:_PART], safe="").encode(),
        }
    return found


def _base64(raw: bytes, offset: int) -> bytes:
    """Return what stands in the base64 of anything with the secret's beginning at an offset."""
    whole = base64.b64encode(b"\0" * offset + raw[: _PART + 3])
    return whole[4 if offset else 0 :][:12]


def leaks(secrets: Mapping[str, str | bytes], written: Mapping[str, bytes]) -> list[str]:
    """Return where which secret stands in which form."""
    letters = {where: _letters(text) for where, text in written.items()}
    parted = {
        name: _letters(secret.encode() if isinstance(secret, str) else secret)[:_PART]
        for name, secret in secrets.items()
    }
    return sorted(
        [
            f"{name} as {form} in {where}"
            for name, secret in secrets.items()
            for form, data in forms(secret).items()
            for where, text in written.items()
            if data in text
        ]
        + [
            f"{name} as {PARTED} in {where}"
            for name, data in parted.items()
            for where, text in letters.items()
            if len(data) == _PART and data in text
        ]
    )


def told_in_every_form(secret: str) -> Iterator[str]:
    """Yield what a careless server says of a secret that it does not accept."""
    yield f"wrong key: {secret[:_PART]}**********{secret[-2:]}"
    yield from (spell(secret) for spell in SPELLINGS.values())


def _letters(data: bytes) -> bytes:
    return re.sub(rb"[^0-9A-Za-z]+", b"", data).lower()
