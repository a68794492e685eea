"""Who says what stands on a button, and who does not."""

import pytest

from contracts import Language
from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("action", "language"),
    [("Save me a desk", Language.ENGLISH), ("Quiero mi bono", Language.SPANISH)],
)
def test_no_sender_says_what_a_reader_says_by_a_button(action: str, language: Language) -> None:
    """The button has it; a text of the firm's would ask its readers for the desk."""
    for channel, placement in (("linkedin", "feed"), ("email", "newsletter"), ("x", "post")):
        told = copy_of(channel, placement, call_to_action=action, language=language)

        assert told["call_to_action"] == action
        assert action not in told["body"]
