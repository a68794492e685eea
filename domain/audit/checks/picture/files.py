"""Checks of a creative's file: integrity, format, bytes, pixels, shape."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.picture.decoding import Picture, PictureFault
from domain.audit.subject import Subject

_NO_PICTURE: Final = "the picture does not decode"


def check_integrity(subject: Subject) -> list[QualityCheck]:
    """Judge whether the bytes are those that the asset names, and a picture."""
    judge = subject.judge("image_integrity_check", Severity.CRITICAL)
    asset, picture = subject.asset, subject.picture
    hashes = {"expected_sha256": asset.sha256, "actual_sha256": subject.actual_sha256}
    findings: list[QualityCheck] = []
    if subject.actual_sha256 != asset.sha256:
        findings.append(judge.failed("ARTIFACT_HASH_MISMATCH", part="picture", **hashes))
    elif isinstance(picture, PictureFault):
        findings.append(
            judge.failed(picture.reason_code, reason=picture.why, pixels=picture.pixels, **hashes)
        )
    elif picture.unique_colors <= 1:
        findings.append(judge.failed("IMAGE_BLANK", unique_colors=picture.unique_colors, **hashes))
    elif (asset.width, asset.height, asset.size_bytes) != (*picture.size, subject.size_bytes):
        findings.append(
            judge.failed(
                "ARTIFACT_HASH_MISMATCH",
                part="size",
                expected=[asset.width, asset.height, asset.size_bytes],
                actual=[*picture.size, subject.size_bytes],
                **hashes,
            )
        )
    if subject.layout_fault is not None:
        findings.append(
            judge.failed("ARTIFACT_HASH_MISMATCH", part="manifest", reason=subject.layout_fault)
        )
    if findings or not isinstance(picture, Picture):
        return findings
    width, height = picture.size
    return [judge.passed(pixels=width * height, unique_colors=picture.unique_colors, **hashes)]


def check_format(subject: Subject) -> list[QualityCheck]:
    """Judge whether the placement takes the format that the bytes really have."""
    judge = subject.judge("file_format_check", Severity.CRITICAL)
    picture = subject.picture
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(_NO_PICTURE)]
    evidence = {
        "format": picture.media_type,
        "allowed": list(subject.placement.formats),
        "mode": picture.mode,
        "frames": picture.frames,
        "icc": picture.icc,
    }
    findings: list[QualityCheck] = []
    if picture.media_type not in subject.placement.formats:
        findings.append(judge.failed("FORMAT_NOT_ALLOWED", **evidence))
    if picture.media_type != subject.asset.media_type:
        claimed = subject.asset.media_type
        findings.append(judge.failed("EXTENSION_MISMATCH", declared=claimed, **evidence))
    if picture.frames > 1:
        findings.append(judge.failed("ANIMATION_NOT_ALLOWED", **evidence))
    if picture.icc == "other":
        # Colours and contrast are computed as sRGB: for another space they are not what people see.
        findings.append(judge.warned("NOT_SRGB", Severity.HIGH, **evidence))
    return findings or [judge.passed(**evidence)]


def check_file_size(subject: Subject) -> list[QualityCheck]:
    """Judge the number of bytes."""
    judge = subject.judge("file_size_check", Severity.CRITICAL)
    limit = int(subject.constraints.get("max_bytes", subject.placement.max_bytes))
    evidence = {"actual_bytes": subject.size_bytes, "max_bytes": limit}
    if subject.actual_sha256 is None:
        return [judge.not_evaluated("the stored bytes are not those that the asset names")]
    if subject.size_bytes > limit:
        return [judge.failed("FILE_TOO_LARGE", **evidence)]
    return [judge.passed(**evidence)]


def check_dimensions(subject: Subject) -> list[QualityCheck]:
    """Judge width and height; those that the brief sets are exact."""
    judge = subject.judge("image_dimensions_check", Severity.CRITICAL)
    picture, placement = subject.picture, subject.placement
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(_NO_PICTURE)]
    limits = subject.constraints
    width, height = picture.size
    exact_width, exact_height = limits.get("width"), limits.get("height")
    evidence = {
        "width": width,
        "height": height,
        "min_w": int(exact_width or placement.min_width),
        "min_h": int(exact_height or placement.min_height),
        "max_w": None if exact_width is None else int(exact_width),
        "max_h": None if exact_height is None else int(exact_height),
    }
    if width < (exact_width or placement.min_width) or height < (
        exact_height or placement.min_height
    ):
        return [judge.failed("IMAGE_TOO_SMALL", **evidence)]
    if (exact_width and width > exact_width) or (exact_height and height > exact_height):
        return [judge.failed("IMAGE_TOO_LARGE", **evidence)]
    rendered = placement.size_under(limits)
    recommended = (exact_width or rendered[0], exact_height or rendered[1])
    if width < recommended[0] or height < recommended[1]:
        return [
            judge.warned(
                "BELOW_RECOMMENDED", Severity.MEDIUM, recommended=list(recommended), **evidence
            )
        ]
    return [judge.passed(**evidence)]


def check_aspect_ratio(subject: Subject) -> list[QualityCheck]:
    """Judge width divided by height."""
    judge = subject.judge("aspect_ratio_check", Severity.CRITICAL)
    picture, placement = subject.picture, subject.placement
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(_NO_PICTURE)]
    width, height = picture.size
    required = placement.ratio_under(subject.constraints)
    actual = width / height
    evidence = {
        "actual": actual,
        "required": required,
        "tolerance": placement.ratio_tolerance,
        "width": width,
        "height": height,
    }
    # One pixel of rounding is nobody's fault: no picture of this height could do better.
    off = max(0.0, abs(actual - required) - 0.5 / height)
    if off > placement.ratio_tolerance * required:
        return [judge.failed("ASPECT_RATIO_MISMATCH", **evidence)]
    return [judge.passed(**evidence)]


def check_metadata(subject: Subject) -> list[QualityCheck]:
    """Judge what the file tells of its making: a place is nobody's business, the rest a hint."""
    judge = subject.judge("image_metadata_check", Severity.MEDIUM)
    picture = subject.picture
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(_NO_PICTURE)]
    if picture.has_place:
        return [judge.failed("EXIF_GPS_PRESENT", tags=list(picture.tags))]
    if picture.tags:
        return [judge.warned("EXIF_PRESENT", Severity.MEDIUM, tags=list(picture.tags))]
    return [judge.passed(tags=[])]
