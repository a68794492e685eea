"""What people see of a campaign: states in order, reasons in words, nothing that steers them."""

from uuid import UUID

import pytest

from console.live.view import changes, headline, picture, summary
from console.tables import campaign as tables
from console.words.basics import plain
from contracts import (
    CampaignState,
    CampaignStatus,
    FailureReason,
    GateDecision,
    GateOutcome,
    PublicationStatus,
    Wait,
    WaitingFor,
)
from tests.support.builders import MOMENT
from tests.support.campaigns.shown import channel, look, shown, status

STATE = CampaignState


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


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    """A channel's answer with escape sequences is shown and not obeyed."""
    answer = "done\x1b[2J\x07 [bold]not bold[/bold]"

    text = shown(tables.channels([channel(PublicationStatus.NOT_SENT, detail="not now")]))
    evil = shown(headline(status(STATE.FAILED, finished=True, terminal_details=answer)))

    assert "not now" in text
    assert "\x1b" not in evil
    assert "[bold]not bold[/bold]" in evil
    assert plain("a\rb\nc") == "a�b\nc"


def test_what_could_not_be_read_is_said_where_people_look() -> None:
    """The status and the live view name the source and why, and a log says it once."""
    note = "noticias.rss is a web page and no feed."
    known = status(notes=[note])
    seen = look(known)

    assert f"sources: {note}" in shown(summary(known))
    assert f"sources: {note}" in shown(picture(seen, None))
    assert [line for line in changes(None, seen) if note in line]
    assert not [line for line in changes(seen, seen) if note in line]


def test_what_a_channel_said_at_admission_is_told_where_people_look() -> None:
    """The status and the live view name the channel and what to do, and a log says it once."""
    note = "x: nothing could be published as things stand."
    known = status(channel_notes=[note])
    seen = look(known)

    assert f"channel {note}" in shown(summary(known))
    assert f"channel {note}" in shown(picture(seen, None))
    assert [line for line in changes(None, seen) if note in line]
    assert not [line for line in changes(seen, seen) if note in line]


def test_a_chain_of_retries_is_told_in_both_directions() -> None:
    """Whoever looks at one execution learns which it goes on from, and which goes on from it."""
    first, second, last = (UUID(int=number) for number in (1, 2, 3))
    known = status(retry_of=[first, second], retried_as=last)

    for text in (shown(summary(known)), shown(picture(look(known), None))):
        assert f"retry of {first}, then {second}" in text
        assert f"retried as {last}" in text
