"""A replay years later decides the same: nothing that the workflow reaches asks the outside."""

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.support.determinism.sets import ordered_sets
from tests.support.determinism.sources import modules
from tests.support.determinism.walk import Walk
from tests.support.paths import ROOT

PURE: Final = (
    *("base64", "binascii", "collections", "contextlib", "dataclasses", "enum", "functools"),
    *("hashlib", "itertools", "math", "operator", "re", "types", "typing", "unicodedata"),
    *("cryptography.exceptions", "cryptography.hazmat.primitives.asymmetric.ed25519"),
    *("datetime.UTC", "datetime.timedelta", "json.dumps", "pydantic", "pydantic_core", "rfc8785"),
    *("transitions", "urllib.parse", "uuid.UUID", "uuid.uuid5", "uuid.NAMESPACE_URL"),
    *("temporalio.common", "temporalio.exceptions", "temporalio.workflow"),
    *("asyncio.CancelledError", "asyncio.ensure_future", "asyncio.gather", "asyncio.shield"),
    *("set", "frozenset"),
)
"""Modules and functions that give the same to the same, or that Temporal replays."""
TYPES: Final = {"datetime.datetime"}
"""Names that are types where they stand alone, and more than that with another name behind."""
DEFAULTS: Final = {
    ("contracts.base.utc_now", "datetime.datetime.now"),
    ("contracts.artifacts.StrategyBrief", "uuid.uuid4"),
}
"""What makes an id or a time where a contract is built without one: the workflow gives both."""
OUTWARD: Final = (
    *(".now", ".today", ".utcnow", ".uuid4", ".random", ".choice", ".shuffle", ".environ"),
    *(".getenv", ".open", ".read_text", ".read_bytes", ".write_text", ".write_bytes", ".urandom"),
    *(".perf_counter", ".monotonic", ".sleep", ".exists", ".iterdir", ".glob", ".gethostname"),
)
"""Methods that ask the outside, whatever they are called on."""


@pytest.fixture(scope="module")
def walk() -> Walk:
    """Return everything that the workflow reaches."""
    return Walk(ROOT).go("workflows")


def is_pure(name: str) -> bool:
    """Tell whether a name that is imported gives the same to the same."""
    known = any(name == pure or name.startswith(f"{pure}.") for pure in PURE)
    return known or name in TYPES


def test_the_workflow_reaches_what_is_pure_alone(walk: Walk) -> None:
    """No clock, chance, environment or I/O is in its reach, however many calls away."""
    outside = {
        (use.where, use.name)
        for use in walk.uses
        if not use.name.startswith(".") and not is_pure(use.name)
    }

    assert outside == DEFAULTS


def test_no_method_in_reach_asks_the_outside(walk: Walk) -> None:
    """Not through an object either whose type nobody can see in the source."""
    asks = {(use.where, use.name, use.line) for use in walk.uses if use.name in OUTWARD}

    assert asks == set()


def test_nothing_in_reach_depends_on_the_order_of_a_set(walk: Walk) -> None:
    """Two workers go through a set in different orders, so that one is sorted first."""
    known = modules(ROOT)
    found: set[tuple[str, int]] = set()
    for name, node in walk.visited.items():
        module = name
        while module not in known:
            module = module.rpartition(".")[0]
        found |= {(name, line) for line in ordered_sets(node, known[module].defined)}

    assert found == set()


def test_the_walk_goes_through_every_layer(walk: Walk) -> None:
    """It is no check of the workflow's own files alone."""
    reached = set(walk.visited)

    assert {
        "workflows.run.CampaignRun.carry_out",
        "domain.quality_gate.decide",
        "domain.evidence.objection",
        "domain.signing.digest",
        "contracts.base.Contract",
    } <= reached
    assert not any(
        name.startswith("activities.") and ".publish_channel" in name for name in reached
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("from random import random\ndef f(): return random()", "random.random"),
        ("import os\ndef f(): return os.environ['X']", "os.environ"),
        ("import time as clock\nA = clock.time()", "time.time"),
        ("class C:\n    def __post_init__(self): open('x')", "open"),
        ("from datetime import date\ndef f(): return [date.today() for _ in '']", "datetime.date"),
        ("from contracts.other import late\ndef f(): late()", "secrets.token_hex"),
        ("def f(x): return x.later().now()", ".now"),
    ],
)
def test_the_walk_finds_what_is_hidden(tmp_path: Path, code: str, told: str) -> None:
    """A pass above means something: each way to the outside is seen."""
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "x.py").write_text(code)
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "other.py").write_text(
        "import secrets\ndef late(): return inner()\ndef inner(): return secrets.token_hex()"
    )

    found = {use.name for use in Walk(tmp_path).go("workflows").uses}

    assert any(name.startswith(told) for name in found)
    assert told.startswith(".") or any(not is_pure(name) for name in found if name[0] != ".")


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("for x in {1, 2}: print(x)", True),
        ("y = {a for a in b}\nz = [c for c in y]", True),
        ("NAMES: frozenset[str] = some()\nz = list(NAMES)", True),
        ("z = ', '.join(set(a) - set(b))", True),
        ("z = [*(set(a) & c)]", True),
        ("for x in sorted({1, 2}): print(x)", False),
        ("z = len(set(a)) + sum(1 for x in [1])", False),
        ("z = {a for a in [1]}", False),
    ],
)
def test_the_order_of_a_set_is_found(code: str, is_found: bool) -> None:  # noqa: FBT001 - a case
    """A pass above means something: each way to lean on the order is seen, and no other."""
    assert bool([*ordered_sets(ast.parse(code), {})]) is is_found
