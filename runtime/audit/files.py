"""The audit of files outside any campaign: no server, no state, nothing written."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from contracts import ContractInvalid, QualityCheck
from domain.audit.catalogue import NEED_COPY
from domain.audit.offline import (
    CopyMisfit,
    Demands,
    PictureFile,
    PostCopy,
    audit_files,
    cannot_be_judged,
)
from domain.audit.rules.compiler import compile_rules
from domain.audit.ruleset import load_ruleset
from domain.gravity import gravest, verdict_of
from domain.platforms import Placement, known_placements, placement_of
from domain.platforms.listing import list_limits
from domain.reading.plain_text import one_line
from runtime.audit.in_force import rules_in_force
from runtime.audit.inputs import read_picture
from runtime.audit.replies import (
    AuditedFile,
    AuditedFiles,
    PlatformLimit,
    PlatformLimits,
)
from runtime.progress import Say
from runtime.refusals import WrongUse

MAX_FILES: Final = 10_000
"""Pictures that one command takes: what is found in them needs up to a gigabyte."""

MAX_SHOWN: Final = 500
"""Pictures of one page, which has some hundred kilobytes of each."""


@dataclass(frozen=True)
class Unread:
    """A picture that could not be read."""

    why: str


@dataclass(frozen=True)
class Piece:
    """One picture to be audited, with the copy beside it; `None` is a picture alone."""

    path: Path
    picture: PictureFile | Unread
    copy: PostCopy | None


def find_placement(channel: str, placement: str) -> Placement:
    """Return what a placement takes.

    Raises:
        WrongUse: There is none of this name; the message names those there are.
    """
    try:
        return placement_of(channel, placement)
    except ContractInvalid as error:
        raise WrongUse(str(error).removeprefix("channels: ")) from error


def refuse_too_many(count: int, *, on_a_page: bool) -> None:
    """Refuse more pictures than one command takes.

    Raises:
        WrongUse: They are more than fit into memory, or onto a page.
    """
    if count > MAX_FILES:
        raise WrongUse(f"audit takes at most {MAX_FILES:,} pictures, and {count:,} were given")
    if on_a_page and count > MAX_SHOWN:
        raise WrongUse(f"--html shows at most {MAX_SHOWN:,} pictures, and {count:,} were given")


def pieces_of(paths: Sequence[Path], copy: PostCopy | None, tell: Say) -> Iterator[Piece]:
    """Read pictures one by one, so that ten thousand need no more memory than one.

    Args:
        paths: Where they lie; one that cannot be read costs itself.
        copy: What stands beside each of them.
        tell: Hears of the progress.
    """
    for number, path in enumerate(paths, 1):
        tell(f"{number} of {len(paths)}: {one_line(str(path))}")
        try:
            picture: PictureFile | Unread = read_picture(path, None, None)
        except WrongUse as error:
            picture = Unread(str(error).removeprefix(f"{path}: "))
        yield Piece(path, picture, copy)


def audit_pieces(
    pieces: Iterable[Piece], place: Placement, demands: Demands, today: date
) -> AuditedFiles:
    """Return what every check finds in each of the pieces.

    Args:
        pieces: At least one; each is judged by itself, whatever became of the others.
        place: Where all of them go.
        demands: What all of them are held to.
        today: The day by which the age of the platforms' limits is judged.

    Raises:
        WrongUse: The copy does not fit its contract, or none of the pictures could be read.
    """
    files = [_judged(piece, place, demands, today) for piece in pieces]
    if all(file.sha256 is None for file in files):
        why = files[0].checks[0].evidence["reason"]
        raise WrongUse(f"none of {len(files):,} pictures can be read; {files[0].file}: {why}")
    rules = compile_rules(demands.do_not_do, demands.tone_guard, demands.platform_constraints)
    return AuditedFiles(
        verdict=gravest(file.verdict for file in files),
        channel=place.channel,
        placement=place.placement,
        ruleset=load_ruleset().label,
        files=files,
        rules=rules_in_force(rules, [place]),
    )


def pictures_again(answer: AuditedFiles, paths: Sequence[Path]) -> Iterator[bytes]:
    """Read the pictures of an answer once more, one by one: nothing for one that is another now."""
    for file, path in zip(answer.files, paths, strict=True):
        data = b"" if file.sha256 is None else read_picture(path, None, None).data
        yield data if hashlib.sha256(data).hexdigest() == file.sha256 else b""


def limits_of(channel: str | None, today: date) -> PlatformLimits:
    """Return every limit of one channel, or of all.

    Raises:
        WrongUse: The channel is not known; the message names those that are. Or a channel's file
            does not fit; the message names file and field.
    """
    try:
        known = sorted({place.channel for place in known_placements()})
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    if channel is not None and channel not in known:
        raise WrongUse(f"{channel} is not a known channel; known are {', '.join(known)}")
    return PlatformLimits(
        limits=[
            PlatformLimit(
                channel=limit.channel,
                placement=limit.placement,
                limit=limit.limit,
                value=limit.value,
                enforcement=limit.enforcement,
                counting=limit.counting,
                source=limit.source,
                checked_on=limit.checked_on,
                age_days=limit.age_days,
            )
            for limit in list_limits(today)
            if channel in {None, limit.channel}
        ]
    )


def _judged(piece: Piece, place: Placement, demands: Demands, today: date) -> AuditedFile:
    """Return what is to be said of a piece; whatever comes up costs it alone, and is said."""
    if isinstance(piece.picture, Unread):
        return _unjudged(piece, place, piece.picture.why)
    try:
        return _audited(piece, piece.picture, place, demands, today)
    except WrongUse:
        raise
    except Exception as error:  # noqa: BLE001 - libraries raise whatever they stumble into
        return _unjudged(piece, place, f"the audit stumbled: {type(error).__name__}: {error}")


def _unjudged(piece: Piece, place: Placement, why: str) -> AuditedFile:
    checks = [cannot_be_judged(why, place)]
    picture = piece.picture
    return AuditedFile(
        file=_shown(piece.path),
        sha256=hashlib.sha256(picture.data).hexdigest()
        if isinstance(picture, PictureFile)
        else None,
        size_bytes=len(picture.data) if isinstance(picture, PictureFile) else None,
        verdict=verdict_of(checks),
        checks=checks,
        left_out=[],
    )


def _audited(
    piece: Piece, picture: PictureFile, place: Placement, demands: Demands, today: date
) -> AuditedFile:
    try:
        findings = audit_files(
            picture,
            piece.copy or PostCopy(),
            channel=place.channel,
            placement=place.placement,
            demands=demands,
            today=today,
        )
    except CopyMisfit as error:
        what = " ".join(str(error).split())[:300]
        raise WrongUse(f"{piece.path}: the copy does not fit its contract: {what}") from error
    checks, left_out = _without_missing_copy(findings, is_missing=piece.copy is None)
    return AuditedFile(
        file=_shown(piece.path),
        sha256=hashlib.sha256(picture.data).hexdigest(),
        size_bytes=len(picture.data),
        verdict=verdict_of(checks),
        checks=checks,
        left_out=left_out,
    )


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")  # a name may be any bytes


def _without_missing_copy(
    findings: Sequence[QualityCheck], *, is_missing: bool
) -> tuple[list[QualityCheck], list[str]]:
    if not is_missing:
        return list(findings), []
    kept = [finding for finding in findings if finding.check_id not in NEED_COPY]
    return kept, sorted({finding.check_id for finding in findings} & NEED_COPY)
