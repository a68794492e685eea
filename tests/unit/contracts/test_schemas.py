"""The schema files are current, and those of the previous release are kept."""

# mypy: disable-error-code="import-untyped"
# jsonschema carries no types for mypy; pyright brings its own.

import json
import runpy
import sys
from functools import cache
from pathlib import Path

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


@pytest.fixture
def few_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a package of two contracts stand for the whole one, as every file is made alike."""
    monkeypatch.setattr(contracts, "__all__", ["CampaignRequest", "TraceEntry"])


@cache
def validator_of(contract: type[Contract]) -> Draft202012Validator:
    """Return what judges a contract's values."""
    return Draft202012Validator(schema_of(contract))


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
