"""A message that is sent twice is one message, and another one is another."""

import pytest

from runtime.campaigns import messages
from runtime.campaigns.sending import Message, update_id
from tests.support.builders import CAMPAIGN, EXECUTION

DIGEST = "f727ca8e" + "0" * 56


@pytest.mark.parametrize(
    "message",
    [
        messages.review("approve", "Ana", None, DIGEST),
        messages.resolution("x", "sent", "post-1"),
    ],
)
def test_the_same_message_sent_again_is_the_same_message(message: Message) -> None:
    """Who repeats a message after a silence does not send a second one."""
    again = type(message).model_validate_json(message.model_dump_json())

    assert update_id(EXECUTION, again) == update_id(EXECUTION, message)


def test_another_message_is_another_message() -> None:
    """A different decision, report or campaign is never taken for one that was sent before."""
    message = messages.review("approve", "Ana", None, DIGEST)
    others = [
        update_id(EXECUTION, messages.review("reject", "Ana", None, DIGEST)),
        update_id(EXECUTION, messages.review("approve", "Ana", None, "0" * 64)),
        update_id(CAMPAIGN, message),
    ]

    assert len({update_id(EXECUTION, message), *others}) == 4


def test_a_campaign_can_be_paused_again_after_it_went_on() -> None:
    """The same words pause or go on anew, and are never passed over."""
    first, second = messages.pause("holiday"), messages.pause("holiday")

    assert update_id(EXECUTION, first) != update_id(EXECUTION, second)
    assert update_id(EXECUTION, messages.resume()) != update_id(EXECUTION, messages.resume())
