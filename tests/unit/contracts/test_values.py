"""Rules that a value can judge alone are judged in the value."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from contracts import (
    MAX_JSON_DEPTH,
    MAX_SAFE_INTEGER,
    BrandKit,
    Budget,
    ChannelPlan,
    Contract,
    PublicationResolution,
    PublicationStatus,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    ReviewAction,
    ReviewDecision,
    ReviewPolicy,
    Severity,
    StrategyBrief,
    Timing,
    TraceEntry,
    as_prose,
    explain,
    utc_now,
)
from tests.support.builders import MOMENT, check, metrics, request
from tests.support.campaigns.parts import asset, brief, publication

DIGEST = "0" * 64


def report(verdict: QualityVerdict, *checks: QualityCheck) -> QualityReport:
    """Return a report with these checks."""
    return QualityReport(verdict=verdict, checks=list(checks), auditor_signature="", timestamp=1.0)


def resolution(status: PublicationStatus, remote_id: str | None) -> PublicationResolution:
    """Return what somebody found out."""
    return PublicationResolution(channel="x", status=status, remote_id=remote_id, by="Ana")


def decision(action: ReviewAction, comment: str | None = None) -> ReviewDecision:
    """Return a reviewer's decision."""
    return ReviewDecision(action=action, reviewer="Ana", comment=comment, report_digest=DIGEST)


def nested(levels: int) -> dict[str, Any]:
    """Return a JSON object of this depth."""
    inner: dict[str, Any] = {}
    for _ in range(levels):
        inner = {"x": inner}
    return inner


def trace(metadata: Any) -> TraceEntry:
    """Return an entry of the log with this metadata."""
    return TraceEntry(timestamp=MOMENT, actor_service="x", action="y", metadata=metadata)


P, W, F = QualityVerdict.PASS, QualityVerdict.WARN, QualityVerdict.FAIL
SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
LATER = MOMENT + timedelta(hours=1)

REFUSED: dict[str, tuple[Callable[[], Contract], str]] = {
    "brief without channels": (lambda: brief(channels=[]), "channels: list should have"),
    "brief with a channel twice": (
        lambda: brief(channels=["x", "x"]),
        "channels must be unique",
    ),
    "budget of a stranger": (
        lambda: brief(budget_allocation={"linkedin": 1.0}),
        "budget_allocation names channels that the brief does not have: ['linkedin']",
    ),
    "budget of a stranger's placement": (
        lambda: brief(placement_budget={"linkedin.post": 1.0}),
        "placement_budget names channels that the brief does not have: ['linkedin.post']",
    ),
    "negative budget": (
        lambda: brief(budget_allocation={"x": -1.0}),
        "budget_allocation.x: should be greater than or equal to 0",
    ),
    "width alone": (lambda: asset(width=1), "width and height are given together"),
    "media type": (lambda: asset(media_type="png"), "media_type: string should match pattern"),
    "digest": (lambda: asset(sha256="F" * 64), "sha256: string should match pattern"),
    "critical failure that passed": (
        lambda: report(W, check(F, Severity.CRITICAL)),
        "verdict must be FAIL: contrast_ratio_check failed and is CRITICAL",
    ),
    "warning that passed": (
        lambda: report(P, check(W, Severity.LOW)),
        "verdict must be at least WARN: contrast_ratio_check did not pass",
    ),
    "sent without proof": (
        lambda: publication(SENT, remote_id=None),
        "remote_id is required when status",
    ),
    "under way for ever": (
        lambda: publication(PublicationStatus.UNDER_WAY, remote_id=None),
        "status must say what came of it, and not under_way",
    ),
    "resolved as unknown": (
        lambda: resolution(PublicationStatus.UNKNOWN, None),
        "status must be sent or not_sent",
    ),
    "resolved without proof": (lambda: resolution(SENT, None), "remote_id is given when, and only"),
    "resolved with stray proof": (lambda: resolution(NOT_SENT, "p"), "remote_id is given when"),
    "changes unnamed": (
        lambda: decision(ReviewAction.REQUEST_CHANGES),
        "comment is required when changes are requested",
    ),
    "more clicks than impressions": (
        lambda: metrics("x", impressions=1, clicks=2),
        "clicks must not exceed impressions",
    ),
    "window closed": (
        lambda: Timing(publish_not_before=LATER, publish_before=LATER),
        "publish_before must be later than publish_not_before",
    ),
    "no time to learn": (
        lambda: Timing(learning_window=timedelta(0)),
        "learning_window: must be longer than nothing",
    ),
    "endless revisions": (lambda: ReviewPolicy(max_revisions=11), "max_revisions: should be less"),
    "negative total": (lambda: Budget(total=-1.0), "total: should be greater than or equal to 0"),
    "endless total": (lambda: Budget(total=float("inf")), "total: must be a finite number"),
    "no address": (
        lambda: request(landing_url="mailto:a@b.example"),
        "landing_url: must be a web address that begins with http:// or https://",
    ),
    "no host": (lambda: request(landing_url="https://"), "landing_url: must be a web address"),
    "channel twice": (
        lambda: request("x", "email", "x"),
        "channels: x.post stands in the list twice",
    ),
    "shares beyond the whole": (
        lambda: request(
            channels=[
                ChannelPlan(channel="x", placement="post", share=0.6),
                ChannelPlan(channel="email", placement="newsletter", share=0.5),
            ]
        ),
        "channels: the shares add up to 1.1, more than the whole",
    ),
    "blank": (lambda: request(name=" \n"), "name: must not be blank"),
    "control character": (
        lambda: request(name="a\x1bb"),
        "name: must not hold the control character U+001B",
    ),
    "delete character": (lambda: request(name="a\x7f"), "control character U+007F"),
    "color": (lambda: BrandKit(name="x", accent="blue"), "accent: string should match pattern"),
    "depth": (
        lambda: trace(nested(MAX_JSON_DEPTH + 1)),
        f"metadata: must not be nested deeper than {MAX_JSON_DEPTH} levels",
    ),
    "integer": (
        lambda: trace({"n": MAX_SAFE_INTEGER + 1}),
        f"metadata: must not hold integers beyond ±{MAX_SAFE_INTEGER}",
    ),
    "number in a list": (lambda: trace({"n": [float("nan")]}), "number that is not finite"),
    "key": (lambda: trace({"n": {1: 2}}), "metadata: must have strings as keys"),
    "no json": (lambda: trace({"n": {1}}), "metadata: must hold JSON values only, not set"),
}

TAKEN: dict[str, Callable[[], Contract]] = {
    "brief": brief,
    "budget for every channel": lambda: brief(budget_allocation={"x": 0.0, "email": 2.0}),
    "asset with a size": lambda: asset(width=1, height=2),
    "asset of copy": asset,
    "clean report": lambda: report(P, check()),
    "stricter report": lambda: report(F, check()),
    "failed report": lambda: report(F, check(F)),
    "warned report": lambda: report(W, check(), check(F, Severity.HIGH), check(W)),
    "sent": lambda: publication(SENT),
    "unknown": publication,
    "resolved as sent": lambda: resolution(SENT, "p"),
    "resolved as not sent": lambda: resolution(NOT_SENT, None),
    "approval": lambda: decision(ReviewAction.APPROVE),
    "named changes": lambda: decision(ReviewAction.REQUEST_CHANGES, "shorter"),
    "all clicked": lambda: metrics("x", impressions=2, clicks=2),
    "window": lambda: Timing(publish_not_before=MOMENT, publish_before=LATER),
    "half a window": lambda: Timing(publish_before=LATER),
    "shares of the whole": lambda: request(
        channels=[
            ChannelPlan(channel=name, placement="post", share=share)
            for name, share in (("x", 0.1), ("email", 0.2), ("linkedin", 0.7))
        ]
    ),
    "lines": lambda: request(purpose="one\n\ttwo"),
    "depth": lambda: trace(nested(MAX_JSON_DEPTH)),
    "every kind of json": lambda: trace(
        {"a": [None, True, 1, 1.5, "x", {}], "b": -MAX_SAFE_INTEGER}
    ),
}


@pytest.mark.parametrize(("build", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_value_that_contradicts_itself_is_refused_and_says_why(
    build: Callable[[], Contract], why: str
) -> None:
    """Nobody can build, send or store a value that cannot be true, and the sender is told why."""
    with pytest.raises(ValidationError) as refusal:
        build()

    assert why in explain(refusal.value)


@pytest.mark.parametrize("build", TAKEN.values(), ids=TAKEN.keys())
def test_a_value_at_the_edge_of_what_is_allowed_is_taken(build: Callable[[], Contract]) -> None:
    """The rules refuse nothing that a campaign may need."""
    value = build()

    assert type(value).model_validate_json(value.model_dump_json()) == value


def test_defaults_outside_workflows_make_ids_and_times() -> None:
    """A caller who leaves them out gets a new id and the present time in UTC."""
    before = utc_now()

    entry = TraceEntry(actor_service="x", action="y")
    briefs = [StrategyBrief(**brief().model_dump(exclude={"brief_id"})) for _ in "ab"]

    assert before <= entry.timestamp <= utc_now()
    assert entry.timestamp.utcoffset() == timedelta(0)
    assert briefs[0].brief_id != briefs[1].brief_id


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTP 400\r\nno", "HTTP 400 \nno"),
        ("\u202eoc.elpmaxe", "oc.elpmaxe"),
        ("\x00", "without a word"),
        ("x" * 5000, "x" * 3999 + "…"),
        ("x" * 4000, "x" * 4000),
    ],
)
def test_what_others_wrote_is_made_to_fit(written: str, kept: str) -> None:
    """An error's text, whatever is in it, never keeps the truth from being recorded."""
    assert as_prose(written) == kept
