"""A change of a contract is told from one that would break those who read or write it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from contracts.compatibility import breaking_changes

Schema = dict[str, Any]
Change = Callable[[Schema], object]

TAKEN, READ_OUTSIDE = "ReviewDecision", "CampaignStatus"
OBJECT: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 9},
        "size": {"type": "integer", "minimum": 0, "maximum": 9, "default": 1},
        "share": {"anyOf": [{"type": "number"}, {"type": "null"}], "default": None},
        "state": {"$ref": "#/$defs/State", "default": "on"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3, "default": []},
        "free": {"type": "object", "additionalProperties": True, "default": {}},
        "any": {"type": "array", "default": []},
    },
    "$defs": {"State": {"enum": ["on", "off"], "type": "string", "title": "State"}},
}


def doctored(change: Change) -> Schema:
    """Return the example's schema after a change."""
    schema = copy.deepcopy(OBJECT)
    change(schema)
    return schema


def breaks(name: str, change: Change) -> list[str]:
    """Return what a change to a contract of this name breaks."""
    return breaking_changes({name: OBJECT}, {name: doctored(change)})


NARROWER: dict[str, tuple[Change, str]] = {
    "dropped": (lambda s: s["properties"].pop("size"), ".size: is not known"),
    "required": (lambda s: s["required"].append("size"), ".size: is required"),
    "type": (lambda s: s["properties"]["id"].update(type="integer"), ".id: string is written"),
    "longest": (lambda s: s["properties"]["id"].update(maxLength=8), ".id: maxLength"),
    "shortest": (lambda s: s["properties"]["id"].update(minLength=1), ".id: minLength"),
    "pattern": (lambda s: s["properties"]["id"].update(pattern="^a+$"), ".id: pattern"),
    "closed": (lambda s: s["properties"]["id"].update(enum=["a"]), ".id: any value"),
    "format": (lambda s: s["properties"]["id"].update(format="uuid"), ".id: format"),
    "least": (lambda s: s["properties"]["size"].update(minimum=1), ".size: minimum"),
    "most": (lambda s: s["properties"]["size"].update(maximum=8), ".size: maximum"),
    "default": (lambda s: s["properties"]["size"].update(default=2), ".size: means something"),
    "null": (lambda s: s["properties"]["share"]["anyOf"].pop(), ".share: null is written"),
    "word": (lambda s: s["$defs"]["State"]["enum"].remove("off"), "does not know off"),
    "items": (lambda s: s["properties"]["tags"].update(maxItems=2), ".tags: maxItems"),
    "item": (lambda s: s["properties"]["tags"]["items"].update(minLength=1), ".tags[]: minLength"),
    "free items": (lambda s: s["properties"]["any"].update(items={"type": "null"}), ".any: items"),
    "free values": (
        lambda s: s["properties"]["free"].update(additionalProperties={"type": "string"}),
        ".free.*: anything is written where string",
    ),
    "no values": (lambda s: s["properties"]["free"].update(additionalProperties=False), ".free.*"),
}
WIDER: dict[str, tuple[Change, str]] = {
    "left out": (
        lambda s: (s["required"].remove("id"), s["properties"]["id"].update(default="")),
        ".id: is required",
    ),
    "longest": (lambda s: s["properties"]["id"].update(maxLength=10), ".id: maxLength"),
    "pattern": (lambda s: s["properties"]["id"].pop("pattern"), ".id: pattern"),
    "untyped": (lambda s: s["properties"]["id"].pop("type"), ".id: anything is written"),
    "type": (lambda s: s["properties"]["size"].update(type="number"), ".size: number is written"),
    "word": (lambda s: s["$defs"]["State"]["enum"].append("paused"), "does not know paused"),
    "free items": (lambda s: s["properties"]["tags"].pop("items"), ".tags: items were free"),
    "kind": (lambda s: s["properties"]["share"]["anyOf"].append({"type": "string"}), ".share"),
}
INVISIBLE: dict[str, Change] = {
    "titles": lambda s: s.update(title="Another", description="Better words"),
    "descriptions": lambda s: s["properties"]["id"].update(description="More", examples=["a"]),
    "required": lambda s: s["required"].clear(),
    "alternatives": lambda s: s["properties"]["share"]["anyOf"].reverse(),
    "words": lambda s: s["$defs"]["State"]["enum"].reverse(),
    "added": lambda s: s["properties"].update(more={"type": "string", "default": ""}),
    "open": lambda s: s.update(additionalProperties=True),
}


@pytest.mark.parametrize(("change", "place"), NARROWER.values(), ids=NARROWER.keys())
def test_a_narrower_contract_breaks_those_who_write_as_before(change: Change, place: str) -> None:
    """Callers, histories and stored files of the previous release are still read."""
    broken = breaks(TAKEN, change)

    assert any(place in gap for gap in broken), broken
    assert all("written by the previous release" in gap for gap in broken)


@pytest.mark.parametrize(("change", "place"), WIDER.values(), ids=WIDER.keys())
def test_a_wider_contract_breaks_only_those_who_read_it_outside(change: Change, place: str) -> None:
    """A service that reads a status meets nothing it does not know; a caller loses nothing."""
    for_callers = breaks(TAKEN, change)

    for_readers = breaks(READ_OUTSIDE, change)

    assert for_callers == []
    assert any(place in gap for gap in for_readers), for_readers
    assert all("read by the previous release" in gap for gap in for_readers)


@pytest.mark.parametrize("change", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_a_change_that_nobody_can_notice_breaks_nothing(change: Change) -> None:
    """Better descriptions need no new release, and what Phoenix always writes may be optional."""
    broken = breaks(READ_OUTSIDE, change)

    assert broken == []


def test_an_integer_may_become_a_number_for_those_who_write_it() -> None:
    """A caller who sends whole numbers is still read when fractions are taken too."""
    broken = breaks(TAKEN, lambda s: s["properties"]["size"].update(type="number"))

    assert broken == []


def test_a_contract_that_is_gone_breaks_its_users() -> None:
    """A file that other teams load does not vanish unnoticed; a new one harms nobody."""
    broken = breaking_changes({"Old": OBJECT}, {"New": OBJECT})

    assert broken == ["Old: the contract is gone"]


def test_a_property_that_goes_breaks_both_sides() -> None:
    """A required property that is dropped is missed by readers and refused to writers."""
    broken = breaks(READ_OUTSIDE, lambda s: (s["required"].clear(), s["properties"].pop("id")))

    assert len(broken) == 2
