"""Times, rates and strangers' text as an operator reads them."""

from datetime import timedelta

import pytest

from console.words.basics import PUBLICATION_COLORS, lasting, share, spent
from contracts import ModelUsage, PublicationStatus


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=-1), "0.0 s"),
        (timedelta(seconds=59.94), "59.9 s"),
        (timedelta(seconds=61), "1 min 1 s"),
        (timedelta(hours=5, minutes=59), "5 h 59 min"),
        (timedelta(days=3, hours=2), "3 d 2 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=1), "1 day"),
    ],
)
def test_times_have_the_precision_that_matters(span: timedelta, text: str) -> None:
    """A stage of milliseconds and a review of days are both readable."""
    assert lasting(span) == text


def test_an_unknown_rate_is_no_zero() -> None:
    """No trials is a dash."""
    assert share(None) == "–"


def test_whatever_becomes_of_a_publication_can_be_shown() -> None:
    """A command that is given while publishing is under way says so, and does not fail."""
    assert PUBLICATION_COLORS.keys() == set(PublicationStatus)


def test_what_models_cost_is_said_by_currency() -> None:
    """Who pays reads it beside what was made."""
    one = ModelUsage(calls=1, cost=0.00123, currency="EUR")
    other = ModelUsage(calls=12, cost=3, currency="USD")

    assert spent([one, other]) == "models: 1 call, 0.0012 EUR; 12 calls, 3.0000 USD"
    guessed = ModelUsage(calls=3, estimated_calls=1, cost=0.5, currency="EUR")
    assert spent([guessed]) == (
        "models: 3 calls, 0.5000 EUR at most (estimated for 1 call: the endpoint does not count "
        "its tokens)"
    )
    assert spent([]) == ""
