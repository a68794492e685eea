"""What is tried: a file's way through the whole audit, and a feed's through the whole radar."""

import asyncio
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from console.pages.audit import page_of
from contracts import QualityCheck, RadarReport
from domain.audit.offline import Demands, PictureFile
from runtime.audit.files import Piece, audit_pieces, find_placement
from runtime.audit.replies import AuditedFiles
from tests.fuzz.feed_mutations import mutated_feed
from tests.fuzz.feed_seeds import feed_seeds
from tests.fuzz.mutations import Chance
from tests.fuzz.picture_mutations import SOUND, mutated_picture
from tests.fuzz.picture_seeds import picture_seeds
from tests.support.computing import FailingCompute
from tests.support.radar_scans import as_csv, dated, scan

TODAY: Final = date(2026, 11, 28)
_COLORS: Final = ("No usar rojo", "No mencionar política")
_WORDS: Final = ("No mencionar política",)
_COLORED: Final = 4
_DRAWN: Final = 32
"""Of so many pictures one is held to rules about colours, or drawn on a page: the bytes decide."""
_OURS: Final = re.compile(
    r"cannot be read \(\w+\)|cannot be read, such as «\w+(?:Error|Exception)»"
)
"""What the radar says when its own code, or a library in it, stumbled."""


class Fault(Exception):
    """Something was answered, and is not right."""


@dataclass(frozen=True)
class Target:
    """One kind of strangers' files."""

    seeds: Callable[[], tuple[tuple[str, bytes], ...]]
    mutated: Callable[[Chance], tuple[str, bytes]]
    call: Callable[[str, bytes], str]
    """Reads one and returns in a word or two what came of it; raises what must not happen."""


def audit_picture(name: str, data: bytes) -> str:
    """Audit a picture as `audit` does: every check, with rules, as JSON and now and then as a page.

    Raises:
        Fault: The answer is not valid, or a check stumbled.
    """
    place, which = find_placement("instagram", "feed"), zlib.crc32(data)
    pieces = [Piece(Path(name), PictureFile(data, name), None)]
    rules = _WORDS if which % _COLORED else _COLORS
    answer = audit_pieces(pieces, place, Demands(do_not_do=rules), TODAY)
    if AuditedFiles.model_validate_json(answer.model_dump_json(ensure_ascii=True)) != answer:
        raise Fault("the answer as JSON is another one")
    (file,) = answer.files
    if which % _DRAWN == 0:
        page_of(answer, [data], None).encode()
    for check in file.checks:
        if "the check stumbled" in str(check.evidence.get("reason")):
            raise Fault(f"{check.check_id}: {check.evidence['reason']}")
    became = _became(file.checks)
    if name.startswith(SOUND) and became in {"IMAGE_CORRUPT", "DECOMPRESSION_BOMB"}:
        raise Fault(f"odd metadata makes it a {became}: {file.checks}")
    return f"{file.verdict}, {became}"


def scan_feed(_: str, data: bytes) -> str:
    """Scan a feed beside a sound one, as a campaign's radar does.

    Raises:
        Fault: The sound feed was not read, nothing is said of one that gave nothing, or the
            reader stumbled.
    """
    report = _loop().run_until_complete(_scanned(data))
    found = report.documents - len(dated())
    if found < 0:
        raise Fault("the feed beside it was not read")
    stumbled = next(filter(None, map(_OURS.search, report.notes)), None)
    if stumbled:
        raise Fault(stumbled[0])
    if not found and not any(note.startswith("source 1 ") for note in report.notes):
        raise Fault("a source that gave nothing is not named")
    return "items read" if found else _said(report)


TARGETS: Final[Mapping[str, Target]] = {
    "pictures": Target(picture_seeds, mutated_picture, audit_picture),
    "feeds": Target(feed_seeds, mutated_feed, scan_feed),
}


async def _scanned(data: bytes) -> RadarReport:
    asked_at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    return await scan(data, _sound(), compute=FailingCompute({}), asked_at=asked_at)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


@cache
def _sound() -> bytes:
    return as_csv(dated())


def _became(checks: list[QualityCheck]) -> str:
    """Return what the file turned out to be."""
    codes = {check.check_id: check.reason_code for check in checks}
    integrity = codes.get("image_integrity_check")
    if integrity is not None:
        return integrity
    kind, metadata = codes.get("file_format_check"), codes.get("image_metadata_check")
    return kind or metadata or "no fault of the file"


def _said(report: RadarReport) -> str:
    notes = [note for note in report.notes if note.startswith("source 1 ")]
    word = re.sub(
        r"\(.*?\)|«.*?»|\d[\d,]*|declares \S+,?", "…", notes[-1].removeprefix("source 1 ")
    )
    return " ".join(word.split())[:60]
