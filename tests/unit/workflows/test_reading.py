"""Whatever a sender writes is read as a contract, or answered."""

from typing import Any

import pytest

from contracts import CancelMessage, ContractInvalid, PauseMessage
from workflows.reading import read, read_cancellation, read_text


def deep() -> list[Any]:
    """Return a value that is nested deeper than anybody reads."""
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    return value


ORDER = PauseMessage(by="Ana", reason="ñ")


@pytest.mark.parametrize("argument", [ORDER, ORDER.model_dump(mode="json")], ids=["value", "json"])
def test_a_fitting_message_is_read(argument: Any) -> None:
    """Our own client and Temporal's command line are understood alike."""
    order = read(PauseMessage, [argument])

    assert order == ORDER


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "takes one PauseMessage, not 0 arguments"),
        ([ORDER, ORDER], "takes one PauseMessage, not 2 arguments"),
        ([None], "does not fit PauseMessage: the whole: should be an object"),
        ([{}], "does not fit PauseMessage: by: is required"),
        ([{"by": 1}], "does not fit PauseMessage: by: should be a valid string"),
        ([{"by": "x", "why": "y"}], "why: is not a field of this contract"),
        ([{"by": float("nan")}], "does not fit PauseMessage: by: must be a finite number"),
        ([object()], "must be one JSON object that fits PauseMessage"),
        (["\ud800"], "does not fit PauseMessage: the whole: must not hold half of a character"),
        ([deep()], "must be one JSON object that fits PauseMessage"),
    ],
    ids=["none", "two", "null", "empty", "type", "stray", "nan", "no json", "surrogate", "deep"],
)
def test_nonsense_is_answered_with_what_would_be_right(arguments: list[Any], said: str) -> None:
    """A sender who errs is told, and the campaign goes on."""
    with pytest.raises(ContractInvalid) as refusal:
        read(PauseMessage, arguments)

    assert said in str(refusal.value)


@pytest.mark.parametrize("text", ["", "stop it", "[]", '{"by": ""}'])
def test_a_text_that_does_not_fit_is_refused(text: str) -> None:
    """A reason that a person typed is no order of ours."""
    with pytest.raises(ContractInvalid, match="does not fit PauseMessage"):
        read_text(PauseMessage, text)


ANNOUNCED = CancelMessage(by="Ana", retract=True)


@pytest.mark.parametrize(
    ("reason", "announced", "read_as"),
    [
        ("", ANNOUNCED, ANNOUNCED),
        (None, ANNOUNCED, ANNOUNCED),
        (" ", None, CancelMessage(by="temporal")),
        ("stop", ANNOUNCED, CancelMessage(by="temporal", reason="stop")),
        ('{"by": "Eva"}', ANNOUNCED, CancelMessage(by="Eva")),
    ],
)
def test_a_cancellation_that_says_nothing_is_as_it_was_announced(
    reason: str | None, announced: CancelMessage | None, read_as: CancelMessage
) -> None:
    """Whatever words it has itself come first."""
    assert read_cancellation(reason, announced, None) == read_as


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("since", [True, False])
def test_what_is_said_of_a_cancellation_since_counts(*, before: bool, since: bool) -> None:
    """Words that come later count, whatever it said itself; what is taken back stays so."""
    reason = CancelMessage(by="Ana", retract=before).model_dump_json()
    amended = CancelMessage(by="Eva", reason="wrong price", retract=since)

    read_as = read_cancellation(reason, None, amended)

    assert read_as == amended.model_copy(update={"retract": before or since})
