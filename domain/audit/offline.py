"""The audit of a picture and its copy outside any campaign, as a designer's pipeline needs it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from pydantic import ValidationError

from contracts import ArtifactRef, BrandKit, JsonObject, Language, QualityCheck, VisualAsset
from contracts.terms import AuditTerms
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.context import NO_TERMS, AuditContext
from domain.audit.engine import judge_whole, ordered
from domain.audit.findings import Judge
from domain.audit.picture.decoding import Picture
from domain.audit.rules.compiler import compile_rules
from domain.audit.ruleset import load_ruleset
from domain.audit.subject import Fetched, Subject, examine, open_asset, read_manifest
from domain.platforms import Placement, placement_of

_TYPES: Final[Mapping[str, str]] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


class CopyMisfit(ValueError):
    """The copy does not fit `VisualAsset`, such as a field of 7,000 characters."""


@dataclass(frozen=True)
class PictureFile:
    """A picture as it lies on somebody's disk."""

    data: bytes
    name: str | None = None
    """Its ending is compared with what the bytes are; `None` compares nothing."""
    manifest: bytes | None = None
    """A `LayoutManifest` as JSON, when a renderer wrote one."""
    mask: bytes | None = None
    """The PNG that the manifest names as its mask."""


@dataclass(frozen=True)
class PostCopy:
    """What is written beside a picture."""

    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the placement's field names."""
    alt_text: str | None = None
    link: str | None = None
    ai_generated: bool = False


@dataclass(frozen=True)
class Demands:
    """What picture and copy are held to beside the platform's limits and the rule set."""

    do_not_do: Sequence[str] = ()
    tone_guard: Mapping[str, str] = field(default_factory=dict[str, str])
    platform_constraints: JsonObject = field(default_factory=dict[str, Any])
    language: Language | None = None
    brand: BrandKit | None = None
    core_message: str | None = None
    call_to_action: str | None = None
    landing_url: str | None = None
    terms: AuditTerms = NO_TERMS


def audit_files(
    picture: PictureFile,
    copy: PostCopy,
    *,
    channel: str,
    placement: str,
    demands: Demands,
    today: date,
) -> list[QualityCheck]:
    """Return every finding about a picture and its copy, in the order of a report.

    It is pure and blocks for some tenths of a second. Nothing is left out: a check that cannot be
    made, such as the contrast of a picture without a manifest, gives a finding that says so.
    `contracts.QualityCheck.evidence` of a finding about a place has `box`: left, top, right and
    bottom in pixels of the file; colours are `#rrggbb` under keys that end in `_hex`.

    Args:
        picture: The file, and what its renderer says of it.
        copy: What is written beside it.
        channel: Where it goes, such as `instagram`.
        placement: Where on the channel, such as `feed`.
        demands: What it is held to; `Demands()` holds it to the platform and the rule set alone.
        today: The day by which the age of the platforms' limits is judged.

    Raises:
        ContractInvalid: The placement is not known; the message names those that are.
        CopyMisfit: The copy does not fit its contract.
    """
    place = placement_of(channel, placement)
    subject = _subject(picture, copy, channel, placement, demands)
    return ordered(judge_whole([subject], [place], today=today))


def cannot_be_judged(why: str, place: Placement) -> QualityCheck:
    """Return the finding about a picture of which nothing else can be said: it blocks."""
    about = {"channel": place.channel, "placement": place.placement}
    check = ASSET_CHECKS["image_integrity_check"]
    return Judge(check.check_id, check.severity, check.reasons, about).not_evaluated(why)


def _subject(
    file: PictureFile, copy: PostCopy, channel: str, placement: str, demands: Demands
) -> Subject:
    ruleset = load_ruleset()
    opened = open_asset(file.data, int(ruleset["max_pixels"]))
    decoded = opened if isinstance(opened, Picture) else None
    actual = decoded.media_type if decoded else "application/octet-stream"
    ending = PurePath(file.name).suffix.lower() if file.name else ""
    asset = _asset(
        channel=channel,
        placement=placement,
        sha256=hashlib.sha256(file.data).hexdigest(),
        size_bytes=len(file.data),
        media_type=_TYPES.get(ending, "application/octet-stream") if ending else actual,
        width=decoded.size[0] if decoded else None,
        height=decoded.size[1] if decoded else None,
        text=dict(copy.fields),
        alt_text=copy.alt_text,
        link=copy.link,
        language=demands.language,
        manifest=_ref(file.manifest),
        ai_generated=copy.ai_generated,
    )
    context = AuditContext(
        rules=tuple(
            compile_rules(demands.do_not_do, demands.tone_guard, demands.platform_constraints)
        ),
        ruleset=ruleset,
        brand=demands.brand,
        language=demands.language,
        landing_url=demands.landing_url,
        core_message=demands.core_message,
        call_to_action=demands.call_to_action,
        request_message=demands.core_message,
        terms=demands.terms,
    )
    fetched = Fetched(asset=file.data, manifest=file.manifest, mask=_named_mask(file))
    place = placement_of(channel, placement)
    return examine(asset, fetched, placement=place, context=context, picture=opened)


def _asset(**values: Any) -> VisualAsset:
    try:
        return VisualAsset(**values)
    except ValidationError as error:
        raise CopyMisfit(str(error)) from error


def _ref(manifest: bytes | None) -> ArtifactRef | None:
    if manifest is None:
        return None
    digest = hashlib.sha256(manifest).hexdigest()
    return ArtifactRef(sha256=digest, size=len(manifest), media_type="application/json")


def _named_mask(file: PictureFile) -> bytes | None:
    """Return the mask if it is the one that the manifest names."""
    manifest = read_manifest(file.manifest) if file.manifest is not None else None
    if manifest is None or file.mask is None:
        return None
    is_named = hashlib.sha256(file.mask).hexdigest() == manifest.mask.sha256
    return file.mask if is_named else None
