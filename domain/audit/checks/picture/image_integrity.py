"""The check that the stored bytes are those that were named, and a picture."""

from collections.abc import Mapping
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.decoding import Picture, PictureFault, Undecodable
from domain.audit.subject import Subject

IMAGE_CORRUPT: Final = Reason("IMAGE_CORRUPT", "the file is no picture: {reason}")
DECOMPRESSION_BOMB: Final = Reason("DECOMPRESSION_BOMB", "the picture is too large: {reason}")
IMAGE_BLANK: Final = Reason("IMAGE_BLANK", "the picture is one flat color")
ARTIFACT_HASH_MISMATCH: Final = Reason(
    "ARTIFACT_HASH_MISMATCH",
    "the {part} is not what the asset says: {reason}",
    otherwise="the {part} is not what the asset says",
)

_REASONS: Final[Mapping[Undecodable, Reason]] = {
    Undecodable.CORRUPT: IMAGE_CORRUPT,
    Undecodable.BOMB: DECOMPRESSION_BOMB,
}
"""What is a fault of the bytes; of a kind or a size that is not taken, other checks say so."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether the bytes are those that the asset names, and a picture."""
    asset, picture = subject.asset, subject.picture
    hashes = {"expected_sha256": asset.sha256, "actual_sha256": subject.actual_sha256}
    findings: list[QualityCheck] = []
    if subject.actual_sha256 != asset.sha256:
        findings.append(judge.failed(ARTIFACT_HASH_MISMATCH, part="picture", **hashes))
    elif isinstance(picture, PictureFault):
        pixels = picture.pixels
        if picture.kind in _REASONS:
            reason = _REASONS[picture.kind]
            findings.append(judge.failed(reason, reason=picture.why, pixels=pixels, **hashes))
        else:
            findings.append(judge.passed(pixels=pixels, not_decoded=picture.why, **hashes))
    elif picture.is_blank:
        findings.append(judge.failed(IMAGE_BLANK, unique_colors=picture.unique_colors, **hashes))
    elif (asset.width, asset.height, asset.size_bytes) != (*picture.size, subject.size_bytes):
        findings.append(
            judge.failed(
                ARTIFACT_HASH_MISMATCH,
                part="size",
                expected=[asset.width, asset.height, asset.size_bytes],
                actual=[*picture.size, subject.size_bytes],
                **hashes,
            )
        )
    if subject.layout_fault is not None:
        findings.append(
            judge.failed(ARTIFACT_HASH_MISMATCH, part="manifest", reason=subject.layout_fault)
        )
    if findings or not isinstance(picture, Picture):
        return findings
    width, height = picture.size
    return [judge.passed(pixels=width * height, unique_colors=picture.unique_colors, **hashes)]


CHECK: Final = Check(
    check_id="image_integrity_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.FILE}),
    measures="the bytes are those the asset names, and a picture",
    reasons=(IMAGE_CORRUPT, ARTIFACT_HASH_MISMATCH, DECOMPRESSION_BOMB, IMAGE_BLANK),
    find=check,
)
