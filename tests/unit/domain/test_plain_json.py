"""What is wrong in somebody's JSON is found, and told with its place."""

import json
from typing import Any

import pytest

from domain.plain_json import DoubledObject, flaw_in, parse


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"budget": {"total": NaN}}', "budget.total: must be a finite number"),
        ('{"budget": {"total": -Infinity}}', "budget.total: must be a finite number"),
        ('{"budget": {"total": 1e400}}', "budget.total: must be a finite number"),
        ("NaN", "the whole: must be a finite number"),
        ('{"a": 1, "a": 1}', "a: stands twice, and must stand once"),
        ('[{"b": [0, {"a": 1, "\\u0061": 2}]}]', "0.b.1.a: stands twice, and must stand once"),
        ('{"a": {"b": "\\ud83d"}}', "a.b: must not hold half of a character (a lone surrogate)"),
        ('{"a": {"\\udc00": 1}}', "a.?: must have a name that is text"),
        ('{"a": NaN, "b": NaN}', "a: must be a finite number"),
    ],
)
def test_a_flaw_is_told_with_its_place(text: str, told: str) -> None:
    """A sender learns which field is meant, wherever it stands."""
    assert str(flaw_in(parse(text))) == told
    assert str(flaw_in(parse(text.encode()))) == told


@pytest.mark.parametrize(
    "value", [None, True, 0, -1.5, "ñ😀", [], {}, [{"a": [1, "b"]}], {"a": {"a": {"a": "a"}}}]
)
def test_what_has_no_flaw_is_as_it_was_written(value: Any) -> None:
    """A pair of surrogates is a character, and a name may stand once at every level."""
    parsed = parse(json.dumps(value))

    assert parsed == value
    assert flaw_in(parsed) is None


def test_whoever_does_not_ask_reads_what_json_readers_read() -> None:
    """A workflow of somebody else's gets the last of two values, as it did before."""
    parsed = parse('{"a": 1, "a": 2}')

    assert parsed == {"a": 2}
    assert isinstance(parsed, DoubledObject)
    assert json.dumps(parsed) == '{"a": 2}'


def test_a_key_that_is_no_text_is_left_to_others() -> None:
    """Python's dictionaries may have keys that JSON has not; who writes them out says so."""
    assert flaw_in({1: "a"}) is None
