"""What is derived from a contract stays what it is from one release to the next."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from contracts import CampaignRequest, Contract
from contracts.schema import public_contracts
from runtime.files.request import execution_of, read_request
from tests.support.contract_values import values_of
from tests.support.paths import ROOT
from tests.support.releases.derivations import follows_from
from tests.support.releases.next_release import ADDED, make_next_release

GOLDEN = Path(__file__).parent / "golden"
SHAPES: dict[str, dict[str, Any]] = json.loads((GOLDEN / "requests.json").read_text("utf-8"))
"""Requests of every shape, each with the execution id that it was given when it was added."""
EXAMPLES: dict[str, str] = json.loads((GOLDEN / "examples.json").read_text("utf-8"))
"""The execution id of every example, as it was when the example was added."""
DRAWN = 4
"""Values of each contract that are compared between two releases."""


def drawn_values() -> Iterator[Contract]:
    """Yield some values of every public contract, the same on every run."""
    for contract in public_contracts().values():
        yield from _drawn(contract)


def _drawn(contract: type[Contract]) -> list[Contract]:
    found: list[Contract] = []

    @settings(max_examples=DRAWN, database=None, derandomize=True)
    @given(values_of(contract))
    def draw(value: Contract) -> None:
        found.append(value)

    draw()
    return found


def optional_fields(contract: type[Contract], path: str = "") -> Iterator[str]:
    """Yield every field that may be left out, at any depth, by its path."""
    for name, field in contract.model_fields.items():
        here = f"{path}{name}"
        if not field.is_required():
            yield here
        for part in _contracts_in(field.annotation):
            yield from optional_fields(part, f"{here}.")


def _contracts_in(hint: Any) -> Iterator[type[Contract]]:
    if isinstance(hint, type) and issubclass(hint, Contract):
        yield hint
    for part in getattr(hint, "__args__", ()):
        yield from _contracts_in(part)


def given_fields(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every field that a JSON value gives, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{path}{name}"
            yield from given_fields(inner, f"{path}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from given_fields(inner, path)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_request_of_any_shape_keeps_its_execution_id(name: str) -> None:
    """A file that was submitted once is a duplicate for ever: no release publishes it again."""
    shape = SHAPES[name]

    request = CampaignRequest.model_validate_json(json.dumps(shape["request"]))
    found = str(execution_of(request))

    assert found == shape["execution_id"], (
        f"A shape that was just added gets {found}; one that a release has must keep what it has."
    )


def test_the_shapes_give_every_field_that_may_be_left_out() -> None:
    """No optional field of a request is without a recorded execution id."""
    given = {path for shape in SHAPES.values() for path in given_fields(shape["request"])}

    missing = set(optional_fields(CampaignRequest)) - given

    assert missing == set(), (
        f"{GOLDEN / 'requests.json'} needs a shape for each: copy `plain` under the field's name, "
        "give the field another value than its default, and write down as its `execution_id` what "
        "the test above says."
    )


def test_every_shape_is_another_execution() -> None:
    """Whatever is said differently is another execution: no field is left out of the id."""
    ids = [shape["execution_id"] for shape in SHAPES.values()]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.yaml")), ids=lambda path: path.name)
def test_an_example_keeps_its_execution_id(path: Path) -> None:
    """Whoever ran an example with one release meets a duplicate with the next."""
    assert str(read_request(path).request.execution_id) == EXAMPLES[path.name]


def test_a_field_that_is_left_out_or_given_its_default_is_the_same_request() -> None:
    """Writing out what is meant anyway asks for nothing else."""
    plain = CampaignRequest.model_validate_json(json.dumps(SHAPES["plain"]["request"]))
    spelled = CampaignRequest.model_validate_json(plain.model_dump_json())

    assert execution_of(spelled) == execution_of(plain)


def test_a_new_optional_field_changes_nothing_that_is_derived(tmp_path: Path) -> None:
    """The next release gives every value the ids, digests and signatures that this one gives."""
    values = list(drawn_values())
    asked = "".join(
        json.dumps([type(value).__name__, value.model_dump_json()]) + "\n" for value in values
    )
    path = os.pathsep.join([str(make_next_release(tmp_path)), str(ROOT)])

    told = subprocess.run(
        [sys.executable, "-c", _NEXT_RELEASE],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
    )

    assert told.returncode == 0, told.stderr
    assert [json.loads(line) for line in told.stdout.splitlines()] == [
        follows_from(value) for value in values
    ]


_NEXT_RELEASE = f"""
from contracts import Contract
from tests.support.releases.derivations import main

assert "{ADDED}" in Contract.model_fields
main()
"""
