"""What people see: states in order, reasons in words, nothing that steers their terminal."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from rich.console import Console, RenderableType

from console.live.follow import follow
from console.live.timeline import Progress, stages
from console.live.view import Look, changes, headline, picture, summary
from console.screen import Screen
from console.tables import campaign as tables
from console.words.basics import lasting, plain, share
from contracts import (
    CampaignPayload,
    CampaignState,
    CampaignStatus,
    CancelOrder,
    ChannelLearning,
    ChannelStatus,
    FailureReason,
    GateDecision,
    GateOutcome,
    LearnReport,
    PublicationStatus,
    QualityReport,
    QualityVerdict,
    Rate,
    Severity,
    TraceEntry,
    Wait,
    WaitingFor,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, check

STATE = CampaignState


def shown(part: RenderableType) -> str:
    """Return what a person reads of a part."""
    out = io.StringIO()
    Console(file=out, width=200).print(part)
    return out.getvalue()


def status(state: CampaignState = STATE.PUBLISH, **changed: Any) -> CampaignStatus:
    """Return the status of a campaign."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "name": "Café de temporada",
        "state": state,
        "finished": False,
        "max_retries": 3,
    }
    return CampaignStatus(**{**values, **changed})


def payload(path: Iterable[CampaignState], **changed: Any) -> CampaignPayload:
    """Return a campaign that took this path, a second in each state."""
    path = list(path)
    log = [
        TraceEntry(
            timestamp=MOMENT + timedelta(seconds=index),
            actor_service="orchestrator",
            action="state_changed",
            metadata={"after": state},
        )
        for index, state in enumerate(path)
    ]
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "current_state": path[-1] if path else STATE.IDLE,
        "execution_log": log,
    }
    return CampaignPayload(**{**values, **changed})


def channel(state: PublicationStatus, **changed: Any) -> ChannelStatus:
    """Return what is proven about one channel."""
    return ChannelStatus(channel="x", placement="post", status=state, **changed)


def look(known: CampaignStatus, *path: CampaignState) -> Look:
    """Return a campaign at a moment."""
    return Look(known, payload(path or (known.state,)), MOMENT + timedelta(seconds=10))


def test_a_stage_that_was_entered_again_adds_up_its_times() -> None:
    """A revision does not hide how long content production took in all."""
    path = (
        STATE.RADAR_SCAN,
        STATE.STRATEGY_GEN,
        STATE.CONTENT_PROD,
        STATE.QUALITY_AUDIT,
        STATE.CONTENT_PROD,
    )

    lines = {line.state: line for line in stages(payload(path), MOMENT + timedelta(seconds=9))}

    content = lines[STATE.CONTENT_PROD]
    assert (content.visits, content.spent) == (2, timedelta(seconds=1 + 5))
    assert content.progress is Progress.AT_WORK
    assert lines[STATE.RADAR_SCAN].progress is Progress.DONE
    assert lines[STATE.QUALITY_AUDIT].progress is Progress.AHEAD
    assert lines[STATE.PUBLISH].progress is Progress.AHEAD


def test_a_campaign_that_has_not_moved_has_everything_ahead() -> None:
    """In the instant before the first stage, the stages are shown and none is at work."""
    lines = stages(payload(()), MOMENT)

    assert {line.progress for line in lines} == {Progress.AHEAD}


def test_a_failed_campaign_shows_where_it_broke_off() -> None:
    """The stage in which a campaign failed is told from those that were done and those ahead."""
    failed = payload(
        (STATE.RADAR_SCAN, STATE.STRATEGY_GEN, STATE.FAILED),
        terminal_reason=FailureReason.PLATFORM_ERROR,
    )

    progress = [line.progress for line in stages(failed, MOMENT)]

    assert progress[:3] == [Progress.DONE, Progress.BROKEN_OFF, Progress.AHEAD]


def test_a_cancelled_campaign_shows_where_it_stopped() -> None:
    """A cancelled campaign does not look as if it were still at work."""
    stopped = payload((STATE.RADAR_SCAN,), cancellation=CancelOrder(by="ana"))

    assert stages(stopped, MOMENT)[0].progress is Progress.BROKEN_OFF


def test_a_finished_campaign_has_every_stage_done() -> None:
    """Back at rest, all six stages are shown as done."""
    path = (
        STATE.RADAR_SCAN,
        STATE.STRATEGY_GEN,
        STATE.CONTENT_PROD,
        STATE.QUALITY_AUDIT,
        STATE.PUBLISH,
        STATE.LEARN,
        STATE.IDLE,
    )

    assert {line.progress for line in stages(payload(path), MOMENT)} == {Progress.DONE}


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            status(
                STATE.QUALITY_AUDIT,
                awaiting_review=True,
                wait=Wait(on=WaitingFor.REVIEW, why="a rule cannot be enforced", until=MOMENT),
            ),
            "waits for review until 2026-03-02 09:00:00 UTC: a rule cannot be enforced",
        ),
        (status(paused=True), "PUBLISH · paused"),
        (status(cancelled=True), "is being cancelled"),
        (status(STATE.PUBLISH, finished=True, cancelled=True), "cancelled in PUBLISH"),
        (status(STATE.IDLE, finished=True), "IDLE · finished"),
        (
            status(
                STATE.FAILED,
                finished=True,
                terminal_reason=FailureReason.QUALITY_CHECK_FAILED,
                terminal_details="Bloqueado por: LOW_CONTRAST",
            ),
            "FAILED · FAILED_QUALITY: Bloqueado por: LOW_CONTRAST",
        ),
    ],
)
def test_one_line_says_where_it_is_and_why(known: CampaignStatus, told: str) -> None:
    """Whatever a campaign waits for, or ended by, stands in its headline."""
    assert told in headline(known).plain


def test_the_live_view_shows_stages_channels_retries_and_the_link() -> None:
    """Everything an operator wants to know of a running campaign is on one screen."""
    known = status(
        channels=[channel(PublicationStatus.SENT, remote_id="1", url="file:///outbox/x")],
        retry_count=1,
        revision=1,
        duplicates_suppressed=2,
    )

    text = shown(picture(look(known, STATE.RADAR_SCAN, STATE.PUBLISH), "http://ui/run"))

    for part in (
        "RADAR_SCAN",
        "1.0 s",
        "file:///outbox/x",
        "retries 1 of 3, revision 1, duplicates suppressed 2",
        "Web UI: http://ui/run",
    ):
        assert part in text


def test_the_status_shows_what_a_reviewer_needs() -> None:
    """Gate decision and report digest are shown to whoever has to decide."""
    known = status(
        STATE.QUALITY_AUDIT,
        awaiting_review=True,
        report_digest="a" * 64,
        gate=GateDecision(outcome=GateOutcome.REVIEW, details="RULE_NOT_ENFORCEABLE"),
    )

    text = shown(summary(known))

    assert "quality gate: review: RULE_NOT_ENFORCEABLE" in text
    assert "a" * 64 in text


def test_plain_lines_tell_only_what_changed() -> None:
    """A log is not flooded by a campaign that waits."""
    first = look(status(STATE.CONTENT_PROD))
    sent = look(
        status(
            channels=[channel(PublicationStatus.SENT, remote_id="post-1")],
            retry_count=2,
        )
    )

    assert changes(None, first) == ["09:00:10 CONTENT_PROD"]
    assert changes(first, first) == []
    assert changes(first, sent) == [
        "09:00:10 PUBLISH",
        "09:00:10 x: sent post-1",
        "09:00:10 retries: 2 of 3",
    ]


def test_the_gravest_fault_stands_first() -> None:
    """Of all checks that did not pass, the one that blocks is read first."""
    report = QualityReport(
        verdict=QualityVerdict.FAIL,
        checks=[
            check(),
            check(QualityVerdict.WARN, Severity.LOW, "SMALL_TEXT", "text_size"),
            check(QualityVerdict.FAIL, Severity.CRITICAL, "LOW_CONTRAST", "contrast"),
        ],
        auditor_signature="none",
        timestamp=0.0,
    )

    text = shown(tables.faults(report))

    assert "FAIL, 2 of 3 checks did not pass" in text
    assert text.index("LOW_CONTRAST") < text.index("SMALL_TEXT")


def test_an_audit_without_faults_says_so() -> None:
    """A clean audit is a line and not an empty table."""
    report = QualityReport(
        verdict=QualityVerdict.PASS, checks=[check()], auditor_signature="none", timestamp=0.0
    )

    assert "PASS, all 1 checks passed" in shown(tables.faults(report))


def test_rates_come_with_their_intervals_and_examples_are_marked() -> None:
    """Nobody takes example numbers, or a rate from few clicks, for a finding."""
    rate = Rate(successes=30, trials=1000, value=0.03, low=0.0211, high=0.0425)
    none = Rate(successes=0, trials=0, value=None, low=0.0, high=1.0)
    report = LearnReport(
        channels=[
            ChannelLearning(
                channel="x", click_rate=rate, conversion_rate=none, spend=12.5, simulated=True
            )
        ],
        without_metrics=["email"],
    )

    text = shown(tables.outcome(payload((STATE.IDLE,), learning=report), []))

    assert "x (example)" in text
    assert "3.00% (2.11% to 4.25%)" in text
    assert "12.50" in text
    assert "nothing was reported" in text


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    """A channel's answer with escape sequences is shown and not obeyed."""
    answer = "done\x1b[2J\x07 [bold]not bold[/bold]"

    text = shown(tables.channels([channel(PublicationStatus.NOT_SENT, detail="not now")]))
    evil = shown(headline(status(STATE.FAILED, finished=True, terminal_details=answer)))

    assert "not now" in text
    assert "\x1b" not in evil
    assert "[bold]not bold[/bold]" in evil
    assert plain("a\rb\nc") == "a�b\nc"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=-1), "0.0 s"),
        (timedelta(seconds=59.94), "59.9 s"),
        (timedelta(seconds=61), "1 min 1 s"),
        (timedelta(hours=5, minutes=59), "5 h 59 min"),
        (timedelta(days=3, hours=2), "3 d 2 h"),
    ],
)
def test_times_have_the_precision_that_matters(span: timedelta, text: str) -> None:
    """A stage of milliseconds and a review of days are both readable."""
    assert lasting(span) == text


def test_an_unknown_rate_is_no_zero() -> None:
    """No trials is a dash."""
    assert share(None) == "–"


def test_programs_get_one_json_object_and_messages_go_elsewhere() -> None:
    """A program that reads stdout finds the contract there and nothing else."""
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err, as_json=True)
    known = status()

    screen.say("a message")
    screen.line("a line")
    screen.answer(known, "a table")

    assert CampaignStatus.model_validate_json(out.getvalue()) == known
    assert err.getvalue() == "a message\na line\n"


async def test_watching_outlasts_a_silent_worker() -> None:
    """While no worker answers the operator is told once, and then the campaign goes on."""
    out, err = io.StringIO(), io.StringIO()
    looks = [None, None, look(status(STATE.LEARN)), look(status(STATE.IDLE, finished=True))]
    seen: list[CampaignState] = []
    waits: list[float] = []

    async def next_look() -> Look | None:
        return looks.pop(0)

    async def at_each(now: Look) -> None:
        seen.append(now.status.state)

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    last = await follow(next_look, Screen(out, err, as_json=False), "http://ui/run", at_each, pause)

    assert last.ended_well
    assert seen == [STATE.LEARN]
    assert len(waits) == 3
    assert out.getvalue().splitlines() == [
        "Web UI: http://ui/run",
        "09:00:10 LEARN",
        "09:00:10 IDLE · finished",
    ]
    assert err.getvalue().count("no worker answers") == 1
