"""What the stages leave behind: briefs, creatives, checks and reports."""

from typing import Annotated, Self
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints, model_validator

from contracts.base import (
    Amount,
    Contract,
    Count,
    JsonObject,
    Line,
    Place,
    PlaceName,
    Prose,
    Sha256,
    Slug,
    check_size,
)
from contracts.enums import Language, QualityVerdict, RuleKind, Severity

MAX_RULES = 200
"""Prohibitions that one campaign may have; each is checked against every creative."""


MAX_REPORT_BYTES = 192 * 1024
"""The largest report: a campaign carries the one that decides, and Temporal takes 2 MiB in all."""

ToneKey = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""What a tone is set for, such as `voice` or `style`."""

CopyText = Annotated[str, StringConstraints(max_length=6000)]
"""One copy field: longer than any platform's limit, so that the audit and not the type says so."""


CheckId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
"""What a check is called, such as `contrast_ratio_check`."""


class ArtifactRef(Contract):
    """A reference to stored bytes. The digest is the name, so it cannot point at others."""

    sha256: Sha256
    size: Count
    """Length in bytes."""
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=100)


class CompiledRule(Contract):
    """One rule of the brief in the form in which it is enforced."""

    source: str = Field(pattern=r"^(do_not_do|tone_guard|platform_constraints)$")
    """The list of the brief that the rule stands in."""
    text: Prose
    """The rule as it was written."""
    kind: RuleKind
    values: list[Line] = Field(default=[], max_length=200)
    """What is looked for: colour names, topics, terms or features."""


class StrategyBrief(Contract):
    """What is to be said, to whom, where, for how much, and what must not happen."""

    brief_id: UUID = Field(default_factory=uuid4)
    """Workflow and activity code always passes it; the default serves callers outside."""
    target_audience: Prose
    core_message: Prose
    channels: list[Slug] = Field(min_length=1, max_length=20)
    budget_allocation: dict[str, Amount]
    """Money per channel, in the campaign's currency; all placements of a channel share it."""
    placement_budget: dict[PlaceName, Amount] = {}
    """How a channel's money is parted among its placements, where it has several."""
    do_not_do: list[Line] = Field(default=[], max_length=MAX_RULES)
    tone_guard: dict[ToneKey, Line] = Field(default={}, max_length=20)
    platform_constraints: JsonObject = {}
    rules: list[CompiledRule] = Field(default=[], max_length=1000)
    """How each prohibition, tone and constraint is enforced, or that it cannot be."""
    angles: list[Line] = Field(default=[], max_length=20)
    """Rising terms from the radar that the copy may take up."""
    rationale: Prose | None = None
    """Why the brief is as it is, for a reader."""

    @model_validator(mode="after")
    def _budget_names_channels(self) -> Self:
        if len(set(self.channels)) != len(self.channels):
            raise ValueError("channels must be unique")
        strangers = [name for name in self.budget_allocation if name not in self.channels]
        if strangers:
            raise ValueError(
                f"budget_allocation names channels that the brief does not have: {strangers}"
            )
        strangers = [
            name for name in self.placement_budget if Place.parse(name).channel not in self.channels
        ]
        if strangers:
            raise ValueError(
                f"placement_budget names channels that the brief does not have: {strangers}"
            )
        return self

    def budget_of(self, place: Place) -> float | None:
        """Return what the brief gives one place; `None` when it does not say."""
        return self.placement_budget.get(str(place), self.budget_allocation.get(place.channel))


class VisualAsset(Contract):
    """One creative or piece of copy for one place. Its bytes lie in the artefact store."""

    channel: Slug
    placement: Slug
    revision: Count = 0
    """How many requests for changes came before it."""
    sha256: Sha256
    size_bytes: Count
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=100)
    width: int | None = Field(default=None, ge=1)
    """Pixels; none for copy without a picture."""
    height: int | None = Field(default=None, ge=1)
    """Pixels; none for copy without a picture."""
    text: dict[Slug, CopyText] = Field(default={}, max_length=20)
    """The copy, by the placement's field names."""
    alt_text: str | None = Field(default=None, max_length=2000)
    link: str | None = Field(default=None, max_length=2000)
    """Where the post leads."""
    language: Language | None = None
    """The language of the copy."""
    manifest: ArtifactRef | None = None
    """Where the renderer says it put text and fills, for the auditor."""
    ai_generated: bool = False
    """Whether a generative model made the picture."""

    @property
    def place(self) -> Place:
        """Where it appears."""
        return Place(self.channel, self.placement)

    @model_validator(mode="after")
    def _size_is_whole(self) -> Self:
        if (self.width is None) != (self.height is None):
            raise ValueError("width and height are given together or not at all")
        return self


class QualityCheck(Contract):
    """One thing that was checked, and what was found."""

    check_id: CheckId
    result: QualityVerdict
    reason_code: str | None = Field(max_length=100)
    """A stable code for what was found; null when there is nothing to say."""
    severity: Severity
    evidence: JsonObject
    """What was measured, so that a reader can check the judgement."""


class QualityReport(Contract):
    """Everything an auditor found, bound to what was audited and signed.

    A report is never milder than its checks. An auditor may be stricter.
    """

    verdict: QualityVerdict
    checks: list[QualityCheck] = Field(max_length=5000)
    """What was found; what passed may stand here too, or in `passed`."""
    auditor_signature: str = Field(max_length=300)
    """`ed25519:{key_id}:{base64url}` over the canonical form of the report without this
    field: RFC 8785, and fields that have their defaults are left out."""
    timestamp: float = Field(ge=0, le=253_402_300_799)
    """When the audit ended, in Unix seconds."""
    execution_id: UUID | None = None
    brief_sha256: Sha256 | None = None
    """Digest of the canonical form of the brief that was audited against."""
    asset_digests: list[Sha256] = Field(default=[], max_length=200)
    """Digests of the canonical forms of the assets that were audited, in ascending order."""
    files: list[Sha256] = Field(default=[], max_length=200)
    """SHA-256 of the files that were audited, in ascending order."""
    passed: list[CheckId] = Field(default=[], max_length=500)
    """Checks that found nothing anywhere and so do not stand in `checks`, in ascending order."""
    evidence: Sha256 | None = None
    """Digest of the canonical form of the `AuditEvidence`: everything that passed, with what was
    measured."""
    ruleset: str | None = Field(default=None, max_length=100)
    """Name and version of the thresholds that were applied."""

    @model_validator(mode="after")
    def _is_not_too_large(self) -> Self:
        check_size(self, MAX_REPORT_BYTES)
        return self

    @model_validator(mode="after")
    def _verdict_is_not_milder_than_the_checks(self) -> Self:
        if self.verdict is QualityVerdict.FAIL:
            return self
        for check in self.checks:
            if check.result is QualityVerdict.FAIL and check.severity is Severity.CRITICAL:
                raise ValueError(f"verdict must be FAIL: {check.check_id} failed and is CRITICAL")
            if check.result is not QualityVerdict.PASS and self.verdict is QualityVerdict.PASS:
                raise ValueError(f"verdict must be at least WARN: {check.check_id} did not pass")
        return self
