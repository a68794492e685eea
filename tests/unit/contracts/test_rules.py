"""Every contract obeys the rules of all contracts."""

import json
import math
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts import Contract, TraceEntry, explain
from contracts.schema import public_contracts, schema_of
from domain.signing import canonical
from runtime.temporal.converter import with_contracts
from tests.support.contract_values import values_of

CONTRACTS = list(public_contracts().values())
JSON_WRONG: dict[str, Any] = {
    "string": "1",
    "number": 1.5,
    "boolean": True,
    "array": [[]],
    "object": {"x": {}},
    "null": None,
}

cached_schema = cache(schema_of)

few = settings(
    max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def value_of(contract: type[Contract]) -> Contract:
    """Return a valid value; drawing one takes far longer than what is asked of it."""
    drawn: list[Contract] = []

    @settings(few, max_examples=1)
    @given(values_of(contract))
    def draw(value: Contract) -> None:
        drawn.append(value)

    draw()
    return drawn[0]


every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda kind: kind.__name__)


def types_of(schema: dict[str, Any], root: dict[str, Any]) -> set[str]:
    """Return the JSON types that a schema takes."""
    if "$ref" in schema:
        return types_of(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema:
        return {found for part in schema["anyOf"] for found in types_of(part, root)}
    return {"number" if schema["type"] == "integer" else schema["type"]}


def formats_of(schema: dict[str, Any]) -> set[str]:
    """Return the formats that a schema names."""
    parts = schema.get("anyOf", [schema])
    return {part["format"] for part in parts if "format" in part}


def refused_fields(contract: type[Contract], text: str) -> set[str]:
    """Return the fields that the refusal of a JSON text names."""
    with pytest.raises(ValidationError) as refusal:
        contract.model_validate_json(text)
    return {str(fault["loc"][0]) for fault in refusal.value.errors() if fault["loc"]}


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
@every_contract
@few
@given(data=st.data())
def test_a_value_survives_json_and_the_wire_unchanged(
    contract: type[Contract], data: st.DataObject
) -> None:
    """What one service sends is what another one reads, by JSON or through Temporal."""
    value = data.draw(values_of(contract))
    converter = with_contracts().payload_converter

    read = contract.model_validate_json(value.model_dump_json())
    through_objects = contract.model_validate_json(json.dumps(value.model_dump(mode="json")))
    (received,) = converter.from_payloads(converter.to_payloads([value]), [contract])

    assert read == value
    assert through_objects == value
    assert received == value
    assert read.model_dump_json() == value.model_dump_json()


@every_contract
def test_a_value_never_changes_and_refuses_what_it_does_not_know(contract: type[Contract]) -> None:
    """A contract in somebody's hands stays what it is, and a misspelled field is not lost."""
    value = value_of(contract)

    for known in contract.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, known, getattr(value, known))
    refused = refused_fields(contract, json.dumps(value.model_dump(mode="json") | {"stray": 1}))

    assert refused == {"stray"}


@every_contract
def test_a_wrong_type_is_refused_by_the_name_of_its_field(contract: type[Contract]) -> None:
    """Nothing is bent into shape: "1" is no number, 1 is no text, and the error says where."""
    value = value_of(contract)
    plain, schema = value.model_dump(mode="json"), cached_schema(contract)

    for field, part in schema["properties"].items():
        taken = types_of(part, schema)
        for wrong in (wrong for kind, wrong in JSON_WRONG.items() if kind not in taken):
            refused = refused_fields(contract, json.dumps(plain | {field: wrong}))
            assert refused == {field}, wrong
        with pytest.raises(ValidationError) as refusal:
            contract.model_validate(value.model_dump() | {field: object()})
        assert field in str(refusal.value)


@every_contract
def test_a_number_that_is_not_finite_is_refused_by_the_name_of_its_field(
    contract: type[Contract],
) -> None:
    """No sum, score or size is ever NaN or infinite, whoever sends it."""
    value = value_of(contract)
    plain, schema = value.model_dump(mode="json"), cached_schema(contract)
    numeric = [n for n, part in schema["properties"].items() if "number" in types_of(part, schema)]

    for field in numeric:
        for wrong in (math.nan, math.inf, -math.inf):
            assert refused_fields(contract, json.dumps(plain | {field: wrong})) == {field}
            with pytest.raises(ValidationError) as refusal:
                contract.model_validate(value.model_dump() | {field: wrong})
            assert explain(refusal.value).startswith(f"{field}")


@every_contract
def test_a_naive_moment_is_refused_by_the_name_of_its_field(contract: type[Contract]) -> None:
    """A moment without its offset could be any of 38 hours, so it is not taken."""
    plain = value_of(contract).model_dump(mode="json")
    properties = cached_schema(contract)["properties"].items()

    for field in [name for name, part in properties if "date-time" in formats_of(part)]:
        wrong = json.dumps(plain | {field: "2026-03-01T09:00:00"})
        assert refused_fields(contract, wrong) == {field}


def test_a_moment_with_any_offset_is_kept_in_utc() -> None:
    """Two services in different places write the same moment alike."""
    text = '{"timestamp":"2026-03-01T09:00:00+01:00","actor_service":"x","action":"y"}'

    entry = TraceEntry.model_validate_json(text)

    assert '"2026-03-01T08:00:00Z"' in entry.model_dump_json()


@every_contract
def test_what_a_neighbouring_release_added_goes_on_as_it_came(contract: type[Contract]) -> None:
    """Between releases nothing is lost: what one wrote into a value reaches the next reader."""
    written = json.dumps(value_of(contract).model_dump(mode="json") | {"stray": {"as": ["it", 1]}})

    value = contract.model_validate_json(written, extra="allow")

    assert json.loads(value.model_dump_json()) == json.loads(written)
    assert b'"stray":{"as":["it",1]}' in canonical(value)
