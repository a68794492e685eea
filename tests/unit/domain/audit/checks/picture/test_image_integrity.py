"""Stored bytes are those that were named, and a picture."""

import struct
import time
import zlib
from typing import Any

import pytest

from domain.audit.checks.picture.image_integrity import CHECK
from tests.support.audit.subjects import Creative, canvas, codes, png, stored, subject

PICTURE = stored(Creative())[0]


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that announces more pixels than it has."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + PICTURE[33:]
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "IMAGE_CORRUPT"),
        (b"GIF89a", "IMAGE_CORRUPT"),
        (b"<html/>", "IMAGE_CORRUPT"),
        (PICTURE[: len(PICTURE) // 2], "IMAGE_CORRUPT"),
        (bomb(60000, 60000), "DECOMPRESSION_BOMB"),
        (bomb(2**31 - 1, 2**31 - 1), "DECOMPRESSION_BOMB"),
        (png(canvas()), "IMAGE_BLANK"),
    ],
    ids=["empty", "header", "html", "truncated", "bomb", "more than a report can count", "blank"],
)
def test_a_broken_picture_fails_its_integrity(data: bytes, reason: str) -> None:
    """Broken, absurd and empty pictures are refused, each for its own reason."""
    findings = CHECK(subject(fetched={"asset": data}))

    assert codes(findings) == [("FAIL", reason, "CRITICAL")]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"fetched": {"asset": None}}, "picture"),
        ({"sha256": "0" * 64}, "picture"),
        ({"width": 999, "height": 999}, "size"),
        ({"size_bytes": 1}, "size"),
        ({"fetched": {"manifest": b"{}"}}, "manifest"),
    ],
)
def test_bytes_that_are_not_those_named_fail(changes: dict[str, Any], part: str) -> None:
    """What was altered after it was made is found, whichever part it is."""
    findings = CHECK(subject(**changes))

    assert codes(findings) == [("FAIL", "ARTIFACT_HASH_MISMATCH", "CRITICAL")]
    assert findings[0].evidence["part"] == part


def test_a_picture_far_beyond_any_placement_is_refused_at_once() -> None:
    """A small file that unfolds to 64 megapixels keeps no worker busy and fills no memory."""
    data = bomb(8000, 8000)
    began = time.process_time()

    findings = CHECK(subject(fetched={"asset": data}))

    assert codes(findings) == [("FAIL", "DECOMPRESSION_BOMB", "CRITICAL")]
    assert findings[0].evidence["pixels"] == 64_000_000
    assert time.process_time() - began < 1
