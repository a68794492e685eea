"""The schema files are current, and no reader of the previous release is left behind."""

# mypy: disable-error-code="import-untyped"
# jsonschema carries no types for mypy; pyright brings its own.

import copy
import json
import runpy
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import contracts
from contracts import Contract
from contracts.compatibility import WRITTEN, breaking_changes
from contracts.schema import (
    RELEASED,
    SCHEMAS,
    WRITE_COMMAND,
    main,
    public_contracts,
    read_schemas,
    schema_files,
    schema_of,
    stale_files,
)
from tests.support.contract_values import values_of

Schema = dict[str, Any]
Change = Callable[[Schema], object]

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


@pytest.fixture
def few_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a package of two contracts stand for the whole one, as every file is made alike."""
    monkeypatch.setattr(contracts, "__all__", ["CampaignRequest", "TraceEntry"])


@cache
def validator_of(contract: type[Contract]) -> Draft202012Validator:
    """Return what judges a contract's values."""
    return Draft202012Validator(schema_of(contract))


TAKEN, READ_OUTSIDE = "ReviewDecision", "CampaignStatus"


def test_every_schema_file_is_current() -> None:
    """A team that reads the committed files reads the contracts as they are."""
    stale = stale_files(SCHEMAS)

    assert stale == [], f"run `{WRITE_COMMAND}` and commit what it writes"


def test_no_change_breaks_a_reader_of_the_previous_release() -> None:
    """A service that has not moved since the previous release goes on working."""
    broken = breaking_changes(read_schemas(RELEASED), read_schemas(SCHEMAS))

    assert broken == [], (
        f"undo it, or make it part of a release on purpose: `{WRITE_COMMAND} --release`"
    )


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
def test_every_schema_is_valid_and_named() -> None:
    """Any JSON Schema 2020-12 tool can load a file and tell which contract it is."""
    schemas = read_schemas(SCHEMAS)
    shared = {
        json.dumps(part): part
        for schema in schemas.values()
        for part in schema.get("$defs", {}).values()
    }

    for part in shared.values():  # once each: most contracts repeat those of others
        Draft202012Validator.check_schema(part)
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema | {"$defs": {}})
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:phoenix:contracts:{name}"


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
@pytest.mark.parametrize("contract", public_contracts().values(), ids=public_contracts().keys())
@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_value_fits_its_schema(contract: type[Contract], data: st.DataObject) -> None:
    """A reader in another language who validates by the schema accepts what Phoenix writes."""
    value = data.draw(values_of(contract))
    validator = validator_of(contract)

    faults = [fault.message for fault in validator.iter_errors(value.model_dump(mode="json"))]

    assert faults == []


def test_every_contract_that_is_read_outside_exists() -> None:
    """The list of contracts that other services read has no stale name."""
    names = public_contracts()

    assert names.keys() >= WRITTEN


@pytest.mark.usefixtures("few_contracts")
def test_the_check_names_stale_files_and_writing_mends_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A developer is told which files are old and by which command they become new."""
    before = main(["--check"], tmp_path)
    (tmp_path / "Forgotten.json").write_text("{}", encoding="utf-8")
    written = main([], tmp_path) + main([], tmp_path)
    after = main(["--check"], tmp_path)

    said = capsys.readouterr().err
    assert (before, written, after) == (1, 0, 0)
    assert "CampaignRequest.json" in said
    assert f"run `{WRITE_COMMAND}`" in said
    assert not (tmp_path / "Forgotten.json").exists()
    assert not (tmp_path / RELEASED.name).exists()


@pytest.mark.usefixtures("few_contracts")
def test_the_check_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build can ask for stale files and stops when there are any."""
    monkeypatch.delitem(sys.modules, "contracts.schema")
    monkeypatch.setattr(sys, "argv", ["schema", "--check"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("contracts.schema", run_name="__main__")

    assert ended.value.code == 1


@pytest.mark.usefixtures("few_contracts")
def test_a_release_keeps_the_schemas_that_the_next_one_is_compared_with(tmp_path: Path) -> None:
    """After a release, its readers are the ones who must not be broken."""
    status = main(["--release"], tmp_path)

    released = {path.name: path.read_text("utf-8") for path in (tmp_path / "released").iterdir()}
    assert status == 0
    assert released == schema_files()


@pytest.mark.usefixtures("few_contracts")
def test_the_schemas_are_the_same_bytes_every_time() -> None:
    """Exporting twice gives no difference to review."""
    first = schema_files()

    second = schema_files()

    assert first == second
    assert all(text.endswith("}\n") and json.loads(text) for text in first.values())


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
