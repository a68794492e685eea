"""A reviewer is told which words of strangers stand in the copy, and where."""

import pytest

from domain.taken_up import taken_up
from tests.support.campaigns.parts import asset, brief


@pytest.mark.parametrize(
    ("text", "is_taken_up"),
    [
        ({"body": "Llega el Café de Filtro."}, True),
        ({"hashtags": "#CaféDeFiltro"}, True),
        ({"body": "Otra cosa"}, False),
    ],
)
def test_words_of_strangers_are_found_in_sentences_and_hashtags(
    text: dict[str, str], *, is_taken_up: bool
) -> None:
    """Case and blanks hide nothing."""
    composed = brief(angles=["café de filtro"])
    made = asset(text=text)

    assert taken_up(composed, [made]) == ({"café de filtro": ["x.post"]} if is_taken_up else {})


def test_what_the_brief_says_itself_is_not_a_strangers() -> None:
    """A term that the message has anyway is the brand's own."""
    composed = brief(angles=["café de filtro"], core_message="Café de filtro para todos")

    assert taken_up(composed, [asset(text={"body": "Café de filtro"})]) == {}
