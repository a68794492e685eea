"""What does not fit is explained in a line: the field, and what would be right."""

import json
from typing import Annotated

import pytest
from hypothesis import find
from pydantic import Field, ValidationError

from contracts import CampaignRequest, ChannelMetrics, Contract, Line, TextBlock, explain
from tests.support.builders import request
from tests.support.contract_values import values_of


def test_an_explanation_lists_the_first_faults_and_counts_the_rest() -> None:
    """A request with many mistakes is answered with a line that a person can read."""
    text = '{"role":"X","text":1,"font":"","px":0,"bold":"no","fill":"red","stray":1}'

    with pytest.raises(ValidationError) as refusal:
        TextBlock.model_validate_json(text)

    said = explain(refusal.value)
    assert said.count(";") == 5
    assert said.startswith("role: string should match pattern")
    assert said.endswith("; and 3 more")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not valid JSON"),
        ('{"channel": 1}', "channel: should be a valid string"),
        ("{}", "channel: is required; impressions: is required; clicks: is required"),
        (
            '{"channel":"x","impressions":1,"clicks":1,"stray":1}',
            "stray: is not a field of this contract",
        ),
        ('{"observed_until": "2026-03-01T09:00:00"}', "observed_until: must name its offset"),
    ],
)
def test_an_explanation_names_the_field_and_what_would_be_right(text: str, said: str) -> None:
    """An operator can mend the file without knowing pydantic."""
    with pytest.raises(ValidationError) as refusal:
        ChannelMetrics.model_validate_json(text)

    assert said in explain(refusal.value)


class Badge(Contract):
    """A contract whose field adds a limit to a named type."""

    label: Annotated[Line, Field(min_length=2, max_length=3)]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("abcd", "label: string should have at most 3 characters, not 4"),
        ("a", "label: string should have at least 2 characters, not 1"),
    ],
)
def test_a_text_of_the_wrong_length_is_told_in_characters(label: str, said: str) -> None:
    """Nobody is told of the items of a text."""
    with pytest.raises(ValidationError) as refusal:
        Badge(label=label)

    assert explain(refusal.value) == said


def test_drawn_values_keep_to_the_limits_that_a_field_adds() -> None:
    """The property tests work for the next contract that narrows a named type."""
    shortest = find(values_of(Badge), lambda _: True)

    assert 2 <= len(shortest.label) <= 3


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("timing", {"publish_not_before": "9999-12-31T23:59:59-01:00"}, "between the years"),
        ("timing", {"publish_not_before": "24/12/2026"}, "moment such as 2026-12-24T10:00:00Z"),
        ("timing", {"publish_not_before": "2026-13-24T10:00:00Z"}, "must be a moment such as"),
        ("timing", {"publish_not_before": 20261224}, "must be a moment such as"),
        ("timing", {"publish_not_before": True}, "must be a moment such as"),
        ("timing", {"learning_window": "three days"}, "must be a duration such as P3D or PT2H"),
        ("timing", {"learning_window": 3}, "must be a duration such as P3D"),
        ("timing", {"learning_window": "P3000000D"}, "at most 366 days"),
        ("name", "two\nlines", "must be one line"),
        ("name", "a\u202eb", "control character U+202E"),
        ("landing_url", "https://a b.example", "web address"),
        ("landing_url", "https://a.example:99999", "web address"),
        ("platform_constraints", {"x.post.body": "y" * 20_000}, "not take more than 16384 bytes"),
        ("do_not_do", ["No decir " + "y" * 290] * 200, "not take more than 49152 bytes"),
    ],
)
def test_a_value_that_would_stop_a_run_later_is_refused_at_once(
    field: str, value: object, said: str
) -> None:
    """What no stage could carry is refused where it is written, with the field named."""
    asked = {**request().model_dump(mode="json"), field: value}

    with pytest.raises(ValidationError) as refused:
        CampaignRequest.model_validate_json(json.dumps(asked))

    assert said in explain(refused.value)
