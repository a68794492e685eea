"""How far each stage of a campaign is, and how long it took."""

from datetime import timedelta

from console.live.timeline import Progress, stages
from contracts import CampaignState, CancelMessage, FailureReason
from tests.support.builders import MOMENT
from tests.support.campaigns.shown import payload

STATE = CampaignState


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
    stopped = payload((STATE.RADAR_SCAN,), cancellation=CancelMessage(by="ana"))

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
