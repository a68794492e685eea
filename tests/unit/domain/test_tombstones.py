"""What stays of an execution whose tenant was erased answers for it, and says nothing else."""

import json
from typing import Any
from uuid import UUID

import pytest

from contracts import (
    CampaignPayload,
    CampaignState,
    CancelMessage,
    FailureReason,
    Publication,
    PublicationStatus,
    PublishResult,
    read_kept,
)
from domain.retries import why_not
from domain.tombstones import (
    campaign_of,
    outcome_left,
    outcome_of_unconcluded,
    publication_left,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT

WORD = "zafirobravo"
SENT = Publication(
    channel="instagram",
    placement="feed",
    status=PublicationStatus.SENT,
    remote_id="17",
    url=f"https://example.org/{WORD}",
    detail=WORD,
    at=MOMENT,
)


def ended(**changes: Any) -> CampaignPayload:
    """Return how a campaign ended that has said something."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "current_state": CampaignState.IDLE,
        "name": WORD,
        "places": ["instagram.feed"],
        "publications": [SENT],
        "retry_count": 1,
        "revision": 2,
    }
    return CampaignPayload(**values | changes)


FAILED = {
    "current_state": CampaignState.FAILED,
    "terminal_reason": FailureReason.QUALITY_CHECK_FAILED,
    "terminal_details": WORD,
}
CANCELLED = {"cancellation": CancelMessage(by=WORD, reason=WORD, retract=True)}


@pytest.mark.parametrize("changes", [{}, FAILED, CANCELLED, {"retry_of": [UUID(int=7)]}])
def test_an_outcome_keeps_what_became_of_the_campaign_and_no_word(changes: dict[str, Any]) -> None:
    """State, reason, places and proof are answered as before; names, texts and links are not."""
    before = ended(**changes)

    left = outcome_left(before.model_dump_json())
    after = read_kept(CampaignPayload, left)

    assert WORD not in left
    for name in ("current_state", "terminal_reason", "places", "retry_count", "revision"):
        assert getattr(after, name) == getattr(before, name)
    assert after.retry_of == before.retry_of
    assert after.publications == [SENT.model_copy(update={"url": None, "detail": None})]
    assert (after.cancellation is None) == (before.cancellation is None)
    assert why_not(after) == why_not(before)
    assert outcome_left(left) == left


def test_what_a_later_release_adds_is_left_out() -> None:
    """A field that nobody has decided about may say anything."""
    said = json.loads(ended().model_dump_json()) | {"new": WORD}
    said["publications"][0]["new"] = WORD

    assert WORD not in outcome_left(json.dumps(said))


def test_an_execution_without_an_end_has_failed() -> None:
    """It was ended from outside, so it did not finish, and the same is said once more."""
    left = outcome_of_unconcluded(CAMPAIGN, TENANT, EXECUTION)

    known = read_kept(CampaignPayload, left)

    assert (known.current_state, known.terminal_reason) == (
        CampaignState.FAILED,
        FailureReason.TIMEOUT,
    )
    assert outcome_left(left) == left


def test_a_publication_keeps_its_proof_and_no_word() -> None:
    """What the channel calls it stays, and by whose order it is out."""
    result = PublishResult(publication=SENT, order="ab" * 32, by=UUID(int=3))

    left = publication_left(result.model_dump_json())
    after = read_kept(PublishResult, left)

    assert WORD not in left
    assert (after.order, after.by) == (result.order, result.by)
    assert after.publication.remote_id == "17"
    assert publication_left(left) == left


@pytest.mark.parametrize("text", ["", "[]", "{", '{"publications": [1]}'])
def test_a_text_that_is_none_of_them_is_refused(text: str) -> None:
    """Nobody keeps what he cannot read."""
    with pytest.raises(ValueError, match=r"."):
        outcome_left(text)
    with pytest.raises(ValueError, match=r"."):
        publication_left(text)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "{}",
        json.dumps({"tenant_id": str(TENANT)}),
        json.dumps({"tenant_id": "", "campaign_id": str(CAMPAIGN)}),
        json.dumps({"tenant_id": str(UUID(int=1)), "campaign_id": str(CAMPAIGN)}),
        json.dumps({"name": str(TENANT), "campaign_id": str(CAMPAIGN)}),
    ],
)
def test_an_outcome_is_a_tenants_only_if_it_says_so(text: str) -> None:
    """A tenant's id in somebody else's words makes nothing theirs."""
    assert campaign_of(text, TENANT) is None
    assert campaign_of(ended().model_dump_json(), TENANT) == CAMPAIGN
