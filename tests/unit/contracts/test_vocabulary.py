"""The words, names and shapes of the contracts are those that other systems depend on."""

import ast
import inspect
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from pydantic import AwareDatetime
from pydantic_core import PydanticUndefined

import activities
import workflows
from contracts import (
    CampaignPayload,
    CampaignState,
    Contract,
    FailureReason,
    Place,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    Severity,
    StrategyBrief,
    TraceEntry,
    VisualAsset,
    execution_id_of,
    step_key,
    workflow_id,
)
from contracts.names import StepName, step_named
from contracts.schema import public_contracts
from tests.support.builders import CAMPAIGN, EXECUTION

REQUIRED: Any = PydanticUndefined
NEW: Any = object()
"""A default that is made anew for every value."""

MADE_ANEW = {(StrategyBrief, "brief_id"), (TraceEntry, "timestamp")}


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (
            CampaignState,
            {
                name: name
                for name in (
                    "IDLE",
                    "RADAR_SCAN",
                    "STRATEGY_GEN",
                    "CONTENT_PROD",
                    "QUALITY_AUDIT",
                    "PUBLISH",
                    "LEARN",
                    "FAILED",
                )
            },
        ),
        (QualityVerdict, {"PASS": "PASS", "FAIL": "FAIL", "WARN": "WARN"}),
        (
            Severity,
            {"CRITICAL": "CRITICAL", "HIGH": "HIGH", "MEDIUM": "MEDIUM", "LOW": "LOW"},
        ),
        (
            FailureReason,
            {
                "POLICY_VIOLATION": "FAILED_POLICY",
                "QUALITY_CHECK_FAILED": "FAILED_QUALITY",
                "CONTRACT_INVALID": "FAILED_CONTRACT",
                "PLATFORM_ERROR": "FAILED_PLATFORM",
                "TIMEOUT": "FAILED_TIMEOUT",
            },
        ),
    ],
)
def test_an_enum_has_exactly_these_members(words: type[StrEnum], members: dict[str, str]) -> None:
    """Dashboards and other services that spell these words go on understanding Phoenix."""
    assert {member.name: member.value for member in words} == members


@pytest.mark.parametrize(
    ("contract", "fields"),
    [
        (
            QualityCheck,
            {
                "check_id": (str, REQUIRED),
                "result": (QualityVerdict, REQUIRED),
                "reason_code": (str | None, REQUIRED),
                "severity": (Severity, REQUIRED),
                "evidence": (dict[str, Any], REQUIRED),
            },
        ),
        (
            QualityReport,
            {
                "verdict": (QualityVerdict, REQUIRED),
                "checks": (list[QualityCheck], REQUIRED),
                "auditor_signature": (str, REQUIRED),
                "timestamp": (float, REQUIRED),
            },
        ),
        (
            StrategyBrief,
            {
                "brief_id": (UUID, NEW),
                "target_audience": (str, REQUIRED),
                "core_message": (str, REQUIRED),
                "channels": (list[str], REQUIRED),
                "budget_allocation": (dict[str, float], REQUIRED),
                "do_not_do": (list[str], []),
                "tone_guard": (dict[str, str], {}),
                "platform_constraints": (dict[str, Any], {}),
            },
        ),
        (
            TraceEntry,
            {
                "timestamp": (AwareDatetime, NEW),
                "actor_service": (str, REQUIRED),
                "action": (str, REQUIRED),
                "metadata": (dict[str, Any], {}),
            },
        ),
        (
            CampaignPayload,
            {
                "campaign_id": (UUID, REQUIRED),
                "tenant_id": (UUID, REQUIRED),
                "execution_id": (UUID, REQUIRED),
                "retry_count": (int, 0),
                "max_retries": (int, 3),
                "current_state": (CampaignState, REQUIRED),
                "terminal_reason": (FailureReason | None, None),
                "terminal_details": (str | None, None),
                "strategy": (StrategyBrief | None, None),
                "assets": (list[VisualAsset], []),
                "quality_audit": (QualityReport | None, None),
                "execution_log": (list[TraceEntry], []),
            },
        ),
    ],
)
def test_a_contract_has_the_fields_of_the_blueprint(
    contract: type[Contract], fields: dict[str, tuple[Any, Any]]
) -> None:
    """The names, types and defaults that other systems were built on stand; others are optional."""
    hints = get_type_hints(contract)

    for name, (hint, default) in fields.items():
        field = contract.model_fields[name]
        assert hints[name] == hint, name
        assert (NEW if field.default_factory else field.default) == default, name
    assert [
        name
        for name, field in contract.model_fields.items()
        if name not in fields and field.is_required()
    ] == []


def test_only_two_fields_make_up_their_own_value() -> None:
    """No other contract takes a time or an id from where it happens to be built."""
    made = {
        (contract, name)
        for contract in public_contracts().values()
        for name, field in contract.model_fields.items()
        if field.default_factory is not None
    }

    assert made == MADE_ANEW


def calls_in(package: ModuleType) -> Iterator[tuple[str, ast.Call]]:
    """Return every call in the package's files, with its place."""
    folder = Path(inspect.getfile(package)).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(folder.parent)}:{node.lineno}", node


@pytest.mark.parametrize("package", [workflows, activities], ids=lambda p: p.__name__)
def test_our_own_code_always_passes_ids_and_times(package: ModuleType) -> None:
    """A replay gives the same bytes: nothing takes an id or a time from a contract's default."""
    needed = {contract.__name__: field for contract, field in MADE_ANEW}

    careless = [
        place
        for place, call in calls_in(package)
        if isinstance(call.func, ast.Name)
        and call.func.id in needed
        and needed[call.func.id] not in {keyword.arg for keyword in call.keywords}
    ]

    assert careless == []


def test_the_names_of_runs_and_steps_are_the_agreed_ones() -> None:
    """Other systems find a run by its id, and a channel recognises a step's key."""
    run = workflow_id(EXECUTION)

    assert run == f"campaign-{EXECUTION}"
    assert execution_id_of(run) == EXECUTION
    assert execution_id_of("campaign-7") is None
    assert execution_id_of(f"order-{EXECUTION}") is None
    assert step_key(CAMPAIGN, EXECUTION, CampaignState.LEARN) == (
        f"campaign:{CAMPAIGN}:exec:{EXECUTION}:step:LEARN"
    )
    assert step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, Place("x", "post")) == (
        f"campaign:{CAMPAIGN}:exec:{EXECUTION}:step:PUBLISH:channel:x:placement:post"
    )


@pytest.mark.parametrize("place", [None, Place("instagram", "feed")])
@pytest.mark.parametrize("state", CampaignState)
def test_a_steps_key_says_whose_it_is(state: CampaignState, place: Place | None) -> None:
    """Who finds a step finds its campaign, its execution and its stage, and nothing in no key."""
    key = step_key(CAMPAIGN, EXECUTION, state, place)

    assert step_named(key) == StepName(CAMPAIGN, EXECUTION, state)
    for other in (f"x{key}", key.replace("campaign", "other"), f"{key}X" if place is None else "x"):
        assert step_named(other) is None
