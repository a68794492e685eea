"""When nothing may be sent any more is one rule, whoever asks."""

from datetime import timedelta

from contracts import Timing
from domain.publishing_window import why_closed
from tests.support.builders import MOMENT


def test_a_window_is_open_until_its_end_and_closed_from_then_on() -> None:
    """The very moment of `publish_before` is too late."""
    timing = Timing(publish_before=MOMENT)

    assert why_closed(timing, MOMENT - timedelta(microseconds=1)) is None
    assert why_closed(timing, MOMENT) == f"the publishing window closed at {MOMENT.isoformat()}"


def test_a_window_without_an_end_never_closes() -> None:
    """A request that names no end may be published at any time."""
    assert why_closed(Timing(), MOMENT) is None
