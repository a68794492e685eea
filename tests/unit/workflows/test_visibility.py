"""The Temporal Web UI shows where a campaign is, why, and what it waits for."""

from typing import Any

from temporalio.common import SearchAttributeUpdate

from contracts import (
    CampaignState,
    CancelMessage,
    FailureReason,
    GateDecision,
    GateOutcome,
    PublicationStatus,
    Wait,
    WaitingFor,
)
from tests.support.builders import CAMPAIGN, MOMENT, TENANT
from tests.support.campaigns.parts import publication
from tests.support.campaigns.records import REVIEW_WAIT, audited, record
from workflows.record import Record
from workflows.visibility import (
    SEARCH_ATTRIBUTES,
    attributes,
    current_details,
    refused_attributes,
)


def shown(kept: Record) -> dict[str, Any]:
    """Return the attributes of a campaign by their names."""
    updates: list[SearchAttributeUpdate[Any]] = attributes(kept.request, kept.status())
    return {update.key.name: update.value for update in updates}


def details(kept: Record) -> list[str]:
    """Return the lines that the Web UI shows."""
    return current_details(kept.request, kept.status()).splitlines()


def test_a_campaign_can_be_found_by_what_people_ask_for() -> None:
    """Tenant, campaign, state, channels and open reviews can be searched for."""
    kept = audited()
    kept.wait = REVIEW_WAIT

    found = shown(kept)

    assert found == {
        "PhoenixTenant": str(TENANT),
        "PhoenixCampaign": str(CAMPAIGN),
        "PhoenixChannels": ["email", "x"],
        "PhoenixState": "QUALITY_AUDIT",
        "PhoenixAwaitingReview": True,
    }


def test_a_failed_campaign_can_be_found_by_its_reason() -> None:
    """An operator lists what failed and why, and no open review remains."""
    kept = audited()
    kept.wait, kept.finished = REVIEW_WAIT, True
    kept.reason = FailureReason.TIMEOUT

    found = shown(kept)

    assert found["PhoenixReason"] == "FAILED_TIMEOUT"
    assert found["PhoenixAwaitingReview"] is False


def test_every_attribute_that_is_shown_is_registered() -> None:
    """A worker never meets a server that refuses an attribute of ours."""
    kept = audited()
    kept.reason = FailureReason.TIMEOUT

    names = {key.name for key in SEARCH_ATTRIBUTES}

    assert set(shown(kept)) == names


def test_the_details_answer_where_why_and_what_for() -> None:
    """Somebody who opens the run sees at once what it waits for and until when."""
    kept = audited()
    kept.wait = REVIEW_WAIT
    kept.gate = GateDecision(outcome=GateOutcome.REVIEW, details="tone found TONE_LOUD")
    kept.retry_count = 1
    kept.add_publication(publication(PublicationStatus.SENT))

    assert details(kept) == [
        "**Café de temporada** · `QUALITY_AUDIT`",
        "",
        f"- Tenant: `{TENANT}`",
        f"- Campaign: `{CAMPAIGN}`",
        "- Waits for: **review** until 2026-03-02 09:00 UTC: tone found TONE",
        "- Quality gate: review: tone found TONE\\_LOUD",
        f"- Report to review: `{kept.report_digest}`",
        "- Retries: 1 of 3",
        "",
        "| channel | placement | publication |",
        "| --- | --- | --- |",
        "| x | post | sent |",
        "| email | newsletter | not_sent |",
    ]


def test_the_details_say_how_a_campaign_ended_or_why_it_rests() -> None:
    """Finished, cancelled and paused campaigns are told apart at a glance."""
    paused, finished, cancelled = record(), record(), record()
    paused.paused = True
    paused.wait = Wait(on=WaitingFor.RESUME, why="the campaign is paused")
    finished.finished = True
    cancelled.finished = True
    cancelled.cancellation = CancelMessage(by="Ana")

    assert details(paused)[0].endswith("`IDLE` · paused")
    assert "- Waits for: **resume**: the campaign is paused" in details(paused)
    assert details(finished)[0].endswith(" · finished")
    assert details(cancelled)[0].endswith(" · cancelled")


def test_a_failure_is_told_with_its_reason_and_its_details() -> None:
    """The reason is there in the agreed word, and the sentence beside it."""
    kept = record()
    kept.finished = True
    kept.reason, kept.details = FailureReason.QUALITY_CHECK_FAILED, "Bloqueado por: CONTRAST"

    assert "- Ended as `FAILED_QUALITY`: Bloqueado por: CONTRAST" in details(kept)
    assert kept.state is CampaignState.IDLE


def test_text_of_outsiders_is_never_read_as_markdown() -> None:
    """A campaign's name or a provider's message cannot draw links, tables or HTML."""
    kept = record(name="[a](b) `c` <d>|e # *f*")
    kept.reason, kept.details = FailureReason.TIMEOUT, "one\n- two _three_"

    lines = details(kept)

    assert lines[0].startswith("**\\[a\\](b) \\`c\\` \\<d\\>\\|e \\# \\*f\\*** ")
    assert "- Ended as `FAILED_TIMEOUT`: one - two \\_three\\_" in lines


def test_the_details_say_nothing_where_there_is_nothing_to_say() -> None:
    """A failure without details and a moment without an end are shown as they are."""
    kept = record()
    kept.reason = FailureReason.TIMEOUT
    kept.wait = Wait(on=WaitingFor.STAGE, why="at work", until=None)

    lines = details(kept)

    assert "- Ended as `FAILED_TIMEOUT`: " in lines
    assert "- Waits for: **stage**: at work" in lines
    assert MOMENT.isoformat() not in "".join(lines)


def test_a_run_whose_input_is_no_request_is_found_as_failed() -> None:
    """An operator who lists what failed finds it, with its reason."""
    found = {update.key.name: update.value for update in refused_attributes()}

    assert found == {"PhoenixState": "FAILED", "PhoenixReason": "FAILED_CONTRACT"}
