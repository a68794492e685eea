"""The audit of files outside any campaign: no server, no state, nothing written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts import ContractInvalid, QualityCheck
from domain.audit.catalogue import NEED_COPY
from domain.audit.offline import Demands, PictureFile, PostCopy, audit_files
from domain.audit.rules.compiler import compile_rules
from domain.audit.ruleset import load_ruleset
from domain.gravity import gravest, verdict_of
from domain.platforms import Placement, known_placements, placement_of
from domain.platforms.listing import list_limits
from runtime.audit.in_force import rules_in_force
from runtime.audit.replies import (
    AuditedFile,
    AuditedFiles,
    PlatformLimit,
    PlatformLimits,
)
from runtime.progress import Say
from runtime.refusals import WrongUse


@dataclass(frozen=True)
class Piece:
    """One picture to be audited, with the copy beside it; `None` is a picture alone."""

    path: Path
    picture: PictureFile
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


def audit_pieces(
    pieces: Sequence[Piece],
    place: Placement,
    demands: Demands,
    today: date,
    tell: Say,
) -> AuditedFiles:
    """Return what every check finds in each of the pieces.

    Args:
        pieces: At least one; each is judged by itself.
        place: Where all of them go.
        demands: What all of them are held to.
        today: The day by which the age of the platforms' limits is judged.
        tell: Hears of the progress when there are several.

    Raises:
        WrongUse: The copy does not fit its contract.
    """
    files: list[AuditedFile] = []
    for number, piece in enumerate(pieces, 1):
        if len(pieces) > 1:
            tell(f"{number} of {len(pieces)}: {piece.path}")
        files.append(_audited(piece, place, demands, today))
    rules = compile_rules(demands.do_not_do, demands.tone_guard, demands.platform_constraints)
    return AuditedFiles(
        verdict=gravest(file.verdict for file in files),
        channel=place.channel,
        placement=place.placement,
        ruleset=load_ruleset().label,
        files=files,
        rules=rules_in_force(rules, [place]),
    )


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


def _audited(piece: Piece, place: Placement, demands: Demands, today: date) -> AuditedFile:
    try:
        findings = audit_files(
            piece.picture,
            piece.copy or PostCopy(),
            channel=place.channel,
            placement=place.placement,
            demands=demands,
            today=today,
        )
    except ValueError as error:
        what = " ".join(str(error).split())[:300]
        raise WrongUse(f"{piece.path}: the copy does not fit its contract: {what}") from error
    checks, left_out = _without_missing_copy(findings, is_missing=piece.copy is None)
    return AuditedFile(
        file=str(piece.path).encode("utf-8", "replace").decode("utf-8"),  # a name may be any bytes
        sha256=hashlib.sha256(piece.picture.data).hexdigest(),
        size_bytes=len(piece.picture.data),
        verdict=verdict_of(checks),
        checks=checks,
        left_out=left_out,
    )


def _without_missing_copy(
    findings: Sequence[QualityCheck], *, is_missing: bool
) -> tuple[list[QualityCheck], list[str]]:
    if not is_missing:
        return list(findings), []
    kept = [finding for finding in findings if finding.check_id not in NEED_COPY]
    return kept, sorted({finding.check_id for finding in findings} & NEED_COPY)
