"""The payload tells the whole truth, and only grows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from contracts import (
    CampaignPayload,
    CampaignState,
    FailureReason,
    Place,
    PublicationStatus,
    QualityReport,
    QualityVerdict,
    TraceEntry,
    explain,
    lost_between,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, metrics
from tests.support.campaigns.parts import asset, brief, publication
from tests.support.contract_values import values_of

GROWING = ("assets", "execution_log", "reviews", "publications", "metrics")
ENTRY = TraceEntry(timestamp=MOMENT, actor_service="x", action="y")
REPORT = QualityReport(verdict=QualityVerdict.PASS, checks=[], auditor_signature="", timestamp=1.0)
DIGEST = "0" * 64


def payload(**changes: Any) -> CampaignPayload:
    """Return a campaign that has just begun."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "current_state": CampaignState.IDLE,
    }
    return CampaignPayload(**values | changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"current_state": CampaignState.FAILED}, "terminal_reason is required"),
        ({"terminal_reason": FailureReason.TIMEOUT}, "terminal_reason is forbidden unless"),
        ({"retry_count": 4}, "retry_count must not exceed max_retries"),
        ({"retry_count": -1}, "retry_count: should be greater than or equal to 0"),
        ({"pending_audit": REPORT}, "audit_digests must name the report in pending_audit"),
        ({"quality_audit": REPORT}, "audit_digests must name the report in quality_audit"),
        (
            {
                "execution_log": [
                    ENTRY,
                    ENTRY.model_copy(update={"timestamp": MOMENT - timedelta(1)}),
                ]
            },
            "execution_log must be in the order of its timestamps",
        ),
    ],
)
def test_a_payload_that_contradicts_itself_is_refused(changes: dict[str, Any], why: str) -> None:
    """Nobody can be told that a campaign failed without a reason, or retried beyond its limit."""
    with pytest.raises(ValidationError) as refusal:
        payload(**changes)

    assert why in explain(refusal.value)


def test_a_payload_at_the_edge_of_its_rules_is_taken() -> None:
    """A failed campaign with every retry used and two entries at one instant is told as it is."""
    ended = payload(
        current_state=CampaignState.FAILED,
        terminal_reason=FailureReason.TIMEOUT,
        retry_count=3,
        audit_digests=[DIGEST],
        quality_audit=REPORT,
        execution_log=[ENTRY, ENTRY],
    )

    assert CampaignPayload.model_validate_json(ended.model_dump_json()) == ended


def test_the_last_word_about_a_place_is_what_is_proven() -> None:
    """An unknown publication that was settled is not unknown any more."""
    settled = publication(PublicationStatus.SENT)

    latest = payload(publications=[publication(), settled]).latest_publications()

    assert latest == {Place("x", "post"): settled}


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values_of(CampaignPayload))
def test_a_payload_that_grows_loses_nothing(earlier: CampaignPayload) -> None:
    """Appending and counting up is no loss."""
    grown = {name: [*getattr(earlier, name), object()] for name in (*GROWING, "audit_digests")}

    later = earlier.model_copy(update=grown | {"retry_count": earlier.retry_count + 1})

    assert lost_between(earlier, earlier) == []
    assert lost_between(earlier, later) == []


@pytest.mark.parametrize(
    ("field", "earlier", "later"),
    [
        ("campaign_id", CAMPAIGN, UUID(int=1)),
        ("max_retries", 3, 4),
        ("name", "one", "two"),
        ("strategy", brief(), None),
        ("strategy", brief(), brief(core_message="other")),
        ("terminal_details", "one", "two"),
        ("assets", [asset()], []),
        ("assets", [asset(), asset(revision=1)], [asset(revision=1), asset()]),
        ("metrics", [metrics("x")], [metrics("x", clicks=1)]),
        ("audit_digests", [DIGEST], ["1" * 64]),
        ("retry_count", 1, 0),
        ("revision", 1, 0),
    ],
    ids=[
        "identity",
        "limit",
        "name",
        "artefact dropped",
        "artefact replaced",
        "details rewritten",
        "list cut",
        "list reordered",
        "entry replaced",
        "digest replaced",
        "retries uncounted",
        "revisions uncounted",
    ],
)
def test_what_is_replaced_or_removed_is_named(field: str, earlier: Any, later: Any) -> None:
    """An auditor who compares two states of a campaign sees what was rewritten."""
    before = payload().model_copy(update={field: earlier})

    lost = lost_between(before, before.model_copy(update={field: later}))

    assert lost == [field]
