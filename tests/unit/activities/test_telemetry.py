"""What is told to a meter has the name, the labels and the sign that the table says."""

from datetime import timedelta

import pytest

from activities.telemetry import count, level, observe
from domain.telemetry import CAMPAIGNS_ADMITTED, OPEN_CAMPAIGNS, STATE_DURATION, STEP_DURATION
from runtime.telemetry.series import series_of
from tests.support.fakes.meter import FakeMeter, told
from tests.support.worlds.activities import World


def test_events_are_counted_one_by_one() -> None:
    """What happens twice is two."""
    meter = FakeMeter()

    count(meter.meter, CAMPAIGNS_ADMITTED)
    count(meter.meter, CAMPAIGNS_ADMITTED)

    assert meter.counts == {told("phoenix_campaigns_admitted"): 2}


def test_a_clock_that_was_put_back_takes_nothing_away() -> None:
    """A duration is never negative, whatever the clocks say."""
    meter = FakeMeter()

    observe(meter.meter, STATE_DURATION, timedelta(seconds=-1), state="LEARN")

    assert meter.durations == {told("phoenix_state_duration", state="LEARN"): [timedelta()]}


def test_a_level_is_what_it_was_last() -> None:
    """A number that goes up and down replaces the one before."""
    meter = FakeMeter()

    level(meter.meter, OPEN_CAMPAIGNS, 7, state="LEARN")
    level(meter.meter, OPEN_CAMPAIGNS, 2, state="LEARN")

    assert meter.levels == {told("phoenix_open_campaigns", state="LEARN"): 2}


def test_a_label_that_is_missing_is_a_mistake() -> None:
    """A series that would not be in the table is not made."""
    with pytest.raises(KeyError, match="state"):
        count(FakeMeter().meter, OPEN_CAMPAIGNS)


def test_every_step_of_a_campaign_is_in_the_table() -> None:
    """A new activity cannot be forgotten among the steps that are timed."""
    steps = {series["step"] for series in series_of(STEP_DURATION)}
    activities = {function.__name__ for function in World().stages.activities}

    assert steps == activities - {"record_duplicate"}
